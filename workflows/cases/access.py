"""The one door to a case: who may read it, and how much."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from accounts.access import membership_of, user_of
from accounts.models import User
from workflows.bodies.models import Seat, Sight
from workflows.cases.models import Case, Move


@dataclass(frozen=True)
class Reader:
    """A member of the tenant, and the seats that say what they may read."""

    user: User
    seats: tuple[Seat, ...]

    @cached_property
    def reading(self) -> tuple[Seat, ...]:
        """The seats that read cases; a seat with figures only neither reads nor acts."""
        return tuple(seat for seat in self.seats if seat.sight != Sight.FIGURES)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The keys of the bodies they act in."""
        return frozenset(seat.body.key for seat in self.reading)

    def cases(self) -> QuerySet[Case]:
        """The cases that a body of theirs has, or has had: others do not exist for them."""
        bodies = [seat.body_id for seat in self.reading]
        had = Move.objects.filter(case=OuterRef("pk"), body__in=bodies)
        return Case.objects.filter(Q(body__in=bodies) | Exists(had))

    def sight_of(self, case: Case) -> str:
        """The widest sight among the seats that let them read the case."""
        had = {case.body_id, *(move.body_id for move in case.moves.all())}
        full = any(seat.sight == Sight.FULL and seat.body_id in had for seat in self.reading)
        return Sight.FULL if full else Sight.MASKED


def reader_of(request: HttpRequest) -> Reader | None:
    """The member behind the request and their seats, looked up once; None for who is no member."""
    asked = cast(Any, request)
    if not hasattr(asked, "reader"):
        asked.reader = None
        if membership_of(request):
            user = user_of(request)
            asked.reader = Reader(
                user, tuple(Seat.objects.current().filter(user=user).select_related("body"))
            )
    reader: Reader | None = asked.reader
    return reader


def reader_for(request: HttpRequest) -> Reader:
    """The reader behind the request; a stranger, and who reads no cases, is told there is no such page."""
    reader = reader_of(request)
    if reader is None or not reader.reading:
        raise Http404
    return reader


def case_for(reader: Reader, reference: str) -> Case:
    """The case, if the reader may read it."""
    if not reference.isprintable():
        raise Http404
    case = (
        reader.cases()
        .select_related("body", "form_version", "chain_version")
        .filter(reference=reference)
        .first()
    )
    if case is None:
        raise Http404
    return case
