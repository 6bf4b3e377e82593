"""The three families, each all the way: report, triage, bodies, decision, measure, reply, closed.

By people in front of browsers, the reporter on a phone without JavaScript, and with the clock moved between.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.flows.conftest import FLOW, Person, Site
from tests.flows.moved.conftest import Calendar, mail_to, wait_for

pytestmark = FLOW

HELLER, PO, AVVIKELSE = (f"hem-{family}" for family in ("lex-heller", "personligt-ombud", "avvikelse"))
MASKED = "Två verksamheter väntade på varandra, och personen stod utan insats."


def sitting(person: Person, slug: str, body: str, number: int = 0) -> Page:
    """Somebody who sits there, signed in."""
    return person(f"{body}-{number}@{slug}.example", width=1200).new_page()


def fill_in(page: Page, texts: Mapping[str, str]) -> None:
    """Fills fields in by their labels: texts and dates are written, and a list is chosen from."""
    for label, text in texts.items():
        field = page.get_by_role("main").get_by_label(label).first
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def press(page: Page, button: str) -> None:
    """Presses a button of the page, which then has no fault to tell of."""
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".ds-error-summary")).to_have_count(0)


def reported(
    person: Person, site: Site, slug: str, texts: Mapping[str, str], *ticks: str
) -> tuple[Page, str]:
    """A stranger on a phone, without JavaScript, with the receipt of what they have sent; and its code."""
    stranger = person(javascript=False).new_page()
    stranger.goto(site.address(slug))
    stranger.get_by_role("link", name="Rapportera").first.click()
    fill_in(stranger, texts)
    for tick in ticks:
        stranger.get_by_label(tick).check()
    press(stranger, "Skicka rapporten")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Tack – det här händer nu")
    return stranger, "-".join(stranger.locator(".receipt-code span").all_inner_texts())


def found(page: Page, site: Site, slug: str, consequence: str) -> str:
    """The address of the case in the list, by what it meant to the person."""
    page.goto(site.address(slug, "/arenden"))
    page.get_by_role("link", name=consequence).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ärende")
    return page.url


def reference_of(case: str) -> str:
    """The reference in a case's address."""
    return case.rpartition("/")[2]


def choose(page: Page, case: str, outcome: str, texts: Mapping[str, str] | None = None, *ticks: str) -> None:
    """Chooses an outcome on the page of the case, or by the link there to a page of its own."""
    page.goto(case)
    link = page.get_by_role("main").get_by_role("link", name=outcome, exact=True)
    if link.count():
        link.click()
    fill_in(page, texts or {})
    for tick in ticks:
        page.get_by_label(tick).check()
    press(page, outcome)
    expect(page.get_by_role("status")).to_contain_text(f"Klart: {outcome}")


def triage(page: Page, case: str, level: str, category: str, facets: Mapping[str, str], *ticks: str) -> None:
    """Says what kind of case it is, on which level, and from some of its sides."""
    page.goto(case)
    page.get_by_role("link", name="Bedöm typ, nivå och kategori", exact=True).click()
    for tick in (*ticks, level):
        page.get_by_label(tick).first.check()
    page.get_by_label("Kategori").select_option(label=category)
    for side, word in facets.items():
        folded = page.locator("details.folded", has=page.locator("summary", has_text=side))
        folded.locator("summary").click()
        folded.get_by_label(word, exact=True).check()
    fill_in(page, {"Varför bedömer du det så?": "Det har hänt förut, och ingen äger det."})
    press(page, "Spara bedömningen")


def mask(page: Page, case: str) -> None:
    """Writes every answer without the person, and approves it."""
    page.goto(f"{case}/avidentifiera")
    for field in page.get_by_label("Avidentifierad").all():
        field.fill(MASKED)
    press(page, "Spara och godkänn")


def agree(page: Page, case: str, kind: str, owner: str, due: date) -> None:
    """Decides a measure that has an owner and a date."""
    page.goto(case)
    page.get_by_role("main").get_by_role("link", name="Åtgärder", exact=True).click()
    said = {
        "Vad är det för slags åtgärd?": kind,
        "Vad ska göras?": "Verksamheterna skriver en gemensam rutin.",
        "Vilken part ansvarar?": owner,
        "Vilken funktion ansvarar?": "Enhetschef",
        "När ska det vara klart?": due.isoformat(),
    }
    fill_in(page, said)
    page.get_by_label("Gemensamt, i gruppen").check()
    press(page, "Besluta om åtgärden")
    expect(page.locator(".cards .badge")).to_have_text("Planerad")


