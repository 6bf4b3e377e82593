"""Which sums over several tenants can be published so that nobody reads a small one out of them.

The method is that of the field's handbook (Statistics Sweden, Handbok i statistisk röjandekontroll, 2015),
with frozen releases: a primary rule for each sum, then an audit of all of them together by linear programs,
and repair by suppression until the audit finds nothing. Pure: numbers in, a decision out.

A sum is *too small* for a reader when what is left of it, without the tenants that the reader knows, is not
zero and is fewer than k cases, comes from fewer than m tenants, or leaves fewer than r cases without the
largest. Such sums are protected whether they are declared or not: over every combination of area, period,
pair, level and category. Protected means that a shift (see `solver`) of the whole publication exists that
moves it far enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reporting.publication.solver import NOTHING, Indexes, Shift, Shifts, Vector

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Number = TypeVar("Number", np.int64, np.float64)

# The axes of the numbers behind a publication.
TENANT, QUARTER, PAIR, LEVEL, CATEGORY = range(5)
# A sum that is not published ties nothing.
NO_ROW: Indexes = np.array([], dtype=np.int32)
# Shifts in random directions that are tried before each sum is looked at by itself.
RANDOM_SHIFTS = 30
# How far one number is raised at most, in cases. Any shift that is found holds; a bound keeps it finite.
FURTHEST = 50.0
# Random shifts go on for one audience as long as each of them leaves less than that share of what was unsafe.
STALLED = 0.97
# A round of repair looks at no more failing sums than that before it hides the row that holds most of them.
LOOKED_AT = 12


@dataclass(frozen=True)
class Rule:
    """How small is too small, and how uncertain is uncertain enough. Numbers of cases and of tenants."""

    cases: int = 5
    tenants: int = 3
    without_largest: int = 5
    # What a reader may narrow a small sum down to: so many cases wide, or that share of it, and so far away.
    width: float = 3
    share: float = 0.2
    away: float = 2

    def width_of(self, total: Counts) -> Vector:
        """How wide the range must be that a reader can narrow such a sum down to."""
        wide: Vector = np.maximum(self.width, self.share * total)
        return wide

    def passes(self, by_tenant: Counts) -> bool:
        """Whether a sum may be published as far as it alone is concerned."""
        total = int(by_tenant.sum())
        return (
            total >= self.cases
            and int((by_tenant > 0).sum()) >= self.tenants
            and total - int(by_tenant.max(initial=0)) >= self.without_largest
        )


RULE = Rule()


@dataclass(frozen=True)
class Sum:
    """A number that may be published: of which tenants, and where on each axis (None is all of it)."""

    tenants: frozenset[int]
    at: tuple[int | None, int | None, int | None, int | None]

    def among(self, counts: Counts) -> Counts:
        """What each of all the tenants has in it."""
        return within(counts[(slice(None), *self.place)].sum(axis=(1, 2, 3, 4)), self.tenants)

    @property
    def place(self) -> tuple[slice, ...]:
        """Where on the axes after the tenants'."""
        return tuple(slice(None) if one is None else slice(one, one + 1) for one in self.at)


@dataclass(frozen=True)
class Audience:
    """A reader: whose cases it knows, who let it read sums of few tenants, and what it alone has seen."""

    knows: frozenset[int] = frozenset()
    let_by: frozenset[int] = frozenset()
    sees: frozenset[Sum] = frozenset()


@dataclass(frozen=True)
class Decision:
    """What is shown, in the order of the sums, and what it took."""

    shown: NDArray[np.bool_]
    programs: int


class Uncertified(Exception):
    """A small sum could be read out of what is already published: nothing more may be."""


