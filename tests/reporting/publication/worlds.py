"""Publishes an invented world by the gate itself, and gives back what a stranger could download."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from typing import Any

import numpy as np
from django.core.management import call_command

from reporting.contributions.periods import Period
from reporting.publication import gate
from reporting.publication.basis import Basis
from reporting.publication.models import Release
from reporting.publication.tables import Codes
from tenants import clock
from tenants.models import Tenant
from tests.attacker.worlds import World

Held = Mapping[Period, Mapping[str, frozenset[int]]]
NOBODY: Held = {}


def published(world: World, held: Held = NOBODY) -> dict[str, Any]:
    """Every quarter and then every year of the world, as the gate decides and writes them."""
    for period in periods_of(world):
        release = Release.objects.create(
            period=str(period), begun_at=clock.now(), publishes_on=date(period.year + 1, 12, 31)
        )
        gate.write(release, gate.decided(basis_of(world, period, held)))
    out = StringIO()
    call_command("releases", "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    # The invented world has codes and tenants of its own.
    found["codes"] = {name: list(codes) for name, codes in world.codes.items()}
    found["tenants"] = [{"slug": slug, "county": county} for slug, county in world.tenants.items()]
    return found


def periods_of(world: World) -> Iterator[Period]:
    """The quarters that have cases, and then their years."""
    quarters = sorted({(case.year, case.quarter) for case in world.cases})
    yield from (Period(*one) for one in quarters)
    yield from (Period(year) for year in sorted({year for year, _quarter in quarters}))


def basis_of(world: World, period: Period, held: Held) -> Basis:
    """What the gate would have gathered in the tenants."""
    tenants = [
        Tenant(slug=slug, county_id=county, kind=kind_of(slug)) for slug, county in world.tenants.items()
    ]
    numbers = {tenant.slug: number for number, tenant in enumerate(tenants)}
    codes = Codes(*(list(world.codes[name]) for name in ("pair", "level", "category")))
    shape = (len(tenants), len(period.quarters), len(codes.pair), len(codes.level), len(codes.category))
    counts = np.zeros(shape, dtype=np.int64)
    quarters = {(one.year, one.quarter): place for place, one in enumerate(period.quarters)}
    for case in world.cases:
        if (case.year, case.quarter) in quarters:
            at = (
                codes.pair.index(case.pair),
                codes.level.index(case.level),
                codes.category.index(case.category),
            )
            counts[(numbers[case.tenant], quarters[case.year, case.quarter], *at)] += 1
    return Basis(period, tenants, codes, counts, held)


def kind_of(slug: str) -> str:
    """Every other one is a kommun, whose full yearly reports its länsstyrelse may hold."""
    return Tenant.Kind.KOMMUN if int(slug[1:]) % 2 else Tenant.Kind.FORBUND
