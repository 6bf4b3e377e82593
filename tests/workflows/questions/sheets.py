"""Forms for hypothesis: any sheet that can be read, and anything that JSON can hold."""

from typing import get_args

from hypothesis import strategies as st

from workflows.questions.sheet import ROLES, Choice, Kind, Question, Sheet

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
kinds: st.SearchStrategy[Kind] = st.sampled_from(get_args(Kind))
roles = st.sampled_from(["", *sorted(ROLES)])
choices = st.lists(
    st.builds(Choice, value=words.filter(str.strip), label=words),
    min_size=1,
    max_size=4,
    unique_by=lambda choice: choice.value,
).map(tuple)


@st.composite
def questions(draw: st.DrawFn, question_id: str) -> Question:
    """A question of any kind; only those that are chosen from have choices."""
    kind = draw(kinds)
    return Question(
        id=question_id,
        kind=kind,
        label=draw(words),
        hint=draw(words),
        required=draw(st.booleans()),
        missing=draw(words),
        role=draw(roles),
        choices=draw(choices) if kind in ("one_choice", "several_choices") else (),
    )


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A form with up to four questions."""
    ids = draw(st.lists(words, max_size=4, unique=True))
    return Sheet(title=draw(words), questions=tuple(draw(questions(one)) for one in ids))


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
        values = [choice.value for choice in question.choices]
        good = st.lists(st.sampled_from(values), max_size=4) if values else words
        one = st.sampled_from(values) if values else words
        answers[question.id] = draw(st.one_of(json_values, good, one))
    return sheet, answers
