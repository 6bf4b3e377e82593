# ruff: noqa: N999 - the name is gunicorn's
"""How gunicorn serves Samsyn: the demo, the tests and production."""

import gc
import os
from typing import Any

from gunicorn.glogging import Logger

wsgi_app = "config.wsgi"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# A request goes to whichever worker has time, and not to the one that has its connection.
keepalive = 0
# Imported once, before the workers part; nothing connects to the database at import.
preload_app = True
graceful_timeout = 4
# Its socket would lie in the home of whoever starts it.
control_socket_disable = True

loglevel = "warning"
accesslog = "-"
# Host and route, never the raw path or query: those may hold a receipt code or a signed link.
access_log_format = "%(m)s %({samsyn.host}e)s %({samsyn.route}e)s %(s)s %(M)sms"


class QuietLogger(Logger):  # type: ignore[misc] # gunicorn has no types
    """Leaves out the health checks, which are asked all the time."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """Writes one request, unless a machine asked for its health."""
        if not environ.get("samsyn.route", "").startswith("/health/"):
            super().access(resp, req, environ, request_time)


logger_class = QuietLogger


def when_ready(_server: Any) -> None:
    """What is imported stays: not looked through for garbage, and shared by the workers as it is.

    A page makes tens of thousands of objects and hardly a cycle: looked for every 700, as Python does, they
    cost a twentieth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
