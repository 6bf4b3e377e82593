"""When the clock looks at a case: before each of its dates, and once after."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflows.cases.dates import Dates, Due, coming, left, next_on

some_day = st.none() | st.dates(date(2025, 1, 1), date(2035, 12, 31))
any_dates = st.builds(
    Dates,
    quick=some_day,
    system=some_day,
    word=some_day,
    statement=some_day,
    quick_remind=st.integers(1, 10),
    system_remind=st.integers(1, 10),
    quick_up=st.booleans(),
    system_up=st.booleans(),
)


def test_a_track_is_reminded_of_before_told_of_after_and_moved_up() -> None:
    friday = date(2026, 11, 27)

    assert coming(Dates(system=friday, system_remind=3, system_up=True)) == [
        Due(date(2026, 11, 24), "system_soon", friday),
        Due(date(2026, 11, 28), "system_over", friday),
        Due(date(2026, 11, 28), "system_up", friday),
    ]


def test_a_statement_is_asked_after_only_when_its_date_has_passed() -> None:
    assert coming(Dates(statement=date(2026, 11, 27))) == [
        Due(date(2026, 11, 28), "statement_over", date(2026, 11, 27))
    ]


@given(any_dates)
def test_what_is_coming_is_in_order_and_about_dates_of_the_case(dates: Dates) -> None:
    found = coming(dates)

    assert [one.on for one in found] == sorted(one.on for one in found)
    assert {one.about for one in found} <= {dates.quick, dates.system, dates.word, dates.statement}
    for one in found:
        assert (one.on < one.about) == one.what.endswith("soon")


@given(any_dates)
def test_done_one_by_one_everything_is_done_once_and_the_clock_rests(dates: Dates) -> None:
    told: set[tuple[str, date]] = set()
    days: list[date] = []
    while (day := next_on(dates, told)) is not None:
        first = left(dates, told)[0]
        assert first.on == day
        days.append(day)
        told.add((first.what, first.about))

    assert len(told) == len(coming(dates))
    assert days == sorted(days)


@given(any_dates, st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_a_date_that_is_moved_is_told_of_anew(dates: Dates, day: date) -> None:
    told = {(one.what, one.about) for one in coming(dates)}
    moved = Dates(word=day)

    again = [one for one in left(moved, told) if one.about == day]
    assert (again == []) == (day == dates.word)


def test_a_case_without_dates_leaves_the_clock_alone() -> None:
    assert next_on(Dates(), set()) is None
    assert next_on(Dates(word=date(2026, 11, 30)), set()) == date(2026, 11, 30) - timedelta(days=3)
