"""The door to a measure and to a statement: whoever reads the case reads them."""

from django.http import Http404

from workflows.cases.access import Reader
from workflows.cases.models import Case
from workflows.cases.outcomes import NOT_OPEN
from workflows.measures import states
from workflows.measures.models import Measure, Statement


def measure_for(reader: Reader, pk: int) -> Measure:
    """The measure, if the reader may read its case."""
    related = ("case", "case__body", "case__first_body", "body", "created_by")
    mine = Measure.objects.filter(case__in=reader.cases())
    measure = mine.select_related(*related).prefetch_related("changes__by").filter(pk=pk).first()
    if measure is None:
        raise Http404
    return measure


def statement_for(reader: Reader, pk: int) -> Statement:
    """The statement, if the reader may read its case."""
    related = ("case", "case__body", "case__first_body", "asked_by", "entered_by")
    mine = Statement.objects.filter(case__in=reader.cases())
    statement = mine.select_related(*related).filter(pk=pk).first()
    if statement is None:
        raise Http404
    return statement


def may_decide(reader: Reader, case: Case) -> bool:
    """Whether the reader decides measures in the case as it is now."""
    quick_open = case.quick_stage not in NOT_OPEN
    bodies = reader.bodies_in(case)
    decides = states.may_decide(bodies, case.body.key, case.first_body.key, quick_open=quick_open)
    return case.closed_at is None and decides


def may_enter(reader: Reader, case: Case) -> bool:
    """Whether the reader enters the answers of parties."""
    return states.may_ask(reader.bodies_in(case), case.body.key, case.first_body.key)


def may_ask(reader: Reader, case: Case) -> bool:
    """Whether the reader asks parties for statements in the case as it is now."""
    return case.closed_at is None and may_enter(reader, case)
