"""What the clock does at the gate. On the shared tables, and from there in one tenant at a time."""

from celery import shared_task

from reporting.publication import gate
from tenants import clock


@shared_task
def mind_releases() -> None:
    """Prepares what has closed and publishes what is due."""
    gate.mind(clock.today())
