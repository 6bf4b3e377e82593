"""What a case may have to have before an outcome, in words, and where it is seen to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.chains.chain import Need


@dataclass(frozen=True)
class Lack:
    """Something that a case lacks: what to do about it, what it is, and the page below the case's own."""

    todo: Any
    what: Any
    path: str


LACKS: dict[Need, Lack] = {
    "classified": Lack(
        _("Bedöm typ, nivå och kategori."), _("en bedömning av typ, nivå och kategori"), "bedomning"
    ),
    "analysed": Lack(_("Fyll i analysen."), _("en ifylld analys"), "analys"),
    "heard": Lack(
        _("Begär ett yttrande av partens lokala chef, och invänta det eller dess sista dag."),
        _("ett yttrande av partens lokala chef, eller att dess sista dag har gått"),
        "yttranden",
    ),
    "masked": Lack(
        _("Godkänn den avidentifierade texten."), _("en godkänd avidentifierad text"), "avidentifiera"
    ),
    "paired": Lack(_("Peka ut en chef i var och en av två parter."), _("två utpekade chefer"), "utpekade"),
}


def lacks(unmet: Iterable[Need]) -> list[Lack]:
    """What the case lacks, in the order in which it is seen to."""
    wanted = set(unmet)
    return [lack for need, lack in LACKS.items() if need in wanted]
