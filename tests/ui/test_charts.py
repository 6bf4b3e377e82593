"""Charts say their numbers to everybody: in colour, in grey, aloud, on a phone, and never what is hidden."""

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.looks import axe_faults_of
from tests.ui.conftest import Visit
from tests.ui.site import FIGURES
from ui.charts import Figure, bars, cells_of, county_map, heat, line, stacked
from ui.charts.counties import sweden
from ui.charts.lettering import SIZE, spread, width_of, wrapped
from ui.charts.periods import Series
from ui.charts.scale import STEPS, step_for, steps_of
from ui.theme import contrast, luminance, parse

SVG = "{http://www.w3.org/2000/svg}"
QUARTERS = ["2024 kv 4", "2025 kv 1", "2025 kv 2"]
RUDE = "<script>alert('&\"')</script>"

# Each chart with one number hidden, for a title.
CHARTS: dict[str, Callable[[str], str]] = {
    "heat": lambda title: heat(title, "Två parter.", ["Kommun", RUDE], ["Region"], [[14], [None]]),
    "stacked": lambda title: stacked(
        title, "Tre kvartal.", QUARTERS, [(RUDE, [14, None, 8]), ("Lag", [6, 7, 9])]
    ),
    "bars": lambda title: bars(title, "Tre hinder.", [("Oklart ansvar", 14), (RUDE, None), ("Annat", 0)]),
    "line": lambda title: line(title, "Tre kvartal.", QUARTERS, [(RUDE, [14, None, 8])]),
    "map": lambda title: county_map(title, "Tre län.", {"01": 14, "19": None, "25": 8}),
}
every_chart = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
Draw = Callable[[str], str]


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in read(svg).iter(f"{SVG}text")]


# --- Every chart -------------------------------------------------------------------------------------------


@every_chart
def test_it_is_drawn_with_presentation_attributes_only(draw: Draw) -> None:
    names = {name for element in read(draw("14")).iter() for name in element.attrib}
    tags = {element.tag.removeprefix(SVG) for element in read(draw("14")).iter()}
    assert "style" not in names
    assert [name for name in names if name.lower().startswith("on") or "href" in name] == []
    assert tags <= {
        "svg",
        "title",
        "desc",
        "defs",
        "pattern",
        "g",
        "rect",
        "line",
        "circle",
        "path",
        "polyline",
        "text",
    }


@every_chart
def test_its_message_and_description_are_read_out_instead_of_it(draw: Draw) -> None:
    root = read(draw("Oklart ansvar är vanligast, 14 ärenden"))
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text == "Oklart ansvar är vanligast, 14 ärenden"
    assert desc.text
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), desc.get("id"))


def test_ids_are_unique_on_a_page_with_all_charts_and_each_reference_has_its_own() -> None:
    page = "".join(draw(title) for draw in CHARTS.values() for title in ("Fjorton", "Femton"))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) >= 20
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


@every_chart
def test_the_same_figures_are_drawn_the_same_each_time(draw: Draw) -> None:
    assert draw("14") == draw("14")


@every_chart
def test_names_are_words_and_never_markup(draw: Draw) -> None:
    svg = draw(RUDE)
    assert "<script" not in svg
    assert read(svg)[0].text == RUDE


@every_chart
def test_what_is_hidden_is_hatched_with_two_dots_and_the_key_says_so(draw: Draw) -> None:
    with translation.override("sv"):
        svg = draw("14")
    assert "··" in texts(svg)
    assert "dolt" in texts(svg)
    filled = [element.get("fill", "") for element in read(svg).iter()]
    # The mark itself, and its sample in the key.
    assert len([fill for fill in filled if "-hidden" in fill]) == 2
    # Only one chart has a real zero, whose name is this.
    assert texts(svg).count("0") == texts(svg).count("Annat")


@every_chart
def test_every_number_that_is_shown_is_written(draw: Draw) -> None:
    assert "14" in texts(draw("14"))


@every_chart
def test_no_text_is_too_small_on_a_phone(draw: Draw) -> None:
    root = read(draw("14"))
    assert (root.get("viewBox") or "").split()[2] == "360"
    assert min(float(element.get("font-size", 0)) for element in root.iter(f"{SVG}text")) >= 13


