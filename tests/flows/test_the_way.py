"""The whole way of a report, by people in front of browsers: in by a stranger, out as an answer."""

import re

from playwright.sync_api import Page, expect

from tests.flows.conftest import FIRST, FLOW, SECOND, THIRD, Person, Site

pytestmark = FLOW

KARIN = "karin.ehn@vastansjo.example"  # process leader in the first and in the second
OMAR = "omar.lindh@bergsaker.example"  # process leader in the second alone
EVENT = "Vårdcentralen och specialistpsykiatrin skickar remissen fram och tillbaka. Ingen skriver intyget."
CONSEQUENCE = "Platsen med skyddad anställning försvann i fredags, efter nio månaders väntan."
REPLY = "Jag har talat med båda verksamhetscheferna. Från i dag skriver vårdcentralen intyget."


def fill_in(page: Page) -> None:
    page.get_by_label("Vad hände?").fill(EVENT)
    page.get_by_label("Vad blev följden för den enskilde?").fill(CONSEQUENCE)
    page.get_by_label("Regionen: vårdcentral").check()
    page.get_by_label("Regionen: specialistpsykiatri").check()
    page.get_by_label("Hos en annan part").check()
    page.get_by_label("Ja, det händer ofta").check()


def code_on(page: Page) -> str:
    return "-".join(page.locator(".receipt-code span").all_inner_texts())


def test_a_stranger_reports_a_process_leader_answers_and_the_stranger_reads_it(
    site: Site, person: Person
) -> None:
    # A stranger on a phone, without JavaScript and without an account.
    stranger = person(javascript=False).new_page()
    stranger.goto(site.address(FIRST))
    stranger.get_by_role("link", name="Rapportera").click()
    stranger.get_by_role("button", name="Skicka rapporten").click()
    expect(stranger).to_have_title(re.compile("^Fel: "))
    expect(stranger.locator(".ds-error-summary a")).to_have_count(5)
    fill_in(stranger)
    stranger.get_by_role("button", name="Skicka rapporten").click()

    expect(stranger.get_by_role("heading", level=1)).to_have_text("Tack – det här händer nu")
    expect(stranger.get_by_text("Karin Ehn, processledare, har ditt ärende.")).to_be_visible()
    code = code_on(stranger)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}", code)
    assert code not in stranger.url
    stranger.reload()
    assert code_on(stranger) == code

    # The process leader of that organisation reads it, replies and closes it.
    leader = person(KARIN).new_page()
    leader.goto(site.address(FIRST, "/start"))
    leader.get_by_role("link", name=CONSEQUENCE).click()
    expect(leader.get_by_text(EVENT)).to_be_visible()
    case_address = leader.url
    button = leader.get_by_role("button", name="Svara rapportören och stäng")
    button.click()
    expect(leader).to_have_title(re.compile("^Fel: "))
    leader.get_by_label("Ditt svar till rapportören").fill(REPLY)
    button.click()
    expect(leader.get_by_role("status").filter(has_text="Klart")).to_be_visible()
    expect(leader.locator(".badge")).to_have_text("Avslutat")

    # Nobody else does: not the neighbour's process leader, not the organisation's own administrator.
    for other in (OMAR, "bo.ahlgren@vastansjo.example"):
        answer = person(other).new_page().goto(case_address)
        assert answer is not None
        assert answer.status == 404

    # The stranger comes back another day, to another computer, with the code.
    later = person(javascript=False).new_page()
    later.goto(site.address(FIRST, "/kvitto"))
    later.get_by_label("Koden på ditt kvitto").fill(code.lower().replace("-", " "))
    later.get_by_role("button", name="Visa rapporten").click()
    expect(later.get_by_role("heading", level=1)).to_have_text("Din rapport är besvarad")
    expect(later.get_by_text(REPLY)).to_be_visible()
    expect(later.locator(".receipt-code")).to_have_count(0)
    later.get_by_role("button", name="Stäng kvittot på den här datorn").click()
    expect(later.get_by_label("Koden på ditt kvitto")).to_be_visible()