def follow_up(page: Page, case: str, effect: str) -> None:
    """Says that the measure is done and what it led to."""
    page.goto(f"{case}/atgarder")
    page.locator(".cards a").click()
    page.get_by_label("Åtgärden är klar").check()
    page.get_by_label(effect, exact=True).check()
    said = {
        "Vad har gjorts?": "Rutinen används i båda verksamheterna.",
        "Effekten i ord": "Ingen har väntat sedan dess.",
    }
    fill_in(page, said)
    press(page, "Spara uppföljningen")
    expect(marks(page)).to_have_text(f"Effekt: {effect}")


def marks(page: Page) -> Locator:
    """What the page of a case says of it in a word: its state, and what a body has taken on."""
    return page.locator(".facts .badge")


def read_with_code(person: Person, site: Site, slug: str, code: str) -> Page:
    """The reporter comes back on another computer, with nothing but the code."""
    later = person(javascript=False).new_page()
    later.goto(site.address(slug, "/kvitto"))
    fill_in(later, {"Koden på ditt kvitto": code})
    press(later, "Visa rapporten")
    return later


@pytest.mark.row("S3-15")
@pytest.mark.row("S3-37")
@pytest.mark.row("S3-42")
def test_lex_heller_from_a_phone_to_a_measure_that_helped(
    moving: Site, person: Person, calendar: Calendar
) -> None:
    consequence = "Platsen med skyddad anställning försvann efter nio månaders väntan."
    stranger, code = reported(
        person,
        moving,
        HELLER,
        {
            "Vad hände?": "Vårdcentralen och psykiatrin skickar remissen fram och tillbaka.",
            "Vad blev följden för den enskilde?": consequence,
            "Din e-post": "mika@arbetsplats.example",
        },
        "Regionen: vårdcentral",
        "Regionen: specialistpsykiatri",
        "Hos en annan part",
        "Ja, det händer ofta",
    )
    expect(stranger.get_by_text("Processledare 0, processledare, har ditt ärende.")).to_be_visible()

    leader = sitting(person, HELLER, "processledare")
    case = found(leader, moving, HELLER, consequence)
    choose(leader, case, "Ta ärendet")
    leader.goto(f"{case}/samtal")
    fill_in(leader, {"Skriv till rapportören": "Tack. Jag ringer båda verksamheterna."})
    press(leader, "Skicka")
    triage(
        leader,
        case,
        "Organisering. ",
        "Mellan stolarna",
        {"Orsaker": "Oklart ansvar", "på kort sikt": "Utan arbete"},
        "Systembrist. ",
    )
    mask(leader, case)
    choose(leader, case, "Lyft till arbetsgruppen")

    group = sitting(person, HELLER, "arbetsgrupp")
    assert found(group, moving, HELLER, MASKED) == case
    expect(group.get_by_text("skyddad anställning")).to_have_count(0)
    choose(group, case, "Besluta om en åtgärd", {"Vad har ni beslutat?": "En gemensam rutin för intyg."})
    agree(group, case, "gemensam-rutin", "region-primarvard", calendar.today + timedelta(days=20))
    expect(group.get_by_text("Försenad")).to_have_count(0)

    # Thirty days is what the arbetsgrupp has.
    calendar.move("manad", "vecka")
    group.goto(case)
    wait_for(group, lambda: group.get_by_text("Fristen har gått ut: bestäm vad som händer nu"))
    mails, reference = calendar.page, reference_of(case)
    mails.goto(moving.address(path="/demo/mail"))
    mine = f"arbetsgrupp-0@{HELLER}.example"
    wait_for(mails, lambda: mail_to(mails, mine, f"^Ärende {reference} är försenat"))
    wait_for(mails, lambda: mail_to(mails, mine, f"En åtgärd i ärende {reference} är försenad"))
    expect(mail_to(mails, "mika@arbetsplats.example", "Något har hänt med din rapport").first).to_be_visible()
    group.goto(f"{case}/atgarder")
    expect(group.locator(".cards .badge")).to_have_text("Försenad")
    follow_up(group, case, "Nytta för den enskilde")
    choose(
        group,
        case,
        "Avsluta i arbetsgruppen",
        {"Varför?": "Rutinen är på plats.", "Ditt svar": "Vårdcentralen skriver nu intyget inom två veckor."},
    )
    expect(group.get_by_text("Fristen har gått ut")).to_have_count(0)
    choose(leader, case, "Svara rapportören och stäng", {"Ditt svar": "Din deltagare har nu en tid."})
    expect(marks(leader)).to_have_text(["Avslutat"])

    later = read_with_code(person, moving, HELLER, code)
    expect(later.get_by_role("heading", level=1)).to_have_text("Din rapport är besvarad")
    for answer in ("Vårdcentralen skriver nu intyget inom två veckor.", "Din deltagare har nu en tid."):
        expect(later.get_by_text(answer)).to_be_visible()
    later.get_by_role("link", name="Berätta om det hjälpte").click()
    later.get_by_label("Ja", exact=True).check()
    press(later, "Skicka")
    expect(later.get_by_text("Du har svarat Ja på om det hjälpte.")).to_be_visible()


