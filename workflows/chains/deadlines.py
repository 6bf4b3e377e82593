"""When something is due. Rules, without Django."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tenants.working_days import add_working_days

Unit = Literal["working_days", "days"]


@dataclass(frozen=True)
class Deadline:
    """So many days: working days (arbetsdagar) or calendar days."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 1 or self.unit not in ("working_days", "days"):
            raise ValueError(f"a deadline is one or more working_days or days, not {self.count} {self.unit}")

    def from_day(self, day: date) -> date:
        """The date that it falls on, counted from the day. Calendar days may end on a day of rest."""
        if self.unit == "working_days":
            return add_working_days(day, self.count)
        return day + timedelta(days=self.count)
