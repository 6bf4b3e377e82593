"""A tenant's own numbers in full, what is published of them, and what it holds back or lets go."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Membership
from reporting.contributions import holding
from reporting.contributions.periods import Period
from reporting.publication import gate
from reporting.publication.models import Release, Waiver
from tenants import air
from tests.conftest import Place, Visitor
from tests.reporting.contributions.test_counting import classified
from tests.reporting.dashboards.test_published import text_of
from tests.reporting.publication.test_gate import at as on
from tests.reporting.publication.test_gate import begun as two
from tests.reporting.publication.test_gate import mind
from tests.reporting.released import SHOWN, released
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat, leave, seat

__all__ = ["two"]


@pytest.fixture
def begun(two: tuple[Place, Place]) -> tuple[Place, Place]:
    """The two organisations, with people who have sat there since the year began."""
    Membership.objects.update(starts=date(2026, 1, 1))
    for place in two:
        with air.inside(place.tenant):
            Seat.objects.update(starts=date(2026, 1, 1))
    return two


@pytest.mark.row("S3-35", "S1-35")
def test_the_tenants_own_cases_are_counted_in_full_from_the_first_day_and_nobody_elses(
    begun: tuple[Place, Place], at: Visitor
) -> None:
    norrvik, soderby = begun
    with air.inside(norrvik.tenant):
        classified(norrvik, 5)
    with on(date(2026, 5, 20)):
        page = text_of(at(norrvik, norrvik.processledare).get("/statistik/egna"))
        other = text_of(at(soderby, soderby.processledare).get("/statistik/egna"))
    assert "2 ärenden hos er hittills, kvartal 2 2026" in page
    assert "1 ärende hos er hittills, kvartal 2 2026" in other
    assert "Hela landet</th>" not in page
    mind(date(2026, 4, 20))
    mind(date(2026, 5, 20))
    with on(date(2026, 5, 20)):
        page = text_of(at(norrvik, norrvik.processledare).get("/statistik/egna"))
    assert "1 ärende hos er, kvartal 1 2026" in page
    assert "Hela landet</th>" in page
    assert "··" in page


def test_a_preview_says_where_the_cases_go_and_a_table_that_is_held_back_is_published_without_them(
    begun: tuple[Place, Place], at: Visitor
) -> None:
    norrvik, _soderby = begun
    client = at(norrvik, norrvik.processledare)
    mind(date(2026, 4, 1))
    with on(date(2026, 4, 2)):
        assert "Publiceras 15 april 2026" in text_of(client.get("/publicering"))
        page = text_of(client.get("/publicering/2026-Q1"))
        assert "Så här publiceras era ärenden 15 april 2026" in page
        assert "Era ärenden finns i 4 rutor, och 0 av dem visas" in page
        said = text_of(client.post("/publicering/2026-Q1/V2/hall-inne", {"hold": "1"}, follow=True))
    assert "Ni håller inne era siffror från den här tabellen" in said
    mind(date(2026, 4, 15))
    tables = Release.objects.get(period="2026-Q1").tables
    assert {one.code: one.without for one in tables.all()} == {"V1": [], "V2": ["norrvik"], "V4": []}
    with on(date(2026, 4, 16)):
        late = text_of(client.post("/publicering/2026-Q1/V1/hall-inne", {"hold": "1"}, follow=True))
        assert "Det går inte längre: publiceringen är redan avgjord" in late
        assert "Har hållit inne sina siffror" in text_of(at().get("/statistik/2026-Q1/V2"))


def test_what_was_held_back_can_be_let_go_again(inside: Place, at: Visitor) -> None:
    released(inside)
    client = at(inside, inside.processledare)
    for hold, held in (("1", ["V1"]), ("0", [])):
        client.post(f"/publicering/{SHOWN}/V1/hall-inne", {"hold": hold})
        air.enter(inside.tenant)
        assert holding.held_back(Period.read(SHOWN)) == held


def test_a_seat_for_figures_sees_them_and_holds_nothing_back(inside: Place, at: Visitor) -> None:
    released(inside)
    first = Body.objects.get(key="processledare").seats.get()
    board = Body.objects.get(key="styrelse")
    seat(NewSeat(board, inside.administrator, "Ledamot", "figures"), by=inside.processledare)
    leave(first)
    politician = at(inside, inside.administrator)
    assert "Håll inne" not in text_of(politician.get(f"/publicering/{SHOWN}"))
    assert "1 av dem visas" in text_of(politician.get(f"/publicering/{SHOWN}"))
    assert politician.post(f"/publicering/{SHOWN}/V1/hall-inne", {"hold": "1"}).status_code == 404
    assert at(inside, inside.processledare).get("/statistik/egna").status_code == 404


def test_an_administrator_lets_the_county_see_and_ends_it(inside: Place, at: Visitor) -> None:
    released(inside)
    administrator = at(inside, inside.administrator)
    wanted: dict[str, Any] = {"reader": "lst-b", "decision": "Styrelsen 2026-03-12, § 14"}
    assert "gäller från nästa publicering" in text_of(administrator.post("/medgivanden", wanted, follow=True))
    given = Waiver.objects.get(reader__slug="lst-b")
    assert (given.giver, given.decision, given.by) == (
        inside.tenant, "Styrelsen 2026-03-12, § 14", inside.administrator
    )  # fmt: skip
    again = text_of(administrator.post("/medgivanden", wanted | {"decision": ""}))
    assert "Ni har redan medgett det" in again or "Fyll i" in again
    administrator.post(f"/medgivanden/{given.pk}/avsluta")
    given.refresh_from_db()
    assert given.ended_at is not None


def test_without_a_county_that_reads_there_is_nobody_to_let_see(inside: Place, at: Visitor) -> None:
    page = text_of(at(inside, inside.administrator).get("/medgivanden"))
    assert "det finns ingen att medge" in page


def test_years_before_the_one_to_begin_with_are_left_out(settings: Any) -> None:
    settings.YEARS_FROM = 2026
    wanted = [Period(2025), Period(2025, 4), Period(2026)]
    assert [gate.is_wanted(one) for one in wanted] == [False, True, True]
