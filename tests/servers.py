"""Gives a run of the tests its own PostgreSQL and Redis, and says loudly when browser tests are skipped.

A plugin of pytest, loaded by pyproject.toml. With DATABASE_URL set it starts nothing.
"""

import os
import shutil
import signal
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import pytest

from infra import claims, servers
from infra.processes import BASE_HOST
from infra.trouble import Trouble

NO_BROWSER = "no Chromium on this machine"
NOWHERE = {"DATABASE_URL": "postgres://nobody@/nothing?host=/nowhere", "REDIS_URL": "unix:///nowhere?db=0"}
SETTINGS = {
    "DEMO": "1",
    "SECRET_KEY": "only-for-tests-of-sessions",
    "RECEIPT_KEY": "only-for-tests-of-receipts",
    "BASE_HOST": BASE_HOST,
    "BASE_PORT": "8000",
    # A browser's tests have an event loop in their thread, and Django would take every test for asynchronous.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    # The manifest of the real one is made by collectstatic, which a test of a page need not wait for.
    "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Before pytest-django reads the settings: starts the servers, in the process that leads the others."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = redis_of(worker)
    else:
        os.environ.update(SETTINGS)
        options = early_config.known_args_namespace
        if "DATABASE_URL" in os.environ:
            pass
        elif options.collectonly or options.help or options.version:
            os.environ.update(NOWHERE)
        else:
            start(early_config)
    yield


def redis_of(worker: str) -> str:
    """A worker's own database in our Redis: one that clears its cache leaves the others alone."""
    given = os.environ["REDIS_URL"]
    number = int(worker.removeprefix("gw")) + 1
    return given.replace("?db=0", f"?db={number}") if given.startswith("unix:") else given


def start(config: pytest.Config) -> None:
    """Starts the servers and has them stopped when this run ends, also by SIGTERM."""
    held = ExitStack()
    config.add_cleanup(held.close)
    signal.signal(signal.SIGTERM, interrupt)
    try:
        folder = held.enter_context(claims.claim_any("tests", f"tests (process {os.getpid()})"))
        urls = held.enter_context(servers.running(folder, folder / "data", durable=False))
    except Trouble as trouble:
        held.close()
        raise pytest.UsageError(str(trouble)) from None
    os.environ.update(urls)
    os.environ["VAR"] = str(folder / "var")
    # What tests start is found again if this run is killed.
    os.environ[claims.MARK] = str(folder)


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """SIGTERM ends the tests as Ctrl-C does: with everything stopped."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((str(Path(path)) for path in found if path), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need a browser."""
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With REQUIRE_BROWSER=1 a browser test that is skipped has failed."""
    report = yield
    required = os.environ.get("REQUIRE_BROWSER") == "1" and item.get_closest_marker("browser")
    if report.skipped and required:
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_BROWSER=1, and this test was skipped: {reason(report)}"
    return report


def reason(report: pytest.TestReport) -> str:
    """Why the test was skipped."""
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line that nobody overlooks."""
    reports = terminalreporter.stats.get("skipped", [])
    skipped = [report for report in reports if NO_BROWSER in reason(report)]
    if skipped:
        terminalreporter.write_sep(
            "!",
            f"{len(skipped)} BROWSER TESTS SKIPPED: {NO_BROWSER} (Debian: apt-get install chromium)",
            red=True,
            bold=True,
        )
