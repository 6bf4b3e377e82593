"""The sides from which a case is described at triage, beside type, level and category.

Each is one of the tenant's lists of words; a tenant that has no words for it is not asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.questions.models import Word

Facets = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Facet:
    """One side: its name, the list that it is chosen from, and the question at triage."""

    name: str
    list: str
    label: Any
    several: bool = True


FACETS = (
    Facet("client_short", Word.List.CONSEQUENCE, _("Följder för den enskilde på kort sikt")),
    Facet("client_long", Word.List.CONSEQUENCE, _("Följder för den enskilde på lång sikt")),
    Facet(
        "organisation_short", Word.List.ORGANISATION_CONSEQUENCE, _("Följder för verksamheterna på kort sikt")
    ),
    Facet(
        "organisation_long", Word.List.ORGANISATION_CONSEQUENCE, _("Följder för verksamheterna på lång sikt")
    ),
    Facet("causes", Word.List.CAUSE, _("Orsaker, som ni förstår det nu")),
    Facet("areas", Word.List.AREA, _("Område")),
    Facet("aims", Word.List.AIM, _("Vad brast för den enskilde?")),
    Facet("target_groups", Word.List.TARGET_GROUP, _("Målgrupp")),
    Facet("affected", Word.List.AFFECTED, _("Hur många berörs?"), several=False),
)


def words_by_list() -> dict[str, list[Word]]:
    """The tenant's words that hold now, by list."""
    found: dict[str, list[Word]] = {}
    for word in Word.objects.filter(ends=None):
        found.setdefault(word.list, []).append(word)
    return found


def asked(words: Mapping[str, Sequence[Word]]) -> list[Facet]:
    """The facets that the tenant has words for."""
    return [facet for facet in FACETS if words.get(facet.list)]


def several(name: str) -> bool:
    """Whether more than one word can be chosen for the facet."""
    return any(facet.name == name and facet.several for facet in FACETS)


def faulty(given: Facets, words: Mapping[str, Sequence[Word]]) -> list[str]:
    """The names of facets whose words the tenant does not have, or that take one and were given several."""
    by_name = {facet.name: facet for facet in FACETS}
    found = []
    for name, codes in given.items():
        facet = by_name.get(name)
        known = {word.code for word in words.get(facet.list, ())} if facet else set()
        if facet is None or not known.issuperset(codes) or (len(codes) > 1 and not facet.several):
            found.append(name)
    return found


def readable(given: Facets, names: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Each facet that was described, in words; `names` are those of the tenant's words, by list and code."""
    return [
        (str(facet.label), ", ".join(names.get((facet.list, code), code) for code in given[facet.name]))
        for facet in FACETS
        if given.get(facet.name)
    ]
