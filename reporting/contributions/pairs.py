"""Between which two authorities a case fell, in the codes that counts are published in. A rule, without
Django.

A case is counted once, so it has one pair: that of the direction which was found at triage, else that of its
two parties. Units are counted as the authority that they belong to.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations_with_replacement

# More than two authorities and no direction between any of them.
SEVERAL = "flera"
# One authority, or none, was named.
ONE = "en"


def pair_of(from_party: str, to_party: str, parties: Iterable[str], top_of: Mapping[str, str]) -> str:
    """The code of the pair, as `af+fk`. `top_of` is the authority of each party that exists."""
    if from_party in top_of and to_party in top_of:
        return code_of(top_of[from_party], top_of[to_party])
    tops = {top_of[party] for party in (*parties, from_party, to_party) if party in top_of}
    if len(tops) > 2:
        return SEVERAL
    return code_of(*tops) if len(tops) == 2 else ONE


def code_of(one: str, other: str) -> str:
    """The same for both directions."""
    return "+".join(sorted((one, other)))


def all_pairs(tops: Iterable[str]) -> list[str]:
    """Every code there is, for these authorities in their order."""
    return [*(code_of(*both) for both in combinations_with_replacement(tops, 2)), SEVERAL, ONE]
