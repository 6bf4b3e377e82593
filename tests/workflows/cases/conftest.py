"""A client in the middle of a test that calls verbs too."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from tenants import air
from tenants.models import Tenant
from tests.conftest import Place, Visitor


class Staying(Client):
    """A client after whose requests the same tenant is in the air as before them."""

    def request(self, **request: Any) -> Any:
        tenant = getattr(connection, "tenant", None)
        answer = super().request(**request)
        if isinstance(tenant, Tenant):
            air.enter(tenant)
        return answer


@pytest.fixture
def at() -> Visitor:
    """A client at a place, as somebody or as nobody, in the middle of a test that calls verbs too."""

    def visit(place: Place, user: User | None = None) -> Client:
        client = Staying(SERVER_NAME=place.host)
        if user is not None:
            client.force_login(user)
        return client

    return visit
