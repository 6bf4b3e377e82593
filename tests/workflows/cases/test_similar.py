"""Cases like this one: solved, going on, and at the same unit, as far as their reader may read."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants import air, clock
from tests import families
from tests.conftest import Place, Visitor
from tests.families import Home, home_of
from tests.workflows.cases.test_lead_times import SOLVED
from tests.workflows.cases.test_pages import choose, mask, words_on
from workflows.cases import classification, references, similar
from workflows.cases.access import reader_as
from workflows.cases.classification import Triage
from workflows.cases.models import Case
from workflows.cases.sight import Seen
from workflows.cases.similar import Similar

MONDAY = datetime(2027, 3, 22, 9, 0, tzinfo=clock.STOCKHOLM)


@pytest.fixture
def lex(both: tuple[Place, Place], db: None) -> Home:
    """A samordningsförbund."""
    return home_of("lex-heller")


def judged(home: Home, day: int, category: str = "intyg", *parties: str, words: str = "") -> Case:
    """A case that came in some days after a Monday, and what kind it is."""
    with clock.standing_at(MONDAY + timedelta(days=day)):
        case = families.send(konsekvens=words or "Ingen ersättning.").case
        level = "struktur" if category == "sekretess-regler" else "organisering"
        kind = Triage("systembrist", level, category, "Det återkommer.", parties or ("fk", "af"))
        classification.classify(case, kind, home.processledare)
    return Case.objects.get(pk=case.pk)


def solve(home: Home, case: Case, day: int) -> None:
    with clock.standing_at(MONDAY + timedelta(days=day)):
        choose(case, "lost-i-dialog", home.processledare, **SOLVED)


def seen_by(user: User, case: Case) -> Similar:
    with clock.standing_at(MONDAY + timedelta(days=30)):
        return similar.similar_to(Seen(reader_as(user), case))


@pytest.mark.row("S3-17")
def test_the_latest_solved_cases_of_the_category_come_first_with_what_solved_them(lex: Home) -> None:
    with air.inside(lex.tenant):
        mine = judged(lex, 0)
        old = [judged(lex, 0, words=f"Följden nummer {day}.") for day in range(6)]
        for day, case in enumerate(old):
            solve(lex, case, day + 1)
        beside = judged(lex, 0, "tillganglighet", "fk")
        solve(lex, beside, 20)
        solve(lex, judged(lex, 0, "tillganglighet", "region-psykiatri"), 21)
        solve(lex, judged(lex, 0, "sekretess-regler"), 22)
        going_on = judged(lex, 3)
        found = seen_by(lex.processledare, mine)
        for case in old[1:]:
            Case.objects.filter(pk=case.pk).update(category="rutin-saknas", parties=["region-psykiatri"])
        fewer = seen_by(lex.processledare, mine)

    assert [one.row.case for one in found.closed] == list(reversed(old))[:5]
    assert found.closed[0].row.sentence == "Följden nummer 5."
    assert found.closed[0].solved == [("Lösningen", "Ett gemensamt möte.")]
    assert [one.row.case for one in found.open] == [going_on]
    assert [(one.row.case, one.same_category) for one in fewer.closed] == [(old[0], True), (beside, False)]


@pytest.mark.row("S0-06")
@pytest.mark.row("S1-17")
@pytest.mark.row("S3-38")
def test_it_says_how_often_the_same_unit_and_category_come_back_in_a_year(lex: Home, at: Visitor) -> None:
    with air.inside(lex.tenant):
        mine = judged(lex, 0, "intyg", "fk", "af")
        for parties in (("fk",), ("fk", "region-psykiatri"), ("region-psykiatri",)):
            judged(lex, 1, "intyg", *parties)
        judged(lex, 1, "tillganglighet", "fk")
        judged(lex, -400, "intyg", "fk")
        found = seen_by(lex.processledare, mine)
    with clock.standing_at(MONDAY + timedelta(days=30)):
        client = at(lex, lex.processledare)
        page = words_on(client, f"/arenden/{mine.reference}/liknande")
        listed = words_on(client, "/arenden?vy=all&party=fk&category=intyg&since=2026-04-21")

    assert [(one.code, one.number) for one in found.again] == [("fk", 3), ("af", 1)]
    assert "Försäkringskassan : 3 ärenden det senaste året" in page
    assert "3 ärenden" in listed


def test_a_body_reads_no_solution_of_a_quick_track_and_no_case_that_it_never_had(
    lex: Home, at: Visitor
) -> None:
    with air.inside(lex.tenant):
        mine, other, hidden = (judged(lex, 0, words="Hemlig följd.") for _ in range(3))
        for case in (mine, other):
            mask(lex, case)
            choose(case, "lyft-till-arbetsgruppen", lex.processledare)
        solve(lex, other, 2)
        solve(lex, hidden, 2)
        group = lex.user("arbetsgrupp")
        with clock.standing_at(MONDAY + timedelta(days=3)):
            choose(other, "besluta-i-arbetsgruppen", group, decision="En gemensam rutin.")
            choose(
                other, "avsluta-i-arbetsgruppen", group, reason="Rutinen finns.", reply="Nu finns en rutin."
            )
        found = seen_by(group, mine)
    page = words_on(at(lex, group), f"/arenden/{mine.reference}/liknande")

    assert [one.row.case for one in found.closed] == [other]
    assert found.closed[0].solved == [("Beslutet", "En gemensam rutin.")]
    assert not found.closed[0].joinable
    assert "Ett gemensamt möte" not in page
    assert "Hemlig" not in page
    assert "Två verksamheter väntade." in page


@pytest.mark.row("S0-06")
def test_who_receives_both_says_that_they_belong_together_and_both_show_it(lex: Home, at: Visitor) -> None:
    with air.inside(lex.tenant):
        mine, other = judged(lex, 0), judged(lex, 1)
    client = at(lex, lex.processledare)
    path = f"/arenden/{mine.reference}/liknande"
    assert f"Hänger ihop med {other.reference}" in words_on(client, path)

    for _ in range(2):
        assert client.post(f"{path}/{other.reference}").headers["Location"] == path
    for one, beside in ((mine, other), (other, mine)):
        page = words_on(client, f"/arenden/{one.reference}/liknande")
        assert f"Hänger ihop med {beside.reference}" in page
        assert "Hänger ihop med det här" in page
        assert words_on(client, f"/arenden/{one.reference}/hanvisningar").count(beside.reference) == 1
    with air.inside(lex.tenant):
        assert mine.cross_references.get().system == references.together() == "Hänger ihop med"
        assert client.post(f"{path}/{mine.reference}").status_code == 404


def test_a_neighbour_and_who_reads_only_the_masked_text_join_nothing(
    lex: Home, both: tuple[Place, Place], at: Visitor
) -> None:
    with air.inside(lex.tenant):
        mine, other = judged(lex, 0), judged(lex, 1)
        mask(lex, mine)
        choose(mine, "lyft-till-arbetsgruppen", lex.processledare)
    path = f"/arenden/{mine.reference}/liknande"
    for user in (both[0].processledare, lex.administrator, lex.user("styrelse")):
        assert at(lex, user).get(path).status_code == 404
        assert at(lex, user).post(f"{path}/{other.reference}").status_code == 404
    group = at(lex, lex.user("arbetsgrupp"))
    assert group.get(path).status_code == 200
    assert group.post(f"{path}/{other.reference}").status_code == 404
    assert at(both[0], both[0].processledare).get(path).status_code == 404
    with air.inside(lex.tenant):
        assert not mine.cross_references.exists()


def test_the_page_costs_twenty_queries_at_most_however_many_are_alike(lex: Home, at: Visitor) -> None:
    def cost(case: Case) -> int:
        client = at(lex, lex.processledare)
        client.get(f"/arenden/{case.reference}/liknande")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/arenden/{case.reference}/liknande").status_code == 200
        return len(asked)

    with air.inside(lex.tenant):
        mine = judged(lex, 0)
        solve(lex, judged(lex, 0), 2)
        judged(lex, 1)
        few = cost(mine)
        for _ in range(5):
            solve(lex, judged(lex, 0), 2)
            judged(lex, 1)
        assert cost(mine) == few <= 20
