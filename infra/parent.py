"""A runner ends with the make that started it, whichever way that ends."""

import atexit
import ctypes
import os
import signal
import sys
from pathlib import Path
from types import FrameType

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h


def follow_parent() -> None:
    """From now on this process gets SIGTERM when its parent dies, and SIGINT when make alone gets one.

    SIGTERM make passes on. SIGINT it does not: it trusts that the terminal sent one to everybody, and
    waits for its child. Where only make was sent one (`kill -INT`), it would wait for ever.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    parent = os.getppid()
    if name_of(parent) == "make":
        signal.signal(signal.SIGALRM, lambda number, frame: pass_on(parent, number, frame))
        signal.setitimer(signal.ITIMER_REAL, 1, 1)
        atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)


def pass_on(parent: int, _number: int, _frame: FrameType | None) -> None:
    """Interrupts this process if make is being interrupted."""
    if is_handling(parent, signal.SIGINT):
        signal.setitimer(signal.ITIMER_REAL, 0)
        os.kill(os.getpid(), signal.SIGINT)


def name_of(pid: int) -> str:
    """What the process is called."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def is_handling(pid: int, number: signal.Signals) -> bool:
    """Whether the process is inside its handler of the signal: there, and only there, make blocks it."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    blocked = next((line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:")), "0")
    return bool(int(blocked, 16) >> (number - 1) & 1)
