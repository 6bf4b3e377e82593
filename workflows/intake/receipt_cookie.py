"""How a reporter's browser remembers the receipt for an hour: encrypted, on this host, for one page.

The code stands in no address and in no log. What the cookie holds only this installation can read.
"""

import base64
import hashlib
import json
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tenants import clock
from workflows.cases.received import receipt_key

NAME = "kvitto"
PATH = "/kvitto"
# Seconds.
LASTS = 60 * 60


@dataclass(frozen=True)
class Held:
    """The code that the browser holds, and whether the page may show it: only to who has just sent."""

    code: str
    just_sent: bool


def give(response: HttpResponse, held: Held) -> None:
    """Puts the code in the browser's keeping."""
    plain = json.dumps([held.code, held.just_sent]).encode()
    sealed = _fernet().encrypt_at_time(plain, int(clock.now().timestamp())).decode()
    response.set_cookie(
        NAME, sealed, max_age=LASTS, path=PATH, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def held_by(request: HttpRequest) -> Held | None:
    """What the browser holds, if it is ours and not older than an hour."""
    sealed = request.COOKIES.get(NAME, "")
    try:
        plain = _fernet().decrypt_at_time(sealed, LASTS, int(clock.now().timestamp()))
    except (InvalidToken, ValueError):  # the latter for what is not even ASCII
        return None
    code, just_sent = json.loads(plain)
    return Held(code, just_sent)


def take_back(response: HttpResponse) -> None:
    """Makes the browser forget, for the next person at the same computer."""
    response.delete_cookie(NAME, path=PATH)


def _fernet() -> Fernet:
    key = hashlib.sha256(b"receipt cookie:" + receipt_key()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
