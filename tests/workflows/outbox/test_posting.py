"""A mail is posted once, with what it tells of, and to one person."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.template import TemplateDoesNotExist

from tenants import air, clock
from tests.conftest import Place
from tests.workflows.outbox.post_office import nobody, send_in, to_processledare, to_reporter
from workflows.outbox.models import Mail
from workflows.outbox.posting import post
from workflows.outbox.sending import send_due


def test_the_same_key_twice_is_one_mail(inside: Place) -> None:
    first, second = to_processledare(inside), to_processledare(inside)

    assert first == second
    assert send_due(nobody) == 1
    to_processledare(inside)
    assert send_due(nobody) == 0
    assert len(mail.outbox) == 1


def test_what_is_rolled_back_tells_nobody(inside: Place) -> None:
    with transaction.atomic():
        to_processledare(inside)
        transaction.set_rollback(True)

    assert send_due(nobody) == 0
    assert mail.outbox == []


def test_nothing_is_sent_before_it_is_due(inside: Place) -> None:
    due = clock.now() + timedelta(days=30)
    post("case:17:reminder", "received", "2026-0041", to_user=inside.processledare.pk, due_at=due)

    assert send_due(nobody) == 0
    with clock.standing_at(due):
        assert send_due(nobody) == 1


def test_a_mail_goes_to_one_person(inside: Place) -> None:
    for user, case in ((None, None), (inside.processledare.pk, 17)):
        with pytest.raises(IntegrityError, match="a user or to a reporter"), transaction.atomic():
            post("case:17", "received", "2026-0041", to_user=user, to_reporter_of=case)


def test_a_mail_that_nobody_has_written_is_noticed_when_it_is_posted(inside: Place) -> None:
    with pytest.raises(TemplateDoesNotExist):
        to_processledare(inside, template="made_up")


def test_a_row_holds_neither_an_address_nor_a_text(inside: Place) -> None:
    to_processledare(inside)
    to_reporter()

    for row in Mail.objects.values():
        assert "@" not in str(row)
        assert inside.tenant.name not in str(row)


def test_the_neighbour_sends_its_own_and_nobody_elses(norrvik: Place, soderby: Place) -> None:
    for place in (norrvik, soderby):
        with air.inside(place.tenant):
            to_processledare(place)

    assert send_in(norrvik) == 1

    assert [message.to for message in mail.outbox] == [[norrvik.processledare.email]]
    with air.inside(soderby.tenant):
        untouched = Mail.objects.get()
    assert (untouched.attempts, untouched.sent_at) == (0, None)
    assert send_in(soderby) == 1
