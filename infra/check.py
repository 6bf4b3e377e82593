"""`make check`: every tool that reads the code, two at a time, one line for each."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from infra.claims import CHECKOUT
from infra.parent import follow_parent

PYTHON = sys.executable
MANAGE = "platform/manage.py"
# No tool asks the database; Django only wants to be told of one.
ENVIRONMENT = {
    "DEMO": "1",
    "DATABASE_URL": "postgres://nobody@/nothing?host=/nowhere",
    "REDIS_URL": "unix:///nowhere?db=0",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}
# makemigrations would like to compare with the history in a database, and warns without one.
WITHOUT_HISTORY = "ignore:Got an error checking a consistent migration history:RuntimeWarning"


@dataclass(frozen=True)
class Outcome:
    """How a tool ended."""

    name: str
    code: int
    seconds: float
    output: str


def tools() -> dict[str, list[str]]:
    """The command of each tool, the slowest first."""
    templates = [str(path.relative_to(CHECKOUT)) for path in template_folders()]
    return {
        "types (mypy)": [PYTHON, "-m", "mypy"],
        "format of templates (djlint)": [PYTHON, "-m", "djlint", "--check", *templates],
        "templates (djlint)": [PYTHON, "-m", "djlint", "--quiet", "--lint", *templates],
        "migrations": [PYTHON, "-W", WITHOUT_HISTORY, MANAGE, "makemigrations", "--check", "--dry-run"],
        "order of imports (import-linter)": [PYTHON, "-m", "importlinter.cli", "lint-imports"],
        "format (ruff)": [PYTHON, "-m", "ruff", "format", "--check", "--quiet"],
        "lint (ruff)": [PYTHON, "-m", "ruff", "check", "--quiet"],
    }


def template_folders() -> list[Path]:
    """Where templates lie: every app has its own."""
    places = ("platform/*/templates", "tenants/templates", "workflows/*/templates")
    return sorted(path for place in places for path in CHECKOUT.glob(place))


def run(name: str, command: list[str]) -> Outcome:
    """Runs one tool."""
    begun = time.monotonic()
    done = subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, **ENVIRONMENT}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return Outcome(name, done.returncode, time.monotonic() - begun, done.stdout)


def main() -> int:
    """All tools; 1 if one of them has something to say."""
    follow_parent()
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        runs = [pool.submit(run, name, command) for name, command in tools().items()]
        for finished in as_completed(runs):
            outcome = finished.result()
            verdict = "FAILED" if outcome.code else "ok"
            print(f"{verdict:6} {outcome.seconds:5.1f} s  {outcome.name}", flush=True)
            if outcome.code:
                failed.append(outcome)
    for outcome in failed:
        print(f"\n--- {outcome.name}\n{outcome.output.strip()}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
