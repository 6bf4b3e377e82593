"""Signing in as a person does: the form of a host, sent with a browser that keeps its cookies."""

from typing import Any

from django.test import Client

from tests.conftest import PASSWORD

WRONG = "E-postadressen eller lösenordet stämmer inte. Försök igen."
TOO_MANY = "Det har blivit för många försök."


def sign_in(browser: Client, email: str, password: str = PASSWORD, **options: Any) -> Any:
    """Sends the form; `next` and headers by name."""
    written = {"email": email, "password": password, "next": options.pop("next", "")}
    return browser.post("/logga-in", written, **options)


def is_in(browser: Client) -> bool:
    """Whether the browser is signed in, as a page for signed-in people tells."""
    status: int = browser.get("/mina-organisationer").status_code
    return status == 200
