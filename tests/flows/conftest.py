"""A whole installation with the demo's data: real web, worker and beat, and a real browser in front."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext
from pytest_django.plugin import DjangoDbBlocker

from demo.people import ORGANISATIONS, PASSWORD
from infra import processes, stack
from infra.claims import CHECKOUT
from tenants import clock
from tests.conftest import administer

# The demo's first three organisations, each with a colour of its own; the third has the pale one.
FIRST, SECOND, THIRD = (organisation.wanted.slug for organisation in ORGANISATIONS[:3])
EMPTY = "tomvik"
# The number of a worker's Redis database for the installation: so much above that of its other tests.
FLOWS = 5


# Each module says `pytestmark = FLOW`.
FLOW = pytest.mark.browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ten more tenants come last: the clock goes round to each of them for as long as they are there."""
    items.sort(key=lambda item: item.nodeid.startswith("tests/flows/test_isolation.py"))


@dataclass(frozen=True)
class Site:
    """The running installation."""

    port: int
    environment: dict[str, str]
    log: Path

    def address(self, slug: str = "", path: str = "/") -> str:
        """An address on a tenant's host, or on the shared site."""
        host = f"{slug}.{processes.BASE_HOST}" if slug else processes.BASE_HOST
        return f"http://{host}:{self.port}{path}"

    def manage(self, *arguments: str) -> str:
        """Runs a command as an operator would, and gives what it prints."""
        return self._run(processes.manage(*arguments))

    def python(self, *lines: str) -> str:
        """Runs lines of Python beside the installation, and gives what they print."""
        begin = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup()"
        return self._run([sys.executable, "-c", "\n".join((begin, *lines))])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, env=self.environment, cwd=CHECKOUT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def year(self) -> int:
        """The year that the installation's cases of today have in their references."""
        return clock.today().year

    def wait_until_all_have_ticked(self) -> None:
        """Returns when the clock has done its work in every tenant; fails after a minute."""
        ask = "print(Tenant.objects.filter(tick=None).count())"
        for _ in range(60):
            if self.python("from tenants.models import Tenant", ask).strip() == "0":
                return
            time.sleep(1)
        raise AssertionError("the clock has not been in every tenant")


def installation(name: str, folder: Path, redis_url: str) -> Site:
    """A site that has its tables and is not running yet, on a database of its own and that Redis."""
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    connection.close()
    urls = {
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/samsyn?", f"/{name}?"),
        "REDIS_URL": redis_url,
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        **os.environ,
        **processes.environment(urls, folder, port=port, var=folder),
        "WEB_THREADS": "8",
        # Five years of releases would keep a processor busy all the while.
        "RELEASES": "0",
    }
    del own["STATIC_STORAGE"]
    made = Site(port, own, folder / "log")
    made.manage("upgrade")
    return made


# Last year and its quarters, this year's, and the latest as it is shown to the organisations beforehand.
PUBLISH = (
    "from demo import loading",
    "from demo.people import LANSSTYRELSE",
    "from reporting.publication import gate",
    "from reporting.publication.models import Release",
    "from tenants import clock",
    "loading.join(LANSSTYRELSE)",
    "loading.count(clock.now())",
    "latest, *others = Release.objects.filter(period__contains='-Q').order_by('-period')[:9]",
    "gate.preview(latest)",
    "[gate.publish(one) for one in others]",
    "gate.publish(Release.objects.get(period=str(clock.today().year - 1)))",
)


@pytest.fixture(scope="session")
def site(
    worker_id: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """Starts it all by the demo's own command lines, on a database and a Redis of this worker's own."""
    with django_db_blocker.unblock():
        redis_url = re.sub(r"db=(\d+)", lambda db: f"db={int(db[1]) + FLOWS}", os.environ["REDIS_URL"])
        running = installation(f"flows_{worker_id}", tmp_path_factory.mktemp("flows"), redis_url)
    # The clock's round takes as long as there are organisations.
    running.manage("load_demo", FIRST, SECOND, THIRD)
    running.manage(
        "new_tenant", EMPTY, "--name=Samordningsförbundet Tomvik", "--kind=forbund", "--number=222000-9852",
        "--county=17", "--contact=Tom Vik", "--email=tom@tomvik.example", "--preset=lex-heller",
        "--administrator=tom@tomvik.example", "--accent=#1d3fae",
    )  # fmt: skip
    running.python(*PUBLISH)
    with stack.running(running.port, running.environment, running.log):
        yield running


Person = Callable[..., BrowserContext]


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[Person]:
    """Somebody in front of the installation with the demo's data."""
    with people(browser, site) as sit_down:
        yield sit_down


@contextmanager
def people(browser: Browser, site: Site) -> Iterator[Person]:
    """People with a browser of their own: `person()` is a stranger, `person(email)` is signed in.

    A message about the content security policy or a failed load in any console fails the test.
    """
    said: list[str] = []
    opened: list[BrowserContext] = []

    def sit_down(email: str = "", *, javascript: bool = True, width: int = 390) -> BrowserContext:
        context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": 844}, locale="sv-SE"
        )
        context.set_default_timeout(10_000)
        context.on("console", lambda message: said.append(message.text))
        opened.append(context)
        if email:
            page = context.new_page()
            page.goto(site.address(path="/logga-in"))
            page.get_by_label("E-post").fill(email)
            page.get_by_label("Lösenord").fill(PASSWORD)
            page.get_by_role("main").get_by_role("button", name="Logga in").click()
            assert page.get_by_role("heading", level=1).inner_text() == "Mina organisationer"
            page.close()
        return context

    yield sit_down
    for context in opened:
        context.close()
    # A 404 that a test asks for is told in the console too, and is not a fault.
    assert [one for one in said if "status of 404" not in one] == []
