"""What the clock does for measures, in every tenant, every CLOCK_SECONDS."""

from celery import shared_task

from workflows.measures import overdue


@shared_task
def mind_measures() -> None:
    """Tells of measures whose day has passed."""
    overdue.mind_measures()
