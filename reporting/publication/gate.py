"""The gate: the only one who writes what leaves the tenants.

A period closes; every tenant's cases are counted into it, in its own schema; what would be published is
decided and shown to each tenant, its own numbers alone; then it is decided again, without what was held back,
and written. A release that cannot be certified is refused whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from time import monotonic

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min

from reporting.contributions import counting, previews
from reporting.contributions.periods import Period, closed
from reporting.contributions.previews import Entering
from reporting.publication.basis import Basis, Place, gathered, published_of, readers
from reporting.publication.disclosure import RULE, Sum, Uncertified, decide
from reporting.publication.models import Part, PublishedCell, Release, ReleasedTable
from reporting.publication.solver import NotSolved
from reporting.publication.tables import TABLES, Table
from tenants import air, clock
from tenants.models import Tenant

# How long a tenant can see what will be published of it, and hold back, in days.
PREVIEW_DAYS = 14
CELLS_AT_A_TIME = 1000


@dataclass(frozen=True)
class Decided:
    """What may be shown of one period to one audience, place by place, and how the audit went."""

    basis: Basis
    places: Sequence[Place]
    sums: Mapping[Place, Sum]
    shown: frozenset[Sum]
    audit: Mapping[str, object]

    def value(self, place: Place) -> int | None:
        """The number that may stand there, or None."""
        one = self.sums.get(place)
        return int(one.among(self.basis.counts).sum()) if one and one in self.shown else None


# --- From the day that a period closes until it is published ------------------------------------------------


@transaction.atomic
def begun(period: Period) -> Release:
    """The release of a period, with a part for each tenant that is to be counted: late, until it is."""
    day = clock.today() + timedelta(days=PREVIEW_DAYS)
    new = {"begun_at": clock.now(), "publishes_on": day}
    release, made = Release.objects.get_or_create(period=str(period), reader=None, defaults=new)
    if made:
        tenants = Tenant.objects.current().receiving()
        Part.objects.bulk_create(Part(release=release, tenant=one, late=True) for one in tenants)
    return release


def count(release: Release) -> None:
    """Counts each tenant that has not been counted; one that fails is left late, and holds up nobody.

    It is tried again until the release is decided; after that it is named, and its cases are counted in the
    next quarter. A year counts nothing: it is made of its quarters.
    """
    period = Period.read(release.period)
    if release.state != Release.State.COUNTING:
        return
    for part in release.parts.filter(late=True).select_related("tenant"):
        try:
            if not period.whole_year:
                with air.inside(part.tenant):
                    counting.count(period)
            part.late, part.error = False, ""
        except Exception as error:
            part.error = type(error).__name__
        part.save()


def preview(release: Release) -> None:
    """Decides, and shows each tenant what will be published of it."""
    with certain(release):
        show(decided(gathered(Period.read(release.period))))
        release.state = Release.State.PREVIEW
        release.save()


def publish(release: Release) -> None:
    """Decides once more, without what was held back, and writes. From then on the release never changes."""
    period = Period.read(release.period)
    with certain(release):
        basis = gathered(period)
        found = decided(basis)
        with transaction.atomic():
            write(release, found)
    if release.state == Release.State.PUBLISHED:
        for reader in readers():
            publish_to(reader, basis, release)


def publish_to(reader: Tenant, basis: Basis, release: Release) -> None:
    """Writes what a named reader may see beside what everyone sees, where tenants have let it."""
    if basis.audience(reader).let_by:
        own = Release(
            period=release.period, reader=reader, begun_at=release.begun_at, publishes_on=release.publishes_on
        )
        with certain(own):
            found = decided(basis, reader)
            with transaction.atomic():
                write(own, found)


def write(release: Release, found: Decided) -> None:
    """Writes a release with its tables and every cell of them, shown or not."""
    release.state, release.published_at, release.audit = Release.State.PUBLISHED, clock.now(), found.audit
    release.save()
    tables = {
        table.code: released(release, table, found)
        for table in declared_for(found.basis.period, release.reader)
    }
    ReleasedTable.objects.bulk_create(tables.values())
    PublishedCell.objects.bulk_create(
        (
            PublishedCell(table=tables[place[1]], key=list(place[2]), value=found.value(place))
            for place in found.places
        ),
        batch_size=CELLS_AT_A_TIME,
    )


def declared_for(period: Period, reader: Tenant | None) -> list[Table]:
    """The tables of a release: a named reader has those of its county beside everyone's."""
    timely = [table for table in TABLES if table.quarterly or period.whole_year]
    return [table for table in timely if table.by_county or not reader]


def released(release: Release, table: Table, found: Decided) -> ReleasedTable:
    """A table as it stands in a release, with the names of those who held it back."""
    held = found.basis.those_of(found.basis.period).without.get(table.code, frozenset())
    return ReleasedTable(
        release=release, code=table.code, version=table.version, dimensions=list(table.dimensions),
        without=sorted(found.basis.tenants[number].slug for number in held),
    )  # fmt: skip


