"""What a verb says to a text that must not be saved as it is."""

from collections import Counter
from collections.abc import Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.masking.findings import NUMBERS, ROWS, Finding, check, shown

# Places that one sentence shows; the rest are found when these are gone.
SHOWN = 3
STOPS = frozenset(row.kind for row in ROWS if row.strength == "stop")
# One of them, and several.
CALLED: dict[str, tuple[Promise, Promise]] = {
    "personnummer": (gettext_lazy("personnumret"), gettext_lazy("personnumren")),
    "samordningsnummer": (gettext_lazy("samordningsnumret"), gettext_lazy("samordningsnumren")),
    "mobile": (gettext_lazy("mobilnumret"), gettext_lazy("mobilnumren")),
    "email": (gettext_lazy("e-postadressen"), gettext_lazy("e-postadresserna")),
}


def refuse_stops(kinds: Collection[str] = STOPS, /, **texts: str) -> dict[str, str]:
    """A sentence for each named text that holds something that has to go: what to do, and where.

    A verb puts them into its ValidationError. What was found is for the writer alone: no log, no table.
    """
    return refused(texts, {name: check(text) for name, text in texts.items()}, kinds)


def refused(
    texts: Mapping[str, str], found: Mapping[str, list[Finding]], kinds: Collection[str] = STOPS
) -> dict[str, str]:
    """The same for texts in which somebody has already looked."""
    stops = {name: [one for one in every if one.kind in kinds] for name, every in found.items()}
    return {name: sentence(texts[name], those) for name, those in stops.items() if those}


def sentence(text: str, stops: list[Finding]) -> str:
    """What its writer is to do about the stops in a text."""
    places = [f"”{shown(text, one)}”" for one in stops]
    found = ", ".join(places[:SHOWN]) + (" …" if len(places) > SHOWN else "")
    counted = Counter(one.kind for one in stops)
    what = f" {_('och')} ".join(str(CALLED[kind][number > 1]) for kind, number in counted.items())
    said = _("Ta bort %(what)s: %(found)s.") % {"what": what, "found": found}
    if NUMBERS & counted.keys():
        return f"{said} {_('Skriv hellre ”en person i 40-årsåldern”.')}"
    return f"{said} {_('Hur någon nås hör inte hemma i texten.')}"
