"""Tries to read protected counts out of everything that was ever published, by linear programs.

It knows what anybody may know: the file that `releases --json` prints, and the rows of the tenants that an
audience knows anyway. It imports nothing of ours, and nothing of the program that it attacks.

Everything known is a *fact*: a sub-cube (these tenants, this quarter or year, this pair, level and category,
or all of them) and the number of cases in it. Everything sought is a *target*: another sub-cube. The unknowns
are the cases of each group of tenants that no fact tells apart, per quarter, pair, level and category.
Unknowns that stand in exactly the same facts are one column of the program: all of the column may lie in a
target that touches it, and none of it in a target that does not hold it whole, so no target needs columns of
its own.

`bounds` answers with the smallest and the largest number that each target can be, of the cases of tenants
that the audience does not know exactly. Years share no case, so each is a program of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

EVERYONE = "everyone"
WHOLE = "*"
QUARTERS = (1, 2, 3, 4)
TOLERANCE = 1e-6

Json = Mapping[str, Any]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Infeasible(AssertionError):
    """What is known contradicts what is said to be true: the attack would prove nothing."""


class Unsolved(RuntimeError):
    """The solver gave no answer, so nothing is known about the target."""


class Case(NamedTuple):
    """One case, in the quarter of the release that counts it."""

    tenant: str
    county: str
    year: int
    quarter: int
    pair: str
    level: str
    category: str


class Target(NamedTuple):
    """A sub-cube: some tenants' cases in a quarter (None: the year), with these codes (`*`: any)."""

    tenants: frozenset[str]
    year: int
    quarter: int | None
    pair: str = WHOLE
    level: str = WHOLE
    category: str = WHOLE

    def holds(self, case: Case) -> bool:
        """Whether the case is counted here."""
        return (
            case.tenant in self.tenants
            and case.year == self.year
            and self.quarter in {None, case.quarter}
            and self.pair in {WHOLE, case.pair}
            and self.level in {WHOLE, case.level}
            and self.category in {WHOLE, case.category}
        )


class Fact(NamedTuple):
    """A sub-cube whose number of cases is known."""

    cube: Target
    value: int


class Bound(NamedTuple):
    """What a target can be. Where `tight` is false it can be less and more than this, too."""

    lo: float
    hi: float
    tight: bool

    @property
    def whole(self) -> tuple[float, float]:
        """The whole numbers at the ends: a number of cases is nothing between them."""
        return float(np.ceil(self.lo - TOLERANCE)), float(np.floor(self.hi + TOLERANCE))

    def contains(self, value: float) -> bool:
        """Whether the target can be this number, as far as is known."""
        return not self.tight or self.lo - TOLERANCE <= value <= self.hi + TOLERANCE


@dataclass(frozen=True)
class Knowledge:
    """What an audience has: the file, and the rows of the tenants that it knows anyway.

    Of the tenants in `exact` it knows every case and its quarter; of those in `yearly` only how many cases
    there were in the year of each pair, level and category. `own` holds the cases of both, and no others.
    """

    releases: Json
    audience: str = EVERYONE
    own: Sequence[Case] = ()
    exact: frozenset[str] = frozenset()
    yearly: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """The tenants of which nothing is left to protect from this audience."""
        return self.exact | self.yearly

    @cached_property
    def counties(self) -> Mapping[str, str]:
        """The county of each tenant."""
        return {tenant["slug"]: tenant["county"] for tenant in self.releases["tenants"]}

    @cached_property
    def years(self) -> list[int]:
        """The years that something is published about."""
        return sorted({release["year"] for release in self.seen()})

    def seen(self) -> Iterator[Json]:
        """The releases that this audience may read."""
        for release in self.releases["releases"]:
            if release["audience"] in {EVERYONE, self.audience}:
                yield release

    def tables(self, year: int) -> Iterator[tuple[Json, Json]]:
        """Each table of the year with its release."""
        for release in self.seen():
            if release["year"] == year:
                yield from ((release, table) for table in release["tables"])


# --- What is known -----------------------------------------------------------------------------------------


def facts(knowledge: Knowledge, year: int) -> list[Fact]:
    """Everything that the audience knows about the year, with the exactly known tenants taken away."""
    known = [*shown(knowledge, year), *late(knowledge, year), *reported(knowledge, year)]
    own = [case for case in knowledge.own if case.tenant in knowledge.exact and case.year == year]
    return [less for fact in dict.fromkeys(known) if (less := without(fact, knowledge.exact, own))]


