"""Which tenant is in the air: whose schema the database connection of this thread reads and writes.

The request's host sets it, or a task's header. Code inside a tenant asks here and is never handed a tenant.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from django.db import connection
from django.http import HttpRequest
from django_tenants.utils import tenant_context

from tenants.models import Tenant

# django-tenants adds what its engine can do to Django's connection, where no type says so.
_air = cast(Any, connection)


def tenant() -> Tenant:
    """The tenant in the air; asking on the shared site is a fault in the code that asks."""
    found = _air.tenant
    assert isinstance(found, Tenant), "there is no tenant in the air"
    return found


def schema() -> str:
    """The name of the schema in the air: a tenant's, or `public` on the shared site."""
    return str(_air.schema_name)


def tenant_of(request: HttpRequest) -> Tenant | None:
    """The tenant whose host the request asked, or None on the shared site."""
    found: Tenant | None = cast(Any, request).tenant
    return found


def enter(entered: Tenant) -> None:
    """Puts a tenant in the air until `leave`."""
    _air.set_tenant(entered)


def leave() -> None:
    """Goes back to the shared tables."""
    _air.set_schema_to_public()


def wherever() -> AbstractContextManager[None]:
    """For a question to shared tables by the name of their schema: whoever's search path will do for it."""
    shared_only: AbstractContextManager[None] = _air.shared_only()
    return shared_only


@contextmanager
def inside(entered: Tenant) -> Iterator[None]:
    """Puts a tenant in the air for a while: the explicit, rare way to cross."""
    with tenant_context(entered):
        yield
