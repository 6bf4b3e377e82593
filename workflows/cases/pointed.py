"""Those who are pointed out in one case: a chef in each party, who read it masked and act in it together."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from workflows.bodies.models import Seat
from workflows.cases import notifications
from workflows.cases.locking import Closed, locked
from workflows.cases.models import Case, PointedOut


def directory(case: Case) -> QuerySet[Seat]:
    """Who can be pointed out in the case: those whose seats wait for that, and who are not yet."""
    already = PointedOut.objects.filter(case=case, ended_at=None).values("seat")
    waiting = Seat.objects.current().filter(pointed_out=True).exclude(pk__in=already)
    return waiting.select_related("user", "body").order_by("employer", "function")


def current(case: Case) -> QuerySet[PointedOut]:
    """Who is pointed out now."""
    return case.pointed_out.filter(ended_at=None).select_related("seat__user", "seat__body")


@transaction.atomic
def point_out(case: Case, seat: Seat, by: User) -> PointedOut:
    """Gives a person in a party the case to read, masked, and to act in where its chain says so."""
    changed = locked(case)
    if changed.closed_at:
        raise Closed
    if not directory(changed).filter(pk=seat.pk).exists():
        raise ValidationError({"seat": _("Välj en person ur listan som inte redan är utpekad.")})
    pointed = PointedOut.objects.create(case=changed, seat=seat, by=by, at=clock.now())
    changed.version += 1
    changed.save(update_fields=["version"])
    if changed.body_id == seat.body_id:
        notifications.pointed_out(pointed)
    return pointed


@transaction.atomic
def withdraw(pointed: PointedOut) -> None:
    """They no longer read the case. That they could is kept."""
    changed = locked(pointed.case)
    PointedOut.objects.filter(pk=pointed.pk, ended_at=None).update(ended_at=clock.now())
    changed.version += 1
    changed.save(update_fields=["version"])


@transaction.atomic
def acknowledge(case: Case, by: User) -> None:
    """A party's receipt: somebody who is pointed out says that the outcome has reached their organisation."""
    mine = locked(case).pointed_out.filter(ended_at=None, seat__user=by, acknowledged_at=None)
    mine.update(acknowledged_at=clock.now())
