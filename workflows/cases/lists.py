"""The list of cases: what each row says in one sentence."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from workflows.bodies.models import Sight
from workflows.cases.access import Reader
from workflows.cases.models import Answer, Case

PER_PAGE = 50
SENTENCE = 120


@dataclass(frozen=True)
class Row:
    """A case as a sentence first: the consequence for the client."""

    case: Case
    sentence: str


def open_first(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases by their next date, then closed ones, newest first."""
    return cases.select_related("body", "form_version").order_by(
        F("due").asc(nulls_last=True), "-received_at"
    )


def page_of(reader: Reader, number: str) -> Page[Case]:
    """One page of what the reader may read."""
    return Paginator(open_first(reader.cases()), PER_PAGE).get_page(number)


def rows_of(reader: Reader, page: Page[Case]) -> list[Row]:
    """The rows of a page, in two queries however long it is."""
    cases = list(page.object_list)
    full = {seat.body_id for seat in reader.reading if seat.sight == Sight.FULL}
    asked = {case.form_version_id: case.form_version.sheet.feeding("client_consequence") for case in cases}
    wanted = {question.id for question in asked.values() if question}
    answers = {
        (answer.case_id, answer.question): str(answer.value)
        for answer in Answer.objects.filter(case__in=cases, question__in=wanted)
    }

    def sentence(case: Case) -> str:
        question = asked[case.form_version_id]
        text = answers.get((case.pk, question.id), "") if question and case.body_id in full else ""
        return Truncator(text).chars(SENTENCE) if text else _("Avidentifierad text saknas än")

    return [Row(case, sentence(case)) for case in cases]
