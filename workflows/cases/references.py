"""Where else the same matter stands (seed 003: Lex Heller complements other ways, and replaces none)."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from tenants import clock
from workflows.cases import texts
from workflows.cases.locking import locked
from workflows.cases.models import Case, CrossReference

# Characters, as the columns hold.
LONGEST = 120


@dataclass(frozen=True)
class Elsewhere:
    """Another system or case, and the number there."""

    system: str
    number: str


@transaction.atomic
def refer(case: Case, elsewhere: Elsewhere, by: User) -> CrossReference:
    """Keeps where else the matter stands."""
    given = {"system": elsewhere.system.strip(), "number": elsewhere.number.strip()}
    faults = {name: _("Skriv det här också.") for name, text in given.items() if not text}
    faults |= {name: _("Korta texten.") for name, text in given.items() if len(text) > LONGEST}
    if faults := faults | texts.faults_of(**given):
        raise ValidationError(faults)
    changed = locked(case)
    changed.version += 1
    changed.save(update_fields=["version"])
    return CrossReference.objects.create(case=changed, **given, by=by, at=clock.now())


def together() -> str:
    """What a reference to another case here is called; kept, and so in Swedish whoever wrote it."""
    with override("sv"):
        return _("Hänger ihop med")


@transaction.atomic
def join(case: Case, other: Case, by: User) -> None:
    """Says in both cases that they belong together; said once, however often it is asked for."""
    # In one order, so that two who join the same cases wait for each other and not both.
    both = list(
        Case.objects.select_for_update(of=("self",)).filter(pk__in=[case.pk, other.pk]).order_by("pk")
    )
    for one, beside in (both, reversed(both)):
        if not one.cross_references.filter(system=together(), number=beside.reference).exists():
            refer(one, Elsewhere(together(), beside.reference), by)
