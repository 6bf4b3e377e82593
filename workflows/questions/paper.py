"""A form on paper, blank and to be filled in by hand: on one page where it can, and as a tagged PDF.

WeasyPrint draws it, which needs Pango of the system and takes a second or two to import. So it is imported
here alone, when the first paper is drawn; where it cannot be, `page_of` gives a browser the same to print.
"""

import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from ctypes.util import find_library
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage
from django.core.checks import Warning as Notice
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation

from workflows.questions.fields import HOW_TO_SAY_WHEN
from workflows.questions.sentences import conditions_of
from workflows.questions.sheet import ONE, SEVERAL, Choice, Question, Sheet

# How many lines a long answer gets at the most, and how many rows what each party did.
MOST = {"long_text": 12, "party_texts": 5}
# A millimetre in the pixels of CSS.
PIXELS = 96 / 25.4
# Where nobody measures: what most forms have room for.
UNMEASURED = 15 * PIXELS
# In how many columns choices stand, by the longest label that a column of that width takes on one line.
COLUMNS = ((20, 4), (29, 3), (47, 2))
# As many letters as a question and its choices may have to stand on one line of a tight page.
ON_ONE_LINE = 100
# And a heading, to stand before the question that it is over.
BESIDE = 20

STYLE = "questions/blank.css"
# What WeasyPrint loads from the system.
LIBRARIES = ("gobject-2.0", "pango-1.0", "harfbuzz", "fontconfig", "pangoft2-1.0")
TAGGED = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
# A page without an address has style sheets all the same: nothing is ever asked for there.
NOWHERE = "https://static.invalid"

# Pango and the fonts it has been given are not made for several threads.
_drawing = Lock()


class NoPaper(Exception):
    """No PDF can be drawn on this machine."""


@dataclass(frozen=True)
class Density:
    """How close together a form is laid out, as `blank.css` has it for a body of that class."""

    name: str
    # How many lines a long answer gets at the least, and how many rows what each party did.
    least: Mapping[str, int]
    # What one more takes, and how much of a page there is, in the pixels of CSS.
    height: Mapping[str, float]
    end_of_page: float

    @property
    def is_tight(self) -> bool:
        """Without the hints, and with long answers that may be left out beside the one before."""
        return self is not ROOMY


ROOMY = Density(
    "roomy",
    {"long_text": 2, "party_texts": 2},
    {"long_text": 7.6 * PIXELS, "party_texts": 12 * PIXELS},
    (297 - 14) * PIXELS,
)
TIGHT = Density(
    "tight",
    {"long_text": 1, "party_texts": 2},
    {"long_text": 6.5 * PIXELS, "party_texts": 7 * PIXELS},
    (297 - 12) * PIXELS,
)


@dataclass(frozen=True)
class Wanted:
    """A form that is wanted on paper: whose it is, and how one finds back from the paper to it."""

    sheet: Sheet
    organisation: str
    # Which version it is: `sheet.code_of`.
    code: str
    # Where the same is reported without paper.
    address: str


@dataclass(frozen=True)
class Blank:
    """A form on paper, and how many pages it takes at its tightest."""

    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Space:
    """A question as it stands on paper: what it says, and how much room there is to answer it in."""

    question: Question
    condition: str
    hint: str
    # Under a heading of the form, and so one level below it.
    is_under: bool
    # Its lines to write on, or the rows of its table.
    lines: range
    # The one that it is under, where that stands before it on the same line.
    heading: str = ""

    @property
    def takes(self) -> str:
        """With what it is answered."""
        if self.question.kind in ONE | SEVERAL:
            return "ticks"
        return {"party_texts": "table", "heading": "nothing"}.get(self.question.kind, "lines")

    @property
    def is_one(self) -> bool:
        """Whether one of the choices is the answer."""
        return self.question.kind in ONE

    @property
    def columns(self) -> int:
        """In how many columns the choices stand."""
        return columns_of(self.question.choices)

    @property
    def can_be_beside(self) -> bool:
        """Whether it is a heading, and short enough to stand before a question."""
        is_alone = self.takes == "nothing" and not self.condition and not self.hint
        return is_alone and len(self.question.label) <= BESIDE

    @property
    def is_short(self) -> bool:
        """Whether the question and its choices have room on one line of a tight page."""
        said = (
            self.heading,
            self.question.label,
            self.condition,
            self.hint,
            *(one.label for one in self.question.choices),
        )
        return sum(map(len, said)) <= ON_ONE_LINE


