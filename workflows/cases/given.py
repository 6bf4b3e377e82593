"""What an outcome may ask for, in words: as it is asked, and as it is read afterwards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

DECIDED_BY = {"collective": _("Kollektivt beslut"), "manager": _("Enskilt chefsbeslut")}

# What each is called when it has been given.
CALLED: Mapping[str, Any] = {
    "reason": _("Skäl"),
    "problem": _("Problemet"),
    "solution": _("Lösningen"),
    "participants": _("Var med"),
    "cause": _("Orsaken"),
    "prevention": _("Så undviks det i fortsättningen"),
    "decision": _("Beslutet"),
    "decided_by": _("Så beslutades det"),
    "follow_up": _("Följs upp"),
    "follow_up_by": _("Följs upp av"),
    "addressee": _("Förs vidare till"),
}


def readable(given: Mapping[str, str], parties: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was given, each with what it is called; `parties` are the names of the shared tree by code."""
    in_order = [name for name in CALLED if given.get(name)]
    return [(str(CALLED[name]), worded(name, given[name], parties)) for name in in_order]


def worded(name: str, value: str, parties: Mapping[str, str]) -> str:
    """One thing that was given, as a person reads it."""
    match name:
        case "decided_by":
            return str(DECIDED_BY.get(value, value))
        case "addressee":
            return parties.get(value, value)
        case "follow_up":
            return date_format(date.fromisoformat(value), "j F Y")
    return value
