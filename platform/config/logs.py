"""How a line of the log is written: where it went wrong, never with what."""

import logging
import traceback
from collections.abc import Mapping
from copy import copy


def without_what_it_quotes(record: logging.LogRecord) -> logging.LogRecord:
    """The record with the route for a path, and with its class for an exception.

    Django names the raw path of a request that failed, Celery the message of what a task ended in.
    """
    quiet = copy(record)
    # Another handler's formatter may have written the exception out and left it in the record.
    quiet.exc_text = None
    if record.name == "django.request" and isinstance(record.args, tuple):
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        route = "/" + match.route if match else "-"
        quiet.args = tuple(route if str(arg).startswith("/") else arg for arg in record.args)
    if record.name == "celery.app.trace" and isinstance(record.args, Mapping) and "exc" in record.args:
        quiet.args = {**record.args, "exc": str(record.args["exc"]).partition("(")[0]}
    return quiet


def is_news(record: logging.LogRecord) -> bool:
    """False for a probe that was told "not ready": whoever asks is told the part, again and again."""
    path = getattr(getattr(record, "request", None), "path", "")
    return not path.startswith("/health/")


class Formatter(logging.Formatter):
    """Writes an exception as its class and its frames.

    The message of an exception may quote what a person wrote: a failed INSERT names the values, a
    ValueError the value. Class, file and line are what a developer needs to find the place.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the frames of an exception below it."""
        return super().format(without_what_it_quotes(record))

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        """The frames of the exception and of what caused it, without any message."""
        assert isinstance(ei, tuple)
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines += traceback.format_tb(error.__traceback__)
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}\n")
            error = error.__cause__ or error.__context__
        return "".join(lines).rstrip()
