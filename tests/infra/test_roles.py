"""The owner changes tables; web, worker and beat read and write rows; also after a backup came back."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from infra import claims, programs, servers
from infra.claims import CHECKOUT
from tests.tenants.test_new_tenant import GIVEN

WORK = """
from django.db import ProgrammingError, connection, transaction
from accounts.models import User
from tenants import air
from tenants.models import Tenant
from tests.workflows.cases.reports import send
User.objects.create_user("nova@example.org", None, "Nova")
with air.inside(Tenant.objects.get()):
    send()
    for change in ("CREATE TABLE mine ()", "DROP TABLE cases_move", "ALTER TABLE cases_case ADD mine int",
                   "TRUNCATE cases_move", "CREATE SCHEMA mine", "CREATE TABLE public.mine ()"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        except ProgrammingError as refused:
            assert refused.__cause__.sqlstate == "42501", refused
        else:
            raise SystemExit(change)
print("done")
"""


@pytest.fixture
def server(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The socket of a PostgreSQL whose superuser is `postgres`, with the roles and an empty database."""
    monkeypatch.setattr(servers, "DATABASE", "postgres")
    with claims.claim(folder, ""), servers.database(folder, tmp_path / "data", durable=False):
        socket = servers.place_for(folder, tmp_path / "data").socket
        with servers.connect(socket) as connection:
            connection.execute("CREATE DATABASE samsyn")
        psql = programs.client("psql", 15)
        done = subprocess.run(
            [psql, "--no-psqlrc", f"--host={socket}", "--username=postgres", "--dbname=samsyn",
             f"--file={CHECKOUT / 'infra' / 'roles.sql'}"],
            env={**os.environ, "OWNER_PASSWORD": "owner's", "DATABASE_PASSWORD": "a \"word\""},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        yield socket


Run = Callable[..., str]


@pytest.fixture
def run(server: Path) -> Run:
    """Runs a command of ours as a role, on a database of that server."""

    def run_as(role: str, *command: str, database: str = "samsyn") -> str:
        url = f"postgres://{role}@/{database}?host={server}&port={servers.PORT}"
        modules = os.pathsep.join(filter(None, sys.path))
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "REDIS_URL": "redis://nowhere",
            "PYTHONPATH": modules,
        }
        done = subprocess.run(
            [sys.executable, *command], env=environment, cwd=CHECKOUT,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run_as


def test_who_serves_people_cannot_change_a_table_and_neither_after_a_restore(
    server: Path, run: Run, tmp_path: Path
) -> None:
    manage, file = "platform/manage.py", str(tmp_path / "samsyn.dump")
    named = [
        f"--{name}={word}"
        for name, value in GIVEN.items()
        for word in (value if isinstance(value, list) else [value])
    ]
    work = [manage, "shell", "--no-imports", f"--command={WORK}"]

    run("samsyn_owner", manage, "upgrade")
    run("samsyn_owner", manage, "new_tenant", "tallvik", *named)
    assert run("samsyn", *work) == "done\n"

    run("samsyn_owner", "-m", "infra.backup", file)
    with servers.connect(server) as connection:
        connection.execute("CREATE DATABASE again OWNER samsyn_owner")
    said = run("samsyn_owner", "-m", "infra.restore", file, database="again")
    assert said.startswith("Restored. Organisations: 1, cases: 1, newest case: 2")
    again = WORK.replace("nova@", "noa@")
    assert run("samsyn", manage, "shell", "--no-imports", f"--command={again}", database="again") == "done\n"


def test_the_roles_have_passwords_and_may_nothing_else(server: Path) -> None:
    with psycopg.connect(host=str(server), port=servers.PORT, user="postgres", dbname="samsyn") as connection:
        roles = connection.execute(
            "SELECT rolname, left(rolpassword, 13), rolsuper, rolcreatedb, rolcreaterole FROM pg_authid"
            " WHERE rolname LIKE 'samsyn%' ORDER BY rolname"
        ).fetchall()
    assert roles == [(name, "SCRAM-SHA-256", False, False, False) for name in ("samsyn", "samsyn_owner")]
