"""How far the numbers behind a publication can be moved without changing anything that is published.

Linear programs on HiGHS. A *shift* is what is added to every unknown number. It is possible when no number
goes below nothing and no published sum changes: then whoever reads the publication cannot tell the shifted
numbers from the true ones. All that is asked here is for the shift that moves a sum the furthest.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Indexes = NDArray[np.int32]

# HiGHS's number for the primal simplex method.
PRIMAL = 4
# A multiplier smaller than that is none.
NOTHING = 1e-7


class NotSolved(Exception):
    """The solver did not reach an optimum: nothing may be published on what it says."""


@dataclass(frozen=True)
class Shift:
    """The furthest shift in a direction, and by row how much that row held it back."""

    moved: Vector
    held_by: Vector


class Shifts:
    """All possible shifts: one number per unknown, one row per sum that may be published."""

    def __init__(self, fall: Vector, rise: Vector, rows: list[Indexes]) -> None:
        """How far each unknown may fall and rise; each row lists the unknowns that it adds up."""
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.silent()
        # Only the direction changes from one program to the next: the last shift is a place to go on from.
        self._highs.setOptionValue("simplex_strategy", PRIMAL)
        self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(_model(fall, rise, rows))
        self._columns = np.arange(len(fall), dtype=np.int32)
        self._published = np.zeros(len(rows), dtype=bool)

    def publish(self, rows: NDArray[np.bool_]) -> None:
        """From now on the sums of those rows are known, and of no others."""
        for row in np.flatnonzero(rows != self._published):
            bound = 0.0 if rows[row] else highspy.kHighsInf
            self._highs.changeRowBounds(int(row), -bound, bound)
        self._published = rows.copy()

    def leave_room(self, fall: Vector, rise: Vector) -> None:
        """Another reader knows more or less of what stands behind the sums."""
        self._highs.changeColsBounds(len(self._columns), self._columns, -fall, rise)

    def furthest(self, direction: Vector) -> Shift:
        """The shift that makes the weighted sum of all numbers as large as it can be."""
        self._highs.changeColsCost(len(self._columns), self._columns, -direction)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NotSolved(self._highs.modelStatusToString(self._highs.getModelStatus()))
        found = self._highs.getSolution()
        return Shift(np.array(found.col_value), np.abs(np.array(found.row_dual)))


def _model(fall: Vector, rise: Vector, rows: list[Indexes]) -> highspy.HighsLp:
    """Every number between its bounds, every sum unpublished."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(fall), len(rows)
    model.col_cost_ = np.zeros(len(fall))
    model.col_lower_, model.col_upper_ = -fall, rise
    model.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    model.row_upper_ = np.full(len(rows), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in rows)])
    model.a_matrix_.index_ = np.concatenate(rows) if rows else np.array([], dtype=np.int32)
    model.a_matrix_.value_ = np.ones(sum(len(row) for row in rows))
    return model