@every_chart
def test_text_off_the_marks_takes_the_colour_of_the_page(draw: Draw) -> None:
    """So it is read in the reader's own colours; ui.css sees to the names of lines, in the line's."""
    loose = {e.get("fill") for e in read(draw("14")).iter(f"{SVG}text") if e.get("class") != "on-mark"}
    assert "currentColor" in loose
    assert None not in loose


def test_a_hidden_number_cannot_be_measured_in_the_drawing() -> None:
    def blocks(svg: str) -> set[tuple[str | None, str | None]]:
        hatched = [e for e in read(svg).iter() if "-hidden" in e.get("fill", "")]
        return {(e.get("width"), e.get("height")) for e in hatched}

    small = bars("A", "", [("a", 6), ("b", None)])
    large = bars("A", "", [("a", 6000), ("b", None)])
    assert blocks(small) == blocks(large)


def test_a_column_with_something_hidden_has_no_total() -> None:
    parts: list[Series] = [("Lag", [31, 31]), ("Vägran", [11, None])]
    written = texts(stacked("Lag", "", ["2024", "2025"], parts))
    assert written.count("42") == 1
    assert written.count("31") == 2


def test_a_line_has_a_gap_where_its_number_is_hidden() -> None:
    svg = line("A", "", [str(year) for year in range(2020, 2026)], [("a", [5, 6, None, 7, 8, 9])])
    drawn = [len((e.get("points") or "").split()) for e in read(svg).iter(f"{SVG}polyline")]
    assert drawn == [2, 3]


def test_many_columns_are_scrolled_and_not_shrunk() -> None:
    names = [f"Part {number}" for number in range(14)]
    svg = heat("A", "", names, names, [[12] * 14] * 14)
    assert read(svg).get("class") == "chart chart-wide"
    assert float((read(svg).get("viewBox") or "").split()[2]) > 14 * 30
    assert figure(svg).is_wide


def test_what_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="not as many"):
        heat("A", "", ["a"], ["b"], [[1, 2]])
    with pytest.raises(ValueError, match="not as many"):
        line("A", "", QUARTERS, [("a", [1])])
    with pytest.raises(ValueError, match="six parts"):
        stacked("A", "", ["2025"], [(str(at), [1]) for at in range(7)])
    with pytest.raises(ValueError, match="four lines"):
        line("A", "", ["2025"], [(str(at), [1]) for at in range(5)])
    with pytest.raises(ValueError, match="code 02"):
        county_map("A", "", {"02": 1})
    with pytest.raises(ValueError, match="below zero"):
        heat("A", "", ["a"], ["b"], [[-1]])


@pytest.mark.parametrize(
    "svg",
    [
        heat("A", "", [], [], []),
        bars("A", "", []),
        stacked("A", "", [], []),
        line("A", "", [], []),
        county_map("A", "", {}),
        stacked("A", "", ["2025"], [("a", [0]), ("b", [0])]),
        line("A", "", ["2025"], [("a", [None])]),
    ],
)
def test_a_chart_of_nothing_is_still_a_chart(svg: str) -> None:
    assert read(svg).get("role") == "img"


# --- Colours -----------------------------------------------------------------------------------------------

numbers = st.lists(st.none() | st.integers(0, 5000), min_size=1)


@given(numbers)
def test_every_number_is_in_one_step_and_the_steps_end_where_the_numbers_do(values: list[int | None]) -> None:
    steps = steps_of(values)
    shown = [value for value in values if value is not None]
    assert len(steps) <= 6
    for value in shown:
        assert [step for step in steps if step.low <= value <= step.high] == [step_for(value, steps)]
    if shown:
        assert (steps[0].low, steps[-1].high) == (min(shown), max(shown))
    assert all(step.low > before.high for before, step in pairwise(steps))
    assert len({step.colour for step in steps}) == len(steps)


def test_zero_is_a_step_of_its_own_and_white() -> None:
    steps = steps_of([0, None, 1, 34])
    assert (steps[0].low, steps[0].high, steps[0].colour) == (0, 0, "#ffffff")
    assert len(steps) == 6


def test_the_key_has_the_cells_own_colours() -> None:
    svg = heat("A", "", ["a"], list("bcdefg"), [[5, 10, 15, 20, 25, 34]])
    boxes = list(read(svg).iter(f"{SVG}rect"))
    cells, key = boxes[:6], boxes[6:]
    assert [box.get("fill") for box in cells] == [box.get("fill") for box in key] == list(STEPS)
    assert texts(svg)[-6:] == ["5–9", "10–14", "15–19", "20–24", "25–29", "30–34"]


