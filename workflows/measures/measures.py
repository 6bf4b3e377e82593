"""What is agreed in a case, and how it went: deciding a measure, and following it up."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from workflows.bodies.models import Body
from workflows.cases.dates import can_be_due
from workflows.cases.locking import Closed, locked
from workflows.cases.models import Case
from workflows.cases.moves import write_due
from workflows.cases.outcomes import NOT_OPEN
from workflows.measures import states, words
from workflows.measures.models import Measure, MeasureChange


class NotTheirs(Exception):
    """The case is with others, who are the ones to do this."""

    def __init__(self, holder: Body) -> None:
        super().__init__(holder.key)
        self.holder = holder


class Overtaken(Exception):
    """Somebody else has followed the measure up meanwhile."""


@dataclass(frozen=True)
class NewMeasure:
    """What is to be done, by which function of which party, until when, and how that was decided."""

    kind: str
    what: str
    owner: str
    owner_function: str
    due: date | None
    decided_by: str
    cost_benefit: str = ""


@dataclass(frozen=True)
class FollowUp:
    """How it goes with a measure: all of it as it is now. A new day, and what is undone, has a reason.

    `seen` is the version that the writer saw; None where somebody else has seen to that.
    """

    result: str
    done: bool
    effect: str
    effect_text: str
    due: date | None
    reason: str = ""
    seen: int | None = None


@transaction.atomic
def decide(case: Case, wanted: NewMeasure, by: User, bodies: frozenset[str]) -> Measure:
    """Decides a measure in a case; `by` acts in `bodies` (their keys).

    Raises Closed, NotTheirs where another body has the case, and ValidationError with a sentence for each
    field that must be changed.
    """
    open_case = locked(case)
    if open_case.closed_at:
        raise Closed
    body = deciding(open_case, bodies)
    now = clock.now()
    given = {
        name: getattr(wanted, name).strip()
        for name in ("kind", "what", "owner", "owner_function", "decided_by", "cost_benefit")
    }
    if faults := faults_of(given, wanted.due, now.date()):
        raise ValidationError(faults)
    assert wanted.due is not None, "without a day there was a fault"
    made = Measure.objects.create(
        case=open_case, body=body, due=wanted.due, created_by=by, created_at=now, **given
    )
    write_caches(open_case)
    return made


def deciding(case: Case, bodies: frozenset[str]) -> Body:
    """The body in which a measure is decided now, of those that somebody acts in."""
    quick_open = case.quick_stage not in NOT_OPEN
    if not states.may_decide(bodies, case.body.key, case.first_body.key, quick_open=quick_open):
        raise NotTheirs(case.body)
    return case.body if case.body.key in bodies else case.first_body


def faults_of(given: dict[str, str], due: date | None, today: date) -> dict[str, str]:
    """A sentence for each field of a new measure that must be changed."""
    faults = words.missing(what=given["what"], owner_function=given["owner_function"])
    if given["kind"] not in words.kinds(current=True):
        faults["kind"] = _("Välj vad det är för slags åtgärd.")
    if not words.is_party(given["owner"]):
        faults["owner"] = _("Välj vilken part som ansvarar.")
    if given["decided_by"] not in Measure.DecidedBy.values:
        faults["decided_by"] = _("Välj om ni beslutade gemensamt eller om en chef beslutade.")
    if not can_be_due(due, today):
        faults["due"] = day_sentence()
    return faults | words.faults_of(**{n: given[n] for n in ("what", "owner_function", "cost_benefit")})


def day_sentence() -> str:
    """What to do about a day that cannot be agreed on."""
    return _("Välj en dag från och med i dag, högst fem år bort.")


@transaction.atomic
def follow_up(measure: Measure, wanted: FollowUp, by: User) -> Measure:
    """Writes how it goes with a measure; what its fields were is kept as history.

    Raises Overtaken, and ValidationError with a sentence for each field that must be changed.
    """
    case = locked(measure.case)
    held = Measure.objects.select_for_update().get(pk=measure.pk)
    if wanted.seen is not None and wanted.seen != held.version:
        raise Overtaken
    now, reason = clock.now(), wanted.reason.strip()
    after = after_of(held, wanted)
    changed = {name: value for name, value in after.items() if value != present_of(held)[name]}
    if faults := follow_up_faults(after, changed, reason, now.date()):
        raise ValidationError(faults)
    if not changed and not reason:
        return held
    MeasureChange.objects.create(
        measure=held,
        number=held.version + 1,
        fields={name: [as_text(present_of(held)[name]), as_text(new)] for name, new in changed.items()},
        reason=reason,
        by=by,
        at=now,
    )
    write(held, changed, now)
    write_caches(case)
    held.case = case
    return held


def present_of(measure: Measure) -> dict[str, Any]:
    """What a follow-up can change, as it is."""
    return {
        "result": measure.result,
        "done": measure.done_at is not None,
        "effect": measure.effect,
        "effect_text": measure.effect_text,
        "due": measure.due,
    }


def after_of(held: Measure, wanted: FollowUp) -> dict[str, Any]:
    """What it will be. A measure that turns out not to be done has no effect any more."""
    undone = held.done_at is not None and not wanted.done
    return {
        "result": wanted.result.strip(),
        "done": wanted.done,
        "effect": "" if undone else wanted.effect,
        "effect_text": "" if undone else wanted.effect_text.strip(),
        "due": wanted.due,
    }


def follow_up_faults(
    after: dict[str, Any], changed: dict[str, Any], reason: str, today: date
) -> dict[str, str]:
    """A sentence for each field of a follow-up that must be changed."""
    faults: dict[str, str] = {}
    if after["done"]:
        faults |= words.missing(result=after["result"])
    elif after["effect"]:
        faults["effect"] = _("Effekten går att ange när åtgärden är klar.")
    if after["effect"] and after["effect"] not in Measure.Effect.values:
        faults["effect"] = _("Välj ett av alternativen som visas")
    if after["effect"] in states.KNOWN_EFFECTS:
        faults |= words.missing(effect_text=after["effect_text"])
    elif after["effect_text"] and not after["effect"]:
        faults["effect"] = _("Välj vilken effekt det blev.")
    if "due" in changed and not can_be_due(after["due"], today):
        faults["due"] = day_sentence()
    if "due" in changed or changed.get("done") is False:
        faults |= words.missing(reason=reason)
    return faults | words.faults_of(result=after["result"], effect_text=after["effect_text"], reason=reason)


def as_text(value: object) -> str:
    """A field's value as history keeps it; true and false as `1` and nothing."""
    return value.isoformat() if isinstance(value, date) else "1" if value is True else str(value or "")


def write(held: Measure, changed: dict[str, Any], now: datetime) -> None:
    """Writes what has changed and what follows from it."""
    for name in changed.keys() - {"done"}:
        setattr(held, name, changed[name])
    if "done" in changed:
        held.done_at = now if changed["done"] else None
    if "effect" in changed:
        held.effect_at = now if held.effect else None
    if "due" in changed:
        held.told_on = None
    held.version += 1
    held.save()


def write_caches(case: Case) -> None:
    """Writes what a case says of its measures: how many are not done. Called under its lock."""
    case.open_measures = case.measures.filter(done_at=None).count()
    write_due(case)
    case.version += 1
    case.save()
