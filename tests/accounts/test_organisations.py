"""A person sees the organisations they belong to, and the pages of each that are theirs to see."""

from datetime import datetime
from urllib.parse import urlsplit

import pytest

from accounts.models import Membership, User
from tenants import clock
from tenants.models import Tenant
from tests.conftest import Place, Visitor

FOR_ADMINISTRATORS = ["/medlemmar", "/organ"]


def test_the_list_has_only_organisations_that_a_person_belongs_to_now(
    norrvik: Place, soderby: Place, mika: User, at: Visitor
) -> None:
    left = Membership.objects.create(user=mika, tenant=soderby.tenant)
    left.ends = clock.today()
    left.save()

    page = at(user=mika).get("/mina-organisationer").content.decode()

    assert f'href="http://{norrvik.host}:8000/start"' in page
    assert soderby.host not in page


def test_the_list_leads_to_every_organisation_by_its_own_host_from_any_other(
    norrvik: Place, soderby: Place, mika: User, at: Visitor
) -> None:
    Membership.objects.create(user=mika, tenant=soderby.tenant, administrator=True)

    for browser in (at(user=mika), at(norrvik, mika)):
        page = browser.get("/mina-organisationer").content.decode()
        assert f'href="http://{norrvik.host}:8000/start"' in page
        assert f'href="http://{soderby.host}:8000/start"' in page


def test_an_organisation_that_has_ended_is_gone_from_the_list(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    Tenant.objects.filter(slug="norrvik").update(ends="2030-01-01")
    browser = at(user=mika)

    assert norrvik.host in browser.get("/mina-organisationer").content.decode()
    with clock.standing_at(datetime(2030, 1, 1, tzinfo=clock.STOCKHOLM)):
        assert norrvik.host not in browser.get("/mina-organisationer").content.decode()


def test_a_person_who_belongs_nowhere_is_told_what_to_do(stranger: User, at: Visitor) -> None:
    assert "Be den som administrerar" in at(user=stranger).get("/mina-organisationer").content.decode()


@pytest.mark.parametrize("path", FOR_ADMINISTRATORS)
def test_the_pages_of_an_administrator_do_not_exist_for_others(
    norrvik: Place, soderby: Place, mika: User, stranger: User, at: Visitor, path: str
) -> None:
    for other in (mika, norrvik.processledare, stranger, soderby.administrator):
        assert at(norrvik, other).get(path).status_code == 404
        assert at(norrvik, other).post(path, {"email": "nisse@norrvik.example"}).status_code == 404
    assert at(norrvik, norrvik.administrator).get(path).status_code == 200


@pytest.mark.parametrize("path", [*FOR_ADMINISTRATORS, "/start", "/arenden"])
def test_nobody_is_asked_to_sign_in_on_the_same_host(norrvik: Place, at: Visitor, path: str) -> None:
    asked = at(norrvik).get(path)

    assert (asked.status_code, asked["Location"]) == (302, f"/logga-in?next={path}")
    assert not urlsplit(asked["Location"]).netloc


@pytest.mark.parametrize("path", ["/start", "/arenden"])
def test_a_stranger_finds_nothing_in_an_organisation(
    norrvik: Place, stranger: User, at: Visitor, path: str
) -> None:
    assert at(norrvik, stranger).get(path).status_code == 404


def test_a_membership_that_ended_today_opens_nothing(norrvik: Place, mika: User, at: Visitor) -> None:
    browser = at(norrvik, mika)
    assert browser.get("/start").status_code == 200

    Membership.objects.filter(user=mika).update(ends=clock.today())

    assert browser.get("/start").status_code == 404