def test_text_is_read_on_every_step_and_each_step_is_darker_also_in_grey() -> None:
    steps = steps_of([0, *range(1, 7)]) + steps_of(range(1, 7))
    for step in steps:
        assert contrast(parse(step.ink), parse(step.colour)) >= 4.5
    lights = [luminance(parse(colour)) for colour in STEPS]
    assert all((before + 0.05) / (after + 0.05) > 1.25 for before, after in pairwise(lights))


def test_each_part_and_each_line_is_known_without_its_colour() -> None:
    parts = [(str(at), [20]) for at in range(6)]
    svg = stacked("A", "", ["2025"], parts)
    fills = {e.get("fill") for e in read(svg).iter(f"{SVG}rect") if e.get("stroke")}
    assert len(fills) == 6
    assert len(list(read(svg).iter(f"{SVG}pattern"))) == 4
    drawn = read(line("A", "", QUARTERS, [(str(at), [5, 6, 7]) for at in range(4)]))
    assert len({e.get("stroke-dasharray") for e in drawn.iter(f"{SVG}polyline")}) == 4
    assert len({e.get("d") for e in drawn.iter(f"{SVG}path") if e.get("class") == "series-mark"}) == 4


# --- Room for words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "room", "lines"),
    [
        ("Otydligt ansvar, mellan stolarna", 120, ["Otydligt ansvar,", "mellan stolarna"]),
        ("Försäkringskassan", 100, ["Försäkrings-", "kassan"]),
        ("Samordningsförbund", 128, ["Samordnings-", "förbund"]),
        ("försörjningsstöd", 96, ["försörjnings-", "stöd"]),
        ("Arbetsförmedlingen", 100, ["Arbets-", "förmedlingen"]),
        ("Krav på e-legitimation", 110, ["Krav på", "e-legitimation"]),
        ("Stöd/insats", 50, ["Stöd/", "insats"]),
        ("", 50, []),
    ],
)
def test_words_are_broken_as_swedish_breaks_them(words: str, room: float, lines: list[str]) -> None:
    assert wrapped(words, room) == lines


@given(st.text("abcdeiåmns -/", max_size=60), st.floats(40, 200))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(words: str, room: float) -> None:
    lines = wrapped(words, room)
    assert all(width_of(one) <= room for one in lines)
    assert re.sub(r"[\s-]", "", "".join(lines)) == re.sub(r"[\s-]", "", words)


@given(st.lists(st.floats(0, 300), max_size=6))
def test_names_are_moved_apart_and_keep_their_order(wanted: list[float]) -> None:
    placed = spread(wanted, [30] * len(wanted), 0, 300)
    in_order = [place for _, place in sorted(zip(wanted, placed, strict=True))]
    assert all(after - before >= 30 - 1e-6 for before, after in pairwise(in_order))
    assert all(15 - 1e-6 <= place <= 285 + 1e-6 for place in placed)


def test_a_year_is_named_once() -> None:
    written = texts(
        line("A", "", [f"{y} kv {k}" for y in (2024, 2025) for k in (1, 2, 3, 4)], [("a", [5] * 8)])
    )
    assert [word for word in written if word.startswith("20")] == ["2024", "2025"]
    assert written.count("kv 3") == 2


def test_numbers_are_written_as_the_language_writes_them() -> None:
    with translation.override("sv"):
        assert cells_of([1234, 0, None]) == ["1\u00a0234", "0", "··"]
    with translation.override("en"):
        assert cells_of([1234]) == ["1,234"]


# --- The map -----------------------------------------------------------------------------------------------


def test_the_map_has_each_county_by_its_code() -> None:
    counties = sweden()["counties"]
    assert len(counties) == 21
    assert {"01", "03", "25"} <= set(counties)
    assert not {"02", "11", "15", "16"} & set(counties)
    assert counties["19"]["name"] == "Västmanlands län"
    for county in counties.values():
        assert re.fullmatch(r"(m[ \d-]+z)+", county["path"])
        assert 0 < county["middle"][0] < sweden()["width"]
        assert 0 < county["middle"][1] < sweden()["height"]


