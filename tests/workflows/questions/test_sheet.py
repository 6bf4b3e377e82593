"""A form is data that reads as it was written, in a file as in the database."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.questions.sheets import sheets
from workflows.questions.sheet import (
    Choice,
    Question,
    Sheet,
    content_of,
    hash_of,
    read,
    takes_choices,
)

PARTIES = (Choice("af", "Arbetsförmedlingen"), Choice("fk", "Försäkringskassan"))
WHAT = Question(id="vad", kind="long_text", label="Vad hände?", role="event")
WHERE = Question(id="var", kind="short_text", label="Var?", required=False)
WHO = Question(id="vem", kind="one_choice", label="Vem?", required=False, choices=PARTIES)
ALL = Question(id="alla", kind="several_choices", label="Vilka?", required=False, choices=PARTIES)
SHEET = Sheet("Rapport", (WHAT, WHERE, WHO, ALL))


def after_json(value: Any) -> Any:
    """As the database gives it back: lists for tuples, keys in an order of its own."""
    return json.loads(json.dumps(value, sort_keys=True))


@given(sheets())
def test_a_form_reads_as_it_was_written_also_from_the_database(sheet: Sheet) -> None:
    assert read(content_of(sheet)) == sheet
    assert read(after_json(content_of(sheet))) == sheet


@given(sheets())
def test_the_hash_is_of_the_words_and_not_of_their_order(sheet: Sheet) -> None:
    assert hash_of(after_json(content_of(sheet))) == hash_of(content_of(sheet))


@given(sheets(), st.data())
def test_any_word_makes_it_another_form(sheet: Sheet, data: st.DataObject) -> None:
    before = hash_of(content_of(sheet))
    others = [replace(sheet, title=sheet.title + "!")]
    for place, question in enumerate(sheet.questions):
        changed = [
            replace(question, **{field: getattr(question, field) + "-en"})
            for field in ("id", "label", "hint", "missing")
        ]
        if question.is_answered:
            changed.append(replace(question, required=not question.required))
        if takes_choices(question.kind) and question.choices:
            first, *rest = question.choices
            changed.append(replace(question, choices=(replace(first, label=first.label + "!"), *rest)))
            changed.append(replace(question, choices=(*question.choices, Choice("en till", "En till"))))
        one = data.draw(st.sampled_from(changed))
        others.append(
            replace(sheet, questions=(*sheet.questions[:place], one, *sheet.questions[place + 1 :]))
        )
    if len(sheet.questions) > 1:
        others.append(replace(sheet, questions=sheet.questions[::-1]))

    assert before not in {hash_of(content_of(other)) for other in others}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "essay"}, "vad: there is no kind essay"),
        ({"role": "gossip"}, "vad: there is no role gossip"),
        ({"choices": [{"value": "af", "label": "AF"}]}, "vad: long_text takes no choices of its own"),
        ({"kind": "yes_no", "choices": [{"value": "ja", "label": "Ja"}]}, "vad: yes_no takes no choices"),
        ({"id": "Vad hände?"}, "Vad hände.: an id is made of"),
        ({"id": "var"}, "two questions have the same id"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused(wrong: dict[str, object], said: str) -> None:
    first, second = after_json(content_of(SHEET))["questions"][:2]

    with pytest.raises(ValueError, match=said):
        read({"title": "Rapport", "questions": [{**first, **wrong}, second]})
