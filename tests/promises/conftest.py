"""The organisations that the machine is run in."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import Place
from tests.promises.people import House, every_house


@pytest.fixture(scope="module")
def houses(both: tuple[Place, Place], django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[House, ...]]:
    """Organisations of every family, gone when the module has been run."""
    with django_db_blocker.unblock(), every_house(both) as made:
        yield made
