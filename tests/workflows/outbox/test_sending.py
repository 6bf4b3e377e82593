"""A mail leaves once, to where the person is then, and is not lost when the post does not work."""

import logging
import threading
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from accounts.models import Membership, User
from tenants import air, clock
from tests.conftest import Place
from tests.workflows.outbox.post_office import DOWN, PARTLY_DOWN, nobody, to_processledare, to_reporter
from workflows.outbox import sending
from workflows.outbox.models import Mail
from workflows.outbox.posting import post
from workflows.outbox.sending import FAILURES_IN_A_ROW, send_due
from workflows.outbox.waits import WAITS, next_try

NOON = datetime(2030, 3, 4, 12, 0, tzinfo=clock.STOCKHOLM)


def recipients() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


def test_a_member_gets_it_at_the_address_they_have_when_it_is_sent(inside: Place) -> None:
    to_processledare(inside)
    User.objects.filter(pk=inside.processledare.pk).update(email="nytt-namn@norrvik.example")

    assert send_due(nobody) == 1
    assert recipients() == ["nytt-namn@norrvik.example"]


def test_a_reporter_gets_it_at_the_address_that_the_case_has_when_it_is_sent(inside: Place) -> None:
    asked: list[int] = []

    def address(case: int) -> str:
        asked.append(case)
        return "rapportor@example.se"

    to_reporter()

    assert send_due(address) == 1
    assert asked == [17]
    assert recipients() == ["rapportor@example.se"]


def test_who_has_left_gets_nothing(inside: Place, soderby: Place) -> None:
    leaves, stays_elsewhere, inactive = inside.processledare, soderby.processledare, inside.administrator
    for user in (leaves, stays_elsewhere, inactive):
        post(f"to {user.pk}", "received", "2026-0041", to_user=user.pk)
    Membership.objects.filter(user=leaves).update(ends=clock.today())
    User.objects.filter(pk=inactive.pk).update(is_active=False)

    assert send_due(nobody) == 0

    assert recipients() == []
    assert [m.given_up_at is not None for m in Mail.objects.all()] == [True, True, True]


@pytest.mark.parametrize("address", [None, ""])
def test_a_reporter_without_an_address_is_tried_once_and_given_up(inside: Place, address: str | None) -> None:
    to_reporter()
    with clock.standing_at(clock.now() + timedelta(seconds=1)):
        assert send_due(lambda _case: address) == 0
        given_up = Mail.objects.get()
        assert (given_up.attempts, given_up.given_up_at) == (1, clock.now())

    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert send_due(lambda _case: "senare@example.se") == 0


# --- When the post does not work ---------------------------------------------------------------------------


def test_a_mail_server_that_is_down_is_tried_again_and_nothing_is_lost(
    inside: Place, settings: Settings
) -> None:
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, DOWN
    with clock.standing_at(NOON):
        to_processledare(inside)
        assert send_due(nobody) == 0

    for later, attempts in [(59, 1), (60, 2), (359, 2), (360, 3), (2159, 3), (2160, 4), (9360, 5)]:
        with clock.standing_at(NOON + timedelta(seconds=later)):
            assert send_due(nobody) == 0
            assert Mail.objects.get().attempts == attempts
    settings.EMAIL_BACKEND = working
    with clock.standing_at(NOON + timedelta(hours=2, minutes=36) + timedelta(days=1)):
        assert send_due(nobody) == 1
        assert Mail.objects.get().sent_at == clock.now()
    assert Mail.objects.get().due_at == NOON


def test_after_a_week_of_daily_tries_it_is_given_up(inside: Place, settings: Settings) -> None:
    settings.EMAIL_BACKEND = DOWN
    with clock.standing_at(NOON):
        to_processledare(inside)
    tried = 0
    for hours in range(24 * 20):
        with clock.standing_at(NOON + timedelta(hours=hours)):
            send_due(nobody)
            given_up = Mail.objects.get().given_up_at
            if given_up:
                break
            tried = Mail.objects.get().attempts
    assert tried == len(WAITS)
    assert given_up
    assert timedelta(days=7) <= given_up - NOON <= timedelta(days=8)


