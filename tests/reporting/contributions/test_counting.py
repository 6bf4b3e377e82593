"""A case is counted once, in the quarter that it was classified in, as what it was then."""

from datetime import datetime

import pytest

from reporting.contributions import counting
from reporting.contributions.models import Contribution
from reporting.contributions.periods import Period
from tenants import air, clock
from tests.conftest import Place
from tests.workflows.cases.reports import send
from workflows.cases.classification import Triage, classify
from workflows.cases.models import Case
from workflows.questions.models import Word

FIRST, SECOND = Period(2026, 1), Period(2026, 2)
FOUND = Triage(
    type="systembrist",
    level="organisering",
    category="mellan-stolarna",
    parties=("af", "kommun-ifo"),
    reason="Återkommer.",
)


def classified(place: Place, month: int, found: Triage = FOUND) -> Case:
    """A case that was sent in and classified in a month of 2026."""
    with clock.standing_at(datetime(2026, month, 10, 9, tzinfo=clock.STOCKHOLM)):
        case = send().case
        classify(case, found, place.processledare)
    return case


@pytest.fixture
def inside(norrvik: Place) -> Place:
    air.enter(norrvik.tenant)
    return norrvik


def test_a_case_is_counted_in_the_quarter_that_it_was_classified_in(inside: Place) -> None:
    classified(inside, 2)
    classified(inside, 5)
    assert counting.count(FIRST) == 1
    assert counting.count(SECOND) == 1
    assert counting.counted(FIRST) == {("af+kommun", "organisation", "otydligt-ansvar"): 1}


def test_counting_again_counts_nothing_twice_and_what_comes_late_comes_in_the_next(inside: Place) -> None:
    classified(inside, 2)
    assert (counting.count(FIRST), counting.count(FIRST)) == (1, 0)
    late = classified(inside, 3)
    assert counting.count(SECOND) == 1
    assert Contribution.objects.get(case=late).release == str(SECOND)


def test_a_case_that_is_classified_anew_stays_as_it_was_counted(inside: Place) -> None:
    case = classified(inside, 2)
    counting.count(FIRST)
    with clock.standing_at(datetime(2026, 5, 10, 9, tzinfo=clock.STOCKHOLM)):
        anew = Triage("systembrist", "individ", "bemotande", reason="Det var en person.")
        classify(case, anew, inside.processledare)
    assert counting.count(SECOND) == 0
    assert counting.counted(FIRST).total() == 1


def test_a_word_that_points_to_no_shared_code_is_not_counted(inside: Place) -> None:
    classified(inside, 2)
    Word.objects.filter(list="category", code="mellan-stolarna").update(shared="")
    assert counting.count(FIRST) == 0


def test_a_neighbours_case_is_not_counted(inside: Place, soderby: Place) -> None:
    with air.inside(soderby.tenant):
        classified(soderby, 2)
    assert counting.count(FIRST) == 0
