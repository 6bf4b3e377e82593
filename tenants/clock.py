"""What time it is. All code asks here, so that a test or the demo's loader can move the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The time now in Europe/Stockholm, aware, to the microsecond."""
    return _standing.get() or datetime.now(STOCKHOLM)  # noqa: TID251 - this is the one place


def today() -> date:
    """The date today in Europe/Stockholm."""
    return now().date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Makes it that moment for what runs inside, in this thread alone."""
    token = _standing.set(moment.astimezone(STOCKHOLM))
    try:
        yield
    finally:
        _standing.reset(token)
