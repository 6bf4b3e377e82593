"""Mail servers for tests, and mails to send by them."""

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from tenants import air
from tests.conftest import Place
from workflows.outbox.models import Mail
from workflows.outbox.posting import post
from workflows.outbox.sending import send_due

DOWN = "tests.workflows.outbox.post_office.Down"
PARTLY_DOWN = "tests.workflows.outbox.post_office.RefusesAdministrators"


class Down(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, _messages: Sequence[EmailMessage]) -> int:
        """Raises what a socket raises."""
        raise TimeoutError


class RefusesAdministrators(EmailBackend):
    """A mail server that takes mails to all but some."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Sends, or raises what a server's refusal becomes."""
        refused = [address for one in messages for address in one.to if "administrator" in address]
        if refused:
            raise SMTPRecipientsRefused({refused[0]: (550, b"no such person")})
        return super().send_messages(messages)


def nobody(_case: int) -> str | None:
    """No reporter has left an address."""
    return None


def to_processledare(
    place: Place, key: str = "case:17:received", template: str = "received", days: int | None = None
) -> Mail:
    """A mail to the place's process leader, in the tenant that is in the air."""
    post(key, template, "2026-0041", to_user=place.processledare.pk, days=days)
    return Mail.objects.get(key=key)


def to_reporter(key: str = "case:17:letter:1", template: str = "letter") -> Mail:
    """A mail to the reporter of case 17, in the tenant that is in the air."""
    post(key, template, "2026-0041", to_reporter_of=17)
    return Mail.objects.get(key=key)


def send_in(place: Place) -> int:
    """One round of the clock there."""
    with air.inside(place.tenant):
        return send_due(nobody)
