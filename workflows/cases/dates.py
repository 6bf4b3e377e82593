"""When the clock has something to do about a case. Rules, without Django.

A case has up to four dates: of its two tracks, of the next word to its reporter, and of a statement that is
waited for. Each is reminded of before, and told of once after.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from workflows.chains.deadlines import working_days_before

What = Literal[
    "quick_soon",
    "quick_over",
    "system_soon",
    "system_over",
    "word_soon",
    "word_over",
    "statement_over",
    "quick_up",
    "system_up",
]
# The word to the reporter is reminded of the working day before.
WORD_REMIND = 1
_NEXT = timedelta(days=1)


@dataclass(frozen=True)
class Dates:
    """The dates of an open case, how many working days before them to remind, and what moves by itself."""

    quick: date | None = None
    system: date | None = None
    word: date | None = None
    statement: date | None = None
    quick_remind: int = 0
    system_remind: int = 0
    quick_up: bool = False
    system_up: bool = False


@dataclass(frozen=True, order=True)
class Due:
    """A thing for the clock to do: on which day, what, and about which date."""

    on: date
    what: What
    about: date


Told = tuple[str, date]

# A day further away is a slip of the pen.
FURTHEST = timedelta(days=5 * 366)


def can_be_due(day: date | None, today: date) -> bool:
    """Whether something can be agreed on for that day: one that has not passed, and is no slip."""
    return day is not None and today <= day <= today + FURTHEST


def coming(dates: Dates) -> list[Due]:
    """Everything that the clock will do, unless something happens before that, in order."""
    found: list[Due] = []
    if dates.quick:
        found += _around(dates.quick, "quick_soon", "quick_over", dates.quick_remind)
        found += [Due(dates.quick + _NEXT, "quick_up", dates.quick)] if dates.quick_up else []
    if dates.system:
        found += _around(dates.system, "system_soon", "system_over", dates.system_remind)
        found += [Due(dates.system + _NEXT, "system_up", dates.system)] if dates.system_up else []
    if dates.word:
        found += _around(dates.word, "word_soon", "word_over", WORD_REMIND)
    if dates.statement:
        found.append(Due(dates.statement + _NEXT, "statement_over", dates.statement))
    return sorted(found)


def _around(day: date, before: What, after: What, remind: int) -> list[Due]:
    return [Due(working_days_before(day, remind), before, day), Due(day + _NEXT, after, day)]


def left(dates: Dates, told: Set[Told]) -> list[Due]:
    """What of it has not been done, in order. To move up is left until it has been done."""
    return [due for due in coming(dates) if (due.what, due.about) not in told]


def next_on(dates: Dates, told: Set[Told]) -> date | None:
    """The day on which the clock should look at the case again."""
    return next((due.on for due in left(dates, told)), None)
