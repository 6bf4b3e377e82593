"""The clock: it asks each tenant's database what is due."""

from celery import shared_task

from tenants import air, clock
from tenants.models import Tick


@shared_task
def tick() -> None:
    """Notes that the clock has been here. Runs in every tenant, every CLOCK_SECONDS."""
    Tick.objects.update_or_create(tenant=air.tenant(), defaults={"at": clock.real()})
