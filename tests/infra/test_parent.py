"""A runner ends with the make that started it."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from infra import claims

RUNNER = """
import sys, time
sys.path.insert(0, {checkout!r})
from infra.parent import follow_parent
follow_parent()
print("runs", flush=True)
try:
    time.sleep(30)
except KeyboardInterrupt:
    sys.exit(0)
"""


def hear_interrupts() -> None:
    """A run in the background of a shell is deaf to SIGINT, and so is all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_make_alone_ends_its_runner(number: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "runner.py").write_text(RUNNER.format(checkout=str(claims.CHECKOUT)))
    (tmp_path / "Makefile").write_text(f"run:\n\t@{sys.executable} runner.py\n")
    command = ["make", "--no-print-directory", "run"]
    options: dict[str, Any] = {"preexec_fn": hear_interrupts, "start_new_session": True}
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, **options) as make:
        assert make.stdout
        assert make.stdout.readline() == b"runs\n"
        (runner,) = psutil.Process(make.pid).children()
        make.send_signal(number)
        claims.wait_for_end([runner], patience=5)
        assert claims.has_ended(runner)
