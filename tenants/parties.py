"""The shared tree of parties, as people choose from it."""

from tenants.models import Party


def as_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The parties that hold now, as groups of code and name: an authority, then its units."""
    parties = list(Party.objects.filter(ends=None).select_related("parent"))
    tops = [party for party in parties if party.parent_id is None]

    def top_of(party: Party) -> str:
        return top_of(party.parent) if party.parent else party.code

    return [(top.name, [(p.code, p.name) for p in parties if top_of(p) == top.code]) for top in tops]
