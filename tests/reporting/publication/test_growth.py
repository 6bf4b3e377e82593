"""How much is shown of what could be, and what a release costs as the organisations grow.

SIZES=12,24,48,96 pytest -s tests/reporting/publication/test_growth.py prints it for all of them.
YEAR=12 also decides a whole year, after its four quarters.
"""

import os
import resource
from time import perf_counter

import numpy as np
import pytest
from django.db import connection

from reporting.publication import disclosure, gate
from reporting.publication.basis import Basis
from tests.attacker.worlds import World, world
from tests.reporting.publication.worlds import NOBODY, basis_of, periods_of, published

pytestmark = pytest.mark.django_db
SIZES = [int(size) for size in os.environ.get("SIZES", "12").split(",")]
# Of the cells that some case is in: privacy asks for half of them at twelve, and two thirds at twenty-four.
LEAST = {12: 0.5, 24: 0.65}


def by_hand(invented: World) -> float:
    """How many seconds PostgreSQL takes to count the same rows, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE rows (county text, quarter int, pair text, level text, category text)"
            " ON COMMIT DROP"
        )
        cursor.executemany(
            "INSERT INTO rows VALUES (%s, %s, %s, %s, %s)",
            [
                (invented.tenants[one.tenant], one.quarter, one.pair, one.level, one.category)
                for one in invented.cases
                if one.quarter == 1
            ],
        )
        begun = perf_counter()
        cursor.execute(
            "SELECT county, pair, level, category, count(*) FROM rows GROUP BY GROUPING SETS"
            " ((pair, level), (category, level), (county, level), (pair), (category), (level), (county), ())"
        )
        cursor.fetchall()
        return perf_counter() - begun


def one_by_one(tenants: int, _sets: object) -> list[frozenset[int]]:
    """Every tenant an unknown of its own, though nothing that is published tells it from its county."""
    return [frozenset([tenant]) for tenant in range(tenants)]


def share_of(basis: Basis) -> tuple[int, int]:
    """How many cells are shown, and how many some case is in."""
    found = gate.decided(basis)
    counts = found.basis.counts
    real = [one for place, one in found.sums.items() if one.among(counts).sum() and place in found.places]
    return len([place for place in found.places if found.value(place) is not None]), len(real)


@pytest.mark.parametrize("tenants", SIZES)
def test_as_much_is_shown_as_privacy_asks_for(tenants: int) -> None:
    invented = world(1, tenants=tenants)
    quarters = [one for one in periods_of(invented) if not one.whole_year]
    begun = perf_counter()
    shares = [share_of(basis_of(invented, one, NOBODY)) for one in quarters]
    seconds = (perf_counter() - begun) / len(quarters)
    shown, real = np.sum(shares, axis=0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(  # noqa: T201 - with `pytest -s`
        f"{tenants} organisations: {shown / real:.0%} of {real} cells shown; a quarter {seconds:.1f} s,"
        f" {memory:.0f} MB at most; the same counted by hand {by_hand(invented) * 1000:.1f} ms"
    )
    assert shown / real >= LEAST.get(tenants, 0.5)


@pytest.mark.parametrize("tenants", SIZES)
def test_to_take_a_county_for_one_unknown_costs_less_and_hides_no_more(
    tenants: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented = world(1, tenants=tenants)
    quarter = next(periods_of(invented))
    found = {}
    for name in ("county by county", "one by one"):
        begun = perf_counter()
        found[name] = share_of(basis_of(invented, quarter, NOBODY))
        print(f"{tenants} organisations, {name}: {perf_counter() - begun:.1f} s")  # noqa: T201 - with `pytest -s`
        monkeypatch.setattr(disclosure, "told_apart", one_by_one)
    assert found["county by county"] >= found["one by one"]


@pytest.mark.skipif("YEAR" not in os.environ, reason="takes minutes; YEAR=12 decides a year of twelve")
def test_a_year_is_decided_after_its_quarters() -> None:
    begun = perf_counter()
    invented = world(1, tenants=int(os.environ["YEAR"]))
    published(invented)
    year = next(one for one in periods_of(invented) if one.whole_year)
    quarters = perf_counter() - begun
    begun = perf_counter()
    shown, real = share_of(basis_of(invented, year, NOBODY))
    print(  # noqa: T201 - with `pytest -s`
        f"all releases of the world {quarters:.0f} s; the year again {perf_counter() - begun:.0f} s,"
        f" {shown / real:.0%} of {real} cells shown"
    )
