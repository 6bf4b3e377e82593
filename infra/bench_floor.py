"""What each page asks the database, and how long the same takes by hand: the floor of `make bench`.

The pages are asked in this process and their statements written down. Then the statements are run again, by
psycopg alone, on a copy of the database as it was before: the same rows get the same ids there.
"""

import json
import statistics
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from workflows.cases.receipts import new_page_id

COPY = "samsyn_floor"
TIMES = 40  # of each
WARM_UP = 10  # of those, which do not count
NOT_BY_HAND = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")

Statements = list[str]


def main(target_path: Path, path: Path) -> None:
    """Writes the number of queries and the floor of each page to the file."""
    target = json.loads(target_path.read_text())
    leader = User.objects.get(email=target["email"])
    pages = acts(target, leader)
    make_copy()
    written = {name: [act() for _ in range(TIMES)] for name, act in pages.items()}
    found = {}
    with copy_at(target["schema"]) as by_hand:
        for name, runs in written.items():
            taken = [time_of(by_hand, statements) for statements in runs][WARM_UP:]
            found[name] = {
                "queries": max(len(statements) for statements in runs),
                "floor_ms": round(statistics.median(taken) * 1000, 1),
            }
    path.write_text(json.dumps(found))


def make_copy() -> None:
    """Copies the database, which nobody else may use at that moment."""
    connection.close()
    name = connection.settings_dict["NAME"]
    with elsewhere("postgres") as administrator:
        administrator.autocommit = True
        administrator.execute(f'DROP DATABASE IF EXISTS "{COPY}"'.encode())
        administrator.execute(f'CREATE DATABASE "{COPY}" TEMPLATE "{name}"'.encode())


def copy_at(schema: str) -> psycopg.Connection:
    """A connection to the copy that reads and writes the tenant's schema."""
    by_hand = elsewhere(COPY)
    by_hand.execute(f'SET search_path = "{schema}", public'.encode())
    by_hand.commit()
    return by_hand


def elsewhere(database: str) -> psycopg.Connection:
    """A connection to another database of the same server."""
    parameters = {**connection.get_connection_params(), "dbname": database}
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    return psycopg.connect(psycopg.conninfo.make_conninfo(**parameters))


def time_of(by_hand: psycopg.Connection, statements: Statements) -> float:
    """How many seconds the statements take, one after another in one transaction."""
    begun = time.perf_counter()
    with by_hand.cursor() as cursor:
        for statement in statements:
            if not statement.startswith(NOT_BY_HAND):
                cursor.execute(statement.encode())
                if cursor.description:
                    cursor.fetchall()
    by_hand.commit()
    return time.perf_counter() - begun


# --- What the pages ask ------------------------------------------------------------------------------------


def acts(target: Mapping[str, Any], leader: User) -> dict[str, Callable[[], Statements]]:
    """The pages, each as a function that asks for it once and gives its statements."""
    visiting = {"SERVER_NAME": target["host"], "HTTP_X_FORWARDED_PROTO": "https"}
    signed_in, reporter = Client(**visiting), Client(**visiting)
    signed_in.force_login(leader)
    references, codes = turn(target["references"]), turn(target["codes"])
    narrowed = turn([f"level={lv}&party={p}" for lv in target["levels"] for p in target["parties"]])
    contact = {f"kontakt_{name}": text for name, text in target["contact"].items()}

    def get(path: str) -> Statements:
        return statements_of(lambda: signed_in.get(path), 200)

    def report() -> Statements:
        hidden = {"page_id": new_page_id(), "version": target["version"]}
        fields = {**target["answers"], **contact, **hidden}
        return statements_of(lambda: reporter.post("/rapportera", fields), 302)

    def report_api() -> Statements:
        body = {"form": target["form"], "answers": target["answers"], "contact": target["contact"]}
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return statements_of(
            lambda: reporter.post("/api/v1/reports", body, content_type="application/json", headers=key), 201
        )

    def receipt() -> Statements:
        reporter.post("/kvitto", {"code": next(codes)})
        return statements_of(lambda: reporter.get("/kvitto"), 200)

    def nation() -> Statements:
        return statements_of(lambda: reporter.get("/statistik"), 200)

    return {
        "report_page": lambda: statements_of(lambda: reporter.get("/rapportera"), 200),
        "report_post": report,
        # The page that the one before led to.
        "report_redirect": lambda: statements_of(lambda: reporter.get("/kvitto"), 200),
        "report_api": report_api,
        "list": lambda: get("/arenden"),
        "list_filtered": lambda: get(f"/arenden?vy=all&{next(narrowed)}"),
        "list_search": lambda: get("/arenden?vy=all&q=sjukskrivning"),
        "case_page": lambda: get(f"/arenden/{next(references)}"),
        "receipt_page": receipt,
        "nation": nation,
        "nation_100": nation,
    }


def turn(values: list[str]) -> Iterator[str]:
    """One after another, for ever."""
    while True:
        yield from values


def statements_of(ask: Callable[[], Any], status: int) -> Statements:
    """The statements of one request, with their values in them."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    assert answer.status_code == status, f"{answer.status_code} and not {status}"
    return [str(query["sql"]) for query in captured.captured_queries]
