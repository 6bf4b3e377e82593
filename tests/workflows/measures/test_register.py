"""The register: every measure that one may read, narrowed, and at the same price however long it is."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants import air, clock
from tests.conftest import Place, Visitor
from tests.workflows.cases.reports import send
from tests.workflows.measures.agreed import closed, decided, followed, lifted, sitting
from workflows.cases.access import reader_as
from workflows.measures import register
from workflows.measures.models import Measure
from workflows.measures.register import Wanted

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=clock.STOCKHOLM)
NAMES = ("late", "planned", "done", "known")


@pytest.fixture
def four(inside: Place) -> dict[str, Measure]:
    """One that is late, one that is planned, one that is done, and one whose effect is known."""
    by = inside.processledare
    with clock.standing_at(MONDAY - timedelta(days=20)):
        case = send().case
        late = decided(inside, case, what="Utbildning om intyg.", kind="utbildning", owner="fk")
    with clock.standing_at(MONDAY):
        planned = decided(inside, case, owner="region-psykiatri")
        done = followed(decided(inside, case, owner="af"), by, done=True, result="Möte hållet.")
        known = followed(decided(inside, case, owner="af"), by, done=True, result="Rutin skriven.")
        effect = {"effect": "client", "effect_text": "Ingen väntar längre."}
        closed(inside, case)
        known = followed(known, by, **effect)
    return dict(zip(NAMES, (late, planned, done, known), strict=True))


def found(place: Place, four: dict[str, Measure], **wanted: object) -> set[str]:
    measures = register.narrowed(reader_as(place.processledare), Wanted(**wanted))  # type: ignore[arg-type]
    names = {measure.pk: name for name, measure in four.items()}
    return {names[measure.pk] for measure in measures}


@pytest.mark.row("S0-05")
@pytest.mark.row("S1-26")
def test_each_view_has_its_measures_also_of_closed_cases_and_counts_them(
    inside: Place, four: dict[str, Measure]
) -> None:
    views = {
        "open": {"late", "planned"},
        "overdue": {"late"},
        "done": {"done", "known"},
        "unknown": {"done"},
        "all": set(NAMES),
    }
    with clock.standing_at(MONDAY):
        assert {view: found(inside, four, view=view) for view in views} == views
        numbers = register.counts(reader_as(inside.processledare))
    assert numbers == {view: len(names) for view, names in views.items()}


def test_the_register_is_narrowed_by_owner_with_its_units_kind_effect_days_and_words(
    inside: Place, four: dict[str, Measure]
) -> None:
    reference = four["late"].case.reference
    for wanted, names in (
        ({"owner": "af"}, {"done", "known"}),
        ({"owner": "region"}, {"planned"}),
        ({"kind": "utbildning"}, {"late"}),
        ({"effect": "client"}, {"known"}),
        ({"since": MONDAY.date()}, {"planned", "done", "known"}),
        ({"until": MONDAY.date()}, {"late"}),
        ({"q": "INTYG"}, {"late"}),
        ({"q": "väntar längre"}, {"known"}),
        ({"q": reference}, set(NAMES)),
        ({"q": "% _ ' \""}, set()),
    ):
        assert found(inside, four, **wanted) == names, wanted


def test_the_page_keeps_what_it_is_narrowed_to_in_its_address(
    inside: Place, four: dict[str, Measure], at: Visitor
) -> None:
    client = at(inside, inside.processledare)
    page = client.get("/atgarder?" + urlencode({"vy": "all", "owner": "fk", "q": "intyg"})).content.decode()
    assert "Utbildning om intyg." in page
    assert 'value="intyg"' in page
    assert re.search(r'<option value="fk"\s+selected', page)
    assert page.count("/atgarder/") == 1
    for wrong in ("owner=mars", "since=i-dag", "sida=x", "vy=%27", "q=%00"):
        assert client.get(f"/atgarder?{wrong}").status_code == 200


def queries_of(place: Place, at: Visitor, user: User, path: str) -> int:
    client = at(place, user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/atgarder", "/atgarder?vy=all&sida=2&q=m%C3%B6te"])
def test_the_register_costs_the_same_for_ten_measures_as_for_three_hundred(
    inside: Place, at: Visitor, path: str
) -> None:
    case = lifted(inside)
    member = sitting(inside, "gruppen", "arbetsgrupp")
    first = decided(inside, case)
    rows: dict[str, Any] = dict(Measure.objects.values().get(pk=first.pk))
    del rows["id"]
    Measure.objects.bulk_create([Measure(**rows) for _ in range(9)])
    few = queries_of(inside, at, member, path)
    with air.inside(inside.tenant):
        Measure.objects.bulk_create([Measure(**rows) for _ in range(290)])
    # One of them asks what time it is in the demo, which no production does.
    assert queries_of(inside, at, member, path) == few <= 14


def test_pages_of_a_case_cost_little_however_much_was_agreed(inside: Place, at: Visitor) -> None:
    case = send().case
    measure = decided(inside, case)
    paths = (f"/arenden/{case.reference}/atgarder", f"/arenden/{case.reference}/yttranden")
    few = [queries_of(inside, at, inside.processledare, path) for path in paths]
    with air.inside(inside.tenant):
        for number in range(9):
            decided(inside, case)
            followed(measure, inside.processledare, result=f"Möte {number}.")
    many = [queries_of(inside, at, inside.processledare, path) for path in paths]
    assert many == few
    assert max(many) <= 14
    assert queries_of(inside, at, inside.processledare, f"/atgarder/{measure.pk}") <= 14
