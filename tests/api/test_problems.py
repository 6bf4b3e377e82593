"""Bad input at every address that takes a body: a problem in Swedish, and never a 500."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import MASKED, TRIAGE, Answer, Program, Sent
from tests.conftest import Place, Visitor
from tests.workflows.cases.reports import ANSWERS
from workflows.cases import lists

Ask = Callable[[object, str], Answer]

# Each address that takes a body: who asks, how, and a body that would do.
DOORS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "reports": ("POST", "reports", {"form": "rapport", "answers": ANSWERS, "contact": {"name": "Mika"}}),
    "letters from the reporter": ("POST", "receipt/letters", {"text": "Hej"}),
    "feedback": ("POST", "receipt/feedback", {"helped": "no", "text": "Nej"}),
    "change": ("PATCH", "cases/{case}", {**TRIAGE, "masked": MASKED, "approve": True}),
    "moves": ("POST", "cases/{case}/moves", {"outcome": "svara-och-stang", "reply": "Nu är det ordnat."}),
    "letters": ("POST", "cases/{case}/letters", {"text": "Hej"}),
}


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest, case: Sent, leader: Program) -> tuple[Ask, dict[str, Any]]:
    """One way to send, and what would do there."""
    method, address, body = DOORS[request.param]
    who = case.reporter if address.startswith("receipt") else leader
    headers = {"Idempotency_Key": str(uuid.uuid4())} if address == "reports" else {}

    def ask(body: object, kind: str = "application/json") -> Answer:
        return who.ask(method, address.format(case=case.reference), body, **headers, Content_Type=kind)

    return ask, body


def is_a_problem(answer: Answer) -> bool:
    """Whether it is one as RFC 9457 has it."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer
    assert set(answer.body) == {"type", "title", "status", "detail", "errors"}
    assert answer.body["status"] == answer.status
    assert all(set(error) == {"field", "detail"} and error["detail"] for error in answer.body["errors"])
    return bool(answer.body["title"] and answer.body["detail"])


BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"   ", 400),
    "half": (b'{"text": "Hej', 400),
    "no JSON": (b"text=Hej", 400),
    "Latin-1": ('{"text": "hälsa"}'.encode("latin-1"), 400),
    "UTF-16": ('{"text": "Hej"}'.encode("utf-16"), 400),
    "not a number": (b'{"text": NaN}', 400),
    "half a character": (rb'{"text": "\ud83d"}', 400),
    "half a character in a name": (rb'{"\ud83d": "Hej"}', 400),
    "too deep": (b"[" * 100_000, 400),
    "a very long number": (b'{"text": ' + b"9" * 10_000 + b"}", 400),
    "too much": (b'{"text": "' + b"x" * 2_600_000 + b'"}', 413),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "a text": (b'"Hej"', 422),
    "a NUL in a name": (rb'{"\u0000": "Hej"}', 422),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_no_body_is_a_problem(door: tuple[Ask, dict[str, Any]], name: str) -> None:
    raw, status = BODIES[name]
    answer = door[0](raw, "application/json")
    assert answer.status == status, answer
    assert is_a_problem(answer)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"]
)
def test_what_is_not_json_is_not_read(door: tuple[Ask, dict[str, Any]], kind: str) -> None:
    answer = door[0](b'{"text": "Hej"}', kind)
    assert answer.status == 415
    assert is_a_problem(answer)


def test_a_charset_that_is_not_utf_8_changes_nothing(door: tuple[Ask, dict[str, Any]]) -> None:
    ask, body = door
    assert ask(json.dumps(body).encode(), "application/json; charset=bz2").status < 500


def replaced(body: Any, value: object) -> list[Any]:
    """The body with each of its values, however deep, replaced by another."""
    if isinstance(body, dict):
        return [{**body, key: new} for key, old in body.items() for new in [value, *replaced(old, value)]]
    if isinstance(body, list):
        return [[value, *body]]
    return []


