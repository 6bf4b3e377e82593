"""Every page in every state worth looking at: whom to be, and how to get there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Locator, Page

from tenants import clock
from tests.flows.conftest import Site

LEADER, ADMINISTRATOR = "karin.ehn@vastansjo.example", "bo.ahlgren@vastansjo.example"
LONG = (
    "Vi har haft elva möten om samma sak, och varje gång skickas frågan vidare till någon som inte är med. "
    * 40
)

LAST_YEAR = clock.today().year - 1
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


def follow(page: Page, what: Locator) -> None:
    """Presses what leads to another page, and waits for it: who looks too soon sees none."""
    with page.expect_navigation():
        what.click()


def sent(path: str, button: str, **fields: str) -> Arrive:
    """Arrives by sending the form of a page, filled in by labels."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        page.goto(site.address(slug, path))
        for label, text in fields.items():
            page.get_by_label(label.replace("_", " ")).first.fill(text)
        follow(page, page.get_by_role("main").get_by_role("button", name=button))

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
        follow(page, page.get_by_role("button", name="Skicka rapporten"))

    return arrive


def case(state: str, view: str = "") -> Arrive:
    """Arrives on the page of the first case of a view whose badge says so."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        page.goto(site.address(slug, f"/arenden{view}"))
        card = page.locator(".cards > li", has=page.locator(".badge", has_text=state))
        follow(page, card.first.get_by_role("link"))

    return arrive


def then(first: Arrive, path: str, button: str = "") -> Arrive:
    """Arrives somewhere and goes on from there: `{}` in the path is where it was; a button sends it empty."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        first(page, site, slug)
        page.goto(path.format(page.url) if "{}" in path else site.address(slug, path))
        if button:
            follow(page, page.get_by_role("main").get_by_role("button", name=button).first)

    return arrive


def with_contact(page: Page, site: Site, slug: str) -> None:
    """Arrives on a case whose reporter left a contact."""
    report("Den här rapportören går att nå", email="mika@arbetsplats.example")(page, site, slug)
    page.goto(site.address(slug, "/arenden?q=går att nå"))
    follow(page, page.locator(".cards a").first)


def name_left_in(page: Page, site: Site, slug: str) -> None:
    """Arrives on a masked text that was to be approved with a name and an address in it."""
    then(case("Ny"), "{}/avidentifiera")(page, site, slug)
    page.get_by_label("Avidentifierad").first.fill("Anna Lindberg, Storgatan 12, fick inget besked.")
    press(page, "Spara och godkänn")


def two_forms(page: Page, site: Site, _slug: str) -> None:
    """Arrives where a reporter chooses among forms, in an organisation that nothing else is shown of."""
    site.python(
        "from tenants import air",
        "from tenants.models import Tenant",
        "from workflows.builder import drafts",
        "from workflows.presets import templates",
        "from workflows.questions import publishing",
        "air.enter(Tenant.objects.get(slug='bergsaker'))",
        "template = templates.read('po-handelserapport')",
        "drafts.open_for(publishing.publish('lang', template.content))",
    )
    page.goto(site.address("bergsaker", "/rapportera"))


def begun(page: Page, site: Site, slug: str) -> None:
    """Arrives on a form that was begun from nothing, with its first question."""
    page.goto(site.address(slug, "/blanketter/ny"))
    page.get_by_label("Vad ska blanketten heta?").fill("Kort rapport")
    press(page, "Börja")
    form = page.url
    page.get_by_label("Fråga", exact=True).fill("Vad hände?")
    press(page, "Lägg till frågan")
    page.goto(form)


def long_begun(page: Page, site: Site, slug: str) -> None:
    """Arrives on the longest form that ships, with questions that hang on others."""
    page.goto(site.address(slug, "/blanketter/ny"))
    page.get_by_label("Vad ska den börja med?").select_option("po-handelserapport")
    press(page, "Börja")


def older_version(page: Page, site: Site, slug: str) -> None:
    """Arrives on a version of a form."""
    page.goto(site.address(slug, "/blanketter/rapport/versioner"))
    follow(page, page.get_by_role("main").get_by_role("link", name="Se den versionen").first)


def case_sent_empty(page: Page, site: Site, slug: str) -> None:
    """Arrives on a case whose reply was sent without a word."""
    case("Ny")(page, site, slug)
    follow(page, page.get_by_role("main").get_by_role("button"))


