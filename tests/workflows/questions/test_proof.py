"""Before a form is published it is proven: what it asks for can be given, and a report says what it must."""

from dataclasses import replace
from itertools import product
from typing import Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.questions.sheets import sheets, sound_sheets, values_of
from workflows.questions.answers import is_asked
from workflows.questions.proof import Fault, faults_of, is_reachable
from workflows.questions.sheet import (
    SEVERAL,
    Choice,
    Condition,
    Kind,
    Question,
    Sheet,
    Value,
    content_of,
    read,
)

TWO = (Choice("af", "Arbetsförmedlingen"), Choice("fk", "Försäkringskassan"))
WHAT = Question(id="vad", kind="long_text", label="Vad hände?", role="event")
THEN = Question(id="sedan", kind="long_text", label="Vad blev följden?", role="client_consequence")
WHO = Question(id="vilka", kind="parties", label="Vilka?", role="parties", choices=TWO)
AGAIN = Question(id="igen", kind="yes_no", label="Har det hänt förut?")
WHICH = Question(id="vilken", kind="one_choice", label="Vilken?", choices=TWO)
SOUND = (WHAT, THEN, WHO, AGAIN, WHICH)


def more(**changed: object) -> Question:
    """A question that stands after all the others."""
    plain = Question(id="mer", kind="short_text", label="Något mer?", required=False)
    return replace(plain, **changed)  # type: ignore[arg-type]


def faults(*questions: Question, **named: object) -> list[Fault]:
    """What is wrong with a form of these."""
    return faults_of(read(content_of(Sheet("Rapport", questions))), **named)  # type: ignore[arg-type]


@given(sound_sheets())
def test_any_form_that_the_builder_can_make_is_sound(sheet: Sheet) -> None:
    assert faults_of(sheet) == []


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (more(label=" "), Fault("mer", "no_label")),
        (more(kind="one_choice"), Fault("mer", "no_choices")),
        (more(kind="one_choice", choices=TWO[:1]), Fault("mer", "no_choices")),
        (more(kind="one_choice", choices=(*TWO, Choice("x", "Försäkringskassan "))),
         Fault("mer", "same_choice", "Försäkringskassan")),
        (more(kind="one_choice", choices=(TWO[0], TWO[0])), Fault("mer", "same_choice", "af")),
        (more(kind="parties", choices=(Choice("ams", "AMS"),)), Fault("mer", "unknown_party", "AMS")),
        (more(kind="party_texts", of="vad"), Fault("mer", "no_parties_before")),
        (more(kind="party_texts"), Fault("mer", "no_parties_before")),
        (more(shown_if=(Condition("borta", ("ja",)),)), Fault("mer", "condition_not_before", "borta")),
        (more(shown_if=(Condition("vad", ("ja",)),)), Fault("mer", "condition_not_before", "vad")),
        (more(shown_if=(Condition("mer", ("ja",)),)), Fault("mer", "circular", "mer")),
        (more(shown_if=(Condition("igen", ("kanske",)),)), Fault("mer", "condition_cannot_be_met", "igen")),
        (more(shown_if=(Condition("igen", ()),)), Fault("mer", "condition_cannot_be_met", "igen")),
        (more(shown_if=(Condition("igen", ("ja",)), Condition("igen", ("nej",)))),
         Fault("mer", "unreachable")),
        (more(role="event"), Fault("mer", "role_twice", "event")),
        (more(role="recurrence"), Fault("mer", "role_of_another_kind", "recurrence")),
        (more(kind="one_choice", role="receiver", choices=(*TWO[:1], Choice("chef", "Chefen"))),
         Fault("mer", "role_of_another_value", "Arbetsförmedlingen")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_question(question: Question, fault: Fault) -> None:
    assert faults(*SOUND, question, parties={"af", "fk"}, codes={"receiver": {"chef"}}) == [fault]


def test_two_that_wait_for_each_other_are_a_circle() -> None:
    first = replace(AGAIN, id="a", shown_if=(Condition("b", ("ja",)),))
    last = replace(AGAIN, id="b", shown_if=(Condition("a", ("ja",)),))

    assert Fault("a", "circular", "b") in faults(*SOUND, first, last)


def test_every_report_must_be_able_to_say_what_lists_and_counts_are_made_of() -> None:
    assert faults(THEN, WHO) == [Fault("", "role_not_fed", "event")]
    assert faults(replace(WHAT, required=False), THEN, WHO) == [Fault("vad", "role_not_always_fed", "event")]
    hangs = replace(WHO, shown_if=(Condition("igen", ("ja",)),))
    assert faults(WHAT, THEN, AGAIN, hangs) == [Fault("vilka", "role_not_always_fed", "parties")]
    assert faults(AGAIN, needed=()) == []


def test_a_form_has_a_title_questions_and_one_page() -> None:
    assert faults_of(Sheet(" ", ()), needed=()) == [Fault("", "no_title"), Fault("", "no_questions")]
    assert faults(*SOUND, pages=2) == [Fault("", "more_than_a_page", "2")]


@st.composite
def tangled(draw: st.DrawFn) -> Sheet:
    """Small questions whose conditions are about earlier ones, and often contradict each other."""
    built: list[Question] = []
    for number in range(draw(st.integers(1, 4))):
        kind: Kind = draw(st.sampled_from(get_args(Literal["one_choice", "several_choices"])))
        conditions = [
            Condition(one.id, tuple(draw(st.lists(st.sampled_from(["af", "fk"]), min_size=1, unique=True))))
            for one in draw(st.lists(st.sampled_from(built), max_size=3) if built else st.just([]))
        ]
        built.append(Question(f"q{number}", kind, "Fråga", choices=TWO, shown_if=tuple(conditions)))
    return Sheet("Rapport", tuple(built))


def everything_answered(question: Question) -> list[Value]:
    """All that can be answered, nothing among it."""
    found = values_of(question)
    return [[], [found[0]], [found[1]], found] if question.kind in SEVERAL else ["", *found]


@settings(max_examples=200)
@given(tangled())
def test_a_question_is_reachable_when_some_way_of_answering_all_others_leads_to_it(sheet: Sheet) -> None:
    reached: set[str] = set()
    for ways in product(*map(everything_answered, sheet.questions)):
        given_answers: dict[str, Value] = {}
        for question, value in zip(sheet.questions, ways, strict=True):
            if is_asked(question, given_answers):
                reached.add(question.id)
                given_answers[question.id] = value

    assert {one.id for one in sheet.questions if is_reachable(sheet, one)} == reached


@given(sheets())
def test_a_form_that_reads_can_be_proven_or_faulted_but_never_breaks(sheet: Sheet) -> None:
    known = {"", *(one.id for one in sheet.questions)}

    assert {fault.where for fault in faults_of(sheet)} <= known
