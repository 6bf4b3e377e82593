"""Sentry is told where something broke, never with what."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from sentry_sdk.transport import Transport

from config import sentry
from tests.conftest import Place

CANARY = "kanarie-i-rapporten"


def broken(request: HttpRequest, secret: str) -> HttpResponse:
    written = request.POST["handelse"]
    raise ValueError(f"{written} {secret}")


urlpatterns = [path("inbjudan/<secret>", broken)]


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


def test_an_error_in_a_view_is_sent_with_its_tenant_and_without_a_word_of_what_was_written(
    norrvik: Place, caught: Caught, settings: Any
) -> None:
    settings.ROOT_URLCONF = "tests.config.test_sentry"
    client = Client(SERVER_NAME=norrvik.host, raise_request_exception=False)
    client.cookies["samsyn"] = CANARY

    client.post(f"/inbjudan/{CANARY}?q={CANARY}", {"handelse": CANARY}, HTTP_AUTHORIZATION=f"Token {CANARY}")
    sentry_sdk.flush()

    (event,) = caught.events
    assert CANARY not in json.dumps(event)
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["tags"] == {"tenant": norrvik.tenant.schema_name}


def test_a_message_that_quotes_something_is_not_sent(caught: Caught) -> None:
    sentry_sdk.capture_message(CANARY)
    sentry_sdk.flush()
    assert CANARY not in json.dumps(caught.events)