def test_a_case_goes_up_the_chain_without_the_person_and_comes_back_as_an_answer(
    site: Site, person: Person
) -> None:
    reporter = person(javascript=False).new_page()
    reporter.goto(site.address(FIRST, "/rapportera"))
    fill_in(reporter)
    reporter.get_by_label("Vad hände?").fill(
        "Personen, 850709-9805, fick inget intyg av vårdcentralen i Norrby."
    )
    reporter.get_by_role("button", name="Skicka rapporten").click()
    expect(reporter.locator(".ds-error-summary")).to_contain_text(
        "Ta bort personnumret: ”Personen, 850709-••••"
    )
    reporter.get_by_label("Vad hände?").fill("Personen fick inget intyg av vårdcentralen i Norrby.")
    reporter.get_by_label("Var du arbetar").fill("Norrby kommun")
    reporter.get_by_role("button", name="Skicka rapporten").click()
    reporter.get_by_role("link", name="Skriv, eller lägg till något du glömde").click()
    reporter.get_by_label("Ditt meddelande").fill("Det har hänt två gånger till i höst.")
    reporter.get_by_role("button", name="Skicka").click()
    expect(reporter.get_by_text("Det har hänt två gånger till i höst.")).to_be_visible()

    # The process leader talks it through, judges it, and writes it without the person.
    leader = person(KARIN, javascript=False).new_page()
    leader.goto(site.address(FIRST, "/arenden?vy=new"))
    leader.get_by_role("link", name=CONSEQUENCE).first.click()
    expect(leader.get_by_text("Läs och besvara rapportörens meddelande")).to_be_visible()
    case_address = leader.url
    leader.get_by_role("link", name="Ta ärendet").click()
    leader.get_by_role("button", name="Ta ärendet").click()
    leader.get_by_role("link", name="Samtala med rapportören").click()
    leader.get_by_label("Skriv till rapportören").fill("Tack. Jag lyfter det här.")
    leader.get_by_role("button", name="Skicka").click()
    leader.get_by_label("Anteckning", exact=True).fill("Ringde verksamhetschefen.")
    leader.get_by_label("Arbetsmaterial").check()
    leader.get_by_role("button", name="Spara anteckningen").click()
    leader.goto(case_address)
    expect(leader.get_by_text("går när det här är gjort")).to_be_visible()
    leader.get_by_role("link", name="Bedöm typ").first.click()
    leader.get_by_label("Systembrist").check()
    leader.get_by_label("Organisering. ").check()
    leader.get_by_label("Kategori").select_option(label="Intyg och underlag")
    leader.get_by_label("Varför bedömer du det så?").fill("Tredje gången i höst.")
    leader.get_by_role("button", name="Spara bedömningen").click()
    leader.get_by_role("link", name="Skriv den avidentifierade texten").click()
    leader.get_by_label("Avidentifierad").first.fill("En person fick inget intyg av en vårdcentral.")
    leader.get_by_label("Avidentifierad").nth(1).fill("Möjligheten till arbete gick förlorad.")
    leader.get_by_role("button", name="Spara och godkänn").click()
    leader.get_by_role("link", name="Lyft till arbetsgruppen").click()
    leader.get_by_role("button", name="Lyft till arbetsgruppen").click()
    expect(leader.locator(".facts .badge")).to_have_text("Hos ett organ")

    # The arbetsgrupp reads it without the person, decides, and closes its track with an answer.
    group = person("anders.roos@vastansjo.example", javascript=False).new_page()
    group.goto(site.address(FIRST, "/arenden"))
    group.get_by_role("link", name="Möjligheten till arbete gick förlorad.").first.click()
    expect(group.get_by_text("En person fick inget intyg av en vårdcentral.")).to_be_visible()
    expect(group.get_by_text("Norrby")).to_have_count(0)
    for page in ("samtal", "bedomning", "avidentifiera", "kontakt"):
        answer = group.goto(f"{case_address}/{page}")
        assert answer is not None
        assert answer.status == 404
    group.goto(case_address)
    group.get_by_label("Vad har ni beslutat?").fill("En gemensam rutin för intyg, klar före jul.")
    group.get_by_role("button", name="Besluta om en åtgärd").click()
    expect(group.locator(".facts .badge")).to_have_text("Beslutat")
    group.get_by_role("link", name="Avsluta i arbetsgruppen").click()
    group.get_by_label("Varför?").fill("Rutinen är på plats.")
    group.get_by_label("Ditt svar till rapportören").fill(
        "Från årsskiftet skriver vårdcentralen intyget inom två veckor."
    )
    group.get_by_role("button", name="Avsluta i arbetsgruppen").click()

    leader.goto(case_address)
    leader.get_by_label("Ditt svar till rapportören").fill("Din deltagare har nu en tid för sitt intyg.")
    leader.get_by_role("button", name="Svara rapportören och stäng").click()
    expect(leader.locator(".facts .badge")).to_have_text("Avslutat")

    # The reporter reads both answers, and says that it did not help.
    reporter.goto(site.address(FIRST, "/kvitto"))
    expect(reporter.get_by_text("inom två veckor")).to_be_visible()
    expect(reporter.get_by_text("nu en tid för sitt intyg")).to_be_visible()
    expect(reporter.get_by_text("Tack. Jag lyfter det här.")).to_be_visible()
    reporter.get_by_role("link", name="Berätta om det hjälpte").click()
    reporter.get_by_label("Nej").check()
    reporter.get_by_role("button", name="Skicka").click()
    expect(reporter.get_by_text("Du har svarat Nej på om det hjälpte.")).to_be_visible()
    leader.goto(case_address)
    expect(leader.get_by_text("Rapportören säger att det inte hjälpte")).to_be_visible()


