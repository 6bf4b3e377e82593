"""From the day that a quarter closes until it is published, and what nobody can change after that."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from reporting.contributions import counting, holding
from reporting.contributions.models import Contribution, PreviewCell
from reporting.contributions.periods import Period
from reporting.publication import gate, waivers
from reporting.publication.models import PublishedCell, Release, ReleasedTable, Waiver
from reporting.publication.solver import NotSolved
from tenants import air, clock
from tenants.models import Tenant
from tests.attacker.scoring import insider, outsider, score
from tests.attacker.worlds import small
from tests.conftest import Place
from tests.reporting.contributions.test_counting import classified
from tests.reporting.publication.worlds import published

FIRST, SECOND = Period(2026, 1), Period(2026, 2)


def at(day: date) -> Any:
    """The clock stands at a day's morning."""
    return clock.standing_at(datetime.combine(day, datetime.min.time(), clock.STOCKHOLM))


def mind(day: date) -> None:
    """What the clock does on a day."""
    with at(day):
        gate.mind(day)


@pytest.fixture
def begun(norrvik: Place, soderby: Place) -> tuple[Place, Place]:
    """Two organisations that began with the year, and a case in each."""
    Tenant.objects.update(starts=date(2026, 1, 1))
    for place in (norrvik, soderby):
        with air.inside(place.tenant):
            classified(place, 2)
    return norrvik, soderby


def test_a_quarter_is_counted_when_it_has_closed_shown_and_published_a_fortnight_later(
    begun: tuple[Place, Place],
) -> None:
    mind(date(2026, 3, 31))
    assert not Release.objects.exists()
    mind(date(2026, 4, 1))
    release = Release.objects.get()
    assert (release.period, release.state, release.publishes_on) == ("2026-Q1", "preview", date(2026, 4, 15))
    for place in begun:
        with air.inside(place.tenant):
            assert Contribution.objects.count() == 1
            assert {cell.shown for cell in PreviewCell.objects.all()} == {False}
    mind(date(2026, 4, 14))
    assert not PublishedCell.objects.exists()
    mind(date(2026, 4, 15))
    release.refresh_from_db()
    assert release.state == "published"
    # Two organisations are too few for any number.
    assert not PublishedCell.objects.exclude(value=None).exists()
    count = PublishedCell.objects.count()
    mind(date(2026, 4, 16))
    assert PublishedCell.objects.count() == count > 0


def test_a_year_is_published_when_its_quarters_are(begun: tuple[Place, Place]) -> None:
    for quarter in Period(2026).quarters:
        mind(quarter.after)
        mind(quarter.after.replace(day=15))
    assert not Release.objects.filter(period="2026").exists()
    mind(date(2027, 1, 16))
    year = Release.objects.get(period="2026")
    assert (year.state, year.publishes_on) == ("preview", date(2027, 1, 30))
    mind(date(2027, 1, 30))
    assert set(Release.objects.values_list("state", flat=True)) == {"published"}
    assert set(ReleasedTable.objects.filter(release__period="2026").values_list("code", flat=True)) == {
        "V1", "V2", "V3", "V4", "V5", "V6",
    }  # fmt: skip


