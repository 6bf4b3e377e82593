"""The list, the case, and what can be done with it, with a key."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants import air, clock
from tests.api.conftest import CONTACT, MASKED, TRIAGE, Answer, Program, Sent, lift, report
from tests.conftest import Place
from tests.workflows.cases.reports import send


def references(answer: Answer) -> list[str]:
    """The cases of a list."""
    assert answer.status == 200, answer
    return [row["reference"] for row in answer.body["results"]]


# --- The list --------------------------------------------------------------------------------------------


def test_a_list_has_the_consequence_first(case: Sent, leader: Program) -> None:
    (row,) = leader.get("cases").body["results"]
    assert row["sentence"] == "Personen har ingen ersättning alls, och hälsan försämras."
    assert (row["reference"], row["state"], row["overdue"]) == (case.reference, "received", False)
    assert row["body"] == {"key": "processledare", "name": "Processledare"}


def test_each_filter_narrows(anybody: Program, leader: Program, case: Sent) -> None:
    other = report(anybody, parter=["region-psykiatri"], handelse="En kallelse kom bort.").body["case"]
    lift(leader, case)
    today = clock.today()
    found = {
        "": [case.reference, other],
        "state=received": [other],
        "state=with_body": [case.reference],
        "body=arbetsgrupp": [case.reference],
        "overdue=true": [],
        "party=region-psykiatri": [other],
        "level=organisering": [case.reference],
        "category=mellan-stolarna&level=organisering": [case.reference],
        "category=intyg": [],
        f"from={today}&to={today}": [case.reference, other],
        f"from={today + timedelta(days=1)}": [],
        f"to={today - timedelta(days=1)}": [],
        "to=9999-12-31&from=0001-01-01": [case.reference, other],
        "q=kallelse": [other],
        "q=%20": [case.reference, other],
        f"q={other}": [other],
        "state=&body=&party=&level=&category=&from=&to=&q=": [case.reference, other],
    }
    assert {query: sorted(references(leader.get(f"cases?{query}"))) for query in found} == found


def test_what_is_late_and_what_is_closed_can_be_asked_for(leader: Program, case: Sent) -> None:
    with clock.standing_at(clock.now() + timedelta(days=60)):
        assert references(leader.get("cases?overdue=true")) == [case.reference]
    leader.post(f"{case.path}/moves", {"outcome": "svara-och-stang", "reply": "Nu är det ordnat hos dem."})
    assert references(leader.get("cases?state=closed")) == [case.reference]


WRONG_FILTERS = [
    "state=mars",
    "overdue=kanske",
    "from=i-dag",
    "to=2026-13-01",
    "from=10000-01-01",
    "q=a%00b",
    "level=%00",
    "party=%ED%A0%80%00",
    "page=0",
    "page=x",
    "page=" + "9" * 5000,
    "q=" + "x" * 101,
    "body=" + "x" * 61,
]


@pytest.mark.parametrize("query", WRONG_FILTERS)
def test_a_filter_that_can_not_be_is_named(leader: Program, query: str) -> None:
    refused = leader.get(f"cases?{query}")
    assert refused.status == 422
    assert [error["field"] for error in refused.body["errors"]] == [query.partition("=")[0]]


def test_a_list_comes_in_pages_of_fifty_in_few_queries(leader: Program, norrvik: Place) -> None:
    with air.inside(norrvik.tenant):
        sent = {send(handelse=f"Möte {number} uteblev.").case.reference for number in range(51)}
    leader.get("me")
    with CaptureQueriesContext(connection) as queries:
        first = leader.get("cases?q=uteblev")
    assert len(first.body["results"]) == 50
    assert len(queries) <= 12, [query["sql"][:90] for query in queries]
    address = urlsplit(first.body["next"])
    assert address.path == "/api/v1/cases"
    assert parse_qs(address.query) == {"q": ["uteblev"], "page": ["2"]}
    second = leader.get(first.body["next"].removeprefix("/api/v1/"))
    assert second.body["next"] is None
    assert {*references(first), *references(second)} == sent


# --- One case --------------------------------------------------------------------------------------------


def test_what_one_does_not_read_does_not_exist(
    case: Sent, leader: Program, group: Program, soderby: Place
) -> None:
    nowhere = leader.get("cases/1999-0001")
    assert nowhere.status == 404
    assert group.get(case.path).text == nowhere.text
    assert group.patch(case.path, TRIAGE).text == nowhere.text
    assert group.post(f"{case.path}/moves", {"outcome": "ta"}).text == nowhere.text
    assert group.post(f"{case.path}/letters", {"text": "Hej"}).text == nowhere.text
    assert leader.get("cases/%00").status == 404
    assert leader.get("finns-inte").body == nowhere.body
    lift(leader, case)
    # Now they read it; the conversation and the classification are still the first receiver's.
    assert group.get(case.path).status == 200
    assert group.patch(case.path, TRIAGE).text == nowhere.text
    assert group.post(f"{case.path}/letters", {"text": "Hej"}).text == nowhere.text


def test_a_case_has_its_version_in_its_etag(case: Sent, leader: Program) -> None:
    seen = leader.get(case.path)
    assert seen.headers["ETag"] == f'"{seen.body["version"]}"'
    changed = leader.patch(case.path, TRIAGE, If_Match=seen.headers["ETag"])
    assert changed.status == 200
    assert changed.headers["ETag"] != seen.headers["ETag"]
    wrote = leader.post(f"{case.path}/letters", {"text": "Hej"}, If_Match=changed.headers["ETag"])
    assert wrote.headers["ETag"] == leader.get(case.path).headers["ETag"]
    moved = leader.post(f"{case.path}/moves", {"outcome": "ta"}, If_Match="*")
    assert moved.headers["ETag"] == leader.get(case.path).headers["ETag"]


def test_who_saw_an_older_version_changes_nothing(case: Sent, leader: Program) -> None:
    old = leader.get(case.path).headers["ETag"]
    case.reporter.post("receipt/letters", {"text": "Det är bråttom."})
    before = leader.get(case.path).body
    changes = (
        leader.patch(case.path, {**TRIAGE, "masked": MASKED}, If_Match=old),
        leader.post(f"{case.path}/moves", {"outcome": "ta"}, If_Match=f'W/{old}, "999"'),
        leader.post(f"{case.path}/letters", {"text": "Hej"}, If_Match=old),
    )
    assert {change.status for change in changes} == {412}
    assert "Läs det igen" in changes[0].body["detail"]
    assert leader.get(case.path).body == before


def test_a_change_keeps_what_was_not_sent(case: Sent, leader: Program) -> None:
    leader.patch(case.path, TRIAGE)
    changed = leader.patch(case.path, {"category": "intyg", "reason": "Det gällde ett intyg."}).body
    assert (changed["type"], changed["category"], changed["approach"]) == (
        "systembrist",
        "intyg",
        "arbetsgrupp",
    )
    assert changed["reason"] == "Det gällde ett intyg."


def test_a_change_is_made_whole_or_not_at_all(case: Sent, leader: Program) -> None:
    before = leader.get(case.path).body
    refused = leader.patch(case.path, {**TRIAGE, "masked": {"finns-inte": "Text"}, "approve": True})
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "finns-inte")
    assert leader.get(case.path).body == before


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, {""}),
        ({"level": "organisering"}, {"type", "category", "reason"}),
        ({**TRIAGE, "type": "mars"}, {"type"}),
        ({**TRIAGE, "level": "individ"}, {"category"}),
        ({**TRIAGE, "parties": ["mars"]}, {"parties"}),
        ({**TRIAGE, "parties": "af"}, {"parties"}),
        ({**TRIAGE, "parties": [1]}, {"parties"}),
        ({**TRIAGE, "recurrence": "x" * 100}, {"recurrence"}),
        ({**TRIAGE, "approach": "mars"}, {"approach"}),
        ({**TRIAGE, "reason": " "}, {"reason"}),
        ({**TRIAGE, "levle": "individ"}, {"levle"}),
        ({"masked": {"handelse": ["Text"]}}, {"handelse"}),
        ({"masked": {"handelse": "Ring 850709-9805"}}, {"handelse"}),
        ({"masked": {}}, {"masked"}),
        ({"approve": True}, {"masked"}),
        ({"approve": "ja"}, {"approve"}),
    ],
)
def test_what_is_wrong_with_a_change_is_said_by_field(
    case: Sent, leader: Program, change: dict[str, object], fields: set[str]
) -> None:
    refused = leader.patch(case.path, change)
    assert refused.status == 422
    assert {error["field"] for error in refused.body["errors"]} == fields


def test_an_outcome_that_is_not_there_or_lacks_something_is_a_conflict(
    case: Sent, leader: Program, group: Program
) -> None:
    lacks = leader.post(f"{case.path}/moves", {"outcome": "lyft-till-arbetsgruppen"})
    assert lacks.status == 409
    assert "bedömning" in lacks.body["detail"]
    assert "avidentifierad text" in lacks.body["detail"]
    lift(leader, case)
    again = leader.post(f"{case.path}/moves", {"outcome": "lyft-till-arbetsgruppen"})
    assert again.status == 409
    others = group.post(f"{case.path}/moves", {"outcome": "svara-och-stang", "reply": "Nu är det ordnat."})
    assert (others.status, others.body["detail"]) == (409, again.body["detail"])


def test_an_outcome_says_what_it_requires(case: Sent, leader: Program) -> None:
    dialogue = next(one for one in leader.get(case.path).body["outcomes"] if one["id"] == "lost-i-dialog")
    assert dialogue["track"] == "quick"
    names = [asked["name"] for asked in dialogue["requires"]]
    assert names == ["problem", "solution", "participants", "reply"]
    refused = leader.post(f"{case.path}/moves", {"outcome": "lost-i-dialog", "problem": "Ett glapp"})
    assert refused.status == 422
    assert {error["field"] for error in refused.body["errors"]} == {*names} - {"problem"}


def test_nothing_is_written_in_a_closed_conversation(case: Sent, leader: Program) -> None:
    leader.post(f"{case.path}/moves", {"outcome": "svara-och-stang", "reply": "Nu är det ordnat hos dem."})
    refused = leader.post(f"{case.path}/letters", {"text": "Förresten"})
    assert (refused.status, refused.body["title"]) == (409, "Det går inte som det nu är")
    assert case.reporter.post("receipt/letters", {"text": "Tack"}).status == 201


# --- What a masked reader reads --------------------------------------------------------------------------

SECRETS = {
    "raw": "KANARIESVAR",
    "contact": "KANARIEKONTAKT",
    "letter": "KANARIEBREV",
    "problem": "KANARIEPROBLEM",
    "reason": "KANARIESKAL",
    "draft": "KANARIEUTKAST",
}


@pytest.fixture
def secretive(anybody: Program, leader: Program) -> Sent:
    """A case with a canary in everything that a masked reader must not read, and one in what they may."""
    contact = {**CONTACT, "name": SECRETS["contact"], "organisation": SECRETS["contact"]}
    sent = report(anybody, contact=contact, handelse=SECRETS["raw"], forslag=SECRETS["raw"])
    case = Sent(sent.body["case"], Program(anybody.place, f"Receipt {sent.body['receipt']}"))
    assert case.reporter.post("receipt/letters", {"text": SECRETS["letter"]}).status == 201
    assert leader.post(f"{case.path}/letters", {"text": SECRETS["letter"]}).status == 201
    change = {
        **TRIAGE,
        "reason": SECRETS["reason"],
        "masked": {"handelse": "KANARIEGODKAND"},
        "approve": True,
    }
    assert leader.patch(case.path, change).status == 200
    assert leader.patch(case.path, {"masked": {"handelse": SECRETS["draft"]}}).status == 200
    assert leader.post(f"{case.path}/moves", {"outcome": "lyft-till-arbetsgruppen"}).status == 201
    waits = {"outcome": "vanta-pa-part", "reason": SECRETS["problem"]}
    assert leader.post(f"{case.path}/moves", waits).status == 201
    return case


def test_a_masked_reader_reads_the_approved_text_and_no_more(
    secretive: Sent, leader: Program, group: Program
) -> None:
    path = secretive.path
    answers = [
        group.get(path),
        group.get("cases"),
        group.get("me"),
        group.post(f"{path}/moves", {"outcome": "ta"}),
        group.post(f"{path}/moves", {"outcome": "be-om-mer"}),
        group.post(f"{path}/moves", {"outcome": "be-om-mer", "reason": "Vad säger AF?"}),
        group.patch(path, {"masked": MASKED}),
        group.post(f"{path}/letters", {"text": "Hej"}),
    ]
    assert [answer.status for answer in answers] == [200, 200, 200, 409, 422, 201, 404, 404]
    assert "KANARIEGODKAND" in answers[0].text
    for answer in answers:
        assert not [word for word in SECRETS.values() if word in answer.text]
    seen = answers[0].body
    full_only = {"answers", "masking", "reason", "letters", "notes", "replies"}
    assert not full_only & set(seen)
    assert full_only <= set(leader.get(path).body)
    for word in SECRETS.values():
        if word != SECRETS["contact"]:
            assert word in leader.get(path).text
    assert SECRETS["contact"] not in leader.get(path).text


@pytest.mark.parametrize("word", [*SECRETS.values(), "handelse", "kanariesvar"])
def test_no_search_tells_a_masked_reader_that_something_is_there(
    secretive: Sent, group: Program, word: str
) -> None:
    for name in ("q", "body", "party", "level", "category"):
        assert references(group.get(f"cases?{name}={word}")) == []
    assert references(group.get("cases?q=kanariegodkand")) == [secretive.reference]
    assert word not in group.get(f"cases?state={word}&from={word}&page={word}").text
