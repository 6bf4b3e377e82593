"""What has happened to a case, read from its moves: for its readers, and in plain words for its reporter."""

from dataclasses import dataclass
from datetime import datetime

from workflows.cases import outcomes
from workflows.cases.models import Case, Move
from workflows.chains.chain import Chain


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what, and which body it came to."""

    at: datetime
    text: str
    body: str


def happened(case: Case) -> list[Event]:
    """The history for those who handle the case, first things first."""
    chain = case.chain_version.chain
    return [Event(move.at, _label(chain, move), move.body.name) for move in case.moves.select_related("body")]


def _label(chain: Chain, move: Move) -> str:
    if move.outcome == outcomes.RECEIVED:
        return chain.stage(move.to_stage).name
    outcome = chain.stage(move.from_stage).outcome(move.outcome)
    return outcome.label if outcome else move.outcome


def told(case: Case) -> list[Event]:
    """The history in the words that the chain has for the reporter; what it has no words for is left out."""
    chain = case.chain_version.chain
    events = [
        Event(move.at, _reporter_text(chain, move), move.body.name)
        for move in case.moves.select_related("body")
    ]
    return [event for event in events if event.text]


def _reporter_text(chain: Chain, move: Move) -> str:
    if move.outcome == outcomes.RECEIVED:
        return chain.stage(move.to_stage).reporter_text
    outcome = chain.stage(move.from_stage).outcome(move.outcome)
    return outcome.reporter_text if outcome else ""