def long_case(page: Page, site: Site, slug: str) -> None:
    """Arrives on a case with very long answers."""
    report(LONG)(page, site, slug)
    page.goto(site.address(slug, "/arenden"))
    follow(page, page.locator(".cards a", has_text="elva möten").first)


def press(page: Page, button: str) -> None:
    """Presses a button of the page."""
    follow(page, page.get_by_role("main").get_by_role("button", name=button))


def decided(what: str) -> Arrive:
    """Arrives on the measures of a new case, one of which has just been decided."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        then(case("Ny"), "{}/atgarder")(page, site, slug)
        page.get_by_label("Vad är det för slags åtgärd?").select_option(label="Utbildning")
        page.get_by_label("Vad ska göras?").fill(what)
        page.get_by_label("Vilken part ansvarar?").select_option(label="Försäkringskassan")
        page.get_by_label("Vilken funktion ansvarar?").fill("Enhetschef")
        page.get_by_label("När ska det vara klart?").fill(str(clock.today() + timedelta(days=20)))
        page.get_by_label("Gemensamt, i gruppen").check()
        press(page, "Besluta om åtgärden")

    return arrive


def measure(what: str, button: str = "") -> Arrive:
    """Arrives on a measure; a button sends its follow-up as done, without a word."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        decided(what)(page, site, slug)
        follow(page, page.locator(".cards a").last)
        if button:
            page.get_by_label("Åtgärden är klar").check()
            press(page, button)

    return arrive


def followed_up(page: Page, site: Site, slug: str) -> None:
    """Arrives on a measure that has been done and got a new day before that."""
    measure("Handläggarna möts varje vecka.")(page, site, slug)
    page.get_by_label("Klar senast").fill(str(clock.today() + timedelta(days=40)))
    page.get_by_label("Varför får den ett nytt datum?").fill("Enhetschefen är ny och vill vara med.")
    press(page, "Spara uppföljningen")
    page.get_by_label("Åtgärden är klar").check()
    page.get_by_label("Vad har gjorts?").fill("Mötena hålls varje tisdag.")
    page.get_by_label("Nytta för den enskilde", exact=True).check()
    page.get_by_label("Effekten i ord").fill("Ingen har väntat längre än två veckor sedan dess.")
    press(page, "Spara uppföljningen")


def asked(function: str) -> Arrive:
    """Arrives on the statements of a case that has just come in, where a party has been asked."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        report("Två frågar varandra")(page, site, slug)
        page.goto(site.address(slug, "/arenden?q=frågar varandra"))
        follow(page, page.locator(".cards a").last)
        page.goto(f"{page.url}/yttranden")
        taken = page.locator(".letters > li").count()
        page.get_by_label("Vilken part ska yttra sig?").select_option(index=taken + 1)
        page.get_by_label("Till vilken funktion går frågan?").fill(function)
        page.get_by_label("Svar senast").fill(str(clock.today() + timedelta(days=10)))
        press(page, "Notera frågan")

    return arrive


def statement(button: str = "") -> Arrive:
    """Arrives on the page where a party's answer is entered; a button sends it empty."""

    def arrive(page: Page, site: Site, slug: str) -> None:
        asked("Enhetschef")(page, site, slug)
        follow(page, page.locator(".letters a").last)
        if button:
            press(page, button)

    return arrive


def answered(page: Page, site: Site, slug: str) -> None:
    """Arrives on the statements of a case, one of which has come."""
    statement()(page, site, slug)
    page.get_by_label("Delvis").check()
    page.get_by_label("Vad gör parten").fill(f"Vi utser en samordnare. {LONG[:600]}")
    page.get_by_label("När?").fill("Före midsommar.")
    press(page, "Spara yttrandet")


def analysed(page: Page, site: Site, slug: str) -> None:
    """Arrives on a new case of an organisation with an analysis sheet and people to point out."""
    site.python(
        "from accounts.models import Membership, User",
        "from tenants import air",
        "from tenants.models import Tenant",
        "from workflows.bodies.models import Body",
        "from workflows.bodies.seats import NewSeat, seat",
        "from workflows.intake.models import Entrance",
        "from workflows.presets import family",
        "from workflows.questions import publishing",
        f"tenant = Tenant.objects.get(slug='{slug}')",
        "air.enter(tenant)",
        "sheet = publishing.publish('analys', family.read('personligt-ombud').analysis)",
        "Entrance.objects.update(analysis=sheet)",
        "def chef(name):",
        f"    address = name + '@{slug}.example'",
        "    if User.objects.filter(email=address).exists(): return",
        "    user = User.objects.create_user(address, None, name.title())",
        "    Membership.objects.create(user=user, tenant=tenant)",
        "    body = Body.objects.get(key='arbetsgrupp')",
        "    what = (body, user, 'Enhetschef', 'masked', 'Vården', 'region-primarvard')",
        "    seat(NewSeat(*what, pointed_out=True), by=None)",
        "chef('alva')",
        "chef('bertil')",
    )
    report("Ingen vet vem som ska analysera det här")(page, site, slug)
    page.goto(site.address(slug, "/arenden?q=ska analysera"))
    follow(page, page.locator(".cards a").first)


