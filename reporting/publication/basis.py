"""What a release is decided from: the exact counts of every tenant, gathered for one decision."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reporting.contributions import counting
from reporting.contributions.holding import held_back
from reporting.contributions.pairs import all_pairs
from reporting.contributions.periods import Period
from reporting.publication.disclosure import PAIR, Audience, Counts, Sum
from reporting.publication.models import Part, PublishedCell, Waiver
from reporting.publication.tables import Cell, Codes, Tenants, declared
from tenants import air
from tenants.models import Category, Level, Party, Tenant

# What stands at a place of a table: its period, the table's code and the key of the cell.
Place = tuple[Period, str, tuple[str, ...]]


@dataclass(frozen=True)
class Basis:
    """Who is counted in a period, and their cases by tenant, quarter and codes."""

    period: Period
    tenants: Sequence[Tenant]
    codes: Codes
    counts: Counts
    # Who held which table back, by period.
    without: Mapping[Period, Mapping[str, frozenset[int]]]

    @property
    def periods(self) -> tuple[Period, ...]:
        """The period, and the quarters that it is made of."""
        return (*self.period.quarters, self.period) if self.period.whole_year else (self.period,)

    def those_of(self, period: Period) -> Tenants:
        """Who stands in the tables of one of the periods."""
        return Tenants([one.county_id for one in self.tenants], self.without.get(period, {}))

    def cells(self, period: Period, counties: Sequence[str] | None = None) -> Iterator[Cell]:
        """Every cell of one of the periods."""
        quarter = self.period.quarters.index(period) if self.period.whole_year and period.quarter else None
        who, yearly = self.those_of(period), period.whole_year
        return declared(self.codes, who, quarter=quarter, whole_year=yearly, counties=counties)

    def areas(self, counties: Iterable[str]) -> list[frozenset[int]]:
        """Whose small numbers are protected: the nation's, those of the counties, and those of the rest.

        Also those of each area with and without the tenants that held a table back: two tables that differ by
        them are a number of theirs.
        """
        who = self.those_of(self.period)
        found = [who.county(county) for county in sorted(counties)]
        whole = [who.nation(), *found, who.nation() - frozenset().union(*found)]
        held = {tenants for tables in self.without.values() for tenants in tables.values()}
        parts = [part for area in whole for some in held for part in (area - some, area & some)]
        return [area for area in dict.fromkeys([*whole, *parts]) if area]

    @property
    def active(self) -> "Basis":
        """The same with those codes alone that some case has: nothing can be shown at the others."""
        every = (self.codes.pair, self.codes.level, self.codes.category)
        kept, counts = [], self.counts
        for axis, codes in enumerate(every, start=PAIR):
            used = np.flatnonzero(self.counts.sum(axis=tuple({*range(self.counts.ndim)} - {axis})))
            kept.append([codes[int(place)] for place in used])
            counts = counts.take(used, axis)
        return replace(self, codes=Codes(*kept), counts=counts)

    def audiences(self, published: Mapping[str, frozenset[Sum]]) -> list[Audience]:
        """Who must not learn a small number: an outsider, each tenant, and each länsstyrelse.

        A länsstyrelse may hold the full yearly reports of its county's kommuner; it is taken to know all of
        their cases. `published` is what it alone has seen, by its slug.
        """
        alone = [Audience(), *(Audience(frozenset({number})) for number in range(len(self.tenants)))]
        return [*alone, *(self.audience(one, published.get(one.slug, frozenset())) for one in readers())]

    def audience(self, reader: Tenant, sees: frozenset[Sum] = frozenset()) -> Audience:
        """What a named reader knows, and who let it see more."""
        kommuner = [
            number
            for number, one in enumerate(self.tenants)
            if one.kind == Tenant.Kind.KOMMUN and one.county_id == reader.county_id
        ]
        given = set(Waiver.objects.filter(reader=reader, ended_at=None).values_list("giver", flat=True))
        givers = [number for number, one in enumerate(self.tenants) if one.pk in given]
        return Audience(frozenset(kommuner), frozenset(givers), sees)


def readers() -> list[Tenant]:
    """The named readers: the länsstyrelser that are there."""
    return list(Tenant.objects.current().filter(kind=Tenant.Kind.LANSSTYRELSE).order_by("slug"))


def gathered(period: Period) -> Basis:
    """Reads every tenant's counts of a period, tenant by tenant, from its own schema."""
    names = [str(one) for one in period.quarters]
    parts = Part.objects.filter(release__period__in=names, release__reader=None, late=False)
    tenants = list(Tenant.objects.filter(pk__in=parts.values("tenant")).order_by("slug"))
    codes = shared_codes()
    counts = np.zeros(
        (len(tenants), len(names), len(codes.pair), len(codes.level), len(codes.category)), dtype=np.int64
    )
    without: dict[Period, dict[str, set[int]]] = {}
    for number, tenant in enumerate(tenants):
        with air.inside(tenant):
            for quarter, of in enumerate(period.quarters):
                for (pair, level, category), cases in counting.counted(of).items():
                    place = codes.pair.index(pair), codes.level.index(level), codes.category.index(category)
                    counts[(number, quarter, *place)] = cases
            for of in (*period.quarters, period):
                for table in held_back(of):
                    without.setdefault(of, {}).setdefault(table, set()).add(number)
    held = {of: {table: frozenset(who) for table, who in tables.items()} for of, tables in without.items()}
    return Basis(period, tenants, codes, counts, held)


def shared_codes() -> Codes:
    """The codes that all tenants are counted in, in their order."""
    tops = Party.objects.filter(parent=None).values_list("code", flat=True)
    levels = list(Level.objects.values_list("code", flat=True))
    return Codes(all_pairs(tops), levels, list(Category.objects.values_list("code", flat=True)))


def published_of(periods: Sequence[Period]) -> dict[str, set[Place]]:
    """The places of those periods that have been shown: by the reader's slug, to everyone under none."""
    names = [str(one) for one in periods]
    cells = PublishedCell.objects.filter(value__isnull=False, table__release__period__in=names).values_list(
        "table__release__reader__slug", "table__release__period", "table__code", "key"
    )
    shown: dict[str, set[Place]] = {}
    for slug, name, table, key in cells:
        shown.setdefault(slug or "", set()).add((Period.read(name), table, tuple(key)))
    return shown
