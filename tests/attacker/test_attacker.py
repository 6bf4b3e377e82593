"""The attacker finds what can be found, and nothing else: before it is let loose on what we publish."""

import ast
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.claims import CHECKOUT
from tests.attacker.attacker import (
    Bound,
    Case,
    Infeasible,
    Knowledge,
    Target,
    assert_feasible,
    bounds,
)
from tests.attacker.naive import STRICT, ZEROS_HIDDEN, ZEROS_SHOWN, Rule, publish
from tests.attacker.scoring import Audience, insider, outsider, protected, reader, score
from tests.attacker.worlds import World, small, world

# `WORLDS=50 pytest tests/attacker` asks fifty worlds.
SEEDS = range(1, 1 + int(os.environ.get("WORLDS", "3")))
SAMPLE = 120
TOTAL = ("*", "*")

File = dict[str, Any]


def hide(file: File, shown: Callable[[File, File, tuple[str, ...]], bool]) -> File:
    """The same releases with fewer cells shown."""
    fewer = json.loads(json.dumps(file))
    for release in fewer["releases"]:
        for table in release["tables"]:
            keep = [cell for cell in table["cells"] if shown(release, table, tuple(cell["key"]))]
            table["hidden"] += [cell["key"] for cell in table["cells"] if cell not in keep]
            table["cells"] = keep
    return dict(fewer)


def known_of(releases: File, truth: World, audience: Audience, *targets: Target) -> list[tuple[float, float]]:
    """What an audience finds out about some targets, to the ends."""
    knowledge = audience.knowledge(truth, releases)
    assert_feasible(knowledge, truth.cases)
    return [bound.whole for bound in bounds(knowledge, targets)]


def number_of(cases: Iterable[Case], target: Target) -> int:
    """The truth about a target."""
    return sum(map(target.holds, cases))


# --- The negative control ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("audience", [outsider(), insider("t05")], ids=lambda audience: audience.name)
def test_five_cases_as_the_only_rule_is_broken_for_outsiders_and_insiders(
    seed: int, audience: Audience
) -> None:
    truth = small(seed)
    broken = score(truth, publish(truth, ZEROS_SHOWN), audience, sample=SAMPLE)
    assert 0 < broken.exact <= broken.within < broken.protected


def test_hidden_zeros_and_the_whole_rule_for_a_cell_protect_more_and_not_enough() -> None:
    truth = small(1)
    shown, hidden, strict = (
        score(truth, publish(truth, rule), outsider(), sample=SAMPLE)
        for rule in (ZEROS_SHOWN, ZEROS_HIDDEN, STRICT)
    )
    assert shown.within > hidden.within > strict.within > 0
    assert shown.share == hidden.share > strict.share > 0.3


def test_where_nothing_is_shown_nothing_is_broken() -> None:
    truth = small(1)
    releases = hide(publish(truth), lambda *_: False)
    for audience in (outsider(), insider("t05")):
        found = score(truth, releases, audience)
        assert (found.broken, found.width, found.shown) == (0, np.inf, 0)
        assert found.protected > 500


def test_the_grand_total_breaks_nothing_for_an_outsider() -> None:
    truth = small(1)
    found = score(truth, hide(publish(truth), lambda _release, _table, key: key == TOTAL), outsider())
    assert (found.broken, found.shown) == (0, 11)


def test_a_score_is_one_line_about_text_too() -> None:
    truth = small(1)
    line = str(score(truth, json.dumps(hide(publish(truth), lambda *_: False)), outsider()))
    assert line.startswith("outsider: ")
    assert "0 within one" in line
    assert "\n" not in line


# --- What cannot be true -----------------------------------------------------------------------------------


def test_a_truth_that_contradicts_what_is_published_is_refused() -> None:
    truth = small(1)
    releases = publish(truth)
    for wrong in (truth.cases[1:], [*truth.cases, truth.cases[0]]):
        with pytest.raises(Infeasible, match="In truth"):
            score(replace(truth, cases=wrong), releases, outsider())


def test_a_moved_case_is_refused() -> None:
    truth = small(1)
    moved = truth.cases[0]._replace(quarter=truth.cases[0].quarter % 4 + 1)
    with pytest.raises(Infeasible, match="In truth"):
        score(replace(truth, cases=[moved, *truth.cases[1:]]), publish(truth), outsider())


