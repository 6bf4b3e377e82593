"""A line of the log says where it went wrong, never with what."""

import logging
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from celery import Celery
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config.logs import Formatter, is_news
from tests.conftest import Place

SECRET = "Kim-19121212-1212"


def fail(request: HttpRequest, token: str) -> HttpResponse:
    raise ValueError(SECRET)


urlpatterns = [path("inbjudan/<token>", fail)]


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What our formatter writes of everything that is logged."""
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Formatter("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield text
    logging.getLogger().removeHandler(handler)


def asked() -> None:
    raise ValueError(SECRET)


def answered() -> None:
    try:
        asked()
    except ValueError as error:
        raise RuntimeError(f"could not store {SECRET}") from error


def noted() -> None:
    try:
        asked()
    except ValueError as error:
        error.add_note(SECRET)
        raise


def grouped() -> None:
    raise ExceptionGroup(SECRET, [ValueError(SECRET)])


@pytest.mark.parametrize(
    ("fails", "classes"),
    [
        (asked, ["builtins.ValueError"]),
        (answered, ["builtins.RuntimeError", "builtins.ValueError"]),
        (noted, ["builtins.ValueError"]),
        (grouped, ["ExceptionGroup"]),
    ],
)
def test_an_exception_is_its_classes_and_its_places(
    written: StringIO, fails: Callable[[], None], classes: list[str]
) -> None:
    try:
        fails()
    except Exception:
        logging.getLogger("workflows").exception("A report could not be stored.")

    text = written.getvalue()
    assert text.startswith("ERROR workflows A report could not be stored.\n")
    assert f"in {fails.__name__}" in text
    assert all(name in text for name in classes)
    assert SECRET not in text


def test_what_another_handler_wrote_out_is_not_taken_over(written: StringIO) -> None:
    first = logging.StreamHandler(StringIO())
    logger = logging.getLogger("workflows")
    logger.addHandler(first)
    try:
        asked()
    except ValueError:
        logger.exception("Oj")
    logger.removeHandler(first)

    assert SECRET not in written.getvalue()
    assert "builtins.ValueError" in written.getvalue()


@pytest.mark.urls(__name__)
def test_a_page_that_failed_is_its_route(written: StringIO, norrvik: Place) -> None:
    browser = Client(SERVER_NAME=norrvik.host, raise_request_exception=False)

    assert browser.get(f"/inbjudan/{SECRET}").status_code == 500

    text = written.getvalue()
    assert "ERROR django.request Internal Server Error: /inbjudan/<token>\n" in text
    assert "builtins.ValueError" in text
    assert "in fail" in text
    assert SECRET not in text


def test_a_task_that_failed_is_its_name_and_its_class(written: StringIO) -> None:
    app = Celery("nothing", broker="memory://", set_as_current=False)
    task = app.task(name="tenants.tasks.asked")(asked)

    task.apply()

    text = written.getvalue()
    assert "tenants.tasks.asked" in text
    assert "raised unexpected: ValueError\n" in text
    assert SECRET not in text


def test_the_project_logs_with_this_formatter_and_says_no_paths() -> None:
    configured: Any = settings.LOGGING

    assert [handler["formatter"] for handler in configured["handlers"].values()] == ["line"]
    assert configured["formatters"]["line"]["()"] == "config.logs.Formatter"
    for name in ("django.request", "django.security", "django.server"):
        assert configured["loggers"][name]["level"] == "ERROR"


def test_a_probe_that_is_told_to_wait_fills_no_log() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Service Unavailable: %s", (), None)
    for address, news in (("/health/ready", False), ("/rapportera", True)):
        request = HttpRequest()
        request.path = address
        vars(record)["request"] = request
        assert is_news(record) is news
