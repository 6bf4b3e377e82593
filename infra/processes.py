"""Web, worker and beat: their command lines, their environment, and waiting until they are ready."""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from infra import claims
from infra.claims import CHECKOUT
from infra.trouble import Trouble

BASE_HOST = "samsyn.localhost"
CLOCK = 2  # seconds between two rounds of the clock, a minute in production


def manage(*arguments: str) -> list[str]:
    """A command of manage.py."""
    return [sys.executable, str(CHECKOUT / "platform" / "manage.py"), *arguments]


def commands(port: int) -> dict[str, list[str]]:
    """The three processes of an installation, by name."""
    # That the demo may run as root is known, and no news in its log.
    quiet = ["-W", "ignore:You're running the worker with superuser privileges"]
    celery = [sys.executable, *quiet, "-m", "celery", "--quiet", "--app=config.celery"]
    settings = CHECKOUT / "infra" / "gunicorn.conf.py"
    # Alone on its broker, with nobody to gossip with. Two tasks at a time: a release takes minutes.
    worker = ["worker", "--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
    scheduler = "--scheduler=config.scheduler:Scheduler"
    return {
        "web": [sys.executable, "-m", "gunicorn", f"--config={settings}", f"--bind=127.0.0.1:{port}"],
        "worker": [*celery, *worker],
        "beat": [*celery, "beat", scheduler, "--loglevel=WARNING"],
    }


def environment(
    servers: dict[str, str], folder: Path, *, port: int, var: Path, clock: int = CLOCK
) -> dict[str, str]:
    """What Django reads, for an installation whose files are in `var`; `clock` is its round in seconds."""
    return {
        **servers,
        "DEMO": "1",
        "YEARS_FROM": str(time.localtime().tm_year - 1),
        "BASE_HOST": BASE_HOST,
        "BASE_PORT": str(port),
        "CLOCK_SECONDS": str(clock),
        "VAR": str(var),
        "PYTHONUNBUFFERED": "1",
        claims.MARK: str(folder),
    }


def inherited(environment: dict[str, str]) -> dict[str, str]:
    """This process's environment with the given one on top."""
    return {**os.environ, **environment}


def wait_until_ready(port: int, *, patience: float) -> None:
    """Returns when the installation can do its work; says which part cannot after `patience` seconds."""
    deadline = time.monotonic() + patience
    while (missing := what_is_missing(port)) is not None:
        if time.monotonic() > deadline:
            raise Trouble(f"Not ready after {patience:.0f} s: {missing}. The lines above may say why.")
        time.sleep(0.3)


def what_is_missing(port: int) -> str | None:
    """The parts that are not ready, in words, or None when all are."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5):
            return None
    except urllib.error.HTTPError as error:
        return in_words(error.read())
    except OSError:
        return "web does not answer"


def in_words(answer: bytes) -> str:
    """Reads the parts out of an answer of the readiness check."""
    try:
        parts: dict[str, str] = json.loads(answer)["parts"]
    except (ValueError, KeyError, TypeError):
        return "web answers with an error"
    return ", ".join(f"{name}: {state}" for name, state in parts.items() if state != "ok")
