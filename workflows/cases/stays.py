"""How long a case stood where, and which dates it missed there: from its moves. Rules, without Django.

A stay is the time that a case stands at a stage of a track, from the day it came to the day it left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from workflows.chains.chain import CLOSED, Chain, Outcome, Track
from workflows.chains.deadlines import Deadline

# A date that the clock has told of as passed, and its track.
Told = tuple[Track, date]


class Moved(NamedTuple):
    """A move, as the rules read it; `picked` is the day that somebody chose as the next date."""

    track: Track
    from_stage: str
    to_stage: str
    outcome: str
    on: date
    picked: date | None = None


class Stay(NamedTuple):
    """One stay. `dated`: it had a date to keep; `missed`: the first of its dates that passed."""

    track: Track
    stage: str
    came: date
    left: date | None = None
    dated: bool = False
    missed: date | None = None
    # The date in force; none where there is none, or where the moves alone do not say which it is.
    due: date | None = None

    def days(self) -> int | None:
        """Days from coming to leaving; none while it lasts."""
        return (self.left - self.came).days if self.left else None


@dataclass(frozen=True)
class Times:
    """Some durations at a glance; the unit is theirs. No median and no longest of none."""

    number: int = 0
    median: float | None = None
    longest: int | None = None


def times(durations: Collection[int]) -> Times:
    """How many, the middle one and the longest."""
    return Times(len(durations), median(durations), max(durations)) if durations else Times()


def stays(chain: Chain, moves: Sequence[Moved], told: Collection[Told], today: date) -> list[Stay]:
    """The stays of a case, track by track as they began; `moves` in their order.

    A date that the moves do not tell of (before a sitting, or of an outcome that each has to choose) counts
    as missed when the clock has told that it passed.
    """
    outcomes = {one.id: one for stage in chain.stages for one in stage.outcomes}
    deadlines = {stage.key: stage.deadline for stage in chain.stages}
    found: list[Stay] = []
    here: dict[Track, Stay] = {}
    for moved in moves:
        if before := here.pop(moved.track, None):
            before = passed(before, moved.on)
            if moved.from_stage != moved.to_stage:
                found.append(ended(before._replace(left=moved.on), told, today))
        outcome = outcomes.get(moved.outcome)
        if moved.from_stage == moved.to_stage and before:
            here[moved.track] = dated_anew(before, moved, outcome)
        elif moved.to_stage != CLOSED:
            begun = Stay(moved.track, moved.to_stage, moved.on)
            here[moved.track] = dated_first(begun, moved, outcome, deadlines.get(moved.to_stage))
    return found + [ended(passed(stay, today), told, today) for stay in here.values()]


def dated_first(stay: Stay, moved: Moved, outcome: Outcome | None, usual: Deadline | None) -> Stay:
    """The stay with the date that it begins with: what was picked, the outcome's own, or the stage's."""
    if moved.picked:
        return stay._replace(dated=True, due=moved.picked)
    deadline = outcome.deadline if outcome and outcome.deadline else usual
    if deadline is None:
        return stay
    return stay._replace(dated=True, due=None if deadline.before else counted(deadline, moved.on))


def dated_anew(stay: Stay, moved: Moved, outcome: Outcome | None) -> Stay:
    """The stay after an outcome that did not end it."""
    if moved.picked:
        return stay._replace(dated=True, due=moved.picked)
    if outcome is None or outcome.deadline is None:
        return stay
    if outcome.each or outcome.deadline.before:
        return stay._replace(dated=True, due=None)
    return stay._replace(dated=True, due=counted(outcome.deadline, moved.on))


def passed(stay: Stay, on: date) -> Stay:
    """The stay on a later day: the date in force may have been missed by then."""
    late = stay.due is not None and stay.due < on and stay.missed is None
    return stay._replace(missed=stay.due) if late else stay


def ended(stay: Stay, told: Collection[Told], today: date) -> Stay:
    """The stay with what the clock has told of it."""
    until = stay.left or today
    late = [day for track, day in told if track == stay.track and stay.came <= day < until]
    if not late:
        return stay
    missed = min(late) if stay.missed is None else min(stay.missed, *late)
    return stay._replace(dated=True, missed=missed)


# The same few deadlines from the same few days, for case after case.
@lru_cache(maxsize=8192)
def counted(deadline: Deadline, day: date) -> date | None:
    """The date that the deadline falls on."""
    return deadline.from_day(day)


@dataclass(frozen=True)
class AtStage:
    """What happened at one stage, over all cases: times in days of those that left, and dates."""

    track: Track
    stage: str
    times: Times
    there: int
    kept: int
    missed: int
    running: int


def by_stage(all_stays: Collection[Stay]) -> Mapping[tuple[Track, str], AtStage]:
    """The stays of many cases, stage by stage.

    A date is kept by who left before it passed, missed once it has, and runs for who is still there in time.
    """
    grouped: dict[tuple[Track, str], list[Stay]] = {}
    for stay in all_stays:
        grouped.setdefault((stay.track, stay.stage), []).append(stay)
    return {key: at_stage(*key, mine) for key, mine in grouped.items()}


def at_stage(track: Track, stage: str, mine: Collection[Stay]) -> AtStage:
    """The stays at one stage."""
    in_time = [stay for stay in mine if stay.dated and stay.missed is None]
    return AtStage(
        track,
        stage,
        times=times([days for stay in mine if (days := stay.days()) is not None]),
        there=sum(stay.left is None for stay in mine),
        kept=sum(stay.left is not None for stay in in_time),
        missed=sum(stay.missed is not None for stay in mine),
        running=sum(stay.left is None for stay in in_time),
    )
