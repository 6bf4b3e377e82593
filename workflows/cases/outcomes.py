"""What can happen to a case next, and where it leads. Rules, without Django.

The present of a track is its latest move; a chain says which outcomes each stage has. These functions are
the only place that decides; verbs write what they answer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from workflows.cases.dates import can_be_due
from workflows.chains.chain import CLOSED, DECIDERS, QUICK, SYSTEM, Chain, Mark, Need, Outcome, Stage, Track

State = Literal["received", "talking", "with_body", "waiting", "decided", "answered", "closed"]

RECEIVED = "received"
SHORTEST_REPLY = 10
# Where a track has not begun, or has ended.
NOT_OPEN = ("", CLOSED)


@dataclass(frozen=True)
class Present:
    """Where the two tracks of a case stand: a stage's key, CLOSED, or nothing where a track has not begun.

    A mark is what the latest outcome of the track says of the case.
    """

    quick: str
    system: str = ""
    quick_mark: Mark = ""
    system_mark: Mark = ""

    def at(self, track: Track) -> str:
        """Where the track stands."""
        return self.quick if track == QUICK else self.system

    @property
    def closed(self) -> bool:
        """Whether nothing more is to happen on either track."""
        return self.quick == CLOSED and self.system in NOT_OPEN


@dataclass(frozen=True)
class Pointed:
    """Who is pointed out in a case, which of them asks, and who has chosen what since it came to its stage.

    Only outcomes that are for each of them to choose are looked up in `chose`.
    """

    people: frozenset[int] = frozenset()
    me: int | None = None
    chose: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def has_chosen(self, outcome: Outcome) -> bool:
        """Whether the one who asks has chosen it already."""
        return outcome.each and self.me in self.chose.get(outcome.id, frozenset())

    def completes(self, outcome: Outcome) -> bool:
        """Whether it counts when the one who asks chooses it: nobody else is waited for."""
        chose = self.chose.get(outcome.id, frozenset()) | {self.me}
        return not outcome.each or self.people <= chose


NOBODY = Pointed()


@dataclass(frozen=True)
class Possible:
    """An outcome of the stage where a track stands, the track it moves, and what it still lacks."""

    stage: Stage
    outcome: Outcome
    track: Track
    unmet: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Step:
    """A decided move: on which track, from where to where, by which outcome.

    One that does not count yet is remembered and changes nothing: others are to choose the same.
    """

    track: Track
    from_stage: str
    to_stage: str
    outcome: Outcome
    counts: bool = True

    @property
    def closes(self) -> bool:
        """Whether the track ends with this move."""
        return self.to_stage == CLOSED


@dataclass(frozen=True)
class Refusal:
    """Why an outcome cannot be chosen: it is not there, or something that it asks for is missing."""

    not_possible: bool = False
    unmet: tuple[Need, ...] = ()
    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def start_at(chain: Chain, stage_key: str) -> Step:
    """The first move of every case: received, at the chain's first stage or where its reporter chose."""
    stage = chain.stage(stage_key)
    received = Outcome(id=RECEIVED, label=RECEIVED, to=stage.key, reporter_text=stage.reporter_text)
    return Step(stage.track, "", stage.key, received)


def all_outcomes(
    chain: Chain,
    present: Present,
    bodies: frozenset[str],
    has: frozenset[Need],
    pointed: Pointed = NOBODY,
) -> tuple[Possible, ...]:
    """The outcomes for somebody with seats in these bodies, in the chain's order, also where something lacks.

    An outcome that leads from the quick track to the system track begins it, once: the quick one stays.
    """
    found: list[Possible] = []
    for track in (QUICK, SYSTEM):
        if present.at(track) in NOT_OPEN:
            continue
        stage = chain.stage(present.at(track))
        for outcome in stage.outcomes if stage.body in bodies else ():
            moved = track if outcome.to == CLOSED else chain.stage(outcome.to).track
            if pointed.has_chosen(outcome):
                continue
            if moved == track or present.at(moved) in NOT_OPEN:
                unmet = tuple(need for need in outcome.needs if need not in has)
                found.append(Possible(stage, outcome, moved, unmet))
    return tuple(found)


def possible(
    chain: Chain, present: Present, bodies: frozenset[str], has: frozenset[Need]
) -> tuple[Possible, ...]:
    """All outcomes that somebody with seats in these bodies can choose now."""
    return tuple(p for p in all_outcomes(chain, present, bodies, has) if not p.unmet)


def decide(
    chain: Chain,
    present: Present,
    bodies: frozenset[str],
    has: frozenset[Need],
    outcome_id: str,
    given: Mapping[str, str],
    pointed: Pointed = NOBODY,
) -> Step | Refusal:
    """The move that the outcome leads to, or why it cannot be made."""
    there = all_outcomes(chain, present, bodies, has, pointed)
    chosen = next((p for p in there if p.outcome.id == outcome_id), None)
    if chosen is None:
        return Refusal(not_possible=True)
    if chosen.unmet:
        return Refusal(unmet=chosen.unmet)
    missing = tuple(name for name in chosen.outcome.requires if not _is_given(name, given))
    if missing:
        return Refusal(missing=missing)
    counts = pointed.completes(chosen.outcome)
    return Step(chosen.track, present.at(chosen.track), chosen.outcome.to, chosen.outcome, counts)


def decide_overdue(
    chain: Chain, present: Present, track: Track, has: frozenset[Need]
) -> Step | Refusal | None:
    """What the clock chooses where a track's deadline has passed; None where that is left to people."""
    if present.at(track) in NOT_OPEN or not chain.stage(present.at(track)).overdue:
        return None
    stage = chain.stage(present.at(track))
    return decide(chain, present, frozenset({stage.body}), has, stage.overdue, {})


def wrong_in(
    requires: Collection[str], given: Mapping[str, str], today: date, parties: Collection[str]
) -> tuple[str, ...]:
    """Which of the things that are chosen or picked, and were given, cannot be taken."""
    sound = {
        "decided_by": lambda value: value in DECIDERS,
        "follow_up": lambda value: is_day_from(value, today),
        "addressee": lambda value: value in parties,
    }
    return tuple(name for name in requires if name in sound and not sound[name](given.get(name, "")))


def is_day_from(value: str, today: date) -> bool:
    """Whether it is a date (ISO 8601) that has not passed, and not further off than anybody plans."""
    try:
        return can_be_due(date.fromisoformat(value), today)
    except ValueError:
        return False


def _is_given(name: str, given: Mapping[str, str]) -> bool:
    text = given.get(name, "").strip()
    return len(text) >= SHORTEST_REPLY if name == "reply" else bool(text)


def after(present: Present, step: Step) -> Present:
    """Where the case stands when the step has been made."""
    if not step.counts:
        return present
    if step.track == QUICK:
        return replace(present, quick=step.to_stage, quick_mark=step.outcome.mark)
    return replace(present, system=step.to_stage, system_mark=step.outcome.mark)


def state_of(present: Present) -> State:
    """The state in the words that are the same for every tenant."""
    if present.closed:
        return "closed"
    if present.system in NOT_OPEN:
        return present.quick_mark or "received"
    if present.system_mark:
        return present.system_mark
    return "answered" if present.quick == CLOSED else "with_body"