@contextmanager
def certain(release: Release) -> Iterator[None]:
    """Refuses the release whole where something in it cannot be certified."""
    try:
        yield
    except (Uncertified, NotSolved) as error:
        release.state, release.audit = Release.State.REFUSED, {"refused": type(error).__name__}
        release.save()


# --- What may be shown --------------------------------------------------------------------------------------


def decided(basis: Basis, reader: Tenant | None = None) -> Decided:
    """What may be shown of a period to everyone, or beside that to a named reader."""
    begun_at, active = monotonic(), basis.active
    counties = {*active.those_of(active.period).shown_counties(), *(one.county_id for one in readers())}
    places = {
        (of, cell.table.code, cell.key): cell.sum
        for of in active.periods
        for cell in active.cells(of, sorted(counties))
    }
    shown = {slug: at(places, found) for slug, found in published_of(active.periods).items()}
    everyones = shown.get("", frozenset())
    sees = shown.get(reader.slug, frozenset()) if reader else frozenset()
    audiences = [active.audience(reader, sees)] if reader else active.audiences(shown)
    sums = list(dict.fromkeys(places.values()))
    wanted = asked_of(basis, reader)
    asked = at(places, wanted)
    decision = decide(
        active.counts, sums, areas=active.areas(counties), audiences=audiences,
        frozen=np.array([one in everyones for one in sums], dtype=bool),
        candidates=np.array([one in asked for one in sums], dtype=bool),
    )  # fmt: skip
    audit = {
        **asdict(RULE), "audiences": len(audiences), "programs": decision.programs,
        "seconds": round(monotonic() - begun_at, 2),
    }  # fmt: skip
    found = frozenset(one for one, is_shown in zip(sums, decision.shown, strict=True) if is_shown)
    return Decided(active, wanted, places, found, audit)


def at(places: Mapping[Place, Sum], wanted: Iterable[Place]) -> frozenset[Sum]:
    """The sums that stand at those places; at a code that no case has there is none."""
    return frozenset(places[place] for place in wanted if place in places)


def asked_of(basis: Basis, reader: Tenant | None) -> list[Place]:
    """The places of a release: of everyone's tables, or of a named reader's county."""
    period = basis.period
    counties = [reader.county_id] if reader else None
    return [
        (period, cell.table.code, cell.key)
        for cell in basis.cells(period, counties)
        if cell.table in declared_for(period, reader)
    ]


def show(found: Decided) -> None:
    """Shows each tenant where its cases enter."""
    counts = found.basis.counts
    for number, tenant in enumerate(found.basis.tenants):
        entering = [
            Entering(
                place[1],
                place[2],
                int(found.sums[place].among(counts)[number]),
                found.value(place) is not None,
            )
            for place in found.places
            if place in found.sums
        ]
        with air.inside(tenant):
            previews.put(found.basis.period, [one for one in entering if one.own])


# --- The clock ----------------------------------------------------------------------------------------------


def mind(today: date) -> None:
    """Does what is due, one process at a time: counts what has closed, shows it, and publishes it.

    It counts in order. After that the latest comes first, and quarters before years, which take longer and
    are made of them.
    """
    with alone() as is_alone:
        if not is_alone:
            return
        for period in closed(first_day(), today):
            if is_wanted(period) and is_ready(period):
                count(begun(period))
        waiting = Release.objects.filter(
            reader=None, state__in=[Release.State.COUNTING, Release.State.PREVIEW]
        )
        for release in sorted(waiting, key=order_of, reverse=True):
            if is_ready(Period.read(release.period)):
                if release.publishes_on <= today:
                    publish(release)
                elif release.state == Release.State.COUNTING:
                    preview(release)


def order_of(release: Release) -> tuple[bool, date]:
    """What is done last to first: years, and the oldest."""
    period = Period.read(release.period)
    return not period.whole_year, period.first


def first_day() -> date:
    """When the first tenant began."""
    return Tenant.objects.aggregate(first=Min("starts"))["first"] or clock.today()


def is_wanted(period: Period) -> bool:
    """Whether it is published at all: quarters are, and years from the one that the operator begins with."""
    return not period.whole_year or period.year >= settings.YEARS_FROM


def is_ready(period: Period) -> bool:
    """Whether it can be decided: a year, when its quarters have been published."""
    names = [str(one) for one in period.quarters]
    quarters = Release.objects.filter(reader=None, period__in=names).values_list("state", flat=True)
    return not period.whole_year or set(quarters) == {Release.State.PUBLISHED}


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else is at the gate, for as long as this lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('gate', 0))")
        got = bool(cursor.fetchone()[0])
        try:
            yield got
        finally:
            if got:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended('gate', 0))")
