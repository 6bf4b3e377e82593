"""Publishes as one would without thinking: each declared cell by a rule about that cell, and no more.

With five cases as the only rule and zeros shown it is the negative control: an attacker that cannot read
protected numbers out of this is no attacker. With the design's whole rule for a cell (`STRICT`) it shows why
that rule alone is not enough.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from tests.attacker.attacker import EVERYONE, QUARTERS, WHOLE, Case
from tests.attacker.worlds import World

EACH_PERIOD = {"V1": ("pair", "level"), "V2": ("category", "level"), "V4": ("county", "level")}
EACH_YEAR = {"V3": ("pair", "category"), "V5": ("county", "pair"), "V6": ("county", "category")}
ENOUGH_TENANTS = 3

Held = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Rule:
    """When a cell is shown: cases, tenants, cases without the largest tenant; and whether if it is empty."""

    k: int = 5
    m: int = 0
    r: int = 0
    zeros: bool = False

    def shows(self, of_each: Counter[str]) -> bool:
        """Whether a cell is shown, by how many cases of each tenant are in it."""
        if not of_each:
            return self.zeros
        left = of_each.total() - max(of_each.values())
        return of_each.total() >= self.k and len(of_each) >= self.m and left >= self.r


ZEROS_SHOWN = Rule(zeros=True)
ZEROS_HIDDEN = Rule()
STRICT = Rule(m=ENOUGH_TENANTS, r=5)


def publish(world: World, rule: Rule = ZEROS_SHOWN, *, held: Held | None = None) -> dict[str, Any]:
    """All that is ever published of the world, as `releases --json` prints it.

    `held` names the tenants that hold a whole table back.
    """
    years = sorted({case.year for case in world.cases})
    return {
        "format": 1,
        "codes": {name: list(codes) for name, codes in world.codes.items()},
        "tenants": [{"slug": slug, "county": county} for slug, county in world.tenants.items()],
        "releases": [
            release(world, year, quarter, rule=rule, held=held or {})
            for year in years
            for quarter in (*QUARTERS, None)
        ],
    }


def release(world: World, year: int, quarter: int | None, *, rule: Rule, held: Held) -> dict[str, Any]:
    """One closed quarter, or the year."""
    cases = [case for case in world.cases if case.year == year and quarter in {None, case.quarter}]
    declared = EACH_PERIOD if quarter else EACH_PERIOD | EACH_YEAR
    return {
        "release": f"{year}-Q{quarter}" if quarter else f"{year}",
        "period": "quarter" if quarter else "year",
        "year": year,
        "quarter": quarter,
        "audience": EVERYONE,
        "published_at": f"{year + 1}-02-01",
        "late": [],
        "tables": [
            table(world, name, cases, rule=rule, held=held.get(name, frozenset())) for name in declared
        ],
    }


def table(
    world: World, name: str, cases: Iterable[Case], *, rule: Rule, held: frozenset[str]
) -> dict[str, Any]:
    """One table, shown or hidden cell by cell."""
    dimensions = (EACH_PERIOD | EACH_YEAR)[name]
    every = {key: Counter[str]() for key in product(*(codes(world, dimension) for dimension in dimensions))}
    for case in cases:
        for key in product(*(keys(case, dimension) for dimension in dimensions)):
            if key in every and case.tenant not in held:
                every[key][case.tenant] += 1
    return {
        "table": name,
        "version": 1,
        "dimensions": list(dimensions),
        "without": sorted(held),
        "cells": [{"key": list(key), "value": of.total()} for key, of in every.items() if rule.shows(of)],
        "hidden": [list(key) for key, of in every.items() if not rule.shows(of)],
    }


def keys(case: Case, dimension: str) -> tuple[str, ...]:
    """Where a case counts along a dimension: at its code, and in the total if there is one."""
    code = str(getattr(case, dimension))
    return (code,) if dimension == "county" else (code, WHOLE)


def codes(world: World, dimension: str) -> list[str]:
    """The rows of a dimension: counties with enough tenants, or every code and the total."""
    if dimension != "county":
        return [*world.codes[dimension], WHOLE]
    tenants = Counter(world.tenants.values())
    return [county for county in world.codes["county"] if tenants[county] >= ENOUGH_TENANTS]
