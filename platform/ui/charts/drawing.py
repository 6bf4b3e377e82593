"""A drawing in SVG under way: its parts, what they are filled with, and what is read out instead of it.

Only presentation attributes: the pages' policy lets no style stand in markup, and a file that was saved alone
still looks the same.
"""

from collections.abc import Sequence
from hashlib import sha256
from html import escape

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ui.charts.lettering import LINE, SIZE, width_of
from ui.charts.scale import DARK, OUTLINE, Step

# As wide as a phone's page, where it is then seen at its own size. Wider drawings scroll there.
WIDTH = 360.0
HIDDEN = "··"
FONT = "Inter, system-ui, 'Segoe UI', Roboto, sans-serif"
# What a wide drawing is called, and is drawn larger by, since it is not stretched to its place.
WIDE = "chart chart-wide"
LARGER = 1.2

Value = str | float


def element(name: str, content: str = "", /, **attributes: Value | None) -> str:
    """An element; `text_anchor` becomes text-anchor, `class_` class, and what is None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{written_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def written_value(value: Value) -> str:
    """An attribute's value; a place to a tenth, which is finer than a screen."""
    return escape(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def number_in_words(value: int | None) -> str:
    """A number as it is written in the language; two dots for one that is hidden."""
    return HIDDEN if value is None else number_format(value, force_grouping=True)


class Drawing:
    """One chart under way. `told` is what it draws: its ids come from it, so two charts on a page differ."""

    def __init__(self, title: str, desc: str, *told: object, width: float = WIDTH) -> None:
        self.key = "c" + sha256(repr((title, desc, *told)).encode()).hexdigest()[:10]
        self.title, self.desc, self.width = title, desc, width
        self.parts: list[str] = []
        self.patterns: dict[str, str] = {}

    def add(self, name: str, content: str = "", /, **attributes: Value | None) -> None:
        """Draws an element over those before it."""
        self.parts.append(element(name, content, **attributes))

    def text(
        self, x: float, middle: float, words: str, size: float = SIZE, **attributes: Value | None
    ) -> None:
        """Words on one line whose letters stand around `middle`."""
        fill = attributes.pop("fill", "currentColor")
        y = middle + size * 0.36
        self.parts.append(element("text", escape(words), x=x, y=y, fill=fill, font_size=size, **attributes))

    def lines(self, x: float, middle: float, lines: Sequence[str], **attributes: Value | None) -> None:
        """Words on several lines, all of which stand around `middle`."""
        first = middle - (len(lines) - 1) * LINE / 2
        for at, words in enumerate(lines):
            self.text(x, first + at * LINE, words, SIZE, **attributes)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, **attributes: Value | None
    ) -> None:
        """A filled mark with the thin edge that all marks have."""
        edge: dict[str, Value | None] = {"stroke": OUTLINE, "stroke_width": 0.8, **attributes}
        self.parts.append(element("rect", x=x, y=y, width=width, height=height, fill=fill, **edge))

    def plate(self, x: float, middle: float, words: str, room: float | None = None) -> None:
        """Words on a white plate, which are read on any pattern."""
        width, height = width_of(words) + 4, SIZE if room is None else min(SIZE, room - 1)
        self.add(
            "rect", x=x - width / 2, y=middle - height / 2, width=width, height=height, rx=2, fill="#ffffff"
        )
        self.text(x, middle, words, fill=DARK, text_anchor="middle", class_="on-mark")

    def hidden(self, x: float, y: float, width: float, height: float) -> None:
        """A mark for a number that is not shown: hatched, with two dots, and of no height of its own."""
        self.box(x, y, width, height, self.hidden_fill(), stroke_dasharray="3 2")
        self.plate(x + width / 2, y + height / 2, HIDDEN, height)

    def hidden_fill(self, scale: float = 1) -> str:
        """The fill of what is not shown: grey hatching, which no part has. Scaled in a scaled group."""
        hatch = element("line", x1=0, y1=0, x2=0, y2=5, stroke=OUTLINE, stroke_width=1.6)
        turn = f"rotate(45) scale({scale:g})"
        return self.pattern(f"hidden-{scale:g}", 5, "#ffffff", hatch, turn)

    def pattern(self, name: str, size: float, ground: str, ink: str, turn: str | None = None) -> str:
        """What to give as fill to be filled with the ink repeated on the ground."""
        self.patterns[name] = element(
            "pattern",
            element("rect", width=size, height=size, fill=ground) + ink,
            id=f"{self.key}-{name}",
            width=size,
            height=size,
            patternUnits="userSpaceOnUse",
            patternTransform=turn,
        )
        return f"url(#{self.key}-{name})"

    def key_to(self, y: float, steps: Sequence[Step]) -> float:
        """What the colours say, in rows from y and down; gives where the last row ends."""
        x = 1.0
        for words, fill in self.entries(steps):
            room = 18 + width_of(words)
            if x > 1 and x + room > self.width:
                x, y = 1.0, y + LINE + 7
            self.box(x, y, 13, 13, fill)
            self.text(x + 18, y + 6.5, words)
            x += room + 12
        return y + LINE

    def entries(self, steps: Sequence[Step]) -> list[tuple[str, str]]:
        """The key: the numbers of each step, and what is hidden if anything is."""
        entries = [(span_in_words(step), step.colour) for step in steps]
        if self.hides():
            entries.append((_("dolt"), self.hidden_fill()))
        return entries

    def hidden_note(self, y: float) -> float:
        """Says what hatching means, if anything is hatched; gives where it ends."""
        return self.key_to(y, ()) if self.hides() else y

    def hides(self) -> bool:
        """Whether anything is hatched."""
        return any(name.startswith("hidden") for name in self.patterns)

    def svg(self, height: float) -> SafeString:
        """The whole drawing, so high."""
        wide = self.width > WIDTH
        size = LARGER if wide else 1
        about = element("title", escape(self.title), id=f"{self.key}-title")
        about += element("desc", escape(self.desc), id=f"{self.key}-desc")
        defs = element("defs", "".join(self.patterns.values())) if self.patterns else ""
        drawn = element(
            "svg",
            about + defs + "".join(self.parts),
            xmlns="http://www.w3.org/2000/svg",
            class_=WIDE if wide else "chart",
            role="img",
            aria_labelledby=f"{self.key}-title",
            aria_describedby=f"{self.key}-desc",
            viewBox=f"0 0 {written_value(self.width)} {written_value(height)}",
            width=self.width * size,
            height=height * size,
            font_family=FONT,
        )
        return mark_safe(drawn)  # noqa: S308 - every word and value was escaped as it was drawn


def span_in_words(step: Step) -> str:
    """The numbers that a step holds."""
    low, high = number_in_words(step.low), number_in_words(step.high)
    return low if step.low == step.high else f"{low}–{high}"
