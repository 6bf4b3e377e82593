"""Who acts where a case is."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.bodies.models import Seat, Sight
from workflows.cases.models import Case, PointedOut


def acting_in(case: Case, body: int) -> QuerySet[Seat]:
    """Who acts about the case in a body (its id): who sits there, and who is pointed out in the case."""
    return Seat.objects.current().filter(acts(case), body=body).select_related("user").order_by("pk")


def acts(case: Case | OuterRef) -> Q:
    """Seats that act about a case: none with figures only, one that waits to be pointed out when it is."""
    pointed = PointedOut.objects.filter(case=case, seat=OuterRef("pk"), ended_at=None)
    return Q(~Q(sight=Sight.FIGURES), Q(pointed_out=False) | Q(Exists(pointed)))
