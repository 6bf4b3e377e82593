"""How the demo's time may be moved. Rules, without Django."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from tenants.working_days import add_working_days

DAY = timedelta(days=1)
# Far enough for every promise and every year's report, and well within the holidays that are known.
FARTHEST = timedelta(days=10 * 365)

Refusal = Literal["backwards", "too far"]


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# By the names that the page's buttons send.
STEPS: dict[str, Callable[[date], date]] = {
    "dag": lambda day: day + DAY,
    "vecka": lambda day: day + 7 * DAY,
    "manad": a_month_after,
    "arbetsdagar": lambda day: add_working_days(day, 10),
}


def days_of(step: str, today: date) -> int:
    """How many days a step is from that day on. Raises KeyError for a step that there is not."""
    return (STEPS[step](today) - today).days


def days_after(now: datetime, days: int) -> datetime:
    """The same time of day so many days later, whether or not the clocks were changed in between."""
    # One that the change skips is told by UTC, so that it is a time that there is.
    return (now + days * DAY).astimezone(UTC).astimezone(now.tzinfo)


def between(now: datetime, until: datetime) -> timedelta:
    """How much time passes until then."""
    return until.astimezone(UTC) - now.astimezone(UTC)


def refusal(now: datetime, until: datetime, real: datetime) -> Refusal | None:
    """Why the time cannot be moved from now until then; None if it can."""
    if between(now, until) <= timedelta():
        return "backwards"
    return "too far" if between(real, until) > FARTHEST else None


def in_days(ahead: timedelta) -> int:
    """How far ahead, in days as a person would say it: an hour that a clock change took is none."""
    return round(ahead / DAY)
