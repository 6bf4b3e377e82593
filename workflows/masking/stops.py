"""What a verb says to a text that must not be saved as it is."""

from django.utils.translation import gettext as _

from workflows.masking.findings import Finding, check, places

# Places that one sentence shows; the rest are found when these are gone.
SHOWN = 3


def refuse_stops(**texts: str) -> dict[str, str]:
    """A sentence for each named text that holds something that has to go: what to do, and where.

    A verb puts them into its ValidationError. What was found is for the writer alone: no log, no table.
    """
    return {name: sentence(text) for name, text in texts.items() if stops(text)}


def stops(text: str) -> list[Finding]:
    """The findings in a text that nothing may be saved with."""
    return [finding for finding in check(text) if finding.strength == "stop"]


def sentence(text: str) -> str:
    """What its writer is to do about the stops in a text."""
    shown = [f"”{place}”" for place in places(text)]
    found = ", ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else "")
    if len(shown) > 1:
        what = _("Ta bort personnumren och samordningsnumren: %(found)s.")
    elif stops(text)[0].kind == "samordningsnummer":
        what = _("Ta bort samordningsnumret: %(found)s.")
    else:
        what = _("Ta bort personnumret: %(found)s.")
    advice = _("Skriv hellre ”en person i 40-årsåldern”.")
    return f"{what % {'found': found}} {advice}"
