"""What has happened to a case, read from its moves: for its readers, and in plain words for its reporter."""

from dataclasses import dataclass, field
from datetime import datetime

from workflows.cases import outcomes
from workflows.cases.models import Case, Move
from workflows.chains.chain import QUICK, Chain, Outcome


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what, where it came to, by whom, and what was written about it."""

    at: datetime
    text: str
    body: str
    by: str = ""
    given: dict[str, str] = field(default_factory=dict)


def moves_of(case: Case) -> list[Move]:
    """The moves with what a history names."""
    return list(case.moves.select_related("body", "by"))


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


def outcome_of(chain: Chain, move: Move) -> Outcome:
    """The outcome of the chain that a move was made by."""
    if move.outcome == outcomes.RECEIVED:
        stage = chain.stage(move.to_stage)
        return Outcome(move.outcome, stage.name, stage.key, reporter_text=stage.reporter_text)
    found = next((o for stage in chain.stages if (o := stage.outcome(move.outcome))), None)
    return found or Outcome(move.outcome, move.outcome, move.to_stage)
