"""Redis may be emptied or killed at any time: what is due and what is to be sent is in PostgreSQL."""

import json
import socket
import threading
import urllib.request
import uuid
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.families import WORDS
from tests.flows.conftest import FLOW, Person, Site
from tests.flows.moved.conftest import Broker, Calendar, mail_to, wait_for

pytestmark = FLOW

SLUG = "hem-personligt-ombud"
CHEF = f"arbetsgrupp-0@{SLUG}.example"
REPORTS = 12
# What became of the mails and the reminders of some cases, and that nothing of it was done twice.
COUNT = (
    "from collections import Counter",
    "from tenants import air",
    "from tenants.models import Tenant",
    "from workflows.cases.models import Case, Reminder",
    "from workflows.outbox.models import Mail",
    f"air.enter(Tenant.objects.get(slug={SLUG!r}))",
)


def report(site: Site) -> str:
    """The reference of a report that a program sends."""
    answers = {
        "handelse": WORDS, "verksamheter": ["af"], "nar": "I går", "konsekvens": WORDS, "aterkommer": "ofta",
    }  # fmt: skip
    asked = urllib.request.Request(
        f"http://127.0.0.1:{site.port}/api/v1/reports",
        json.dumps({"form": "rapport", "answers": answers}).encode(),
        {
            "Host": f"{SLUG}.samsyn.localhost:{site.port}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        },
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        reference: str = json.load(answer)["case"]
    return reference


class Emptying(threading.Thread):
    """Empties a Redis again and again, until told to stop."""

    def __init__(self, broker: Broker) -> None:
        super().__init__()
        self.broker, self.enough, self.times = broker, threading.Event(), 0

    def run(self) -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.broker.folder / "redis.sock"))
            while not self.enough.wait(0.02):
                client.sendall(b"FLUSHALL\r\n")
                self.times += client.recv(16).startswith(b"+OK")


def counted(site: Site, references: list[str]) -> dict[str, dict[str, int]]:
    """The mails about these cases that have left and that wait, and the reminders, each by its kind."""
    said = site.python(
        *COUNT,
        "import json",
        f"mine = Mail.objects.filter(about__in={references!r})",
        "assert not mine.filter(attempts__gt=1).exists()",
        "left = Counter(mine.exclude(sent_at=None).values_list('template', flat=True))",
        "waits = Counter(mine.filter(sent_at=None).values_list('template', flat=True))",
        f"told = Reminder.objects.filter(case__reference__in={references!r})",
        "told = Counter(told.values_list('what', flat=True))",
        "print(json.dumps({'left': left, 'waits': waits, 'told': told}))",
    )
    found: dict[str, dict[str, int]] = json.loads(said)
    return found


@pytest.fixture
def mails(moving: Site, browser: Browser, person: Person) -> Page:
    """The page of all mails that have left, which anybody reads in the demo."""
    page = person(javascript=False).new_page()
    page.goto(moving.address(path="/demo/mail"))
    return page


def test_nothing_is_lost_by_a_redis_that_is_emptied_all_the_time(
    moving: Site, broker: Broker, mails: Page, calendar: Calendar
) -> None:
    emptying = Emptying(broker)
    emptying.start()
    references = [report(moving) for _ in range(REPORTS)]
    # A reporter is promised a word within five working days.
    calendar.move("arbetsdagar")
    emptying.enough.set()
    emptying.join()

    subjects = (", ärende {}$", "ärende {} väntar på besked", "ärende {} har inte fått besked")
    wanted = [subject.format(reference) for reference in references for subject in subjects]
    for subject in wanted:
        wait_for(mails, partial(mail_to, mails, CHEF, subject))
    count = counted(moving, references)
    print(f"\nemptied {emptying.times} times: {count}")  # noqa: T201
    assert emptying.times > REPORTS
    assert count == {
        "left": dict.fromkeys(("received", "word_soon", "word_over"), REPORTS),
        "waits": {},
        "told": dict.fromkeys(("word_soon", "word_over"), REPORTS),
    }
    for subject in wanted:
        expect(mail_to(mails, CHEF, subject)).to_have_count(1)


def test_nothing_is_lost_by_a_redis_that_is_killed(
    moving: Site, broker: Broker, mails: Page, calendar: Calendar
) -> None:
    # Between a report and its mail: the report is received while there is no Redis at all.
    broker.kill()
    reference = report(moving)
    assert counted(moving, [reference]) == {"left": {}, "waits": {"received": 1}, "told": {}}
    broker.start()
    wait_for(mails, lambda: mail_to(mails, CHEF, f", ärende {reference}$"))

    # Between a deadline and its reminder.
    broker.kill()
    calendar.move("arbetsdagar")
    assert counted(moving, [reference])["told"] == {}
    broker.start()
    wait_for(mails, lambda: mail_to(mails, CHEF, f"ärende {reference} har inte fått besked"))
    moving.wait_until_all_have_ticked()
    count = counted(moving, [reference])
    print(f"\nkilled twice: {count}")  # noqa: T201
    assert count == {
        "left": {"received": 1, "word_soon": 1, "word_over": 1},
        "waits": {},
        "told": {"word_soon": 1, "word_over": 1},
    }
