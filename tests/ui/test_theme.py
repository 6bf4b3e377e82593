"""Whatever colour an organisation picks, its pages can be read."""

import re
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import ui
from ui.theme import DEFAULT_ACCENT, WHITE, accent_css, contrast, luminance, parse

accents = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def ratio(css: str, one: str, other: str) -> float:
    colours = dict(re.findall(r"--ds-color-accent-([a-z-]+):(#[0-9a-f]{6})", css))
    assert len(colours) == 16
    return contrast(parse(colours[one]), parse(colours[other]))


@given(accents)
def test_text_is_read_on_every_ground_it_stands_on(accent: str) -> None:
    css = accent_css(accent)
    assert ratio(css, "text-subtle", "background-default") >= 7
    assert ratio(css, "text-default", "surface-tinted") >= 7
    assert ratio(css, "text-default", "surface-active") >= 7
    assert ratio(css, "text-subtle", "surface-tinted") >= 4.5
    assert ratio(css, "text-subtle", "surface-hover") >= 4.5


@given(accents)
def test_a_border_is_seen_on_page_and_tint(accent: str) -> None:
    css = accent_css(accent)
    for border in ("border-default", "border-strong"):
        assert ratio(css, border, "background-default") >= 3
        assert ratio(css, border, "surface-tinted") >= 3


@given(accents)
def test_a_button_is_read_and_reads_better_when_pointed_at(accent: str) -> None:
    css = accent_css(accent)
    states = ("base-default", "base-hover", "base-active")
    rest, hover, active = (ratio(css, state, "base-contrast-default") for state in states)
    assert 4.5 <= rest <= hover <= active


@given(accents)
def test_a_button_is_seen_against_the_page(accent: str) -> None:
    edge = re.search(r"--accent-edge:(.*)}", accent_css(accent))
    assert edge
    outline = accent if edge[1] == "transparent" else edge[1]
    assert contrast(parse(outline), WHITE) >= 3


def test_the_chosen_colour_itself_is_on_the_button() -> None:
    assert "base-default:#ffc800;" in accent_css("#FFC800")


@pytest.mark.parametrize("accent", ["", "#fff", "ffc800", "#ffc80g", "#ffc800;}", "#ffc800\n", "red"])
def test_only_a_colour_is_a_colour(accent: str) -> None:
    with pytest.raises(ValueError, match="Not a colour"):
        accent_css(accent)


def test_luminance_is_wcags() -> None:
    assert luminance(parse("#ffffff")) == pytest.approx(1)
    assert contrast(parse("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)


def test_the_file_for_pages_without_a_request_has_the_default_colour() -> None:
    path = Path(ui.__file__).parent / "static" / "ui" / "accent.css"
    assert path.read_text().endswith(accent_css(DEFAULT_ACCENT))


def test_each_host_has_its_own_colour_at_an_address_of_its_own(client: Client) -> None:
    shown = {}
    accents = {"solvik.example": "#ffc800", "insjon.example": "#101418", "samsyn.example": DEFAULT_ACCENT}
    for host, accent in accents.items():
        page = client.get("/kontakt", headers={"host": host}).text
        found = re.search(r'href="(/tema\.[0-9a-f]{12}\.css)"', page)
        assert found
        response = client.get(found[1], headers={"host": host})
        assert f"base-default:{accent}" in response.text
        assert response.headers["Content-Type"] == "text/css; charset=utf-8"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not response.cookies
        shown[host] = found[1]
    assert len(set(shown.values())) == 3
    # Another tenant's address, and an old colour's, is nobody's here.
    assert client.get(shown["solvik.example"], headers={"host": "insjon.example"}).status_code == 404
    assert client.get("/tema.0123456789ab.css", headers={"host": "insjon.example"}).status_code == 404
