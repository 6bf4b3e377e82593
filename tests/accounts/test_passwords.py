"""A forgotten password is replaced by who reads the mail, once, and every door that was open shuts."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.signing_in import TOO_MANY, is_in, sign_in
from tests.conftest import Place, Visitor

NEW = "sju sjösjuka sjömän"


def mailed_link(browser: Client, user: User) -> str:
    browser.post("/losenord", {"email": user.email})
    found = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def choose(browser: Client, link: str, password: str = NEW) -> Any:
    """Follows the link and sends the form there."""
    page = browser.get(urlsplit(link).path, follow=True)
    return browser.post(page.request["PATH_INFO"], {"password": password})


def test_the_answer_is_the_same_whether_there_is_an_account_or_not(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    ended = User.objects.create_user("ended@norrvik.example", NEW, "Eva Slutat")
    User.objects.filter(pk=ended.pk).update(is_active=False)

    answers = {
        (page.status_code, page["Location"])
        for email in (mika.email.upper(), "ingen@norrvik.example", ended.email)
        for page in [at(norrvik).post("/losenord", {"email": email})]
    }

    assert answers == {(302, "/losenord/skickat")}
    assert [message.to for message in mail.outbox] == [[mika.email]]


def test_the_mail_says_nothing_of_the_person_and_leads_to_the_host_that_was_asked(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    for browser, host in ((at(norrvik), norrvik.host), (at(), norrvik.host.partition(".")[2])):
        assert urlsplit(mailed_link(browser, mika)).hostname == host
        message = mail.outbox[-1]
        assert message.subject == "Nytt lösenord till Samsyn"
        assert "Mika" not in str(message.body)


def test_what_a_visitor_writes_in_a_header_does_not_lead_who_reads_the_mail(
    norrvik: Place, mika: User
) -> None:
    link = mailed_link(Client(headers={"Host": f"{norrvik.host}:666"}), mika)

    assert urlsplit(link).netloc == f"{norrvik.host}:8000"


def test_a_link_works_once(norrvik: Place, mika: User, at: Visitor) -> None:
    link = mailed_link(at(norrvik), mika)

    assert choose(at(norrvik), link)["Location"] == "/logga-in"
    assert sign_in(at(norrvik), mika.email, NEW).status_code == 302
    again = at(norrvik).get(urlsplit(link).path)
    assert again.context["validlink"] is False
    assert choose(at(norrvik), link, "något helt annat").status_code == 200
    assert sign_in(at(norrvik), mika.email, NEW).status_code == 302


def test_a_newer_link_does_not_help_an_older_one_that_was_used(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    first, second = mailed_link(at(norrvik), mika), mailed_link(at(norrvik), mika)
    choose(at(norrvik), first)

    choose(at(norrvik), second, "något helt annat")

    assert sign_in(at(norrvik), mika.email, NEW).status_code == 302


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "Välj ett lösenord."),
        ("elva tecken", "minst 12 tecken"),
        ("qwerty123456", "för vanligt"),
        ("193847561029", "enbart numeriskt"),
        ("mika medlem1", "för likt"),
        ("mika@norrvik.example", "för likt"),
    ],
)
def test_a_password_that_can_be_guessed_is_refused(
    norrvik: Place, mika: User, at: Visitor, password: str, said: str
) -> None:
    page = choose(at(norrvik), mailed_link(at(norrvik), mika), password)

    assert said in " ".join(page.context["form"].errors["password"])
    assert sign_in(at(norrvik), mika.email, password).status_code == 200


def test_a_new_password_ends_every_session_with_the_old_one(
    norrvik: Place, soderby: Place, mika: User, at: Visitor
) -> None:
    before = at(norrvik, mika)
    assert is_in(before)

    after = at(soderby)
    choose(after, mailed_link(after, mika))

    assert not is_in(before)
    assert not is_in(after)


def test_a_new_password_opens_an_account_that_guesses_had_closed(
    norrvik: Place, mika: User, at: Visitor
) -> None:
    for number in range(10):
        sign_in(at(norrvik), mika.email, f"gissning {number}")
    assert TOO_MANY in sign_in(at(norrvik), mika.email).content.decode()

    choose(at(norrvik), mailed_link(at(norrvik), mika))

    assert sign_in(at(norrvik), mika.email, NEW).status_code == 302


def test_a_mailbox_is_not_filled_and_nobody_is_told_so(norrvik: Place, mika: User, at: Visitor) -> None:
    for _again in range(5):
        assert at(norrvik).post("/losenord", {"email": mika.email})["Location"] == "/losenord/skickat"

    assert len(mail.outbox) == 3


@pytest.mark.parametrize("path", ["MQ/set-password", "!!/abc-123", "OTk5OTk5/abc-123"])
def test_a_made_up_link_is_over(norrvik: Place, at: Visitor, path: str) -> None:
    page = at(norrvik).get(f"/losenord/nytt/{path}")

    assert page.status_code == 200
    assert "Länken gäller inte längre" in page.content.decode()