def shown(knowledge: Knowledge, year: int) -> Iterator[Fact]:
    """Every published number, and whose cases it counts."""
    for release, table in knowledge.tables(year):
        for cell in table["cells"]:
            yield Fact(counted(knowledge, release, table, cell["key"]), cell["value"])


def counted(knowledge: Knowledge, release: Json, table: Json, key: Sequence[str]) -> Target:
    """The sub-cube that a published cell counts, shown or hidden."""
    codes = dict(zip(table["dimensions"], key, strict=True))
    county = codes.pop("county", WHOLE)
    absent = {*table["without"], *release["late"]}
    there = (slug for slug, place in knowledge.counties.items() if county in {WHOLE, place})
    return Target(frozenset(there) - absent, release["year"], release["quarter"], **codes)


def late(knowledge: Knowledge, year: int) -> Iterator[Fact]:
    """That a late tenant's cases are in no table of that quarter: they belong to the next."""
    for release in knowledge.seen():
        if release["year"] == year and release["quarter"] and release["late"]:
            yield Fact(Target(frozenset(release["late"]), year, release["quarter"]), 0)


def reported(knowledge: Knowledge, year: int) -> Iterator[Fact]:
    """The full tables of the year that some tenants report to this audience."""
    codes = knowledge.releases["codes"]
    for slug in sorted(knowledge.yearly):
        counts: dict[tuple[str, str, str], int] = {}
        for case in knowledge.own:
            if case.tenant == slug and case.year == year:
                key = (case.pair, case.level, case.category)
                counts[key] = counts.get(key, 0) + 1
        for key in product(codes["pair"], codes["level"], codes["category"]):
            yield Fact(Target(frozenset({slug}), year, None, *key), counts.get(key, 0))


def without(fact: Fact, tenants: frozenset[str], own: Iterable[Case]) -> Fact | None:
    """The fact with some tenants' cases subtracted; None if it was about nobody else."""
    left = fact.value - (sum(map(fact.cube.holds, own)) if fact.cube.tenants & tenants else 0)
    cube = fact.cube._replace(tenants=fact.cube.tenants - tenants)
    if left < 0 or (left and not cube.tenants):
        raise Infeasible(f"{fact} counts fewer or more cases than the rows that are known")
    return Fact(cube, left) if cube.tenants else None


def assert_feasible(knowledge: Knowledge, truth: Sequence[Case]) -> None:
    """Refuses a truth that does not fulfil everything known: called before every attack."""
    if sorted(case for case in truth if case.tenant in knowledge.known) != sorted(knowledge.own):
        raise Infeasible("The audience's own rows are not the true ones")
    for year in knowledge.years:
        system = System(knowledge, year, facts(knowledge, year))
        counts = system.counts(truth)
        wrong = np.flatnonzero(system.matrix(fact.cube for fact in system.facts) @ counts != system.values)
        if len(wrong):
            raise Infeasible(f"In truth there are not {system.facts[wrong[0]]}")


# --- The unknowns and the program --------------------------------------------------------------------------


