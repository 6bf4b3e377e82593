"""Each party says whether it can handle a case within its own uppdrag, what it does, and when."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tenants import clock
from tests.conftest import Place
from tests.workflows.cases.reports import send
from tests.workflows.measures.agreed import GROUP, LEADER, asked, closed, lifted, sitting
from workflows.cases import overdue
from workflows.cases.locking import Closed
from workflows.cases.models import Case, Todo
from workflows.measures import statements
from workflows.measures.measures import NotTheirs
from workflows.measures.models import Statement
from workflows.measures.statements import AlreadyEntered, Answer, Question

YES = Answer("yes", "Vi utser en samordnare.", "Före sommaren.")
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=clock.STOCKHOLM)


def waits(case: Case) -> tuple[int, date | None, bool]:
    """How many were asked, until when they are waited for, and whether the parties have been heard."""
    held = Case.objects.get(pk=case.pk)
    return held.statements_asked, held.statement_due, "heard" in held.has


def test_a_case_waits_for_the_last_statement_until_all_have_come(inside: Place) -> None:
    case, by = send().case, inside.processledare
    assert waits(case) == (0, None, False)
    soon, late = asked(inside, case, "fk", 5), asked(inside, case, "af", 20)
    assert waits(case) == (2, late.due, False)
    statements.enter(late, YES, by, LEADER)
    assert waits(case) == (2, soon.due, False)
    statements.enter(soon, Answer("no", "Lagen ger oss inte rätt till det."), by, LEADER)
    assert waits(case) == (2, None, True)


def test_the_clock_tells_when_a_statement_is_late_and_the_answer_ends_the_to_do(inside: Place) -> None:
    with clock.standing_at(MONDAY):
        case = send().case
        one, other = asked(inside, case, "fk", 2), asked(inside, case, "af", 3)
        assert Case.objects.get(pk=case.pk).clock_on
    with clock.standing_at(MONDAY + timedelta(days=4)):
        overdue.mind_dates()
        left = case.todos.filter(kind=Todo.Kind.STATEMENT, done_at=None)
        assert left.count() == 1
        statements.enter(one, YES, inside.processledare, LEADER)
        assert left.count() == 1
        statements.enter(other, YES, inside.processledare, LEADER)
        assert left.count() == 0


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        (Question("mars", "Chef", clock.today()), {"party"}),
        (Question("", "", None), {"party", "function", "due"}),
        (Question("fk", "Chef", clock.today() - timedelta(days=1)), {"due"}),
        (Question("fk", "x" * 121, clock.today()), {"function"}),
        (Question("fk", "Chef 19811228-9874", clock.today()), {"function"}),
    ],
)
def test_what_cannot_be_asked_is_named(inside: Place, question: Question, fields: set[str]) -> None:
    case = send().case
    with pytest.raises(ValidationError) as refused:
        statements.ask(case, question, inside.processledare, LEADER)
    assert set(refused.value.message_dict) == fields


def test_a_party_is_not_asked_twice_at_a_time_and_may_be_asked_again(inside: Place) -> None:
    case = send().case
    first = asked(inside, case)
    with pytest.raises(ValidationError):
        asked(inside, case)
    statements.enter(first, YES, inside.processledare, LEADER)
    again = asked(inside, case)

    again.pk = None
    with pytest.raises(IntegrityError, match="a party is not asked twice at a time"):
        again.save(force_insert=True)


@pytest.mark.parametrize(
    ("answer", "fields"),
    [
        (Answer("", ""), {"answer", "what"}),
        (Answer("kanske", "Vi får se.", "Snart."), {"answer"}),
        (Answer("yes", "Vi utser en samordnare."), {"when_text"}),
        (Answer("partly", "En del.", " "), {"when_text"}),
        (Answer("no", "Nej, 19811228-9874."), {"what"}),
    ],
)
def test_an_answer_says_what_and_when_or_why_not(inside: Place, answer: Answer, fields: set[str]) -> None:
    statement = asked(inside, send().case)
    with pytest.raises(ValidationError) as refused:
        statements.enter(statement, answer, inside.processledare, LEADER)
    assert set(refused.value.message_dict) == fields


def test_an_answer_is_entered_once_and_never_edited(inside: Place) -> None:
    statement = asked(inside, send().case)
    statements.enter(statement, YES, inside.processledare, LEADER)
    with pytest.raises(AlreadyEntered):
        statements.enter(statement, Answer("no", "Nej."), inside.processledare, LEADER)
    assert Statement.objects.get(pk=statement.pk).answer == "yes"


def test_statements_are_for_the_first_receiver_and_for_the_body_that_has_the_case(inside: Place) -> None:
    case = lifted(inside)
    member = sitting(inside, "gruppen", "arbetsgrupp")
    question = Question("af", "Enhetschef", clock.today())
    with pytest.raises(NotTheirs):
        statements.ask(case, question, member, frozenset({"styrelse"}))
    closed(inside, case)  # the quick track alone
    by_group = statements.ask(case, question, member, GROUP)
    statements.enter(by_group, YES, inside.processledare, LEADER)
    assert asked(inside, case)


def test_an_answer_that_comes_after_closing_is_kept_and_nothing_new_is_asked(inside: Place) -> None:
    case = send().case
    statement = asked(inside, case)
    case = closed(inside, case)
    assert statements.enter(statement, YES, inside.processledare, LEADER).entered_at
    with pytest.raises(Closed):
        asked(inside, case)
    assert Case.objects.get(pk=case.pk).clock_on is None
