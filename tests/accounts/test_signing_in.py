"""Who signs in lands on their own start, and who can't is told the same whatever was wrong."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.accounts.signing_in import WRONG, is_in, sign_in
from tests.conftest import PASSWORD, Place, Visitor


def test_a_member_lands_on_the_start_of_the_host_and_on_the_shared_site_on_their_organisations(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    assert sign_in(at(norrvik), mika.email)["Location"] == "/start"
    assert sign_in(at(), mika.email)["Location"] == "/mina-organisationer"


def test_an_address_is_the_same_in_any_case_and_a_password_is_not(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    assert sign_in(at(norrvik), f" {mika.email.upper()} ").status_code == 302
    assert sign_in(at(norrvik), mika.email, PASSWORD.upper()).status_code == 200


def test_everything_that_can_be_wrong_is_answered_alike(norrvik: Place, mika: User, at: Visitor) -> None:
    ended = User.objects.create_user("ended@norrvik.example", PASSWORD, "Eva Slutat")
    User.objects.filter(pk=ended.pk).update(is_active=False)
    tries = [(mika.email, "fel lösenord"), ("ingen@norrvik.example", PASSWORD), (ended.email, PASSWORD)]

    for email, password in tries:
        browser = at(norrvik)
        page = sign_in(browser, email, password)
        assert page.status_code == 200
        assert page.context["form"].errors == {"__all__": [WRONG]}
        assert password not in page.content.decode()
        assert not is_in(browser)


def test_a_person_who_is_ended_is_out_at_the_next_page(norrvik: Place, mika: User, at: Visitor) -> None:
    browser = at(norrvik, mika)
    assert is_in(browser)

    User.objects.filter(pk=mika.pk).update(is_active=False)

    assert not is_in(browser)


def test_a_page_that_was_asked_for_is_where_one_lands(norrvik: Place, at: Visitor) -> None:
    browser = at(norrvik)
    asked = browser.get("/medlemmar")
    assert asked["Location"] == "/logga-in?next=/medlemmar"

    form = browser.get(asked["Location"]).context["next"]

    assert sign_in(browser, norrvik.administrator.email, next=form)["Location"] == "/medlemmar"
    assert browser.get("/medlemmar").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        f"http://soderby.{settings.BASE_HOST}/start",
        f"http://{settings.BASE_HOST}/start",
        "https://ond.example/",
        "//ond.example/",
        "///ond.example",
        "/\\ond.example/",
        "\\\\ond.example",
        "javascript:alert(1)",
        f"http://norrvik.{settings.BASE_HOST}@ond.example/",
        "\x08//ond.example",
    ],
)
def test_nobody_is_led_to_another_host(norrvik: Place, mika: User, at: Visitor, elsewhere: str) -> None:
    assert at(norrvik).get("/logga-in", {"next": elsewhere}).context["next"] == "/start"
    assert sign_in(at(norrvik), mika.email, next=elsewhere)["Location"] == "/start"


def test_the_session_holds_on_every_host_and_signing_out_ends_it_on_all(
    norrvik: Place, soderby: Place, mika: User
) -> None:
    browser = Client()
    everywhere = [norrvik.host, soderby.host, settings.BASE_HOST]

    def in_at(host: str) -> bool:
        status: int = browser.get("/mina-organisationer", headers={"Host": host}).status_code
        return status == 200

    sign_in(browser, mika.email, headers={"Host": norrvik.host})
    assert all(in_at(host) for host in everywhere)
    copied = browser.cookies["samsyn"].value

    assert browser.get("/logga-ut", headers={"Host": soderby.host}).status_code == 405
    assert all(in_at(host) for host in everywhere)
    assert browser.post("/logga-ut", headers={"Host": soderby.host})["Location"] == "/"
    browser.cookies["samsyn"] = copied
    assert not any(in_at(host) for host in everywhere)


def test_a_session_that_was_there_before_is_not_the_one_that_is_signed_in(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    browser = at(norrvik, norrvik.administrator)
    before = browser.cookies["samsyn"].value

    sign_in(browser, mika.email)

    assert browser.cookies["samsyn"].value != before


def test_cookies_go_no_further_than_they_must(norrvik: Place, mika: User, at: Visitor) -> None:
    browser = at(norrvik)
    browser.get("/logga-in")
    sign_in(browser, mika.email)
    session, csrf = browser.cookies["samsyn"], browser.cookies["csrftoken"]

    assert (session["domain"], session["httponly"], session["samesite"]) == (settings.BASE_HOST, True, "Lax")
    assert (csrf["domain"], csrf["samesite"]) == ("", "Lax")


def test_a_form_from_another_host_signs_nobody_in(norrvik: Place, soderby: Place, mika: User) -> None:
    browser = Client(SERVER_NAME=norrvik.host, enforce_csrf_checks=True)
    browser.get("/logga-in")
    token = browser.cookies["csrftoken"].value
    written = {"email": mika.email, "password": PASSWORD, "csrfmiddlewaretoken": token}

    forged = browser.post("/logga-in", written, headers={"Origin": f"http://{soderby.host}"})

    assert forged.status_code == 403
    assert not is_in(browser)
    assert browser.post("/logga-in", written, headers={"Origin": f"http://{norrvik.host}"}).status_code == 302


def test_signing_in_asks_on_the_host_that_was_asked(norrvik: Place, at: Visitor) -> None:
    for visitor in (at(norrvik), at()):
        assert urlsplit(visitor.get("/mina-organisationer")["Location"]).netloc == ""
        assert visitor.get("/logga-in").status_code == 200
