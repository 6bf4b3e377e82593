"""The shared tree of parties, as people choose from it."""

from tenants.models import Party


def as_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The parties that hold now, as groups of code and name: an authority, then its units."""
    parties = list(Party.objects.all())
    parents = {party.code: party.parent_id for party in parties}

    def top_of(code: str) -> str:
        parent = parents[code]
        return top_of(parent) if parent else code

    current = [party for party in parties if party.ends is None]
    tops = [party for party in current if party.parent_id is None]
    return [(top.name, [(p.code, p.name) for p in current if top_of(p.code) == top.code]) for top in tops]
