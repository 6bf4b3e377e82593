"""A draft becomes a version when it is proven, and two who change it at once lose nothing."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from tests.conftest import Place
from tests.workflows.cases.reports import send
from workflows.builder import drafts, edits
from workflows.builder.models import Draft
from workflows.intake.models import Entrance
from workflows.questions.models import QuestionForm
from workflows.questions.sheet import Choice, Question, Sheet

TWO = (Choice("af", "Arbetsförmedlingen"), Choice("fk", "Försäkringskassan"))
WHOLE = Sheet(
    "Kort rapport",
    (
        Question("vad", "long_text", "Vad hände?", role="event"),
        Question("sedan", "long_text", "Vad blev följden?", role="client_consequence"),
        Question("vilka", "parties", "Vilka var med?", role="parties", choices=TWO),
    ),
)


@pytest.fixture
def owner(inside: Place) -> User:
    """Somebody; who may is the pages' matter."""
    return inside.administrator


@pytest.fixture
def draft(owner: User) -> Draft:
    """The form in use, about to be changed."""
    found = drafts.draft_of("rapport", owner)
    assert found is not None
    return found


def in_use() -> Sheet:
    return QuestionForm.objects.select_related("version").get(slug="rapport").version.sheet


def test_to_look_at_a_form_begins_nothing(draft: Draft) -> None:
    assert draft.sheet == in_use()
    assert not Draft.objects.exists()


def test_what_is_changed_is_answered_when_it_is_published_and_not_before(draft: Draft, owner: User) -> None:
    first = in_use().questions[0]
    drafts.put(draft, replace(first, label="Vad var det som hände?"), edits.mark_of(first), owner)
    assert in_use().questions[0].label == first.label

    before = send().case
    drafts.publish(draft, owner)
    after = send().case

    assert in_use().questions[0].label == "Vad var det som hände?"
    assert before.form_version.sheet.questions[0].label == first.label
    assert after.form_version.sheet.questions[0].label == "Vad var det som hände?"
    assert not Draft.objects.exists()
    (published,) = QuestionForm.objects.get(slug="rapport").publications.filter(by=owner)
    assert published.version == after.form_version


def test_two_who_change_different_questions_both_keep_theirs(draft: Draft, owner: User) -> None:
    first, second = in_use().questions[:2]

    drafts.put(draft, replace(first, hint="Skriv fritt."), edits.mark_of(first), owner)
    drafts.put(draft, replace(second, hint="Kort räcker."), edits.mark_of(second), owner)

    now = Draft.objects.get().sheet
    assert [one.hint for one in now.questions[:2]] == ["Skriv fritt.", "Kort räcker."]


def test_who_changes_a_question_that_was_changed_meanwhile_is_told_and_can_keep_theirs(
    draft: Draft, owner: User
) -> None:
    first = in_use().questions[0]
    shown = edits.mark_of(first)
    drafts.put(draft, replace(first, label="Den enas ord"), shown, owner)

    with pytest.raises(drafts.Meanwhile) as told:
        drafts.put(draft, replace(first, label="Den andras ord"), shown, owner)
    assert told.value.question == replace(first, label="Den enas ord")
    assert told.value.by == owner.name
    assert Draft.objects.get().sheet.questions[0].label == "Den enas ord"

    drafts.put(draft, replace(first, label="Den andras ord"), edits.mark_of(told.value.question), owner)
    assert Draft.objects.get().sheet.questions[0].label == "Den andras ord"


def test_what_is_not_sound_is_not_published(draft: Draft, owner: User) -> None:
    needed = in_use().feeding("client_consequence")
    assert needed
    drafts.change(draft, lambda form: edits.removed(form, needed.id), owner)

    with pytest.raises(drafts.Unproven) as unproven:
        drafts.publish(draft, owner)

    assert [fault.what for fault in unproven.value.faults] == ["role_not_fed"]
    assert in_use().feeding("client_consequence") == needed


def test_a_new_form_gets_a_way_in_when_it_is_published(owner: User) -> None:
    draft = drafts.begin(WHOLE, owner)
    assert draft.slug == "kort-rapport"
    assert not Entrance.objects.filter(form__slug="kort-rapport").exists()

    drafts.publish(draft, owner)

    first, second = Entrance.objects.all()
    assert second.form.slug == "kort-rapport"
    assert second.chain == first.chain
    assert drafts.begin(WHOLE, owner).slug == "kort-rapport-2"


def test_an_older_version_comes_back_as_a_draft(draft: Draft, owner: User) -> None:
    older = QuestionForm.objects.get(slug="rapport").version
    drafts.name(draft, "Ny rapport", "", owner)
    form = drafts.publish(draft, owner)
    assert in_use().title == "Ny rapport"

    again = drafts.go_back(form, older, owner)

    assert again.sheet == older.sheet
    assert drafts.publish(again, owner).version == older


def test_a_question_without_words_is_not_added(draft: Draft, owner: User) -> None:
    with pytest.raises(ValidationError):
        drafts.add(draft, "long_text", "  ", owner)
    for number in range(edits.MOST - len(in_use().questions)):
        drafts.add(draft, "short_text", f"Fråga {number}", owner)
    with pytest.raises(ValidationError, match="Ta bort någon först"):
        drafts.add(draft, "short_text", "En för mycket", owner)
