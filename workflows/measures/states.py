"""Where a measure stands, when a day can be agreed on, and who may agree. Rules, without Django."""

from collections.abc import Set
from datetime import date
from typing import Literal

State = Literal["planned", "done", "known"]

# An effect that somebody has seen, or seen that there is none. "None yet" is waited for.
KNOWN_EFFECTS = frozenset({"saving", "client", "both", "none"})


def state_of(*, done: bool, effect: str) -> State:
    """A measure is planned, then done, and lives on until its effect is known."""
    if not done:
        return "planned"
    return "known" if effect in KNOWN_EFFECTS else "done"


def is_overdue(due: date, today: date, *, done: bool) -> bool:
    """Whether its day has passed and it is not done."""
    return not done and due < today


def last_due(days: Set[date]) -> date | None:
    """The date until which statements are waited for: the last of those that are open."""
    return max(days, default=None)


def may_decide(bodies: Set[str], holder: str, first: str, *, quick_open: bool) -> bool:
    """Whether who acts in these bodies decides measures: the one that has the case does.

    While the quick track is open the first receiver has the case, too.
    """
    return holder in bodies or (quick_open and first in bodies)


def may_ask(bodies: Set[str], holder: str, first: str) -> bool:
    """Whether who acts in these bodies asks for statements and enters them."""
    return bool({holder, first} & bodies)
