"""Only an answer to a question that was asked is an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.questions.sheets import TODAY, answered, sound_sheets, ways_through
from workflows.questions.answers import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Fault,
    check,
    is_asked,
    texts_in,
)
from workflows.questions.sheet import ONE, SEVERAL, Choice, Condition, Question, Sheet, content_of, read

PARTIES = (Choice("af", "Arbetsförmedlingen"), Choice("fk", "Försäkringskassan"))
WHAT = Question(id="vad", kind="long_text", label="Vad hände?", role="event")
WHERE = Question(id="var", kind="short_text", label="Var?", required=False)
WHO = Question(id="vem", kind="one_choice", label="Vem?", required=False, choices=PARTIES)
ALL = Question(id="alla", kind="several_choices", label="Vilka?", required=False, choices=PARTIES)
SHEET = Sheet("Rapport", (WHAT, WHERE, WHO, ALL))


@given(st.data())
def test_who_answers_what_they_are_asked_is_never_asked_for_more(data: st.DataObject) -> None:
    sheet = data.draw(sound_sheets())
    given_answers = data.draw(ways_through(sheet))

    assert check(sheet, given_answers, TODAY) == (given_answers, [])


@given(answered())
def test_whatever_is_sent_only_answers_to_the_questions_are_kept(
    sent: tuple[Sheet, dict[str, object]],
) -> None:
    sheet, answers = sent

    kept, faults = check(sheet, answers, TODAY)

    wrong = {fault.where for fault in faults}
    assert not kept.keys() & wrong
    for question in sheet.questions:
        value = kept.get(question.id)
        if value is None:
            assert question.id in wrong or not (question.required and is_asked(question, kept))
        elif question.kind == "party_texts":
            assert isinstance(value, dict)
            assert all(text and text == text.strip() for text in value.values())
            assert set(value) <= {choice.value for choice in question.choices}
        elif question.kind in SEVERAL:
            assert isinstance(value, list)
            assert value
            assert len(set(value)) == len(value)
            assert set(value) <= {choice.value for choice in question.choices}
        elif question.kind in ONE:
            assert value in {choice.value for choice in question.choices}
        else:
            assert isinstance(value, str)
            assert value
            assert value == value.strip()
            assert "\x00" not in value
            value.encode()  # what PostgreSQL can hold
    assert kept.keys() | wrong <= {question.id for question in sheet.questions} | answers.keys()
    assert {f.where for f in faults if f.what == "unknown_question"} == answers.keys() - {
        question.id for question in sheet.questions if question.is_answered
    }


@given(answered())
def test_what_was_kept_is_kept_again(sent: tuple[Sheet, dict[str, object]]) -> None:
    sheet, answers = sent
    kept, _faults = check(sheet, answers, TODAY)

    again, faults = check(sheet, kept, TODAY)

    assert again == kept
    assert {fault.what for fault in faults} <= {"missing"}


@pytest.mark.parametrize("empty", [None, "", "  \n ", []])
def test_an_empty_answer_is_missing_where_one_is_required_and_else_no_answer(empty: object) -> None:
    kept, faults = check(SHEET, {"vad": empty, "var": empty, "vem": empty, "alla": empty}, TODAY)

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

    kept, faults = check(SHEET, {**good, question: value}, TODAY)

    assert [(fault.where, fault.what) for fault in faults] == [(question, what)]
    assert kept == {key: answer for key, answer in good.items() if key != question}


def test_as_much_as_may_be_written_is_kept_whole() -> None:
    answers = {"vad": "x" * LONGEST_TEXT, "var": "x" * LONGEST_LINE}

    assert check(SHEET, answers, TODAY) == (answers, [])


def test_a_choice_that_was_sent_twice_is_made_once_and_in_its_order() -> None:
    kept, _faults = check(SHEET, {"vad": " Något ", "alla": ["fk", "af", "fk"]}, TODAY)

    assert kept == {"vad": "Något", "alla": ["fk", "af"]}
    assert ALL.readable(kept["alla"]) == "Försäkringskassan, Arbetsförmedlingen"


# --- The kinds beside text and choices -------------------------------------------------------------------

AGAIN = Question(id="igen", kind="yes_no", label="Har det hänt förut?")
HOW_OFTEN = Question(
    id="hur-ofta", kind="number_band", label="Hur många?", shown_if=(Condition("igen", ("ja", "vet-inte")),)
)
WHEN = Question(id="nar", kind="when", label="När?", required=False)
INVOLVED = Question(id="vilka", kind="parties", label="Vilka var med?", choices=PARTIES)
DID = Question(id="gjorde", kind="party_texts", label="Vad gjorde de?", of="vilka", required=False)
OVER = Question(id="om", kind="heading", label="Om det som hände", required=False)
KINDS = read(content_of(Sheet("Allt", (OVER, AGAIN, HOW_OFTEN, WHEN, INVOLVED, DID))))
GOOD = {"igen": "nej", "vilka": ["af"]}


def found(**answers: object) -> set[tuple[str, str]]:
    """What is wrong with the answers, where."""
    return {(one.where, one.what) for one in check(KINDS, {**GOOD, **answers}, TODAY)[1]}


def test_a_question_that_hangs_on_another_is_asked_of_those_who_answered_so() -> None:
    assert found() == set()
    assert found(igen="ja") == {("hur-ofta", "missing")}
    assert found(igen="ja", **{"hur-ofta": "2-4"}) == set()
    assert found(**{"hur-ofta": "2-4"}) == {("hur-ofta", "not_asked")}


def test_a_time_is_kept_as_coarse_as_it_was_written() -> None:
    kept, _faults = check(KINDS, {**GOOD, "nar": "sedan hösten 2025"}, TODAY)

    assert kept["nar"] == "2025-23/.."
    assert WHEN.readable(kept["nar"]) == "sedan hösten 2025"
    assert found(nar="när hon kom tillbaka") == {("nar", "unclear_time")}


def test_what_each_party_did_is_kept_by_party_and_read_as_written_by_its_writer() -> None:
    kept, _faults = check(KINDS, {**GOOD, "gjorde": {"af": " Ringde. ", "fk": " "}}, TODAY)

    assert kept["gjorde"] == {"af": "Ringde."}
    assert KINDS.question("gjorde").readable(kept["gjorde"]) == "Arbetsförmedlingen: Ringde."
    assert texts_in(KINDS, kept) == {"gjorde.af": "Ringde."}
    assert found(gjorde={"kronofogden": "Ringde."}) == {("gjorde", "unknown_choice")}
    assert found(gjorde={"af": 7}) == {("gjorde", "wrong_type")}
    assert found(gjorde="Ringde.") == {("gjorde", "wrong_type")}


def test_nobody_answers_a_heading() -> None:
    assert found(om="Ja") == {("om", "unknown_question")}
