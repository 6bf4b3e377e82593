"""The form, a report, and the receipt, for programs without a key."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import attempts
from tenants import air
from tests.api.conftest import CONTACT, Program, Sent, lift, report
from tests.conftest import Place
from tests.workflows.cases.reports import ANSWERS
from workflows.cases.models import Case, Contact
from workflows.questions.models import FormVersion


def test_the_form_says_what_is_asked_and_in_which_version(anybody: Program) -> None:
    (form,) = anybody.get("form").body["forms"]
    assert form["slug"] == "rapport"
    with air.inside(anybody.place.tenant):
        assert FormVersion.objects.filter(hash=form["version"]).exists()
    keys = {"id", "kind", "label", "hint", "required", "choices"}
    assert all(set(question) == keys for question in form["questions"])
    where = next(question for question in form["questions"] if question["id"] == "var")
    assert {"value": "annan", "label": "Hos en annan part"} in where["choices"]


def test_a_report_becomes_a_case_with_a_receipt_and_a_next_date(anybody: Program) -> None:
    version = anybody.get("form").body["forms"][0]["version"]
    sent = {"form": "rapport", "version": version, "answers": ANSWERS, "contact": CONTACT}
    answer = anybody.post("reports", sent, Idempotency_Key=str(uuid.uuid4()))
    assert answer.status == 201
    assert set(answer.body) == {"receipt", "case", "next"}
    assert set(answer.body["next"]) == {"body", "person", "date"}
    assert "no-store" in answer.headers["Cache-Control"]
    with air.inside(anybody.place.tenant):
        case = Case.objects.get(reference=answer.body["case"])
        assert str(case.due) == answer.body["next"]["date"]
        assert Contact.objects.get(case=case).organisation == "Skolan"


def test_the_same_report_sent_twice_is_one_case_with_one_receipt(anybody: Program) -> None:
    key = str(uuid.uuid4())
    first, second = report(anybody, key), report(anybody, f'"{key.upper()}"')
    assert (second.status, second.body) == (201, first.body)
    with air.inside(anybody.place.tenant):
        assert Case.objects.count() == 1


def test_another_report_under_the_same_key_is_refused(anybody: Program) -> None:
    key = str(uuid.uuid4())
    report(anybody, key)
    refused = report(anybody, key, handelse="Något helt annat.")
    assert refused.status == 409
    assert "Idempotency-Key" in refused.body["detail"]
    assert report(anybody, key, contact=CONTACT).status == 409


@pytest.mark.parametrize("key", ["", "ett-två-tre", "123", "z" * 32])
def test_a_report_needs_a_key_of_its_own(anybody: Program, key: str) -> None:
    headers = {"Idempotency_Key": key} if key else {}
    refused = anybody.post("reports", {"form": "rapport", "answers": ANSWERS}, **headers)
    assert refused.status == 422
    assert [error["field"] for error in refused.body["errors"]] == ["Idempotency-Key"]


def test_what_has_to_be_changed_is_said_by_field(anybody: Program) -> None:
    answers = {
        "parter": "af",
        "var": "mars",
        "aterkommer": 3,
        "okand": "?",
        "konsekvens": "850709-9805 ringde",
    }
    contact = {"email": "fel", "name": "x" * 500, "phone": "1" * 100}
    sent = {"form": "rapport", "answers": answers, "contact": contact}
    refused = anybody.post("reports", sent, Idempotency_Key=str(uuid.uuid4()))
    assert refused.status == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    fields = {error["field"] for error in refused.body["errors"]}
    assert fields == {*answers, "handelse", *contact}
    assert all(error["detail"] for error in refused.body["errors"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"form": "finns-inte"}, "form"),
        ({"version": "0" * 64}, "version"),
        ({"answers": []}, "answers"),
        ({"answers": None}, "answers"),
        ({"contact": "Mika"}, "contact"),
        ({"contact": {"namn": "Mika"}}, "namn"),
        ({"contact": {"name": 5}}, "name"),
        ({"svar": {}}, "svar"),
    ],
)
def test_a_body_of_the_wrong_shape_is_told_where(
    anybody: Program, change: dict[str, object], field: str
) -> None:
    sent = {"form": "rapport", "answers": ANSWERS, **change}
    refused = anybody.post("reports", sent, Idempotency_Key=str(uuid.uuid4()))
    assert refused.status == 422
    assert field in {error["field"] for error in refused.body["errors"]}


def test_a_report_needs_few_queries(anybody: Program) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert report(anybody, contact=CONTACT).status == 201
    assert len(queries) <= 18, [query["sql"][:90] for query in queries]


# --- The receipt -----------------------------------------------------------------------------------------


def test_the_receipt_tells_how_it_goes_in_plain_words(case: Sent, leader: Program) -> None:
    told = case.reporter.get("receipt").body
    assert (told["case"], told["state"]) == (case.reference, "received")
    assert told["state_text"] == "Processledaren läser din rapport och hör av sig."
    assert (told["letters"], told["replies"], told["feedback"]) == ([], [], None)
    lift(leader, case)
    told = case.reporter.get("receipt").body
    assert told["timeline"][-1]["text"].startswith("Din rapport har lyfts till arbetsgruppen")
    assert told["next"]["body"] == "Arbetsgrupp"
    assert told["next"]["person"].startswith("Processledare")


def test_letters_go_both_ways_and_are_read(case: Sent, leader: Program) -> None:
    leader.post(f"{case.path}/letters", {"text": "Hur länge har det varat?"})
    letters = case.reporter.get("receipt").body["letters"]
    assert [(letter["text"], letter["from_reporter"]) for letter in letters] == [
        ("Hur länge har det varat?", False)
    ]
    assert letters[0]["by"].startswith("Processledare")
    written = case.reporter.post("receipt/letters", {"text": "Fem veckor 🙂"})
    assert (written.status, written.body["text"], written.body["by"]) == (201, "Fem veckor 🙂", None)


def test_whether_it_helped_is_asked_after_an_answer(case: Sent, leader: Program) -> None:
    early = case.reporter.post("receipt/feedback", {"helped": "yes"})
    assert (early.status, early.body["errors"][0]["field"]) == (422, "helped")
    leader.post(f"{case.path}/moves", {"outcome": "svara-och-stang", "reply": "Nu är det ordnat hos dem."})
    assert case.reporter.post("receipt/feedback", {"helped": "partly"}).status == 201
    assert case.reporter.post("receipt/feedback", {"helped": "kanske"}).status == 422


def test_a_code_that_opens_nothing_gets_one_answer_whatever_is_wrong(case: Sent, soderby: Place) -> None:
    code = case.reporter.authorization
    wrong = ["", "Receipt", "Receipt fel", code[:-1] + ("0" if code[-1] != "0" else "1"), f"Token {code[8:]}"]
    place = case.reporter.place
    answers = [Program(place, text).get("receipt") for text in wrong] + [
        Program(soderby, code).get("receipt")
    ]
    assert {(answer.status, answer.text) for answer in answers} == {(401, answers[0].text)}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {"Receipt"}


def test_a_code_may_be_typed_as_a_person_types(case: Sent) -> None:
    typed = case.reporter.authorization.lower().replace("-", " ")
    assert Program(case.reporter.place, typed).get("receipt").status == 200


def test_codes_can_not_be_guessed_in_numbers(case: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = attempts.Budget("receipt", "127.0.0.1", 3)
    monkeypatch.setattr("accounts.attempts.to_follow", lambda _request: [budget])
    guesser = Program(case.reporter.place, "Receipt fel")
    assert [guesser.get("receipt").status for _ in range(4)] == [401, 401, 401, 429]
    spent = case.reporter.get("receipt")
    assert (spent.status, spent.headers["Retry-After"]) == (429, "900")
    assert "Vänta en kvart" in spent.body["detail"]
