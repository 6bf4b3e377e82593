"""The pages of a case in every family: what it says, what it asks for, and what it costs."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants import air, clock
from tests import families
from tests.conftest import Place, Visitor
from tests.families import Home, home_of
from workflows.bodies.models import Sitting
from workflows.cases import analysis, classification, masked, moves, pointed
from workflows.cases.access import reader_as
from workflows.cases.classification import Triage
from workflows.cases.models import Case, CrossReference, Note
from workflows.cases.moves import Choice
from workflows.presets import family

MONDAY = datetime(2027, 3, 22, 9, 0, tzinfo=clock.STOCKHOLM)
NEIGHBOURS = ("", "/bedomning", "/analys", "/utpekade", "/hanvisningar", "/samtal", "/avidentifiera")


@pytest.fixture
def po(both: tuple[Place, Place], db: None) -> Home:
    """A PO-verksamhet."""
    return home_of("personligt-ombud")


@pytest.fixture
def avvikelse(both: tuple[Place, Place], db: None) -> Home:
    """A kommun with those it works with."""
    return home_of("avvikelse")


def words_on(client: Client, path: str, status: int = 200) -> str:
    """What a page says, without its marks."""
    answer = client.get(path)
    assert answer.status_code == status, path
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def choose(case: Case, outcome: str, by: User, **given: str) -> None:
    """Chooses an outcome, as the page does."""
    moves.move(case, Choice(outcome, given), by, reader_as(by).bodies_in(case))


def triage(home: Home, case: Case) -> None:
    """A classification with something for all that can be said."""
    words = family.read(home.tenant.slug.removeprefix("hem-")).words
    level = words["level"][0]
    category = next(one for one in words["category"] if one["under"] == level["code"])
    found = Triage(
        type=words["type"][0]["code"],
        level=level["code"],
        category=category["code"],
        reason="Det återkommer.",
        parties=["fk", "af"],
        approach=words["approach"][1]["code"],
        from_party="af",
        to_party="fk",
        facets={
            "causes": [words["cause"][0]["code"]],
            **({"affected": ["2-4"]} if "affected" in words else {}),
        },
    )
    classification.classify(case, found, home.processledare)


def mask(home: Home, case: Case) -> None:
    """A masked text that bodies may read."""
    free = {question.id for question in masked.questions_of(case)}
    masked.write(case, dict.fromkeys(sorted(free), "Två verksamheter väntade."), home.processledare)
    masked.approve(case, home.processledare)


def at_the_chefer(home: Home) -> Case:
    """A case that the two chefer have together since a Monday before Easter."""
    case = families.send().case
    triage(home, case)
    mask(home, case)
    for seat in home.seats["chefer"]:
        pointed.point_out(case, seat, home.processledare)
    choose(case, "lyft-till-cheferna", home.processledare)
    return Case.objects.get(pk=case.pk)


def analysed(home: Home, case: Case) -> None:
    """The analysis, filled in."""
    sheet = analysis.sheet_of(case)
    assert sheet
    answers = {q.id: families.answer_to(q) for q in sheet.questions if q.required}
    analysis.fill_in(case, {**answers, "orsak": "Ingen äger samordningen."}, home.processledare)


# --- Outcomes --------------------------------------------------------------------------------------------


@pytest.mark.row("S1-25")
@pytest.mark.row("S1-43")
def test_a_decision_says_how_it_was_made_and_who_follows_it_up(avvikelse: Home, at: Visitor) -> None:
    with air.inside(avvikelse.tenant), clock.standing_at(MONDAY):
        case = at_the_chefer(avvikelse)
        chef = at(avvikelse, avvikelse.user("chefer"))
        path = f"/arenden/{case.reference}/utfall/besluta-mellan-cheferna"
        page = words_on(chef, path)
        assert "Kollektivt beslut" in page
        assert "Enskilt chefsbeslut" in page

        sent = {
            "outcome": "besluta-mellan-cheferna",
            "decision": "En gemensam rutin.",
            "decided_by": "collective",
            "follow_up": "2027-03-21",
            "follow_up_by": "Enhetschef på vårdcentralen",
        }
        refused = chef.post(path, sent)
        assert "Välj en dag då ni följer upp" in refused.content.decode()
        assert "En gemensam rutin." in refused.content.decode()
        neither = chef.post(path, {**sent, "decided_by": "ingen", "follow_up": "i maj"})
        assert neither.status_code == 200
        assert "Välj om ni beslutade tillsammans" in neither.content.decode()

        chef.post(path, {**sent, "follow_up": "2027-06-01"})
        read = words_on(at(avvikelse, avvikelse.processledare), f"/arenden/{case.reference}")
    assert "Så beslutades det: Kollektivt beslut" in read
    assert "Följs upp: 1 juni 2027" in read
    assert "Följs upp av: Enhetschef på vårdcentralen" in read
    assert "Närmaste chefer söker en gemensam lösning" in read


@pytest.mark.row("S1-07")
def test_who_it_is_passed_on_to_is_read_by_name_and_the_duty_is_a_badge(po: Home, at: Visitor) -> None:
    with air.inside(po.tenant):
        case = at_the_ledningsgrupp(po)
        member = at(po, po.user("ledningsgrupp"))
        path = f"/arenden/{case.reference}/utfall/vidarerapportera"
        assert "Försäkringskassan" in words_on(member, path)
        sent = {"outcome": "vidarerapportera", "reason": "Det är en lag.", "addressee": "fk"}
        assert (
            "Välj vem det förs vidare till" in member.post(path, {**sent, "addressee": ""}).content.decode()
        )
        assert member.post(path, sent).status_code == 302
        read = words_on(member, f"/arenden/{case.reference}")
        assert "Förs vidare till: Försäkringskassan" in read
        assert "Vidarerapporteras" in read
        assert "Vidarerapporteras" in words_on(member, "/arenden")
        assert case.reference in words_on(member, "/arenden?duty=passed_on")
        assert case.reference not in words_on(member, "/arenden?duty=remedied")


def at_the_ledningsgrupp(home: Home) -> Case:
    """A case that the ledningsgrupp has, after a statement whose date has passed."""
    case = families.send().case
    triage(home, case)
    mask(home, case)
    analysed(home, case)
    past = clock.today() - timedelta(days=1)
    Case.objects.filter(pk=case.pk).update(statements_asked=1, statement_due=past)
    choose(case, "rapportera", home.processledare)
    return Case.objects.get(pk=case.pk)


# --- Triage ----------------------------------------------------------------------------------------------


@pytest.mark.row("S3-07")
@pytest.mark.row("S1-22")
@pytest.mark.row("S2-01")
def test_a_case_is_described_from_many_sides_and_each_reader_sees_them(po: Home, at: Visitor) -> None:
    with air.inside(po.tenant):
        case = families.send().case
        client, path = at(po, po.processledare), f"/arenden/{case.reference}/bedomning"
        page = words_on(client, path)
        assert page.index("Kategori") < page.index("Mer om ärendet") < page.index("Målgrupp")
        sent = {
            "type": "systembrist",
            "level": "lokal",
            "category": "ansvarsfordelning",
            "parties": ["af"],
            "from_party": "af",
            "to_party": "fk",
            "approach": "rutin",
            "reason": "Det återkommer.",
            "client_short": ["utan-ersattning", "skulder"],
            "client_long": ["forsamrad-halsa"],
            "aims": ["samordning"],
            "target_groups": ["unga-vuxna"],
            "areas": ["forsorjning"],
            "affected": "5-19",
        }
        refused = client.post(path, {**sent, "reason": "", "aims": ["finns-inte"]}).content.decode()
        assert "Skriv varför" in refused or "Välj" in refused
        assert 'value="skulder"' in refused
        assert client.post(path, sent).status_code == 302
        case = Case.objects.get(pk=case.pk)
        assert case.facets["client_short"] == ["utan-ersattning", "skulder"]
        assert case.facets["affected"] == ["5-19"]
        assert "5–19 personer" in words_on(client, path)

        mask(po, case)
        analysed(po, case)
        Case.objects.filter(pk=case.pk).update(statements_asked=1)
        choose(case, "rapportera", po.processledare)
        for who in (po.processledare, po.user("ledningsgrupp")):
            read = words_on(at(po, who), f"/arenden/{case.reference}")
            assert "Nivå Lokal nivå" in read
            assert "Från Arbetsförmedlingen" in read
            assert "Till Försäkringskassan" in read
            assert "Vad brast för den enskilde? Samordning av insatserna" in read
            assert "kort sikt Utan pengar att leva på, Skulder" in read


@pytest.mark.row("S3-13")
@pytest.mark.row("S3-26")
def test_the_level_suggests_an_approach(po: Home, at: Visitor) -> None:
    with air.inside(po.tenant):
        case = families.send().case
        client = at(po, po.processledare)
        assert "Förslag: Lokalt chefsbeslut." in words_on(client, f"/arenden/{case.reference}/bedomning")
        triage(po, case)
        read = words_on(client, f"/arenden/{case.reference}")
    assert "Föreslaget angreppssätt Gå till parten direkt" in read


@pytest.mark.row("S4-06")
def test_triage_begins_at_what_the_reporter_said_it_is(avvikelse: Home, at: Visitor) -> None:
    with air.inside(avvikelse.tenant):
        case = families.send(slag="forbattringsforslag").case
        page = at(avvikelse, avvikelse.processledare).get(f"/arenden/{case.reference}/bedomning")
    (ticked,) = re.findall(r'<input[^>]*name="type"[^>]*checked[^>]*>', page.content.decode())
    assert 'value="forbattringsforslag"' in ticked


def test_the_list_is_narrowed_by_the_words_that_the_organisation_has(
    po: Home, norrvik: Place, at: Visitor
) -> None:
    with air.inside(po.tenant):
        case, other = families.send().case, families.send().case
        triage(po, case)
        words = family.read("personligt-ombud").words
        client = at(po, po.processledare)
        cause = words["cause"][0]["code"]
        for query in (f"cause={cause}", "affected=2-4", f"type={words['type'][0]['code']}"):
            found = words_on(client, f"/arenden?{query}")
            assert case.reference in found
            assert other.reference not in found
        assert case.reference not in words_on(client, "/arenden?consequence=skulder")
        assert "Målgrupp" in words_on(client, "/arenden")
    at_norrvik = words_on(at(norrvik, norrvik.processledare), "/arenden")
    assert "Typ" in at_norrvik
    assert "Märkt" not in at_norrvik


# --- Analysis --------------------------------------------------------------------------------------------


@pytest.mark.row("S0-31")
@pytest.mark.row("S1-36")
def test_the_analysis_comes_after_triage_and_is_read_by_bodies_once_they_read(po: Home, at: Visitor) -> None:
    with air.inside(po.tenant):
        case = families.send().case
        client, path = at(po, po.processledare), f"/arenden/{case.reference}/analys"
        assert "följer" not in words_on(client, path)
        sheet = analysis.sheet_of(case)
        assert sheet
        answers = {q.id: families.answer_to(q) for q in sheet.questions if q.required}
        sent = {**answers, "orsak": "Ingen äger samordningen."}

        early = client.post(path, sent).content.decode()
        assert "Bedöm ärendet först" in early
        assert "Ingen äger samordningen." in early
        triage(po, case)
        missing = client.post(path, {**sent, "monster": ""}).content.decode()
        assert "Skriv vad som syns utifrån" in missing
        assert "Ingen äger samordningen." in missing
        assert client.post(path, sent).status_code == 302
        assert "Ingen äger samordningen." in words_on(client, path)
        assert "Ingen äger samordningen." in words_on(client, f"/arenden/{case.reference}")

        mask(po, case)
        Case.objects.filter(pk=case.pk).update(statements_asked=1)
        choose(case, "rapportera", po.processledare)
        member = at(po, po.user("ledningsgrupp"))
        assert "Ingen äger samordningen." in words_on(member, f"/arenden/{case.reference}")
        assert member.get(path).status_code == 404


def test_what_a_case_lacks_is_said_one_thing_at_a_time_with_a_way_there(po: Home, at: Visitor) -> None:
    with air.inside(po.tenant):
        case = families.send().case
        client = at(po, po.processledare)
        page = client.get(f"/arenden/{case.reference}").content.decode()
        for path in ("bedomning", "analys", "yttranden", "avidentifiera"):
            assert f'"/arenden/{case.reference}/{path}"' in page
        triage(po, case)
        read = words_on(client, f"/arenden/{case.reference}")
    assert "Bedöm typ, nivå och kategori." not in read
    assert "Fyll i analysen." in read
    assert "Begär ett yttrande" in read


# --- Pointed out -----------------------------------------------------------------------------------------


@pytest.mark.row("S4-18")
@pytest.mark.row("S4-22")
def test_two_chefer_are_pointed_out_from_the_directory_and_have_it_together(
    avvikelse: Home, at: Visitor
) -> None:
    with air.inside(avvikelse.tenant):
        case = families.send().case
        path = f"/arenden/{case.reference}/utpekade"
        client = at(avvikelse, avvikelse.processledare)
        first, second = avvikelse.seats["chefer"]
        page = words_on(client, path)
        assert f"{first.user.name}: Chef i berörd verksamhet, Kommunen" in page
        assert "Ingen är utpekad än." in page
        assert "Välj en person ur listan" in client.post(path, {}).content.decode()
        assert "Välj en person ur listan" in client.post(path, {"seat": "999"}).content.decode()
        chef = at(avvikelse, first.user)
        assert chef.get(f"/arenden/{case.reference}").status_code == 404
        for seat in (first, second):
            assert client.post(path, {"seat": seat.pk}).status_code == 302
        assert "inga fler att peka ut" in words_on(client, path)
        assert "Det finns ingen avidentifierad text" in words_on(chef, f"/arenden/{case.reference}")
        assert chef.get(path).status_code == 404
        assert "Två" not in words_on(chef, f"/arenden/{case.reference}")

        one = case.pointed_out.get(seat=first)
        assert chef.post(f"{path}/{one.pk}/ta-tillbaka").status_code == 404
        assert client.post(f"{path}/{one.pk}/ta-tillbaka").status_code == 302
        assert client.post(f"{path}/{one.pk}/ta-tillbaka").status_code == 404
        assert chef.get(f"/arenden/{case.reference}").status_code == 404


@pytest.mark.row("S4-20")
def test_each_party_says_that_the_outcome_has_reached_it(avvikelse: Home, at: Visitor) -> None:
    with air.inside(avvikelse.tenant):
        case = at_the_chefer(avvikelse)
        first, second = (seat.user for seat in avvikelse.seats["chefer"])
        path, act = f"/arenden/{case.reference}", f"/arenden/{case.reference}/kvittera"
        assert at(avvikelse, first).post(act).status_code == 404
        assert "Kvittera" not in words_on(at(avvikelse, first), path)
        given = {"cause": "Rutin saknades.", "prevention": "En rutin.", "reply": "Nu finns en rutin för det."}
        choose(case, "gemensam-losning", second, **given)

        assert "Kvittera att återkopplingen har nått oss" in words_on(at(avvikelse, first), path)
        assert at(avvikelse, first).post(act).status_code == 302
        assert at(avvikelse, first).post(act).status_code == 404
        assert at(avvikelse, avvikelse.processledare).post(act).status_code == 404
        read = words_on(at(avvikelse, avvikelse.processledare), path)
        assert read.count("återkopplingen kvitterad") == 1
        assert read.count("återkopplingen inte kvitterad än") == 1
    assert "Orsaken: Rutin saknades." in read
    assert "Så undviks det i fortsättningen: En rutin." in read


# --- References, notes, and the case's own page ----------------------------------------------------------


@pytest.mark.row("S3-06")
@pytest.mark.row("S4-14")
def test_where_else_the_matter_stands_is_kept_for_the_first_receiver(avvikelse: Home, at: Visitor) -> None:
    with air.inside(avvikelse.tenant):
        case = at_the_chefer(avvikelse)
        path = f"/arenden/{case.reference}/hanvisningar"
        client = at(avvikelse, avvikelse.processledare)
        refused = client.post(path, {"system": "Synergi", "number": ""}).content.decode()
        assert "Skriv det här också." in refused
        assert "Synergi" in refused
        assert client.post(path, {"system": "Synergi", "number": "A-117"}).status_code == 302
        assert "Synergi: A-117" in words_on(client, path)
        assert CrossReference.objects.get().number == "A-117"
        chef = at(avvikelse, avvikelse.user("chefer"))
        assert chef.get(path).status_code == 404
        assert "A-117" not in chef.get(f"/arenden/{case.reference}").content.decode()


def test_a_note_of_a_talk_is_a_word_to_the_reporter(po: Home, at: Visitor) -> None:
    with air.inside(po.tenant):
        case = families.send().case
        client, path = at(po, po.processledare), f"/arenden/{case.reference}/samtal"
        note = {"what": "note", "text": "Vi gick igenom det.", "standing": "arbetsmaterial"}
        client.post(path, note)
        assert not Note.objects.get().talk
        assert Case.objects.get().contacted_at is None
        client.post(path, {**note, "talk": "on"})
        assert Case.objects.get().contacted_at
        assert words_on(client, path).count("· Samtal med rapportören") == 1


@pytest.mark.row("S2-04")
def test_the_ball_is_seen_at_who_has_to_do_something(po: Home, at: Visitor) -> None:
    with air.inside(po.tenant):
        case = at_the_ledningsgrupp(po)
        member = at(po, po.user("ledningsgrupp"))
        assert "Bollen ligger hos Ledningsgruppen" in words_on(member, f"/arenden/{case.reference}")
        choose(case, "be-ombudet-om-mer", po.user("ledningsgrupp"), reason="Vad sa hen?")
        read = words_on(member, f"/arenden/{case.reference}")
    assert "Bollen ligger hos Arbetsgrupp och närmaste chef" in read
    assert "Nästa besked till rapportören" not in read


@pytest.mark.row("S4-21")
def test_ten_working_days_are_a_date_with_the_days_counted_on_request(avvikelse: Home, at: Visitor) -> None:
    with air.inside(avvikelse.tenant), clock.standing_at(MONDAY):
        case = at_the_chefer(avvikelse)
        read = words_on(at(avvikelse, avvikelse.user("chefer")), f"/arenden/{case.reference}")
        assert "om 10 arbetsdagar, ons 7 apr" in read
        assert "Hur datumet räknades 10 arbetsdagar, till 7 april 2027: 23 mar, 24 mar" in read
        assert "26 mar, långfredagen" in read
        assert "29 mar, annandag påsk" in read
        for who in avvikelse.seats["chefer"]:
            choose(case, "diskussion-inledd", who.user)
        later = words_on(at(avvikelse, avvikelse.user("chefer")), f"/arenden/{case.reference}")
    assert "Hur datumet räknades" not in later


@pytest.mark.row("S4-02")
@pytest.mark.row("S0-24")
def test_how_it_goes_is_told_before_and_after_reporting(avvikelse: Home, at: Visitor) -> None:
    with air.inside(avvikelse.tenant):
        visitor = at(avvikelse)
        before = words_on(visitor, "/rapportera").partition("Så går det till")[2]
        assert "(Närmaste chefer, inom tio arbetsdagar)" in before
        assert "(Lokala samverkansgruppen, inom två månader)" in before
        assert "i stället för chefen" not in before
        assert "här är ärendet nu" not in before
        received = families.send(mottagare="annan-mottagare")
        visitor.post("/kvitto", {"code": received.code})
        after = words_on(visitor, "/kvitto").partition("Så går det till")[2]
    assert after.count("här är ärendet nu") == 1
    assert "tar emot i stället för chefen (SAS eller MAS) här är ärendet nu" in after
    assert "Mottagaren ser vad som är" not in after


def test_a_date_before_a_sitting_is_told_so(po: Home, at: Visitor) -> None:
    told = words_on(at(po), "/rapportera")
    assert "senast två veckor före nästa möte i Ledningsgruppen" in told
    assert "inom tre månader" in told


# --- The neighbour, and the price ------------------------------------------------------------------------


@pytest.mark.parametrize("name", family.names())
def test_a_neighbour_finds_none_of_it(name: str, both: tuple[Place, Place], db: None, at: Visitor) -> None:
    home = home_of(name)
    with air.inside(home.tenant):
        case = families.send().case
    neighbour = both[0].processledare
    for place, user in ((both[0], neighbour), (home, neighbour), (home, home.administrator)):
        client = at(place, user)
        for below in NEIGHBOURS:
            assert client.get(f"/arenden/{case.reference}{below}").status_code == 404
        for below in ("/utpekade", "/utpekade/1/ta-tillbaka", "/kvittera", "/hanvisningar", "/analys"):
            assert client.post(f"/arenden/{case.reference}{below}", {}).status_code == 404


def priced(client: Client, path: str) -> list[str]:
    """The queries that a page costs."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in asked]


