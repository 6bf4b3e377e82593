"""People who have an account, and passwords that are quick to check."""

import pytest
from django.conf import settings as project
from pytest_django import Settings

from accounts.models import Membership, User
from tests.conftest import PASSWORD, Place


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A hash that takes no time, before those of the project, which the people of a place have."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *project.PASSWORD_HASHERS,
    ]


@pytest.fixture
def mika(norrvik: Place) -> User:
    """A member of Norrvik without a seat."""
    user = User.objects.create_user("mika@norrvik.example", PASSWORD, "Mika Medlem")
    Membership.objects.create(user=user, tenant=norrvik.tenant)
    return user


@pytest.fixture
def stranger(db: None) -> User:
    """A person with an account who is a member nowhere."""
    return User.objects.create_user("sam@annan.example", PASSWORD, "Sam Svensson")
