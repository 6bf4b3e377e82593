"""An installation of its own whose clock is moved, and whose Redis is killed.

What time brings about would change the data that other flows look at. It is gone after the last of these.
"""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from demo import steps
from infra import servers, stack
from tests.flows.conftest import Person, Site, installation, people

PLACE = "framtid"
FAMILIES = ("lex-heller", "personligt-ombud", "avvikelse")
MAIL = (
    "from tenants import air, clock; from tenants.models import Tenant; "
    "from workflows.outbox.models import Mail"
)
ENTER = f"air.enter(Tenant.objects.get(slug={PLACE!r}))"
# Seconds that the worker may take to do what has become due.
PATIENCE = 40


@dataclass
class Broker:
    """A Redis that keeps nothing, and that a test may kill."""

    folder: Path
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def url(self) -> str:
        """Its address."""
        return f"unix://{self.folder / 'redis.sock'}?db=0"

    def start(self) -> None:
        """Starts it, empty, and waits until it answers."""
        path = self.folder / "redis.sock"
        command = [servers.redis_program(), "--port", "0", "--unixsocket", str(path), "--daemonize", "no"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        for _ in range(200):
            if servers.pings(path):
                return
            time.sleep(0.05)
        raise AssertionError("Redis does not answer")

    def kill(self) -> None:
        """Kills it: what was in it is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="package")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """The Redis of this installation alone."""
    own = Broker(tmp_path_factory.mktemp("redis"))
    own.start()
    yield own
    own.kill()


@pytest.fixture(scope="package")
def moving(
    broker: Broker,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Site]:
    """An installation with an organisation of each family, and one where a mail is due in ten days."""
    with django_db_blocker.unblock():
        made = installation(f"moved_{worker_id}", tmp_path_factory.mktemp("moved"), broker.url)
    made.python(
        "from datetime import timedelta",
        "from django.contrib.auth.hashers import make_password",
        "from accounts.models import User",
        "from demo.people import PASSWORD",
        "from tests.families import home_of",
        "from tests.flows.many import make",
        "from workflows.outbox.posting import post",
        MAIL,
        f"make({PLACE!r}, 0)",
        f"for family in {FAMILIES!r}: home_of(family)",
        "User.objects.filter(email__contains='@hem-').update(password=make_password(PASSWORD))",
        ENTER,
        f"reader = User.objects.get(email='processledare@{PLACE}.example').pk",
        "post('later', 'received', '2026-0041', to_user=reader, due_at=clock.now() + timedelta(days=10))",
    )
    with stack.running(made.port, made.environment, made.log):
        yield made


@pytest.fixture
def person(browser: Browser, moving: Site) -> Iterator[Person]:
    """Somebody in front of this installation."""
    with people(browser, moving) as sit_down:
        yield sit_down


@dataclass
class Calendar:
    """The page on which the demo's time is moved, and the day that it is there."""

    page: Page
    address: str
    today: date

    def move(self, *names: str) -> date:
        """Moves it by those steps, in order; gives the new day."""
        for name in names:
            self.page.goto(self.address)
            self.page.locator(f"button[value={name}]").click()
            expect(self.page.get_by_role("status")).to_contain_text("Nu är det")
            self.today = steps.STEPS[name](self.today)
        return self.today


@pytest.fixture
def calendar(moving: Site, person: Person) -> Calendar:
    """The demo's time, which is never today's when other tests have moved it."""
    today = date.fromisoformat(moving.python(MAIL, "print(clock.today())").strip())
    return Calendar(person(javascript=False).new_page(), moving.address(path="/demo/tid"), today)


def wait_for(page: Page, there: Callable[[], Locator]) -> None:
    """Loads the page again until it says what the clock is to bring about."""
    until = time.monotonic() + PATIENCE
    while not there().count():
        assert time.monotonic() < until, (
            f"the clock has not brought it about: {page.locator('main').inner_text()}"
        )
        time.sleep(0.5)
        page.reload()


def mail_to(page: Page, email: str, subject: str) -> Locator:
    """The mails to somebody that say so, on the page of all mails that have left."""
    articles = page.locator("article", has=page.get_by_text(email, exact=True))
    return articles.filter(has=page.get_by_role("heading", name=re.compile(subject)))
