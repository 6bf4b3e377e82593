"""A whole installation for tests in a browser: web, worker and beat, by the demo's own command lines."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from infra import processes
from infra.claims import CHECKOUT
from infra.trouble import Trouble


@contextmanager
def running(port: int, environment: Mapping[str, str], log: Path, *, patience: float = 60) -> Iterator[None]:
    """Starts the three, waits until they are ready, and stops them; what they write goes to `log`.

    `environment` is the whole environment, as from `processes.environment`; the database has its tables.
    """
    static = subprocess.run(
        processes.manage("collectstatic", "--no-input", "--verbosity=0"),
        env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if static.returncode:
        raise Trouble(f"Static files cannot be collected:\n{static.stderr}")
    with ExitStack() as started, log.open("wb") as output:
        for command in processes.commands(port).values():
            started.enter_context(process(command, environment, output.fileno()))
        try:
            processes.wait_until_ready(port, patience=patience)
        except Trouble as trouble:
            raise Trouble(f"{trouble}\n{log.read_text(errors='replace')[-4000:]}") from None
        yield


@contextmanager
def process(command: list[str], environment: Mapping[str, str], output: int) -> Iterator[None]:
    """One process in a session of its own, stopped with all that it started."""
    started = subprocess.Popen(
        command, env=environment, cwd=CHECKOUT,
        stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
    )  # fmt: skip
    try:
        yield
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
