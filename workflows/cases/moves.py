"""How a case moves: the one verb that appends to its history and writes its present."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import air, clock
from tenants.working_days import add_working_days
from workflows.bodies.models import Body
from workflows.cases import notifications, outcomes, owners, texts, todos
from workflows.cases.models import Case, Move, Reply
from workflows.cases.outcomes import NOT_OPEN, Refusal, Step
from workflows.chains.chain import QUICK, Chain, Need
from workflows.chains.models import ChainVersion


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
    locked = Case.objects.select_for_update(of=("self",)).select_related("chain_version").get(pk=case.pk)
    chain = locked.chain_version.chain
    given = {name: text.strip() for name, text in chosen.given.items()}
    step = outcomes.decide(chain, locked.present, bodies, locked.has, chosen.outcome, given)
    if isinstance(step, Refusal):
        raise refused(step)
    asked = {name: given[name] for name in step.outcome.requires}
    if faults := texts.faults_of(**asked):
        raise ValidationError(faults)
    now = clock.now()
    reply = asked.pop("reply", "")
    made = append(locked, locked.chain_version, step, by, now, asked)
    if step.outcome.id == TAKE:
        locked.taken_by = by
        locked.save(update_fields=["taken_by"])
    if reply:
        Reply.objects.create(case=locked, move=made, text=reply, by=by, at=now)
        notifications.replied(locked, made)
    if step.from_stage != step.to_stage and not step.closes:
        notifications.moved(locked, made)
    if locked.closed_at is None:
        owners.mind(locked, now)
    return made


# The outcome by which one of several in a body says: I have this one.
TAKE = "ta"


def refused(refusal: Refusal) -> Exception:
    """The refusal in the words that a person reads."""
    if refusal.not_possible or refusal.unmet:
        return NoLongerPossible(refusal.unmet)
    return ValidationError({name: missing_sentence(name) for name in refusal.missing})


def missing_sentence(name: str) -> str:
    """What to do about a text that an outcome asks for and did not get."""
    return {
        "reply": _("Skriv vad rapportören ska få veta: vad som ändrades, eller varför inget gjorde det."),
        "reason": _("Skriv varför."),
        "problem": _("Skriv vad problemet var."),
        "solution": _("Skriv vad som löste det."),
        "participants": _("Skriv vilka verksamheter som var med, utan namn."),
        "decision": _("Skriv vad ni har beslutat."),
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
    chain = version.chain
    write_present(case, chain, step, now)
    case.moved += 1
    case.version += 1
    case.save()
    owner = body_at(chain, step.from_stage if step.closes else step.to_stage)
    return Move.objects.create(
        case=case,
        number=case.moved,
        track=step.track,
        from_stage=step.from_stage,
        to_stage=step.to_stage,
        outcome=step.outcome.id,
        body=owner,
        chain_version=version,
        given=dict(given or {}),
        by=by,
        at=now,
    )


def write_present(case: Case, chain: Chain, step: Step, now: datetime) -> None:
    """Writes where the case stands after the step: stages, marks, owner, dates and state."""
    present = outcomes.after(case.present, step)
    due = None if step.closes else due_at(case, chain, step, now)
    if step.track == QUICK:
        case.quick_due = due
    else:
        case.system_due = due
    case.quick_stage, case.quick_mark = present.quick, present.quick_mark
    case.system_stage, case.system_mark = present.system, present.system_mark
    case.state = outcomes.state_of(present)
    case.body = owner_of(case, chain)
    case.closed_at = now if present.closed else None
    write_due(case)
    if present.closed:
        todos.end_all(case, now)


def owner_of(case: Case, chain: Chain) -> Body:
    """The body that owns the case: that of the system track while it is open, else the first receiver."""
    if case.system_stage not in NOT_OPEN:
        return body_at(chain, case.system_stage)
    return case.first_body


def body_at(chain: Chain, stage: str) -> Body:
    """The body that owns a stage."""
    return Body.objects.get(key=chain.stage(stage).body)


def due_at(case: Case, chain: Chain, step: Step, now: datetime) -> date:
    """The date of the step's track: the stage's own deadline from when it came there, else a promise."""
    deadline = chain.stage(step.to_stage).deadline
    if deadline is not None:
        if step.from_stage == step.to_stage and case.system_due is not None:
            return case.system_due
        return deadline.from_day(now.date())
    return next_word(case, now)


def next_word(case: Case, now: datetime) -> date:
    """The date by which the reporter is promised the next word: of first contact, then of no long silence."""
    tenant = air.tenant()
    if case.moved == 0:
        return add_working_days(now.date(), tenant.first_contact_days)
    return now.date() + timedelta(days=tenant.silence_days)


def write_due(case: Case) -> None:
    """The nearest date of the tracks that are open; none when the case is closed."""
    tracks = ((case.quick_stage, case.quick_due), (case.system_stage, case.system_due))
    dates = [due for stage, due in tracks if stage not in NOT_OPEN and due]
    case.due = min(dates) if dates and case.closed_at is None else None
