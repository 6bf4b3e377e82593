"""Keys: whose they are, where they open something, and that they end."""

import re
from datetime import datetime, timedelta

import pytest

from accounts import tokens
from accounts.models import Membership, Token
from tenants import air, clock
from tests.api.conftest import Program, key_of
from tests.conftest import Place, Visitor
from workflows.bodies.models import Seat


def test_who_the_key_is_for(leader: Program) -> None:
    me = leader.get("me")
    assert me.status == 200
    assert me.body["email"] == "processledare@norrvik.example"
    assert me.body["tenant"]["slug"] == "norrvik"
    assert me.body["administrator"] is False
    seats = [(seat["body"]["key"], seat["function"], seat["sight"]) for seat in me.body["seats"]]
    assert seats == [("processledare", "Processledare", "full")]


def test_an_administrator_is_somebody_and_reads_no_cases(norrvik: Place) -> None:
    program = key_of(norrvik, norrvik.administrator)
    assert program.get("me").body["seats"] == []
    assert program.get("me").body["administrator"] is True
    assert program.get("cases").status == 404


def test_only_the_hash_is_kept(norrvik: Place) -> None:
    text = tokens.issue(norrvik.processledare, norrvik.tenant, "Ett test")
    kept = Token.objects.get()
    assert len(text) >= 43
    assert kept.hash == tokens.hash_of(text)
    assert text not in str(list(Token.objects.values_list()))


def test_a_key_of_one_organisation_opens_nothing_at_another(norrvik: Place, soderby: Place) -> None:
    Membership.objects.create(user=norrvik.processledare, tenant=soderby.tenant)
    text = tokens.issue(norrvik.processledare, norrvik.tenant, "Ett test")
    assert Program(norrvik, f"Token {text}").get("me").status == 200
    assert Program(soderby, f"Token {text}").get("me").status == 401


WRONG = ["", "Token", "Token fel", "Token a b", "Bearer {key}", "Receipt {key}", "Token å{key}", "{key}"]


@pytest.mark.parametrize("authorization", WRONG)
def test_without_a_key_that_opens_nothing_is_said_but_how(norrvik: Place, authorization: str) -> None:
    text = tokens.issue(norrvik.processledare, norrvik.tenant, "Ett test")
    said = Program(norrvik, authorization.format(key=text).encode().decode("latin-1")).get("me")
    assert said.status == 401
    assert said.headers["WWW-Authenticate"] == "Token"
    assert said.body == Program(norrvik).get("cases/2026-0001").body


def test_the_session_of_a_browser_opens_nothing(norrvik: Place, at: Visitor) -> None:
    assert at(norrvik, norrvik.processledare).get("/api/v1/me").status_code == 401


def test_membership_and_seats_are_asked_at_every_request(leader: Program, norrvik: Place) -> None:
    assert leader.get("cases").status == 200
    with air.inside(norrvik.tenant):
        Seat.objects.update(starts="2025-01-01", ends="2026-01-01")
    assert leader.get("cases").status == 404
    assert leader.get("me").body["seats"] == []
    Membership.objects.filter(user=norrvik.processledare).update(ends="2026-01-01")
    assert leader.get("me").status == 401


def test_an_ended_account_has_no_keys(leader: Program, norrvik: Place) -> None:
    norrvik.processledare.is_active = False
    norrvik.processledare.save()
    assert leader.get("me").status == 401


def test_the_day_of_the_last_use_is_noted_and_no_more(leader: Program) -> None:
    assert Token.objects.get().last_used_at is None
    leader.get("me")
    assert Token.objects.get().last_used_at == clock.today()
    later: datetime = clock.now() + timedelta(days=2)
    with clock.standing_at(later):
        leader.get("me")
    assert Token.objects.get().last_used_at == later.date()


# --- The page --------------------------------------------------------------------------------------------


def test_a_person_makes_a_key_sees_it_once_and_ends_it(norrvik: Place, at: Visitor) -> None:
    browser = at(norrvik, norrvik.processledare)
    page = browser.post("/nycklar", {"name": "Vårt system"}).content.decode()
    found = re.search(r"<code>([^<]+)</code>", page)
    assert found
    program = Program(norrvik, f"Token {found[1]}")
    assert program.get("me").status == 200

    again = browser.get("/nycklar").content.decode()
    assert found[1] not in again
    assert "Vårt system" in again
    assert browser.post("/nycklar", {"end": Token.objects.get().pk}).status_code == 302
    assert program.get("me").status == 401
    assert "Vårt system" not in browser.get("/nycklar").content.decode()


def test_a_key_needs_a_name(norrvik: Place, at: Visitor) -> None:
    browser = at(norrvik, norrvik.processledare)
    for name in ("", "x" * 121, "a\x00b"):
        assert browser.post("/nycklar", {"name": name}).status_code == 200
    assert not Token.objects.exists()


def test_nobody_ends_anothers_key(norrvik: Place, soderby: Place, at: Visitor) -> None:
    tokens.issue(norrvik.processledare, norrvik.tenant, "Ett test")
    number = Token.objects.get().pk
    for place, user in ((norrvik, norrvik.administrator), (soderby, soderby.processledare)):
        at(place, user).post("/nycklar", {"end": number})
        at(place, user).post("/nycklar", {"end": "9" * 5000})
    assert Token.objects.get().ended_at is None


def test_ending_a_key_twice_changes_nothing(norrvik: Place) -> None:
    tokens.issue(norrvik.processledare, norrvik.tenant, "Ett test")
    token = Token.objects.get()
    tokens.end(token)
    ended = token.ended_at
    tokens.end(token)
    assert token.ended_at == ended
