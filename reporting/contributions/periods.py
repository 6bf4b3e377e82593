"""The periods that are published: quarters and years of the calendar. Rules, without Django."""

import re
from dataclasses import dataclass
from datetime import date

QUARTERS = (1, 2, 3, 4)
NAME = re.compile(r"([1-9]\d{3})(?:-Q([1-4]))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """A quarter, or a year where there is no quarter. Its name is its release's: `2026-Q1`, `2026`."""

    year: int
    quarter: int | None = None

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @classmethod
    def read(cls, name: str) -> "Period":
        """From its name; raises ValueError for what is none."""
        found = NAME.fullmatch(name)
        if not found:
            raise ValueError(f"{name} is no period")
        return cls(int(found[1]), int(found[2]) if found[2] else None)

    @classmethod
    def of(cls, day: date) -> "Period":
        """The quarter that a day is in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def whole_year(self) -> bool:
        """Whether it is a year and not a quarter."""
        return self.quarter is None

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters that it is made of."""
        return (self,) if self.quarter else tuple(Period(self.year, one) for one in QUARTERS)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * (self.quarter or 1) - 2, 1)

    @property
    def after(self) -> date:
        """The first day after it: from then on it is closed."""
        last = 3 * (self.quarter or QUARTERS[-1])
        return date(self.year + last // 12, last % 12 + 1, 1)

    @property
    def next(self) -> "Period":
        """The quarter after this one."""
        return Period.of(self.after)


def closed(first: date, today: date) -> list[Period]:
    """The quarters since that of a day which are closed, and the years whose last quarter is one of them.

    In the order they can be published: a year after its last quarter.
    """
    found, quarter = [], Period.of(first)
    while quarter.after <= today:
        found.append(quarter)
        if quarter.quarter == QUARTERS[-1]:
            found.append(Period(quarter.year))
        quarter = quarter.next
    return found