def test_rows_that_are_not_the_true_ones_are_refused() -> None:
    truth = small(1)
    knowledge = Knowledge(publish(truth), own=truth.of("t05")[1:], exact=frozenset({"t05"}))
    with pytest.raises(Infeasible, match="own rows"):
        assert_feasible(knowledge, truth.cases)


# --- What is known -----------------------------------------------------------------------------------------


def test_the_year_and_three_quarters_give_the_fourth() -> None:
    truth = small(1)
    releases = hide(publish(truth), lambda release, _table, key: release["quarter"] != 4 and key == TOTAL)
    fourth = Target(frozenset(truth.tenants), 2024, 4)
    value = number_of(truth.cases, fourth)
    assert known_of(releases, truth, outsider(), fourth) == [(value, value)]


def test_a_tenant_that_holds_one_table_back_is_the_difference_between_two_totals() -> None:
    truth = small(1)
    releases = publish(truth, STRICT, held={"V1": frozenset({"t05"})})
    totals = hide(releases, lambda _release, _table, key: key == TOTAL)
    alone = Target(frozenset({"t05"}), 2024, 2)
    value = number_of(truth.cases, alone)
    assert known_of(totals, truth, outsider(), alone) == [(value, value)]
    assert score(truth, totals, outsider()).exact >= 4


def test_an_insider_in_a_county_of_two_reads_the_other_off() -> None:
    truth = World({"a": "01", "b": "01"}, small(1).of("t00", "t05"), small(1).codes)
    named = {"t00": "a", "t05": "b"}
    cases = [case._replace(tenant=named[case.tenant], county="01") for case in truth.cases]
    truth = replace(truth, cases=cases)
    other = Target(frozenset({"b"}), 2024, None)
    value = number_of(cases, other)
    assert known_of(publish(truth), truth, insider("a"), other) == [(value, value)]
    assert known_of(publish(truth), truth, outsider(), other) == [(0, len(cases))]


def test_a_late_tenant_is_known_to_have_nothing_in_that_quarter() -> None:
    truth = small(1)
    delayed = [c._replace(quarter=2) if (c.tenant, c.quarter) == ("t05", 1) else c for c in truth.cases]
    moved = replace(truth, cases=delayed)
    releases = publish(moved)
    releases["releases"][0]["late"] = ["t05"]
    first = Target(frozenset({"t05"}), 2024, 1)
    assert known_of(releases, moved, outsider(), first) == [(0, 0)]
    with pytest.raises(Infeasible, match="In truth"):
        score(truth, releases, outsider())


def test_who_gets_the_tables_of_the_year_does_not_know_the_quarters() -> None:
    truth = small(1)
    releases = hide(publish(truth), lambda *_: False)
    year, quarter = (Target(frozenset({"t00"}), 2024, period) for period in (None, 1))
    value = number_of(truth.cases, year)
    assert known_of(releases, truth, reader("lst", "t00"), year, quarter) == [(value, value), (0, value)]


def test_a_reader_to_whom_all_tenants_but_one_report_knows_that_one_by_its_own_tables() -> None:
    truth = small(1)
    releases = publish(truth, STRICT)
    for release in releases["releases"]:
        release["audience"] = "lst"
    reporting = [slug for slug, county in truth.tenants.items() if county == "01"][1:]
    assert Knowledge(releases).years == []
    assert score(truth, releases, outsider()).protected == 0
    last = Target(frozenset({"t00"}), 2024, None, level="individ")
    value = number_of(truth.cases, last)
    assert known_of(releases, truth, reader("lst", *reporting), last) == [(value, value)]
    assert known_of(releases, truth, reader("lst"), last)[0][0] < value


def test_protected_counts_people_tenants_and_what_is_left_without_the_largest() -> None:
    codes = {"pair": ["p"], "level": ["individ"], "category": ["c"], "county": ["01"]}
    cases = [
        Case(slug, "01", 2024, quarter, "p", "individ", "c")
        for slug, quarters in {"a": (1,) * 9 + (2,) * 9, "b": (1, 1, 2, 2, 3), "c": (1, 1, 2, 2, 2)}.items()
        for quarter in quarters
    ]
    truth = World({"a": "01", "b": "01", "c": "01"}, cases, codes)

    def quarters(audience: Audience) -> set[int | None]:
        knowledge = audience.knowledge(truth, publish(truth))
        return {target.quarter for target in protected(truth, knowledge)[0]}

    assert quarters(outsider()) == {1, 3}
    assert quarters(insider("a")) == {1, 3}
    assert quarters(insider("c")) == {3}


