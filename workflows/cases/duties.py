"""What a body has taken on in a case: "åtgärdas" and "vidarerapporteras" (seed 001), in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.cases.models import Case
from workflows.chains.models import EscalationChain

DUTIES: dict[str, Any] = {"remedied": _("Åtgärdas"), "passed_on": _("Vidarerapporteras")}


def named(case: Case) -> list[str]:
    """The duties of a case in words, in one order whichever came first."""
    return [str(name) for code, name in DUTIES.items() if code in case.duties]


def there_are() -> list[tuple[str, str]]:
    """The duties that the organisation's chains can give a case."""
    chains = [one.version.chain for one in EscalationChain.objects.select_related("version")]
    taken = {outcome.duty for chain in chains for stage in chain.stages for outcome in stage.outcomes}
    return [(code, str(name)) for code, name in DUTIES.items() if code in taken]
