"""How mails leave: one by one, each in its own transaction, to an address that is looked up then."""

import logging
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Membership
from tenants import air, clock, hosts
from workflows.outbox.models import Mail
from workflows.outbox.posting import template_of
from workflows.outbox.waits import next_try

logger = logging.getLogger(__name__)

AddressOfReporter = Callable[[int], str | None]
Outcome = Literal["sent", "failed", "given_up"]

# A round ends when so many fail in a row: then it is the mail server, and each costs a time-out.
FAILURES_IN_A_ROW = 5
RECEIPT = "/kvitto"
# Where to go is the case, except for those who may not read it.
PATHS = {"nobody_seated": "/organ", "waits_below": "/start"}


def send_due(address_of_reporter: AddressOfReporter, limit: int = 50) -> int:
    """Sends the mails of the tenant in the air that are due, at most so many; says how many left.

    `address_of_reporter` tells the address of a case's reporter, if there is one. Two senders at the same
    moment never send the same mail. One that fails is tried again later and holds up no other.
    """
    sent = failed = 0
    for _turn in range(limit):
        outcome = send_next(address_of_reporter)
        sent += outcome == "sent"
        failed = failed + 1 if outcome == "failed" else 0
        if outcome is None or failed == FAILURES_IN_A_ROW:
            break
    return sent


@transaction.atomic
def send_next(address_of_reporter: AddressOfReporter) -> Outcome | None:
    """Tries the mail that has waited longest and that nobody else is sending; None if there is none.

    It leaves before the commit that says so: a crash in between sends it twice, rather than never.
    """
    now = clock.now()
    mail = Mail.objects.due(now).select_for_update(skip_locked=True).first()
    if mail is None:
        return None
    mail.attempts += 1
    outcome = attempt(mail, address_of_reporter)
    if outcome == "sent":
        mail.sent_at = now
    elif outcome == "failed" and (again := next_try(mail.attempts, now)):
        mail.try_at = again
    else:
        mail.given_up_at = now
    mail.save(update_fields=["attempts", "sent_at", "try_at", "given_up_at"])
    return outcome


def attempt(mail: Mail, address_of_reporter: AddressOfReporter) -> Outcome:
    """Sends one mail, and says how that went. Whatever goes wrong is this mail's trouble alone."""
    try:
        # A savepoint: a question to the database that failed must not lose what is noted of this attempt.
        with transaction.atomic():
            address = address_of(mail, address_of_reporter)
            if address is None:
                return "given_up"
            subject, text = written(mail)
            EmailMessage(subject, text, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()
    except Exception as error:
        # Neither the address nor the server's answer, which quotes it.
        logger.warning("mail %s could not be sent: %s", mail.pk, type(error).__name__)
        return "failed"
    return "sent"


def address_of(mail: Mail, address_of_reporter: AddressOfReporter) -> str | None:
    """Where the mail goes as things are now; None to a reporter without an address, and to who has left."""
    if mail.to_reporter_of is not None:
        return address_of_reporter(mail.to_reporter_of) or None
    members = Membership.objects.current().filter(
        tenant=air.tenant(), user=mail.to_user_id, user__is_active=True
    )
    return members.values_list("user__email", flat=True).first()


def written(mail: Mail) -> tuple[str, str]:
    """The subject and the text, in Swedish. They say that something has happened, and never what."""
    said = {"tenant": air.tenant(), "about": mail.about, "days": mail.days, "link": link_of(mail)}
    with translation.override(settings.LANGUAGE_CODE):
        subject, _newline, text = render_to_string(template_of(mail.template), said).strip().partition("\n")
    return subject.strip(), f"{text.strip()}\n"


def link_of(mail: Mail) -> str:
    """An absolute address: the receipt page without its code for a reporter, the case for a user."""
    case = f"/arenden/{quote(mail.about, safe='')}" if mail.about else "/start"
    path = RECEIPT if mail.to_reporter_of is not None else PATHS.get(mail.template, case)
    return hosts.address(air.tenant().slug, path)
