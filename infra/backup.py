"""`python -m infra.backup FILE`: the whole database of DATABASE_URL, every schema, in one file.

The file is whole or it is not there, it was read to its end, and it is for its owner alone: it holds all that
anybody has written. The secrets of the environment are not in it, and belong in a place of their own.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import django
from django.apps import apps
from django.db import OperationalError, connection

from infra.programs import client
from infra.trouble import Trouble, told

SIGNATURE = b"PGDMP"  # how pg_dump's own format begins
# How a backup ends: pg_restore does not read that far, and would not notice a bit that has changed.
SEAL = re.compile(rb"\nSHA-256 (?P<digest>[0-9a-f]{64})\n")
SEAL_LENGTH = 74
# "217; 1259 16390 TABLE DATA t_norrvik cases_case samsyn"; a schema stands in none: "6; 2615 1 SCHEMA - x y"
ENTRY = re.compile(r"\d+; \d+ \d+ (?P<kind>SCHEMA|TABLE DATA) (?P<schema>\S+) (?P<name>\S+) ")


def write(path: Path) -> str:
    """Writes a backup to a file that is not there yet; returns a sentence about what it holds."""
    if path.exists():
        raise Trouble(f"{path} is there already, and a backup is never overwritten: choose another name.")
    half = path.with_name(f"{path.name}.half")
    half.unlink(missing_ok=True)
    try:
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        dump(half)
        held = contents(half)
        if missing := sorted(tenants() - held["SCHEMA"]):
            raise Trouble(f"The backup lacks {', '.join(missing)} and was thrown away: run it again.")
        seal(half)
        # What is in the file is on the disk before its name is, and its name before anybody is told.
        sync(half)
        half.rename(path)
        sync(path.parent)
    finally:
        half.unlink(missing_ok=True)
    size = path.stat().st_size / 1e6
    tables = len(held["TABLE DATA"])
    return f"{path} is whole. Organisations: {len(tenants())}, tables: {tables}, size: {size:.1f} MB."


def dump(path: Path) -> None:
    """Has pg_dump write everything as it is at one moment; nobody has to stop working meanwhile."""
    done = run("pg_dump", "--format=custom", "--no-password", f"--file={path}", f"--dbname={address()}")
    if done.returncode:
        # pg_dump names tables, and never what is in them.
        words = done.stderr.strip().splitlines() or ["nothing."]
        raise Trouble(f"There is no backup: it failed. pg_dump says: {words[0]}")


def seal(path: Path) -> None:
    """Adds a checksum of all that is in the file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with path.open("ab") as file:
        file.write(f"\nSHA-256 {digest}\n".encode())


def check_seal(path: Path) -> None:
    """Refuses a file that is not, to its last bit, what was written."""
    with path.open("rb") as file:
        if file.read(len(SIGNATURE)) != SIGNATURE:
            raise Trouble(f"{path} is no backup.")
        end = max(0, file.seek(0, os.SEEK_END) - SEAL_LENGTH)
        file.seek(end)
        found = SEAL.fullmatch(file.read())
        file.seek(0)
        digest = hashlib.sha256()
        while end and (block := file.read(min(end, 1 << 20))):
            digest.update(block)
            end -= len(block)
    if not found or found["digest"].decode() != digest.hexdigest():
        raise Trouble(f"{path} is not what was written: it was cut off, or is broken. Use another backup.")


def contents(path: Path) -> dict[str, set[str]]:
    """The names of the schemas and of the tables in a backup, by kind, after it was read to its end.

    Its table of contents stands first: that alone would not tell that the rest was cut off.
    """
    whole = run("pg_restore", f"--file={os.devnull}", str(path))
    listed = run("pg_restore", "--list", str(path))
    if "unsupported version" in whole.stderr:
        raise Trouble(f"{path} was made with a newer PostgreSQL: install the client programs of that one.")
    if whole.returncode or listed.returncode:
        raise Trouble(f"{path} cannot be read to its end: use another backup.")
    held: dict[str, set[str]] = {"SCHEMA": set(), "TABLE DATA": set()}
    for entry in map(ENTRY.match, listed.stdout.splitlines()):
        if entry:
            held[entry["kind"]].add(entry["name"] if entry["schema"] == "-" else f"{entry[2]}.{entry[3]}")
    return held


def tenants() -> set[str]:
    """The schemas that the shared tables know of."""
    return set(apps.get_model("tenants", "Tenant").objects.values_list("schema_name", flat=True))


def sync(path: Path) -> None:
    """Returns when the file, or the names in the folder, would outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- PostgreSQL's programs ---------------------------------------------------------------------------------


def server() -> Any:
    """What psycopg knows of the connection to the database of DATABASE_URL."""
    connection.ensure_connection()
    return cast(Any, connection.connection).info


def address() -> str:
    """Where the database is, without its password: anybody on the machine can read a command line."""
    return str(server().dsn)


def environment() -> dict[str, str]:
    """The environment of a client program, with the password in it, and messages in English."""
    return {**os.environ, "PGPASSWORD": server().password, "LC_ALL": "C"}


def program(name: str) -> str:
    """One of PostgreSQL's programs that understands this server."""
    return client(name, server().server_version // 10_000)


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs one of PostgreSQL's programs to its end."""
    return subprocess.run(
        [program(name), *arguments], env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def reached(work: Callable[[], int]) -> int:
    """The exit code of `work`; a database that does not answer is told in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        server()
    except OperationalError as error:
        raise Trouble(f"The database of DATABASE_URL cannot be reached: {str(error).strip()}") from None
    return work()


def main(arguments: Sequence[str]) -> int:
    """One backup."""
    parser = argparse.ArgumentParser(prog="python -m infra.backup", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    path: Path = parser.parse_args(arguments).file

    def work() -> int:
        print(write(path))
        return 0

    return told(lambda: reached(work))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
