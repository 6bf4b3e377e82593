"""The demo's time is moved forwards by one verb, and read once by each request and task."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from demo import time
from demo.models import Offset
from tenants import clock
from tests.conftest import Place, Visitor
from workflows.cases.tasks import send_mails
from workflows.outbox.models import Mail
from workflows.outbox.posting import post

LITTLE = timedelta(minutes=1)


def about(moment: datetime) -> bool:
    """Whether that is the demo's time, but for what this test takes."""
    return moment - LITTLE < clock.now().astimezone(UTC) < moment + LITTLE


@pytest.fixture
def asked() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as queries:
        yield queries


def readings(asked: CaptureQueriesContext) -> int:
    """How many times the row was read."""
    return sum("demo_offset" in query["sql"] for query in asked.captured_queries)


# --- The verb ----------------------------------------------------------------------------------------------


def test_nobody_has_moved_the_time_of_a_new_demo(db: None) -> None:
    assert clock.ahead() == timedelta()
    assert about(clock.real().astimezone(UTC))


def test_time_is_moved_by_days_and_again_from_there(db: None) -> None:
    real = clock.real()

    time.move(days=3)
    moved = time.move(days=7)

    assert clock.today() == moved.date() == (real + timedelta(days=10)).date()
    assert clock.now().tzinfo == clock.STOCKHOLM
    assert clock.real() - real < LITTLE


def test_time_is_moved_until_a_moment(db: None) -> None:
    then = clock.real().astimezone(UTC) + timedelta(hours=5)
    assert time.move(until=then) == then
    assert about(then)


def test_time_that_was_moved_goes_on(db: None) -> None:
    time.move(days=3)
    first = clock.now()
    assert clock.now() > first


@pytest.mark.parametrize("days", [0, -1])
def test_time_is_never_moved_backwards(db: None, days: int) -> None:
    time.move(days=3)
    with pytest.raises(ValidationError, match="går bara framåt"):
        time.move(days=days)
    assert clock.ahead() == Offset.objects.get().ahead > timedelta(days=2)


def test_a_moment_that_the_demo_has_passed_is_backwards_although_it_has_not_come(db: None) -> None:
    time.move(days=3)
    with pytest.raises(ValidationError, match="går bara framåt"):
        time.move(until=clock.real() + timedelta(days=1))


def test_time_is_not_moved_for_ever(db: None) -> None:
    with pytest.raises(ValidationError, match="högst tio år"):
        time.move(days=3651)
    assert clock.ahead() == timedelta()


@pytest.mark.parametrize("wrong", [Offset(id=2), Offset(ahead=-timedelta(seconds=1))])
def test_the_database_has_one_time_and_it_is_not_behind(db: None, wrong: Offset) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save(force_insert=True)


def test_a_test_can_make_it_any_time_also_where_time_was_moved(db: None) -> None:
    time.move(days=3)
    noon = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    with clock.standing_at(noon):
        assert clock.now() == clock.real() == noon


# --- Reading it --------------------------------------------------------------------------------------------


def test_a_request_reads_the_time_once(norrvik: Place, at: Visitor, asked: CaptureQueriesContext) -> None:
    assert at(norrvik, norrvik.processledare).get("/arenden").status_code == 200
    assert readings(asked) == 1


def test_a_page_that_needs_no_time_does_not_ask_for_it(
    norrvik: Place, at: Visitor, asked: CaptureQueriesContext
) -> None:
    assert at().get("/health/live").status_code == 200
    assert len(asked) == 0


def test_the_next_request_has_the_new_time(norrvik: Place, at: Visitor) -> None:
    visitor = at(norrvik)
    assert "Demons klocka" not in visitor.get("/").text
    time.move(days=1)
    assert "(1 dag fram)" in visitor.get("/").text


def test_a_task_reads_the_time_once_and_the_next_one_anew(inside: Place) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    for number in range(3):
        post(f"later {number}", "received", "2026-0041", to_user=inside.processledare.pk, due_at=tomorrow)

    with CaptureQueriesContext(connection) as asked:
        send_mails.apply()
    assert readings(asked) == 1
    assert Mail.objects.exclude(sent_at=None).count() == 0

    time.move(days=2)
    with CaptureQueriesContext(connection) as asked:
        send_mails.apply()
    assert readings(asked) == 1
    assert Mail.objects.exclude(sent_at=None).count() == 3


def test_outside_of_requests_and_tasks_each_question_reads_it(db: None, asked: CaptureQueriesContext) -> None:
    clock.now()
    clock.now()
    assert readings(asked) == 2


def test_what_one_thread_has_read_no_other_has(db: None) -> None:
    elsewhere: list[time.Reading | None] = []
    with time.read_once():
        clock.now()
        other = threading.Thread(target=lambda: elsewhere.append(time._reading.get()))
        other.start()
        other.join()
    assert elsewhere == [None]


def test_a_migration_may_ask_for_the_time_before_the_demo_has_a_table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE demo_offset RENAME TO not_made_yet")

    assert about(clock.real().astimezone(UTC))
    with connection.cursor() as cursor:  # the transaction goes on
        cursor.execute("ALTER TABLE not_made_yet RENAME TO demo_offset")
    assert not Offset.objects.exists()