BRIST = {
    "Vad har hänt, som du ser som en brist?": "Ingen vill äga samordningen av stödet.",
    "När hände det?": "Sedan i våras",
}


@pytest.mark.row("S0-19")
@pytest.mark.row("S0-25")
@pytest.mark.row("S1-07")
@pytest.mark.row("S1-58")
def test_a_brist_goes_to_the_ledningsgrupp_which_acts_and_passes_it_on(
    moving: Site, person: Person, calendar: Calendar
) -> None:
    consequence = "Klienten har stått utan boendestöd i fyra månader."
    _stranger, code = reported(
        person,
        moving,
        PO,
        {**BRIST, "Vad har det betytt för klienten?": consequence},
        "Kommunen: boendestöd och socialpsykiatri",
        "Regionen: specialistpsykiatri",
        "Ja, några gånger",
    )
    chef = sitting(person, PO, "arbetsgrupp")
    case = found(chef, moving, PO, consequence)
    wanted = [
        "Bedöm typ, nivå och kategori.",
        "Fyll i analysen.",
        "Begär ett yttrande av partens lokala chef, och invänta det eller dess sista dag.",
        "Godkänn den avidentifierade texten.",
    ]
    lacking = chef.locator("li", has_text="Rapportera till ledningsgruppen").locator("ul li")
    expect(lacking).to_have_text(wanted)
    triage(chef, case, "Lokal nivå. ", "Otydlig ansvarsfördelning", {"Område": "Boende"}, "Systembrist. ")
    mask(chef, case)
    expect(lacking).to_have_text(wanted[1:3])
    chef.get_by_role("link", name="Fyll i analysen.").click()
    analysis = {
        "Hur har varje verksamhet varit inblandad": "Båda har hänvisat till den andra.",
        "Vilket mönster syns?": "Det händer när någon flyttar hem från slutenvården.",
        "Vad beror det på?": "Ingen funktion har samordningen i sitt uppdrag.",
        "Vad har ni gjort, och vad har det lett till?": "Ett möte, som inte ledde till något.",
        "Hur kan det lösas, och av vem?": "Cheferna utser en samordnare.",
    }
    fill_in(chef, analysis)
    for tick in ("2–4 personer", "Ja, med ansvarig chef"):
        chef.get_by_label(tick).check()
    chef.get_by_label("Ja", exact=True).check()
    press(chef, "Spara analysen")
    expect(lacking).to_have_text(wanted[2:3])
    lacking.get_by_role("link").click()
    question = {
        "Vilken part ska yttra sig?": "kommun-socialpsykiatri",
        "Till vilken funktion går frågan?": "Enhetschef",
        "Svar senast": (calendar.today + timedelta(days=5)).isoformat(),
    }
    fill_in(chef, question)
    press(chef, "Notera frågan")
    expect(chef.get_by_text("Väntar på svar")).to_be_visible()
    chef.goto(case)
    expect(lacking).to_have_text(wanted[2:3])

    # The party does not answer in time, and nobody has to wait for it any longer.
    calendar.move("vecka")
    chef.reload()
    wait_for(chef, lambda: chef.get_by_text("Yttrandet har inte kommit i tid"))
    choose(chef, case, "Rapportera till ledningsgruppen")

    member = sitting(person, PO, "ledningsgrupp")
    assert found(member, moving, PO, MASKED) == case
    member.get_by_text("Analysen", exact=True).click()
    expect(member.get_by_text("Ingen funktion har samordningen i sitt uppdrag.")).to_be_visible()
    follow_up_on = calendar.today + timedelta(days=60)
    choose(
        member,
        case,
        "Besluta att åtgärda",
        {
            "Vad har ni beslutat?": "En samordnare utses.",
            "Vilken dag följer ni upp det?": follow_up_on.isoformat(),
            "Vem följer upp det?": "Ordföranden",
        },
        "Kollektivt beslut",
    )
    expect(marks(member)).to_have_text(["Beslutat", "Åtgärdas"])
    agree(member, case, "beslut", "kommun", calendar.today + timedelta(days=20))
    choose(
        member,
        case,
        "Vidarerapportera till länsstyrelsen eller en annan part",
        {"Varför?": "Reglerna om samtycke hindrar.", "Vem förs det vidare till?": "lansstyrelsen"},
    )
    expect(marks(member)).to_have_text(["Beslutat", "Åtgärdas", "Vidarerapporteras"])

    calendar.move("manad")
    follow_up(member, case, "Både besparing och nytta för den enskilde")
    reply = "Kommunen har utsett en samordnare för boendestöd."
    choose(
        member, case, "Återkoppla och avsluta", {"Varför?": "Samordnaren är på plats.", "Ditt svar": reply}
    )
    choose(chef, case, "Svara ombudet och stäng", {"Ditt svar": "Din klient har fått sitt stöd."})
    expect(marks(chef)).to_have_text(["Avslutat", "Åtgärdas", "Vidarerapporteras"])
    later = read_with_code(person, moving, PO, code)
    expect(later.get_by_role("heading", level=1)).to_have_text("Din rapport är besvarad")
    expect(later.get_by_text(reply)).to_be_visible()