def test_a_county_that_takes_no_part_is_neither_zero_nor_hidden() -> None:
    with translation.override("sv"):
        svg = county_map("A", "", {"01": 0, "12": None})
    fills = {(e[0].text): e.get("fill") or "" for e in read(svg).iter(f"{SVG}path") if len(e)}
    assert fills["Stockholms län"] == "#ffffff"
    assert "-hidden" in fills["Skåne län"]
    others = {fill for name, fill in fills.items() if name not in ("Stockholms län", "Skåne län")}
    assert len(others) == 1
    assert "-absent" in others.pop()
    assert "ingår inte" in texts(svg)


# --- The figure on a page ----------------------------------------------------------------------------------


def figure(svg: str = "", **changes: object) -> Figure:
    whole: dict[str, object] = {
        "message": "Kommunen och regionen möts oftast",
        "svg": svg or CHARTS["heat"]("Kommunen och regionen möts oftast"),
        "caption": "Ärenden efter part",
        "columns": ["Part", "Region"],
        "rows": [("Kommun", cells_of([14])), (RUDE, cells_of([None]))],
        "period": "Kvartal 1–4 2025",
        "n": "412 ärenden",
        "links": [("/metod", "Visa hur"), ("/fil.xlsx", "Hämta som Excel")],
    }
    return Figure(**(whole | changes))  # type: ignore[arg-type]


def drawn(one: Figure, level: int = 2) -> str:
    with translation.override("sv"):
        return " ".join(render_to_string("ui/figure.html", {"figure": one, "level": level}).split())


def test_a_figure_has_its_message_chart_period_table_and_files() -> None:
    html = drawn(figure())
    assert re.search(
        r'<figure class="figure" aria-labelledby="(f\w+)">.*<h2 id="\1">Kommunen och regionen', html
    )
    assert "Kvartal 1–4 2025 · 412 ärenden" in html
    assert "dolt: för få fall eller för få organisationer" in html
    assert "<summary>Visa som tabell</summary>" in html
    assert "<caption>Ärenden efter part</caption>" in html
    assert '<th scope="col">Region</th>' in html
    assert '<th scope="row">Kommun</th> <td data-label="Region">14</td>' in html
    assert '<a href="/fil.xlsx">Hämta som Excel</a>' in html
    assert "<script" not in html
    assert "style=" not in html


def test_nothing_is_explained_that_is_not_there() -> None:
    html = drawn(figure(rows=[("Kommun", cells_of([14]))], links=[], svg=bars("A", "", [("a", 14)])), level=3)
    assert "dolt" not in html
    assert "unprinted" not in html
    assert "<h3" in html
    assert "<h2" not in html


def test_a_map_comes_after_its_table_which_is_open() -> None:
    html = drawn(figure(CHARTS["map"]("14"), table_first=True))
    assert html.index("<table") < html.index("<svg")
    assert "<details" not in html


@pytest.mark.browser
def test_axe_finds_nothing_and_the_page_fits_a_phone(visit: Visit) -> None:
    page = visit("http://solvik.example/figures")
    assert page.locator("figure").count() == len(FIGURES)
    for width in (1200, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe_faults_of(page) == []


@pytest.mark.browser
def test_words_take_no_more_room_than_they_were_given(visit: Visit) -> None:
    """The drawing breaks lines by widths of its own, which have to be the font's."""
    page = visit("http://solvik.example/figures")
    page.evaluate("document.fonts.load('13px Inter')")
    page.wait_for_function("document.fonts.check('13px Inter')")
    measured = page.evaluate(
        """[...document.querySelectorAll("svg text")]
        .map(one => [one.textContent, one.getComputedTextLength()])"""
    )
    assert len(measured) > 100
    assert [words for words, width in measured if width > width_of(words, SIZE) + 1] == []


@pytest.mark.browser
def test_text_is_seen_in_the_readers_own_colours(visit: Visit) -> None:
    page = visit("http://solvik.example/figures", forced_colors="active", color_scheme="dark")
    fills = page.evaluate(
        "[...document.querySelectorAll('svg text:not(.on-mark)')].map(one => getComputedStyle(one).fill)"
    )
    assert set(fills) == {page.evaluate("getComputedStyle(document.querySelector('h1')).color")}


@pytest.mark.browser
def test_the_table_is_open_on_paper(visit: Visit) -> None:
    page = visit("http://solvik.example/figures")
    table = page.locator(".figure-table table").first
    assert not table.is_visible()
    page.emulate_media(media="print")
    assert table.evaluate("one => one.getBoundingClientRect().height") > 20
