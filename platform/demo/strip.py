"""The line on every page that says that the demo's time has been moved."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from demo import steps
from tenants import clock, hosts

PATH = "/demo/tid"


@dataclass(frozen=True)
class Moved:
    """What the demo's time is, how far ahead, and where it is moved."""

    now: datetime
    days: int
    address: str


def moved() -> Moved:
    """The demo's time as it is now."""
    return Moved(clock.now(), steps.in_days(clock.ahead()), hosts.address(path=PATH))


def strip(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - a context processor's signature
    """A context processor that the composition root wires in; nothing while the time is the real one."""
    return {"strip": "demo/strip.html", "demo_time": moved()} if clock.ahead() else {}
