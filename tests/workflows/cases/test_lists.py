"""The list: narrowed within what its reader may read, and at the same price however long it is."""

from copy import copy
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from tenants import air, clock
from tests.conftest import Place, Visitor
from tests.workflows.cases.reports import send
from workflows.cases import lists
from workflows.cases.access import reader_as
from workflows.cases.models import Answer, Case, Move
from workflows.cases.moves import Choice, move

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=clock.STOCKHOLM)
LEADER = frozenset({"processledare"})


def found(place: Place, **wanted: object) -> list[str]:
    cases = lists.narrowed(reader_as(place.processledare), lists.Wanted(**wanted))  # type: ignore[arg-type]
    return sorted(cases.values_list("reference", flat=True))


@pytest.fixture
def three(inside: Place) -> list[Case]:
    """One from January that is late, one that is new, one that waits."""
    with clock.standing_at(MONDAY - timedelta(days=40)):
        late = send(handelse="Remissen kom tillbaka för andra gången.", parter=["region-primarvard"]).case
    with clock.standing_at(MONDAY):
        new = send(handelse="Telefonen är alltid upptagen.").case
        waits = send().case
        move(waits, Choice("vanta-pa-part", {"reason": "Frågan är ställd."}), inside.processledare, LEADER)
    return [late, new, waits]


def test_each_view_has_its_cases_and_counts_them(inside: Place, three: list[Case]) -> None:
    late, new, waits = (case.reference for case in three)
    with clock.standing_at(MONDAY + timedelta(days=1)):
        assert found(inside) == sorted([late, new, waits])
        assert found(inside, view="overdue") == [late]
        assert found(inside, view="new") == sorted([late, new])
        assert found(inside, view="waiting") == [waits]
        assert found(inside, view="closed") == []
        numbers = lists.counts(reader_as(inside.processledare))
    assert numbers == {"": 3, "new": 2, "overdue": 1, "week": 0, "waiting": 1}


def test_a_list_is_narrowed_by_party_date_and_words(inside: Place, three: list[Case]) -> None:
    late, new, _waits = (case.reference for case in three)
    with clock.standing_at(MONDAY):
        assert found(inside, party="region-primarvard") == [late]
        assert found(inside, q="ALLTID upptagen") == [new]
        assert found(inside, q=late) == [late]
        assert found(inside, until=(MONDAY - timedelta(days=1)).date()) == [late]
        assert late not in found(inside, since=MONDAY.date())
        assert found(inside, q="% _ ' \" \\") == []


def queries_of(place: Place, at: Visitor, cases: int) -> int:
    """How many queries the list costs once there are so many cases."""
    with air.inside(place.tenant):
        copies(send().case, cases - Case.objects.count())
    client = at(place, place.processledare)
    client.get("/arenden")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/arenden")
    assert page.status_code == 200
    assert page.content.decode().count('href="/arenden/20') == min(cases, lists.PER_PAGE)
    return len(asked)


def copies(case: Case, number: int) -> None:
    """The same case many times over, at once: what a list reads of it, under references of their own."""
    first = Case.objects.count()
    made = [
        Case(
            **{
                **{field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields},
                "id": None,
                "reference": f"2025-{first + more:04d}",
                "receipt_lookup": f"{first + more:064d}",
            }
        )
        for more in range(number)
    ]
    Case.objects.bulk_create(made)
    kinds: list[tuple[type[Model], list[Answer] | list[Move]]]
    kinds = [(Answer, list(case.answers.all())), (Move, list(case.moves.all()))]
    for model, rows in kinds:
        new = [copy(row) for _ in made for row in rows]
        for number, row in enumerate(new):
            row.pk, row.case = None, made[number // len(rows)]
        model._default_manager.bulk_create(new)


def test_the_list_costs_twelve_queries_at_most_for_ten_cases_as_for_a_thousand(
    inside: Place, at: Visitor
) -> None:
    few = queries_of(inside, at, 10)
    assert queries_of(inside, at, 1000) == few <= 12


def test_a_case_page_costs_twenty_queries_at_most(inside: Place, at: Visitor) -> None:
    case = send().case
    client = at(inside, inside.processledare)
    client.get(f"/arenden/{case.reference}")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/arenden/{case.reference}").status_code == 200
    assert len(asked) <= 20


def test_a_report_costs_twenty_queries_at_most(norrvik: Place, at: Visitor) -> None:
    client = at(norrvik)
    sent = {
        "handelse": "Det tog stopp mellan två myndigheter.",
        "konsekvens": "Ingen ersättning.",
        "parter": ["af"],
        "var": "annan",
        "aterkommer": "ofta",
        "kontakt_email": "mika@kommunen.example",
    }
    client.post("/rapportera", {**sent, "page_id": "0" * 32})
    with CaptureQueriesContext(connection) as asked:
        assert client.post("/rapportera", {**sent, "page_id": "1" * 32}).status_code == 302
    assert len(asked) <= 18, [query["sql"][:90] for query in asked]
