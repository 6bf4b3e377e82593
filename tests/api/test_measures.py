"""Measures and statements for programs."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants import air, clock
from tests.api.conftest import Answer, Program, Sent, key_of, lift
from tests.conftest import Place
from workflows.measures.models import Measure


def due(days: int = 20) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def measure(**other: object) -> dict[str, Any]:
    """A measure to decide."""
    return {
        "kind": "utbildning",
        "what": "Handläggarna utbildas i att skriva intyg.",
        "owner": "fk",
        "owner_function": "Enhetschef",
        "due": due(),
        "decided_by": "collective",
        **other,
    }


QUESTION = {"party": "fk", "function": "Enhetschef", "due": due(10)}
ANSWER = {"answer": "partly", "what": "Vi utser en samordnare.", "when_text": "Före sommaren."}


def fields_of(answer: Answer) -> set[str]:
    assert answer.status == 422, answer
    return {error["field"] for error in answer.body["errors"]}


@pytest.mark.row("S1-58")
@pytest.mark.row("S2-12")
def test_a_measure_is_decided_followed_up_and_found_in_the_register(case: Sent, leader: Program) -> None:
    made = leader.post(f"{case.path}/measures", measure(cost_benefit="Två timmar."))
    assert made.status == 201, made
    assert (made.body["case"], made.body["state"], made.body["overdue"]) == (case.reference, "planned", False)
    assert made.body["body"]["key"] == "processledare"
    assert made.headers["ETag"] == leader.get(case.path).headers["ETag"]

    path = f"measures/{made.body['id']}"
    done = leader.patch(path, {"done": True, "result": "Alla är utbildade."}, If_Match=made.headers["ETag"])
    assert (done.status, done.body["state"], done.body["what"]) == (200, "done", made.body["what"])
    known = leader.patch(path, {"effect": "client", "effect_text": "Färre väntar."})
    assert (known.body["state"], known.body["result"]) == ("known", "Alla är utbildade.")
    assert [change["changed"].keys() for change in known.body["changes"]] == [
        {"done", "result"},
        {"effect", "effect_text"},
    ]
    assert leader.get(f"{case.path}/measures").body["results"] == [known.body]
    assert leader.get("measures").body == {"results": [known.body], "next": None}


@pytest.mark.row("S0-25")
def test_a_party_is_asked_and_its_answer_is_entered_once(case: Sent, leader: Program) -> None:
    asked = leader.post(f"{case.path}/statements", QUESTION)
    assert (asked.status, asked.body["answer"], asked.body["entered_by"]) == (201, "", None)
    assert fields_of(leader.post(f"{case.path}/statements", QUESTION)) == {"party"}
    path = f"statements/{asked.body['id']}"
    assert fields_of(leader.patch(path, {**ANSWER, "when_text": ""})) == {"when_text"}
    entered = leader.patch(path, ANSWER)
    assert (entered.status, entered.body["answer"], entered.body["when_text"]) == (
        200,
        "partly",
        "Före sommaren.",
    )
    again = leader.patch(path, ANSWER)
    assert (again.status, again.body["detail"]) == (409, "Yttrandet är redan inskrivet, och ändras inte.")
    assert leader.get(f"{case.path}/statements").body["results"] == [entered.body]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"kind": "mars"}, {"kind"}),
        ({"due": "2020-01-01"}, {"due"}),
        ({"due": "i morgon"}, {"due"}),
        ({"owner": "mars", "what": "Ring 19811228-9874."}, {"owner", "what"}),
        ({"decided_by": "ingen"}, {"decided_by"}),
        ({"owner_function": 1}, {"owner_function"}),
        ({"onwer": "fk"}, {"onwer"}),
    ],
)
def test_what_is_wrong_is_named(
    case: Sent, leader: Program, wrong: dict[str, object], fields: set[str]
) -> None:
    assert fields_of(leader.post(f"{case.path}/measures", measure(**wrong))) == fields
    assert leader.get(f"{case.path}/measures").body == {"results": []}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, {""}),
        ({"done": "ja"}, {"done"}),
        ({"done": True}, {"result"}),
        ({"due": due(40)}, {"reason"}),
        ({"effect": "stor"}, {"effect"}),
        ({"effect": "client", "effect_text": "Bättre."}, {"effect"}),
        ({"what": "Något annat"}, {"what"}),
    ],
)
def test_a_follow_up_names_what_is_wrong(
    case: Sent, leader: Program, change: dict[str, object], fields: set[str]
) -> None:
    made = leader.post(f"{case.path}/measures", measure())
    assert fields_of(leader.patch(f"measures/{made.body['id']}", change)) == fields


def test_who_saw_an_older_version_of_the_case_changes_nothing(case: Sent, leader: Program) -> None:
    old = leader.get(case.path).headers["ETag"]
    made = leader.post(f"{case.path}/measures", measure())
    asked = leader.post(f"{case.path}/statements", QUESTION)
    changes = (
        leader.post(f"{case.path}/measures", measure(), If_Match=old),
        leader.patch(f"measures/{made.body['id']}", {"result": "Hej"}, If_Match=old),
        leader.post(f"{case.path}/statements", {**QUESTION, "party": "af"}, If_Match=old),
        leader.patch(f"statements/{asked.body['id']}", ANSWER, If_Match=old),
    )
    assert [change.status for change in changes] == [412] * 4


def test_what_one_does_not_read_does_not_exist(
    case: Sent, leader: Program, group: Program, soderby: Place
) -> None:
    made = leader.post(f"{case.path}/measures", measure()).body
    asked = leader.post(f"{case.path}/statements", QUESTION).body
    neighbour = key_of(soderby, soderby.processledare)

    def everything(program: Program) -> list[int]:
        return [
            program.get(f"{case.path}/measures").status,
            program.post(f"{case.path}/measures", measure()).status,
            program.patch(f"measures/{made['id']}", {"result": "Möte hållet."}).status,
            program.get(f"{case.path}/statements").status,
            program.post(f"{case.path}/statements", {**QUESTION, "party": "af"}).status,
            program.patch(f"statements/{asked['id']}", ANSWER).status,
        ]

    assert everything(group) == [404] * 6
    assert everything(neighbour) == [404] * 6
    assert (group.get("measures").body["results"], neighbour.get("measures").body["results"]) == ([], [])
    lift(leader, case)
    assert everything(group) == [200, 201, 200, 200, 201, 200]
    assert leader.get(f"measures/{made['id']}").status == 405
    assert leader.patch(f"measures/{10**30}", {"result": "Hej"}).status == 404


def test_who_reads_and_does_not_have_the_case_is_told_who_does(
    case: Sent, leader: Program, group: Program
) -> None:
    lift(leader, case)
    leader.post(f"{case.path}/moves", {"outcome": "svara-och-stang", "reply": "Nu är det ordnat hos dem."})
    refused = leader.post(f"{case.path}/measures", measure())
    assert (refused.status, refused.body["detail"]) == (
        409,
        "Det här görs av dem som har ärendet nu: Arbetsgrupp.",
    )
    assert group.post(f"{case.path}/measures", measure()).status == 201


def test_a_closed_case_takes_no_more_and_its_measures_are_followed_up(case: Sent, leader: Program) -> None:
    made = leader.post(f"{case.path}/measures", measure()).body
    leader.post(f"{case.path}/moves", {"outcome": "svara-och-stang", "reply": "Nu är det ordnat hos dem."})
    assert leader.post(f"{case.path}/measures", measure()).status == 409
    assert leader.post(f"{case.path}/statements", QUESTION).status == 409
    assert leader.patch(f"measures/{made['id']}", {"result": "Möte hållet."}).status == 200


def test_the_register_is_narrowed_and_names_a_filter_that_cannot_be(case: Sent, leader: Program) -> None:
    made = leader.post(f"{case.path}/measures", measure()).body
    for query, number in (
        ("state=open&owner=fk&kind=utbildning&q=intyg", 1),
        (f"due_from={due()}&due_to={due()}", 1),
        ("state=overdue", 0),
        ("effect=client", 0),
        ("owner=af", 0),
        ("state=&owner=&kind=&effect=&q=", 1),
    ):
        assert [one["id"] for one in leader.get(f"measures?{query}").body["results"]] == [made["id"]] * number
    for query in ("state=mars", "effect=x", "due_from=x", "page=0", "q=" + "x" * 101):
        assert fields_of(leader.get(f"measures?{query}")) == {query.partition("=")[0]}
    with clock.standing_at(clock.now() + timedelta(days=30)):
        assert leader.get("measures?state=overdue").body["results"][0]["overdue"] is True


def test_the_register_comes_in_pages_of_fifty_in_few_queries(
    case: Sent, leader: Program, norrvik: Place
) -> None:
    leader.post(f"{case.path}/measures", measure())
    with air.inside(norrvik.tenant):
        row: dict[str, Any] = dict(Measure.objects.values().get())
        del row["id"]
        Measure.objects.bulk_create([Measure(**row) for _ in range(50)])
    with CaptureQueriesContext(connection) as queries:
        first = leader.get("measures?q=intyg")
    assert len(first.body["results"]) == 50
    assert len(queries) <= 12, [query["sql"][:90] for query in queries]
    assert parse_qs(urlsplit(first.body["next"]).query) == {"q": ["intyg"], "page": ["2"]}
    second = leader.get(first.body["next"].removeprefix("/api/v1/"))
    assert (len(second.body["results"]), second.body["next"]) == (1, None)
