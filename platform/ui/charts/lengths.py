"""Numbers as lengths: which kinds of obstacle are most common."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from ui.charts.drawing import WIDTH, Drawing, number_in_words
from ui.charts.lettering import LINE, column_for, width_of, wrapped
from ui.charts.scale import BAR

LABELS = 164.0
THICK = 18.0
HIDDEN_LENGTH = 34.0


def bars(title: str, desc: str, values: Sequence[tuple[str, int | None]]) -> SafeString:
    """A bar for each name and number, in the order given; None is a number that is hidden."""
    drawing = Drawing(title, desc, values)
    left = column_for([name for name, _ in values], LABELS) + 8
    numbers = [value for _, value in values if value is not None]
    room = WIDTH - left - max((width_of(number_in_words(value)) for value in numbers), default=0) - 6
    longest = max([1, *numbers])
    y = 2.0
    for name, value in values:
        lines = wrapped(name, LABELS)
        height = max(THICK, len(lines) * LINE) + 8
        drawing.lines(left - 8, y + height / 2, lines, text_anchor="end")
        draw_bar(drawing, left, y + height / 2, value, room / longest)
        y += height
    drawing.add("line", x1=left, y1=0, x2=left, y2=y, stroke="currentColor", stroke_width=1)
    return drawing.svg(drawing.hidden_note(y + 10) + 2)


def draw_bar(drawing: Drawing, x: float, middle: float, value: int | None, unit: float) -> None:
    """The bar and its number; what is hidden is hatched, as long whatever it is."""
    top = middle - THICK / 2
    if value is None:
        drawing.hidden(x, top, HIDDEN_LENGTH, THICK)
        return
    if value:
        drawing.box(x, top, value * unit, THICK, BAR)
    drawing.text(x + value * unit + 5, middle, number_in_words(value), font_weight=600)
