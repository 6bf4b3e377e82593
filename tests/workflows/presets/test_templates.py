"""The forms that ship are sound, and each stands in one file."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.presets.parties import shared_parties
from tests.workflows.questions.sheets import TODAY, values_of, ways_through
from workflows.presets import family, templates
from workflows.presets.templates import Template
from workflows.questions import answers, proof, sheet
from workflows.questions.sheet import Sheet


@pytest.fixture(params=templates.names())
def one(request: pytest.FixtureRequest) -> Template:
    """Each template in turn."""
    return templates.read(request.param)


@pytest.fixture
def form(one: Template) -> Sheet:
    """The questions of the template."""
    return sheet.read(one.content)


def values_feeding(form: Sheet, role: str) -> set[str]:
    """What can be chosen at the question that feeds the role."""
    question = form.feeding(role)
    return set(values_of(question)) if question else set()


def test_a_template_that_is_not_there_is_not_read() -> None:
    for name in ("lex-sarah", "../forms/avvikelse", ""):
        with pytest.raises(KeyError):
            templates.read(name)


def test_a_template_says_what_it_is_and_where_it_comes_from(one: Template) -> None:
    assert one.family in family.names()
    assert one.purpose in ("report", "analysis")
    assert all((one.title, one.source, one.about))


def test_no_two_templates_are_called_the_same() -> None:
    titles = [templates.read(name).title for name in templates.names()]

    assert len(set(titles)) == len(titles)


def test_a_template_could_be_published_as_it_is(one: Template, form: Sheet) -> None:
    needed = proof.NEEDED if one.purpose == "report" else ()

    assert proof.faults_of(form, needed=needed, parties=shared_parties()) == []


def test_a_question_that_must_be_answered_says_what_to_do(form: Sheet) -> None:
    assert [q.id for q in form.questions if q.required and not q.missing.endswith(".")] == []


def test_nothing_is_marked_with_an_asterisk(form: Sheet) -> None:
    choices = [choice.label for question in form.questions for choice in question.choices]

    assert "*" not in "".join([form.title, *(question.label for question in form.questions), *choices])


@pytest.mark.parametrize("name", templates.names())
@settings(max_examples=25)
@given(data=st.data())
def test_who_answers_what_they_are_asked_gets_through(name: str, data: st.DataObject) -> None:
    form = sheet.read(templates.read(name).content)
    given_answers = data.draw(ways_through(form))

    assert answers.check(form, given_answers, TODAY) == (given_answers, [])


def test_what_can_be_chosen_is_a_word_or_a_stage_of_the_family(one: Template, form: Sheet) -> None:
    of = family.read(one.family)

    assert values_feeding(form, "kind") <= {word["code"] for word in of.words["type"]}
    assert values_feeding(form, "receiver") <= {stage["key"] for stage in of.chain["stages"]}


def test_the_way_past_ones_own_chef_is_on_every_report_of_a_family_that_has_one(
    one: Template, form: Sheet
) -> None:
    if one.purpose == "report":
        assert values_feeding(form, "receiver") == values_feeding(first_sheet(one.family), "receiver")


# --- The forms of the families ---------------------------------------------------------------------------


def first_sheet(name: str) -> Sheet:
    """The form that somebody meets first in the family."""
    return sheet.read(family.read(name).form)


@pytest.mark.parametrize("name", family.names())
def test_a_first_sheet_has_at_most_seven_questions(name: str) -> None:
    assert len([q for q in first_sheet(name).questions if q.is_answered]) <= 7


@pytest.mark.parametrize("name", family.names())
def test_a_family_names_its_forms_and_holds_none(name: str) -> None:
    content: dict[str, Any] = yaml.safe_load((family.FAMILIES / f"{name}.yaml").read_text(encoding="utf-8"))

    for key, purpose in (("form", "report"), ("analysis", "analysis")):
        named = content.get(key)
        if named:
            template = templates.read(named["template"])
            assert (template.family, template.purpose) == (name, purpose)
            assert "questions" not in named
