"""What is published, in front of a browser: a county's administrator reads, an organisation holds back."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.people import LANSSTYRELSE
from tests.flows.conftest import FIRST, FLOW, Person, Site
from tests.flows.test_the_way import KARIN

pytestmark = FLOW

COUNTY, HELENA = LANSSTYRELSE.wanted.slug, LANSSTYRELSE.people[0].email
HIDDEN = "·· betyder dolt: för få fall eller för få organisationer."


@pytest.mark.row("S1-35")
def test_a_county_administrator_reads_the_county_and_the_country_and_how_a_number_came_to_be(
    site: Site, person: Person
) -> None:
    page: Page = person(HELENA, width=1200).new_page()
    page.goto(site.address(COUNTY, "/start"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad som brister i samverkan i Värmlands län")
    trend = page.get_by_role("figure").filter(has_text="En lucka i linjen är ett kvartal som är dolt")
    expect(trend.get_by_text(HIDDEN)).to_be_visible()
    trend.get_by_text("Visa som tabell").click()
    expect(trend.get_by_role("cell", name="··").first).to_be_visible()

    page.get_by_role("link", name="Hela landet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad som brister i samverkan")
    figure = page.get_by_role("figure").first
    with page.expect_download() as started:
        figure.get_by_role("link", name="Ladda ner xlsx").click()
    assert re.fullmatch(r"samsyn-\d{4}(-Q\d)?-V1\.xlsx", started.value.suggested_filename)
    figure.get_by_role("link", name="Visa hur").click()
    expect(page.get_by_text("En siffra visas när den är minst 5 ärenden")).to_be_visible()
    expect(page.get_by_text(HIDDEN)).to_be_visible()

    # A county with too few organisations is not shown, and it is said why; cases are read by nobody here.
    page.goto(site.address(COUNTY, "/statistik/lan/20"))
    expect(page.get_by_text("redovisas inte för sig: för få organisationer i länet")).to_be_visible()
    answer = page.goto(site.address(COUNTY, "/arenden"))
    assert answer is not None
    assert answer.status == 404


def test_an_organisation_sees_what_will_be_published_of_it_holds_a_table_back_and_is_heeded(
    site: Site, person: Person
) -> None:
    oldest = "Release.objects.filter(state='counting').order_by('period')[0]"
    lines = (
        "from reporting.publication import gate",
        "from reporting.publication.models import Release",
    )
    period = site.python(*lines, f"one = {oldest}", "gate.preview(one)", "print(one.period)").strip()

    leader: Page = person(KARIN).new_page()
    leader.goto(site.address(FIRST, f"/publicering/{period}"))
    kept = leader.locator("section").filter(has_text="Kategorier, och på vilken nivå")
    kept.get_by_text("Visa rutorna").click()
    expect(kept.get_by_role("row").nth(1)).to_be_visible()
    kept.get_by_role("button", name="Håll inne siffrorna från V2").click()
    expect(leader.get_by_role("status").filter(has_text="Era siffror hålls inne")).to_be_visible()
    site.python(*lines, f"gate.publish(Release.objects.get(period='{period}'))")

    stranger: Page = person().new_page()
    stranger.goto(site.address(path=f"/statistik/{period}/V2"))
    expect(stranger.locator("dl")).to_contain_text("Har hållit inne sina siffror")
    stranger.goto(site.address(path=f"/statistik/{period}/V1"))
    expect(stranger.locator("dl")).not_to_contain_text("Har hållit inne sina siffror")
    leader.reload()
    expect(leader.get_by_text("Publiceringen är avgjord och ändras inte.")).to_be_visible()
    expect(leader.get_by_role("button", name=re.compile("Håll inne"))).to_have_count(0)