def columns_of(choices: Iterable[Choice]) -> int:
    """As many columns as the labels leave room for, and no more than fill the rows that there are then."""
    lengths = [len(one.label) for one in choices]
    widest = next((columns for length, columns in COLUMNS if max(lengths, default=0) <= length), 1)
    rows = -(-len(lengths) // widest)
    return -(-len(lengths) // rows) if rows else 1


# A form is printed again and again, and never changes.
@lru_cache(maxsize=64)
def blank(wanted: Wanted) -> Blank:
    """The form as a PDF, with as much room to write in as one page gives; NoPaper where none can be drawn."""
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise NoPaper
    fetcher = _only_static_files(weasyprint)

    def drawn(room: float, density: Density) -> Any:
        page = weasyprint.HTML(
            string=page_of(wanted, room, density, style=f"{settings.STATIC_URL}{STYLE}"),
            base_url=NOWHERE,
            url_fetcher=fetcher,
        )
        return page.render(**TAGGED)

    with _drawing:
        density, least = ROOMY, drawn(0, ROOMY)
        if len(least.pages) > 1:
            density, least = TIGHT, drawn(0, TIGHT)
        document = least
        # A question is not parted from its lines, so that over several pages some of the room may be lost.
        room = density.end_of_page - least.pages[-1].anchors["end"][1]
        for tried in (room, room / 2):
            more = drawn(tried, density)
            if len(more.pages) == len(least.pages):
                document = more
                break
        return Blank(document.write_pdf(**TAGGED), len(least.pages))


def page_of(
    wanted: Wanted, room: float = UNMEASURED, density: Density = ROOMY, style: str | None = None
) -> str:
    """The form as a page for a printer. A form is in the language of its organisation, whoever reads it.

    `style` is the address of its style sheet, where that is not the one that a browser gets.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "questions/blank.html",
            {
                "title": wanted.sheet.title,
                "organisation": wanted.organisation,
                "code": wanted.code,
                "address": wanted.address.partition("://")[2],
                "density": density.name,
                "style": style or static(STYLE),
                "rows": _laid_out(wanted.sheet, room, density),
            },
        )


def _laid_out(sheet: Sheet, room: float, density: Density) -> list[list[Space]]:
    """The rows of the page, and where it is tight a short heading in the row of the question after it."""
    spaces = {space.question.id: space for space in _spaces_of(sheet, room, density)}
    rows: list[list[Space]] = []
    for row in ([spaces[one.id] for one in row] for row in rows_of(sheet, density)):
        above = rows[-1][0] if rows else row[0]
        is_beside = density.is_tight and len(row) == 1 and above.can_be_beside and row[0].takes != "nothing"
        if is_beside:
            rows[-1] = [replace(row[0], heading=above.question.label)]
        else:
            rows.append(row)
    return rows


def _spaces_of(sheet: Sheet, room: float, density: Density) -> Iterator[Space]:
    lines, is_under = lines_of(sheet, room, density), False
    for question in sheet.questions:
        is_under = is_under or question.kind == "heading"
        hint = question.hint or (str(HOW_TO_SAY_WHEN) if question.kind == "when" else "")
        # The way past one's own chef is never left out.
        is_said = not density.is_tight or question.role == "receiver"
        yield Space(
            question,
            conditions_of(sheet, question),
            hint if is_said else "",
            is_under,
            range(lines.get(question.id, 1)),
        )


def rows_of(sheet: Sheet, density: Density) -> list[list[Question]]:
    """The questions as they stand below each other, and where it is tight two long answers side by side."""
    rows: list[list[Question]] = []
    for question in sheet.questions:
        before = rows[-1] if rows else []
        if (
            density.is_tight
            and [question.kind, *(one.kind for one in before)] == ["long_text"] * 2
            and not question.required
            and "event" not in (question.role, before[0].role)
        ):
            before.append(question)
        else:
            rows.append([question])
    return rows


def lines_of(sheet: Sheet, room: float, density: Density = ROOMY) -> dict[str, int]:
    """How many lines each long answer gets, where there is so much room beside the least: shared in turns."""
    wanting = [row for row in rows_of(sheet, density) if row[0].kind in MOST]
    # What happened is most to write about: it has two turns.
    turns = [row for row in wanting for _turn in range(2 if row[0].role == "event" else 1)]
    lines = {one.id: density.least[one.kind] for row in wanting for one in row}
    for _round in range(max(MOST.values())):
        for row in turns:
            kind, height = row[0].kind, density.height[row[0].kind]
            if lines[row[0].id] < MOST[kind] and height <= room:
                lines |= {one.id: lines[one.id] + 1 for one in row}
                room -= height
    return lines


# --- WeasyPrint, if it is here -----------------------------------------------------------------------------


@cache
def can_be_drawn() -> bool:
    """Whether a PDF can be drawn here, as far as can be said without the import: in milliseconds."""
    return find_spec("weasyprint") is not None and all(map(find_library, LIBRARIES))


@cache
def _weasyprint() -> ModuleType | None:
    if not can_be_drawn():
        # It would say so itself, on standard output and at every attempt.
        return None
    try:
        return import_module("weasyprint")
    except (ImportError, OSError):
        return None


def _only_static_files(weasyprint: ModuleType) -> Any:
    """What WeasyPrint is given where a page points to something: a static file of ours, or nothing."""

    class StaticFiles(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, _headers: Any = None) -> Any:
            kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
            return weasyprint.urls.URLFetcherResponse(url, static_file(url), {"Content-Type": kind})

    return StaticFiles()


def static_file(url: str) -> bytes:
    """The static file with that address; ValueError for any other address."""
    path = unquote(urlsplit(url).path)
    if not url.startswith(f"{NOWHERE}{settings.STATIC_URL}"):
        raise ValueError("not a static file")
    name = path.removeprefix(settings.STATIC_URL)
    found = finders.find(name)
    if found is None:
        raise ValueError("no such static file")
    return Path(found).read_bytes()


def check(**_: Any) -> list[CheckMessage]:
    """Tells whoever runs Samsyn that forms are not printed as PDF here."""
    if can_be_drawn():
        return []
    return [
        Notice(
            "WeasyPrint cannot be imported: a blank form is a page to print instead of a PDF.",
            hint="Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            id="questions.W001",
        )
    ]
