"""Each family that ships is whole: a short form, a chain that ends, and the bodies that both need."""

from typing import Any

import pytest
from django.db.models import Model

from tenants import vocabulary
from tests.conftest import Place
from workflows.bodies.models import Body, Sight
from workflows.chains import chain
from workflows.chains.models import ChainVersion, EscalationChain
from workflows.intake.models import Entrance
from workflows.presets import family
from workflows.presets.family import Family
from workflows.presets.set_up import set_up
from workflows.questions import sheet
from workflows.questions.models import FormVersion, QuestionForm
from workflows.questions.sheet import Sheet


def without_slug(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key != "slug"}


@pytest.fixture(params=family.names())
def one(request: pytest.FixtureRequest) -> Family:
    """Each family in turn."""
    return family.read(request.param)


@pytest.fixture
def form(one: Family) -> Sheet:
    """The form of the family."""
    return sheet.read(without_slug(one.form))


@pytest.fixture
def steps(one: Family) -> chain.Chain:
    """The chain of the family; reading it proves that every case comes to an end."""
    return chain.read(without_slug(one.chain))


def test_the_first_family_is_there() -> None:
    assert "lex-heller" in family.names()


def test_a_family_that_is_not_there_is_not_read() -> None:
    for name in ("lex-sarah", "../families/lex-heller", ""):
        with pytest.raises(KeyError):
            family.read(name)


def test_a_family_says_what_it_is(one: Family) -> None:
    assert one.name
    assert one.about


def test_the_form_is_five_to_seven_questions_with_the_contact(form: Sheet) -> None:
    # Who reads the report first is no question about the case.
    about = [question for question in form.questions if question.role != "receiver"]

    assert 5 <= len(about) + 1 <= 7


def test_what_it_meant_for_the_client_is_always_asked(form: Sheet) -> None:
    for role in ("event", "client_consequence"):
        question = form.feeding(role)
        assert question
        assert question.required


def test_a_question_that_must_be_answered_says_so_in_its_own_words(form: Sheet) -> None:
    assert [q.id for q in form.questions if q.required and not q.missing.endswith(".")] == []


def test_a_role_is_fed_by_one_question(form: Sheet) -> None:
    roles = [q.role for q in form.questions if q.role]

    assert len(set(roles)) == len(roles)


def test_the_choices_of_a_question_are_different(form: Sheet) -> None:
    for question in form.questions:
        for words in ([c.value for c in question.choices], [c.label for c in question.choices]):
            assert len(set(words)) == len(words)
            assert all(words)


def test_parties_are_those_that_all_organisations_share(form: Sheet) -> None:
    question = form.feeding("parties")
    assert question
    assert {choice.value for choice in question.choices} <= vocabulary.parties()


def test_every_stage_has_a_body_of_the_family(one: Family, steps: chain.Chain) -> None:
    assert steps.bodies <= {body.key for body in one.bodies}
    assert {body.sight for body in one.bodies} <= set(Sight.values)
    assert all(body.name and body.function for body in one.bodies)


def test_a_report_is_first_read_by_who_may_read_all_of_it(one: Family, steps: chain.Chain) -> None:
    first = steps.stage(steps.first)

    assert first.track == chain.QUICK
    assert one.body(first.body).sight == Sight.FULL


def test_the_reporter_is_told_something_at_every_step(steps: chain.Chain) -> None:
    for stage in steps.stages:
        assert stage.reporter_text
        assert all(outcome.reporter_text for outcome in stage.outcomes)


def test_no_case_ends_without_an_answer(steps: chain.Chain) -> None:
    quick = [stage for stage in steps.stages if stage.track == chain.QUICK]
    ends = [outcome for stage in quick for outcome in stage.outcomes if outcome.to == chain.CLOSED]

    assert ends
    assert all("reply" in outcome.requires for outcome in ends)


def rows() -> dict[str, list[Any]]:
    tables: tuple[type[Model], ...] = (
        Body,
        FormVersion,
        QuestionForm,
        ChainVersion,
        EscalationChain,
        Entrance,
    )
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables}


def test_setting_up_again_changes_nothing(inside: Place, one: Family) -> None:
    set_up(one)
    before = rows()

    set_up(one)

    assert rows() == before


def test_a_body_that_an_organisation_renamed_keeps_its_name(inside: Place) -> None:
    Body.objects.filter(key="processledare").update(name="Samordnare")

    set_up(family.read("lex-heller"))

    assert Body.objects.get(key="processledare").name == "Samordnare"
