"""What the codes of the published numbers are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.contributions.pairs import ONE, SEVERAL
from reporting.contributions.periods import Period
from reporting.publication.tables import ALL
from tenants.models import Category, County, Level, Party


@dataclass(frozen=True)
class Words:
    """The names of all codes, read once for a page."""

    level: Mapping[str, str]
    category: Mapping[str, str]
    county: Mapping[str, str]
    party: Mapping[str, str]

    @classmethod
    def read(cls) -> "Words":
        """From the vocabulary that all tenants share."""
        return cls(
            dict(Level.objects.values_list("code", "name")),
            dict(Category.objects.values_list("code", "name")),
            dict(County.objects.values_list("code", "name")),
            dict(Party.objects.filter(parent=None).values_list("code", "name")),
        )

    def of(self, dimension: str, code: str) -> str:
        """The name of a code along a dimension."""
        if code == ALL:
            return _("Totalt")
        if dimension == "pair":
            return self.pair(code)
        named: Mapping[str, str] = getattr(self, dimension)
        return named.get(code, code)

    def pair(self, code: str) -> str:
        """The name of a pair of authorities."""
        if code == SEVERAL:
            return _("Fler än två parter")
        if code == ONE:
            return _("En part, eller ingen angiven")
        one, other = (self.party.get(party, party) for party in code.split("+"))
        return _("Inom %(party)s") % {"party": one} if one == other else f"{one} – {other}"


def dimension_name(dimension: str) -> str:
    """What a dimension is called where it heads a column."""
    names = {"pair": _("Parter"), "level": _("Nivå"), "category": _("Kategori"), "county": _("Län")}
    return names[dimension]


def period_name(period: Period) -> str:
    """A period in words."""
    if period.whole_year:
        return _("hela %(year)s") % {"year": period.year}
    return _("kvartal %(quarter)s %(year)s") % {"quarter": period.quarter, "year": period.year}


def short_name(code: str) -> str:
    """What a declared table is called in a list of them."""
    names = {
        "V1": _("Parter"),
        "V2": _("Kategorier"),
        "V3": _("Kategorier och parter"),
        "V4": _("Län"),
        "V5": _("Län och parter"),
        "V6": _("Län och kategorier"),
    }
    return names[code]


def table_name(code: str) -> str:
    """What a declared table counts."""
    names = {
        "V1": _("Mellan vilka parter, och på vilken nivå"),
        "V2": _("Kategorier, och på vilken nivå"),
        "V3": _("Kategorier, och mellan vilka parter"),
        "V4": _("Nivåer i varje län"),
        "V5": _("Mellan vilka parter i varje län"),
        "V6": _("Kategorier i varje län"),
    }
    return names[code]