def decide(
    counts: Counts,
    sums: Sequence[Sum],
    *,
    areas: Sequence[frozenset[int]],
    frozen: NDArray[np.bool_] | None = None,
    audiences: Sequence[Audience] | None = None,
    candidates: NDArray[np.bool_] | None = None,
    rule: Rule = RULE,
    repair: bool = True,
) -> Decision:
    """Which of the sums may be shown together.

    `counts` are cases by tenant, quarter, pair, level and category. `areas` are the sets of tenants whose
    small sums are protected. What is `frozen` has been published and stays. `candidates` narrow down what is
    asked about. Without `audiences`: an outsider, and each tenant for itself.
    """
    published = np.zeros(len(sums), dtype=bool) if frozen is None else frozen.copy()
    asked = np.ones(len(sums), dtype=bool) if candidates is None else candidates
    everyone = audiences or [Audience(), *(Audience(frozenset({one})) for one in range(len(counts)))]
    alone = [may_be_shown(one.among(counts), everyone, rule) for one in sums]
    passed = published | (asked & np.array(alone, dtype=bool))
    if not repair:
        return Decision(passed, 0)
    audit = Audit(counts, sums, areas)
    shown = audit.repaired(passed, published, everyone, rule)
    return Decision(shown, audit.programs)


def may_be_shown(by_tenant: Counts, audiences: Iterable[Audience], rule: Rule) -> bool:
    """Whether a sum passes the primary rule: k always, m and r unless all in it let every audience see."""
    let = frozenset.intersection(*(one.let_by for one in audiences))
    inside = set(np.flatnonzero(by_tenant).tolist())
    return rule.passes(by_tenant) or (int(by_tenant.sum()) >= rule.cases and inside <= let)


def lattice(counts: NDArray[Number]) -> NDArray[Number]:
    """The same numbers with a last place on each axis for all of it; not for tenants or a single quarter."""
    whole = counts
    for axis in (QUARTER, PAIR, LEVEL, CATEGORY):
        if axis != QUARTER or whole.shape[axis] > 1:
            whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
    return whole


def within(by_tenant: Counts, area: frozenset[int]) -> Counts:
    """The same numbers with nothing in the tenants outside of the area."""
    inside = np.zeros_like(by_tenant)
    inside[sorted(area)] = by_tenant[sorted(area)]
    return inside


