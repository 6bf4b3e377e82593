"""Every page in every state worth looking at: whom to be, and how to get there."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.flows.conftest import FIRST, SECOND, THIRD, Site

KARIN = "karin.ehn@vastansjo.example"
SANNA = "sanna.wikner@norrhavet.example"
LEADERS = {FIRST: KARIN, SECOND: KARIN, THIRD: SANNA}
ADMINISTRATORS = {
    FIRST: "bo.ahlgren@vastansjo.example",
    SECOND: "leila.moradi@bergsaker.example",
    THIRD: "ingrid.falk@norrhavet.example",
}
LONG = (
    "Vi har haft elva möten om samma sak, och varje gång skickas frågan vidare till någon som inte är med. "
    * 40
)

Arrive = Callable[[Page, Site, str], None]


@dataclass(frozen=True)
class View:
    """One page in one state, on one side; `role` says whom to be there."""

    page: str
    state: str
    arrive: Arrive
    side: str = "tenant"
    role: str = "nobody"

    @property
    def id(self) -> str:
        """How a test and a picture are called."""
        return f"{self.side}-{self.page}-{self.state}"


def to(path: str) -> Arrive:
    """Arrives by address."""
    return lambda page, site, slug: open_(page, site.address(slug, path))


def open_(page: Page, address: str) -> None:
    """Opens an address, whatever its status."""
    page.goto(address)


def sent(path: str, button: str, **fields: str) -> Arrive:
    """Arrives by sending the form of a page, filled in by labels."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        page.goto(site.address(slug, path))
        for label, text in fields.items():
            page.get_by_label(label.replace("_", " ")).first.fill(text)
        page.get_by_role("main").get_by_role("button", name=button).click()

    return arrive


def report(text: str, email: str = "") -> Arrive:
    """Arrives on the receipt of a report that has just been sent."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        page.goto(site.address(slug, "/rapportera"))
        page.get_by_label("Vad hände?").fill(f"{text} och vi väntar än.")
        page.get_by_label("Vad blev följden för den enskilde?").fill(text)
        page.get_by_label("Arbetsförmedlingen").check()
        page.get_by_label("Båda").check()
        page.get_by_label("Vet inte").check()
        page.get_by_label("Din e-post").fill(email)
        page.get_by_role("button", name="Skicka rapporten").click()

    return arrive


def case(state: str, view: str = "") -> Arrive:
    """Arrives on the page of the first case of a view whose badge says so."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        page.goto(site.address(slug, f"/arenden{view}"))
        card = page.locator(".cards > li", has=page.locator(".badge", has_text=state))
        card.first.get_by_role("link").click()

    return arrive


