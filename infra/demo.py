"""`make demo`: a whole Samsyn with data in it, in the foreground, until Ctrl-C."""

import errno
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from honcho.manager import Manager

from infra import claims, processes, servers
from infra.claims import CHECKOUT
from infra.parent import follow_parent
from infra.trouble import Trouble, told

VAR = CHECKOUT / "var" / "demo"
ACCOUNTS = VAR / "accounts.txt"
ROOM = 500_000_000  # bytes: the database, its log, and some weeks of trying things out
PATIENCE = 60  # seconds until web, worker and beat must be ready
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOPPED_BY_SIGNAL = {130, 143}  # honcho's codes for SIGINT and SIGTERM


# With fourteen organisations a round every other second would take a whole processor.
CLOCK = 10


def run() -> int:
    """Everything, in order; returns when it is stopped."""
    begun = time.monotonic()
    port = wanted_port()
    folder = claims.folder_of("demo")
    note = f"{address(port)} (stop it with Ctrl-C where it runs, or: kill {os.getpid()})"
    try:
        with claims.claim(folder, note):
            if os.environ.get("RESET", "0") not in {"", "0"}:
                start_over(folder)
            check_port(port)
            check_room()
            say("Starting PostgreSQL and Redis")
            with servers.running(folder, VAR, durable=True) as urls:
                environment = {
                    **processes.environment(urls, folder, port=port, var=VAR, clock=CLOCK),
                    **stored_secrets(VAR / "secrets.env"),
                }
                say("Bringing tables and data up to date")
                prepare(environment, ACCOUNTS)
                say("Starting web, worker and beat")
                return serve(folder, environment, port, begun)
    except claims.Claimed as claimed:
        raise Trouble(f"The demo of this checkout already runs: {claimed.note}") from None


def say(sentence: str) -> None:
    """One line about what happens now."""
    print(sentence, flush=True)


def address(port: int) -> str:
    """Where the shared site is."""
    return f"http://{processes.BASE_HOST}:{port}/"


# --- Before anything is started ----------------------------------------------------------------------------


def wanted_port() -> int:
    """PORT, or 8000."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(
            f"PORT={text} is not a port: choose a number from 1024 to 65535, as make demo PORT=8001."
        )
    return int(text)


def check_port(port: int) -> None:
    """Somebody else's program on the port is told now, and not in a traceback of gunicorn."""
    try:
        bind(port)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM}:
            raise Trouble(f"Port {port} is for root only: choose another, as make demo PORT=8001.") from None
        raise Trouble(
            f"Port {port} is taken by another program: choose another, as make demo PORT={next_free(port)}."
        ) from None


def bind(port: int) -> None:
    """Takes the port for a moment, as gunicorn will."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen(1)


def next_free(port: int) -> int:
    """A port nearby that nobody has."""
    for candidate in range(port + 1, min(port + 100, 65536)):
        with suppress(OSError):
            bind(candidate)
            return candidate
    return 8000


def check_room() -> None:
    """A full disk is told before the database meets it."""
    free = shutil.disk_usage(CHECKOUT).free
    if free < ROOM:
        raise Trouble(
            f"Only {free // 1_000_000} MB are free where this checkout lies, and the demo needs"
            f" {ROOM // 1_000_000} MB: free some space and start again."
        )


def start_over(folder: Path) -> None:
    """RESET=1: away with the database, the mails and the secrets of the demo."""
    if os.environ.get("DATABASE_URL"):
        raise Trouble(
            "RESET=1 does not empty the database of DATABASE_URL: empty it there, or unset the variable."
        )
    say("Removing the data of the demo (RESET=1)")
    servers.forget(folder, VAR)


# --- Data --------------------------------------------------------------------------------------------------


def stored_secrets(path: Path) -> dict[str, str]:
    """The keys of this demo, made once: receipts and sessions outlive a restart."""
    if not path.exists():
        half = path.with_suffix(".half")
        half.touch(mode=0o600)
        half.write_text(
            "".join(f"{name}={secrets.token_urlsafe(48)}\n" for name in ("SECRET_KEY", "RECEIPT_KEY"))
        )
        half.rename(path)
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def prepare(environment: dict[str, str], accounts: Path) -> None:
    """Brings the tables, the data and the static files up to date, in a process that this one can end."""
    command = [sys.executable, "-m", "infra.data", str(accounts)]
    environment = processes.inherited(environment)
    with subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdin=subprocess.DEVNULL) as data:
        try:
            code = data.wait()
        except BaseException:
            data.kill()
            raise
    if code:
        raise Trouble(
            "The data of the demo cannot be made ready: the lines above say why."
            " If it is the data that is broken, start over: make demo RESET=1."
        )


# --- The processes -----------------------------------------------------------------------------------------


def serve(folder: Path, environment: dict[str, str], port: int, begun: float) -> int:
    """Runs web, worker and beat until a signal comes or one of them ends."""
    manager = Manager()
    for name, command in processes.commands(port).items():
        # honcho hands it to a shell, which `exec` replaces.
        manager.add_process(
            name, f"exec {shlex.join(command)}", env=processes.inherited(environment), cwd=str(CHECKOUT)
        )
    failures: list[Trouble] = []
    threading.Thread(target=announce, args=(port, begun, failures), daemon=True).start()
    try:
        manager.loop()
    except KeyError:
        # A signal came before honcho knew the pids of what it starts.
        manager.returncode = 143
    finally:
        ignore_signals()
        claims.stop_all(claims.marked(folder), signal.SIGTERM)
    if failures:
        raise failures[0]
    if manager.returncode not in STOPPED_BY_SIGNAL:
        raise Trouble("One of web, worker and beat ended, so all were stopped: its last lines above say why.")
    say("Stopped. The data is kept: make demo starts it again.")
    return 0


def announce(port: int, begun: float, failures: list[Trouble]) -> None:
    """Waits until the demo is ready and says where it is, while the main thread writes the log."""
    time.sleep(0.5)  # honcho forks now, and no thread may hold a lock then
    try:
        processes.wait_until_ready(port, patience=PATIENCE)
    except Trouble as trouble:
        failures.append(trouble)
        os.kill(os.getpid(), signal.SIGTERM)
        return
    say(
        f"\nSamsyn is ready after {time.monotonic() - begun:.0f} s: {address(port)}\n\n"
        f"{ACCOUNTS.read_text(encoding='utf-8')}\nCtrl-C stops it.\n"
    )


# --- Signals -----------------------------------------------------------------------------------------------


def stop_by_signals() -> None:
    """Lets a signal end the runner as Ctrl-C does."""
    for number in STOPPING:
        signal.signal(number, stop)


def stop(_number: int, _frame: FrameType | None) -> None:
    """Ends what is being done, once; a second Ctrl-C must not break the stopping."""
    ignore_signals()
    raise KeyboardInterrupt


def ignore_signals() -> None:
    """Lets the servers be stopped in peace."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def main() -> int:
    """The runner, with the signals that stop it."""
    stop_by_signals()
    follow_parent()
    try:
        return told(run)
    except KeyboardInterrupt:
        say("Stopped.")
        return 0


if __name__ == "__main__":
    sys.exit(main())
