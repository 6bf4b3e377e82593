"""A probe learns which part does not work, and nothing of what anybody wrote."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from tenants import air, clock, health, tasks
from tests.conftest import Place

PARTS = ["database", "redis", "worker", "clock"]
NOON = datetime(2030, 12, 1, 12, 0, tzinfo=clock.STOCKHOLM)


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that answers: the tests run none."""
    monkeypatch.setitem(health.PARTS, "worker", lambda: "ok")


@pytest.fixture
def ticked(norrvik: Place) -> Iterator[None]:
    """The clock did its work for Norrvik at noon, and it is noon."""
    with clock.standing_at(NOON):
        with air.inside(norrvik.tenant):
            tasks.tick()
        yield


def ask() -> tuple[int, dict[str, str], str]:
    response = Client(SERVER_NAME="127.0.0.1").get("/health/ready")
    return response.status_code, response.json()["parts"], response.content.decode()


def test_all_parts_are_named_when_all_is_well(ticked: None) -> None:
    status, parts, _text = ask()

    assert status == 200
    assert parts == dict.fromkeys(PARTS, "ok")


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_breaks_is_named_without_its_words(
    ticked: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def broken() -> str:
        raise ConnectionError("kim.klient@example lösenord=hemligt")

    monkeypatch.setitem(health.PARTS, name, broken)
    status, parts, text = ask()

    assert status == 503
    assert parts == {**dict.fromkeys(PARTS, "ok"), name: "ConnectionError"}
    assert "hemligt" not in text


def test_a_redis_that_is_gone_is_not_ready_while_the_process_lives(ticked: None, settings: Settings) -> None:
    shared = {**settings.CACHES["shared"], "LOCATION": "unix:///nowhere/redis.sock?db=0"}
    settings.CACHES = {**settings.CACHES, "shared": shared}

    status, parts, text = ask()

    assert (status, parts["redis"]) == (503, "ConnectionError")
    assert "nowhere" not in text
    assert Client(SERVER_NAME="127.0.0.1").get("/health/live").status_code == 200


def test_a_redis_that_forgets_is_not_ready(ticked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(caches["shared"]), "get", lambda *_: None)

    assert ask()[1]["redis"] == "does not keep what is written"


def test_a_worker_that_does_not_answer_is_not_ready(ticked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health.PARTS, "worker", health.worker)
    monkeypatch.setattr(current_app.control, "ping", lambda **_: [])

    status, parts, _text = ask()

    assert (status, parts["worker"]) == (503, "no worker answers")


def test_a_clock_that_stands_is_not_ready_and_says_since_when(ticked: None) -> None:
    limit = timedelta(seconds=health.ROUNDS * settings.CLOCK_SECONDS)

    with clock.standing_at(NOON + limit - timedelta(seconds=1)):
        assert ask()[0] == 200
    with clock.standing_at(NOON + limit):
        status, parts, _text = ask()

    assert (status, parts["clock"]) == (503, f"last ticked {limit.total_seconds():.0f} s ago")


def test_a_clock_does_not_stand_because_the_demos_time_is_moved(
    inside: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.tick()
    monkeypatch.setattr(clock, "ahead", lambda: timedelta(days=10))

    assert ask()[1]["clock"] == "ok"


def test_a_clock_that_ticks_in_a_demo_whose_time_is_moved_can_still_be_seen_to_stop(
    inside: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "ahead", lambda: timedelta(days=10))
    tasks.tick()

    with clock.standing_at(clock.real() + timedelta(days=1)):
        assert ask()[1]["clock"].startswith("last ticked 86")


def test_a_clock_that_never_ticked_is_not_ready_where_there_are_organisations(norrvik: Place) -> None:
    assert ask()[1]["clock"] == "has not ticked yet"