def test_sending_twice_gives_one_case(site: Site, person: Person) -> None:
    impatient = person(javascript=False)
    first, second = impatient.new_page(), impatient.new_page()
    first.goto(site.address(THIRD, "/rapportera"))
    same_page = first.locator("[name=page_id]").input_value()
    second.route(
        "**/rapportera",
        lambda route: (
            route.continue_(
                post_data=re.sub(r"page_id=[0-9a-f]+", f"page_id={same_page}", route.request.post_data or "")
            )
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    second.goto(site.address(THIRD, "/rapportera"))
    codes = []
    for page in (first, second):
        fill_in(page)
        page.get_by_role("button", name="Skicka rapporten").click()
        expect(page.locator(".receipt-code")).to_be_visible()
        codes.append(code_on(page))

    assert codes[0] == codes[1]
    leader = person("sanna.wikner@norrhavet.example").new_page()
    leader.goto(site.address(THIRD, "/arenden"))
    expect(leader.get_by_role("link", name=CONSEQUENCE)).to_have_count(1)


def test_one_sign_in_leads_to_two_organisations_and_back_and_out_of_all(site: Site, person: Person) -> None:
    page = person(KARIN).new_page()
    page.goto(site.address(path="/mina-organisationer"))
    page.get_by_role("link", name="Samordningsförbundet Västansjö").click()
    expect(page).to_have_url(site.address(FIRST, "/arenden"))
    page.get_by_role("link", name="Mina organisationer").click()
    page.get_by_role("link", name="Samordningsförbundet Bergsåker").click()
    expect(page).to_have_url(site.address(SECOND, "/arenden"))

    third = page.goto(site.address(THIRD, "/arenden"))
    assert third is not None
    assert third.status == 404

    page.goto(site.address(SECOND, "/arenden"))
    page.get_by_role("button", name="Logga ut").click()
    for address in (site.address(FIRST, "/arenden"), site.address(SECOND, "/arenden")):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    page.goto(site.address(path="/mina-organisationer"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")


def test_signing_in_on_an_organisations_own_host_stays_there(site: Site, person: Person) -> None:
    page = person().new_page()
    page.goto(site.address(SECOND, "/arenden"))
    page.get_by_label("E-post").fill(OMAR)
    page.get_by_label("Lösenord").fill("fel lösenord")
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("stämmer inte")
    page.get_by_label("Lösenord").fill("samsyn-demo-2026")
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(site.address(SECOND, "/arenden"))
