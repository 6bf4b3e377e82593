"""What has happened to a case, read from its moves: for its readers, and in plain words for its reporter."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from tenants import clock
from tenants.working_days import Working
from workflows.cases import outcomes
from workflows.cases.models import Case, Move
from workflows.chains.chain import CLOSED, QUICK, SYSTEM, Chain, Outcome, Stage


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what, where it came to, by whom, and what was written about it."""

    at: datetime
    text: str
    body: str
    by: str = ""
    given: dict[str, str] = field(default_factory=dict)


def moves_of(case: Case) -> list[Move]:
    """The moves with what a history names, asked for once of a case that was read to be shown."""
    prefetch_related_objects(
        [case], Prefetch("moves", Move.objects.select_related("body", "by", "reply__by"))
    )
    return list(case.moves.all())


def happened(case: Case, *, full: bool) -> list[Event]:
    """The history for those who handle the case, first things first.

    What was written on the quick track is about this person's matter, and shown to the first receiver alone.
    """
    chain = case.chain_version.chain
    return [
        Event(
            move.at,
            outcome_of(chain, move).label,
            move.body.name,
            move.by.name if move.by else "",
            move.given if full or move.track != QUICK else {},
        )
        for move in moves_of(case)
    ]


def told(case: Case) -> list[Event]:
    """The history in the words that the chain has for the reporter; what it has no words for is left out."""
    chain = case.chain_version.chain
    events = [Event(m.at, outcome_of(chain, m).reporter_text, m.body.name) for m in moves_of(case)]
    return [event for event in events if event.text]


def counted(case: Case) -> Working | None:
    """How the date of the system track was counted, where that was in working days."""
    chain = case.chain_version.chain
    if case.system_due is None or not any(in_working_days(stage) for stage in chain.stages):
        return None
    for move in reversed([one for one in moves_of(case) if one.track == SYSTEM]):
        deadline = outcome_of(chain, move).deadline
        if deadline is None and move.from_stage != move.to_stage != CLOSED:
            deadline = chain.stage(move.to_stage).deadline
        working = deadline.working_from(move.at.astimezone(clock.STOCKHOLM).date()) if deadline else None
        # A date that somebody picked, or that others have not all agreed to yet, is not counted.
        if working and working.due == case.system_due:
            return working
    return None


def in_working_days(stage: Stage) -> bool:
    """Whether a date of the stage may be counted in working days."""
    deadlines = (stage.deadline, *(outcome.deadline for outcome in stage.outcomes))
    return any(deadline.unit == "working_days" for deadline in deadlines if deadline)


def outcome_of(chain: Chain, move: Move) -> Outcome:
    """The outcome of the chain that a move was made by."""
    if move.outcome == outcomes.RECEIVED:
        stage = chain.stage(move.to_stage)
        return Outcome(move.outcome, stage.name, stage.key, reporter_text=stage.reporter_text)
    found = next((o for stage in chain.stages if (o := stage.outcome(move.outcome))), None)
    return found or Outcome(move.outcome, move.outcome, move.to_stage)
