"""A person who forgets gets in; a program that guesses does not, and leaves nobody's name behind."""

from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from accounts import attempts
from accounts.models import User
from tests.accounts.signing_in import TOO_MANY, WRONG, sign_in
from tests.conftest import Place, Visitor

ADDRESS = "192.0.2.17"


def said(page: Any) -> str:
    return " ".join(page.context["form"].non_field_errors()) if page.status_code == 200 else ""


@pytest.fixture
def guessed(norrvik: Place, mika: User, at: Visitor) -> User:
    """Mika's password was guessed wrong ten times, in Norrvik."""
    for number in range(10):
        page = sign_in(at(norrvik), mika.email.title(), f"gissning {number}", REMOTE_ADDR=ADDRESS)
        assert said(page) == WRONG
    return mika


def test_after_ten_wrong_the_right_one_is_refused_on_every_host_and_from_everywhere(
    guessed: User, norrvik: Place, soderby: Place, at: Visitor
) -> None:
    for browser in (at(norrvik), at(soderby), at()):
        assert said(sign_in(browser, guessed.email, REMOTE_ADDR=ADDRESS)).startswith(TOO_MANY)
    assert said(sign_in(at(norrvik), guessed.email, REMOTE_ADDR="198.51.100.4")).startswith(TOO_MANY)


def test_a_colleague_at_the_same_network_address_signs_in(guessed: User, norrvik: Place, at: Visitor) -> None:
    page = sign_in(at(norrvik), norrvik.administrator.email, REMOTE_ADDR=ADDRESS)

    assert page.status_code == 302


def test_right_passwords_cost_nothing(norrvik: Place, mika: User, at: Visitor) -> None:
    for _again in range(11):
        assert sign_in(at(norrvik), mika.email).status_code == 302


def test_a_network_address_that_tries_many_accounts_is_refused(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    for number in range(100):
        attempts.take(attempts.to_sign_in(request(ADDRESS), f"person{number}@norrvik.example"))

    assert said(sign_in(at(norrvik), mika.email, REMOTE_ADDR=ADDRESS)).startswith(TOO_MANY)
    assert sign_in(at(norrvik), mika.email, REMOTE_ADDR="198.51.100.4").status_code == 302


def test_a_budget_is_whole_again_after_its_window(norrvik: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attempts.Budget("account", "mika", 1)
    attempts.take([one])

    assert attempts.spent([one])
    left = caches["shared"]._cache.get_client().ttl(caches["shared"].make_key(one.key))  # type: ignore[attr-defined]
    assert attempts.WINDOW - 60 < left <= attempts.WINDOW
    attempts.take([one])
    assert caches["shared"].get(one.key) == 2
    attempts.forget([one])
    assert not attempts.spent([one])


def test_nothing_that_is_counted_names_a_person_or_a_network(guessed: User) -> None:
    client: Any = caches["shared"]._cache.get_client()  # type: ignore[attr-defined]
    keys = b" ".join(client.keys("*")).decode().lower()

    assert keys.count("attempts:") == 2
    assert "mika" not in keys
    assert "norrvik" not in keys
    assert ADDRESS not in keys


def request(sender: str, forwarded: str = "") -> HttpRequest:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=sender, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (1, "", "10.0.0.1"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
    ],
)
def test_a_proxy_is_believed_only_if_it_is_ours(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.PROXIES = proxies

    assert attempts.address_of(request("10.0.0.1", forwarded)) == address


def test_a_made_up_sender_does_not_get_a_budget_of_its_own(norrvik: Place, mika: User, at: Visitor) -> None:
    for number in range(100):
        attempts.take(attempts.to_sign_in(request(ADDRESS), f"person{number}@norrvik.example"))

    page = sign_in(at(norrvik), mika.email, REMOTE_ADDR=ADDRESS, headers={"X-Forwarded-For": "198.51.100.4"})

    assert said(page).startswith(TOO_MANY)
