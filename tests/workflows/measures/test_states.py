"""Where a measure stands, when a day can be agreed on, and who may agree: decided from plain values."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflows.cases.dates import can_be_due
from workflows.measures import states
from workflows.measures.models import Measure

days = st.dates(date(2020, 1, 1), date(2090, 1, 1))
keys = st.sampled_from(["processledare", "arbetsgrupp", "styrelse"])
bodies = st.frozensets(keys)
effects = st.sampled_from(["", *Measure.Effect.values])


@given(st.booleans(), effects)
def test_a_measure_is_planned_then_done_then_known(done: bool, effect: str) -> None:
    state = states.state_of(done=done, effect=effect)
    assert (state == "planned") == (not done)
    assert (state == "known") == (done and effect in {"saving", "client", "both", "none"})


@given(days, days, st.booleans())
def test_only_what_is_not_done_is_late_and_only_the_day_after(due: date, today: date, done: bool) -> None:
    assert states.is_overdue(due, today, done=done) == (not done and today > due)


@given(days, st.integers(-4000, 4000))
def test_a_day_that_has_passed_or_lies_far_away_cannot_be_agreed_on(today: date, away: int) -> None:
    assert can_be_due(today + timedelta(days=away), today) == (0 <= away <= 5 * 366)
    assert not can_be_due(None, today)


@given(st.sets(days))
def test_a_case_waits_for_the_last_of_its_statements(due: set[date]) -> None:
    last = states.last_due(due)
    assert (last is None) == (not due)
    assert all(last is not None and one <= last for one in due)


@given(bodies, keys, keys, st.booleans())
def test_whoever_has_the_case_decides_and_the_first_receiver_while_the_quick_track_is_open(
    mine: frozenset[str], holder: str, first: str, quick_open: bool
) -> None:
    decides = states.may_decide(mine, holder, first, quick_open=quick_open)
    assert decides == (holder in mine or (first in mine and quick_open))
    assert not decides or states.may_ask(mine, holder, first)
    assert states.may_ask(mine, holder, first) == (holder in mine or first in mine)
