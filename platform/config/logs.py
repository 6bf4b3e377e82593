"""How a line of the log is written: where it went wrong, never with what."""

import logging
import traceback


class Formatter(logging.Formatter):
    """Writes an exception as its class and its frames.

    The message of an exception may quote what a person wrote: a failed INSERT names the values, a
    ValueError the value. Class, file and line are what a developer needs to find the place.
    """

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
