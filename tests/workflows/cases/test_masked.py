"""The text without the person: begun with replacements, and approved when nothing is left to answer."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tenants import air
from tests import families
from tests.conftest import Place, Visitor
from tests.families import Home, home_of
from workflows.cases import masked
from workflows.cases.models import Case, Kept
from workflows.masking.review import Answered

WITH_A_NAME = "Anna Lindberg fick vänta i fyra månader."
WITHOUT = "Den enskilde fick vänta i fyra månader."


@pytest.fixture
def home(both: tuple[Place, Place], db: None) -> Home:
    """A förbund."""
    return home_of("lex-heller")


@pytest.fixture
def case(home: Home) -> Case:
    """A case whose reporter kept a name because it was needed."""
    air.enter(home.tenant)
    return families.send(answered=Answered(because="needed"), handelse=WITH_A_NAME).case


@pytest.fixture
def leader(home: Home, case: Case, at: Visitor) -> Client:
    """Who may write the masked text."""
    return at(home, home.processledare)


def page(case: Case) -> str:
    return f"/arenden/{case.reference}/avidentifiera"


def test_it_begins_with_what_points_to_a_person_replaced_and_says_why_it_was_kept(
    leader: Client, case: Case
) -> None:
    shown = leader.get(page(case)).content.decode()

    assert WITH_A_NAME in shown
    assert "[namn] fick vänta i fyra månader.</textarea>" in shown
    assert "Det behövs för att förstå vad som hände" in shown


def test_a_name_is_approved_only_for_a_reason_which_is_noted_without_it(home: Home, case: Case) -> None:
    text = masked.write(case, {"handelse": WITH_A_NAME}, home.processledare)
    with pytest.raises(ValidationError) as refused:
        masked.approve(case, home.processledare)
    assert set(refused.value.message_dict) == {"kept_because"}
    assert masked.approved(case) is None

    masked.approve(case, home.processledare, Answered(because="agreed"))
    (kept,) = Kept.objects.filter(masked=text)
    assert (kept.question, kept.kind, kept.reason) == ("handelse", "name", "agreed")


def test_what_is_replaced_needs_no_reason(home: Home, case: Case) -> None:
    masked.write(case, {"handelse": WITH_A_NAME}, home.processledare)
    text = masked.write(case, {"handelse": WITHOUT}, home.processledare)

    assert masked.approve(case, home.processledare) == text
    assert not Kept.objects.filter(masked=text).exists()


def test_the_page_saves_the_text_shows_what_is_found_and_approves_it_when_that_is_answered(
    leader: Client, case: Case
) -> None:
    sent = {"handelse": WITH_A_NAME, "what": "approve"}
    shown = leader.post(page(case), sent).content.decode()
    assert "Läs igenom innan du godkänner" in shown
    assert masked.approved(case) is None
    saved = masked.latest(case)
    assert saved is not None
    assert saved.texts["handelse"] == WITH_A_NAME

    button = shown.partition('name="instead"')[2].partition('value="')[2].partition('"')[0]
    changed = leader.post(page(case), {**sent, "instead": button}).content.decode()
    assert "[namn] fick vänta i fyra månader.</textarea>" in changed
    assert masked.approved(case) is None

    assert leader.post(page(case), {**sent, "handelse": WITHOUT}).status_code == 302
    text = masked.approved(case)
    assert text is not None
    assert text.texts["handelse"] == WITHOUT
