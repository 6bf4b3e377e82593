"""A folder of sockets for one test, and a run of the servers in a process of its own, that can be killed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from infra import claims, servers

ANOTHER_RUN = """
import os, pathlib, subprocess, sys, time
from infra import claims, servers
folder, data = map(pathlib.Path, sys.argv[1:])
with claims.claim(folder, "the other run"), servers.running(folder, data, durable=False):
    worker = subprocess.Popen(["sleep", "60"], env={claims.MARK: str(folder), "PATH": os.defpath})
    print(worker.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _without_given_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of the servers start their own."""
    for name in ("DATABASE_URL", "REDIS_URL", claims.MARK):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for sockets that no other test has."""
    path = claims.folder_of(f"trial-{uuid4().hex[:8]}")
    yield path
    if path.exists():
        with claims.claim(path, "cleaning up"):
            servers.forget(path, tmp_path / "data")


@pytest.fixture
def another_run(folder: Path, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a run in another process, and returns when its servers answer."""
    with ExitStack() as started:
        yield lambda: started.enter_context(run_of(folder, tmp_path / "data"))


@contextmanager
def run_of(folder: Path, data: Path) -> Iterator[subprocess.Popen[str]]:
    """A run in another process, killed at the end."""
    command = [sys.executable, "-c", ANOTHER_RUN, str(folder), str(data)]
    with subprocess.Popen(command, cwd=claims.CHECKOUT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        assert run.stdout.readline()
        yield run
        run.kill()
