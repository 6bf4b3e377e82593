"""A formulärägare makes a form with the keyboard alone, and a report comes in on it."""

import json
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from demo.people import PASSWORD
from tests.flows.conftest import FLOW, Person, Site
from workflows.presets import templates
from workflows.questions import sheet
from workflows.questions.proof import CODED
from workflows.questions.sheet import Question, Sheet

pytestmark = FLOW

WHERE = "bygdeby"
OWNER = "frida@bygdeby.example"
# What the focused element is called, as a person hears it.
CALLED = """() => {
  const one = document.activeElement;
  const said = one.labels?.length ? one.labels[0].innerText : one.innerText || one.value || "";
  return said.trim().replace(/\\s+/g, " ");
}"""
PLACE = """wanted => {
  const one = document.activeElement;
  return [...one.options].findIndex(option => option.value === wanted) - one.selectedIndex;
}"""


@pytest.fixture(scope="module")
def place(site: Site) -> str:
    """An organisation of its own, with somebody who may change its forms and reads no cases."""
    site.manage(
        "new_tenant", WHERE, "--name=Personligt ombud Bygdeby", "--kind=po-verksamhet",
        "--number=222000-9837", "--county=17", "--contact=Frida Form", f"--email={OWNER}",
        "--preset=personligt-ombud", f"--administrator=admin@{WHERE}.example",
    )  # fmt: skip
    site.python(
        "from accounts.models import Membership, User",
        "from tenants import air",
        "from tenants.models import Tenant",
        "from workflows.bodies.models import Body",
        "from workflows.bodies.seats import NewSeat, seat",
        f"tenant = Tenant.objects.get(slug='{WHERE}')",
        "air.enter(tenant)",
        f"user = User.objects.create_user('{OWNER}', '{PASSWORD}', 'Frida Form')",
        "Membership.objects.create(user=user, tenant=tenant)",
        "body = Body.objects.get(key='formularagare')",
        "seat(NewSeat(body, user, 'Formulärägare', 'figures'), by=None)",
    )
    return WHERE


