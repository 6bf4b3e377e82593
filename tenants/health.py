"""Whether this installation is alive, and whether it is ready, part by part."""

from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tenants import clock
from tenants.models import Tenant, Tick

# Two rounds may be missed, by a restart or a deploy, before the clock counts as stopped.
ROUNDS = 3


def database() -> str:
    """Asks the database for one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def redis() -> str:
    """Writes a key and reads it back."""
    caches["shared"].set("health", "ok", 10)
    return "ok" if caches["shared"].get("health") == "ok" else "does not keep what is written"


def worker() -> str:
    """Asks all workers for a sign of life and waits one second for the first."""
    return "ok" if current_app.control.ping(limit=1, timeout=1) else "no worker answers"


def clock_age() -> str:
    """How long ago the clock last did its work for any tenant, in seconds; without tenants it has none."""
    last = Tick.objects.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return "has not ticked yet" if Tenant.objects.exists() else "ok"
    # By the machine's time: to move the demo's is not to stop the clock.
    age = clock.real() - last
    limit = timedelta(seconds=ROUNDS * settings.CLOCK_SECONDS)
    return "ok" if age < limit else f"last ticked {age.total_seconds():.0f} s ago"


PARTS: dict[str, Callable[[], str]] = {
    "database": database,
    "redis": redis,
    "worker": worker,
    "clock": clock_age,
}


def state_of(part: Callable[[], str]) -> str:
    """What the part says of itself, or the name of the error that it ended in, never its message."""
    try:
        return part()
    except Exception as error:  # noqa: BLE001, RUF100 - whatever is wrong, the check must answer
        return type(error).__name__


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """This process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """This installation can do its work; 503 names the part that cannot."""
    parts = {name: state_of(part) for name, part in PARTS.items()}
    well = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if well else "not ready", "parts": parts}, status=200 if well else 503
    )
