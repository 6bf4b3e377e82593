from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.working_days import (
    Skipped,
    add_working_days,
    is_working_day,
    why_not_working,
    working,
    working_days_between,
)

# What the library `holidays` knows: from the year in which the law of 1952 came into force.
FIRST, LAST = 1953, 2100

DAYS = st.dates(date(FIRST, 1, 1), date(LAST - 2, 12, 31))
NUMBERS = st.integers(0, 120)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous computus: Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def saturday_from(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)


def days_off_by_law(year: int) -> Iterator[tuple[date, str]]:
    """Lag 1989:253 (before it 1952:48) and lag 1930:173, written down without looking at the library."""
    yield date(year, 1, 1), "Nyårsdagen"
    yield date(year, 1, 6), "Trettondedag jul"
    for offset, name in (
        (-2, "Långfredagen"),
        (0, "Påskdagen"),
        (1, "Annandag påsk"),
        (39, "Kristi himmelsfärdsdag"),
        (49, "Pingstdagen"),
    ):
        yield easter(year) + timedelta(days=offset), name
    yield date(year, 5, 1), "Första maj"
    if year < 2005:
        yield easter(year) + timedelta(days=50), "Annandag pingst"
    else:
        yield date(year, 6, 6), "Nationaldagen"
    midsummer = saturday_from(date(year, 6, 20))
    yield midsummer - timedelta(days=1), "Midsommarafton"
    yield midsummer, "Midsommardagen"
    yield saturday_from(date(year, 10, 31)), "Alla helgons dag"
    yield date(year, 12, 24), "Julafton"
    yield date(year, 12, 25), "Juldagen"
    yield date(year, 12, 26), "Annandag jul"
    yield date(year, 12, 31), "Nyårsafton"


def days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1954, 4, 18), (2000, 4, 23), (2008, 3, 23), (2026, 4, 5), (2038, 4, 25)]
)
def test_the_computus_of_this_test_finds_known_easters(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_working_days_are_those_of_the_law_in_every_year_that_is_known() -> None:
    for year in range(FIRST, LAST + 1):
        off = dict(days_off_by_law(year))
        for day in days_of(year):
            assert is_working_day(day) == (day.weekday() < 5 and day not in off), day


def test_every_day_off_by_law_is_called_by_its_name() -> None:
    for year in range(FIRST, LAST + 1):
        for day, name in days_off_by_law(year):
            assert name in why_not_working(day), day


def test_a_sunday_is_no_holiday_of_its_own() -> None:
    assert why_not_working(date(2026, 2, 1)) == "Söndag"
    assert why_not_working(date(2026, 1, 31)) == "Lördag"
    assert why_not_working(date(2026, 2, 2)) == ""


def test_a_holiday_on_a_weekend_goes_by_the_holidays_name() -> None:
    assert why_not_working(date(2026, 6, 6)) == "Nationaldagen"  # a Saturday
    assert why_not_working(date(2026, 4, 5)) == "Påskdagen"


def test_two_holidays_on_one_day_are_both_named() -> None:
    both = why_not_working(date(2008, 5, 1))
    assert sorted(both.split(" och ")) == ["Första maj", "Kristi himmelsfärdsdag"]


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 5),  # trettondagsafton
        date(2026, 4, 2),  # skärtorsdagen
        date(2026, 4, 30),  # valborgsmässoafton
        date(2026, 5, 15),  # the day between Kristi himmelsfärdsdag and the weekend
        date(2026, 10, 30),  # allhelgonaafton
    ],
)
def test_a_short_day_at_work_is_a_working_day(day: date) -> None:
    assert is_working_day(day)


@pytest.mark.parametrize("year", [FIRST - 1, LAST + 1])
def test_a_year_whose_holidays_are_not_known_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=str(year)):
        is_working_day(date(year, 6, 1))


def test_a_moment_is_not_taken_for_a_day() -> None:
    with pytest.raises(TypeError):
        is_working_day(datetime(2026, 3, 2, 23, 30, tzinfo=UTC))


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 3, 2), -1)


