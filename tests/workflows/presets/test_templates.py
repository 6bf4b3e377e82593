"""The forms that ship are sound, and ask what their sources ask, word for word."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants import vocabulary
from tests.workflows.questions.sheets import TODAY, values_of, ways_through
from workflows.presets import family, templates
from workflows.presets.templates import Template
from workflows.questions import answers, proof, sheet
from workflows.questions.sheet import Sheet

ELEVEN = [
    "Vad har skett som bedöms vara en brist?",
    "I vilken verksamhet eller vilka verksamheter skedde bristen?",
    "Beskriv hur respektive verksamhet varit inblandade och vem som gjort vad.",
    "När inträffade bristen?",
    "Vilka konsekvenser har bristen medfört för klienten?",
    "Vilka troliga orsaker beror bristen på?",
    "Vilka åtgärder har vidtagits och planeras att vidtas för att komma till rätta med bristen?",
    "Vilka kontakter behöver tas för att åtgärda bristen?",
    "Vad försvårar respektive underlättar en kontakt för att åtgärda bristen?",
    "Har någon liknande brist skett tidigare?",
    "Bedöms bristen vara en systembrist som ska rapporteras in till ledningsgruppen?",
]
SIX = [
    "Hur ser problemet ut?",
    "Var hände det?",
    "När hände det?",
    "Vilka var inblandade?",
    "Vem gjorde vad?",
    "Vad beror problemet på? Vilka är orsakerna bakom problemet?",
    "Vilka konsekvenser har det för klient och organisationer?",
    "Vad har ombuden gjort och vad har det lett till?",
    "Har ombuden exempelvis tagit upp frågan med aktuell chef?",
    "Hur kan problemet lösas?",
    "Vem kan lösa det?",
    "Vad försvårar respektive underlättar en lösning?",
    "Bör ledningsgruppen göra något i frågan?",
]


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

    assert proof.faults_of(form, needed=needed, parties=vocabulary.parties()) == []


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


# --- Word for word ----------------------------------------------------------------------------------------


def labels(name: str) -> list[str]:
    """The questions and headings of the template, in their order."""
    return [question.label for question in sheet.read(templates.read(name).content).questions]


def written(name: str) -> str:
    """All that stands on the template."""
    return yaml.safe_dump(templates.read(name).content, allow_unicode=True, width=100_000)


@pytest.mark.row(
    "S0-33", "S0-34", "S0-35", "S0-36", "S0-37", "S0-38", "S0-39", "S0-40", "S0-41", "S0-42", "S0-43"
)
def test_the_eleven_questions_of_the_guidance_stand_in_its_words_and_order() -> None:
    assert [label for label in labels("po-handelserapport") if label in ELEVEN] == ELEVEN


@pytest.mark.row(
    "S1-44", "S1-45", "S1-46", "S1-47", "S1-48", "S1-49", "S1-50", "S1-51", "S1-52", "S1-53", "S1-54"
)
def test_the_six_groups_of_the_guidance_stand_in_its_words_and_order() -> None:
    assert [label for label in labels("po-sex-grupper") if label in SIX] == SIX
    for words in (
        "skilja sak från person och analys från känsla",
        "Både tydliga och mindre tydliga konsekvenser på både kort och lång sikt.",
        "bjuda in någon, ta ett initiativ till skrivelse, fatta beslut inom respektive organisation",
    ):
        assert words in written("po-sex-grupper")


@pytest.mark.row("S1-57", "S1-58")
def test_there_is_a_sheet_for_the_event_and_one_for_what_came_of_it() -> None:
    event, outcome = templates.read("po-handelse"), templates.read("po-atgard-resultat-uppfoljning")

    assert (event.purpose, event.title) == ("report", "Blankett för händelser")
    assert (outcome.purpose, outcome.title) == ("analysis", "Blankett för åtgärd, resultat, uppföljning")


@pytest.mark.row("S3-08")
def test_the_process_leader_asks_which_persons_in_need_of_coordination_it_is_about() -> None:
    assert "personer i behov av samordnat stöd" in written("lex-heller-analys")


@pytest.mark.row("S4-01", "S4-06")
@pytest.mark.parametrize("name", ["avvikelse", "forbattringsforslag"])
def test_what_a_deviation_is_and_what_a_suggestion_is_stands_where_one_chooses(name: str) -> None:
    kind = sheet.read(templates.read(name).content).feeding("kind")
    assert kind
    choices = {choice.value: choice.label for choice in kind.choices}

    assert "avviker från det som finns bestämt i ett system" in choices["avvikelse"]
    assert "ett uttalat eller skriftligt sätt att arbeta" in choices["forbattringsforslag"]
    assert "ontakt med ansvarig chef" in choices["kontakta-chef"]


@pytest.mark.row("S4-07", "S4-09", "S4-10")
def test_a_deviation_keeps_event_and_ground_apart_and_the_plaster_from_what_prevents_it() -> None:
    form = sheet.read(templates.read("avvikelse").content)
    roles = ("event", "cause", "taken", "suggestion")
    asked = [question for role in roles if (question := form.feeding(role))]

    assert [(question.label, question.required) for question in asked] == [
        ("Beskriv händelsen", True),
        ("Vad är grunden till att problemet uppstått?", True),
        ("Vilken var den omedelbara åtgärden?", False),
        ("Hur kan faran undvikas i fortsättningen?", False),
    ]
    assert "skriv okänd" in asked[1].hint


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
