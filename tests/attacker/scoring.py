"""How much of what is protected an audience can read out of everything published.

    assert score(world, releases, outsider()).broken == 0
    assert score(world, releases, insider("t03")).broken == 0
    assert score(world, releases, reader("lansstyrelsen-d", "t00", "t01")).broken == 0

`world` is the truth: `World(tenants, cases, codes)`, each case in the quarter of the release that counts
it. `releases` is what `releases --json` prints (text, or already read); for a reader, with that reader's
tables. A `Score` prints as one line. Scoring refuses (`Infeasible`) if the truth contradicts the releases.

Protected is every number, of the cases that are not the audience's own, that is one to four cases, or of
fewer tenants than three (for an outsider; two for others), or for an outsider fewer than five without the
largest tenant. The numbers are those of all sub-cubes: the nation, each county that has tables, the rest of
the nation, and each of these without the tenants that hold a table back, and those tenants alone; in each
quarter and the year; for each pair, level and category and for all of them.
"""

import json
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tests.attacker.attacker import (
    EVERYONE,
    QUARTERS,
    WHOLE,
    Bound,
    Json,
    Knowledge,
    Target,
    assert_feasible,
    bounds,
    counted,
)
from tests.attacker.worlds import World

FEW_CASES = 5
FEW_TENANTS = 3
FEW_FOR_ONE_WHO_KNOWS = 2
FEW_WITHOUT_THE_LARGEST = 5
NOT_WITHIN_ONE = 3

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Audience:
    """Somebody who reads: what is published to everyone or to a name, and the rows of some tenants."""

    name: str
    reads: str = EVERYONE
    exact: frozenset[str] = frozenset()
    yearly: frozenset[str] = frozenset()

    def knowledge(self, world: World, releases: Json) -> Knowledge:
        """All that this audience has of the world."""
        return Knowledge(
            releases, self.reads, world.of(*self.exact, *self.yearly), exact=self.exact, yearly=self.yearly
        )


def outsider() -> Audience:
    """Somebody who knows nothing else."""
    return Audience("outsider")


def insider(*slugs: str) -> Audience:
    """Somebody in a tenant, who knows all of that tenant's own cases."""
    return Audience(f"insider {' '.join(slugs)}", exact=frozenset(slugs))


def reader(slug: str, *reporting: str) -> Audience:
    """A named reader with tables of its own, and the whole year's counts of tenants that report to it."""
    return Audience(f"reader {slug}", reads=slug, yearly=frozenset(reporting))


@dataclass(frozen=True)
class Score:
    """What became of an attack.

    `width` is the narrowest interval that a protected number was found in (safe ones can be wider than they
    were seen). `share` is how many of the cells that are not empty are shown.
    """

    audience: str
    protected: int
    exact: int
    within: int
    width: float
    shown: int
    hidden: int
    share: float
    seconds: float
    megabytes: float

    @property
    def broken(self) -> int:
        """How many protected numbers are known to within one case."""
        return self.within

    def __str__(self) -> str:
        return (
            f"{self.audience}: {self.protected} protected, {self.exact} exact, {self.within} within one, "
            f"narrowest {self.width:g}; {self.shown} cells shown and {self.hidden} hidden "
            f"({self.share:.1%} of those not empty); {self.seconds:.1f} s, {self.megabytes:.0f} MB"
        )


