"""The brief: what the cases of a list say together, on a page that may be taken to a meeting."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants import air
from tests import families
from tests.conftest import Place, Visitor
from tests.families import Home, home_of
from tests.workflows.cases.test_pages import choose, mask, words_on
from workflows.cases import briefs, classification, lists
from workflows.cases.access import reader_as
from workflows.cases.briefs import Brief
from workflows.cases.classification import Triage
from workflows.cases.models import Case


@pytest.fixture
def lex(both: tuple[Place, Place], db: None) -> Home:
    """A samordningsförbund."""
    return home_of("lex-heller")


def judged(home: Home, category: str, *parties: str, **given: str) -> Case:
    """A case with its kind, and with words of its own."""
    words = given.pop("words", "")
    case = families.send(konsekvens=words or "Ingen ersättning.").case
    level = "struktur" if category == "sekretess-regler" else "organisering"
    kind = Triage("systembrist", level, category, "Det återkommer.", parties, **given)  # type: ignore[arg-type]
    classification.classify(case, kind, home.processledare)
    return Case.objects.get(pk=case.pk)


def brief_for(user: User, **wanted: str) -> Brief:
    return briefs.brief(reader_as(user), lists.Wanted(**wanted))  # type: ignore[arg-type]


def some(home: Home) -> list[Case]:
    """Four cases: three of a kind, between parties, and one that nobody has judged."""
    return [
        judged(home, "intyg", "fk", "af", from_party="fk", to_party="af", approach="arbetsgrupp"),
        judged(home, "intyg", "fk", from_party="fk", to_party="af", approach="dialog"),
        judged(home, "sekretess-regler", "fk", from_party="af", to_party="fk"),
        families.send(parter=["af"]).case,
    ]


@pytest.mark.row("S2-02")
@pytest.mark.row("S3-05")
def test_the_cases_are_counted_by_level_category_and_party_with_how_to_tackle_them(lex: Home) -> None:
    with air.inside(lex.tenant):
        first, *_rest = some(lex)
        # Judged anew: what held before is history, and counts no more.
        kind = Triage("systembrist", "organisering", "tillganglighet", "Nu vet vi mer.", ("fk",))
        classification.classify(first, kind, lex.processledare)
        found = brief_for(lex.processledare)

    assert found.number == 4
    assert [(one.name, one.number) for one in found.levels] == [
        ("Organisering", 2),
        ("Inte bedömt än", 1),
        ("Struktur", 1),
    ]
    organising = found.levels[0]
    assert organising.suggested
    assert [number for _name, number in organising.chosen] == [1]
    assert dict(found.categories) == {
        "Svårt att nå": 1,
        "Intyg och underlag": 1,
        "Samtycke och sekretess": 1,
        "Inte bedömt än": 1,
    }
    assert found.parties == [("Försäkringskassan", 3), ("Arbetsförmedlingen", 1)]


@pytest.mark.row("S3-07")
def test_pairs_of_parties_are_counted_and_a_list_is_narrowed_to_one(lex: Home, at: Visitor) -> None:
    with air.inside(lex.tenant):
        first, second, third, _fourth = some(lex)
        found = brief_for(lex.processledare)
        reader = reader_as(lex.processledare)

        def listed(**wanted: str) -> set[Case]:
            return set(lists.narrowed(reader, lists.Wanted(view="all", **wanted)))  # type: ignore[arg-type]

        assert listed(from_party="fk", to_party="af") == {first, second}
        assert listed(to_party="fk") == {third}
        assert listed(from_party="fk", to_party="fk") == set()
        kind = Triage("systembrist", "organisering", "intyg", "Nu vet vi mer.", ("fk",))
        classification.classify(first, kind, lex.processledare)
        assert listed(from_party="fk") == {second}

    assert [(one.from_code, one.to_code, one.number) for one in found.pairs] == [
        ("fk", "af", 2),
        ("af", "fk", 1),
    ]
    client = at(lex, lex.processledare)
    assert "Från Försäkringskassan till Arbetsförmedlingen : 1" in words_on(client, "/arenden/underlag")
    assert "1 ärende" in words_on(client, "/arenden?vy=all&from_party=fk&to_party=af")


@pytest.mark.row("S1-02")
@pytest.mark.row("S1-04")
def test_also_who_reads_everything_gets_the_masked_text_and_finds_by_it_alone(lex: Home, at: Visitor) -> None:
    with air.inside(lex.tenant):
        case = judged(lex, "intyg", "fk", words="Kim Andersson fick ingen ersättning.")
        judged(lex, "intyg", "fk", words="Kim Andersson väntade.")
        mask(lex, case)
        assert brief_for(lex.processledare, q="Andersson").number == 0
        assert brief_for(lex.processledare, q="verksamheter väntade").number == 1
    client = at(lex, lex.processledare)
    page = words_on(client, "/arenden/underlag?category=intyg&party=fk")

    assert "Kim" not in page
    assert "Två verksamheter väntade." in page
    assert "2 ärenden" in page
    assert "Det senaste ärendet som har en godkänd avidentifierad text" in page
    assert "Part Försäkringskassan" in page
    assert "Andersson" in words_on(client, "/arenden?q=Andersson")
    assert "Andersson" not in words_on(client, "/arenden/underlag?q=Andersson")


def test_a_body_is_told_of_its_own_cases_and_the_neighbour_of_none(
    lex: Home, both: tuple[Place, Place], at: Visitor
) -> None:
    with air.inside(lex.tenant):
        first, *_rest = some(lex)
        mask(lex, first)
        choose(first, "lyft-till-arbetsgruppen", lex.processledare)
        found = brief_for(lex.user("arbetsgrupp"))
    assert [row.case for row in found.rows] == [first]
    assert (found.number, found.parties) == (1, [("Arbetsförmedlingen", 1), ("Försäkringskassan", 1)])
    assert len(found.pairs) == 1
    for place, user in ((both[0], lex.processledare), (lex, both[0].processledare), (lex, lex.administrator)):
        assert at(place, user).get("/arenden/underlag").status_code == 404


def test_the_list_leads_to_it_with_its_filters_and_the_price_stays(lex: Home, at: Visitor) -> None:
    client = at(lex, lex.processledare)

    def cost() -> int:
        client.get("/arenden/underlag")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/arenden/underlag").status_code == 200
        return len(asked)

    with air.inside(lex.tenant):
        mask(lex, some(lex)[0])
    page = client.get("/arenden?vy=all&party=fk&sida=1").content.decode()
    assert re.findall(r'href="(/arenden/underlag[^"]*)"', page) == ["/arenden/underlag?vy=all&amp;party=fk"]
    few = cost()
    with air.inside(lex.tenant):
        for _ in range(15):
            for case in some(lex):
                mask(lex, case)
    assert cost() == few <= 16
    assert "64 ärenden" in words_on(client, "/arenden/underlag")
    assert "De 50 senaste" in words_on(client, "/arenden/underlag")
