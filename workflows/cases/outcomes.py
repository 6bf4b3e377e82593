"""What can happen to a case next, and where it leads. Rules, without Django.

The present of a track is its latest move; a chain says which outcomes each stage has. These functions are
the only place that decides; verbs write what they answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workflows.chains.chain import CLOSED, QUICK, Chain, Outcome, Stage, Track

State = Literal["received", "talking", "with_body", "waiting", "decided", "answered", "closed"]

RECEIVED = "received"
SHORTEST_REPLY = 10


@dataclass(frozen=True)
class Present:
    """Where the two tracks of a case stand: a stage's key, CLOSED, or nothing where a track has not begun."""

    quick: str
    system: str = ""

    def at(self, track: Track) -> str:
        """Where the track stands."""
        return self.quick if track == QUICK else self.system

    @property
    def closed(self) -> bool:
        """Whether nothing more is to happen on either track."""
        return self.quick == CLOSED and self.system in ("", CLOSED)


@dataclass(frozen=True)
class Possible:
    """An outcome that can be chosen now, and the stage that it belongs to."""

    stage: Stage
    outcome: Outcome


@dataclass(frozen=True)
class Step:
    """A decided move: on which track, from where to where, by which outcome."""

    track: Track
    from_stage: str
    to_stage: str
    outcome: Outcome

    @property
    def closes(self) -> bool:
        """Whether the track ends with this move."""
        return self.to_stage == CLOSED


@dataclass(frozen=True)
class Refusal:
    """Why an outcome cannot be chosen: it is no longer there, or what it asks for is missing."""

    not_possible: bool = False
    missing: tuple[str, ...] = ()


def start(chain: Chain) -> Step:
    """The first move of every case: received, at the chain's first stage."""
    stage = chain.stage(chain.first)
    return Step(
        stage.track,
        "",
        stage.key,
        Outcome(id=RECEIVED, label=RECEIVED, to=stage.key, reporter_text=stage.reporter_text),
    )


def possible(chain: Chain, present: Present, bodies: frozenset[str]) -> tuple[Possible, ...]:
    """All outcomes that somebody with seats in these bodies can choose now, in the chain's order."""
    open_stages = [chain.stage(key) for key in (present.quick, present.system) if key not in ("", CLOSED)]
    return tuple(Possible(s, o) for s in open_stages if s.body in bodies for o in s.outcomes)


def decide(
    chain: Chain, present: Present, bodies: frozenset[str], outcome_id: str, given: Mapping[str, str]
) -> Step | Refusal:
    """The move that the outcome leads to, or why it cannot be made."""
    chosen = next((p for p in possible(chain, present, bodies) if p.outcome.id == outcome_id), None)
    if chosen is None:
        return Refusal(not_possible=True)
    missing = tuple(name for name in chosen.outcome.requires if not _is_given(name, given))
    if missing:
        return Refusal(missing=missing)
    return Step(chosen.stage.track, chosen.stage.key, chosen.outcome.to, chosen.outcome)


def _is_given(name: str, given: Mapping[str, str]) -> bool:
    text = given.get(name, "").strip()
    return len(text) >= SHORTEST_REPLY if name == "reply" else bool(text)


def after(present: Present, step: Step) -> Present:
    """Where the case stands when the step has been made."""
    if step.track == QUICK:
        return Present(quick=step.to_stage, system=present.system)
    return Present(quick=present.quick, system=step.to_stage)


def state_of(present: Present) -> State:
    """The state that is the same word for every tenant."""
    if present.closed:
        return "closed"
    return "with_body" if present.system not in ("", CLOSED) else "received"
