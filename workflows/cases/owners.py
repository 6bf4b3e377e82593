"""No case without somebody who has it: where a body has nobody seated, the administrators are told."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tenants import clock
from workflows.bodies.models import Seat
from workflows.cases import notifications, todos
from workflows.cases.holders import acting_in, acts
from workflows.cases.models import Case, Todo


def mind(case: Case, now: datetime) -> None:
    """Gives the body a to-do, and the administrators a mail, if nobody sits where the case is."""
    if not acting_in(case, case.body_id).exists():
        notifications.nobody_seated(todos.add(case, case.body, Todo.Kind.NOBODY_SEATED, now))


def without() -> QuerySet[Case]:
    """The open cases whose body has nobody who could act."""
    seated = Seat.objects.current().filter(acts(OuterRef(OuterRef("pk"))), body=OuterRef("body"))
    return Case.objects.filter(~Exists(seated), closed_at=None).select_related("body")


def mind_all() -> None:
    """What the clock does: a seat may have ended, or been given, since the case came. Told once each time."""
    now = clock.now()
    for case in without():
        mind(case, now)
    seated = Seat.objects.current().filter(acts(OuterRef(OuterRef("case"))), body=OuterRef("body"))
    over = Todo.objects.filter(Exists(seated) | ~Q(case__body=F("body")), kind=Todo.Kind.NOBODY_SEATED)
    over.filter(done_at=None).update(done_at=now)


def told_of(case: Case) -> Seat | None:
    """Whom the reporter is told has their case: who took it, else the first who sits where it came in."""
    seated = list(acting_in(case, case.first_body_id))
    taken = [seat for seat in seated if seat.user_id == case.taken_by_id]
    return next(iter(taken or seated), None)