def told_apart(tenants: int, sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The tenants in groups: two are in the same when they are in the same of the sets."""
    sets = list(sets)
    groups: dict[tuple[bool, ...], set[int]] = {}
    for tenant in range(tenants):
        groups.setdefault(tuple(tenant in one for one in sets), set()).add(tenant)
    return [frozenset(one) for one in groups.values()]


def left_for(by_tenant: Counts, audience: Audience) -> Counts:
    """The same numbers without those that the audience knows."""
    left = by_tenant.copy()
    left[sorted(audience.knows)] = 0
    return left


def too_small(by_tenant: Counts, audience: Audience, rule: Rule) -> Flags:
    """Of a lattice over tenants: where what is left for that audience is too small to be known."""
    left = left_for(by_tenant, audience)
    total, some = left.sum(axis=0), (left > 0).sum(axis=0)
    few = some < (rule.tenants - 1 if audience.knows else rule.tenants)
    if not audience.knows:
        few |= total - left.max(axis=0) < rule.without_largest
    if audience.let_by:
        few &= (np.delete(left, sorted(audience.let_by), axis=0) > 0).any(axis=0)
    small: Flags = (total > 0) & ((total < rule.cases) | few)
    return small


class Audit:
    """One publication under audit: the shifts that are possible, and how far they move each small sum."""

    def __init__(self, counts: Counts, sums: Sequence[Sum], areas: Sequence[frozenset[int]]) -> None:
        """Groups the tenants that no sum and no area tells apart: together they are one unknown."""
        self.counts, self.sums, self.programs = counts, sums, 0
        self._groups = told_apart(len(counts), {*areas, *(one.tenants for one in sums)})
        self._shape = (len(self._groups), *counts.shape[1:])
        wanted = dict.fromkeys([*areas, *self._groups])
        self._areas = [[n for n, group in enumerate(self._groups) if group <= area] for area in wanted]
        whole = lattice(counts)
        self._lattice = np.stack([within(whole, area) for area in wanted])
        self._size = np.array([int(one.among(counts).sum()) for one in sums])
        self._random = np.random.default_rng(1)

    def repaired(self, passed: Flags, frozen: Flags, audiences: Sequence[Audience], rule: Rule) -> Flags:
        """What can be shown of what passed: hides until each audience is uncertain of every small sum.

        What is hidden makes more shifts possible and none impossible, so an audience that has been looked at
        stays uncertain.
        """
        shown = passed.copy()
        readers = [Reader.of(self._lattice, one, rule) for one in audiences]
        self._small = np.logical_or.reduce([one.small for one in readers])
        for one in readers:
            one.keep(self._small)
        seen = [self._seen(one) for one in audiences]
        known = shown | np.logical_or.reduce(seen)
        rows = [
            self._row(one) if is_known else NO_ROW for one, is_known in zip(self.sums, known, strict=True)
        ]
        self._moving = self._worth_moving(rows)
        shifts = Shifts(*self._room(audiences), over(rows, self._moving, np.prod(self._shape)))
        shifts.publish(known)
        for _ in range(RANDOM_SHIFTS):
            self._go_at_random(shifts, readers)
        for reader, audience, sees in zip(readers, audiences, seen, strict=True):
            shifts.leave_room(*self._room([audience]))
            shifts.publish(shown | sees)
            while failing := self._failing(shifts, reader):
                shown[self._heaviest(failing, shown & ~frozen & ~sees)] = False
                shifts.publish(shown | sees)
        return shown

    def _seen(self, audience: Audience) -> Flags:
        """The sums that it has seen beside what everyone has."""
        return np.array([one in audience.sees for one in self.sums], dtype=bool)

    def _room(self, audiences: Sequence[Audience]) -> tuple[Vector, Vector]:
        """How far each unknown may fall and rise for those audiences at once.

        It falls no further than what the best informed of them does not know, and what one of them knows
        wholly stays where it is.
        """
        fall, rise = np.zeros(self._shape), np.full(self._shape, FURTHEST)
        for number, group in enumerate(self._groups):
            known = [self.counts[sorted(group & one.knows)].sum(axis=0) for one in audiences]
            fall[number] = self.counts[sorted(group)].sum(axis=0) - np.maximum.reduce(known)
            if any(group <= one.knows for one in audiences):
                rise[number] = 0
        return fall.ravel()[self._moving], rise.ravel()[self._moving]

    def _worth_moving(self, rows: list[Indexes]) -> Indexes:
        """The unknowns that shifts are made of: those with cases, and of those that no row tells apart one.

        The others stay where they are. A shift that is found among fewer unknowns is a shift all the same.
        """
        total = np.array([self.counts[sorted(group)].sum(axis=0) for group in self._groups]).ravel()
        names = np.zeros(len(total), dtype=np.uint64)
        for row in rows:
            names[row] += self._random.integers(1, 2**63, dtype=np.uint64)
        empty = np.flatnonzero(total == 0)
        _names, first = np.unique(names[empty], return_index=True)
        return np.sort(np.concatenate([np.flatnonzero(total), empty[first]])).astype(np.int32)

    def _row(self, one: Sum) -> Indexes:
        """Which unknowns a sum adds up."""
        chosen = np.zeros(self._shape, dtype=bool)
        for number, group in enumerate(self._groups):
            if group <= one.tenants:
                chosen[number][one.place] = True
        return np.flatnonzero(chosen).astype(np.int32)

    def _direction(self, weights: Vector) -> Vector:
        """What each unknown is worth when the small sums have these weights."""
        spread = np.zeros(self._small.shape)
        spread[self._small] = weights
        for axis, size in enumerate(self._shape[1:], start=1):
            if spread.shape[axis] > size:
                spread = np.take(spread, range(size), axis) + np.take(spread, [size], axis)
        direction = np.zeros(self._shape)
        for groups, of_area in zip(self._areas, spread, strict=True):
            direction[groups] += of_area
        return direction.ravel()[self._moving]

    def _go(self, shifts: Shifts, weights: Vector, readers: Iterable["Reader"]) -> Shift:
        """Finds a shift, and notes how far it moves everything."""
        self.programs += 1
        shift = shifts.furthest(self._direction(weights))
        moved = np.zeros(np.prod(self._shape))
        moved[self._moving] = shift.moved
        by_group = lattice(moved.reshape(self._shape))
        by_area = np.stack([by_group[groups].sum(axis=0) for groups in self._areas])
        for reader in readers:
            reader.note(by_area[self._small])
        return shift

    def _go_at_random(self, shifts: Shifts, readers: list["Reader"]) -> None:
        """Moves many small sums at once, each up or down by chance."""
        unsafe = np.logical_or.reduce([one.unsafe for one in readers])
        if unsafe.any():
            weights = self._random.choice([-1.0, 1.0], len(unsafe)) * unsafe
            self._go(shifts, weights, readers)

    def _failing(self, shifts: Shifts, reader: "Reader") -> list[Flags]:
        """For the small sums that the reader is too certain of: which rows hold each of them back."""
        while True:
            before = int(reader.unsafe.sum())
            if not before:
                return []
            self._go_at_random(shifts, [reader])
            if int(reader.unsafe.sum()) > before * STALLED:
                break
        failing: list[Flags] = []
        for one in np.flatnonzero(reader.unsafe).tolist():
            if reader.unsafe[one]:
                weights = np.zeros(len(reader.unsafe))
                weights[one] = 1.0
                held = self._go(shifts, weights, [reader]).held_by
                if reader.unsafe[one]:
                    held = held + self._go(shifts, -weights, [reader]).held_by
                if reader.unsafe[one]:
                    failing.append(held > NOTHING)
                if len(failing) >= LOOKED_AT:
                    break
        return failing

    def _heaviest(self, failing: list[Flags], can_be_hidden: Flags) -> int:
        """The row that holds back most of what failed; of several the one with the fewest cases."""
        held = np.sum(failing, axis=0) * can_be_hidden
        if not held.any():
            raise Uncertified
        return int(np.lexsort((self._size, -held))[0])


def over(rows: list[Indexes], kept: Indexes, unknowns: int) -> list[Indexes]:
    """The rows over those unknowns alone that are kept, of so many, by their new places."""
    place = np.full(unknowns, -1, dtype=np.int32)
    place[kept] = np.arange(len(kept))
    return [found[found >= 0] for found in (place[row] for row in rows)]


@dataclass
class Reader:
    """What an audience may not know, over areas and lattice, and how far each of it has been moved."""

    small: Flags
    needed: Vector
    away: float
    high: Vector = field(default_factory=lambda: np.zeros(0))
    low: Vector = field(default_factory=lambda: np.zeros(0))

    @classmethod
    def of(cls, whole: Counts, audience: Audience, rule: Rule) -> "Reader":
        """From a lattice by area and tenant."""
        small = np.stack([too_small(area, audience, rule) for area in whole])
        needed = np.stack([rule.width_of(left_for(area, audience).sum(axis=0)) for area in whole])
        return cls(small, needed, rule.away)

    def keep(self, everybodys: Flags) -> None:
        """Goes over to a list: one place for each sum that is small to anybody."""
        self.small, self.needed = self.small[everybodys], self.needed[everybodys]
        self.high, self.low = np.zeros(len(self.small)), np.zeros(len(self.small))

    def note(self, moved: Vector) -> None:
        """Takes in how far a shift moves each of them."""
        self.high, self.low = np.maximum(self.high, moved), np.minimum(self.low, moved)

    @property
    def unsafe(self) -> Flags:
        """Those that no shift has moved far enough yet."""
        wide = self.high - self.low >= self.needed - NOTHING
        away = np.maximum(self.high, -self.low) >= self.away - NOTHING
        return self.small & ~(wide & away)