@pytest.mark.row("S0-15")
@pytest.mark.row("S1-05")
def test_a_brist_about_ones_own_chef_is_read_by_the_ordforande_alone(moving: Site, person: Person) -> None:
    consequence = "Klienten vågar inte längre be om hjälp."
    stranger, _code = reported(
        person,
        moving,
        PO,
        {**BRIST, "Vad har det betytt för klienten?": consequence},
        "Kommunen: ekonomiskt bistånd",
        "Vet inte",
        "Ledningsgruppens ordförande",
    )
    expect(
        stranger.get_by_text("Ordforande 0, ordförande i ledningsgruppen, har ditt ärende.")
    ).to_be_visible()
    chair = sitting(person, PO, "ordforande")
    case = found(chair, moving, PO, consequence)
    expect(chair.get_by_text(BRIST["Vad har hänt, som du ser som en brist?"])).to_be_visible()
    answer = sitting(person, PO, "arbetsgrupp").goto(case)
    assert answer is not None
    assert answer.status == 404


AVVEK = {
    "Vad hände?": "Utskrivningsplanen kom inte fram till hemsjukvården.",
    "Vad var grunden till att det hände?": "Rutinen var inte känd på avdelningen.",
}


def lifted_to_both(receiver: Page, person: Person, site: Site, consequence: str) -> tuple[str, str]:
    """The address of a case that two chefer have together, and the reporter's code."""
    _stranger, code = reported(
        person,
        site,
        AVVIKELSE,
        {**AVVEK, "Vad blev följden för den enskilde?": consequence},
        "Avvikelse: något blev inte som det är bestämt",
        "Kommunen: hemsjukvård",
        "Regionen: sjukhusvård",
    )
    case = found(receiver, site, AVVIKELSE, consequence)
    facets = {"Orsaker": "Rutin är inte känd"}
    triage(
        receiver, case, "Verksamhet. ", "Information vid överföring och utskrivning", facets, "Avvikelse. "
    )
    mask(receiver, case)
    lacking = receiver.locator("li", has_text="Lyft till närmaste chefer").locator("ul li")
    expect(lacking).to_have_text("Peka ut en chef i var och en av två parter.")
    lacking.get_by_role("link").click()
    for chef in ("Chefer 0", "Chefer 1"):
        receiver.get_by_label(re.compile(f"^{chef}")).check()
        press(receiver, "Peka ut")
    choose(receiver, case, "Lyft till närmaste chefer")
    return case, code


