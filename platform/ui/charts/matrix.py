"""Numbers in rows and columns, each cell in a colour: which parties meet in the same cases."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from ui.charts.drawing import WIDTH, Drawing, number_in_words
from ui.charts.lettering import LINE, column_for, width_of, wrapped
from ui.charts.scale import OUTLINE, Step, step_for, steps_of

LABELS = 128.0
HEADS = 96.0
CELL = 30.0
GAP = 1.0


def heat(
    title: str,
    desc: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[int | None]],
) -> SafeString:
    """A table in colours; `values` has a row for each of `rows`, and None for a number that is hidden.

    More than eight columns make it wider than a phone, where it is then scrolled.
    """
    if len(values) != len(rows) or any(len(row) != len(columns) for row in values):
        raise ValueError("The values are not as many as the rows and columns")
    shown = [value for row in values for value in row]
    left = column_for(rows, LABELS) + 8
    least = max([CELL, *(width_of(number_in_words(value)) + 6 for value in shown)])
    cell = max(least, (WIDTH - left) / max(len(columns), 1))
    drawing = Drawing(title, desc, rows, columns, values, width=max(WIDTH, left + cell * len(columns)))
    steps = steps_of(shown)
    y = heads(drawing, left, cell, columns)
    for label, row in zip(rows, values, strict=True):
        lines = wrapped(label, LABELS)
        height = max(CELL, len(lines) * LINE + 6)
        drawing.lines(left - 8, y + height / 2, lines, text_anchor="end")
        for at, value in enumerate(row):
            draw_cell(drawing, (left + at * cell, y, cell, height), value, steps)
        y += height
    return drawing.svg(drawing.key_to(y + 12, steps) + 2)


def heads(drawing: Drawing, left: float, cell: float, columns: Sequence[str]) -> float:
    """The columns' names, level if every one of them fits so, otherwise upwards; gives where they end."""
    room = cell - 4
    level = all(width_of(word) <= room for name in columns for word in name.split())
    lines = [wrapped(name, room if level else HEADS) for name in columns]
    if level:
        height = max((len(name) for name in lines), default=0) * LINE + 6
        for at, name in enumerate(lines):
            middle = height - 4 - len(name) * LINE / 2
            drawing.lines(left + (at + 0.5) * cell, middle, name, text_anchor="middle")
        return height
    height = max(width_of(line) for name in lines for line in name) + 6
    for at, name in enumerate(lines):
        for number, line in enumerate(name):
            x = left + (at + 0.5) * cell + (number - (len(name) - 1) / 2) * LINE
            turn = f"translate({x:.1f} {height - 6:.1f}) rotate(-90)"
            drawing.text(0, 0, line, transform=turn)
    return height


def draw_cell(
    drawing: Drawing, place: tuple[float, float, float, float], value: int | None, steps: Sequence[Step]
) -> None:
    """One number in its colour, with a white gap around it."""
    x, y, width, height = place[0] + GAP, place[1] + GAP, place[2] - 2 * GAP, place[3] - 2 * GAP
    if value is None:
        drawing.hidden(x, y, width, height)
        return
    step = step_for(value, steps)
    drawing.box(x, y, width, height, step.colour, stroke=OUTLINE)
    words = number_in_words(value)
    middle = x + width / 2
    drawing.text(middle, y + height / 2, words, fill=step.ink, text_anchor="middle", class_="on-mark")