# --- Against other ways to know ----------------------------------------------------------------------------

SMALLEST = {"pair": ["p", "q"], "level": ["individ"], "category": ["c", "d", "e"], "county": ["01"]}
KEYS = list(product(("p", "q", "*"), ("c", "d", "e", "*")))


def of_key(tables: Any, key: tuple[str, str]) -> Any:
    """A cell, a margin or the total of many tables of two pairs and three categories at once."""
    rows, columns = ("p", "q").index(key[0]) if key[0] != "*" else slice(None), slice(None)
    part = tables[:, [rows] if isinstance(rows, int) else rows, columns]
    return (part if key[1] == "*" else part[:, :, [("c", "d", "e").index(key[1])]]).sum(axis=(1, 2))


def tables_of(total: int) -> Any:
    """Every table of two by three whole numbers with this total."""
    every = np.array(list(product(range(total + 1), repeat=6)))
    return every[every.sum(axis=1) == total].reshape(-1, 2, 3)


@settings(max_examples=25)
@given(data=st.data(), total=st.integers(1, 5))
def test_the_bounds_of_a_table_are_those_of_every_table_that_would_be_published_alike(
    data: st.DataObject, total: int
) -> None:
    every = tables_of(total)
    true = every[[data.draw(st.integers(0, len(every) - 1))]]
    shown = [TOTAL, *data.draw(st.sets(st.sampled_from(KEYS[:-1])))]
    alike = every[np.all([of_key(every, key) == of_key(true, key) for key in shown], axis=0)]
    table = {"table": "V3", "version": 1, "dimensions": ["pair", "category"], "without": [], "hidden": []}
    table["cells"] = [{"key": list(key), "value": int(of_key(true, key)[0])} for key in shown]
    release = {"year": 2024, "quarter": None, "audience": "everyone", "late": [], "tables": [table]}
    releases = {"codes": SMALLEST, "tenants": [{"slug": "a", "county": "01"}], "releases": [release]}
    targets = [Target(frozenset({"a"}), 2024, None, pair, "*", category) for pair, category in KEYS]
    found = [bound.whole for bound in bounds(Knowledge(releases), targets)]
    assert found == [(of_key(alike, key).min(), of_key(alike, key).max()) for key in KEYS]


@settings(max_examples=15)
@given(
    seed=st.integers(0, 10_000),
    tenants=st.integers(2, 6),
    rule=st.builds(Rule, k=st.integers(1, 6), m=st.integers(0, 3), zeros=st.booleans()),
    audience=st.sampled_from([outsider(), insider("t00"), reader("lst", "t00", "t01")]),
    held=st.sampled_from(
        [{}, {"V1": frozenset({"t01"})}, {"V4": frozenset({"t00"}), "V3": frozenset({"t01"})}]
    ),
)
def test_the_truth_is_always_within_the_bounds(
    seed: int, tenants: int, rule: Rule, audience: Audience, held: dict[str, frozenset[str]]
) -> None:
    truth = world(seed, tenants=tenants, pairs=2, categories=2, cases=(4, 30))
    knowledge = audience.knowledge(truth, publish(truth, rule, held=held))
    assert_feasible(knowledge, truth.cases)
    targets, values = protected(truth, knowledge)
    some = np.random.default_rng(seed).permutation(len(targets))[:30]
    for place, bound in zip(some, bounds(knowledge, [targets[place] for place in some]), strict=True):
        assert bound.tight
        assert bound.contains(values[place]), targets[place]


def test_a_bound_holds_whole_numbers_only() -> None:
    assert Bound(0.5, 2.4, True).whole == (1, 2)
    assert Bound(0.9999999, 2.0000001, True).whole == (1, 2)


# --- The attacker itself -----------------------------------------------------------------------------------


def test_the_attacker_imports_numpy_scipy_and_python_only() -> None:
    tree = ast.parse((CHECKOUT / "tests" / "attacker" / "attacker.py").read_text())
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [f"{'.' * node.level}{node.module}"]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names - {"numpy", "scipy"} <= sys.stdlib_module_names
    assert {"numpy", "scipy"} <= names
