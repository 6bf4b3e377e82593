"""Quarters follow each other without a gap, and a year closes with its last."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.contributions.periods import Period, closed

days = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(days)
def test_a_day_is_in_one_quarter_whose_name_leads_back_to_it(day: date) -> None:
    quarter = Period.of(day)
    assert quarter.first <= day < quarter.after == quarter.next.first
    assert Period.read(str(quarter)) == quarter
    assert Period.read(str(quarter.year)) == Period(quarter.year)


@given(days, st.integers(0, 2000))
def test_what_has_closed_is_whole_and_in_order(first: date, later: int) -> None:
    today = first + timedelta(days=later)
    found = closed(first, today)
    quarters = [one for one in found if not one.whole_year]
    assert all(one.after <= today for one in found)
    assert Period.of(today) not in found
    assert [one.next for one in quarters[:-1]] == quarters[1:]
    for year in (one for one in found if one.whole_year):
        assert found[found.index(year) - 1] == Period(year.year, 4)


@pytest.mark.parametrize(
    "name", ["", "2026-Q5", "2026-Q0", "2026-q1", "26-Q1", "2026-Q1-", "abc", "2026-Q01", "٢٠٢٦"]
)
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no period"):
        Period.read(name)
