"""How a case moves: the one verb that appends to its history and writes its present."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import air, clock
from tenants.working_days import add_working_days
from workflows.bodies.models import Body
from workflows.cases import outcomes
from workflows.cases.models import Case, Move, Reply
from workflows.cases.outcomes import Refusal, Step
from workflows.chains.models import ChainVersion


class NoLongerPossible(Exception):
    """The outcome cannot be chosen: somebody else moved the case, or it never was there to choose."""


@dataclass(frozen=True)
class Choice:
    """What somebody decided: an outcome, and what it asks for."""

    outcome: str
    given: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def move(case: Case, chosen: Choice, by: User, bodies: frozenset[str]) -> Move:
    """Moves a case by an outcome that `by` may choose, having seats in `bodies` (their keys).

    Raises ValidationError with a sentence for each thing that is missing, and NoLongerPossible for an
    outcome that the case does not have where it now stands.
    """
    locked = Case.objects.select_for_update().select_related("chain_version").get(pk=case.pk)
    chain = locked.chain_version.chain
    step = outcomes.decide(chain, locked.present, bodies, chosen.outcome, chosen.given)
    if isinstance(step, Refusal):
        raise refused(step)
    now = clock.now()
    made = append(locked, locked.chain_version, step, by, now)
    if "reply" in step.outcome.requires:
        Reply.objects.create(case=locked, move=made, text=chosen.given["reply"].strip(), by=by, at=now)
    return made


def refused(refusal: Refusal) -> Exception:
    """The refusal in the words that a person reads."""
    if refusal.not_possible:
        return NoLongerPossible()
    sentences = {
        "reply": _("Skriv vad rapportören ska få veta: vad som ändrades, eller varför inget gjorde det.")
    }
    return ValidationError({name: sentences[name] for name in refusal.missing})


def append(case: Case, version: ChainVersion, step: Step, by: User | None, now: datetime) -> Move:
    """Appends the step to the history and writes the present that follows from it. Called under the lock."""
    chain = version.chain
    present = outcomes.after(case.present, step)
    if not step.closes:
        case.body = Body.objects.get(key=chain.stage(step.to_stage).body)
    case.quick_stage, case.system_stage = present.quick, present.system
    case.state = outcomes.state_of(present)
    case.due = None if present.closed else next_date(now)
    case.closed_at = now if present.closed else None
    case.moved += 1
    case.save()
    return Move.objects.create(
        case=case,
        number=case.moved,
        track=step.track,
        from_stage=step.from_stage,
        to_stage=step.to_stage,
        outcome=step.outcome.id,
        body=case.body,
        chain_version=version,
        by=by,
        at=now,
    )


def next_date(now: datetime) -> date:
    """The date by which the reporter is promised the next word: the tenant's promise of first contact."""
    return add_working_days(now.date(), air.tenant().first_contact_days)