def test_a_clock_that_stood_still_for_a_month_gives_nothing_up(inside: Place, settings: Settings) -> None:
    settings.EMAIL_BACKEND = DOWN
    with clock.standing_at(NOON):
        to_processledare(inside)
    with clock.standing_at(NOON + timedelta(days=31)):
        send_due(nobody)
        assert Mail.objects.get().given_up_at is None
        assert Mail.objects.get().try_at == clock.now() + timedelta(minutes=1)


def test_the_waits_grow() -> None:
    assert sorted(WAITS) == list(WAITS)
    assert next_try(1, NOON) == NOON + timedelta(minutes=1)
    assert next_try(len(WAITS), NOON) == NOON + timedelta(days=1)
    assert next_try(len(WAITS) + 1, NOON) is None


def test_one_that_fails_holds_up_no_other(inside: Place, settings: Settings) -> None:
    settings.EMAIL_BACKEND = PARTLY_DOWN
    for number, user in enumerate([inside.administrator, inside.processledare] * 2):
        post(f"mail {number}", "received", "2026-0041", to_user=user.pk)

    assert send_due(nobody) == 2

    assert recipients() == [inside.processledare.email] * 2
    assert Mail.objects.filter(sent_at=None, given_up_at=None, attempts=1).count() == 2


def test_an_address_that_cannot_be_looked_up_is_tried_again(inside: Place) -> None:
    def broken(_case: int) -> str | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM there_is_no_such_table")
        return None

    to_reporter()
    to_processledare(inside)

    assert send_due(broken) == 1
    failed = Mail.objects.get(to_reporter_of=17)
    assert (failed.attempts, failed.given_up_at) == (1, None)


def test_a_round_ends_when_the_mail_server_seems_to_be_down(inside: Place, settings: Settings) -> None:
    settings.EMAIL_BACKEND = DOWN
    for number in range(FAILURES_IN_A_ROW + 3):
        to_processledare(inside, key=f"mail {number}")

    send_due(nobody)
    assert Mail.objects.filter(attempts=1).count() == FAILURES_IN_A_ROW
    send_due(nobody)
    assert Mail.objects.filter(attempts=1).count() == FAILURES_IN_A_ROW + 3


def test_a_round_has_a_limit_and_begins_with_what_has_waited_longest(inside: Place) -> None:
    for hour in (3, 1, 2):
        with clock.standing_at(NOON + timedelta(hours=hour)):
            to_processledare(inside, key=f"posted at {hour}")

    with clock.standing_at(NOON + timedelta(days=1)):
        assert send_due(nobody, limit=2) == 2
    assert Mail.objects.get(sent_at=None).key == "posted at 3"


def test_no_address_is_in_the_log(
    inside: Place, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = PARTLY_DOWN
    post("mail", "received", "2026-0041", to_user=inside.administrator.pk)

    with caplog.at_level(logging.DEBUG):
        send_due(nobody)

    assert "SMTPRecipientsRefused" in caplog.text
    assert "@" not in caplog.text


# --- At the same moment ------------------------------------------------------------------------------------


def test_two_senders_at_the_same_moment_send_each_mail_once(fresh_place: Place) -> None:
    together = threading.Barrier(4)
    sent: list[int] = []

    def send() -> None:
        together.wait()
        with air.inside(fresh_place.tenant):
            sent.append(send_due(nobody))
        connection.close()

    with air.inside(fresh_place.tenant):
        for number in range(20):
            to_processledare(fresh_place, key=f"mail {number}")
    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(sent) == 4
    assert sum(sent) == 20
    assert len(mail.outbox) == 20


def test_a_mail_that_is_being_sent_is_left_to_its_sender(
    fresh_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    written = sending.written

    def slowly(one: Mail) -> tuple[str, str]:
        begun.set()
        assert go_on.wait(10)
        return written(one)

    def send() -> None:
        with air.inside(fresh_place.tenant):
            send_due(nobody)
        connection.close()

    with air.inside(fresh_place.tenant):
        to_processledare(fresh_place)
    monkeypatch.setattr(sending, "written", slowly)
    first = threading.Thread(target=send)
    first.start()
    assert begun.wait(10)
    with air.inside(fresh_place.tenant):
        assert send_due(nobody) == 0
    go_on.set()
    first.join()

    assert recipients() == [fresh_place.processledare.email]
