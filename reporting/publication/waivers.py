"""A tenant lets a named reader see sums that rest on few tenants, by a decision that is written down."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from reporting.publication.basis import readers
from reporting.publication.models import Waiver
from tenants import clock
from tenants.models import Tenant

LONGEST_DECISION = 120


@dataclass(frozen=True)
class NewWaiver:
    """What is asked of a tenant that lets a reader see: who, and the decision's date and paragraph."""

    reader: str
    decision: str


def readers_for(giver: Tenant) -> list[Tenant]:
    """Whom a tenant may let see: the länsstyrelse of its own county, which alone is shown the county."""
    return [one for one in readers() if one.county_id == giver.county_id]


def given_by(giver: Tenant) -> QuerySet[Waiver]:
    """The waivers that a tenant has given and not ended."""
    return Waiver.objects.filter(giver=giver, ended_at=None).select_related("reader").order_by("at")


def give(giver: Tenant, wanted: NewWaiver, by: User) -> Waiver:
    """From the next release on the reader sees; raises ValidationError with a sentence by field."""
    reader = next((one for one in readers_for(giver) if one.slug == wanted.reader), None)
    faults = {}
    if reader is None:
        faults["reader"] = _("Välj vem som ska få se.")
    elif given_by(giver).filter(reader=reader).exists():
        faults["reader"] = _("Ni har redan medgett det. Välj en annan läsare.")
    if not wanted.decision.strip():
        faults["decision"] = _("Skriv vilket beslut det är, till exempel dag och paragraf.")
    if faults or reader is None:
        raise ValidationError(faults)
    return Waiver.objects.create(
        giver=giver, reader=reader, decision=wanted.decision.strip(), by=by, at=clock.now()
    )


def end(waiver: Waiver) -> None:
    """From the next release on the reader no longer sees; what has been published stays."""
    Waiver.objects.filter(pk=waiver.pk, ended_at=None).update(ended_at=clock.now())
