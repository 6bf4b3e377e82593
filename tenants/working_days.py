"""Working days (arbetsdagar) in Sweden: decided from plain dates, without a clock and without Django.

Not working days are Saturdays, Sundays, public holidays (lag 1989:253 om allmänna helgdagar) and the three
eves that lag 1930:173 om beräkning av lagstadgad tid puts beside them: midsommarafton, julafton, nyårsafton.
Public holidays and eves come from the library `holidays`, with the names in Swedish that people are shown.
A year that the library does not know raises ValueError: a guessed date is worse than none.

A day is a date in Sweden. A moment is not: ask the clock which day it belongs to.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from holidays import DE_FACTO, PUBLIC, country_holidays

_NEXT = timedelta(days=1)
_WEEKEND = {5: "Lördag", 6: "Söndag"}


class Skipped(NamedTuple):
    """A day that was not counted, and why: a holiday's name in Swedish, else "Lördag" or "Söndag"."""

    day: date
    why: str


class Working(NamedTuple):
    """How a date was reached: the answer, and every day on the way to it, in order.

    `counted` has as many days as were asked for, the answer last; with nought days it is empty. The day one
    starts from is in neither list, except that with nought days it may itself be skipped.
    """

    due: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]


def is_working_day(day: date) -> bool:
    """Whether people at an authority are expected to be at work that day."""
    return why_not_working(day) == ""


def why_not_working(day: date) -> str:
    """What makes it no working day, in Swedish; the empty string for a working day.

    A holiday's name goes before the weekday's; two holidays on one day are joined by "och".
    """
    if isinstance(day, datetime):
        raise TypeError("A working day is a date, not a moment.")
    return _holidays(day.year).get(day, "") or _WEEKEND.get(day.weekday(), "")


def add_working_days(day: date, days: int) -> date:
    """The date of the `days`-th working day after `day`; `day` itself is not counted.

    Nought days gives `day` if it is a working day, else the next one (lag 1930:173, 2 §: what falls due on
    a day off may be done on the next working day). Raises ValueError for a negative number.
    """
    return working(day, days).due


def working(day: date, days: int) -> Working:
    """What `add_working_days` answers, with the days that led there, to show people."""
    if days < 0:
        raise ValueError("Working days are added forwards: the number can't be negative.")
    counted: list[date] = []
    skipped: list[Skipped] = []
    due = day + _NEXT if days else day
    while (why := why_not_working(due)) or len(counted) + 1 < days:
        if why:
            skipped.append(Skipped(due, why))
        else:
            counted.append(due)
        due += _NEXT
    return Working(due, (*counted, due) if days else (), tuple(skipped))


# A list asks for the same few dates again and again, on every line of every page.
@lru_cache(maxsize=8192)
def working_days_between(start: date, end: date) -> int:
    """How many working days there are after `start`, up to and with `end`.

    Undoes `add_working_days`. Negative when `end` lies before `start`, so that days left and days late are
    one number, and parts of a period add up to the whole.
    """
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


@cache
def _holidays(year: int) -> Mapping[date, str]:
    """The names of the public holidays and eves of a year, by date; an ordinary Sunday is not among them."""
    known = country_holidays("SE", years=year, expand=False, language="sv", categories=(PUBLIC, DE_FACTO))
    if not known:
        raise ValueError(f"No Swedish public holidays are known for the year {year}.")
    return {day: " och ".join(known.get_list(day)) for day in known}
