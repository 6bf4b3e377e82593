"""One run of the demo or the tests owns a folder for its sockets, for as long as it lives.

A run that was killed leaves processes and sockets behind; the next one that claims the same folder finds
them and stops those, and no others.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

import psutil

from infra.trouble import Trouble

CHECKOUT = Path(__file__).resolve().parents[1]
# Every process of a run carries this in its environment, so that none is started without being found again.
MARK = "SAMSYN_RUN"
SLOTS = 32
SAME_START = 1  # seconds that a start time may differ when it is asked again


class Claimed(Trouble):
    """The folder belongs to a run that is alive; `note` is what that run wrote about itself."""

    def __init__(self, note: str) -> None:
        super().__init__(f"Already running: {note}")
        self.note = note


def folder_of(purpose: str) -> Path:
    """Where a run keeps its sockets: short, since the name of a socket may have 107 bytes only."""
    digest = hashlib.sha256(f"{CHECKOUT}:{os.geteuid()}".encode()).hexdigest()[:10]
    return Path("/tmp") / f"samsyn-{digest}-{purpose}"  # noqa: S108 - own, 0700, and checked below


@contextmanager
def claim(folder: Path, note: str) -> Iterator[None]:
    """Holds the folder; first stops what a killed run left there, and removes the folder at the end."""
    with locked(folder) as lock:
        stop_left_behind(folder)
        empty(folder)
        lock.truncate(0)
        lock.write(note)
        lock.flush()
        try:
            yield
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def claim_any(purpose: str, note: str) -> Iterator[Path]:
    """Holds the first folder that no living run holds, since several may test at the same time."""
    with ExitStack() as held:
        for slot in range(SLOTS):
            folder = folder_of(f"{purpose}-{slot}")
            try:
                held.enter_context(claim(folder, note))
            except Claimed:
                continue
            sweep(purpose, note, but=folder)
            yield folder
            return
    raise Trouble(f"{SLOTS} runs for {purpose} are alive at the same time: stop some of them.")


def sweep(purpose: str, note: str, *, but: Path) -> None:
    """Ends what killed runs left in the other folders of that purpose.

    Never in its own: a record lock does not keep out the process that holds it.
    """
    for slot in range(SLOTS):
        folder = folder_of(f"{purpose}-{slot}")
        if folder != but and folder.exists():
            with suppress(Claimed), claim(folder, note):
                pass


@contextmanager
def locked(folder: Path) -> Iterator[IO[str]]:
    """An exclusive lock on the folder, which ends with this process, however it ends."""
    while True:
        make_private(folder)
        with (folder / "owner").open("a+") as lock:
            try:
                # A record lock and not flock(): honcho forks, and its children must not hold it.
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise Claimed(lock.read()) from None
            if still_there(lock, folder):
                yield lock
                return


def still_there(lock: IO[str], folder: Path) -> bool:
    """Whether the file that was locked is still the one in the folder: its owner may just have left."""
    try:
        return os.fstat(lock.fileno()).st_ino == (folder / "owner").stat().st_ino
    except FileNotFoundError:
        return False


def make_private(folder: Path) -> None:
    """Makes the folder for this user only; anybody may put something of that name in /tmp."""
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.geteuid():
        raise Trouble(f"{folder} is not a folder of this user: remove it and start again.")
    folder.chmod(0o700)


def empty(folder: Path) -> None:
    """Removes everything in the folder but the lock."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != "owner":
            path.unlink()


def stop_left_behind(folder: Path) -> None:
    """Stops the processes that a killed run left: first those that use the servers, then the servers."""
    stop_all(marked(folder), signal.SIGTERM)
    stop_all(recorded(folder), signal.SIGINT)


def marked(folder: Path) -> list[psutil.Process]:
    """The processes that carry the mark of this folder: all that a run started but its servers."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):  # another user's, or gone in the meantime
            if process.pid != os.getpid() and process.environ().get(MARK) == str(folder):
                found.append(process)
    return found


def record(folder: Path, pid: int) -> None:
    """Notes a server of this folder: PostgreSQL and Redis overwrite their environment, and a mark in it."""
    (folder / f"{pid}.server").write_text(str(psutil.Process(pid).create_time()))


def recorded(folder: Path) -> list[psutil.Process]:
    """The servers of this folder that still run; a pid of theirs may belong to somebody else by now."""
    found = []
    for note in folder.glob("*.server"):
        with suppress(psutil.Error, ValueError):
            process = psutil.Process(int(note.stem))
            if abs(process.create_time() - float(note.read_text())) < SAME_START:
                found.append(process)
    return found


def stop_all(processes: list[psutil.Process], how: signal.Signals, *, patience: float = 5) -> None:
    """Asks the processes to end, and ends those that have not after `patience` seconds."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(how)
    wait_for_end(processes, patience)
    for process in processes:
        if not has_ended(process):
            with suppress(psutil.NoSuchProcess):
                process.kill()
    wait_for_end(processes, patience)


def wait_for_end(processes: list[psutil.Process], patience: float) -> None:
    """Waits until all have ended, or for `patience` seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not all(map(has_ended, processes)):
        time.sleep(0.05)


def has_ended(process: psutil.Process) -> bool:
    """Whether the process runs no more; an orphan may wait long until somebody collects it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
