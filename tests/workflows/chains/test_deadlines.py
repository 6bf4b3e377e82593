"""A deadline falls on a date that anybody can count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.working_days import is_working_day
from workflows.chains.deadlines import Deadline, add_months, working_days_before

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))
counts = st.integers(1, 60)


@pytest.mark.parametrize(
    ("deadline", "falls_on"),
    [
        # Julafton to annandag, nyårsafton, nyårsdag, trettondagen and the week-ends are not counted.
        (Deadline(10, "working_days"), date(2027, 1, 8)),
        (Deadline(60, "days"), date(2027, 2, 16)),
        (Deadline(2, "weeks"), date(2027, 1, 1)),
        (Deadline(2, "months"), date(2027, 2, 18)),
    ],
)
def test_it_is_counted_in_the_unit_that_it_says(deadline: Deadline, falls_on: date) -> None:
    assert deadline.from_day(date(2026, 12, 18)) == falls_on


def test_a_month_from_its_last_day_is_the_last_day_of_the_next() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 3, 31), -1) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 18), -12) == date(2025, 12, 18)


def test_two_weeks_before_the_next_sitting_leaves_out_one_that_is_too_near() -> None:
    deadline = Deadline(2, "weeks", before="forbundschefer")

    assert deadline.from_day(date(2026, 11, 2), [date(2026, 11, 12), date(2026, 12, 10)]) == date(
        2026, 11, 26
    )


def test_without_a_sitting_there_is_no_date_rather_than_a_guess() -> None:
    assert Deadline(2, "weeks", before="forbundschefer").from_day(date(2026, 11, 2)) is None


@given(days, counts)
def test_so_many_working_days_lie_between_the_date_and_the_sitting(day: date, count: int) -> None:
    before = working_days_before(day, count)

    assert is_working_day(before)
    assert sum(is_working_day(before + timedelta(days=n)) for n in range((day - before).days)) == count


@given(days, counts, st.sampled_from(["working_days", "days", "weeks", "months"]))
def test_it_always_lies_ahead(day: date, count: int, unit: str) -> None:
    due = Deadline(count, unit).from_day(day)  # type: ignore[arg-type]

    assert due is not None
    assert due > day


@given(days, st.integers(1, 30), st.lists(st.integers(-20, 200), max_size=6))
def test_before_a_sitting_it_leaves_a_day_and_takes_the_nearest(day: date, count: int, at: list[int]) -> None:
    sittings = [day + timedelta(days=number) for number in at]
    due = Deadline(count, "days", before="a").from_day(day, sittings)

    later = sorted(one - timedelta(days=count) for one in sittings if one - timedelta(days=count) > day)
    assert due == (later[0] if later else None)


def test_what_is_no_deadline_cannot_be_made() -> None:
    for count, unit in ((0, "days"), (-1, "days"), (1, "years")):
        with pytest.raises(ValueError, match="a deadline is one or more"):
            Deadline(count, unit)  # type: ignore[arg-type]


def test_working_days_can_show_how_they_were_counted() -> None:
    counted = Deadline(3, "working_days").working_from(date(2026, 12, 22))

    assert counted is not None
    assert counted.due == date(2026, 12, 29)
    assert [skipped.why for skipped in counted.skipped] == ["Julafton", "Juldagen", "Annandag jul", "Söndag"]
