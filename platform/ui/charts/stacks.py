"""Parts of a whole, period by period: how the levels of the obstacles shift."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from ui.charts.drawing import Drawing, element, number_in_words
from ui.charts.lettering import SIZE
from ui.charts.periods import Periods, Series, checked, direct_labels, name_periods
from ui.charts.scale import DARK, STEPS

LOW, HIGH = 220.0, 400.0
# The least height that a number is written in.
WRITTEN = 11.0
BLOCK = 17.0
TOTAL = 18.0


def stacked(title: str, desc: str, periods: Sequence[str], parts: Sequence[Series]) -> SafeString:
    """A column for each period, of at most six parts from the bottom up: a name, and a number each period.

    What is hidden is one hatched block on top of its column, which then has no total. A part that is too thin
    for its number leaves it to the table.
    """
    if len(parts) > len(STEPS):
        raise ValueError("More than six parts cannot be told apart: put the smallest together")
    columns = checked(periods, parts)
    places = Periods(periods, parts, [sum(filter(None, column)) for column in columns])
    drawing = Drawing(title, desc, periods, parts, width=places.width)
    height = height_for(columns)
    unit = (height - BLOCK) / max([1, *(sum(filter(None, column)) for column in columns)])
    base = TOTAL + height
    fills = [fill_of(drawing, at) for at in range(len(parts))]
    middles: list[float] = []
    for at, column in enumerate(columns):
        middles = draw_column(drawing, places.left(at), places.column, base, column, fills, unit)
    last = places.left(len(periods) - 1) + places.column
    direct_labels(drawing, places, last, middles, [name for name, _ in parts], fills, base)
    bottom = name_periods(drawing, places, base, base)
    return drawing.svg(drawing.hidden_note(bottom + 8) + 2)


def height_for(columns: Sequence[Sequence[int | None]]) -> float:
    """High enough for the number of the smallest part, within reason."""
    shown = [value for column in columns for value in column if value]
    peak = max((sum(filter(None, column)) for column in columns), default=0)
    return min(HIGH, max(LOW, (WRITTEN + 1) * peak / min(shown) + BLOCK)) if shown else LOW


def draw_column(
    drawing: Drawing,
    x: float,
    width: float,
    base: float,
    column: Sequence[int | None],
    fills: Sequence[str],
    unit: float,
) -> list[float]:
    """One period; gives the middle of each part, for its name."""
    y, middles = base, []
    x, width = x + 2, width - 4
    for value, fill in zip(column, fills, strict=True):
        height = (value or 0) * unit
        y -= height
        middles.append(y + height / 2)
        if height:
            # The white gap is cut from the part itself, so that a column keeps its height.
            drawing.box(x, y + 0.5, width, max(height - 1, 0.5), fill)
        if value and height >= WRITTEN:
            drawing.plate(x + width / 2, y + height / 2, number_in_words(value), height - 1)
    if None in column:
        drawing.hidden(x, y - BLOCK, width, BLOCK - 1)
        return [
            y - BLOCK / 2 if value is None else middle for value, middle in zip(column, middles, strict=True)
        ]
    total = number_in_words(sum(filter(None, column)))
    drawing.text(x + width / 2, y - SIZE / 2 - 2, total, text_anchor="middle", font_weight=600)
    return middles


def fill_of(drawing: Drawing, at: int) -> str:
    """The fill of a part: a colour and a pattern of its own, so that it is known without the colour."""
    pale, light, middle, strong = STEPS[0], STEPS[1], STEPS[3], STEPS[4]
    stripe = element("rect", width=6, height=2, fill=strong)
    dot = element("circle", cx=3, cy=3, r=1.5, fill="#ffffff")
    post = element("rect", width=2, height=6, fill=DARK)
    match at:
        case 0:
            return STEPS[5]
        case 1:
            return drawing.pattern("stripes", 6, light, stripe)
        case 2:
            return drawing.pattern("dots", 6, strong, dot)
        case 3:
            return pale
        case 4:
            return drawing.pattern("posts", 6, middle, post)
    grid = element("path", d="M0 0H6V6", fill="none", stroke=strong, stroke_width=1.4)
    return drawing.pattern("grid", 6, "#ffffff", grid)
