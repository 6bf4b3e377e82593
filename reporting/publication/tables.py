"""The tables that are published, and nothing else is: privacy.md's views V1–V6. Rules, without Django.

A table counts cases along two dimensions, for the nation or for each county, by quarter, by year or both.
What is not declared here answers "redovisas inte". A new table, or another meaning of a code, is a new
version, and is audited together with all others of the same cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from reporting.publication.disclosure import RULE, Rule, Sum

Dimension = Literal["county", "pair", "level", "category"]
# The total over a dimension, in a cell's key.
ALL = "*"
# The place of a dimension on the axes of a sum, after the quarter's.
PLACES: Mapping[Dimension, int] = {"pair": 1, "level": 2, "category": 3}


@dataclass(frozen=True)
class Table:
    """One declared table: its name for ever, and what it counts along."""

    code: str
    version: int
    dimensions: tuple[Dimension, Dimension]
    quarterly: bool = True

    @property
    def by_county(self) -> bool:
        """Whether it has a part for each county."""
        return "county" in self.dimensions


TABLES = (
    Table("V1", 1, ("pair", "level")),
    Table("V2", 1, ("category", "level")),
    Table("V3", 1, ("pair", "category"), quarterly=False),
    Table("V4", 1, ("county", "level")),
    Table("V5", 1, ("county", "pair"), quarterly=False),
    Table("V6", 1, ("county", "category"), quarterly=False),
)


@dataclass(frozen=True)
class Cell:
    """A place in a table, and the sum that would stand there."""

    table: Table
    key: tuple[str, ...]
    sum: Sum


@dataclass(frozen=True)
class Codes:
    """What the axes mean: the codes of pair, level and category in the order that they are counted in."""

    pair: Sequence[str]
    level: Sequence[str]
    category: Sequence[str]

    def of(self, dimension: Dimension) -> Sequence[str]:
        """The codes of one dimension that is an axis."""
        return {"pair": self.pair, "level": self.level, "category": self.category}[dimension]


@dataclass(frozen=True)
class Tenants:
    """Who is counted: the county of each, and who held which table back, all by their numbers."""

    counties: Sequence[str]
    without: Mapping[str, frozenset[int]]

    def nation(self) -> frozenset[int]:
        """All of them."""
        return frozenset(range(len(self.counties)))

    def county(self, code: str) -> frozenset[int]:
        """Those of one county."""
        return frozenset(number for number, county in enumerate(self.counties) if county == code)

    def shown_counties(self, rule: Rule = RULE) -> list[str]:
        """The counties that have tables of their own: those with as many tenants as a sum must rest on."""
        return [one for one in sorted(set(self.counties)) if len(self.county(one)) >= rule.tenants]


def declared(
    codes: Codes,
    tenants: Tenants,
    *,
    quarter: int | None,
    whole_year: bool,
    counties: Sequence[str] | None = None,
) -> Iterator[Cell]:
    """Every cell of every table of a period. `counties` names others than those with enough tenants."""
    chosen = tenants.shown_counties() if counties is None else counties
    for table in TABLES:
        if table.quarterly or whole_year:
            held_back = tenants.without.get(table.code, frozenset())
            for key in product(*(_places(one, codes, chosen) for one in table.dimensions)):
                yield Cell(table, key, _sum(table, key, codes, tenants, held_back, quarter))


def _places(dimension: Dimension, codes: Codes, counties: Sequence[str]) -> Sequence[str]:
    """The codes along one side of a table; counties have no total, which is the nation's."""
    return counties if dimension == "county" else [*codes.of(dimension), ALL]


def _sum(
    table: Table,
    key: tuple[str, ...],
    codes: Codes,
    tenants: Tenants,
    held_back: frozenset[int],
    quarter: int | None,
) -> Sum:
    area = tenants.nation()
    at: list[int | None] = [quarter, None, None, None]
    for dimension, code in zip(table.dimensions, key, strict=True):
        if dimension == "county":
            area = tenants.county(code)
        elif code != ALL:
            at[PLACES[dimension]] = codes.of(dimension).index(code)
    return Sum(area - held_back, (at[0], at[1], at[2], at[3]))
