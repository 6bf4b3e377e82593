"""What a body has taken on in a case: "åtgärdas" and "vidarerapporteras" (seed 001), in words."""

from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext_lazy as _

from workflows.cases.models import Case
from workflows.chains.models import EscalationChain

DUTIES: dict[str, Any] = {"remedied": _("Åtgärdas"), "passed_on": _("Vidarerapporteras")}


def named(case: Case) -> list[str]:
    """The duties of a case in words, in one order whichever came first."""
    return [str(name) for code, name in DUTIES.items() if code in case.duties]


def given_by_chains() -> list[QuerySet[EscalationChain]]:
    """For each duty, the organisation's chains that can give it to a case, with its code."""
    return [
        EscalationChain.objects.filter(
            version__content__contains={"stages": [{"outcomes": [{"duty": code}]}]}
        ).annotate(code=Value(code), position=Value(number))
        for number, code in enumerate(DUTIES)
    ]
