"""Where the demo tells programs to go and who to be."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import Token
from demo import loading
from demo.people import ORGANISATIONS
from tenants import air
from tests.conftest import Visitor


@pytest.fixture
def loaded(db: None) -> Iterator[None]:
    """The first organisation of the demo, without its cases."""
    loading.people()
    loading.begin(ORGANISATIONS[0])
    yield
    air.leave()


def test_each_person_is_there_with_a_key_that_opens_what_is_said(loaded: None, at: Visitor) -> None:
    told: dict[str, Any] = at().get("/demo/accounts.json").json()
    (tenant,) = told["tenants"]
    assert tenant["family"] == "lex-heller"
    assert tenant["url"] == "http://vastansjo.samsyn.localhost:8000/"
    assert tenant["api"] == "http://127.0.0.1:8000/api/v1/"
    assert Token.objects.filter(tenant__slug="vastansjo").count() == len(told["people"])

    for person in told["people"]:
        assert set(person) == {"email", "password", "token", "tenant", "seats", "what"}
        client = Client(SERVER_NAME=tenant["host"], headers={"Authorization": f"Token {person['token']}"})
        me = client.get("/api/v1/me").json()
        assert me["email"] == person["email"]
        assert [seat["body"]["key"] for seat in me["seats"]] == [seat["body"] for seat in person["seats"]]


def test_accounts_stand_on_the_shared_site_alone(loaded: None) -> None:
    assert Client(SERVER_NAME="vastansjo.samsyn.localhost").get("/demo/accounts.json").status_code == 404
