"""A case has one pair, whichever way its parties are told."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.contributions.pairs import ONE, SEVERAL, all_pairs, pair_of

TOP_OF = {"af": "af", "fk": "fk", "kommun": "kommun", "ifo": "kommun", "skola": "kommun", "region": "region"}
TOPS = ("af", "fk", "kommun", "region")
parties = st.sampled_from([*TOP_OF, "", "gone"])


@given(parties, parties, st.lists(parties, max_size=4))
def test_every_case_has_one_of_the_pairs(one: str, other: str, named: list[str]) -> None:
    pair = pair_of(one, other, named, TOP_OF)
    assert pair in all_pairs(TOPS)
    assert pair == pair_of(other, one, reversed(named), TOP_OF)


def test_a_direction_goes_before_who_else_was_there() -> None:
    assert pair_of("fk", "ifo", ["af", "region"], TOP_OF) == "fk+kommun"
    assert pair_of("ifo", "skola", ["af"], TOP_OF) == "kommun+kommun"
    assert pair_of("", "", ["af", "ifo"], TOP_OF) == "af+kommun"
    assert pair_of("", "", ["af", "ifo", "region"], TOP_OF) == SEVERAL
    assert pair_of("", "", ["ifo", "skola"], TOP_OF) == ONE
    assert pair_of("", "", [], TOP_OF) == ONE
