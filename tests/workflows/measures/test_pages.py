"""What people do with measures and statements on their pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tenants import air, clock
from tests.conftest import Place, Visitor
from tests.workflows.cases.reports import send
from tests.workflows.measures.agreed import asked, closed, decided, followed, lifted, sitting
from workflows.cases.models import Case
from workflows.measures.models import Measure, Statement


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def measure(**other: str) -> dict[str, str]:
    """What one fills in."""
    return {
        "kind": "utbildning",
        "what": "Handläggarna utbildas i att skriva intyg.",
        "owner": "fk",
        "owner_function": "Enhetschef",
        "due": day(20),
        "decided_by": "collective",
        "cost_benefit": "",
        **other,
    }


def written(place: Place) -> tuple[int, int]:
    """How many measures and statements there are."""
    with air.inside(place.tenant):
        return Measure.objects.count(), Statement.objects.count()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def client(norrvik: Place, at: Visitor) -> Client:
    return at(norrvik, norrvik.processledare)


@pytest.mark.row("S1-25")
@pytest.mark.row("S1-58")
@pytest.mark.row("S2-05")
@pytest.mark.row("S3-20")
def test_a_measure_is_decided_on_the_case_and_stands_there_and_in_the_register(
    inside: Place, client: Client
) -> None:
    case = send().case
    path = f"/arenden/{case.reference}/atgarder"
    form = text_of(client.get(path))
    for word in (
        "Särskild arbetsgrupp",
        "Workshop",
        "Utbildning",
        "Enskilt, av en chef",
        "Kostnad och nytta",
    ):
        assert word in form

    sent = measure(decided_by="manager", cost_benefit="Två timmar, en handläggning mindre.")
    assert client.post(path, sent).headers["Location"] == path

    with air.inside(inside.tenant):
        found = Measure.objects.get()
    for page in (path, "/atgarder"):
        assert "Handläggarna utbildas i att skriva intyg." in text_of(client.get(page))
    one = text_of(client.get(f"/atgarder/{found.pk}"))
    for word in ("Försäkringskassan, Enhetschef", "Enskilt, av en chef", "Två timmar", case.reference):
        assert word in one


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(inside: Place, client: Client) -> None:
    path = f"/arenden/{send().case.reference}/atgarder"
    page = text_of(client.post(path, measure(due="2020-01-01", owner="", owner_function="")))
    assert "Fel: Åtgärder i ärende" in page
    for sentence in ("Välj en dag från och med i dag", "Välj vilken part", "Skriv vilken funktion"):
        assert page.count(sentence) == 2  # in the summary and at the field
    assert "Handläggarna utbildas i att skriva intyg." in page
    assert written(inside) == (0, 0)


@pytest.mark.row("S1-43")
@pytest.mark.row("S2-12")
@pytest.mark.row("S0-05")
def test_a_measure_is_followed_up_until_its_effect_is_known(inside: Place, client: Client) -> None:
    case = send().case
    path = f"/atgarder/{decided(inside, case).pk}"
    closed(inside, case)
    page = text_of(client.get(path))
    for word in ("Besparing", "Nytta för den enskilde", "Både besparing och nytta", "Ingen effekt än"):
        assert word in page
    done = {"done": "on", "result": "Alla är utbildade.", "due": day(14), "version": "0"}
    assert client.post(path, done).headers["Location"] == path
    assert "Klar, effekten inte känd" in text_of(client.get("/atgarder?vy=unknown"))

    known = {**done, "version": "1", "effect": "both", "effect_text": "Hälften så många frågor."}
    client.post(path, known)
    after = text_of(client.get(path))
    for word in ("Både besparing och nytta för den enskilde", "Hälften så många frågor.", "Var: Inte klar"):
        assert word in after
    assert inside.processledare.name in after
    assert path not in text_of(client.get("/atgarder?vy=unknown"))


def test_a_follow_up_that_was_overtaken_says_so_keeps_the_words_and_can_be_sent_again(
    inside: Place, client: Client
) -> None:
    found = decided(inside, send().case)
    followed(found, inside.processledare, result="Första mötet är hållet.")
    sent = {"result": "Inget har hänt.", "due": found.due.isoformat(), "version": "0"}
    page = text_of(client.post(f"/atgarder/{found.pk}", sent))
    assert "Någon annan har följt upp åtgärden medan du skrev" in page
    assert "Inget har hänt." in page
    assert "Första mötet är hållet." in page
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again
    assert client.post(f"/atgarder/{found.pk}", {**sent, "version": again[1]}).status_code == 302


@pytest.mark.row("S0-25")
def test_each_party_is_asked_and_its_answer_is_entered(inside: Place, client: Client) -> None:
    case = send().case
    path = f"/arenden/{case.reference}/yttranden"
    assert "Ingen part är tillfrågad än." in text_of(client.get(path))
    for party in ("fk", "af"):
        client.post(path, {"party": party, "function": "Enhetschef", "due": day(10)})
    twice = text_of(client.post(path, {"party": "fk", "function": "Enhetschef", "due": day(10)}))
    assert "Parten är redan tillfrågad" in twice
    page = text_of(client.get(path))
    assert page.count("Väntar på svar") == 2

    with air.inside(inside.tenant):
        statement = Statement.objects.get(party="fk")
    one = f"/yttranden/{statement.pk}"
    assert "Skriv vad parten gör" in text_of(client.post(one, {"answer": "yes"}))
    given = {"answer": "partly", "what": "Vi utser en samordnare.", "when_text": "Före midsommar."}
    assert client.post(one, given).headers["Location"] == path
    page = text_of(client.get(path))
    for word in ("Kan hantera det: Delvis", "Vi utser en samordnare.", "Före midsommar.", "Väntar på svar"):
        assert word in page
    assert "redan inskrivet" in text_of(client.post(one, given))
    assert "Före midsommar." in text_of(client.get(one))


def test_who_reads_and_does_not_have_the_case_follows_up_and_is_told_who_decides(
    inside: Place, at: Visitor
) -> None:
    case = lifted(inside)
    found, statement = decided(inside, case), asked(inside, case)
    Case.objects.filter(pk=case.pk).update(body=case.first_body)
    reader = at(inside, sitting(inside, "gruppen", "arbetsgrupp"))
    for path, sent in (
        (f"/arenden/{case.reference}/atgarder", measure()),
        (f"/arenden/{case.reference}/yttranden", {"party": "af", "function": "Chef", "due": day(5)}),
        (f"/yttranden/{statement.pk}", {"answer": "no", "what": "Nej."}),
    ):
        shown = text_of(reader.get(path))
        assert "av dem som har ärendet nu: Processledare" in shown
        assert "<textarea" not in shown
        refused = reader.post(path, sent)
        assert (refused.status_code, *written(inside)) == (200, 1, 1)
        assert "Det här görs av dem som har ärendet nu: Processledare." in text_of(refused)
    with air.inside(inside.tenant):
        assert not Statement.objects.get().entered_at
    followed_up = {"result": "Vi har haft ett möte.", "due": found.due.isoformat(), "version": "0"}
    assert reader.post(f"/atgarder/{found.pk}", followed_up).status_code == 302


def test_a_closed_case_takes_no_more_and_says_so(inside: Place, client: Client) -> None:
    case = send().case
    closed(inside, case)
    for path, sent in (
        (f"/arenden/{case.reference}/atgarder", measure()),
        (f"/arenden/{case.reference}/yttranden", {"party": "af", "function": "Chef", "due": day(5)}),
    ):
        assert "Ärendet är avslutat" in text_of(client.get(path))
        assert "Ärendet är avslutat, så inget nytt" in text_of(client.post(path, sent))
    assert written(inside) == (0, 0)


def test_the_register_is_in_the_menu_of_those_who_read_cases(norrvik: Place, at: Visitor) -> None:
    for user, there in ((norrvik.processledare, True), (norrvik.administrator, False)):
        page = at(norrvik, user).get("/nycklar").content.decode()
        assert ('href="/atgarder"' in page) == there


# --- Who reads -------------------------------------------------------------------------------------------


WORDS = {
    "what": "KANARIEATGARD",
    "owner_function": "KANARIEFUNKTION",
    "cost_benefit": "KANARIEKOSTNAD",
    "result": "KANARIERESULTAT",
    "effect_text": "KANARIEEFFEKT",
    "reason": "KANARIESKAL",
    "statement": "KANARIEYTTRANDE",
    "when": "KANARIENAR",
    "function": "KANARIETILLFRAGAD",
}


def canaries(inside: Place, case: Case) -> tuple[Measure, Statement]:
    """A measure and a statement with a word in each thing that somebody wrote."""
    said = {name: WORDS[name] for name in ("what", "owner_function", "cost_benefit")}
    found = decided(inside, case, **said)
    done = {"done": True, "effect": "client", "reason": WORDS["reason"]}
    followed(found, inside.processledare, result=WORDS["result"], effect_text=WORDS["effect_text"], **done)
    statement = asked(inside, case)
    Statement.objects.filter(pk=statement.pk).update(
        function=WORDS["function"], answer="yes", what=WORDS["statement"], when_text=WORDS["when"],
        entered_by=inside.processledare.pk, entered_at=clock.now(),
    )  # fmt: skip
    return found, statement


def found_by(client: Client, paths: list[str]) -> set[str]:
    """The words that somebody finds on all the pages together."""
    pages = " ".join(client.get(path).content.decode() for path in paths)
    return {name for name, word in WORDS.items() if word in pages}


def test_what_was_agreed_is_read_by_whom_has_the_case_and_by_nobody_else(
    inside: Place, soderby: Place, at: Visitor
) -> None:
    case, other = lifted(inside), send().case
    found, statement = canaries(inside, case)
    hidden = decided(inside, other, what="KANARIEHEMLIG")
    readers: dict[str, User | None] = {
        "leader": inside.processledare,
        "group": sitting(inside, "gruppen", "arbetsgrupp"),
        "chef": sitting(inside, "chefen", "forbundschefer"),
        "figures": sitting(inside, "politikern", "arbetsgrupp", "figures"),
        "administrator": inside.administrator,
        "nobody": None,
        "neighbour": soderby.processledare,
    }
    air.leave()
    own = [
        f"/atgarder/{found.pk}",
        f"/yttranden/{statement.pk}",
        f"/arenden/{case.reference}/atgarder",
        f"/arenden/{case.reference}/yttranden",
    ]
    every = [*own, "/atgarder?vy=all", f"/atgarder?vy=all&q={WORDS['what'][2:-2]}", f"/atgarder/{hidden.pk}"]
    for who, user in readers.items():
        client = at(inside, user)
        reads = who in ("leader", "group")
        assert found_by(client, every) == (set(WORDS) if reads else set()), who
        assert {client.get(path).status_code for path in own} == ({200} if reads else {404 if user else 302})
        for path in own:
            if user and not reads:
                assert client.post(path, measure()).status_code == 404
        listed = client.get("/atgarder?vy=all&q=KANARIEHEMLIG").content.decode()
        assert (f"/atgarder/{hidden.pk}" in listed) == (who == "leader")
        status = client.get(f"/atgarder/{hidden.pk}").status_code
        assert status == (200 if who == "leader" else 404 if user else 302)
    at_home = at(soderby, soderby.processledare)
    assert found_by(at_home, every) == set()
    assert {at_home.get(path).status_code for path in own} == {404}
