"""What the bench measures on, and how its figures come to be. It runs itself by `make bench`."""

import asyncio
import json
from datetime import timedelta
from random import Random

import pytest
from django.test import Client

from infra import bench, bench_client, bench_data, bench_floor
from infra.trouble import Trouble
from tests.conftest import Place, Visitor
from tests.workflows.cases.reports import send
from workflows.cases import received
from workflows.cases.models import Answer, Case, Move
from workflows.cases.moves import Choice, move
from workflows.intake.models import Entrance
from workflows.outbox.models import Mail

COPIES = 40
REPLY = "Vi har talat med vårdcentralen, som nu ringer upp inom en vecka."


@pytest.fixture
def multiplied(inside: Place) -> list[str]:
    """One open case, one closed one, and copies of both; the codes of the copies' receipts."""
    send()
    closed = send(parter=["af"]).case
    by, bodies = inside.processledare, frozenset({"processledare"})
    move(closed, Choice("ta"), by, bodies)
    move(closed, Choice("svara-och-stang", {"reply": REPLY}), by, bodies)
    return bench_data.multiply(COPIES, Random(1))


def test_a_copy_has_all_that_its_original_has_and_is_some_whole_weeks_older(multiplied: list[str]) -> None:
    original = Case.objects.filter(closed_at__isnull=False).earliest("pk")
    copy = Case.objects.filter(closed_at__isnull=False).latest("pk")
    older = original.received_at - copy.received_at
    assert older >= timedelta(weeks=1)
    assert not older % timedelta(weeks=1)
    assert original.closed_at
    assert copy.closed_at == original.closed_at - older
    assert copy.sent_digest == original.sent_digest
    for rows in ("answers", "moves", "replies"):
        assert getattr(copy, rows).count() == getattr(original, rows).count() > 0
    assert {reply.move.case_id for reply in copy.replies.all()} == {copy.pk}
    assert Mail.objects.filter(about=copy.reference, key__startswith=f"case:{copy.pk}:").exists()


def test_most_of_the_copies_are_closed(multiplied: list[str]) -> None:
    assert Case.objects.count() == COPIES + 2
    assert Case.objects.filter(closed_at=None).count() == round(bench_data.OPEN * (COPIES + 2))


def test_each_copy_is_followed_with_a_receipt_of_its_own(multiplied: list[str]) -> None:
    opened = {received.by_code(code) for code in multiplied}
    assert None not in opened
    assert len(opened) == COPIES


def test_cases_go_on_after_the_copies(multiplied: list[str]) -> None:
    copies = set(Case.objects.values_list("pk", "reference"))
    new = send().case
    assert new.pk > max(pk for pk, _reference in copies)
    assert new.reference not in {reference for _pk, reference in copies}
    assert Answer.objects.filter(case=new).exists()
    assert Move.objects.latest("pk").case_id == new.pk


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
    opened = 0
    waiting = iter(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
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

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    connection = bench_client.Connection("norrvik", server.sockets[0].getsockname()[1])
    found = [await connection.ask(b"GET / HTTP/1.1\r\n\r\n") for _ in range(times)]
    connection.close()
    server.close()
    return found, opened


def test_a_connection_is_kept_and_opened_anew_when_the_server_closed_it() -> None:
    kept = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nhi"
    closed = b"HTTP/1.1 302 Found\r\nLocation: /kvitto\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    found, opened = asyncio.run(asked([kept, closed, kept], 3))
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
    run = {"p95_ms": 1, "cpu_ms": {"web": 9.5}, "idle_percent": 0, "others_percent": 40, "load": 3.1}
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
