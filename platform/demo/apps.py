from celery.signals import task_postrun, task_prerun
from django.apps import AppConfig

from tenants import clock


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "The demo's data, sign-ins and time"

    def ready(self) -> None:
        """Puts the demo's time into the clock, and has each task of the worker read it anew."""
        from demo import time  # noqa: PLC0415 - models are not loaded before this

        clock.ahead = time.ahead
        # Celery's signals and no glue between apps: a task has no other door of its own to stand in.
        task_prerun.connect(time.begin_task, weak=False, dispatch_uid="demo.time")
        task_postrun.connect(time.end_task, weak=False, dispatch_uid="demo.time")
