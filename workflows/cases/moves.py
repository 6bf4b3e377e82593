"""How a case moves: the one verb that appends to its history and writes its present."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import air, clock
from tenants.models import Party
from workflows.bodies.models import Body, Seat, Sitting
from workflows.cases import notifications, outcomes, owners, reminders, standing, texts, todos
from workflows.cases.history import moves_of
from workflows.cases.models import Case, Classification, Move, Reply, Todo
from workflows.cases.outcomes import NOT_OPEN, Pointed, Refusal, Step
from workflows.cases.standing import Promises, Sittings, Standing
from workflows.chains.chain import SYSTEM, TEXTS, Chain, Need, Track
from workflows.chains.models import ChainVersion
from workflows.masking.findings import NUMBERS


class NoLongerPossible(Exception):
    """The outcome cannot be chosen: somebody else moved the case, or the case lacks something for it."""

    def __init__(self, unmet: tuple[Need, ...] = ()) -> None:
        super().__init__(unmet)
        self.unmet = unmet


@dataclass(frozen=True)
class Choice:
    """What somebody decided: an outcome, and what it asks for."""

    outcome: str
    given: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def move(case: Case, chosen: Choice, by: User, bodies: frozenset[str]) -> Move:
    """Moves a case by an outcome that `by` may choose, having seats in `bodies` (their keys).

    Raises ValidationError with a sentence for each text that must be changed, and NoLongerPossible for an
    outcome that the case does not have where it now stands.
    """
    found = locked_with_chain(case)
    given = {name: text.strip() for name, text in chosen.given.items()}
    here = pointed_in(found, by)
    chain = found.chain_version.chain
    step = outcomes.decide(chain, found.present, bodies, found.has, chosen.outcome, given, here)
    if isinstance(step, Refusal):
        raise refused(step)
    now = clock.now()
    asked = {name: given[name] for name in step.outcome.requires}
    if faults := faults_in(asked, now.date()):
        raise ValidationError(faults)
    return make(found, step, by, now, asked)


def locked_with_chain(case: Case) -> Case:
    """The case under its lock, with the chain it follows."""
    cases = Case.objects.select_related("chain_version", "body", "first_body")
    return cases.select_for_update(of=("self",)).get(pk=case.pk)


def pointed_in(case: Case, by: User | None) -> Pointed:
    """Who is pointed out where the case is, and what they have chosen since it came to its stage.

    Nobody where the stage has no outcome that is for each of them to choose.
    """
    stage = case.present.system
    if stage in NOT_OPEN or not any(one.each for one in case.chain_version.chain.stage(stage).outcomes):
        return outcomes.NOBODY
    seats = Seat.objects.current().filter(body=case.body_id)
    here = case.pointed_out.filter(ended_at=None, seat__in=seats)
    people = frozenset(here.values_list("seat__user", flat=True))
    if not people:
        return outcomes.NOBODY
    system = [one for one in moves_of(case) if one.track == SYSTEM]
    arrived = max((one.number for one in system if one.from_stage != one.to_stage), default=0)
    chose: dict[str, frozenset[int]] = {}
    for one in system:
        if one.number > arrived and one.by_id in people:
            chose[one.outcome] = chose.get(one.outcome, frozenset()) | {one.by_id}
    return Pointed(people, by.pk if by else None, chose)


def came(case: Case, track: Track) -> Move | None:
    """The move by which the case came to where it stands on the track."""
    return case.moves.filter(track=track).exclude(from_stage=F("to_stage")).last()


def make(case: Case, step: Step, by: User | None, now: datetime, asked: Mapping[str, str]) -> Move:
    """Makes a decided move and what follows from it: the reply, who is told, what is left to do."""
    given = dict(asked)
    reply = given.pop("reply", "")
    if step.outcome.takes and by is not None:
        case.taken_by = by
    made = append(case, case.chain_version, step, by, now, given)
    if reply:
        todos.done(case, Todo.Kind.GIVE_WORD, now)
    if step.outcome.retypes:
        retype(case, step.outcome.retypes, made)
    if reply and by is not None:
        Reply.objects.create(case=case, move=made, text=reply, by=by, at=now)
    tell(case, step, made)
    todos.done(case, Todo.Kind.OVERDUE, now)
    if case.closed_at is None:
        owners.mind(case, now)
    return made


def tell(case: Case, step: Step, made: Move) -> None:
    """Tells of a move: its reporter, the body that the case came to, the parties whose case it was."""
    if "reply" in step.outcome.requires:
        notifications.replied(case, made)
    elif step.outcome.reporter_text and step.counts:
        notifications.news(case, made)
    if step.from_stage != step.to_stage and not step.closes:
        notifications.moved(case, made)
    if step.closes and step.track == SYSTEM:
        notifications.to_parties(case, made)


def retype(case: Case, kind: str, made: Move) -> None:
    """The type that an outcome gives the case is a classification of its own, with the move's reason."""
    if made.by is None:
        return
    held = case.classifications.last() or Classification(parties=case.parties)
    said = {name: getattr(held, name) for name in Classification.DESCRIBES}
    reason = made.given.get("reason") or made.given.get("participants") or made.outcome
    Classification.objects.create(**said, case=case, type=kind, reason=reason, by=made.by, at=made.at)
    case.type = kind
    case.save(update_fields=["type"])


