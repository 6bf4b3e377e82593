"""What is wrong with how a page looks and works: what axe finds, and what axe does not look at."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from ui.theme import accent_css, contrast, parse

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1200, 390)
NARROW = 320

EDGES = """[...document.querySelectorAll(
    "main input:not([type=hidden]), main textarea, main select, main button.ds-button, main a.ds-button")]
  .map(element => {
    const style = getComputedStyle(element)
    return [element.outerHTML.slice(0, 80), style.borderTopColor, style.backgroundColor]
  })"""

# A link in running text may be as high as its line; everything else has to be hit.
SMALL = """[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter(element => !element.matches(".skip-link"))
  .map(element => [element.outerHTML, Math.min(...[...element.getClientRects()].map(box => box.height))])
  .filter(([, height]) => height < 24)
  .map(([html]) => html)"""

# WCAG 1.4.12: a reader may set text wider, and nothing may be cut.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"

# Another style sheet after all others, also where the page itself may have none inline.
DRESSED = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }"

SHAPE = """(() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map(one => Number(one.tagName[1]))
  return {
    one_heading: levels.filter(level => level === 1).length === 1,
    no_skipped_level: levels.every((level, at) => at === 0 || level <= levels[at - 1] + 1),
    language: ["sv", "en"].includes(document.documentElement.lang),
    scopes: [...document.querySelectorAll("th")].every(one => one.scope),
    no_star: ![...document.querySelectorAll("label, legend")].some(one => one.textContent.includes("*")),
    footer: document.querySelectorAll("footer a").length >= 3,
  }
})()"""


def faults_of(page: Page) -> list[str]:
    """Everything found on the page as it stands, at the desk, on a phone and on a narrow phone."""
    found = edge_faults_of(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        found += axe_faults_of(page)
    found += [name for name, holds in page.evaluate(SHAPE).items() if not holds]
    found += [f"lower than 24 px: {html}" for html in page.evaluate(SMALL)]
    found += [f"wider than {NARROW} px{how}" for how in overflow_of(page)]
    return found


def axe_faults_of(page: Page) -> list[str]:
    """What axe says, rule by rule."""
    return axed(page, LEVELS)


def axed(page: Page, what: object) -> list[str]:
    """What axe has against the page; what it has nothing against, on a long page, takes long to tell."""
    options = {"runOnly": what, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {[node['html'] for node in rule['nodes']]}" for rule in violations]


def overflow_of(page: Page) -> list[str]:
    """Whether the page is wider than a narrow phone, as it is and with wider text."""
    page.set_viewport_size({"width": NARROW, "height": 844})
    fits = "document.documentElement.scrollWidth <= innerWidth"
    found = [] if page.evaluate(fits) else [""]
    page.evaluate(DRESSED, SPACED)
    found += [] if page.evaluate(fits) else [" with wider text"]
    page.evaluate("document.adoptedStyleSheets = []")
    return found


def colour_faults_of(page: Page) -> list[str]:
    """What depends on the organisation's colour: contrast of text and of edges (WCAG 1.4.3, 1.4.11)."""
    return axed(page, {"type": "rule", "values": ["color-contrast"]}) + edge_faults_of(page)


def colour_faults_in(page: Page, accent: str) -> list[str]:
    """The same of the page as it stands, in the colour of another organisation."""
    page.evaluate(DRESSED, accent_css(accent))
    found = colour_faults_of(page)
    page.evaluate("document.adoptedStyleSheets = []")
    return [f"in {accent}: {fault}" for fault in found]


def edge_faults_of(page: Page) -> list[str]:
    """Fields and buttons whose edge is not seen."""
    found, white = [], parse("#ffffff")
    for element, *colours in page.evaluate(EDGES):
        if max(contrast(parse(as_hex(colour)), white) for colour in colours) < 3:
            found.append(f"edge not seen: {element}")
    return found


def as_hex(colour: str) -> str:
    """What a browser calls `rgb(1, 2, 3)`; a transparent colour shows the white page."""
    parts = colour[colour.index("(") + 1 : -1].split(",")
    if len(parts) == 4 and float(parts[3]) == 0:
        return "#ffffff"
    return "#" + "".join(f"{int(part):02x}" for part in parts[:3])
