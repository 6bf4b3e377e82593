"""A budget of attempts: enough for a person who forgets or mistypes, too few for a program that guesses."""

import hashlib
import hmac
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

# Seconds after the first attempt until a budget is whole again.
WINDOW = 15 * 60


@dataclass(frozen=True)
class Budget:
    """How many attempts may be made within WINDOW about one value; neither can be read off."""

    kind: str
    value: str
    size: int

    @property
    def key(self) -> str:
        """Where the attempts are counted, in the cache that all tenants share."""
        key = str(settings.SECRET_KEY).encode()
        return "attempts:" + hmac.new(key, f"{self.kind}:{self.value}".encode(), hashlib.sha256).hexdigest()


def to_sign_in(request: HttpRequest, email: str) -> Sequence[Budget]:
    """Per account, and per network address with room for an office behind one."""
    return [
        Budget("account", email.strip().lower(), 10),
        Budget("address", address_of(request), 100),
    ]


def to_reset(request: HttpRequest, email: str) -> Sequence[Budget]:
    """Mails with a link for a new password."""
    return [Budget("reset", email.strip().lower(), 3), Budget("reset-address", address_of(request), 30)]


def to_follow(request: HttpRequest) -> Sequence[Budget]:
    """Receipt codes that opened nothing."""
    return [Budget("receipt", address_of(request), 30)]


def address_of(request: HttpRequest) -> str:
    """The network address that the request came from, past as many proxies as are our own."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    hops: list[str] = [*(forwarded.split(",") if forwarded else ()), request.META.get("REMOTE_ADDR", "")]
    return hops[max(-len(hops), -1 - int(settings.PROXIES))].strip()


def spent(budgets: Sequence[Budget]) -> bool:
    """Whether one of the budgets is used up."""
    used = caches["shared"].get_many([budget.key for budget in budgets])
    return any(used.get(budget.key, 0) >= budget.size for budget in budgets)


def take(budgets: Sequence[Budget]) -> None:
    """Takes one attempt from each."""
    for budget in budgets:
        caches["shared"].add(budget.key, 0, WINDOW)
        # Between the two lines the window may have ended: then this attempt is the first of the next.
        with suppress(ValueError):
            caches["shared"].incr(budget.key)


def forget(budgets: Sequence[Budget]) -> None:
    """Makes the budgets whole: the person has shown who they are."""
    caches["shared"].delete_many([budget.key for budget in budgets])
