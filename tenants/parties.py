"""The shared tree of parties: as people choose from it, and which authority each belongs to."""

from collections.abc import Mapping

from tenants.models import Party


def as_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The parties that hold now, as groups of code and name: an authority, then its units."""
    parties = list(Party.objects.all())
    top_of = _tops({party.code: party.parent_id for party in parties})
    current = [party for party in parties if party.ends is None]
    tops = [party for party in current if party.parent_id is None]
    return [(top.name, [(p.code, p.name) for p in current if top_of[p.code] == top.code]) for top in tops]


def tops() -> dict[str, str]:
    """By the code of each party that is or has been: the code of the authority that it belongs to."""
    return _tops(dict(Party.objects.values_list("code", "parent_id")))


def _tops(parents: Mapping[str, str | None]) -> dict[str, str]:
    def top_of(code: str) -> str:
        parent = parents[code]
        return top_of(parent) if parent else code

    return {code: top_of(code) for code in parents}