@dataclass(frozen=True)
class System:
    """One year's unknowns: group x quarter x pair x level x category, and the facts that bind them."""

    knowledge: Knowledge
    year: int
    facts: Sequence[Fact]
    targets: Sequence[Target] = ()

    @cached_property
    def groups(self) -> list[frozenset[str]]:
        """Tenants that stand in the same facts and the same targets."""
        sets = sorted(
            {cube.tenants for cube in (*(fact.cube for fact in self.facts), *self.targets)}, key=sorted
        )
        alike: dict[tuple[bool, ...], set[str]] = {}
        for slug in sorted(self.knowledge.counties.keys() - self.knowledge.exact):
            alike.setdefault(tuple(slug in tenants for tenants in sets), set()).add(slug)
        return [frozenset(group) for group in alike.values()]

    @cached_property
    def axes(self) -> list[dict[str | int, int]]:
        """The place of each quarter and code on its axis."""
        codes = self.knowledge.releases["codes"]
        names: list[Sequence[str | int]] = [QUARTERS, codes["pair"], codes["level"], codes["category"]]
        return [{name: place for place, name in enumerate(axis)} for axis in names]

    @cached_property
    def places(self) -> Integers:
        """The number of each unknown, by its five coordinates."""
        shape = (len(self.groups), *map(len, self.axes))
        return np.arange(np.prod(shape), dtype=np.int64).reshape(shape)

    @cached_property
    def values(self) -> Floats:
        """The right-hand sides."""
        return np.array([fact.value for fact in self.facts], dtype=float)

    def inside(self, cube: Target) -> Integers:
        """The unknowns that a sub-cube sums."""
        tenants = self.inside_groups[cube.tenants]
        along = [
            range(len(axis)) if code in {None, WHOLE} else [axis[code]]
            for axis, code in zip(self.axes, cube[2:], strict=True)
        ]
        return cast(Integers, self.places[np.ix_(tenants, *along)].ravel())

    @cached_property
    def inside_groups(self) -> dict[frozenset[str], list[int]]:
        """The groups of which each set of tenants in a fact or a target consists."""
        sets = {cube.tenants for cube in (*(fact.cube for fact in self.facts), *self.targets)}
        return {
            tenants: [place for place, group in enumerate(self.groups) if group <= tenants]
            for tenants in sets
        }

    def matrix(self, cubes: Iterable[Target]) -> sparse.csr_array:
        """One row for each sub-cube, with a one for each unknown in it."""
        rows = [self.inside(cube) for cube in cubes]
        ends = np.cumsum([0, *map(len, rows)])
        columns = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
        return sparse.csr_array(
            (np.ones(len(columns), dtype=np.int64), columns, ends), shape=(len(rows), self.places.size)
        )

    def counts(self, truth: Iterable[Case]) -> Integers:
        """The value of each unknown in truth."""
        group = {slug: place for place, tenants in enumerate(self.groups) for slug in tenants}
        counts = np.zeros(self.places.size, dtype=np.int64)
        for case in truth:
            if case.year == self.year and case.tenant in group:
                codes: tuple[str | int, ...] = (case.quarter, case.pair, case.level, case.category)
                along = [axis[code] for axis, code in zip(self.axes, codes, strict=True)]
                counts[self.places[group[case.tenant], *along]] += 1
        return counts


def alike(matrix: sparse.csr_array, random: np.random.Generator) -> tuple[Integers, Integers]:
    """The first of each kind of row, and the kind of every row (compared by a random fingerprint)."""
    weights = random.integers(1, 2**62, size=matrix.shape[1], dtype=np.int64)
    _, first, kind = np.unique(matrix @ weights, return_index=True, return_inverse=True)
    return first.astype(np.int64), kind.astype(np.int64)


@dataclass
class Program:
    """The facts of a year as few columns and rows as they can be, ready for the solver.

    `touched` and `held` have a row for each target: the columns that can lie in it, and those that must.
    """

    facts: sparse.csr_array
    values: Floats
    touched: sparse.csr_array
    held: sparse.csr_array
    free: NDArray[np.bool_]
    solved: int = 0

    @classmethod
    def of(cls, system: System, random: np.random.Generator) -> "Program":
        """Drops what must be zero, and merges the unknowns that no fact tells apart."""
        matrix, values = system.matrix(fact.cube for fact in system.facts), system.values
        alive = np.flatnonzero(matrix[values == 0].sum(axis=0) == 0)
        matrix, values = matrix[values > 0][:, alive], values[values > 0]
        first, kind = alike(sparse.csr_array(matrix.T), random)
        matrix = sparse.csr_array(matrix[:, first])
        rows, _ = alike(matrix, random)
        merge = sparse.csr_array(
            (np.ones(len(kind), dtype=np.int64), kind, np.arange(len(kind) + 1)),
            shape=(len(kind), len(first)),
        )
        touched = sparse.csr_array(system.matrix(system.targets)[:, alive] @ merge)
        held = touched.copy()
        held.data = (held.data == np.bincount(kind)[held.indices]).astype(np.int64)
        held.eliminate_zeros()
        touched.data[:] = 1
        free = np.asarray(matrix.sum(axis=0) == 0)
        return cls(matrix[rows].astype(float), values[rows], touched, held, free)

    def largest(self, objective: Floats) -> Floats:
        """A vertex where the objective is largest; free columns are left at zero."""
        bound = np.flatnonzero(~self.free)
        answer = np.zeros(len(self.free))
        if len(bound):
            self.solved += 1
            found = self.solve(-objective[bound], bound, presolve=False)
            if found.status != 0:
                found = self.solve(-objective[bound], bound, presolve=True)
            if found.status != 0:
                raise Unsolved(found.message)
            answer[bound] = np.maximum(found.x, 0)
        return answer

    def solve(self, costs: Floats, columns: Integers, *, presolve: bool) -> Any:
        """The solver's answer. Looking for a smaller program first takes it longer than solving this one."""
        return linprog(
            costs,
            A_eq=self.facts[:, columns],
            b_eq=self.values,
            bounds=(0, None),
            method="highs-ds",
            options={"presolve": presolve},
        )


