"""A backup brings everything back, or says in a sentence why it does not, and then changes nothing."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from infra import backup, programs, restore
from infra.claims import CHECKOUT
from infra.trouble import Trouble
from tenants import air, clock
from tests.conftest import Place, administer
from tests.workflows.cases.reports import send
from workflows.cases.models import Case

# Each worker has its own: they share a server, and a trial is dropped under whoever uses it.
TRIAL = f"trial_of_backups_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
URL = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{TRIAL}").geturl()


@pytest.fixture
def trial(both: tuple[Place, Place], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that may be dropped, with both organisations, two cases in one and one in the other."""
    with django_db_blocker.unblock():
        usual = connection.settings_dict["NAME"]
        connection.close()
        # A thread of an earlier test may have left its own open, and a database in use is no template.
        administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{usual}'")
        make(f'TEMPLATE "{usual}" STRATEGY file_copy')
        use(TRIAL)
        try:
            for place in (both[0], *both):
                with air.inside(place.tenant):
                    send(handelse="Här finns åäö, 'citat', \\ och\nen rad till.")
            yield
        finally:
            use(usual)
            administer(f"DROP DATABASE {TRIAL} WITH (FORCE)")


def use(name: str) -> None:
    """Leads Django to another database of the same server."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def make(how: str) -> None:
    """Makes the trial anew, as a copy or with nothing in it."""
    connection.close()
    administer(f"DROP DATABASE IF EXISTS {TRIAL} WITH (FORCE)", f"CREATE DATABASE {TRIAL} {how}")


@pytest.fixture
def file(trial: None, tmp_path: Path) -> Path:
    """A backup of the trial."""
    path = tmp_path / "samsyn.dump"
    backup.write(path)
    return path


@pytest.fixture
def emptied(file: Path) -> Path:
    """A backup, and nothing else."""
    make("TEMPLATE template0")
    return file


def rows() -> dict[str, list[str]]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def shape() -> str:
    """What pg_dump says that the database is made of."""
    done = backup.run("pg_dump", "--schema-only", backup.address())
    assert done.returncode == 0, done.stderr
    # \restrict is followed by a secret that each dump makes up.
    text = re.sub(r"(?m)^\\(un)?restrict .*\n", "", done.stdout)
    # PostgreSQL writes `IN ('a', 'b')` in one way, and when it has read that, in another.
    return re.sub(r"\(ARRAY\[([^]]+)\]\)::text\[\]", each_as_text, text)


def each_as_text(array: re.Match[str]) -> str:
    """An array that is cast as a whole, with each of its words cast."""
    return "ARRAY[" + ", ".join(f"({word})::text" for word in array[1].split(", ")) + "]"


def command(module: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs a module as an operator does, on the trial."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        env={**os.environ, "DATABASE_URL": URL, "REDIS_URL": "redis://nowhere"},
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def restored(path: Path, *, force: bool = False) -> str:
    """What a restore says."""
    return " ".join(restore.bring_back(path, force=force))


def test_everything_comes_back_by_one_command_each(trial: None, tmp_path: Path) -> None:
    rows_before, shape_before = rows(), shape()
    path = tmp_path / "samsyn.dump"

    made = command("infra.backup", path)
    make("TEMPLATE template0")
    brought = command("infra.restore", path)

    assert (made.returncode, brought.returncode) == (0, 0), made.stderr + brought.stderr
    assert made.stdout.startswith(f"{path} is whole. Organisations: 2, tables: {len(rows_before)}, ")
    today = clock.today().isoformat()
    assert f"Restored. Organisations: 2, cases: 3, newest case: {today}." in brought.stdout
    assert "it can be used" in brought.stdout
    assert rows() == rows_before
    assert shape() == shape_before
    assert sum(len(cases) for name, cases in rows_before.items() if name.endswith(".cases_case")) == 3


def test_a_backup_is_for_its_owner_alone_and_leaves_no_half_of_itself(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert "åäö".encode() not in file.read_bytes()


def test_a_backup_is_never_overwritten(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Trouble, match="never overwritten"):
        backup.write(file)
    assert file.read_bytes() == before


def test_a_backup_that_fails_leaves_nothing(
    trial: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "address", lambda: "host=/nowhere")
    with pytest.raises(Trouble, match=r"There is no backup: it failed\. pg_dump says: .*nowhere"):
        backup.write(tmp_path / "samsyn.dump")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_lacks_an_organisation_is_thrown_away(trial: None, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA t_soderby CASCADE")
    with pytest.raises(Trouble, match="lacks t_soderby"):
        backup.write(tmp_path / "samsyn.dump")
    assert list(tmp_path.iterdir()) == []


def flipped(whole: bytes, at: int) -> bytes:
    """The backup with one bit changed."""
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def test_a_file_that_is_broken_is_refused_and_nothing_is_done(emptied: Path) -> None:
    whole = emptied.read_bytes()
    size = len(whole)
    cut = [whole[:end] for end in (6, 50, 200, size // 2, size - 200, size - 74, size - 1)]
    changed = [flipped(whole, at) for at in (10, size // 3, size // 2, size - 100, size - 40)]

    for broken in (*cut, *changed, whole + b"\n"):
        emptied.write_bytes(broken)
        with pytest.raises(Trouble, match=r"is not what was written: it was cut off, or is broken\."):
            restored(emptied)
    for other in (b"", b"SELECT 1;"):
        emptied.write_bytes(other)
        with pytest.raises(Trouble, match="is no backup"):
            restored(emptied)
    assert rows() == {}
    emptied.write_bytes(whole)
    assert "cases: 3" in restored(emptied)


def test_a_truncated_file_is_told_in_a_sentence(emptied: Path) -> None:
    emptied.write_bytes(emptied.read_bytes()[:-500])

    refused = command("infra.restore", emptied)

    assert refused.returncode == 1
    assert "cut off" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_dump_that_cannot_be_read_to_its_end_is_no_backup(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(Trouble, match="cannot be read to its end"):
        backup.contents(file)


def test_a_file_that_is_not_there_is_told(trial: None, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="There is no file"):
        restored(tmp_path / "samsyn.dump")


def test_a_database_that_is_not_empty_is_left_alone(file: Path) -> None:
    before = rows()

    refused = command("infra.restore", file)

    assert refused.returncode == 1
    assert "The database is not empty" in refused.stderr
    assert rows() == before


def test_with_force_what_was_there_goes_and_what_was_then_comes_back(
    file: Path, norrvik_again: Place
) -> None:
    before, shape_before = rows(), shape()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA t_later; CREATE TABLE t_later.kept (); CREATE TABLE public.kept ()")
    with air.inside(norrvik_again.tenant):
        send()

    assert "cases: 3" in restored(file, force=True)

    assert rows() == before
    assert shape() == shape_before


@pytest.fixture
def norrvik_again(both: tuple[Place, Place]) -> Place:
    """Norrvik, as it is in the trial."""
    return both[0]


def test_while_somebody_uses_the_database_nothing_is_replaced(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "WAIT", "100ms")
    before = rows()
    with psycopg.connect(backup.address()) as other:
        other.execute("SELECT * FROM t_norrvik.cases_case")
        with pytest.raises(Trouble, match=r"is as it was: .* stop web, worker and beat"):
            restored(file, force=True)
    assert rows() == before


def test_a_file_that_breaks_off_while_it_is_restored_replaces_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows()
    file.write_bytes(file.read_bytes()[:-2000])
    for look in ("check_seal", "contents"):
        monkeypatch.setattr(backup, look, lambda _path: {})
    with pytest.raises(Trouble, match="The database is as it was"):
        restored(file, force=True)
    assert rows() == before


def test_a_role_that_is_missing_is_told_with_where_it_comes_from(trial: None, tmp_path: Path) -> None:
    administer("CREATE ROLE for_a_while")
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON t_norrvik.cases_case TO for_a_while")
    backup.write(tmp_path / "samsyn.dump")
    make("TEMPLATE template0")
    administer("DROP ROLE for_a_while")

    with pytest.raises(Trouble, match=r"infra/roles\.sql"):
        restored(tmp_path / "samsyn.dump")
    assert rows() == {}


def test_a_backup_of_an_older_version_asks_for_an_upgrade(trial: None) -> None:
    for schema in ("public", "t_soderby"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {schema}.django_migrations WHERE app = 'cases'")
            assert "run platform/manage.py upgrade" in restore.what_to_do()
            transaction.set_rollback(True)
    assert "it can be used" in restore.what_to_do()


def test_a_backup_of_a_newer_version_is_not_for_this_one(trial: None) -> None:
    for schema in ("public", "t_soderby"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {schema}.django_migrations (app, name, applied) VALUES ('cases', '9999', now())"
            )
            with pytest.raises(Trouble, match="newer version of Samsyn"):
                restore.what_to_do()
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("psql:<stdin>:7: ERROR:  53200", "Raise max_locks_per_transaction"),
        ("psql:<stdin>:7: ERROR:  42501", "Restore as the owner"),
        ("psql:<stdin>:7: ERROR:  42P07", "PostgreSQL says: DuplicateTable."),
        ("psql:<stdin>:7: ERROR:  ZZ999", "PostgreSQL says: ZZ999."),
        ("psql: error: connection to server was lost", "The connection was lost"),
    ],
)
def test_what_postgresql_refuses_is_told_without_its_words(said: str, advice: str) -> None:
    assert restore.reason(said).startswith(advice)


def test_an_empty_installation_comes_back_too(trial: None, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA t_soderby CASCADE; DROP SCHEMA t_norrvik CASCADE")
        cursor.execute("TRUNCATE tenants_tenant CASCADE")
    backup.write(tmp_path / "samsyn.dump")
    make("TEMPLATE template0")
    assert "Organisations: 0, cases: 0, newest case: none." in restored(tmp_path / "samsyn.dump")


def test_a_database_that_cannot_be_reached_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "URL", "postgres://nobody@/nothing?host=/nowhere")
    refused = command("infra.backup", tmp_path / "samsyn.dump")
    assert refused.returncode == 1
    assert "cannot be reached" in refused.stderr
    assert "Traceback" not in refused.stderr


# --- PostgreSQL's programs ---------------------------------------------------------------------------------


def program(folder: Path, version: str) -> Path:
    """A pg_dump that says which version it is."""
    path = folder / "pg_dump"
    path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    path.chmod(0o755)
    return path


def test_a_program_that_is_too_old_for_the_server_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = program(tmp_path, "15.18 (Debian 15.18-0)")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    assert programs.client("pg_dump", 15) == str(old)
    monkeypatch.setattr(programs, "installed", lambda _package: None)
    with pytest.raises(Trouble, match="postgresql-client-17"):
        programs.client("pg_dump", 17)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Trouble, match="postgresql-client-15"):
        programs.client("pg_dump", 15)


def test_the_password_stands_in_no_command_line(trial: None, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hemligt")
    assert "hemligt" not in backup.address()
    assert backup.environment()["PGPASSWORD"] == "hemligt"
    connection.close()


def test_cases_of_the_trial_are_gone_with_it(both: tuple[Place, Place], db: None) -> None:
    with air.inside(both[0].tenant):
        assert not Case.objects.exists()
