"""The time is Swedish, can be moved, and stands still for nobody else."""

import threading
from datetime import UTC, date, datetime

import pytest

from tenants import clock

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Stockholm


def test_the_time_is_that_of_stockholm() -> None:
    assert clock.now().tzinfo == clock.STOCKHOLM


def test_a_day_begins_at_midnight_in_stockholm() -> None:
    with clock.standing_at(NEW_YEAR):
        assert clock.now() == NEW_YEAR
        assert clock.today() == date(2027, 1, 1)


def test_the_time_goes_on_afterwards_whatever_happened() -> None:
    with pytest.raises(RuntimeError), clock.standing_at(NEW_YEAR):
        raise RuntimeError

    assert clock.now() != NEW_YEAR


def test_a_time_inside_a_time_gives_the_outer_one_back() -> None:
    with clock.standing_at(NEW_YEAR):
        with clock.standing_at(datetime(2027, 6, 1, tzinfo=UTC)):
            assert clock.today() == date(2027, 6, 1)
        assert clock.now() == NEW_YEAR


def test_the_time_stands_still_in_one_thread_alone() -> None:
    elsewhere: list[datetime] = []
    with clock.standing_at(NEW_YEAR):
        other = threading.Thread(target=lambda: elsewhere.append(clock.now()))
        other.start()
        other.join()

    assert elsewhere[0] != NEW_YEAR
