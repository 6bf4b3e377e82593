"""A figure of a statistics page: what it says, how it is drawn, and the same numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.safestring import SafeString

from ui.charts.drawing import HIDDEN, WIDE, number_in_words


@dataclass(frozen=True)
class Figure:
    """Drawn by `{% include "ui/figure.html" with figure=figure level=2 only %}`, its heading at the level."""

    message: str
    """What the figure shows, as a sentence; its heading, and the chart's title."""
    svg: SafeString
    caption: str
    """What the table holds."""
    columns: Sequence[str]
    """The table's columns, the rows' own first."""
    rows: Sequence[tuple[str, Sequence[str]]]
    """The name of each row and its cells: cells_of() writes numbers."""
    period: str
    n: str
    """How many cases it stands on, in words."""
    notes: Sequence[str] = ()
    links: Sequence[tuple[str, str]] = ()
    """Address and text of each: how it was worked out, and the files."""
    table_first: bool = False
    """A map is never the only view: its table is open, and comes before it."""

    @property
    def key(self) -> str:
        """What its parts on the page are called, so that they are not taken for another figure's."""
        return "f" + sha256(repr((self.message, self.caption, self.svg)).encode()).hexdigest()[:10]

    @property
    def is_wide(self) -> bool:
        """Whether its chart is scrolled on a phone."""
        return f'class="{WIDE}"' in self.svg

    @property
    def labelled_rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The rows, with what each cell is called where the table is drawn as cards."""
        return [(name, list(zip(self.columns[1:], cells, strict=True))) for name, cells in self.rows]

    @property
    def hides(self) -> bool:
        """Whether any cell is hidden, which then has to be explained."""
        return any(HIDDEN in cell for _, cells in self.rows for cell in cells)


def cells_of(values: Sequence[int | None]) -> list[str]:
    """Numbers as a table's cells, hidden where the chart hides them."""
    return [number_in_words(value) for value in values]
