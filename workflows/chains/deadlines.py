"""When something is due. Rules, without Django."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from tenants.working_days import Working, add_working_days, is_working_day, working

Unit = Literal["working_days", "days", "weeks", "months"]
UNITS: tuple[str, ...] = get_args(Unit)


@dataclass(frozen=True)
class Deadline:
    """So many working days (arbetsdagar), calendar days, weeks or months; from a day, or before a sitting."""

    count: int
    unit: Unit
    # The key of the body whose next sitting it hangs on.
    before: str = ""

    def __post_init__(self) -> None:
        if self.count < 1 or self.unit not in UNITS:
            raise ValueError(f"a deadline is one or more of {', '.join(UNITS)}, not {self.count} {self.unit}")

    def from_day(self, day: date, sittings: Sequence[date] = ()) -> date | None:
        """The date that it falls on, counted from the day, which may be a day of rest for calendar days.

        Before a sitting: so long before the first of `sittings` that leaves at least a day; None where
        none of them does, since a guessed sitting would be a promise that nobody has made.
        """
        if not self.before:
            return self._after(day)
        return next((due for one in sorted(sittings) if (due := self._back(one)) > day), None)

    def working_from(self, day: date) -> Working | None:
        """The days that were counted, to show people; None where the unit is not working days."""
        return working(day, self.count) if self.unit == "working_days" and not self.before else None

    def _after(self, day: date) -> date:
        match self.unit:
            case "working_days":
                return add_working_days(day, self.count)
            case "days":
                return day + timedelta(days=self.count)
            case "weeks":
                return day + timedelta(weeks=self.count)
            case "months":
                return add_months(day, self.count)

    def _back(self, day: date) -> date:
        match self.unit:
            case "working_days":
                return working_days_before(day, self.count)
            case "days":
                return day - timedelta(days=self.count)
            case "weeks":
                return day - timedelta(weeks=self.count)
            case "months":
                return add_months(day, -self.count)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_days_before(day: date, days: int) -> date:
    """The date of the `days`-th working day before `day`; `day` itself is not counted."""
    left = days
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day)
    return day
