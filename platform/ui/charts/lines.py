"""Numbers over time: how many cases came in, quarter by quarter."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from ui.charts.drawing import Drawing, number_in_words
from ui.charts.lettering import SIZE, spread
from ui.charts.periods import Periods, Series, checked, direct_labels, name_periods

TOP, HEIGHT = 20.0, 190.0
BLOCK = 17.0
NEAR = 2 * SIZE
# Each is read as text on white (4.5 to 1); dashes and marks tell them apart without colour.
COLOURS = ("#0b355e", "#2a72b5", "#5a6570", "#000000")
DASHES = (None, "7 3", "2 3", "9 3 2 3")


def line(title: str, desc: str, periods: Sequence[str], series: Sequence[Series]) -> SafeString:
    """A line for each of at most four series: a name, and a number each period. None leaves a gap."""
    if len(series) > len(COLOURS):
        raise ValueError("More than four lines cannot be told apart")
    names = [name for name, _ in series]
    columns = checked(periods, series)
    shown = [value for column in columns for value in column if value is not None]
    places = Periods(periods, series, shown, swatch=0)
    drawing = Drawing(title, desc, periods, series, width=places.width)
    base = TOP + HEIGHT
    unit = (HEIGHT - 4) / max([1, *shown])
    for at, (_, values) in enumerate(series):
        heights = [None if value is None else base - value * unit for value in values]
        draw_line(drawing, places, heights, at)
    for at, column in enumerate(columns):
        write_numbers(drawing, places, at, column, base, unit)
    name_lines(drawing, places, columns, names, base, unit)
    # What is hidden stands under the baseline, where it is not read as few.
    names_from = base + BLOCK + 3 if drawing.hides() else base
    return drawing.svg(drawing.hidden_note(name_periods(drawing, places, base, names_from) + 8) + 2)


def draw_line(drawing: Drawing, places: Periods, heights: Sequence[float | None], at: int) -> None:
    """One series: unbroken where two numbers follow each other, and a mark at each number."""
    for run in runs(heights):
        points = " ".join(f"{places.middle(period):.1f},{y:.1f}" for period, y in run)
        drawing.add(
            "polyline",
            points=points,
            fill="none",
            stroke=COLOURS[at],
            stroke_width=2.2,
            stroke_dasharray=DASHES[at],
            class_="series",
        )
    for period, y in enumerate(heights):
        if y is not None:
            draw_mark(drawing, places.middle(period), y, at)


def runs(heights: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The stretches without a gap, each with where its numbers stand."""
    run: list[tuple[int, float]] = []
    for at, y in enumerate([*heights, None]):
        if y is not None:
            run.append((at, y))
        elif run:
            yield run
            run = []


def draw_mark(drawing: Drawing, x: float, y: float, at: int) -> None:
    """A ring, a square, a triangle or a diamond."""
    shape = (
        "M-4 0A4 4 0 1 1 4 0A4 4 0 1 1-4 0Z",
        "M-3.6-3.6H3.6V3.6H-3.6Z",
        "M0-4.8L4.6 3.6H-4.6Z",
        "M0-5L5 0L0 5L-5 0Z",
    )[at]
    drawing.add(
        "path",
        d=shape,
        transform=f"translate({x:.1f} {y:.1f})",
        fill=COLOURS[at],
        stroke="#ffffff",
        stroke_width=1,
        class_="series-mark",
    )


def write_numbers(
    drawing: Drawing, places: Periods, at: int, column: Sequence[int | None], base: float, unit: float
) -> None:
    """The numbers of one period, each over its mark, moved apart where they would stand on each other."""
    shown = [(number, value) for number, value in enumerate(column) if value is not None]
    wanted = beside([base - value * unit for _, value in shown], base)
    for (number, value), middle in zip(shown, spread(wanted, [SIZE] * len(shown), 0, base), strict=True):
        for halo in (True, False):
            drawing.text(
                places.middle(at),
                middle,
                number_in_words(value),
                fill=COLOURS[number],
                text_anchor="middle",
                font_weight=600,
                stroke="#ffffff" if halo else None,
                stroke_width=3.5 if halo else None,
                class_="halo" if halo else None,
            )
    if None in column:
        width = min(places.column - 4, 30)
        drawing.hidden(places.middle(at) - width / 2, base + 3, width, BLOCK)


def beside(marks: Sequence[float], base: float) -> list[float]:
    """Where the numbers of marks go: over, or under where another mark is near over it and none under."""
    places = []
    for mark in marks:
        crowded = any(0 < mark - other < NEAR for other in marks)
        free = mark + NEAR < base and not any(0 < other - mark < NEAR for other in marks)
        places.append(mark + SIZE if crowded and free else mark - SIZE)
    return places


def name_lines(
    drawing: Drawing,
    places: Periods,
    columns: Sequence[Sequence[int | None]],
    names: Sequence[str],
    base: float,
    unit: float,
) -> None:
    """Each line's name at its end; one that ends earlier has it at the height where it ended."""
    ends = []
    for at in range(len(names)):
        shown = [column[at] for column in columns if column[at] is not None]
        ends.append(base - (shown[-1] or 0) * unit if shown else base)
    direct_labels(drawing, places, places.left(len(columns)), ends, names, COLOURS, base)
