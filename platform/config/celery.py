"""The Celery app: a task runs in the schema of the tenant that it was sent from."""

import os
import sys
from typing import Any, NoReturn

from celery.exceptions import WorkerShutdown
from celery.signals import worker_shutdown
from celery.worker import consumer
from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# tenant_schemas_celery's and not Celery's own: with that one every task would run in `public`.
app = CeleryApp("samsyn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class Consumer(consumer.Consumer):
    """What takes tasks from the broker; where that was gone, the whole worker begins anew.

    Celery's own connects again, and now and then takes no task ever after (its issue 10205, in 5.7 too).
    """

    def on_connection_error_after_connected(self, exc: Exception) -> NoReturn:
        """Lets the tasks that run finish, and ends."""
        raise WorkerShutdown(os.EX_TEMPFAIL) from exc


@worker_shutdown.connect
def begin_anew(sender: Any, **_signal: Any) -> None:
    """Starts the worker again in the same process, when it ended for want of its broker."""
    if sender.exitcode == os.EX_TEMPFAIL:
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - the very command that it was started by
