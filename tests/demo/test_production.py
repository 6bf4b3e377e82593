"""Outside of the demo there is nothing that moves the time: no table, no middleware, no hook, no page."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.config.test_settings import WHOLE

SHOW = """
import json, sys, django
django.setup()
from celery.signals import task_postrun, task_prerun
from django.apps import apps
from django.conf import settings
from django.urls import NoReverseMatch, reverse
import config.wsgi
from tenants import clock

def address(name):
    try:
        return reverse(name, "config.public_urls")
    except NoReverseMatch:
        return ""

config.wsgi.tasks.loader.import_default_modules()
signals = task_prerun, task_postrun
print(json.dumps({
    "asks": f"{clock.ahead.__module__}.{clock.ahead.__name__}",
    # Where there is a row to ask for, there is no database here to ask.
    "ahead": None if settings.DEMO else clock.ahead().total_seconds(),
    "tables": [model._meta.db_table for model in apps.get_models(include_auto_created=True)],
    "middleware": settings.MIDDLEWARE,
    "processors": settings.TEMPLATES[0]["OPTIONS"]["context_processors"],
    "hooks": [hook.__module__ for signal in signals for hook in signal._live_receivers(None)],
    "pages": [address("front"), address("demo_time")],
    "modules": sorted(sys.modules),
}))
"""


def shown(**environment: str) -> dict[str, Any]:
    """What a process has that starts with nothing in its environment but this."""
    modules = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={"PYTHONPATH": modules, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def demos(found: dict[str, Any]) -> dict[str, list[str]]:
    """What of it is the demo's."""
    lists = ("tables", "middleware", "processors", "hooks", "pages", "modules")
    return {name: [one for one in found[name] if one.lstrip("/").startswith("demo")] for name in lists}


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    return shown(**WHOLE)


def test_production_has_nothing_that_moves_the_time(production: dict[str, Any]) -> None:
    assert {name: of_the_demo for name, of_the_demo in demos(production).items() if of_the_demo} == {}


def test_production_is_not_ahead_and_asks_no_table(production: dict[str, Any]) -> None:
    assert production["ahead"] == 0
    assert production["asks"] == "tenants.clock.not_at_all"


def test_each_of_these_is_found_where_the_demo_is() -> None:
    in_the_demo = shown(**{**WHOLE, "DEMO": "1"})
    found = demos(in_the_demo)

    assert in_the_demo["asks"] == "demo.time.ahead"
    assert found["tables"] == ["demo_offset"]
    assert found["middleware"] == ["demo.middleware.TimeMiddleware"]
    assert found["processors"] == ["demo.strip.strip"]
    assert found["hooks"] == ["demo.time", "demo.time"]
    assert found["pages"] == ["/demo/tid"]
    assert "demo.time" in found["modules"]
