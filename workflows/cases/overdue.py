"""What the clock does about dates: it reminds before, tells of what is late, and moves up where that is said.

Each thing is done once, in the order of the days it was due, in a transaction of its own, whether the clock
ran all the time or was down for a week. What has been done is a row; when to look again is on the case.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from tenants import clock
from workflows.cases import dates, moves, notifications, outcomes, reminders, todos
from workflows.cases.dates import Due
from workflows.cases.models import Case, Todo
from workflows.cases.outcomes import Refusal, Step
from workflows.cases.standing import falls_on
from workflows.chains.chain import QUICK, SYSTEM, Stage, Track
from workflows.chains.models import ChainVersion

# In one round of the clock; what is left is done in the next.
MOST = 500
UP = ("quick_up", "system_up")


def mind_dates(most: int = MOST) -> Counter[str]:
    """Does what is due in the tenant in the air, at most so many things; says how many of each."""
    done: Counter[str] = Counter()
    redate()
    while done.total() < most and (what := mind_next()):
        done[what] += 1
    return done


@transaction.atomic
def mind_next() -> str | None:
    """Does the one thing that has been due the longest, of cases that nobody is changing now."""
    now = clock.now()
    waiting = Case.objects.filter(closed_at=None, clock_on__lte=now.date()).order_by("clock_on", "pk")
    case = (
        waiting.select_related("chain_version", "body", "first_body")
        .select_for_update(of=("self",), skip_locked=True)
        .first()
    )
    if case is None:
        return None
    done, waits = do_one(case, now)
    if case.closed_at is None:
        case.clock_on = next_look(case, now.date(), waits)
        case.save(update_fields=["clock_on"])
    return done


def do_one(case: Case, now: datetime) -> tuple[str, list[Due]]:
    """Does the first thing that is due; says which, and what could not be done and waits.

    What has waited before is tried when nothing else is left, so that it holds up nothing.
    """
    told = reminders.told(case)
    due = [one for one in dates.left(reminders.dates_of(case), told) if one.on <= now.date()]
    waited = [one for one in due if one.what in UP and ("waits", one.about) in told]
    new = [one for one in due if one not in waited]
    done, waits = "nothing", []
    for one in new[:1] or waited:
        done = do(case, one, now)
        if done != "waits":
            break
        waits.append(one)
    return done, waits


def next_look(case: Case, today: date, waits: Collection[Due]) -> date | None:
    """When to look again: at the next thing to do, and tomorrow for what could not be done today."""
    left = dates.left(reminders.dates_of(case), reminders.told(case))
    tomorrow = today + timedelta(days=1)
    return min((max(one.on, tomorrow) if one in waits else one.on for one in left), default=None)


def do(case: Case, due: Due, now: datetime) -> str:
    """Does one thing; says which it was."""
    key = f"{due.what}:{due.about.isoformat()}"
    if due.what in UP:
        return move_up(case, QUICK if due.what == "quick_up" else SYSTEM, due, now)
    reminders.keep(case, due.what, due.about, now)
    match due.what:
        case "quick_soon":
            notifications.soon(case, case.first_body_id, key)
        case "system_soon":
            notifications.soon(case, case.body_id, key)
        case "quick_over":
            notifications.over(case, case.first_body_id, key)
            todos.add(case, case.first_body, Todo.Kind.OVERDUE, now)
        case "system_over":
            notifications.over(case, case.body_id, key)
            todos.add(case, case.body, Todo.Kind.OVERDUE, now)
        case "word_soon":
            notifications.word_soon(case, key)
        case "word_over":
            notifications.word_over(case, key)
            todos.add(case, case.first_body, Todo.Kind.GIVE_WORD, now)
        case "statement_over":
            todos.add(case, case.first_body, Todo.Kind.STATEMENT, now)
    return due.what


def move_up(case: Case, track: Track, due: Due, now: datetime) -> str:
    """Chooses the outcome that the stage has for a deadline that has passed; what it lacks is waited for.

    A masked text goes before the case: without it the body above learns that one waits, and nothing more.
    """
    chain = case.chain_version.chain
    step = outcomes.decide_overdue(chain, case.present, track, case.has)
    if isinstance(step, Step):
        reminders.keep(case, due.what, due.about, now)
        moves.make(case, step, None, now, {})
        return due.what
    reminders.keep(case, "waits", due.about, now)
    if isinstance(step, Refusal) and "masked" in step.unmet:
        stage = chain.stage(case.present.at(track))
        above = stage.outcome(stage.overdue)
        assert above is not None, "the proof of the chain says that there is one"
        days = (now.date() - due.about).days
        notifications.waits_below(
            case, moves.body_of(chain.stage(above.to).body).pk, days, f"waits:{due.about}"
        )
        todos.add(case, case.first_body, Todo.Kind.MASK, now)
    return "waits"


def redate() -> None:
    """Dates that hang on a body's next sitting follow when sittings are planned or put off."""
    waiting = Case.objects.filter(closed_at=None)
    for version in ChainVersion.objects.filter(pk__in=waiting.order_by().values("chain_version")):
        for stage in version.chain.stages:
            if stage.deadline and stage.deadline.before:
                for case in waiting.filter(**{"chain_version": version, f"{stage.track}_stage": stage.key}):
                    redate_one(case, stage)


@transaction.atomic
def redate_one(case: Case, stage: Stage) -> None:
    """Counts the date anew from the day it came to its stage, unless somebody has picked another since."""
    case = moves.locked_with_chain(case)
    came = moves.came(case, stage.track)
    if case.present.at(stage.track) != stage.key or came is None or stage.deadline is None:
        return
    since = [stage.outcome(move.outcome) for move in case.moves.filter(number__gt=came.number)]
    if any(one and one.dates for one in since):
        return
    day = came.at.astimezone(clock.STOCKHOLM).date()
    due = falls_on(stage.deadline, day, moves.sittings(case.chain_version.chain, day))
    field = f"{stage.track}_due"
    if due != getattr(case, field):
        setattr(case, field, due)
        moves.write_due(case)
        case.version += 1
        case.save()
