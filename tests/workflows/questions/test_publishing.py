"""A form gets a new version, and what was answered before stays an answer to the old one."""

from copy import deepcopy
from typing import Any

import pytest

from tests.conftest import Place
from tests.workflows.cases.reports import send
from workflows.presets import family
from workflows.questions.models import FormVersion, QuestionForm
from workflows.questions.publishing import publish


@pytest.fixture
def content(inside: Place) -> dict[str, Any]:
    """What Norrvik's form is made of."""
    return deepcopy(family.read("lex-heller").form)


def publish_again(content: dict[str, Any]) -> QuestionForm:
    return publish("rapport", {key: value for key, value in content.items() if key != "slug"})


def test_the_same_words_are_the_same_version(content: dict[str, Any]) -> None:
    before = QuestionForm.objects.get().version

    again = publish_again(dict(reversed(content.items())))

    assert again.version == before
    assert FormVersion.objects.count() == 1


def test_other_words_are_a_new_version_and_old_answers_keep_theirs(content: dict[str, Any]) -> None:
    before = send().case
    content["questions"][0]["label"] = "Vad var det som hände?"

    form = publish_again(content)

    after = send().case
    before.refresh_from_db()
    assert before.form_version.sheet.question("handelse").label == "Vad hände?"
    assert after.form_version == form.version
    assert after.form_version.sheet.question("handelse").label == "Vad var det som hände?"
    assert QuestionForm.objects.count() == 1


def test_going_back_to_old_words_goes_back_to_their_version(content: dict[str, Any]) -> None:
    before = QuestionForm.objects.get().version
    publish_again({**content, "title": "Något annat"})

    assert publish_again(content).version == before
    assert FormVersion.objects.count() == 2


def test_words_that_make_no_form_change_nothing(content: dict[str, Any]) -> None:
    before = QuestionForm.objects.get().version
    content["questions"][0]["kind"] = "essay"

    with pytest.raises(ValueError, match="essay"):
        publish_again(content)

    assert QuestionForm.objects.get().version == before
