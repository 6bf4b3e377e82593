"""What the clock does for cases, in every tenant, every CLOCK_SECONDS."""

from celery import shared_task

from workflows.cases import overdue, owners
from workflows.cases.notifications import address_of_reporter
from workflows.outbox.sending import send_due


@shared_task
def send_mails() -> None:
    """Sends the mails that are due."""
    send_due(address_of_reporter)


@shared_task
def mind_owners() -> None:
    """Tells of open cases that nobody has."""
    owners.mind_all()


@shared_task
def mind_dates() -> None:
    """Reminds, tells of what is late, and moves up."""
    overdue.mind_dates()