WRONG: dict[str, object] = {
    "a number": 3,
    "a huge number": 10**400,
    "a fraction": 1.5,
    "true": True,
    "null": None,
    "a list": ["Hej"],
    "a list of lists": [[[]]],
    "an object": {"a": {"b": ["c"]}},
    "empty": "",
    "blank": " \t\n ",
    "NUL": "a\x00b",
    "a list with NUL": ["a\x00b"],
    "control characters": "\x1b[31m\x7f\u202e",
    "emoji": "🙂" * 50,
    "a personnummer": "850709-9805",
    "one megabyte": "å" * 500_000,
}


@pytest.mark.parametrize("name", WRONG)
def test_each_value_can_be_wrong_and_is_never_our_fault(door: tuple[Ask, dict[str, Any]], name: str) -> None:
    ask, body = door
    for wrong in replaced(body, WRONG[name]):
        answer = ask(wrong, "application/json")
        assert answer.status in {200, 201, 409, 422}, (wrong, answer)
        assert answer.status < 300 or is_a_problem(answer)


@pytest.mark.parametrize("name", ["NUL", "a list with NUL", "an object", "one megabyte", "a personnummer"])
def test_what_can_not_be_kept_is_refused_by_field(door: tuple[Ask, dict[str, Any]], name: str) -> None:
    ask, body = door
    for wrong in replaced(body, WRONG[name]):
        answer = ask(wrong, "application/json")
        assert answer.status in {409, 422}, answer
        assert answer.status == 409 or answer.body["errors"]


def test_emoji_are_kept(case: Sent, leader: Program) -> None:
    text = "Tack 👩🏽‍💻 för hjälpen, å ä ö"
    leader.post(f"{case.path}/letters", {"text": text})
    assert case.reporter.get("receipt").body["letters"][0]["text"] == text


def test_an_address_that_does_not_take_the_method_says_which_it_takes(leader: Program, case: Sent) -> None:
    for method, address, allowed in (
        ("DELETE", case.path, "GET, PATCH"),
        ("PUT", "cases", "GET"),
        ("OPTIONS", "me", "GET"),
        ("POST", "schema", "GET"),
    ):
        answer = leader.ask(method, address)
        assert (answer.status, is_a_problem(answer)) == (405, True)
        assert answer.headers["Allow"].startswith(allowed)


@pytest.mark.parametrize("address", ["", "finns-inte", "cases/", "cases/%F0%9F%99%82", "cases/..%2fme"])
def test_an_address_that_is_not_there_is_a_problem_too(leader: Program, address: str) -> None:
    answer = leader.get(address)
    assert (answer.status, is_a_problem(answer)) == (404, True)


@pytest.mark.parametrize("version", ["", "mars", '"', '""', "å", "9" * 5000, ",,,", "W/"])
def test_an_odd_version_is_an_old_one(case: Sent, leader: Program, version: str) -> None:
    header = version.encode().decode("latin-1")
    assert leader.patch(case.path, TRIAGE, If_Match=header).status == 412


@pytest.mark.parametrize("key", ["\x00", "å" * 40, "9" * 5000, "{}", "urn:uuid:"])
def test_an_odd_idempotency_key_is_none(leader: Program, key: str) -> None:
    sent = {"form": "rapport", "answers": ANSWERS}
    assert leader.post("reports", sent, Idempotency_Key=key.encode().decode("latin-1")).status == 422


def test_a_fault_of_ours_says_nothing_of_what_was_sent(
    leader: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("KANARIE")

    monkeypatch.setattr(lists, "narrowed", broken)
    answer = leader.get("cases?q=KANARIE")
    assert (answer.status, is_a_problem(answer)) == (500, True)
    assert "KANARIE" not in answer.text


def test_an_address_that_is_not_at_the_door_is_answered_with_a_page(norrvik: Place, at: Visitor) -> None:
    answer = at(norrvik).get("/finns-inte")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
