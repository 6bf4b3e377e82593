"""Production starts with every secret or not at all, and then with the doors shut."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

WHOLE = {
    "SECRET_KEY": "a-secret-for-sessions",
    "RECEIPT_KEY": "a-secret-for-receipts",
    "DATABASE_URL": "postgres://samsyn:word@db.internal:5432/samsyn",
    "REDIS_URL": "redis://redis.internal/0",
    "BASE_HOST": "samsyn.example",
    "EMAIL_URL": "smtp+tls://samsyn:word@mail.internal:587",
}
SHOW = """
import json, django
django.setup()
from django.conf import settings
from django.core.checks import run_checks
from django.urls import NoReverseMatch, reverse
names = [n for n in dir(settings) if n.isupper()]
shown = {n: getattr(settings, n) for n in names}
shown["checks"] = [m.id for m in run_checks(include_deployment_checks=True)]
try:
    shown["demo"] = reverse("demo")
except NoReverseMatch:
    shown["demo"] = ""
print(json.dumps(shown, default=str))
"""


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Starts Django with nothing in its environment but this."""
    # The modules of this run, also where they are not those that were installed.
    modules = os.pathsep.join(filter(None, sys.path))
    bare = {"PYTHONPATH": modules, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "-c", SHOW], env={**bare, **environment}, capture_output=True, text=True, check=False
    )


def shown(**environment: str) -> dict[str, Any]:
    done = start(**{**WHOLE, **environment})
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    """The settings of a production with nothing chosen but what must be."""
    return shown()


@pytest.mark.parametrize("name", WHOLE)
def test_production_does_not_start_without_what_it_needs_and_names_it(name: str) -> None:
    done = start(**{key: value for key, value in WHOLE.items() if key != name})

    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "RECEIPT_KEY"])
def test_a_secret_that_is_empty_is_none(name: str) -> None:
    done = start(**{**WHOLE, name: ""})

    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr


def test_production_has_nothing_of_the_demo(production: dict[str, Any]) -> None:
    assert production["DEMO"] is False
    assert production["DEBUG"] is False
    assert "demo" not in production["INSTALLED_APPS"]
    assert production["demo"] == ""
    assert "only-for-the-demo" not in json.dumps(production)


def test_cookies_travel_over_tls_alone(production: dict[str, Any]) -> None:
    assert production["SESSION_COOKIE_SECURE"] is True
    assert production["CSRF_COOKIE_SECURE"] is True
    assert production["SESSION_COOKIE_HTTPONLY"] is True
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SESSION_COOKIE_DOMAIN"] == "samsyn.example"
    assert production["CSRF_COOKIE_DOMAIN"] is None


def test_only_our_own_hosts_are_answered(production: dict[str, Any]) -> None:
    assert set(production["ALLOWED_HOSTS"]) == {
        "samsyn.example",
        ".samsyn.example",
        "localhost",
        "127.0.0.1",
    }


def test_a_page_may_use_what_is_its_own_and_nothing_else(production: dict[str, Any]) -> None:
    policy = production["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    allowed = {source for sources in policy.values() for source in sources}

    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["form-action"] == ["'self'"]
    assert allowed == {"'none'", "'self'", "data:"}
    assert [name for name, sources in policy.items() if "data:" in sources] == ["img-src"]
    assert "csp.middleware.CSPMiddleware" in production["MIDDLEWARE"]


def test_only_tls_is_promised_to_browsers_when_the_operator_says_so(production: dict[str, Any]) -> None:
    assert production["SECURE_HSTS_SECONDS"] == 0

    promised = shown(HSTS_SECONDS="31536000")

    assert promised["SECURE_HSTS_SECONDS"] == 31536000
    assert promised["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_the_services_are_those_that_were_named(production: dict[str, Any]) -> None:
    database = production["DATABASES"]["default"]

    assert (database["ENGINE"], database["HOST"]) == ("tenants.database", "db.internal")
    assert production["CELERY_BROKER_URL"] == WHOLE["REDIS_URL"]
    assert {cache["LOCATION"] for cache in production["CACHES"].values()} == {WHOLE["REDIS_URL"]}
    assert (production["EMAIL_HOST"], production["EMAIL_PORT"]) == ("mail.internal", 587)
    assert production["EMAIL_USE_TLS"] is True
    assert production["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_djangos_own_checks_find_nothing_but_what_the_operator_chooses(production: dict[str, Any]) -> None:
    # W004: HSTS is a setting. W009: the secrets of this test are short. W001: this machine may lack Pango.
    assert set(production["checks"]) <= {"security.W004", "security.W009", "questions.W001"}


def test_the_demo_starts_with_nothing_given() -> None:
    done = start(DEMO="1")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["demo"] == "/demo"
