"""Sentry is told where something broke, never with what."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import path
from sentry_sdk.transport import Transport

from config import sentry
from config.celery import app
from tests.conftest import Place

CANARY = "kanarie-i-rapporten"


def broken(request: HttpRequest, secret: str) -> HttpResponse:
    written = request.POST["handelse"]
    raise ValueError(f"{written} {secret}")


def drawn(request: HttpRequest, secret: str) -> HttpResponse:
    template = engines["django"].from_string("{% load i18n %}<p>kanarie-i-rapporten {{ written.fails }}</p>")
    return HttpResponse(template.render({"written": Written(secret)}, request))


def logged(request: HttpRequest, secret: str) -> HttpResponse:
    logging.getLogger("workflows").error("%s could not be stored", secret, extra={"text": secret})
    return HttpResponse()


def chained(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        broken(request, secret)
    except ValueError as error:
        error.add_note(secret)
        raise ExceptionGroup(secret, [error, RuntimeError(secret)]) from error
    return HttpResponse()


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    raise RuntimeError(f"{request.path} {exception}")


class Written:
    """Something in a template that cannot be drawn."""

    def __init__(self, text: str) -> None:
        self.text = text

    def fails(self) -> str:
        raise ValueError(self.text)


handler404 = refused
urlpatterns = [
    path("inbjudan/<secret>", broken),
    path("kvitto/<secret>", drawn),
    path("arenden/<secret>", logged),
    path("organ/<secret>", chained),
]


class Caught(Transport):
    """Keeps what would have been sent."""

    def __init__(self, *_options: Any) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Any) -> None:
        self.events += [item.payload.json for item in envelope.items if item.payload.json]


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> Iterator[Caught]:
    """Sentry as in production, but for the way out."""
    kept = Caught()
    real = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: real(transport=kept, **options))
    sentry.start("https://key@sentry.example/1")
    yield kept
    real(dsn=None)


@pytest.fixture
def site(norrvik: Place, settings: Any) -> Client:
    """A browser with a canary in its cookie, and pages that break."""
    settings.ROOT_URLCONF = "tests.config.test_sentry"
    client = Client(SERVER_NAME=norrvik.host, raise_request_exception=False)
    client.cookies["samsyn"] = client.cookies["kvitto"] = CANARY
    return client


# A trace that somebody else began, which a page of ours is asked to go on with.
TRACE_ID = "771a43a4192642f0b136d5159a501700"
TRACE = {
    "sentry-trace": f"{TRACE_ID}-1000000000000000-1",
    "baggage": f"sentry-trace_id={TRACE_ID},sentry-transaction={CANARY},sentry-sampled=true",
}


def send(site: Client, address: str) -> Any:
    """Sends a report with a canary in every place that a request has."""
    headers = {"Authorization": f"Token {CANARY}", "User-Agent": CANARY, "Referer": CANARY, **TRACE}
    answer = site.post(f"{address}?q={CANARY}", {"handelse": CANARY}, headers=headers)
    sentry_sdk.flush()
    return answer


@pytest.mark.parametrize(
    ("address", "kind", "frame", "route"),
    [
        ("inbjudan", "ValueError", "broken", "/inbjudan/{secret}"),
        ("kvitto", "ValueError", "fails", "/kvitto/{secret}"),
        ("organ", "ValueError", "chained", "/organ/{secret}"),
        ("finns-inte", "Resolver404", "refused", None),
    ],
)
def test_an_error_is_sent_with_its_place_and_its_tenant_and_without_a_word_of_what_was_written(
    site: Client, caught: Caught, norrvik: Place, address: str, kind: str, frame: str, route: str | None
) -> None:
    assert send(site, f"/{address}/{CANARY}").status_code == 500

    (event,) = caught.events
    assert CANARY not in json.dumps(event)
    errors = event["exception"]["values"]
    assert kind in {error["type"] for error in errors}
    assert frame in {at["function"] for error in errors for at in frames_of(error)}
    assert event.get("transaction") == route
    assert event["tags"] == {"tenant": norrvik.tenant.schema_name}


def frames_of(error: dict[str, Any]) -> list[dict[str, Any]]:
    """Where it happened; an error in a group that nobody raised happened nowhere."""
    frames: list[dict[str, Any]] = error.get("stacktrace", {}).get("frames", [])
    return frames


def test_the_template_that_broke_is_named_and_not_quoted(site: Client, caught: Caught) -> None:
    send(site, f"/kvitto/{CANARY}")

    (event,) = caught.events
    frames = frames_of(event["exception"]["values"][-1])
    assert "django/template/base.py" in {at["filename"] for at in frames}
    assert not any(
        key in at for at in frames for key in ("vars", "context_line", "pre_context", "post_context")
    )


def test_a_line_of_the_log_is_sent_without_what_it_says(site: Client, caught: Caught) -> None:
    assert send(site, f"/arenden/{CANARY}").status_code == 200

    (event,) = caught.events
    assert CANARY not in json.dumps(event)
    assert event["transaction"] == "/arenden/{secret}"


def test_nobody_can_ask_for_a_page_that_worked_to_be_told(
    site: Client, caught: Caught, settings: Any
) -> None:
    """Through the door that gunicorn uses, where a trace begins."""
    settings.ROOT_URLCONF = "config.urls"
    asking = RequestFactory(SERVER_NAME=site.defaults["SERVER_NAME"])
    asked = {**TRACE, "cookie": f"kvitto={CANARY}"}
    environ = asking.get(f"/kvitto/{CANARY}", {"q": CANARY}, headers=asked).environ
    statuses: list[str] = []

    def answered(status: str, *_rest: Any) -> Any:
        statuses.append(status)

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        answer = WSGIHandler()(environ, answered)
        assert b"Sidan finns inte" in b"".join(answer)
        answer.close()
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    sentry_sdk.flush()

    assert statuses == ["404 Not Found"]
    # How many were answered, by the hour, is all that is told.
    assert [set(event) for event in caught.events] in ([], [{"attrs", "aggregates"}])
    assert CANARY not in json.dumps(caught.events)


def test_an_error_in_a_task_is_sent_without_what_it_was_given(caught: Caught, db: None) -> None:
    @app.task(name="workflows.cases.tasks.broken", bind=True)  # type: ignore[untyped-decorator]
    def task(self: Any, text: str, *, named: str) -> None:
        local = f"{text} {named}"
        raise ValueError(local)

    try:
        task.apply(args=(CANARY,), kwargs={"named": CANARY}, headers={"x-text": CANARY})
    finally:
        del app.tasks[task.name]
    sentry_sdk.flush()

    (event,) = caught.events
    assert CANARY not in json.dumps(event)
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["transaction"] == "workflows.cases.tasks.broken"


def test_a_message_that_quotes_something_is_not_sent(caught: Caught) -> None:
    sentry_sdk.capture_message(CANARY)
    sentry_sdk.flush()
    assert CANARY not in json.dumps(caught.events)
