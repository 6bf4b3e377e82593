"""What Sentry is told of an error: where it happened and in which tenant, never what anybody wrote."""

from typing import Any, cast

import sentry_sdk
from django.db import connection
from sentry_sdk.types import Event, Hint


def start(dsn: str) -> None:
    """Begins to send errors. Local variables, bodies, headers and cookies stay here."""
    sentry_sdk.init(
        dsn=dsn,
        before_send=scrub,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        # Not 0, with which whoever asks by `sentry-trace` would have a trace sent: `scrub` sees none of it.
        traces_sample_rate=None,
        before_send_transaction=lambda _event, _hint: None,
    )


def scrub(event: Event, hint: Hint) -> Event:  # noqa: ARG001 - the signature is Sentry's
    """The error as class and frames, with the tenant and the route.

    The message of an exception may quote what a person wrote, and so may a log line's arguments.
    """
    whole = cast(dict[str, Any], event)
    kept = (
        "event_id",
        "timestamp",
        "platform",
        "level",
        "release",
        "environment",
        "exception",
        "transaction",
    )
    told = {name: whole[name] for name in kept if name in whole}
    for error in told.get("exception", {}).get("values", []):
        error.pop("value", None)
        error.pop("mechanism", None)
        for frame in error.get("stacktrace", {}).get("frames", []):
            for name in ("vars", "pre_context", "context_line", "post_context"):
                frame.pop(name, None)
    if whole.get("transaction_info", {}).get("source") not in ("route", "task"):
        # An address that no route matched, as somebody typed it.
        told.pop("transaction", None)
    told["tags"] = {"tenant": getattr(connection, "schema_name", "")}
    return cast(Event, told)