# --- The search --------------------------------------------------------------------------------------------


@dataclass
class Search:
    """The widest interval of each target that feasible tables have shown so far."""

    program: Program
    enough: Floats
    random: np.random.Generator
    lo: Floats = field(init=False)
    hi: Floats = field(init=False)
    tight: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Begins with no table seen; what touches a free column is without end."""
        count = self.program.touched.shape[0]
        self.lo, self.hi = np.full(count, np.inf), np.full(count, -np.inf)
        self.hi[self.program.touched @ self.program.free.astype(np.int64) > 0] = np.inf
        self.tight = np.zeros(count, dtype=bool)

    def see(self, objective: Floats) -> None:
        """Solves for one objective, and lets every target learn from the answer."""
        vertex = self.program.largest(objective)
        self.lo = np.minimum(self.lo, self.program.held @ vertex)
        self.hi = np.maximum(self.hi, self.program.touched @ vertex)

    def open(self) -> Integers:
        """The targets whose interval is neither wide enough nor known to its ends."""
        width = np.floor(self.hi + TOLERANCE) - np.ceil(self.lo - TOLERANCE)
        settled = self.tight | ((width >= self.enough) & np.isfinite(self.enough))
        return np.flatnonzero(~settled).astype(np.int64)

    def sweep(self) -> None:
        """Pulls many open targets up or down at once, at random, for as long as that settles some.

        At first all about as hard; then a few of them much harder than the others, which settles stragglers.
        """
        self.see(np.zeros(len(self.program.free)))
        for uneven in (False, True):
            settled = len(self.tight)
            while len(targets := self.open()) and settled > len(targets) // 50:
                pulls = self.random.choice((-1.0, 1.0), size=len(targets))
                pulls /= np.maximum(self.program.touched[targets].sum(axis=1), 1)
                pulls *= self.random.pareto(1, size=len(targets)) if uneven else 1
                self.see(self.pull(targets, pulls))
                self.see(self.pull(targets, -pulls))
                settled = len(targets) - len(self.open())

    def pull(self, targets: Integers, pulls: Floats) -> Floats:
        """The objective that pulls each target up (above 0) or down (below 0), more or less hard."""
        up, down = np.maximum(pulls, 0), np.maximum(-pulls, 0)
        pulled = self.program.touched[targets].T @ up - self.program.held[targets].T @ down
        return cast(Floats, np.asarray(pulled, dtype=float))

    def finish(self) -> None:
        """Finds both ends of every target that is still open, one by one."""
        while len(targets := self.open()):
            self.tighten(int(targets[0]))

    def tighten(self, target: int) -> None:
        """Finds both ends of one target."""
        one = np.array([target])
        self.see(self.pull(one, np.array([-1.0])))
        if np.isfinite(self.hi[target]):
            self.see(self.pull(one, np.array([1.0])))
        self.tight[target] = True


def bounds(
    knowledge: Knowledge,
    targets: Sequence[Target],
    *,
    enough: float | Sequence[float] = np.inf,
    seed: int = 0,
) -> list[Bound]:
    """The smallest and largest number that each target can be.

    The search leaves a target when its interval holds as many whole steps as `enough` (one number for all
    targets, or one for each), for then it is safe: 3 is more than any target within one of the truth has.
    """
    wanted = np.broadcast_to(np.asarray(enough, dtype=float), len(targets))
    found: dict[int, Bound] = {}
    for year in sorted({target.year for target in targets}):
        places = [place for place, target in enumerate(targets) if target.year == year]
        system = System(knowledge, year, facts(knowledge, year), [targets[place] for place in places])
        found.update(zip(places, attack(system, wanted[places], np.random.default_rng(seed)), strict=True))
    return [found[place] for place in range(len(targets))]


def attack(system: System, enough: Floats, random: np.random.Generator) -> list[Bound]:
    """The bounds of one year's targets."""
    search = Search(Program.of(system, random), enough, random)
    search.sweep()
    search.finish()
    return [
        Bound(*ends)
        for ends in zip(search.lo.tolist(), search.hi.tolist(), search.tight.tolist(), strict=True)
    ]
