"""What the bench measures on, and how its figures come to be. It runs itself by `make bench`."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from demo import loading
from demo.lives import Life
from demo.people import ORGANISATIONS
from infra import bench, bench_client, bench_data, bench_floor
from infra.trouble import Trouble
from tenants import air, clock
from tests.conftest import Place, Visitor
from tests.workflows.cases.reports import send
from workflows.cases import overdue, received
from workflows.cases.access import reader_as
from workflows.cases.models import Case
from workflows.intake.models import Entrance
from workflows.outbox.models import Mail

CASES = 60


@pytest.fixture
def filled(db: None) -> Iterator[list[Life]]:
    """The bench's organisation, in the air, with some cases; their lives."""
    now, organisation = clock.now(), ORGANISATIONS[0]
    loading.people()
    with clock.standing_at(now - loading.BEGUN):
        tenant = loading.begin(organisation)
    lives = loading.fill(tenant, organisation, CASES, Random(1), now)
    with air.inside(tenant):
        yield lives


def test_there_are_as_many_cases_as_wanted_and_each_is_followed_with_a_receipt_of_its_own(
    filled: list[Life],
) -> None:
    opened = {received.by_code(bench_data.code_of(life)) for life in filled}
    assert None not in opened
    assert len(opened) == Case.objects.count() == CASES


def test_the_client_is_told_what_it_asks_for(filled: list[Life]) -> None:
    target = bench_data.target_of(air.tenant(), filled, Random(1))
    assert len(set(target.references)) == len(set(target.codes)) == CASES
    assert sum(target.states.values()) == CASES
    leader = User.objects.get(email=target.email)
    assert reader_as(leader).receiving
    assert target.parties
    assert target.levels


def test_nothing_is_left_for_the_clock(filled: list[Life]) -> None:
    bench_data.let_the_clock_work()
    assert Mail.objects.exists()
    assert not Mail.objects.filter(sent_at=None).exists()
    assert not overdue.mind_dates()


def test_cases_go_on_after_those_that_the_bench_made(filled: list[Life]) -> None:
    made = set(Case.objects.values_list("reference", flat=True))
    assert send().case.reference not in made


def test_the_report_that_is_sent_is_accepted_and_as_long_as_the_bench_says(inside: Place) -> None:
    form = Entrance.objects.get().form
    answers = bench_data.answers_to(form.version.sheet)
    long = [q.id for q in form.version.sheet.questions if q.kind == "long_text"]
    assert sum(len(str(answers[name])) for name in long) == bench_data.TEXT
    case = send(**answers).case  # type: ignore[arg-type]
    assert dict(case.answers.values_list("question", "value")) == answers


def test_the_statements_of_a_page_are_those_that_it_asks(inside: Place, at: Visitor) -> None:
    reference = send().case.reference
    client: Client = at(inside, inside.processledare)
    statements = bench_floor.statements_of(lambda: client.get(f"/arenden/{reference}"), 200)
    assert any(f"= '{reference}'" in one for one in statements)


def test_a_page_that_answers_otherwise_ends_the_bench(norrvik: Place, at: Visitor) -> None:
    with pytest.raises(AssertionError, match="302 and not 200"):
        bench_floor.statements_of(lambda: at(norrvik).get("/arenden"), 200)


# --- The client --------------------------------------------------------------------------------------------


async def asked(answers: list[bytes], times: int) -> tuple[list[bench_client.Answer], int]:
    """What a connection makes of these answers, and how many times it was opened."""
    served: list[asyncio.Task[Any]] = []
    waiting = iter(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        served.append(task)
        while True:
            try:
                await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            answer = next(waiting)
            writer.write(answer)
            if b"Connection: close" in answer:
                break
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    connection = bench_client.Connection("norrvik", server.sockets[0].getsockname()[1])
    found = [await connection.ask(b"GET / HTTP/1.1\r\n\r\n") for _ in range(times)]
    last = connection.writer
    connection.close()
    if last:
        await last.wait_closed()
    # Nothing is left open: what is closed after its loop has ended fails later, in somebody else's test.
    await asyncio.gather(*served)
    server.close()
    await server.wait_closed()
    return found, len(served)


def test_a_connection_is_kept_and_opened_anew_when_the_server_closed_it() -> None:
    kept = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nhi"
    closed = b"HTTP/1.1 302 Found\r\nLocation: /kvitto\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    # In a thread of its own: a browser's tests leave a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        found, opened = thread.submit(asyncio.run, asked([kept, closed, kept], 3)).result()
    assert [(answer.status, answer.body) for answer in found] == [(200, b"hi"), (302, b""), (200, b"hi")]
    assert found[0].cookies == ["a=1", "b=2"]
    assert found[1].headers["location"] == "/kvitto"
    assert opened == 2


def test_an_answer_that_is_not_what_is_measured_ends_the_bench() -> None:
    answer = bench_client.Answer(500, {}, [], b"")
    with pytest.raises(bench_client.Unexpected, match="/arenden answered 500 and not 200"):
        bench_client.Visitor("norrvik").take(answer, "/arenden?q=ord", 200)


def test_the_middle_and_the_slow_end_of_what_was_taken() -> None:
    taken = [ms / 1000 for ms in range(1, 102)]
    assert bench_client.figures(taken, 2) == {
        "requests": 101, "per_second": 50.5, "p50_ms": 51.0, "p95_ms": 96.0,
    }  # fmt: skip


# --- What is told ------------------------------------------------------------------------------------------


def result(reports: float, slowest: float) -> dict[str, object]:
    """The file of figures, with nothing in it but what the table shows."""
    run = {
        "p95_ms": 1,
        "cpu_ms": {"web": 9.5},
        "idle_percent": 0,
        "others_percent": 40,
        "pace_ms": 16.0,
        "load": 3.1,
    }
    page = {
        "queries": 11,
        "floor_ms": 2.5,
        "clients_1": {**run, "per_second": 10, "p50_ms": 20},
        "clients_4": {**run, "per_second": reports, "p50_ms": slowest},
    }
    told = {"machine": "2 × Test", "at": "2026-11-22 01:00", "memory_mb": {"web": 200.4, "all": 500.0}}
    return {**dict.fromkeys(bench.WORDS, page), **told}


def test_the_promises_are_told_kept_or_broken() -> None:
    assert bench.verdicts(result(59.0, 80.0))[0].startswith("holds: 59.0 reports/s")
    assert bench.verdicts(result(58.9, 80.0))[0].startswith("DOES NOT HOLD: 58.9")
    assert bench.verdicts(result(59.0, 80.0))[1].startswith("holds: list p50 80.0 ms")
    assert bench.verdicts(result(59.0, 80.1))[1].startswith("DOES NOT HOLD")


def test_the_table_has_a_row_for_each_page_and_says_how_busy_the_machine_was() -> None:
    table = bench.table(json.loads(json.dumps(result(60.0, 30.0))))
    for words in bench.WORDS.values():
        assert f"| {words} | 11 | 2.5 | 10 | 20 | 1 | 60.0 | 30.0 | 1 |" in table
    assert "others 40 %, load 3.1" in table


@pytest.mark.parametrize(("name", "text"), [("CASES", "many"), ("CASES", "5"), ("SECONDS", "0")])
def test_an_amount_that_is_none_is_told(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(Trouble, match="CASES"):
        bench.wanted()
