"""Forms for hypothesis: any that can be read, any that can be published, and anything that JSON can hold."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

from hypothesis import strategies as st

from workflows.questions.answers import is_asked
from workflows.questions.proof import KINDS_OF, NEEDED
from workflows.questions.sheet import (
    BROUGHT,
    ONE,
    ROLES,
    SEVERAL,
    TEXTS,
    Choice,
    Condition,
    Kind,
    Question,
    Sheet,
    Value,
    content_of,
    read,
    takes_choices,
)

TODAY = date(2026, 11, 22)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
# What a person can have written, and in a field that may not be empty.
typed = words.filter(lambda text: "\x00" not in text)
said = typed.filter(str.strip)
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,5}", fullmatch=True)
kinds: st.SearchStrategy[Kind] = st.sampled_from(get_args(Kind))
roles = st.sampled_from(["", *sorted(ROLES)])
values = st.from_regex(r"[a-z0-9-]{1,4}", fullmatch=True)


def choices(label: st.SearchStrategy[str], least: int = 1) -> st.SearchStrategy[tuple[Choice, ...]]:
    """Some choices, no two the same."""
    one = st.builds(Choice, value=values, label=label)
    both = (lambda choice: choice.value, lambda choice: choice.label.strip())
    return st.lists(one, min_size=least, max_size=4, unique_by=both).map(tuple)


@st.composite
def questions(draw: st.DrawFn, question_id: str) -> Question:
    """A question of any kind, with what may be wrong about it."""
    kind = draw(kinds)
    return Question(
        id=question_id,
        kind=kind,
        label=draw(words),
        hint=draw(words),
        required=draw(st.booleans()),
        missing=draw(words),
        role=draw(roles),
        choices=draw(choices(words)) if takes_choices(kind) else (),
        of=draw(ids) if kind == "party_texts" else "",
        shown_if=tuple(draw(st.lists(st.builds(Condition, ids, st.lists(values).map(tuple)), max_size=1))),
    )


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Any sheet that reads: up to four questions, which need not make sense together."""
    names = draw(st.lists(ids, max_size=4, unique=True))
    loose = Sheet(title=draw(words), questions=tuple(draw(questions(one)) for one in names))
    # What the kinds bring with them is there once it is read.
    return read(content_of(loose))


@st.composite
def conditions(draw: st.DrawFn, earlier: Sequence[Question]) -> tuple[Condition, ...]:
    """Conditions on some of the questions before, each once, so that they can be met together."""
    about = [one for one in earlier if one.kind in ONE | SEVERAL and not one.shown_if]
    chosen = draw(st.lists(st.sampled_from(about), max_size=2, unique=True)) if about else []
    return tuple(
        Condition(one.id, tuple(draw(st.lists(st.sampled_from(values_of(one)), min_size=1, unique=True))))
        for one in chosen
    )


def values_of(question: Question) -> list[str]:
    """What can be chosen."""
    return [choice.value for choice in question.choices]


@st.composite
def sound_sheets(draw: st.DrawFn) -> Sheet:
    """Any sheet that the builder can publish: all that every report needs, and up to six questions beside."""
    unfed = [*NEEDED]
    built: list[Question] = []
    left = sorted(ROLES - {*NEEDED})
    for name in draw(st.lists(ids, min_size=len(NEEDED), max_size=8, unique=True)):
        role = unfed.pop() if unfed else draw(st.sampled_from(["", *left]))
        left = [one for one in left if one != role]
        fits = sorted(KINDS_OF.get(role, TEXTS - {"party_texts"})) if role else list(get_args(Kind))
        known = [one.id for one in built if one.kind == "parties"]
        kind = draw(st.sampled_from([one for one in fits if known or one != "party_texts"]))
        built.append(
            Question(
                id=name,
                kind=kind,
                label=draw(said),
                hint=draw(typed),
                required=kind != "heading" and (role in NEEDED or draw(st.booleans())),
                missing=draw(typed),
                role=role,
                choices=draw(choices(said, 2)) if takes_choices(kind) else BROUGHT.get(kind, ()),
                of=draw(st.sampled_from(known)) if kind == "party_texts" else "",
                shown_if=() if role in NEEDED else draw(conditions(built)),
            )
        )
    return read(content_of(Sheet(draw(said), tuple(built))))


@st.composite
def answer_to(draw: st.DrawFn, question: Question) -> Value:
    """Something that answers the question."""
    if question.kind in ONE:
        return draw(st.sampled_from(values_of(question)))
    if question.kind in SEVERAL:
        return draw(st.lists(st.sampled_from(values_of(question)), min_size=1, unique=True))
    if question.kind == "party_texts":
        return draw(st.dictionaries(st.sampled_from(values_of(question)), said.map(str.strip), min_size=1))
    if question.kind == "when":
        return draw(
            st.sampled_from(["2026", "2026-03", "2026-21", "2026-03-14", "2025-09/..", "2026-03/2026-05"])
        )
    return draw(said.map(str.strip))


@st.composite
def ways_through(draw: st.DrawFn, sheet: Sheet) -> dict[str, Value]:
    """What somebody answers who answers what they are asked, and leaves out what they may."""
    given: dict[str, Value] = {}
    for question in sheet.questions:
        if question.is_answered and is_asked(question, given) and (question.required or draw(st.booleans())):
            given[question.id] = draw(answer_to(question))
    return given


def _inside(parts: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts, max_size=3)


# Also half surrogate pairs and NUL, which JSON can hold and a database can't.
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("\ud800\x00"),
    _inside,
    max_leaves=6,
)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Sheet, dict[str, object]]:
    """A form with answers to some of its questions: good ones, bad ones, and ones to nothing."""
    sheet = draw(sheets())
    answers: dict[str, object] = draw(st.dictionaries(words, json_values, max_size=2))
    for question in sheet.questions:
        chosen = values_of(question)
        several = st.lists(st.sampled_from(chosen), max_size=4) if chosen else words
        texts = st.dictionaries(st.sampled_from(chosen), words, max_size=3) if chosen else words
        one = st.sampled_from(chosen) if chosen else words
        answers[question.id] = draw(st.one_of(json_values, several, texts, one))
    return sheet, answers
