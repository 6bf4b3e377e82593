"""The host says whose page it is, and nothing of one request is left for the next."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from tenants import air, clock, hosts
from tenants.middleware import HostMiddleware
from tenants.models import Tenant
from tests.conftest import Place, Visitor
from workflows.bodies.models import Body

SECRET = "hemlig-kod"


def test_each_host_shows_its_own_organisation(norrvik: Place, soderby: Place, at: Visitor) -> None:
    for here, there in ((norrvik, soderby), (soderby, norrvik)):
        page = at(here).get("/").content.decode()
        assert here.tenant.name in page
        assert there.tenant.name not in page


@pytest.mark.parametrize("host", ["vik.{0}", "norrvik.x.{0}", "xnorrvik.{0}"])
def test_a_host_that_nobody_has_is_not_found(norrvik: Place, host: str) -> None:
    assert Client(SERVER_NAME=host.format(settings.BASE_HOST)).get("/").status_code == 404


def test_a_host_that_is_not_ours_is_refused(norrvik: Place) -> None:
    assert Client(SERVER_NAME=f"{settings.BASE_HOST}.example").get("/").status_code == 400


def test_a_host_is_the_same_in_any_case_and_on_any_port(norrvik: Place) -> None:
    for host in (norrvik.host.upper(), f"{norrvik.host}:8443"):
        assert norrvik.tenant.name in Client(headers={"Host": host}).get("/").content.decode()
    assert Client(headers={"Host": settings.BASE_HOST.title()}).get("/").status_code == 200


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_machines_own_name_leads_to_the_shared_site_and_answers_probes(db: None, host: str) -> None:
    machine = Client(SERVER_NAME=host)

    assert machine.get("/rapportera")["Location"] == hosts.address()
    assert machine.get("/health/live").json() == {"status": "ok"}


def test_an_organisation_is_there_from_its_first_day_until_its_last(norrvik: Place, at: Visitor) -> None:
    Tenant.objects.filter(slug="norrvik").update(starts="2027-01-01", ends="2028-01-01")

    for day, there in (
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ):
        with clock.standing_at(datetime(day.year, day.month, day.day, 12, tzinfo=clock.STOCKHOLM)):
            assert at(norrvik).get("/").status_code == (200 if there else 404)
            assert (norrvik.tenant.name in at().get("/").content.decode()) is there


@pytest.mark.parametrize("path", ["/rapportera", "/kvitto", "/start", "/medlemmar", "/organ", "/arenden"])
def test_the_pages_of_an_organisation_are_not_on_the_shared_site(
    norrvik: Place, at: Visitor, path: str
) -> None:
    assert at(user=norrvik.administrator).get(path).status_code == 404


def test_the_health_pages_are_not_on_the_host_of_an_organisation(norrvik: Place, at: Visitor) -> None:
    assert at().get("/health/live").status_code == 200
    assert at(norrvik).get("/health/live").status_code == 404


def through(path: str, host: str, answer: Callable[[HttpRequest], HttpResponse]) -> HttpRequest:
    """Sends a request through the middleware alone, to a view that is the answer."""
    request = RequestFactory(SERVER_NAME=host).get(path)
    with suppress(RuntimeError):
        HostMiddleware(answer)(request)
    return request


def raises(request: HttpRequest) -> HttpResponse:
    assert air.schema() == "t_norrvik"
    Body.objects.count()
    raise RuntimeError


def answers(request: HttpRequest) -> HttpResponse:
    assert air.schema() == "t_norrvik"
    return HttpResponse()


@pytest.mark.parametrize("view", [raises, answers])
def test_after_a_request_nobody_is_in_the_air(
    norrvik: Place, view: Callable[[HttpRequest], HttpResponse]
) -> None:
    through("/", norrvik.host, view)

    assert air.schema() == "public"
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        assert cursor.fetchone() == ("public",)


def test_an_organisation_stays_in_the_air_when_what_it_did_is_undone(norrvik: Place, soderby: Place) -> None:
    with air.inside(soderby.tenant):
        assert Body.objects.exists()
    with air.inside(norrvik.tenant):
        with suppress(RuntimeError), transaction.atomic():
            Body.objects.update(name="Ångrat")
            raise RuntimeError
        Body.objects.update(name="Norrviks")
    with air.inside(soderby.tenant):
        assert not Body.objects.filter(name__in=["Norrviks", "Ångrat"]).exists()


@pytest.mark.parametrize(
    ("path", "route"),
    [
        (f"/inbjudan/{SECRET}?kod={SECRET}", "/inbjudan/<token>"),
        (f"/losenord/nytt/MQ/{SECRET}", "/losenord/nytt/<uidb64>/<token>"),
        (f"/{SECRET}", "-"),
        ("/", "/"),
    ],
)
def test_the_access_log_is_given_the_route_and_never_the_path(
    norrvik: Place, at: Visitor, path: str, route: str
) -> None:
    response = at(norrvik).get(path)

    logged = {key: value for key, value in response.wsgi_request.META.items() if key.startswith("samsyn.")}
    assert logged == {"samsyn.host": norrvik.host, "samsyn.route": route}


def test_the_access_log_is_given_a_route_of_what_went_wrong_too(
    norrvik: Place,
) -> None:
    assert through(f"/{SECRET}", norrvik.host, raises).META["samsyn.route"] == "-"
    assert through(f"/{SECRET}", "localhost", answers).META["samsyn.route"] == "-"


def test_an_address_is_absolute_and_has_a_port_only_where_one_is_set(settings: Settings) -> None:
    settings.BASE_HOST = "samsyn.example"
    settings.HTTPS, settings.BASE_PORT = True, 0
    assert hosts.address("norrvik", "/start") == "https://norrvik.samsyn.example/start"

    settings.HTTPS, settings.BASE_PORT = False, 8000
    assert hosts.address() == "http://samsyn.example:8000/"