def reach(page: Page, name: str) -> None:
    """Presses Tab until what is focused is called so."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if str(page.evaluate(CALLED)).startswith(name):
            return
    raise AssertionError(f"no way to {name} with the keyboard")


def press(page: Page, name: str) -> None:
    """Reaches a link or a button and presses it; returns on the page that it led to."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Reaches a field and writes in it."""
    reach(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def choose(page: Page, name: str, value: str) -> None:
    """Reaches a list and goes up or down in it."""
    reach(page, name)
    steps = int(page.evaluate(PLACE, value))
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")


def tick(page: Page, name: str) -> None:
    """Reaches a box and ticks it."""
    reach(page, name)
    page.keyboard.press("Space")


def add(page: Page, question: Question, parties: dict[str, str]) -> None:
    """One question of the form: added last, then filled in on its own page."""
    write(page, "Fråga", question.label)
    choose(page, "Vilket slags svar?", question.kind)
    press(page, "Lägg till frågan")
    if question.hint:
        write(page, "Hjälptext", question.hint)
    if question.kind == "parties":
        for choice in sorted(question.choices, key=lambda one: list(parties).index(one.value)):
            tick(page, parties[choice.value])
    elif sheet.takes_choices(question.kind):
        write(page, "Svar att välja mellan", "\n".join(choice.label for choice in question.choices))
    if question.is_answered:
        if not question.required:
            tick(page, "Måste besvaras")
        if question.missing:
            write(page, "Vad ska det stå", question.missing)
        choose(page, "Vad används svaret till?", question.role)
    press(page, "Spara frågan")


def test_the_form_of_the_guidance_is_built_from_nothing_by_keyboard_and_reported_on(
    place: str, site: Site, person: Person
) -> None:
    wanted = sheet.read(templates.read("po-sex-grupper").content)
    names = site.python(
        "import json",
        "from tenants.models import Party",
        "print(json.dumps(dict(Party.objects.values_list('code', 'name'))))",
    )
    parties: dict[str, str] = json.loads(names)
    owner = person(OWNER, width=1200).new_page()
    owner.goto(site.address(place, "/blanketter"))
    press(owner, "Gör en ny blankett")
    write(owner, "Vad ska blanketten heta?", "Rapport i sex grupper")
    press(owner, "Börja")

    # Who reads it first is a matter of the chain, and comes with a template.
    wanted = Sheet(wanted.title, tuple(one for one in wanted.questions if one.role not in CODED))
    for question in wanted.questions:
        add(owner, question, parties)
    press(owner, "Granska och publicera")
    expect(owner.get_by_role("main")).to_contain_text("Allt stämmer")
    press(owner, "Publicera blanketten")

    reporter = person(javascript=False).new_page()
    reporter.goto(site.address(place, "/rapportera"))
    reporter.get_by_role("link", name="Rapport i sex grupper").click()
    answer(reporter, wanted)
    reporter.get_by_role("button", name="Skicka rapporten").click()
    expect(reporter.get_by_role("heading", level=1)).to_have_text("Tack – det här händer nu")


def answer(page: Page, form: Sheet) -> None:
    """Answers everything that must be answered."""
    numbers = count(1)
    for question in form.questions:
        if not question.required:
            continue
        if question.choices:
            page.get_by_role("group", name=question.label).locator("input").first.check()
        else:
            text = "mars 2026" if question.kind == "when" else f"Ingen part tog över, nummer {next(numbers)}."
            page.get_by_label(question.label).first.fill(text)


ASKS = """
title: Om det återkommer
questions:
- {id: vad, kind: long_text, label: "Vad hände?", role: event}
- {id: foljd, kind: long_text, label: "Vad blev följden?", role: client_consequence}
- id: vilka
  kind: parties
  label: "Vilka var med?"
  role: parties
  choices: [{value: af, label: Arbetsförmedlingen}, {value: fk, label: Försäkringskassan}]
- {id: gjorde, kind: party_texts, label: "Vad gjorde de?", of: vilka, required: false}
- {id: igen, kind: yes_no, label: "Har det hänt förut?"}
- id: ofta
  kind: short_text
  label: "Hur ofta?"
  shown_if: [{question: igen, any_of: [ja]}]
"""


@pytest.fixture(scope="module")
def asks(place: str, site: Site) -> str:
    """The address of a form with a question that hangs on another."""
    site.python(
        "from tenants import air",
        "from tenants.models import Tenant",
        "from workflows.builder import drafts",
        "from workflows.questions import files, publishing, sheet",
        f"air.enter(Tenant.objects.get(slug='{place}'))",
        f"form = files.read({ASKS!r})",
        "drafts.open_for(publishing.publish('om', sheet.content_of(form)))",
    )
    return site.address(place, "/rapportera/om")


def test_a_question_is_hidden_until_it_is_asked(asks: str, person: Person) -> None:
    page = person().new_page()
    page.goto(asks)
    often = page.get_by_label("Hur ofta?")
    expect(often).to_be_hidden()
    page.get_by_label("Ja", exact=True).check()
    often.fill("Varje månad")
    page.get_by_label("Nej", exact=True).check()
    expect(often).to_be_hidden()

    af = page.get_by_role("group", name="Vad gjorde de?").get_by_text("Arbetsförmedlingen")
    expect(af).to_be_hidden()
    page.get_by_role("group", name="Vilka var med?").get_by_label("Arbetsförmedlingen").check()
    expect(af).to_be_visible()

    page.get_by_label("Vad hände?").fill("Ingen part tog över.")
    page.get_by_label("Vad blev följden?").fill("Tre månader utan pengar.")
    page.get_by_role("button", name="Skicka rapporten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack – det här händer nu")


def test_without_a_script_it_says_when_it_is_to_be_answered(asks: str, person: Person) -> None:
    page = person(javascript=False).new_page()
    page.goto(asks)
    expect(
        page.get_by_text("Gäller bara den som svarar ”Ja” på frågan ”Har det hänt förut?”.")
    ).to_be_visible()
    page.get_by_label("Hur ofta?").fill("Varje månad")
    page.get_by_label("Nej", exact=True).check()
    page.get_by_label("Vad hände?").fill("Ingen part tog över.")
    page.get_by_label("Vad blev följden?").fill("Tre månader utan pengar.")
    page.get_by_role("group", name="Vilka var med?").get_by_label("Arbetsförmedlingen").check()
    page.get_by_role("button", name="Skicka rapporten").click()
    expect(page.get_by_role("main")).to_contain_text("Ändra svaret där, eller töm det här fältet.")

    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Skicka rapporten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack – det här händer nu")
