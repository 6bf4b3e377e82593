"""What charts over time share: a column for each period, and names at the end in place of a key."""

import re
from collections.abc import Iterable, Sequence
from math import ceil

from ui.charts.drawing import WIDTH, Drawing, number_in_words
from ui.charts.lettering import LINE, column_for, spread, width_of, wrapped

# A name, and its number in each period: None is hidden.
Series = tuple[str, Sequence[int | None]]

LABELS = 94.0
SWATCH = 17.0
COLUMN = 24.0
# A name that has moved further than this from its mark is led to it.
MOVED = 4.0
YEAR = re.compile(r"(\d{4}) (.+)")


def checked(periods: Sequence[str], series: Sequence[Series]) -> list[list[int | None]]:
    """The numbers of each period. ValueError where one is missing or too many."""
    if any(len(values) != len(periods) for _, values in series):
        raise ValueError("The values are not as many as the periods")
    return [[values[at] for _, values in series] for at in range(len(periods))]


class Periods:
    """Where the periods and the names stand. Many periods make the chart wider than a phone."""

    def __init__(
        self, periods: Sequence[str], series: Sequence[Series], numbers: Iterable[int], swatch: float = SWATCH
    ) -> None:
        self.periods = periods
        self.labels = column_for([name for name, _ in series], LABELS) + swatch + 12
        least = max([COLUMN, *(width_of(number_in_words(number)) + 4 for number in numbers)])
        self.column = max(least, (WIDTH - self.labels) / max(len(periods), 1))
        self.width = self.labels + self.column * len(periods)
        self.swatch = swatch

    def left(self, at: int) -> float:
        """Where the column of a period begins."""
        return at * self.column

    def middle(self, at: int) -> float:
        """The middle of the column of a period."""
        return (at + 0.5) * self.column


def name_periods(drawing: Drawing, places: Periods, base: float, y: float) -> float:
    """The baseline, and the periods from y and down, as many as have room; gives where they end.

    Where every period begins with its year, as in 2025 kv 1, the year stands once, under its first.
    """
    number = len(places.periods)
    drawing.add("line", x1=0, y1=base, x2=places.left(number), y2=base, stroke="currentColor")
    dated = [YEAR.fullmatch(period) for period in places.periods]
    years = [found[1] for found in dated if found]
    if not years or len(years) < number:
        return name_each(drawing, places, y, places.periods)
    deep = name_each(drawing, places, y, [found[2] for found in dated if found])
    firsts = [at for at in range(number) if at == 0 or years[at] != years[at - 1]]
    for at, following in zip(firsts, [*firsts[1:], number + 2], strict=True):
        if (following - at) * places.column > width_of(years[at]):
            drawing.text(places.left(at) + 2, deep + LINE / 2, years[at])
    return deep + LINE


def name_each(drawing: Drawing, places: Periods, y: float, names: Sequence[str]) -> float:
    """A name under each period; every other or fewer, back from the last, where they would meet."""
    whole = max(map(width_of, names), default=0.0)
    every = max(1, ceil(whole / places.column))
    for at in range(len(names) - 1, -1, -every):
        drawing.text(places.middle(at), y + 5 + LINE / 2, names[at], text_anchor="middle")
    return y + 5 + LINE


def direct_labels(
    drawing: Drawing,
    places: Periods,
    x: float,
    middles: Sequence[float],
    names: Iterable[str],
    fills: Sequence[str],
    bottom: float,
) -> None:
    """Names at the height of what they name, moved apart where they would stand on each other."""
    lines = [wrapped(name, LABELS) for name in names]
    heights = [len(name) * LINE + 4 for name in lines]
    for at, middle in enumerate(spread(middles, heights, 0, bottom)):
        if abs(middle - middles[at]) > MOVED:
            drawing.add(
                "path",
                d=f"M{x:.1f} {middles[at]:.1f}L{x + 7:.1f} {middle:.1f}",
                fill="none",
                stroke="currentColor",
                stroke_width=0.8,
            )
        if places.swatch:
            drawing.box(x + 9, middle - 6.5, 13, 13, fills[at])
        drawing.lines(
            x + 9 + places.swatch, middle, lines[at], fill="currentColor" if places.swatch else fills[at]
        )
