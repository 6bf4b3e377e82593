"""`python -m infra.restore FILE`: brings a backup back into the database of DATABASE_URL, whole or not.

The database must be empty. With --force everything in it goes first, in the same transaction: where the
backup cannot be brought back, what was there stays. The roles that it names must exist (infra/roles.sql).
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import errors

from infra import backup
from infra.trouble import Trouble, told

OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
TABLES = f"""
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE {OURS} AND c.relkind IN ('r', 'p')
"""  # noqa: S608 - a constant
# `public` itself belongs to PostgreSQL and stays, as does what an extension brought.
DROPS = f"""
    SELECT format('DROP SCHEMA %I CASCADE;', n.nspname) FROM pg_namespace n
    WHERE {OURS} AND n.nspname <> 'public'
    UNION ALL
    SELECT format('DROP TABLE public.%I CASCADE;', c.relname)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    UNION ALL
    SELECT format('DROP FUNCTION public.%I(%s);', p.proname, pg_get_function_identity_arguments(p.oid))
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
    )
"""  # noqa: S608 - a constant
WAIT = "10s"  # for a table that somebody uses
ADVICE = {
    "LockNotAvailable": "Somebody uses the database: stop web, worker and beat.",
    "OutOfMemory": "Raise max_locks_per_transaction: a restore locks every table at once.",
    "UndefinedObject": "A role that the backup names is missing: make the roles first (infra/roles.sql).",
    "InsufficientPrivilege": "Restore as the owner of the database.",
}


def bring_back(path: Path, *, force: bool) -> Iterator[str]:
    """Restores the file; says in sentences what has come back."""
    if not path.is_file():
        raise Trouble(f"There is no file {path}.")
    backup.check_seal(path)
    backup.contents(path)
    tables = int(answers(TABLES)[0])
    if tables and not force:
        raise Trouble(
            f"The database is not empty, it has {tables} tables: nothing was changed."
            " Restore into an empty one, or add --force to replace everything in it."
        )
    replace(path, answers(DROPS))
    yield what_came_back()
    yield what_to_do()


def answers(query: str) -> list[str]:
    """The first column of a query's rows, as text."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [str(row[0]) for row in cursor.fetchall()]


def replace(path: Path, drops: Sequence[str]) -> None:
    """Drops and restores in one transaction, which is committed when pg_restore has said that it is done.

    Without pg_restore's own transaction, since that could not begin with the drops.
    """
    options = ("--no-psqlrc", "--no-password", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
    # By its number only: in words an error may quote what a person wrote.
    command = [backup.program("psql"), *options, "--set=VERBOSITY=sqlstate", f"--dbname={backup.address()}"]
    source = [backup.program("pg_restore"), "--no-owner", "--file=-", str(path)]
    given = backup.environment()
    with subprocess.Popen(
        command, env=given, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as psql:
        assert psql.stdin
        assert psql.stderr
        with suppress(BrokenPipeError), psql.stdin:
            print(
                "BEGIN;", f"SET LOCAL lock_timeout = '{WAIT}';", *drops, sep="\n", file=psql.stdin, flush=True
            )
            read = subprocess.run(
                source, env=given, stdout=psql.stdin, stderr=subprocess.DEVNULL, check=False
            )
            if read.returncode == 0:
                print("COMMIT;", file=psql.stdin)
        said = psql.stderr.read()
    if psql.returncode or read.returncode:
        raise Trouble(f"The database is as it was: the backup cannot be brought back. {reason(said)}")


def reason(said: str) -> str:
    """What to do about an error of psql's, which tells no more than its number."""
    found = re.search(r"ERROR:\s+(\w{5})\b", said)
    if not found:
        return "The connection was lost, or pg_restore ended."
    try:
        name = errors.lookup(found[1]).__name__
    except KeyError:
        name = found[1]
    return ADVICE.get(name, f"PostgreSQL says: {name}.")


@contextmanager
def inside(schema: str) -> Iterator[None]:
    """A schema for a while, as by `tenants.air`, which cannot be imported before Django is set up."""
    connected = cast(Any, connection)
    connected.set_schema(schema)
    try:
        yield
    finally:
        connected.set_schema_to_public()


def what_came_back() -> str:
    """How much is there now."""
    numbers: list[int] = []
    days: list[str] = []
    for name in sorted(backup.tenants()):
        with inside(name):
            cases = apps.get_model("cases", "Case").objects
            numbers.append(cases.count())
            days += [f"{case.received_at:%Y-%m-%d}" for case in cases.order_by("-received_at")[:1]]
    newest = max(days, default="none")
    return f"Restored. Organisations: {len(numbers)}, cases: {sum(numbers)}, newest case: {newest}."


def what_to_do() -> str:
    """Whether this version of the code fits what came back; one that is too old for it is trouble."""
    known = set(MigrationLoader(None).disk_migrations or ())
    behind = False
    for name in ["public", *sorted(backup.tenants())]:
        with inside(name):
            applied = set(MigrationRecorder(connection).applied_migrations())
        if applied - known:
            raise Trouble(
                "The backup is of a newer version of Samsyn: run that version on it, and not this one."
            )
        behind = behind or bool(known - applied)
    if behind:
        return "It is of an older version: run platform/manage.py upgrade before anything else."
    return "Its migrations are those of this version: it can be used."


def main(arguments: Sequence[str]) -> int:
    """One restore."""
    parser = argparse.ArgumentParser(prog="python -m infra.restore", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--force", action="store_true", help="replace everything in the database")
    given = parser.parse_args(arguments)

    def work() -> int:
        for sentence in bring_back(given.file, force=given.force):
            print(sentence, flush=True)
        return 0

    return told(lambda: backup.reached(work))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
