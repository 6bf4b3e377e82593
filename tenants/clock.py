"""What time it is. All code asks here, so that a test or the demo can move the time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def not_at_all() -> timedelta:
    """How far ahead of the real time Samsyn is, everywhere but in the demo."""
    return timedelta()


# The one seam: the app `demo`, where it is installed, puts a function here that reads its row.
# What Django times itself goes on by the real time: sessions, signed cookies and links, budgets of attempts.
ahead: Callable[[], timedelta] = not_at_all


def real() -> datetime:
    """The time of the machine, whatever the demo says: for what is about processes and not about cases."""
    return _standing.get() or datetime.now(STOCKHOLM)  # noqa: TID251 - this is the one place


def now() -> datetime:
    """The time now in Europe/Stockholm, aware, to the microsecond."""
    # Added in UTC: between two Swedish times Python counts hours that a change to summer time skips.
    return _standing.get() or (real().astimezone(UTC) + ahead()).astimezone(STOCKHOLM)


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
