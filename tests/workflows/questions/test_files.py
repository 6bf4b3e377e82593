"""A form travels as a readable file; what is no form is refused, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.questions import files

FORM = """\
title: Rapport
questions:
- id: vad
  kind: long_text
  label: Vad hände?
  role: event
- id: vem
  kind: one_choice
  label: Vem?
  choices:
  - value: af
    label: Arbetsförmedlingen
  shown_if:
  - question: vad
    any_of: [ja]
"""


def test_a_person_can_read_it() -> None:
    assert files.written(files.read(FORM)) == FORM.replace("any_of: [ja]", "any_of:\n    - ja")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no list of named values"),
        ("title: Rapport", "a title and questions"),
        ("title: Rapport\nquestions: ja", "a title and questions"),
        (FORM.replace("kind: long_text", "kind: essay"), "there is no kind essay"),
        (FORM.replace("role: event", "roll: event"), "there is no roll"),
        (FORM.replace("role: event", "required: kanske"), "required is something else"),
        (FORM.replace("    label: Arb", "    namn: Arb"), "a choice has a value and a label"),
        (FORM.replace("any_of: [ja]", "any_of: ja"), "any_of is a list"),
        (FORM.replace("any_of: [ja]", "any_of: [1]"), "any_of is a list"),
        (FORM.replace("- id: vem", "- id: vad"), "two questions have the same id"),
        (FORM.replace("label: Vad hände?", "label: [Vad"), "not YAML"),
        ("title: &a [x]\nquestions: *a", "not YAML"),
        ("title: " + "x" * files.LONGEST, "too long"),
        ('title: "a\\0"\nquestions: []', "characters that cannot be kept"),
        ("title: !!python/object/apply:os.getcwd []\nquestions: []", "not YAML"),
    ],
)
def test_what_is_no_form_is_refused_with_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(files.Unreadable, match=why):
        files.read(text)


def test_the_line_is_told_where_it_is_known() -> None:
    with pytest.raises(files.Unreadable) as refused:
        files.read(FORM.replace("  role: event", "  role: [event"))
    assert refused.value.line is not None


@given(st.text() | st.sampled_from(FORM.splitlines()).map(lambda line: FORM.replace(line, "  - {a: [1")))
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        files.read(text)
    except files.Unreadable:
        return