def refused(refusal: Refusal) -> Exception:
    """The refusal in the words that a person reads."""
    if refusal.not_possible or refusal.unmet:
        return NoLongerPossible(refusal.unmet)
    return ValidationError({name: missing_sentence(name) for name in refusal.missing})


def faults_in(asked: Mapping[str, str], today: date) -> dict[str, str]:
    """A sentence for each thing that an outcome asked for and cannot take."""
    parties = Party.objects.filter(ends=None).values_list("code", flat=True) if "addressee" in asked else ()
    wrong = outcomes.wrong_in(asked, asked, today, frozenset(parties))
    written = {name: text for name, text in asked.items() if name in TEXTS}
    faults = {name: missing_sentence(name) for name in wrong}
    # In a reply somebody may say how they are reached.
    if "reply" in written:
        faults |= texts.faults_of(NUMBERS, reply=written.pop("reply"))
    return faults | texts.faults_of(**written)


def missing_sentence(name: str) -> str:
    """What to do about a text that an outcome asks for and did not get."""
    return {
        "reply": _("Skriv vad rapportören ska få veta: vad som ändrades, eller varför inget gjorde det."),
        "reason": _("Skriv varför."),
        "problem": _("Skriv vad problemet var."),
        "solution": _("Skriv vad som löste det."),
        "participants": _("Skriv vilka verksamheter som var med, utan namn."),
        "decision": _("Skriv vad ni har beslutat."),
        "decided_by": _("Välj om ni beslutade tillsammans eller om en chef beslutade."),
        "follow_up": _("Välj en dag då ni följer upp: från och med i dag, och inom fem år."),
        "follow_up_by": _("Skriv vilken funktion som följer upp."),
        "cause": _("Skriv vad som orsakade det, som ni förstår det nu."),
        "prevention": _("Skriv hur det ska undvikas i fortsättningen."),
        "addressee": _("Välj vem det förs vidare till."),
    }[name]


def append(
    case: Case,
    version: ChainVersion,
    step: Step,
    by: User | None,
    now: datetime,
    given: Mapping[str, str] | None = None,
) -> Move:
    """Appends the step to the history and writes the present that follows from it. Called under the lock."""
    chain, today = version.chain, now.date()
    if case.moved:
        said = (given or {}, promises(), sittings(chain, today))
        write(case, standing.taken(standing_of(case), chain, step, today, *said), chain, now)
    else:
        write(case, standing.received(chain, step, today, promises(), sittings(chain, today)), chain, now)
    case.moved += 1
    case.version += 1
    case.save()
    owner = chain.stage(step.from_stage if step.closes else step.to_stage).body
    return Move.objects.create(
        case=case,
        number=case.moved,
        track=step.track,
        from_stage=step.from_stage,
        to_stage=step.to_stage,
        outcome=step.outcome.id,
        body=case.body if owner == case.body.key else body_of(owner),
        chain_version=version,
        given=dict(given or {}),
        by=by,
        at=now,
    )


def standing_of(case: Case) -> Standing:
    """Where the case stands, as the rules read it."""
    return Standing(
        present=case.present,
        first_body=case.first_body.key,
        contacted=case.contacted_at is not None,
        quick_due=case.quick_due,
        system_due=case.system_due,
        word_due=case.word_due,
        duties=tuple(case.duties),
    )


def write(case: Case, now_stands: Standing, chain: Chain, now: datetime) -> None:
    """Writes where the case stands: stages, marks, owner, dates and state."""
    present = now_stands.present
    case.quick_stage, case.quick_mark = present.quick, present.quick_mark
    case.system_stage, case.system_mark = present.system, present.system_mark
    case.state = outcomes.state_of(present)
    case.quick_due, case.system_due = now_stands.quick_due, now_stands.system_due
    case.word_due = now_stands.word_due
    case.duties = list(now_stands.duties)
    case.contacted_at = (case.contacted_at or now) if now_stands.contacted else None
    case.closed_at = now if present.closed else None
    if case.first_body_id is None or case.first_body.key != now_stands.first_body:
        case.first_body = body_of(now_stands.first_body)
    owner = now_stands.body(chain)
    if case.body_id is None or case.body.key != owner:
        case.body = case.first_body if owner == case.first_body.key else body_of(owner)
    write_due(case)
    if present.closed:
        todos.end_all(case, now)


def write_due(case: Case) -> None:
    """The nearest of the case's dates, and when the clock is to look at it: none when it is closed."""
    dates = [day for day in (case.quick_due, case.system_due, case.word_due) if day]
    case.due = min(dates, default=None) if case.closed_at is None else None
    case.clock_on = reminders.next_on(case) if case.closed_at is None else None


def body_of(key: str) -> Body:
    """The body with that key."""
    return Body.objects.get(key=key)


def promises() -> Promises:
    """What the tenant in the air promises its reporters."""
    tenant = air.tenant()
    return Promises(tenant.first_contact_days, tenant.silence_days)


def sittings(chain: Chain, today: date) -> Sittings:
    """The days on which the bodies meet that a deadline of the chain hangs on."""
    found: dict[str, list[date]] = {key: [] for key in chain.sitting_bodies}
    if found:
        later = Sitting.objects.filter(body__key__in=found, on__gt=today)
        for key, day in later.values_list("body__key", "on"):
            found[key].append(day)
    return found
