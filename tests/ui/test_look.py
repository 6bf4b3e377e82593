"""The pages in a real browser: what axe finds, and what axe does not look at."""

import pytest
from playwright.sync_api import Page

from tests.looks import DRESSED, SMALL, axe_faults_of, colour_faults_of
from tests.ui.conftest import Visit
from tests.ui.site import TENANTS as ACCENTS
from ui.theme import accent_css

pytestmark = pytest.mark.browser

SHARED = "http://samsyn.example"
TENANTS = ["http://solvik.example", "http://insjon.example", "http://norr.example"]
ADDRESSES = [
    f"{SHARED}/",
    f"{SHARED}/?tom",
    f"{SHARED}/personuppgifter",
    *(f"{tenant}{path}" for tenant in TENANTS for path in ("/", "/form", "/long", "/parts?in")),
    *(f"{TENANTS[0]}{path}" for path in ("/tillganglighet", "/personuppgifter", "/kontakt", "/nej")),
    *(f"{TENANTS[0]}/fail/{status}" for status in (400, 403, 500, 503)),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_and_the_page_fits(visit: Visit, address: str) -> None:
    page = visit(address)
    for width in (1200, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe_faults_of(page) == []


@pytest.mark.parametrize("path", ["/form", "/long", "/parts"])
@pytest.mark.parametrize("tenant", TENANTS)
def test_the_edge_of_every_field_and_button_is_seen(visit: Visit, tenant: str, path: str) -> None:
    """WCAG 1.4.11, which axe does not test: border or background at least 3 to 1 against the white page."""
    page = visit(tenant + path)
    page.evaluate("document.querySelectorAll('input').forEach(input => input.checked = true)")
    assert colour_faults_of(page) == []


def test_a_page_is_dressed_in_the_colour_of_another_organisation(visit: Visit) -> None:
    """So that the pages of the flows can be tried in other colours without arriving at each once more."""
    colours = """[...document.querySelectorAll("a, .ds-button, input, h1")].map(element => {
        const style = getComputedStyle(element)
        return [style.color, style.backgroundColor, style.borderTopColor]
    })"""
    page, other = visit(f"{TENANTS[0]}/form"), visit(f"{TENANTS[2]}/form")
    own = page.evaluate(colours)
    page.evaluate(DRESSED, accent_css(ACCENTS["norr"][1]))

    assert page.evaluate(colours) == other.evaluate(colours) != own


@pytest.mark.parametrize("path", ["/", "/form", "/long", "/parts?in", "/tillganglighet"])
def test_everything_to_press_is_24_pixels_high(visit: Visit, path: str) -> None:
    assert visit(TENANTS[0] + path, width=390).evaluate(SMALL) == []


def focused(page: Page) -> tuple[str, bool]:
    """The text of what has the focus, and whether its ring is drawn."""
    text, width, style = page.evaluate(
        """(() => {
          const element = document.activeElement
          const ringed = element.closest(".ds-field:has(input:is([type=radio], [type=checkbox]))") ?? element
          const style = getComputedStyle(ringed)
          return [element.name || element.textContent.trim(), style.outlineWidth, style.outlineStyle]
        })()"""
    )
    return text, style == "solid" and float(width.removesuffix("px")) >= 3


def test_the_keyboard_reaches_everything_in_order_and_shows_where(visit: Visit) -> None:
    page = visit(f"{TENANTS[0]}/form")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        text, ring = focused(page)
        assert ring, text
        seen.append(text)
    assert seen[:5] == ["Hoppa till innehållet", "Samordningsförbundet Solvik", "Logga in", "event", "level"]
    assert seen[5:] == [
        "parties",
        "parties",
        "municipality",
        "when",
        "email",
        "names_removed",
        "Skicka rapporten",
    ]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_form_sent_back_is_heard_first_and_can_be_mended(visit: Visit, scripts: bool) -> None:
    page = visit(f"{TENANTS[1]}/form", java_script_enabled=scripts)
    page.get_by_label("E-post").fill("fel")
    page.get_by_role("button", name="Skicka rapporten").click()
    assert page.title() == "Fel: Rapportera – PO Insjön"
    page.locator(".ds-error-summary:focus").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#id_event:target").wait_for()
    assert page.get_by_label("E-post").input_value() == "fel"
    page.get_by_label("Vad hände?").fill("Hon fick inget svar")
    page.get_by_label("I lagar och regler").check()
    page.get_by_label("Ekonomiskt bistånd").check()
    page.get_by_label("Kommun", exact=True).select_option("solvik")
    page.get_by_label("E-post").fill("a@b.se")
    page.get_by_label("Jag har tagit bort namn").check()
    page.get_by_role("button", name="Skicka rapporten").click()
    assert page.inner_text("body") == "Hon fick inget svar one-time"


def test_a_page_that_lay_open_too_long_is_sent_again_by_one_press(visit: Visit) -> None:
    page = visit(f"{TENANTS[2]}/form")
    page.get_by_label("Vad hände?").fill("Rad ett\nrad två")
    page.context.clear_cookies()
    page.get_by_role("button", name="Skicka rapporten").click()
    assert page.inner_text("h1") == "Sidan hade legat öppen för länge"
    page.get_by_role("button", name="Skicka igen").click()
    assert page.get_by_label("Vad hände?").input_value() == "Rad ett\nrad två"


def test_the_readers_own_colours_keep_the_boxes(visit: Visit) -> None:
    page = visit(f"{TENANTS[0]}/form", forced_colors="active")
    page.get_by_role("button", name="Skicka rapporten").click()
    assert page.locator(".ds-error-summary").evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
    page = visit(f"{TENANTS[0]}/parts", forced_colors="active")
    assert page.locator(".notice").first.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"


SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em }"


@pytest.mark.parametrize("path", ["/", "/form", "/parts?in"])
def test_wider_text_is_not_cut(visit: Visit, path: str) -> None:
    """WCAG 1.4.12."""
    page = visit(TENANTS[2] + path, width=320, height=256, bypass_csp=True)
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
