"""The proxy gets a certificate for the shared site and for each organisation, and for no other name."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client

from tenants import clock
from tenants.models import Tenant
from tests.conftest import Place


def asked(domain: str, at: str = "127.0.0.1:8001") -> int:
    return Client(headers={"Host": at}).get("/health/host", {"domain": domain}).status_code


def test_our_own_hosts_get_one_however_they_are_written(norrvik: Place, soderby: Place) -> None:
    for ours in (settings.BASE_HOST, norrvik.host, soderby.host, soderby.host.upper(), f"{norrvik.host}."):
        assert asked(ours) == 200


@pytest.mark.parametrize(
    "name",
    [
        "",
        "vik.{0}",
        "www.{0}",
        "norrvik.x.{0}",
        "norrvik.{0}.example",
        "xnorrvik.{0}",
        "norrvik",
        "example",
        "*.{0}",
    ],
)
def test_no_other_name_gets_one(norrvik: Place, name: str) -> None:
    assert asked(name.format(settings.BASE_HOST)) == 404
    assert Client(headers={"Host": "127.0.0.1"}).get("/health/host").status_code == 404


def test_an_organisation_that_has_ended_gets_none(norrvik: Place) -> None:
    Tenant.objects.filter(slug="norrvik").update(ends="2028-01-01")
    for day, status in ((date(2027, 12, 31), 200), (date(2028, 1, 1), 404)):
        with clock.standing_at(datetime(day.year, day.month, day.day, 12, tzinfo=clock.STOCKHOLM)):
            assert asked(norrvik.host) == status


def test_from_outside_nobody_learns_which_hosts_there_are(norrvik: Place) -> None:
    for outside in (settings.BASE_HOST, norrvik.host):
        for name in (settings.BASE_HOST, norrvik.host, "vik.example"):
            assert asked(name, at=outside) == 404