def test_a_tenant_that_fails_is_named_and_its_cases_come_in_the_next(
    begun: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    norrvik = begun[0]
    real = counting.count

    def count(period: Period) -> int:
        if air.tenant() == norrvik.tenant and period == FIRST:
            raise RuntimeError("what somebody wrote")
        return real(period)

    monkeypatch.setattr(counting, "count", count)
    for day in (date(2026, 4, 1), date(2026, 4, 15), date(2026, 7, 1)):
        mind(day)
    parts = {part.tenant.slug: part for part in Release.objects.get(period="2026-Q1").parts.all()}
    assert (parts["norrvik"].late, parts["norrvik"].error) == (True, "RuntimeError")
    assert not parts["soderby"].late
    with air.inside(norrvik.tenant):
        assert set(Contribution.objects.values_list("release", flat=True)) == {str(SECOND)}


@pytest.mark.django_db
def test_what_is_published_is_never_changed_or_taken_back() -> None:
    published(small(1))
    changes: list[Callable[[], object]] = [
        lambda: PublishedCell.objects.exclude(value=None).update(value=99),
        lambda: PublishedCell.objects.filter(value=None).update(value=7),
        lambda: PublishedCell.objects.all()._raw_delete("default"),
        lambda: ReleasedTable.objects.update(code="V9"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="a release never changes"), transaction.atomic():
            change()


def test_no_number_below_five_can_be_stored(begun: tuple[Place, Place]) -> None:
    release = Release.objects.create(period="2026-Q1", begun_at=clock.now(), publishes_on=date(2026, 4, 15))
    table = ReleasedTable.objects.create(release=release, code="V1", version=1, dimensions=["pair", "level"])
    with pytest.raises(IntegrityError, match="no number below five is published"), transaction.atomic():
        PublishedCell.objects.create(table=table, key=["af+fk", "*"], value=4)


def test_what_cannot_be_certified_is_refused_whole(
    begun: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsolved(*_args: Any, **_named: Any) -> None:
        raise NotSolved("Time limit reached")

    monkeypatch.setattr(gate, "decide", unsolved)
    mind(date(2026, 4, 1))
    release = Release.objects.get()
    assert (release.state, release.audit) == ("refused", {"refused": "NotSolved"})
    mind(date(2026, 4, 15))
    assert not PublishedCell.objects.exists()


# --- Holding back, and consent ------------------------------------------------------------------------------


def test_a_table_that_is_held_back_has_nothing_of_the_tenant_and_gives_it_away_to_nobody(
    begun: tuple[Place, Place],
) -> None:
    norrvik, _soderby = begun
    mind(date(2026, 4, 1))
    with air.inside(norrvik.tenant):
        holding.hold_back(FIRST, "V1", norrvik.processledare)
    mind(date(2026, 4, 15))
    tables = dict(ReleasedTable.objects.values_list("code", "without"))
    assert tables == {"V1": ["norrvik"], "V2": [], "V4": []}


@pytest.mark.django_db
def test_a_world_with_a_table_held_back_withstands_the_attack() -> None:
    world = small(2)
    held = {Period(2024, 2): {"V1": frozenset({0})}, Period(2024): {"V3": frozenset({1, 4})}}
    releases = published(world, held)
    assert [
        one.audience
        for one in (score(world, releases, who) for who in (outsider(), *map(insider, world.tenants)))
        if one.broken
    ] == []
    v1 = {table["table"]: table for table in releases_of(releases, "2024-Q2")["tables"]}["V1"]
    assert v1["without"] == [sorted(world.tenants)[0]]


def releases_of(releases: Any, name: str) -> Any:
    """One release of the file."""
    return next(one for one in releases["releases"] if one["release"] == name)


def lansstyrelse(county: str) -> Tenant:
    """A named reader."""
    made: Tenant = Tenant.objects.create(
        schema_name="t_lst", slug="lst", name="Länsstyrelsen", kind="lansstyrelse", county_id=county,
        organisation_number="222000-9852", contact_name="Kim", contact_email="k@lst.example",
    )  # fmt: skip
    return made


def test_a_tenant_lets_a_reader_see_once_and_with_a_decision(begun: tuple[Place, Place]) -> None:
    norrvik, _soderby = begun
    lansstyrelse("17")
    given = waivers.give(norrvik.tenant, waivers.NewWaiver("lst", " Styrelsen § 14 "), norrvik.administrator)
    assert given.decision == "Styrelsen § 14"
    with pytest.raises(Exception, match="redan medgett"):
        waivers.give(norrvik.tenant, waivers.NewWaiver("lst", "§ 15"), norrvik.administrator)
    waivers.end(given)
    assert not waivers.given_by(norrvik.tenant).exists()
    assert Waiver.objects.get().ended_at
