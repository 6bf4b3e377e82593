"""The colours of charts, and the steps that tell few from many.

One hue, the same for every organisation: the same figures look the same wherever they are published.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ui.theme import WHITE, label_on, parse

# From few to many; each is told from the next in grey as well.
STEPS = ("#e1ecf7", "#b9d5ee", "#86b6df", "#4a8fca", "#1f639f", "#0b355e")
NONE = "#ffffff"
BAR = "#1f639f"
# Thin edges, which are seen against white (3.3 to 1).
OUTLINE = "#888f98"
DARK = "#1a1d21"


@dataclass(frozen=True)
class Step:
    """The numbers from low to high, and the colour that they are drawn in."""

    low: int
    high: int
    colour: str

    @property
    def ink(self) -> str:
        """The colour of text on it, at least 4.5 to 1."""
        return "#ffffff" if label_on(parse(self.colour)) == WHITE else "#000000"


def steps_of(values: Iterable[int | None]) -> list[Step]:
    """At most six steps that hold every number that is shown: zero for itself, the rest in equal parts.

    Worked out once for a chart, so that its key says exactly what its cells are drawn in.
    """
    shown = {value for value in values if value is not None}
    if any(value < 0 for value in shown):
        raise ValueError("A number of cases is never below zero")
    zero = [Step(0, 0, NONE)] if 0 in shown else []
    above = shown - {0}
    return zero + parts(min(above), max(above), len(STEPS) - len(zero)) if above else zero


def parts(low: int, high: int, most: int) -> list[Step]:
    """The whole numbers from low to high in at most so many parts, as equal as whole numbers can be."""
    span = high - low + 1
    number = min(most, span)
    starts = [low + span * at // number for at in range(number)] + [high + 1]
    colours = [STEPS[round((at + 1) * len(STEPS) / number) - 1] for at in range(number)]
    return [
        Step(start, following - 1, colour)
        for start, following, colour in zip(starts, starts[1:], colours, strict=False)
    ]


def step_for(value: int, steps: Iterable[Step]) -> Step:
    """The step that holds the number."""
    return next(step for step in steps if step.low <= value <= step.high)
