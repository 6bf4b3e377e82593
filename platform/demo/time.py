"""The demo's time: how far ahead of the real one it is, and the verb that moves it.

Web and worker read the row once for each request and each task, at the first question, so that a move is seen
by the very next one and costs a query and not one per question. Everything else, as a command or a shell,
reads it at each question. Beat needs nothing: it asks for no time of ours, and sends the clock's tasks every
CLOCK_SECONDS of real time; the worker that runs them reads the row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.utils.translation import gettext as _

from demo import steps
from demo.models import THE_ONE, Offset
from tenants import clock


@dataclass
class Reading:
    """What one request or task has read, if it has asked yet."""

    ahead: timedelta | None = None


# Each thread of web has its own, as each task of the worker has.
_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


def ahead() -> timedelta:
    """How far ahead the demo is: what `tenants.clock` asks here."""
    reading = _reading.get()
    if reading is None:
        return stored_if_any()
    if reading.ahead is None:
        reading.ahead = stored()
    return reading.ahead


def stored() -> timedelta:
    """What the row says."""
    return Offset.objects.values_list("ahead", flat=True).first() or timedelta()


def stored_if_any() -> timedelta:
    """What the row says; nothing while the tables are being made, since a migration may ask for a default."""
    try:
        with transaction.atomic():
            return stored()
    except ProgrammingError:
        return timedelta()


@contextmanager
def read_once() -> Iterator[None]:
    """Reads the row at most once for what runs inside, in this thread alone."""
    token = _reading.set(Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def begin_task(**_sent: object) -> None:
    """A task of the worker begins, and reads anew."""
    _reading.set(Reading())


def end_task(**_sent: object) -> None:
    """A task of the worker has ended."""
    _reading.set(None)


@transaction.atomic
def move(*, days: int = 0, until: datetime | None = None) -> datetime:
    """Moves the demo's time by days, at the same time of day, or until a moment; gives the new time.

    Only forwards, since what has happened in the demo is dated by it. Raises ValidationError with a sentence.
    Requests and tasks that have begun keep the time that they have read.
    """
    Offset.objects.bulk_create([Offset()], ignore_conflicts=True)
    offset = Offset.objects.select_for_update().get(pk=THE_ONE)
    real = clock.real()
    now = (real.astimezone(UTC) + offset.ahead).astimezone(clock.STOCKHOLM)
    wanted = until or steps.days_after(now, days)
    match steps.refusal(now, wanted, real):
        case "backwards":
            raise ValidationError(
                _("Demons klocka går bara framåt, eftersom det som har hänt är daterat efter den.")
            )
        case "too far":
            raise ValidationError(_("Demons klocka kan gå högst tio år före den riktiga."))
    offset.ahead += steps.between(now, wanted)
    offset.save(update_fields=["ahead"])
    return wanted.astimezone(clock.STOCKHOLM)
