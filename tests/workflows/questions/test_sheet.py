"""A form is data that reads as it was written, and only an answer to its questions is an answer."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.questions.sheets import answered, sheets
from workflows.questions.sheet import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Choice,
    Fault,
    Question,
    Sheet,
    check,
    content_of,
    hash_of,
    read,
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
            replace(question, **{field: getattr(question, field) + "!"})
            for field in ("id", "label", "hint", "missing")
        ]
        changed.append(replace(question, required=not question.required))
        if question.choices:
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


@given(answered())
def test_whatever_is_sent_only_answers_to_the_questions_are_kept(
    sent: tuple[Sheet, dict[str, object]],
) -> None:
    sheet, answers = sent

    kept, faults = check(sheet, answers)

    wrong = {fault.where for fault in faults}
    assert not kept.keys() & wrong
    for question in sheet.questions:
        value = kept.get(question.id)
        if value is None:
            assert question.id in wrong or not question.required
        elif question.kind == "several_choices":
            assert isinstance(value, list)
            assert value
            assert len(set(value)) == len(value)
            assert set(value) <= {choice.value for choice in question.choices}
        elif question.kind == "one_choice":
            assert value in {choice.value for choice in question.choices}
        else:
            assert isinstance(value, str)
            assert value
            assert value == value.strip()
            assert "\x00" not in value
            value.encode()  # what PostgreSQL can hold
    assert kept.keys() | wrong <= {question.id for question in sheet.questions} | answers.keys()
    assert {f.where for f in faults if f.what == "unknown_question"} == answers.keys() - {
        question.id for question in sheet.questions
    }


@given(answered())
def test_what_was_kept_is_kept_again(sent: tuple[Sheet, dict[str, object]]) -> None:
    sheet, answers = sent
    kept, _faults = check(sheet, answers)

    again, faults = check(sheet, kept)

    assert again == kept
    assert {fault.what for fault in faults} <= {"missing"}


@pytest.mark.parametrize("empty", [None, "", "  \n ", []])
def test_an_empty_answer_is_missing_where_one_is_required_and_else_no_answer(empty: object) -> None:
    kept, faults = check(SHEET, {"vad": empty, "var": empty, "vem": empty, "alla": empty})

    assert kept == {}
    assert faults == [Fault("vad", "missing")]


@pytest.mark.parametrize(
    ("question", "value", "what"),
    [
        ("vad", ["Något"], "wrong_type"),
        ("vad", {"text": "Något"}, "wrong_type"),
        ("vad", 7, "wrong_type"),
        ("vem", ["af"], "wrong_type"),
        ("alla", "af", "wrong_type"),
        ("alla", ["af", None], "wrong_type"),
        ("vem", "ams", "unknown_choice"),
        ("vem", "Arbetsförmedlingen", "unknown_choice"),
        ("alla", ["af", "ams"], "unknown_choice"),
        ("alla", [""], "unknown_choice"),
        ("vad", "Nå\x00got", "bad_characters"),
        ("vad", "Nå\ud800got", "bad_characters"),
        ("alla", ["af", "\x00"], "bad_characters"),
        ("vad", "x" * (LONGEST_TEXT + 1), "too_long"),
        ("var", "x" * (LONGEST_LINE + 1), "too_long"),
        ("hur", "Något", "unknown_question"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_else_is_lost(question: str, value: object, what: str) -> None:
    good = {"vad": "Något hände.", "var": "Här", "vem": "fk", "alla": ["fk"]}

    kept, faults = check(SHEET, {**good, question: value})

    assert [(fault.where, fault.what) for fault in faults] == [(question, what)]
    assert kept == {key: answer for key, answer in good.items() if key != question}


def test_as_much_as_may_be_written_is_kept_whole() -> None:
    answers = {"vad": "x" * LONGEST_TEXT, "var": "x" * LONGEST_LINE}

    assert check(SHEET, answers) == (answers, [])


def test_a_choice_that_was_sent_twice_is_made_once_and_in_its_order() -> None:
    kept, _faults = check(SHEET, {"vad": " Något ", "alla": ["fk", "af", "fk"]})

    assert kept == {"vad": "Något", "alla": ["fk", "af"]}
    assert ALL.readable(kept["alla"]) == "Försäkringskassan, Arbetsförmedlingen"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "essay"}, "vad: there is no kind essay"),
        ({"role": "gossip"}, "vad: there is no role gossip"),
        ({"kind": "one_choice"}, "vad: a choice has choices"),
        ({"choices": [{"value": "af", "label": "AF"}]}, "vad: a choice has choices"),
        ({"id": "var"}, "two questions have the same id"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused(wrong: dict[str, object], said: str) -> None:
    first, second = after_json(content_of(SHEET))["questions"][:2]

    with pytest.raises(ValueError, match=said):
        read({"title": "Rapport", "questions": [{**first, **wrong}, second]})
