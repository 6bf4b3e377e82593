"""The whole way of a report through JSON alone."""

from accounts.models import User
from tenants import air
from tests.api.conftest import CONTACT, MASKED, TRIAGE, Program, report, sent_by
from tests.workflows.cases.reports import ANSWERS
from workflows.cases.models import Case


def test_a_report_goes_all_the_way_to_an_answer_and_back(
    anybody: Program, leader: Program, group: Program
) -> None:
    forms = anybody.get("form").body["forms"]
    required = [q["id"] for q in forms[0]["questions"] if q["required"]]
    assert set(required) <= set(ANSWERS)

    received = report(anybody, contact=CONTACT)
    case = sent_by(received, anybody.place)
    assert received.body["next"]["person"] == User.objects.get(email="processledare@norrvik.example").name
    assert received.body["next"]["body"] == "Processledare"

    assert case.reporter.post("receipt/letters", {"text": "Det hände igen i dag."}).status == 201
    here = leader.get(case.path).body
    assert (here["state"], here["sight"]) == ("received", "full")
    assert here["letters"][0]["text"] == "Det hände igen i dag."
    assert here["letters"][0]["by"] is None
    assert here["answers"]["handelse"] == ANSWERS["handelse"]
    assert leader.post(f"{case.path}/letters", {"text": "Jag ringer dem."}).status == 201
    assert leader.get(case.path).body["state"] == "talking"
    assert [one["text"] for one in case.reporter.get("receipt").body["letters"]][1] == "Jag ringer dem."

    lacks = {one["id"]: one["needs"] for one in leader.get(case.path).body["lacking"]}
    assert lacks == {"lyft-till-arbetsgruppen": ["classified", "masked"]}
    assert group.get(case.path).status == 404
    assert leader.patch(case.path, TRIAGE).status == 200
    assert leader.patch(case.path, {"masked": MASKED}).body["masking"] == {"texts": MASKED, "approved": False}
    assert leader.patch(case.path, {"approve": True}).body["masking"]["approved"] is True
    lifted = leader.post(f"{case.path}/moves", {"outcome": "lyft-till-arbetsgruppen"})
    assert (lifted.status, lifted.body["state"]) == (201, "with_body")

    there = group.get(case.path).body
    assert there["masked"]["handelse"] == MASKED["handelse"]
    assert "answers" not in there
    assert [track["stage"] for track in there["tracks"]] == ["processledare", "arbetsgrupp"]
    decide = next(one for one in there["outcomes"] if one["id"] == "besluta-i-arbetsgruppen")
    assert [asked["name"] for asked in decide["requires"]] == ["decision"]
    decided = group.post(f"{case.path}/moves", {"outcome": decide["id"], "decision": "En gemensam rutin."})
    assert decided.body["state"] == "decided"

    end = {"outcome": "avsluta-i-arbetsgruppen", "reason": "Klart.", "reply": "Parterna har nu en rutin."}
    assert group.post(f"{case.path}/moves", end).status == 201
    solved = {
        "outcome": "lost-i-dialog",
        "problem": "Ingen tog ansvar.",
        "solution": "Ett möte.",
        "participants": "AF och FK",
        "reply": "Ersättningen är på plats igen.",
    }
    closed = leader.post(f"{case.path}/moves", solved).body
    assert (closed["state"], closed["outcomes"], closed["due"]) == ("closed", [], None)

    receipt = case.reporter.get("receipt").body
    assert (receipt["state"], receipt["next"]) == ("closed", None)
    assert [reply["text"] for reply in receipt["replies"]] == [end["reply"], solved["reply"]]
    assert case.reporter.post("receipt/feedback", {"helped": "no", "text": "Det hände igen."}).status == 201
    assert case.reporter.get("receipt").body["feedback"]["helped"] == "no"
    assert [todo["kind"] for todo in leader.get(case.path).body["todos"]] == ["did_not_help"]
    with air.inside(anybody.place.tenant):
        assert Case.objects.get(reference=case.reference).closed_at
