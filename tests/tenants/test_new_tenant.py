"""One command makes an organisation, and its link makes the administrator."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Invitation, Membership
from tenants.models import Tenant
from tests.conftest import PASSWORD, Place

GIVEN = {
    "name": "Samordningsförbundet Tallvik",
    "kind": "forbund",
    "number": "222000-9936",
    "county": "14",
    "municipality": ["1480"],
    "contact": "Kim Kontakt",
    "email": "kontakt@tallvik.example",
    "preset": "lex-heller",
    "administrator": "Alex@Tallvik.example",
}


def new_tenant(**changed: object) -> str:
    said = StringIO()
    call_command("new_tenant", "tallvik", **{**GIVEN, **changed}, stdout=said)
    return said.getvalue()


def test_the_printed_link_makes_the_administrator(norrvik: Place) -> None:
    place, link = (line.partition(": ")[2] for line in new_tenant().splitlines())

    assert place == f"http://tallvik.{settings.BASE_HOST}:8000/"
    assert link.startswith(f"{place}inbjudan/")
    browser = Client(SERVER_NAME=urlsplit(link).hostname)
    browser.post(urlsplit(link).path, {"name": "Alex Admin", "password": PASSWORD})
    member = Membership.objects.get(user__email="alex@tallvik.example")
    assert (member.tenant.slug, member.administrator) == ("tallvik", True)
    assert "Processledare" in browser.get("/organ").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": "222000-9937"}, "organisation_number: Skriv organisationsnumret"),
        ({"county": "99"}, "county: Det finns inget län med koden 99."),
        ({"municipality": ["9999"]}, "municipalities: Det finns ingen kommun med koden 9999."),
        ({"name": "Samordningsförbundet Norrvik"}, "name: Det finns redan en organisation"),
        ({"administrator": "alex"}, "email: Skriv en e-postadress"),
    ],
)
def test_what_must_be_changed_ends_the_command_with_a_sentence_and_leaves_nothing(
    norrvik: Place, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        new_tenant(**changed)

    assert not Tenant.objects.filter(slug="tallvik").exists()
    assert not Invitation.objects.exists()


def test_a_family_that_does_not_exist_is_refused(norrvik: Place) -> None:
    with pytest.raises(CommandError, match="lex-heller"):
        new_tenant(preset="lex-sarah")
