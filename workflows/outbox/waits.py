"""When a mail that could not be sent is tried again. Rules, without Django."""

from datetime import datetime, timedelta

DAY = timedelta(days=1)
# After the first failure, the second, and so on; a mail is given up when a week of days has gone by.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    *[DAY] * 7,
)


def next_try(failures: int, now: datetime) -> datetime | None:
    """When to try again what has now failed so many times, at least once; None when it is given up."""
    return now + WAITS[failures - 1] if failures <= len(WAITS) else None
