"""The page of lead times: how long, how often in time, and only in the cases that its reader may read."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants import air, clock
from tests import families
from tests.conftest import Place, Visitor
from tests.families import Home, home_of
from tests.workflows.cases.test_lists import copies
from tests.workflows.cases.test_pages import at_the_chefer, choose, mask, triage, words_on
from workflows.cases import conversation, lead_times, overdue
from workflows.cases.access import reader_as
from workflows.cases.conversation import NewNote
from workflows.cases.lead_times import Late, LeadTimes
from workflows.cases.models import Case
from workflows.cases.stays import Times

MONDAY = datetime(2027, 3, 22, 9, 0, tzinfo=clock.STOCKHOLM)
SOLVED = {
    "problem": "Två möten.",
    "solution": "Ett gemensamt möte.",
    "participants": "Båda.",
    "reply": "Nu finns ett gemensamt möte.",
}


def measured(user: User) -> LeadTimes:
    return lead_times.measured(reader_as(user), *lead_times.last_year())


def after(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


@pytest.fixture
def lex(both: tuple[Place, Place], db: None) -> Home:
    """A samordningsförbund."""
    return home_of("lex-heller")


def lived(home: Home) -> list[Case]:
    """One that is answered after nine days and stands too long above, one that nobody has talked about."""
    with clock.standing_at(MONDAY):
        up, silent = families.send().case, families.send().case
        triage(home, up)
        mask(home, up)
    with clock.standing_at(after(2)):
        conversation.note(up, NewNote("Vi talades vid.", "arbetsmaterial", talk=True), home.processledare)
    with clock.standing_at(after(4)):
        choose(up, "lyft-till-arbetsgruppen", home.processledare)
    with clock.standing_at(after(9)):
        choose(up, "lost-i-dialog", home.processledare, **SOLVED)
    with clock.standing_at(after(36)):
        overdue.mind_dates()
        choose(up, "lyft-till-forbundscheferna", home.user("arbetsgrupp"), reason="Det är större än oss.")
    return [up, silent]


@pytest.mark.row("S3-36")
@pytest.mark.row("S1-20")
@pytest.mark.row("S4-21")
def test_each_stage_says_how_long_cases_stood_there_and_whether_its_date_was_kept(lex: Home) -> None:
    with air.inside(lex.tenant):
        up, _silent = lived(lex)
        with clock.standing_at(after(37)):
            found = measured(lex.processledare)

    assert found.cases == 2
    assert [(one.at.stage, one.at.times, one.at.there) for one in found.quick] == [
        ("processledare", Times(1, 9, 9), 1)
    ]
    assert [(one.at.stage, one.at.times, one.at.there) for one in found.system] == [
        ("arbetsgrupp", Times(1, 32, 32), 0),
        ("forbundschefer", Times(), 1),
    ]
    assert [(one.at.kept, one.at.missed, one.at.running) for one in found.system] == [(0, 1, 0), (0, 0, 1)]
    assert found.answered == Times(1, 9, 9)
    due = after(34).date()
    assert found.late == [Late(up.reference, found.system[0].name, due, 2, there=False)]
    assert found.contact
    assert (found.contact.promised, found.contact.times) == (5, Times(1, 2, 2))
    assert (found.contact.kept, found.contact.missed, found.contact.waiting) == (1, 1, 0)


def test_who_comes_later_in_the_chain_measures_what_they_may_read_and_no_talk(lex: Home) -> None:
    with air.inside(lex.tenant):
        lived(lex)
        with clock.standing_at(after(37)):
            group, nobody = measured(lex.user("arbetsgrupp")), measured(lex.user("styrelse"))

    assert group.cases == 1
    assert group.contact is None
    assert (nobody.cases, nobody.quick, nobody.late, nobody.contact) == (0, [], [], None)


def test_only_cases_that_came_in_during_the_period_are_measured(lex: Home) -> None:
    with air.inside(lex.tenant):
        lived(lex)
        reader = reader_as(lex.processledare)
        with clock.standing_at(after(37)):
            days = [MONDAY.date() + timedelta(days=more) for more in (-1, 0, 1)]
            numbers = [lead_times.measured(reader, day, day).cases for day in days]
        with clock.standing_at(after(367)):
            assert measured(lex.processledare).cases == 0
    assert numbers == [0, 2, 0]


@pytest.mark.row("S4-21")
def test_ten_working_days_of_two_chefer_are_counted_by_what_the_clock_told(
    both: tuple[Place, Place], db: None
) -> None:
    home = home_of("avvikelse")
    with air.inside(home.tenant):
        with clock.standing_at(MONDAY):
            late, in_time = at_the_chefer(home), at_the_chefer(home)
            with clock.standing_at(after(3)):
                choose(in_time, "avisera-lsg", home.user("chefer"))
        with clock.standing_at(after(60)):
            overdue.mind_dates()
            found = measured(home.processledare)

    chefer = next(one for one in found.system if one.at.stage == "chefer")
    assert (chefer.within, chefer.at.kept, chefer.at.missed) == ("inom tio arbetsdagar", 1, 1)
    assert [one.reference for one in found.late] == [late.reference]


def test_the_page_says_it_in_words_for_the_period_that_was_asked_for(lex: Home, at: Visitor) -> None:
    with air.inside(lex.tenant):
        up, _silent = lived(lex)
    with clock.standing_at(after(37)):
        client = at(lex, lex.processledare)
        page = words_on(client, "/ledtider")
        none = words_on(client, "/ledtider?since=2026-01-01&until=2026-02-01")
        wrong = words_on(client, "/ledtider?since=igår")
        backwards = words_on(client, "/ledtider?since=2027-02-01&until=2027-01-01")
        listed = client.get("/arenden").content.decode()

    assert "2 ärenden som du kan läsa kom in från 28 april 2026 till 28 april 2027" in page
    assert "Median 2 arbetsdagar, längst 2" in page
    assert "Löftet är 5 arbetsdagar: hölls i 1, bröts i 1, löper i 0" in page
    assert "Median 9 dagar från rapporten, längst 9 (1 besvarade)" in page
    assert "0 hölls, 1 bröts" in page
    assert f"{up.reference}, Arbetsgrupp" in page
    assert "2 dagar för sent" in page
    assert "Inget ärende kom in under perioden" in none
    assert "Skriv datumet som 2026-04-30" in wrong
    assert "2 ärenden" in wrong
    assert "Välj en dag som inte kommer före den första" in backwards
    assert 'href="/ledtider"' in listed


def test_no_neighbour_no_administrator_and_no_seat_with_figures_finds_the_page(
    lex: Home, both: tuple[Place, Place], at: Visitor
) -> None:
    with air.inside(lex.tenant):
        seat = lex.seats["styrelse"][0]
        seat.sight = "figures"
        seat.save()
    for user in (both[0].processledare, lex.administrator, seat.user):
        assert at(lex, user).get("/ledtider").status_code == 404


def test_the_page_costs_fourteen_queries_for_two_cases_as_for_a_hundred(lex: Home, at: Visitor) -> None:
    def cost() -> int:
        client = at(lex, lex.processledare)
        client.get("/ledtider")
        with CaptureQueriesContext(connection) as asked, clock.standing_at(after(37)):
            assert client.get("/ledtider").status_code == 200
        return len(asked)

    with air.inside(lex.tenant):
        up, _silent = lived(lex)
    few = cost()
    with air.inside(lex.tenant):
        copies(up, 98)
    assert cost() == few <= 14
