"""How long a case stood where: told from its moves alone, and the same as what the clock would have said."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.chains.chains import sound_contents
from workflows.cases import outcomes, standing, stays
from workflows.cases.outcomes import NOT_OPEN, Step
from workflows.cases.standing import Promises
from workflows.cases.stays import Moved, Stay, Times
from workflows.chains import chain
from workflows.chains.chain import CLOSED, NEEDS, Chain
from workflows.presets import family

MONDAY = date(2026, 11, 2)
PROMISES = Promises(first_contact_days=5, silence_days=30)
SITTINGS = {"ledningsgrupp": [date(2026, 12, 10), date(2027, 3, 11), date(2027, 9, 9)]}
CHAINS = {name: chain.read(family.read(name).chain) for name in family.names()}


def on(days: int) -> date:
    return MONDAY + timedelta(days=days)


def test_a_case_that_went_up_stood_at_each_stage_for_some_days_and_missed_one_date() -> None:
    moves = [
        Moved("quick", "", "processledare", "received", on(0)),
        Moved("system", "", "arbetsgrupp", "lyft-till-arbetsgruppen", on(4)),
        Moved("quick", "processledare", CLOSED, "svara-och-stang", on(6)),
        Moved("system", "arbetsgrupp", "forbundschefer", "lyft-till-forbundscheferna", on(44)),
    ]

    found = stays.stays(CHAINS["lex-heller"], moves, (), on(50))

    due = date(2027, 1, 20)  # twenty working days, with Christmas and trettondagen in between
    assert found == [
        Stay("quick", "processledare", on(0), on(6)),
        Stay("system", "arbetsgrupp", on(4), on(44), dated=True, missed=on(34), due=on(34)),
        Stay("system", "forbundschefer", on(44), None, dated=True, due=due),
    ]
    assert [stay.days() for stay in found] == [6, 40, None]
    at = stays.by_stage(found)
    group = at["system", "arbetsgrupp"]
    assert (group.times, group.there, group.kept, group.missed) == (Times(1, 40, 40), 0, 0, 1)
    assert at["system", "forbundschefer"].running == 1


def test_none_have_no_median_and_some_have_the_middle_one() -> None:
    assert stays.times([]) == Times(0, None, None)
    assert stays.times([9, 1, 2]) == Times(3, 2, 9)
    assert stays.times([1, 2]) == Times(2, 1.5, 2)


@st.composite
def lives(draw: st.DrawFn, whole: Chain) -> tuple[list[Moved], list[tuple[str, date]], Counter[Any], date]:
    """A case that lived: its moves, what the clock told of, what it missed at each stay, and the day today.

    The dates are those that the rules of the chain gave it, day by day.
    """
    bodies = frozenset(stage.body for stage in whole.stages)
    today, first = MONDAY, outcomes.start_at(whole, whole.first)
    now = standing.received(whole, first, today, PROMISES, SITTINGS)
    moves = [Moved("quick", "", first.to_stage, first.outcome.id, today)]
    told: list[tuple[str, date]] = []
    missed: Counter[Any] = Counter()
    came = {"quick": 0}
    for _ in range(draw(st.integers(0, 8))):
        later = today + timedelta(days=draw(st.integers(0, 60)))
        for track, due in (("quick", now.quick_due), ("system", now.system_due)):
            if due and due < later and now.present.at(track) not in NOT_OPEN:  # type: ignore[arg-type]
                missed[track, came[track]] += (track, due) not in told
                told += [(track, due)] if (track, due) not in told else []
        today = later
        there = outcomes.all_outcomes(whole, now.present, bodies, frozenset(NEEDS))
        if now.present.closed or not there:
            break
        one = draw(st.sampled_from(there))
        counts = not one.outcome.each or draw(st.booleans())
        step = Step(one.track, now.present.at(one.track), one.outcome.to, one.outcome, counts)
        picked = today + timedelta(days=40) if "follow_up" in one.outcome.requires else None
        given = {"follow_up": picked.isoformat()} if picked else {}
        now = standing.taken(now, whole, step, today, given, PROMISES, SITTINGS)
        if step.from_stage != step.to_stage:
            came[one.track] = len(moves)
        moves.append(Moved(one.track, step.from_stage, step.to_stage, one.outcome.id, today, picked))
    return moves, told, missed, today


@given(st.data(), st.sampled_from([*CHAINS, "any"]))
def test_what_was_missed_is_what_the_clock_would_have_told_of(data: st.DataObject, name: str) -> None:
    whole = CHAINS.get(name) or chain.read(data.draw(sound_contents()))
    moves, told, missed, today = data.draw(lives(whole))

    found = stays.stays(whole, moves, told, today)  # type: ignore[arg-type]

    late = Counter((one.track, one.came, one.stage) for one in found if one.missed)
    wanted = Counter(
        (track, moves[at].on, moves[at].to_stage) for (track, at), times in missed.items() if times
    )
    assert late == wanted
    if not untold(whole):
        alone = stays.stays(whole, moves, (), today)
        assert [one.missed for one in alone] == [one.missed for one in found]


def untold(whole: Chain) -> bool:
    """Whether the chain has dates that the moves do not tell of."""
    outcomes_of_each = any(one.each for stage in whole.stages for one in stage.outcomes)
    return outcomes_of_each or bool(whole.sitting_bodies)


@given(st.data(), st.sampled_from([*CHAINS, "any"]))
def test_the_stays_of_a_track_follow_each_other_and_none_is_lost(data: st.DataObject, name: str) -> None:
    whole = CHAINS.get(name) or chain.read(data.draw(sound_contents()))
    moves, told, _missed, today = data.draw(lives(whole))

    found = stays.stays(whole, moves, told, today)  # type: ignore[arg-type]

    for track in ("quick", "system"):
        mine = sorted((one for one in found if one.track == track), key=lambda one: one.came)
        came = [one for one in moves if one.track == track and CLOSED != one.to_stage != one.from_stage]
        assert [one.came for one in mine] == [one.on for one in came]
        for one in mine:
            assert one.came <= (one.left or today)
            assert one.dated or one.missed is None
            assert one.missed is None or one.came <= one.missed < (one.left or today)
        assert sum(one.left is None for one in mine) <= 1
    totals = stays.by_stage(found).values()
    assert sum(one.times.number + one.there for one in totals) == len(found)
    assert sum(one.kept + one.missed + one.running for one in totals) == sum(one.dated for one in found)