def full_of_everything(home: Home) -> Case:
    """A case with as much on its page as its family allows."""
    if home.tenant.slug == "hem-avvikelse":
        case = at_the_chefer(home)
    elif home.tenant.slug == "hem-personligt-ombud":
        Sitting.objects.create(body_id=home.seats["ledningsgrupp"][0].body_id, on="2035-01-01")
        case = at_the_ledningsgrupp(home)
        member = home.user("ledningsgrupp")
        choose(case, "vidarerapportera", member, reason="Det är en lag.", addressee="fk")
    else:
        case = families.send().case
        triage(home, case)
        mask(home, case)
        choose(case, "lyft-till-arbetsgruppen", home.processledare)
        group = home.user("arbetsgrupp")
        choose(case, "lyft-till-forbundscheferna", group, reason="Det är större än oss.")
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("name", family.names())
def test_a_case_page_with_everything_on_it_costs_twenty_queries_at_most(
    name: str, both: tuple[Place, Place], db: None, at: Visitor
) -> None:
    home = home_of(name)
    with air.inside(home.tenant):
        case = full_of_everything(home)
        holders = [one[0].user for key, one in home.seats.items() if key == case.body.key]
    for who in (home.processledare, *holders):
        asked = priced(at(home, who), f"/arenden/{case.reference}")
        assert len(asked) <= 20, (len(asked), [sql[:120] for sql in asked])


@pytest.mark.parametrize("name", family.names())
def test_a_list_costs_twelve_queries_at_most_in_every_family(
    name: str, both: tuple[Place, Place], db: None, at: Visitor
) -> None:
    home = home_of(name)
    with air.inside(home.tenant):
        for _ in range(3):
            families.send()
    few = priced(at(home, home.processledare), "/arenden")
    with air.inside(home.tenant):
        for _ in range(20):
            families.send()
    assert len(priced(at(home, home.processledare), "/arenden")) == len(few) <= 12
