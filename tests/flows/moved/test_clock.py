"""The demo's time is moved on one page, and the whole installation has another day at once."""

import re
import time
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.processes import CLOCK
from tenants import clock
from tenants.working_days import add_working_days
from tests.flows.conftest import FLOW, Site
from tests.flows.moved.conftest import ENTER, MAIL, PLACE
from tests.flows.views import report
from tests.looks import faults_of

pytestmark = FLOW


@pytest.fixture
def page(browser: Browser, moving: Site) -> Iterator[Page]:
    """A visitor without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def sent_at(site: Site) -> datetime | None:
    """When the mail that was due in ten days was sent, by the demo's time."""
    said = site.python(MAIL, ENTER, "print(Mail.objects.get(key='later').sent_at or '')").strip()
    return datetime.fromisoformat(said).astimezone(clock.STOCKHOLM) if said else None


def wait_until_sent(site: Site) -> datetime:
    """When it was sent; fails after half a minute."""
    for _ in range(60):
        if at := sent_at(site):
            return at
        time.sleep(0.5)
    raise AssertionError("the worker has not seen that time has been moved")


def in_swedish(day: date) -> str:
    """As `fredag 4 december 2026`."""
    weekdays = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
    months = [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ]
    return f"{weekdays[day.weekday()]} {day.day} {months[day.month - 1]} {day.year}"


def test_web_worker_and_commands_have_the_new_day_at_once(moving: Site, page: Page) -> None:
    moving.wait_until_all_have_ticked()
    assert sent_at(moving) is None
    page.goto(moving.address(PLACE))
    expect(page.get_by_text("Demons klocka")).to_have_count(0)

    page.goto(moving.address(path="/demo"))
    page.get_by_role("link", name="Flytta demons klocka").click()
    expect(page.get_by_text("Det är den riktiga tiden.")).to_be_visible()
    before = clock.today()
    page.get_by_role("button", name="Tio arbetsdagar framåt").click()
    day = add_working_days(before, 10)

    # The page itself, and the next one on another host: asked of whichever process and thread is free.
    expect(page.get_by_role("status")).to_contain_text(
        f"Nu är det {in_swedish(day)} i demon, och inom {CLOCK} sekunder"
    )
    line = f"Demons klocka: {in_swedish(day)} ({(day - before).days} dagar fram)"
    for _ in range(12):
        page.goto(moving.address(PLACE, "/kontakt"))
        expect(page.get_by_text(line)).to_be_visible()

    # Web: what is reported now came in on that day.
    report("Det här hände i framtiden")(page, moving, PLACE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack – det här händer nu")
    newest = "print(Case.objects.latest('pk').received_at.astimezone(clock.STOCKHOLM).date())"
    received = moving.python(MAIL, "from workflows.cases.models import Case", ENTER, newest)
    assert received.strip() == str(day)

    # The worker: it sends what was not due before. And a command.
    assert wait_until_sent(moving).date() == day
    assert moving.python(MAIL, "print(clock.today())").strip() == str(day)

    # The clock has not stopped, since that is about the machine's own time.
    assert page.request.get(f"http://127.0.0.1:{moving.port}/health/ready").status == 200


def test_the_line_and_the_page_have_no_fault(moving: Site, browser: Browser) -> None:
    moving.python("from demo.time import move; move(days=30)")
    context = browser.new_context(locale="sv-SE")
    page = context.new_page()
    for address in (moving.address(path="/demo/tid"), moving.address(PLACE)):
        page.goto(address)
        link = page.get_by_role("link", name="Flytta klockan")
        expect(link).to_have_attribute("href", re.compile(r"/demo/tid$"))
        assert faults_of(page) == []
    context.close()


def test_a_session_lasts_as_long_as_it_does_in_real_time(moving: Site, page: Page) -> None:
    page.goto(moving.address(PLACE, "/logga-in"))
    page.get_by_label("E-post").fill(f"processledare@{PLACE}.example")
    page.get_by_label("Lösenord").fill("mellan stolarna 2026")
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    moving.python("from demo.time import move; move(days=365)")

    page.goto(moving.address(PLACE, "/start"))

    expect(page.get_by_role("heading", level=1)).not_to_have_text("Logga in")
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