@pytest.mark.row("S4-20")
@pytest.mark.row("S4-21")
@pytest.mark.row("S4-22")
@pytest.mark.row("S4-23")
@pytest.mark.row("S4-09")
def test_two_chefer_begin_in_time_and_what_nobody_begins_moves_up_by_itself(
    moving: Site, person: Person, calendar: Calendar
) -> None:
    receiver = sitting(person, AVVIKELSE, "mottagare")
    begun, _code = lifted_to_both(receiver, person, moving, "Läkemedlen gavs två gånger.")
    left, code = lifted_to_both(receiver, person, moving, "Hjälpmedlen kom en vecka för sent.")
    one, other = (sitting(person, AVVIKELSE, "chefer", number) for number in (0, 1))

    # The first who begins does not stop the ten working days. The second does: now the solution has a date.
    ten_days = one.get_by_text("Hur datumet räknades")
    choose(one, begun, "Diskussion inledd")
    expect(ten_days).to_have_count(1)
    expect(one.get_by_text("om 10 arbetsdagar")).to_be_visible()
    expect(one.get_by_role("main").get_by_role("link", name="Diskussion inledd")).to_have_count(0)
    choose(other, begun, "Diskussion inledd")
    expect(other.get_by_text("Hur datumet räknades")).to_have_count(0)

    calendar.move("arbetsdagar", "dag")
    lsg = sitting(person, AVVIKELSE, "lsg")
    lsg.goto(moving.address(AVVIKELSE, "/arenden"))
    wait_for(lsg, lambda: lsg.locator(".cards a"))
    assert found(lsg, moving, AVVIKELSE, MASKED) == left
    expect(lsg.get_by_role("strong").get_by_text("Avisera lokala samverkansgruppen")).to_be_visible()
    mails = calendar.page
    mails.goto(moving.address(path="/demo/mail"))
    came = f"Ett ärende har kommit till er, {reference_of(left)}"
    wait_for(mails, lambda: mail_to(mails, f"lsg-0@{AVVIKELSE}.example", came))
    one.goto(begun)
    expect(one.get_by_role("strong").get_by_text("Diskussion inledd")).to_have_count(2)

    choose(
        lsg,
        left,
        "Besluta om en åtgärd",
        {
            "Vad har ni beslutat?": "Rutinen gås igenom på båda sidor.",
            "Vilken dag följer ni upp det?": (calendar.today + timedelta(days=40)).isoformat(),
            "Vem följer upp det?": "Områdeschefen",
        },
        "Kollektivt beslut",
    )
    agree(lsg, left, "gemensam-rutin", "region-slutenvard", calendar.today + timedelta(days=20))
    found_out = {
        "Vad orsakade det?": "Rutinen för utskrivning var inte känd.",
        "Hur undviks det i fortsättningen?": "Den gås igenom vid varje introduktion.",
        "Ditt svar": "Rutinen är nu känd på båda sidor.",
    }
    choose(lsg, left, "Avsluta i lokala samverkansgruppen", found_out)
    choose(one, begun, "Gemensam lösning, avsluta", found_out)
    for case in (left, begun):
        choose(receiver, case, "Svara rapportören och stäng", {"Ditt svar": "Tack, det är löst nu."})
        expect(marks(receiver).first).to_have_text("Avslutat")

    # Per party, the receiver sees who knows what it led to.
    for chef, known in ((one, 1), (other, 2)):
        chef.goto(left)
        press(chef, "Kvittera att återkopplingen har nått oss")
        receiver.goto(left)
        expect(receiver.get_by_text("återkopplingen kvitterad")).to_have_count(known)
        expect(receiver.get_by_text("återkopplingen inte kvitterad än")).to_have_count(2 - known)
    expect(receiver.get_by_text("Rutinen för utskrivning var inte känd.")).to_be_visible()
    later = read_with_code(person, moving, AVVIKELSE, code)
    expect(later.get_by_text("Rutinen är nu känd på båda sidor.")).to_be_visible()