def then(first: Arrive, path: str, button: str = "") -> Arrive:
    """Arrives somewhere and goes on from there: `{}` in the path is where it was; a button sends it empty."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        first(page, site, slug)
        page.goto(path.format(page.url) if "{}" in path else site.address(slug, path))
        if button:
            page.get_by_role("main").get_by_role("button", name=button).first.click()

    return arrive


def with_contact(page: Page, site: Site, slug: str) -> None:
    """Arrives on a case whose reporter left a contact."""
    report("Den här rapportören går att nå", email="mika@arbetsplats.example")(page, site, slug)
    page.goto(site.address(slug, "/arenden?q=går att nå"))
    page.locator(".cards a").first.click()


def case_sent_empty(page: Page, site: Site, slug: str) -> None:
    """Arrives on a case whose reply was sent without a word."""
    case("Ny")(page, site, slug)
    page.get_by_role("main").get_by_role("button").click()


def long_case(page: Page, site: Site, slug: str) -> None:
    """Arrives on a case with very long answers."""
    report(LONG)(page, site, slug)
    page.goto(site.address(slug, "/arenden"))
    page.locator(".cards a", has_text="elva möten").first.click()


def code_of_nobody(page: Page, site: Site, slug: str) -> None:
    """Arrives on the page that says that a code opens nothing."""
    sent("/kvitto", "Visa rapporten", Koden="0000 1111 2222 3333 4444")(page, site, slug)


VIEWS = (
    View("front", "ok", to("/"), side="shared"),
    View("front", "ok", to("/")),
    View("accessibility", "ok", to("/tillganglighet")),
    View("personal_data", "ok", to("/personuppgifter"), side="shared"),
    View("personal_data", "ok", to("/personuppgifter")),
    View("contact", "ok", to("/kontakt")),
    View("missing", "ok", to("/finns-inte")),
    View("sign_in", "ok", to("/logga-in")),
    View("sign_in", "error", sent("/logga-in", "Logga in", Lösenord="fel")),
    View("organisations", "ok", to("/mina-organisationer"), side="shared", role="leader"),
    View("forgotten", "ok", to("/losenord")),
    View("forgotten", "error", sent("/losenord", "Skicka länken", **{"E-post": "ingen adress"})),
    View("forgotten_sent", "ok", to("/losenord/skickat")),
    View("new_password", "error", to("/losenord/nytt/MQ/set-password")),
    View("members", "ok", to("/medlemmar"), role="administrator"),
    View("members", "error", sent("/medlemmar", "Skicka inbjudan"), role="administrator"),
    View("bodies", "ok", to("/organ"), role="administrator"),
    View("bodies", "error", sent("/organ", "Ge platsen"), role="administrator"),
    View("invitation", "error", to("/inbjudan/ingen-sadan")),
    View("report", "ok", to("/rapportera")),
    View("report", "error", sent("/rapportera", "Skicka rapporten", **{"Din e-post": "ingen adress"})),
    View("report", "long", sent("/rapportera", "Skicka rapporten", **{"Vad hände?": LONG})),
    View("receipt", "empty", to("/kvitto")),
    View("receipt", "error", code_of_nobody),
    View("receipt", "ok", report("Intyget fastnade mellan vårdcentralen och psykiatrin.")),
    View("letter", "ok", then(report("Hej"), "/kvitto/meddelande")),
    View("letter", "error", then(report("Hej"), "/kvitto/meddelande", "Skicka")),
    View("feedback", "ok", then(report("Hej"), "/kvitto/hjalpte-det")),
    View("feedback", "error", then(report("Hej"), "/kvitto/hjalpte-det", "Skicka")),
    View("where", "ok", to("/var-rapporterar-jag"), side="shared"),
    View("where", "error", sent("/var-rapporterar-jag", "Visa vart rapporten ska"), side="shared"),
    View("where", "answer", to("/var-rapporterar-jag?kommun=1780&arende=forbund"), side="shared"),
    View("where", "empty", to("/var-rapporterar-jag?kommun=0180&arende=forbund"), side="shared"),
    View("start", "ok", to("/start"), role="leader"),
    View("cases", "ok", to("/arenden"), role="leader"),
    View("cases", "empty", to("/arenden?q=finns-inte"), role="leader"),
    View("cases", "closed", to("/arenden?vy=closed"), role="leader"),
    View("case", "ok", case("Ny"), role="leader"),
    View("outcome", "ok", then(case("Ny"), "{}/utfall/lost-i-dialog"), role="leader"),
    View("outcome", "error", then(case("Ny"), "{}/utfall/lost-i-dialog", "Löst i dialog"), role="leader"),
    View("conversation", "ok", then(case("Ny"), "{}/samtal"), role="leader"),
    View("conversation", "error", then(case("Ny"), "{}/samtal", "Skicka"), role="leader"),
    View("triage", "ok", then(case("Ny"), "{}/bedomning"), role="leader"),
    View("triage", "error", then(case("Ny"), "{}/bedomning", "Spara bedömningen"), role="leader"),
    View("masking", "ok", then(case("Ny"), "{}/avidentifiera"), role="leader"),
    View("case_contact", "ok", then(with_contact, "{}/kontakt"), role="leader"),
    View("case_contact", "error", then(with_contact, "{}/kontakt", "Visa kontaktuppgifterna"), role="leader"),
    View("case", "closed", case("Avslutat", "?vy=closed"), role="leader"),
    View("case", "error", case_sent_empty, role="leader"),
    View("case", "long", long_case, role="leader"),
    View("api_docs", "ok", to("/api/v1/docs")),
    View("keys", "ok", to("/nycklar"), role="leader"),
    View(
        "keys", "made", sent("/nycklar", "Gör en nyckel", **{"Vad ska nyckeln": "Vårt system"}), role="leader"
    ),
    View("demo", "ok", to("/demo"), side="shared"),
    View("demo", "ok", to("/demo")),
    View("demo_time", "ok", to("/demo/tid"), side="shared"),
    View("demo_mail", "ok", to("/demo/mail"), side="shared"),
)
