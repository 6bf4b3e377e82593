"""What a party says that it can do about a case: asking for it, and entering the answer (seed 000)."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from workflows.cases import todos
from workflows.cases.dates import can_be_due
from workflows.cases.locking import Closed, locked
from workflows.cases.models import Case, Todo
from workflows.cases.moves import write_due
from workflows.measures import states, words
from workflows.measures.measures import NotTheirs, day_sentence
from workflows.measures.models import Statement


class AlreadyEntered(Exception):
    """The answer has come before, and is never edited."""


@dataclass(frozen=True)
class Answer:
    """Whether the party can handle it within its own uppdrag, what it will do or why not, and when."""

    answer: str
    what: str
    when_text: str = ""


@dataclass(frozen=True)
class Question:
    """Which function of which party is asked, and until when it is waited for."""

    party: str
    function: str
    due: date | None


@transaction.atomic
def ask(case: Case, question: Question, by: User, bodies: frozenset[str]) -> Statement:
    """Asks a party for a statement; `by` acts in `bodies` (their keys).

    Raises Closed, NotTheirs, and ValidationError with a sentence for each field that must be changed.
    """
    open_case = locked(case)
    if open_case.closed_at:
        raise Closed
    mind_bodies(open_case, bodies)
    party, function = question.party.strip(), question.function.strip()
    now = clock.now()
    faults = words.missing(function=function) | words.faults_of(function=function)
    if not words.is_party(party):
        faults["party"] = _("Välj vilken part som ska yttra sig.")
    elif open_case.statements.filter(party=party, entered_at=None).exists():
        faults["party"] = _("Parten är redan tillfrågad och har inte svarat än.")
    if not can_be_due(question.due, now.date()):
        faults["due"] = day_sentence()
    if faults:
        raise ValidationError(faults)
    assert question.due is not None, "without a day there was a fault"
    asked = Statement.objects.create(
        case=open_case, party=party, function=function, due=question.due, asked_by=by, asked_at=now
    )
    write_caches(open_case)
    return asked


@transaction.atomic
def enter(statement: Statement, given: Answer, by: User, bodies: frozenset[str]) -> Statement:
    """Enters a party's answer, also in a closed case: what has come in is kept.

    Raises AlreadyEntered, NotTheirs, and ValidationError with a sentence for each field to change.
    """
    case = locked(statement.case)
    mind_bodies(case, bodies)
    held = Statement.objects.select_for_update().get(pk=statement.pk)
    if held.entered_at:
        raise AlreadyEntered
    what, when_text = given.what.strip(), given.when_text.strip()
    if faults := faults_of(given.answer, what, when_text):
        raise ValidationError(faults)
    held.answer, held.what, held.when_text = given.answer, what, when_text
    held.entered_by, held.entered_at = by, clock.now()
    held.save()
    write_caches(case)
    if not case.statements.filter(entered_at=None).exists():
        todos.done(case, Todo.Kind.STATEMENT, held.entered_at)
    held.case = case
    return held


def mind_bodies(case: Case, bodies: frozenset[str]) -> None:
    """Statements are for the first receiver and for the body that has the case."""
    if not states.may_ask(bodies, case.body.key, case.first_body.key):
        raise NotTheirs(case.body)


def faults_of(answer: str, what: str, when_text: str) -> dict[str, str]:
    """A sentence for each part of an answer that must be changed."""
    faults: dict[str, str] = {}
    if answer not in Statement.Answer.values:
        faults["answer"] = _("Välj om parten kan hantera det.")
    if not what:
        faults["what"] = _("Skriv vad parten gör, eller varför den inte kan.")
    if not when_text and answer in (Statement.Answer.YES, Statement.Answer.PARTLY):
        faults["when_text"] = _("Skriv när parten gör det.")
    return faults | words.faults_of(what=what, when_text=when_text)


def write_caches(case: Case) -> None:
    """Writes what a case says of its statements: how many, and until when it waits. Under its lock."""
    case.statements_asked = case.statements.count()
    case.statement_due = states.last_due(
        set(case.statements.filter(entered_at=None).values_list("due", flat=True))
    )
    write_due(case)
    case.version += 1
    case.save()