def analysed_and_opened(page: Page, site: Site, slug: str) -> None:
    """Arrives on the triage of a case with all its sides opened."""
    analysed(page, site, slug)
    page.goto(f"{page.url}/bedomning")
    for one in page.locator("details.folded > summary").all():
        one.click()


def filters_open(page: Page, site: Site, slug: str) -> None:
    """Arrives on the list with everything that it can be narrowed by."""
    page.goto(site.address(slug, "/arenden"))
    page.locator(".filters > summary").click()


def pointed_out(page: Page, site: Site, slug: str) -> None:
    """Arrives on the page of those pointed out, with one of them there."""
    analysed(page, site, slug)
    page.goto(f"{page.url}/utpekade")
    page.get_by_label("Alva").check()
    follow(page, page.get_by_role("main").get_by_role("button", name="Peka ut"))


def code_of_nobody(page: Page, site: Site, slug: str) -> None:
    """Arrives on the page that says that a code opens nothing."""
    sent("/kvitto", "Visa rapporten", Koden="0000 1111 2222 3333 4444")(page, site, slug)


def previewed(page: Page, site: Site, slug: str) -> None:
    """The release that is shown to the organisations before it is published."""
    page.goto(site.address(slug, "/publicering"))
    follow(page, page.get_by_role("main").get_by_role("link").first)


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
    View("report", "choose", two_forms),
    View("report_on", "ok", to("/rapportera/rapport")),
    View("report", "review", report("Anna Lindberg, 850709-9805, nås på 070-174 06 12. Hon är hopplös")),
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
    View("triage", "long", analysed_and_opened, role="leader"),
    View("case", "analysis", analysed, role="leader"),
    View("analysis", "ok", then(analysed, "{}/analys"), role="leader"),
    View("analysis", "error", then(analysed, "{}/analys", "Spara analysen"), role="leader"),
    View("pointed", "ok", then(analysed, "{}/utpekade"), role="leader"),
    View("pointed", "error", then(analysed, "{}/utpekade", "Peka ut"), role="leader"),
    View("pointed", "made", pointed_out, role="leader"),
    View("pointed", "empty", then(case("Ny"), "{}/utpekade"), role="leader"),
    View("references", "ok", then(case("Ny"), "{}/hanvisningar"), role="leader"),
    View("references", "error", then(case("Ny"), "{}/hanvisningar", "Spara hänvisningen"), role="leader"),
    View("cases", "filters", filters_open, role="leader"),
    View("similar", "ok", then(case("Avslutat", "?vy=closed"), "{}/liknande"), role="leader"),
    View("similar", "empty", then(case("Ny"), "{}/liknande"), role="leader"),
    View("brief", "ok", to("/arenden/underlag?vy=all"), role="leader"),
    View("brief", "empty", to("/arenden/underlag?q=finns-inte"), role="leader"),
    View("lead_times", "ok", to("/ledtider"), role="leader"),
    View("lead_times", "empty", to("/ledtider?since=2001-01-01&until=2001-02-01"), role="leader"),
    View("lead_times", "error", to("/ledtider?since=2026-02-01&until=2026-01-01"), role="leader"),
    View("masking", "ok", then(case("Ny"), "{}/avidentifiera"), role="leader"),
    View("masking", "review", name_left_in, role="leader"),
    View("case_contact", "ok", then(with_contact, "{}/kontakt"), role="leader"),
    View("case_contact", "error", then(with_contact, "{}/kontakt", "Visa kontaktuppgifterna"), role="leader"),
    View("case", "closed", case("Avslutat", "?vy=closed"), role="leader"),
    View("case", "error", case_sent_empty, role="leader"),
    View("case", "long", long_case, role="leader"),
    View("case_measures", "ok", decided("Handläggarna utbildas i att skriva intyg."), role="leader"),
    View("case_measures", "long", decided(LONG), role="leader"),
    View("case_measures", "empty", then(long_case, "{}/atgarder"), role="leader"),
    View("case_measures", "closed", then(case("Avslutat", "?vy=closed"), "{}/atgarder"), role="leader"),
    View("case_measures", "error", then(case("Ny"), "{}/atgarder", "Besluta om åtgärden"), role="leader"),
    View("measure", "ok", measure("Handläggarna utbildas i att skriva intyg."), role="leader"),
    View("measure", "long", measure(LONG), role="leader"),
    View("measure", "error", measure("Ett möte hålls.", "Spara uppföljningen"), role="leader"),
    View("measure", "followed-up", followed_up, role="leader"),
    View("measures", "ok", then(decided("Handläggarna möts."), "/atgarder"), role="leader"),
    View("measures", "done", then(followed_up, "/atgarder?vy=all"), role="leader"),
    View("measures", "empty", to("/atgarder?q=finns-inte"), role="leader"),
    View("measures", "error", to("/atgarder?owner=finns-inte&kind=finns-inte"), role="leader"),
    View("case_statements", "ok", asked("Enhetschef"), role="leader"),
    View("case_statements", "answered", answered, role="leader"),
    View("case_statements", "long", asked("Enhetschef för den enhet som har frågan nu, " * 2), role="leader"),
    View("case_statements", "empty", then(long_case, "{}/yttranden"), role="leader"),
    View("case_statements", "error", then(case("Ny"), "{}/yttranden", "Notera frågan"), role="leader"),
    View("statement", "ok", statement(), role="leader"),
    View("statement", "error", statement("Spara yttrandet"), role="leader"),
    View("nation", "ok", to("/statistik"), side="shared"),
    View("nation", "ok", to("/statistik")),
    View("nation", "year", to(f"/statistik?period={LAST_YEAR}")),
    View("nation", "error", to("/statistik?period=finns-inte")),
    View("county", "ok", to("/statistik/lan/17")),
    View("county", "year", to(f"/statistik/lan/17?period={LAST_YEAR}")),
    View("county", "empty", to("/statistik/lan/01")),
    View("releases", "ok", to("/statistik/publiceringar")),
    View("released_table", "ok", to(f"/statistik/{LAST_YEAR}/V3")),
    View("own_numbers", "ok", to("/statistik/egna"), role="leader"),
    View("previews", "ok", to("/publicering"), role="leader"),
    View("preview", "ok", previewed, role="leader"),
    View("preview", "published", to(f"/publicering/{LAST_YEAR}-Q1"), role="leader"),
    View("forms", "ok", to("/blanketter"), role="leader"),
    View("new_form", "ok", to("/blanketter/ny"), role="leader"),
    View("new_form", "error", sent("/blanketter/ny", "Börja"), role="leader"),
    View("form", "ok", to("/blanketter/rapport"), role="leader"),
    View("form", "error", sent("/blanketter/rapport", "Lägg till frågan"), role="leader"),
    View("form", "new", begun, role="leader"),
    View("question", "ok", to("/blanketter/rapport/fragor/handelse"), role="leader"),
    View("question", "choices", to("/blanketter/rapport/fragor/aterkommer"), role="leader"),
    View("question", "parties", to("/blanketter/rapport/fragor/parter"), role="leader"),
    View("question", "conditions", to("/blanketter/rapport/fragor/forslag"), role="leader"),
    View("remove_question", "ok", to("/blanketter/rapport/fragor/parter/ta-bort"), role="leader"),
    View("form_preview", "ok", to("/blanketter/rapport/forhandsgranska"), role="leader"),
    View("form_preview", "long", then(long_begun, "{}/forhandsgranska"), role="leader"),
    View("publish_form", "ok", to("/blanketter/rapport/publicera"), role="leader"),
    View("publish_form", "faults", then(begun, "{}/publicera"), role="leader"),
    View("discard_form", "ok", then(begun, "{}/slang"), role="leader"),
    View("form_versions", "ok", to("/blanketter/rapport/versioner"), role="leader"),
    View("form_version", "ok", older_version, role="leader"),
    View("waivers", "ok", to("/medgivanden"), role="administrator"),
    View("waivers", "error", sent("/medgivanden", "Medge"), role="administrator"),
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
