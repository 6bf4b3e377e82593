"""Who reads the mail becomes a member, once, as themselves; nobody else does."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.invitations import VALID_FOR, Invite, accept, invite, open_invitation
from accounts.models import Invitation, Membership, User
from tenants import air, clock
from tests.accounts.signing_in import sign_in
from tests.conftest import PASSWORD, Place, Visitor

NEW = "nova@norrvik.example"
NOON = datetime(2030, 12, 1, 12, 0, tzinfo=clock.STOCKHOLM)
WELCOME = {"name": "Nova Ny", "password": PASSWORD}


def invited(place: Place, email: str = NEW, administrator: bool = False) -> str:
    """The path of the link."""
    return urlsplit(invite(place.tenant, Invite(email, administrator), by=place.administrator)).path


def members(place: Place) -> list[str]:
    return [m.user.email for m in Membership.objects.current().filter(tenant=place.tenant)]


def test_an_administrator_invites_and_only_the_mail_has_the_link(
    norrvik: Place, at: Visitor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    browser = at(norrvik, norrvik.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/medlemmar", {"email": "Nova@Norrvik.example"})
    page = browser.get(answer["Location"]).content.decode()

    (message,) = mail.outbox
    link = re.search(r"http\S+", str(message.body))
    assert link
    assert message.to == ["Nova@Norrvik.example"]
    assert NEW in page
    assert "Inbjudan är skickad." in page
    assert link[0].rpartition("/")[2] not in page + answer.content.decode()
    assert at(norrvik).get(urlsplit(link[0]).path).status_code == 200
    assert urlsplit(link[0]).hostname == norrvik.host


@pytest.mark.parametrize(
    "email", ["", "nova", "a" * 300 + "@norrvik.example", "processledare@norrvik.example"]
)
def test_an_address_that_cannot_be_invited_is_said_at_its_field(
    norrvik: Place, at: Visitor, email: str
) -> None:
    page = at(norrvik, norrvik.administrator).post("/medlemmar", {"email": email})

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"email"}
    assert not Invitation.objects.exists()


def test_a_new_person_gets_an_account_and_is_a_member_of_this_organisation_alone(
    norrvik: Place, soderby: Place, at: Visitor
) -> None:
    browser = at(norrvik)
    path = invited(norrvik)

    assert browser.post(path, WELCOME)["Location"] == "/mina-organisationer"

    user = User.objects.get(email=NEW)
    assert NEW in members(norrvik)
    assert NEW not in members(soderby)
    assert not Membership.objects.get(user=user).administrator
    assert browser.get("/start").status_code == 200
    assert browser.get("/medlemmar").status_code == 404
    assert sign_in(at(norrvik), NEW).status_code == 302


def test_an_invited_administrator_is_one(norrvik: Place, at: Visitor) -> None:
    browser = at(norrvik)
    browser.post(invited(norrvik, administrator=True), WELCOME)

    assert browser.get("/medlemmar").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("password", "kort"), ("password", "nova ny 2026"), ("password", NEW)],
)
def test_a_name_and_a_good_password_are_needed(norrvik: Place, at: Visitor, field: str, value: str) -> None:
    page = at(norrvik).post(invited(norrvik), {**WELCOME, field: value})

    assert set(page.context["form"].errors) == {field}
    assert not User.objects.filter(email=NEW).exists()


def test_a_link_that_is_over_says_so(norrvik: Place, soderby: Place, at: Visitor) -> None:
    used, open_elsewhere = invited(norrvik), invited(soderby, "nils@soderby.example")
    with clock.standing_at(clock.now() - VALID_FOR):
        expired = invited(norrvik, "ela@norrvik.example")
    at(norrvik).post(used, WELCOME)

    for path in (used, expired, open_elsewhere, "/inbjudan/pahittad"):
        for page in (at(norrvik).get(path), at(norrvik).post(path, WELCOME)):
            assert page.status_code == 404
            assert "Inbjudan gäller inte längre" in page.content.decode()
    assert at().get(open_elsewhere).status_code == 404
    assert not User.objects.filter(email__in=["ela@norrvik.example", "nils@soderby.example"]).exists()


def test_a_link_holds_for_fourteen_days(norrvik: Place, at: Visitor) -> None:
    with clock.standing_at(NOON):
        path = invited(norrvik)

    with clock.standing_at(NOON + timedelta(days=14, seconds=-1)):
        assert at(norrvik).get(path).status_code == 200
    with clock.standing_at(NOON + timedelta(days=14)):
        assert at(norrvik).get(path).status_code == 404


def test_who_has_an_account_accepts_as_themselves(
    norrvik: Place, stranger: User, mika: User, at: Visitor
) -> None:
    path = invited(norrvik, stranger.email)

    for other in (at(norrvik), at(norrvik, mika)):
        asked = other.post(path, WELCOME)
        assert "Logga in med det" in asked.content.decode()
        assert f"/logga-in?next={path}" in asked.content.decode()
    assert stranger.email not in members(norrvik)

    browser = at(norrvik)
    assert sign_in(browser, stranger.email, next=path)["Location"] == path
    browser.post(path)
    stranger.refresh_from_db()
    assert stranger.email in members(norrvik)
    assert stranger.check_password(PASSWORD)
    assert stranger.name == "Sam Svensson"


def test_two_invitations_are_one_membership_with_the_wider_rights(
    norrvik: Place, stranger: User, at: Visitor
) -> None:
    browser = at(norrvik, stranger)
    for path in [invited(norrvik, stranger.email), invited(norrvik, stranger.email, administrator=True)]:
        assert browser.post(path).status_code == 302

    assert members(norrvik).count(stranger.email) == 1
    assert browser.get("/medlemmar").status_code == 200


def test_an_acceptance_that_arrives_twice_changes_nothing(norrvik: Place, stranger: User) -> None:
    token = invited(norrvik, stranger.email).rpartition("/")[2]
    with air.inside(norrvik.tenant):
        found = open_invitation(token)
    assert found

    with clock.standing_at(NOON):
        first = accept(found, stranger)
    assert accept(found, stranger) == first
    assert Invitation.objects.get().accepted_at == NOON


def test_who_left_can_be_invited_again(norrvik: Place, mika: User, at: Visitor) -> None:
    Membership.objects.filter(user=mika).update(ends=clock.today())

    at(norrvik, mika).post(invited(norrvik, mika.email))

    assert members(norrvik).count(mika.email) == 1
    assert Membership.objects.filter(user=mika).count() == 2


def test_the_link_cannot_be_read_out_of_the_database(norrvik: Place) -> None:
    token = invited(norrvik).rpartition("/")[2]

    assert len(token) >= 43
    assert token not in str(list(Invitation.objects.values()))


def test_who_is_a_member_is_not_invited_in_any_case(norrvik: Place, mika: User) -> None:
    with pytest.raises(ValidationError, match="redan medlem"):
        invite(norrvik.tenant, Invite(f" {mika.email.upper()} "), by=None)
