"""The three families from report to closed through JSON alone, each in its own words, as time goes."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from tenants import air, clock
from tenants.working_days import add_working_days
from tests.api.conftest import CONTACT, Program, Sent, key_of, sent_by
from tests.conftest import Place
from tests.families import WORDS, Home, home_of
from workflows.cases import tasks
from workflows.measures.tasks import mind_measures
from workflows.outbox.models import Mail

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=clock.STOCKHOLM)
REPORTER = "reporter"
MASKED = "Två verksamheter väntade på varandra, och personen stod utan insats."


@contextmanager
def day(number: int) -> Iterator[date]:
    """What is done so many days after the Monday on which the report comes in."""
    moment = MONDAY + timedelta(days=number)
    with clock.standing_at(moment):
        yield moment.date()


def let_the_clock_work(home: Home) -> set[str]:
    """One round of the clock, by its tasks; who got which mail."""
    with air.inside(home.tenant):
        before = set(Mail.objects.exclude(sent_at=None).values_list("pk", flat=True))
        tasks.mind_owners()
        tasks.mind_dates()
        mind_measures()
        tasks.send_mails()
        names = dict(User.objects.values_list("pk", "email"))
        left = Mail.objects.exclude(sent_at=None).exclude(pk__in=before)
        assert not Mail.objects.due(clock.now()).exists()
        return {
            f"{one.template} to {names.get(one.to_user_id or 0, REPORTER).partition('@')[0]}" for one in left
        }


def program(home: Home, body: str, number: int = 0) -> Program:
    """The program of somebody who sits there."""
    user: User = home.user(body, number)
    return key_of(home, user)


def report(home: Home, **chosen: str) -> Sent:
    """A report by a program that knows the form only from what the form says of itself."""
    anybody = Program(home)
    (form,) = anybody.get("form").body["forms"]
    answers = {
        question["id"]: filled_in(question)
        for question in form["questions"]
        if question["required"] or question["id"] in chosen
    }
    sent = {
        "form": form["slug"],
        "version": form["version"],
        "answers": {**answers, **chosen},
        "contact": CONTACT,
    }
    return sent_by(anybody.post("reports", sent, Idempotency_Key=str(uuid.uuid4())), home)


def filled_in(question: dict[str, Any]) -> str | list[str]:
    """An answer to a question as JSON describes it."""
    values = [choice["value"] for choice in question["choices"]]
    return (
        values[:2] if question["kind"] in ("several_choices", "parties") else values[0] if values else WORDS
    )


def mask(receiver: Program, case: Sent) -> None:
    """The whole report without the person, approved."""
    texts = {
        question: MASKED
        for question, text in receiver.get(case.path).body["answers"].items()
        if text == WORDS
    }
    assert receiver.patch(case.path, {"masked": texts, "approve": True}).body["masking"]["approved"] is True


def choose(who: Program, case: Sent, outcome: str, **given: str) -> Any:
    """An outcome that the case lists among what can be done now, and what the case is then."""
    listed = {one["id"]: one["requires"] for one in who.get(case.path).body["outcomes"]}
    assert {asked["name"] for asked in listed[outcome]} == set(given)
    moved = who.post(f"{case.path}/moves", {"outcome": outcome, **given})
    assert moved.status == 201, moved
    return moved.body


def lacking(who: Program, case: Sent, outcome: str) -> list[str]:
    """What the case needs before the outcome."""
    return next((one["needs"] for one in who.get(case.path).body["lacking"] if one["id"] == outcome), [])


def due_on(case: Any, track: str = "system") -> str | None:
    """The date of a track."""
    due: str | None = next(one["due"] for one in case["tracks"] if one["track"] == track)
    return due


def open_todos(who: Program, case: Sent) -> list[str]:
    return [todo["kind"] for todo in who.get(case.path).body["todos"]]


def measure(owner: str, kind: str, due: date) -> dict[str, str]:
    """A measure with an owner and a date."""
    return {
        "kind": kind,
        "what": "Verksamheterna skriver en gemensam rutin.",
        "owner": owner,
        "owner_function": "Enhetschef",
        "due": due.isoformat(),
        "decided_by": "collective",
    }


def states_told(case: Sent) -> tuple[str, list[str]]:
    """What the reporter reads: the state, and the answers."""
    receipt = case.reporter.get("receipt").body
    return receipt["state"], [reply["text"] for reply in receipt["replies"]]


@pytest.fixture
def heller(both: tuple[Place, Place], db: None) -> Home:
    """A samordningsförbund."""
    return home_of("lex-heller")


@pytest.fixture
def po(both: tuple[Place, Place], db: None) -> Home:
    """A PO-verksamhet."""
    return home_of("personligt-ombud")


@pytest.fixture
def avvikelse(both: tuple[Place, Place], db: None) -> Home:
    """A kommun with those it works with."""
    return home_of("avvikelse")


@pytest.mark.row("S3-16")
@pytest.mark.row("S3-42")
def test_lex_heller_from_a_report_to_an_answer(heller: Home) -> None:
    leader, group = program(heller, "processledare"), program(heller, "arbetsgrupp")
    with day(0):
        case = report(heller)
        assert let_the_clock_work(heller) == {"received to processledare-0"}
        choose(leader, case, "ta")
        leader.post(f"{case.path}/letters", {"text": "Jag ringer båda verksamheterna i morgon."})
        assert "letter to reporter" in let_the_clock_work(heller)

    with day(1):
        assert lacking(leader, case, "lyft-till-arbetsgruppen") == ["classified", "masked"]
        triage = {
            "type": "systembrist",
            "level": "organisering",
            "category": "mellan-stolarna",
            "from_party": "fk",
            "to_party": "af",
            "facets": {"causes": ["oklart-ansvar"], "client_short": ["lang-vantan"]},
            "reason": "Tredje gången i höst, och ingen äger det.",
        }
        assert leader.patch(case.path, triage).body["suggested_approach"] == "arbetsgrupp"
        mask(leader, case)
        lifted = choose(leader, case, "lyft-till-arbetsgruppen")
        assert due_on(lifted) == "2027-04-01"
        assert group.get(case.path).body["masked"]["handelse"] == MASKED

    with day(3) as today:
        decided = choose(group, case, "besluta-i-arbetsgruppen", decision="En gemensam rutin.")
        assert decided["state"] == "decided"
        agreed = group.post(
            f"{case.path}/measures", measure("fk", "gemensam-rutin", today + timedelta(days=20))
        )
        assert agreed.status == 201, agreed

    with day(32):
        told = let_the_clock_work(heller)
        assert {"measure_over to arbetsgrupp-0", "over to arbetsgrupp-0"} <= told
        assert "overdue" in open_todos(group, case)
        assert group.get("measures?state=overdue").body["results"][0]["id"] == agreed.body["id"]
        done = {
            "done": True,
            "result": "Rutinen används.",
            "effect": "client",
            "effect_text": "Ingen väntar.",
        }
        assert group.patch(f"measures/{agreed.body['id']}", done).body["state"] == "known"
        choose(
            group,
            case,
            "avsluta-i-arbetsgruppen",
            reason="Rutinen används.",
            reply="Parterna har nu en gemensam rutin.",
        )
        assert states_told(case)[0] != "closed"
        closed = choose(leader, case, "svara-och-stang", reply="Din deltagare har nu en tid.")
        assert (closed["state"], closed["due"]) == ("closed", None)
        assert "reply to reporter" in let_the_clock_work(heller)

    with day(33):
        assert states_told(case) == (
            "closed",
            ["Parterna har nu en gemensam rutin.", "Din deltagare har nu en tid."],
        )
        assert case.reporter.post("receipt/feedback", {"helped": "yes", "text": ""}).status == 201
        assert open_todos(leader, case) == []
        assert let_the_clock_work(heller) == set()


@pytest.mark.row("S0-03")
@pytest.mark.row("S0-19")
@pytest.mark.row("S0-25")
@pytest.mark.row("S0-31")
@pytest.mark.row("S1-07")
@pytest.mark.row("S1-26")
@pytest.mark.row("S1-58")
def test_a_personligt_ombud_from_a_brist_to_what_the_ledningsgrupp_did(po: Home) -> None:
    chef, member = program(po, "arbetsgrupp"), program(po, "ledningsgrupp")
    with day(0) as today:
        case = report(po)
        assert lacking(chef, case, "rapportera") == ["classified", "analysed", "heard", "masked"]
        triage = {
            "type": "systembrist",
            "level": "lokal",
            "category": "ansvarsfordelning",
            "from_party": "kommun-socialpsykiatri",
            "to_party": "region-psykiatri",
            "facets": {"aims": ["samordning"], "areas": ["boende"]},
            "reason": "Återkommer hos flera klienter.",
        }
        changed = chef.patch(case.path, triage)
        assert changed.status == 200, changed
        questions = changed.body["analysis"]["questions"]
        filled = {one["id"]: filled_in(one) for one in questions if one["required"]}
        assert chef.patch(case.path, {"analysis": filled}).body["analysis"]["answers"] == filled
        mask(chef, case)
        asked = chef.post(
            f"{case.path}/statements",
            {
                "party": "kommun-socialpsykiatri",
                "function": "Enhetschef",
                "due": (today + timedelta(days=10)).isoformat(),
            },
        )
        assert lacking(chef, case, "rapportera") == ["heard"]
        assert member.get(case.path).status == 404

    with day(8):
        answer = {"answer": "no", "what": "Det ligger utanför vårt uppdrag."}
        assert chef.patch(f"statements/{asked.body['id']}", answer).status == 200
        assert lacking(chef, case, "rapportera") == []
        reported = choose(chef, case, "rapportera")
        assert (due_on(reported), reported["ball"]["key"]) == ("2027-06-09", "ledningsgrupp")
        read = member.get(case.path).body
        assert (read["masked"]["handelse"], read["analysis"]["answers"]) == (MASKED, filled)

    with day(60) as today:
        follow_up = (today + timedelta(days=30)).isoformat()
        remedied = choose(
            member,
            case,
            "atgarda",
            decision="En samordnare utses.",
            decided_by="collective",
            follow_up=follow_up,
            follow_up_by="Ordföranden",
        )
        assert (due_on(remedied), remedied["duties"]) == (follow_up, ["remedied"])
        agreed = member.post(f"{case.path}/measures", measure("kommun", "beslut", today + timedelta(days=20)))
        assert agreed.status == 201, agreed
        both = choose(member, case, "vidarerapportera", reason="Reglerna hindrar.", addressee="lansstyrelsen")
        assert both["duties"] == ["remedied", "passed_on"]

    with day(91):
        assert "measure_over to ledningsgrupp-0" in let_the_clock_work(po)
        done = {"done": True, "result": "Samordnaren är på plats.", "effect": "both", "effect_text": "Ja."}
        assert member.patch(f"measures/{agreed.body['id']}", done).body["state"] == "known"
        reply = "Kommunen har utsett en samordnare för boendestöd."
        choose(member, case, "avsluta-i-ledningsgruppen", reason="Klart.", reply=reply)
        closed = choose(chef, case, "svara-och-stang", reply="Din klient har fått sitt stöd.")
        assert closed["state"] == "closed"
        assert states_told(case) == ("closed", [reply, "Din klient har fått sitt stöd."])
        assert [row["reference"] for row in chef.get("cases?duty=passed_on").body["results"]] == [
            case.reference
        ]


def at_the_chefer(avvikelse: Home) -> Sent:
    """A case that its receiver has judged, masked, and lifted to two chefer of the directory."""
    receiver = program(avvikelse, "mottagare")
    case = report(avvikelse)
    triage = {
        "type": "avvikelse",
        "level": "verksamhet",
        "category": "overforing",
        "from_party": "region-primarvard",
        "to_party": "kommun-hemsjukvard",
        "facets": {"causes": ["rutin-okand"]},
        "reason": "Rutinen för utskrivning följdes inte.",
    }
    assert receiver.patch(case.path, triage).status == 200
    mask(receiver, case)
    assert lacking(receiver, case, "lyft-till-cheferna") == ["paired"]
    for entry in receiver.get(f"{case.path}/pointed").body["directory"]:
        assert receiver.post(f"{case.path}/pointed", {"seat": entry["seat"]}).status == 201
    choose(receiver, case, "lyft-till-cheferna")
    return case


@pytest.mark.row("S4-21")
@pytest.mark.row("S4-22")
@pytest.mark.row("S4-09")
def test_two_chefer_begin_within_ten_working_days_and_solve_an_avvikelse(avvikelse: Home) -> None:
    receiver = program(avvikelse, "mottagare")
    one, other = program(avvikelse, "chefer", 0), program(avvikelse, "chefer", 1)
    with day(0) as today:
        case = at_the_chefer(avvikelse)
        ten = add_working_days(today, 10).isoformat()
        assert due_on(one.get(case.path).body) == ten
        told = let_the_clock_work(avvikelse)
        assert {"moved to chefer-0", "moved to chefer-1"} <= told

    with day(1):
        begun = choose(one, case, "diskussion-inledd")
        assert due_on(begun) == ten
        assert "diskussion-inledd" not in [outcome["id"] for outcome in begun["outcomes"]]
    with day(2):
        assert due_on(choose(other, case, "diskussion-inledd")) == "2027-05-03"

    with day(40):
        assert "avisera-lsg" in [outcome["id"] for outcome in one.get(case.path).body["outcomes"]]
        choose(
            one,
            case,
            "gemensam-losning",
            cause="Två listor som inte stämde.",
            prevention="En lista, som båda läser.",
            reply="Vi har nu en gemensam lista.",
        )
        choose(receiver, case, "svara-och-stang", reply="Tack, det är löst.")
        assert states_told(case)[0] == "closed"


@pytest.mark.row("S4-20")
@pytest.mark.row("S4-23")
@pytest.mark.row("S4-09")
def test_what_nobody_begins_goes_to_the_lokala_samverkansgruppen_by_itself(avvikelse: Home) -> None:
    receiver, lsg = program(avvikelse, "mottagare"), program(avvikelse, "lsg")
    one, other = program(avvikelse, "chefer", 0), program(avvikelse, "chefer", 1)
    with day(0):
        case = at_the_chefer(avvikelse)
    with day(14):
        # The tenth working day itself: nothing has passed yet.
        assert "moved to lsg-0" not in let_the_clock_work(avvikelse)
        assert lsg.get(case.path).status == 404
    with day(15) as today:
        assert "moved to lsg-0" in let_the_clock_work(avvikelse)
        here = lsg.get(case.path).body
        assert (here["body"]["key"], here["timeline"][-1]["by"]) == ("lsg", "")
        follow_up = (today + timedelta(days=30)).isoformat()
        decided = choose(
            lsg,
            case,
            "besluta-i-lsg",
            decision="En gemensam rutin för utskrivning.",
            decided_by="collective",
            follow_up=follow_up,
            follow_up_by="Områdeschefen",
        )
        assert (decided["duties"], due_on(decided)) == (["remedied"], follow_up)
        agreed = lsg.post(
            f"{case.path}/measures",
            measure("region-primarvard", "gemensam-rutin", today + timedelta(days=20)),
        )
        assert agreed.status == 201, agreed

    with day(45):
        ended = choose(
            lsg,
            case,
            "avsluta-i-lsg",
            cause="Rutinen var okänd.",
            prevention="Den gås igenom vid varje introduktion.",
            reply="Rutinen är nu känd i båda verksamheterna.",
        )
        assert ended["timeline"][-1]["given"] == {
            "cause": "Rutinen var okänd.",
            "prevention": "Den gås igenom vid varje introduktion.",
        }
        assert {"to_parties to chefer-0", "to_parties to chefer-1"} <= let_the_clock_work(avvikelse)
        closed = choose(receiver, case, "svara-och-stang", reply="Tack, det är löst för den enskilde.")
        assert closed["state"] == "closed"
        for chef, known in ((one, 1), (other, 2)):
            assert chef.post(f"{case.path}/acknowledge", {}).status == 201
            parties = receiver.get(case.path).body["pointed_out"]
            assert len([party for party in parties if party["acknowledged_at"]]) == known
        assert {party["party"] for party in parties} == {"kommun-hemsjukvard", "region-primarvard"}