def test_ten_working_days_across_christmas_and_new_year() -> None:
    answer = working(date(2026, 12, 18), 10)

    assert answer.due == date(2027, 1, 8)
    assert [day.day for day in answer.counted] == [21, 22, 23, 28, 29, 30, 4, 5, 7, 8]
    assert answer.skipped == (
        Skipped(date(2026, 12, 19), "Lördag"),
        Skipped(date(2026, 12, 20), "Söndag"),
        Skipped(date(2026, 12, 24), "Julafton"),
        Skipped(date(2026, 12, 25), "Juldagen"),
        Skipped(date(2026, 12, 26), "Annandag jul"),
        Skipped(date(2026, 12, 27), "Söndag"),
        Skipped(date(2026, 12, 31), "Nyårsafton"),
        Skipped(date(2027, 1, 1), "Nyårsdagen"),
        Skipped(date(2027, 1, 2), "Lördag"),
        Skipped(date(2027, 1, 3), "Söndag"),
        Skipped(date(2027, 1, 6), "Trettondedag jul"),
    )


def test_ten_working_days_across_midsummer() -> None:
    answer = working(date(2027, 6, 14), 10)

    assert answer.due == date(2027, 6, 29)
    assert answer.skipped[-3:] == (
        Skipped(date(2027, 6, 25), "Midsommarafton"),
        Skipped(date(2027, 6, 26), "Midsommardagen"),
        Skipped(date(2027, 6, 27), "Söndag"),
    )


def test_the_day_after_ascension_day_is_counted() -> None:
    answer = working(date(2026, 5, 13), 2)

    assert answer.counted == (date(2026, 5, 15), date(2026, 5, 18))
    assert answer.skipped[0] == Skipped(date(2026, 5, 14), "Kristi himmelsfärdsdag")


def test_what_falls_due_on_a_day_off_waits_for_the_next_working_day() -> None:
    assert add_working_days(date(2026, 12, 24), 0) == date(2026, 12, 28)
    assert add_working_days(date(2026, 12, 23), 0) == date(2026, 12, 23)


def test_days_left_and_days_late_are_one_number() -> None:
    due = date(2026, 4, 8)
    assert working_days_between(date(2026, 4, 1), due) == 3  # Thursday, Tuesday, Wednesday
    assert working_days_between(due, due) == 0
    assert working_days_between(date(2026, 4, 10), due) == -2


@given(DAYS, NUMBERS)
def test_what_is_added_up_to_is_a_working_day(day: date, days: int) -> None:
    assert is_working_day(add_working_days(day, days))


@given(DAYS, DAYS, NUMBERS)
def test_a_later_start_never_gives_an_earlier_day(one: date, other: date, days: int) -> None:
    assert add_working_days(min(one, other), days) <= add_working_days(max(one, other), days)


@given(DAYS, st.integers(1, 120))
def test_one_working_day_more_is_the_next_working_day(day: date, days: int) -> None:
    due = add_working_days(day, days)
    assert day < due < add_working_days(day, days + 1) == add_working_days(due, 1)


@given(DAYS, st.integers(0, 60), st.integers(1, 60))
def test_adding_in_two_steps_is_adding_once(day: date, first: int, then: int) -> None:
    start = add_working_days(day, 0)
    assert add_working_days(add_working_days(start, first), then) == add_working_days(start, first + then)


@given(DAYS, st.integers(1, 120))
def test_counting_between_undoes_adding(day: date, days: int) -> None:
    assert working_days_between(day, add_working_days(day, days)) == days


@given(DAYS)
def test_nought_days_stay_on_a_working_day_and_leave_any_other(day: date) -> None:
    due = add_working_days(day, 0)
    assert (due == day) if is_working_day(day) else (due == add_working_days(day, 1))


@given(DAYS, st.integers(-200, 200), st.integers(-200, 200))
def test_the_parts_of_a_period_add_up_to_the_whole(day: date, one: int, other: int) -> None:
    here = day.replace(year=max(day.year, FIRST + 1))
    middle, end = here + timedelta(days=one), here + timedelta(days=other)
    parts = working_days_between(here, middle) + working_days_between(middle, end)
    assert parts == working_days_between(here, end)


@given(DAYS, NUMBERS)
def test_the_working_shows_every_day_on_the_way_once(day: date, days: int) -> None:
    answer = working(day, days)

    first = day + timedelta(days=1) if days else day
    way = [first + timedelta(days=n) for n in range((answer.due - first).days + 1)]
    assert sorted({*answer.counted, *(skipped.day for skipped in answer.skipped), answer.due}) == way
    assert len(answer.counted) == days
    assert all(is_working_day(counted) for counted in answer.counted)
    assert all(skipped.why and not is_working_day(skipped.day) for skipped in answer.skipped)
