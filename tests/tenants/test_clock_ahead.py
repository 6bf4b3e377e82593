"""The time can be put ahead by one function, and by nothing where nobody puts one there."""

from datetime import UTC, datetime, timedelta

import pytest

from tenants import clock

DAY = timedelta(days=1)
LITTLE = timedelta(seconds=20)


def test_the_time_is_the_real_one_where_nobody_puts_it_ahead() -> None:
    assert clock.not_at_all() == timedelta()
    real = clock.real()
    assert timedelta() <= clock.now() - real < LITTLE


def test_the_time_is_as_far_ahead_as_it_is_put(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "ahead", lambda: 12 * DAY)

    passed = clock.now().astimezone(UTC) - clock.real().astimezone(UTC) - 12 * DAY

    assert -LITTLE < passed < LITTLE
    assert clock.today() == clock.now().date()
    assert clock.now().tzinfo == clock.STOCKHOLM


def test_a_time_that_stands_is_not_put_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "ahead", lambda: 12 * DAY)
    noon = datetime(2026, 12, 4, 12, 0, tzinfo=clock.STOCKHOLM)

    with clock.standing_at(noon):
        assert clock.now() == clock.real() == noon


def test_time_ahead_goes_on_evenly_through_a_night_when_the_clocks_are_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # From one o'clock in Stockholm to four, past the hour that there is not.
    skipping = datetime(2030, 3, 31, 0, 5, tzinfo=UTC)
    hours = []
    for quarter in range(8):
        wanted = skipping + quarter * timedelta(minutes=15)
        monkeypatch.setattr(clock, "ahead", lambda wanted=wanted: wanted - clock.real().astimezone(UTC))
        hours.append(clock.now())

    assert [moment.astimezone(UTC) for moment in hours] == sorted(m.astimezone(UTC) for m in hours)
    assert [moment.hour for moment in hours] == [1, 1, 1, 1, 3, 3, 3, 3]
