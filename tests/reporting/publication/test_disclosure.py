"""The primary rule, and what is left for whom."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reporting.publication.disclosure import RULE, Audience, Sum, decide, may_be_shown, too_small
from reporting.publication.tables import Codes, Tenants, declared

counts_of_tenants = st.lists(st.integers(0, 12), min_size=1, max_size=6).map(np.array)


@given(counts_of_tenants)
def test_what_passes_is_enough_for_an_outsider_and_for_each_who_subtracts_their_own(
    counts: np.ndarray,
) -> None:
    if RULE.passes(counts):
        for audience in (Audience(), *(Audience(frozenset({one})) for one in range(len(counts)))):
            assert not too_small(counts, audience, RULE)


@given(counts_of_tenants, st.frozensets(st.integers(0, 5)))
def test_consent_never_lets_a_sum_of_fewer_than_five_out(counts: np.ndarray, let: frozenset[int]) -> None:
    reader = Audience(let_by=let)
    if may_be_shown(counts, [reader], RULE):
        assert counts.sum() >= 5
    if set(np.flatnonzero(counts).tolist()) <= let:
        assert may_be_shown(counts, [reader], RULE) == (counts.sum() >= 5)
    if may_be_shown(counts, [reader, Audience()], RULE):
        assert RULE.passes(counts)


@st.composite
def small_worlds(draw: st.DrawFn) -> tuple[np.ndarray, Tenants, Codes]:
    """Three to six tenants in two counties, one quarter, two or three codes of each."""
    tenants = draw(st.integers(3, 6))
    codes = Codes(["a", "b"], ["i", "o", "r"], ["x", "y"])
    numbers = draw(st.lists(st.integers(0, 6), min_size=tenants * 12, max_size=tenants * 12))
    counts = np.array(numbers).reshape(tenants, 1, 2, 3, 2)
    return counts, Tenants(["01", "01", "01", "02", "02", "02"][:tenants], {}), codes


@given(small_worlds())
def test_what_is_shown_passed_and_what_was_published_stays(world: tuple[np.ndarray, Tenants, Codes]) -> None:
    counts, tenants, codes = world
    cells = list(declared(codes, tenants, quarter=None, whole_year=False))
    sums = list(dict.fromkeys(cell.sum for cell in cells))
    areas = [tenants.nation(), *(tenants.county(one) for one in tenants.shown_counties())]
    first = decide(counts, sums, areas=areas)
    for one, shown in zip(sums, first.shown, strict=True):
        assert not shown or RULE.passes(one.among(counts))
    again = decide(counts, sums, areas=areas, frozen=first.shown)
    assert (again.shown >= first.shown).all()


def test_two_numbers_that_leave_a_third_are_not_all_shown() -> None:
    # Six tenants; one category has two cases, and total and the other category would give them away.
    counts = np.zeros((6, 1, 1, 1, 2), dtype=int)
    counts[:, 0, 0, 0, 0] = 10
    counts[0, 0, 0, 0, 1] = 2
    codes = Codes(["a"], ["i"], ["x", "y"])
    cells = list(declared(codes, Tenants(["01"] * 6, {}), quarter=None, whole_year=False))
    sums = list(dict.fromkeys(cell.sum for cell in cells))
    nation = frozenset(range(6))
    shown = {
        one
        for one, is_shown in zip(sums, decide(counts, sums, areas=[nation]).shown, strict=True)
        if is_shown
    }
    whole, other = Sum(nation, (None, None, None, None)), Sum(nation, (None, None, None, 0))
    assert {whole, other} - shown
