"""How far each step moves the demo's time, and what is refused."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.steps import FARTHEST, STEPS, between, days_after, days_of, in_days, refusal
from tenants.clock import STOCKHOLM
from tenants.working_days import working_days_between

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=STOCKHOLM)
MOMENTS = st.integers(0, 50 * 365 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("step", "today", "then"),
    [
        ("dag", date(2026, 12, 31), date(2027, 1, 1)),
        ("vecka", date(2026, 11, 22), date(2026, 11, 29)),
        ("manad", date(2026, 11, 22), date(2026, 12, 22)),
        ("manad", date(2026, 12, 22), date(2027, 1, 22)),
        ("manad", date(2027, 1, 31), date(2027, 2, 28)),
        ("manad", date(2028, 1, 31), date(2028, 2, 29)),
        # 21 22 23, 28 29 30, 4 5, 7 8: over Christmas, New Year and Epiphany, with their eves.
        ("arbetsdagar", date(2026, 12, 18), date(2027, 1, 8)),
    ],
)
def test_a_step_leads_to_the_day_that_its_button_says(step: str, today: date, then: date) -> None:
    assert today + timedelta(days=days_of(step, today)) == then


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_every_step_goes_forwards_and_the_last_by_ten_working_days(today: date) -> None:
    assert all(days_of(step, today) > 0 for step in STEPS)
    assert working_days_between(today, STEPS["arbetsdagar"](today)) == 10


@pytest.mark.parametrize(
    ("before", "after", "hours"),
    [
        ("2027-03-27T12:00", "2027-03-28T12:00:00+02:00", 23),
        ("2026-10-24T12:00", "2026-10-25T12:00:00+01:00", 25),
        # Half past two is skipped that night.
        ("2027-03-27T02:30", "2027-03-28T03:30:00+02:00", 24),
    ],
)
def test_a_day_later_it_is_as_late_also_when_the_clocks_are_changed(
    before: str, after: str, hours: int
) -> None:
    now = datetime.fromisoformat(before).replace(tzinfo=STOCKHOLM)
    then = days_after(now, 1)
    assert then.isoformat() == after
    assert between(now, then) == timedelta(hours=hours)
    assert in_days(between(now, then)) == 1


@given(MOMENTS, st.integers(1, 3000))
def test_days_ahead_are_told_as_the_days_that_were_asked_for(now: datetime, days: int) -> None:
    assert in_days(between(now, days_after(now, days))) == days


def test_time_goes_neither_backwards_nor_stands_nor_runs_away() -> None:
    second = timedelta(seconds=1)
    assert refusal(NOON, NOON - second, NOON) == "backwards"
    assert refusal(NOON, NOON, NOON) == "backwards"
    assert refusal(NOON, NOON + second, NOON) is None
    assert refusal(NOON, NOON + FARTHEST, NOON) is None
    assert refusal(NOON, NOON + FARTHEST + second, NOON) == "too far"
    # How far is counted from the real time.
    assert refusal(NOON + FARTHEST, NOON + FARTHEST + second, NOON) == "too far"


def test_the_hour_that_comes_twice_passes_once_and_forwards() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM)
    assert refusal(first, first.replace(fold=1), first) is None
    assert refusal(first.replace(fold=1), first, first) == "backwards"