def score(
    world: World, releases: Json | str, audience: Audience, *, sample: int | None = None, seed: int = 0
) -> Score:
    """Attacks everything published as this audience, and says what was broken.

    With a `sample`, only so many of the protected numbers are attacked and counted, at random.
    """
    began = time.perf_counter()
    file = cast(Json, json.loads(releases)) if isinstance(releases, str) else releases
    knowledge = audience.knowledge(world, file)
    assert_feasible(knowledge, world.cases)
    targets, truth = some(*protected(world, knowledge), sample, seed)
    found = bounds(knowledge, targets, enough=NOT_WITHIN_ONE, seed=seed)
    assert all(bound.contains(value) for bound, value in zip(found, truth, strict=True) if bound.tight)
    shown, hidden = cells(world, knowledge)
    return Score(
        audience=audience.name,
        protected=len(targets),
        exact=sum(known(bound, value, 0) for bound, value in zip(found, truth, strict=True)),
        within=sum(known(bound, value, 1) for bound, value in zip(found, truth, strict=True)),
        width=min((hi - lo for lo, hi in (bound.whole for bound in found)), default=np.inf),
        shown=len(shown),
        hidden=len(hidden),
        share=sum(map(bool, shown)) / max(1, sum(map(bool, shown + hidden))),
        seconds=time.perf_counter() - began,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def some(
    targets: list[Target], truth: list[int], sample: int | None, seed: int
) -> tuple[list[Target], list[int]]:
    """As many of the targets as are wanted, drawn at random."""
    places = np.random.default_rng(seed).permutation(len(targets))[:sample].tolist()
    return [targets[place] for place in places], [truth[place] for place in places]


def known(bound: Bound, value: int, steps: int) -> bool:
    """Whether everything that is possible lies within some steps of the truth."""
    lo, hi = bound.whole
    return bound.tight and value - steps <= lo and hi <= value + steps


# --- What is protected -------------------------------------------------------------------------------------


def protected(world: World, knowledge: Knowledge) -> tuple[list[Target], list[int]]:
    """Every protected sub-cube of the years published about, and the true number in it."""
    targets, truth = [], []
    for year in knowledge.years:
        slugs, counts = lattice(world, year)
        for tenants in areas(knowledge, year):
            part = counts[[slugs.index(slug) for slug in sorted(tenants)]]
            for cube, value in zip(*few(world, part, outside=not knowledge.known), strict=True):
                targets.append(Target(tenants, year, *cube))
                truth.append(value)
    return targets, truth


def few(
    world: World, part: Counts, *, outside: bool
) -> tuple[list[tuple[int | None, str, str, str]], list[int]]:
    """The sub-cubes of some tenants' lattice that too few cases or tenants stand behind."""
    total, contributing = part.sum(axis=0), (part > 0).sum(axis=0)
    risky = (total < FEW_CASES) | (contributing < (FEW_TENANTS if outside else FEW_FOR_ONE_WHO_KNOWS))
    if outside:
        risky |= total - part.max(axis=0) < FEW_WITHOUT_THE_LARGEST
    names = names_of(world)
    places = np.argwhere(risky & (total > 0)).tolist()
    cubes = [tuple(axis[place] for axis, place in zip(names, at, strict=True)) for at in places]
    return cast(list[tuple[int | None, str, str, str]], cubes), [int(total[tuple(at)]) for at in places]


def lattice(world: World, year: int) -> tuple[list[str], Counts]:
    """The year's cases per tenant, quarter, pair, level and category, with the total last on every axis."""
    slugs = sorted(world.tenants)
    axes = [slugs, QUARTERS, *(world.codes[name] for name in ("pair", "level", "category"))]
    place = [{name: number for number, name in enumerate(axis)} for axis in axes]
    counts = np.zeros([len(axis) for axis in axes], dtype=np.int64)
    for case in world.cases:
        if case.year == year:
            at = (case.tenant, case.quarter, case.pair, case.level, case.category)
            counts[tuple(axis[name] for axis, name in zip(place, at, strict=True))] += 1
    for axis in range(1, counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return slugs, counts


def areas(knowledge: Knowledge, year: int) -> list[frozenset[str]]:
    """The sets of tenants, without the known ones, whose cases the tables of the year speak of."""
    tables = [table for _, table in knowledge.tables(year)]
    absent: set[frozenset[str]] = {frozenset(), *(frozenset(table["without"]) for table in tables)}
    there = {row[0] for table in tables for row in rows(table) if "county" in table["dimensions"]}
    everyone = knowledge.counties
    nation = frozenset(everyone)
    inside = [frozenset(slug for slug in nation if everyone[slug] == county) for county in sorted(there)]
    rest = nation.difference(*inside)
    whole = [area - held for area, held in product([nation, *inside, rest], sorted(absent, key=sorted))]
    alone = [area & held for area, held in product([nation, *inside, rest], sorted(absent, key=sorted))]
    found = dict.fromkeys(area - knowledge.known for area in (*whole, *alone))
    return [area for area in found if area]


def rows(table: Json) -> Iterator[Sequence[str]]:
    """The keys of all of a table's cells, shown and hidden."""
    yield from (cell["key"] for cell in table["cells"])
    yield from table["hidden"]


# --- What is shown -----------------------------------------------------------------------------------------


def cells(world: World, knowledge: Knowledge) -> tuple[list[int], list[int]]:
    """The true values of the cells that are shown, and of those that are hidden."""
    shown: list[int] = []
    hidden: list[int] = []
    for year in knowledge.years:
        slugs, counts = lattice(world, year)
        for release, table in knowledge.tables(year):
            shown += (cell["value"] for cell in table["cells"])
            cubes = (counted(knowledge, release, table, key) for key in table["hidden"])
            hidden += (value_of(world, slugs, counts, cube) for cube in cubes)
    return shown, hidden


def value_of(world: World, slugs: list[str], counts: Counts, cube: Target) -> int:
    """The true number in a sub-cube."""
    at = tuple(axis.index(name) for axis, name in zip(names_of(world), cube[2:], strict=True))
    return sum(int(counts[slugs.index(slug)][at]) for slug in cube.tenants)


def names_of(world: World) -> list[tuple[str | int | None, ...]]:
    """What stands along the axes of a lattice after the tenants'."""
    return [(*QUARTERS, None), *((*world.codes[name], WHOLE) for name in ("pair", "level", "category"))]
