"""The one door to a case: who may read it, and how much."""

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from accounts.access import membership_of, user_of
from accounts.models import User
from workflows.bodies.models import Seat, Sight
from workflows.cases.models import Case, Contact, Move, PointedOut
from workflows.chains.chain import CLOSED


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
    def standing(self) -> tuple[Seat, ...]:
        """The seats that read whatever their body has had; the others wait to be pointed out in a case."""
        return tuple(seat for seat in self.reading if not seat.pointed_out)

    @property
    def owns_forms(self) -> bool:
        """Whether they may change forms."""
        return any(seat.body.owns_forms for seat in self.seats)

    def bodies_in(self, case: Case) -> frozenset[str]:
        """The keys of the bodies they act in about a case."""
        keys = {seat.body.key for seat in self.standing}
        waiting = {seat.pk: seat.body.key for seat in self.reading if seat.pointed_out}
        pointed = PointedOut.objects.filter(case=case, seat__in=waiting, ended_at=None) if waiting else ()
        return frozenset(keys | {waiting[one.seat_id] for one in pointed})

    @cached_property
    def receiving(self) -> frozenset[int]:
        """The bodies (their ids) in which they read everything, as first receiver."""
        return frozenset(seat.body_id for seat in self.standing if seat.sight == Sight.FULL)

    @property
    def employers(self) -> frozenset[str]:
        """Whom they work for, as far as their seats say."""
        return frozenset(seat.employer.casefold().strip() for seat in self.seats if seat.employer.strip())

    def cases(self) -> QuerySet[Case]:
        """The cases that a body of theirs has or has had, or that point them out: no others exist."""
        bodies = [seat.body_id for seat in self.standing]
        had = Move.objects.filter(case=OuterRef("pk"), body__in=bodies)
        mine = Q(first_body__in=bodies) | Q(body__in=bodies) | Q(Exists(had))
        if waiting := [seat.pk for seat in self.reading if seat.pointed_out]:
            pointed = PointedOut.objects.filter(case=OuterRef("pk"), seat__in=waiting, ended_at=None)
            mine |= Q(Exists(pointed))
        return Case.objects.filter(mine)

    @cached_property
    def masked(self) -> "Reader":
        """The same person as one who reads the same cases without the person in them."""
        seats = tuple(copy(seat) for seat in self.reading)
        for seat in seats:
            seat.sight = Sight.MASKED
        return Reader(self.user, seats)

    def receives(self, case: Case) -> bool:
        """Whether they are the case's first receiver, who reads everything."""
        return case.first_body_id in self.receiving


def reader_of(request: HttpRequest) -> Reader | None:
    """The member behind the request and their seats, looked up once; None for who is no member."""
    asked = cast(Any, request)
    if not hasattr(asked, "reader"):
        asked.reader = reader_as(user_of(request)) if membership_of(request) else None
    reader: Reader | None = asked.reader
    return reader


def reader_as(user: User) -> Reader:
    """The user with the seats that they have now in the tenant in the air."""
    return Reader(user, tuple(Seat.objects.current().filter(user=user).select_related("body")))


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
    related = ("body", "first_body", "form_version", "chain_version", "analysis_version", "taken_by")
    case = reader.cases().select_related(*related).filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def received_case_for(reader: Reader, reference: str) -> Case:
    """The case, if the reader is its first receiver: what is here, no other body reads or does."""
    case = case_for(reader, reference)
    if not reader.receives(case):
        raise Http404
    return case


def may_ask_for_contact(reader: Reader, case: Case) -> bool:
    """Whether the reporter left a contact, and this reader may ask for it.

    Never somebody who works for the reporter's own employer: the reporter may be criticising it. And never
    in a closed case: there is nothing left to ask them.
    """
    receives = case.closed_at is None and reader.receives(case)
    contact = Contact.objects.filter(case=case).first() if receives else None
    return contact is not None and contact.organisation.casefold().strip() not in reader.employers


def pointed_case_for(reader: Reader, reference: str) -> Case:
    """The case, if its system track is closed and the reader, pointed out in it, has not said they know."""
    case = case_for(reader, reference)
    if not may_acknowledge(reader, case):
        raise Http404
    return case


def may_acknowledge(reader: Reader, case: Case) -> bool:
    """Whether the reader's party has the outcome of the system track, and has not said so."""
    mine = PointedOut.objects.filter(case=case, ended_at=None, acknowledged_at=None)
    return case.system_stage == CLOSED and mine.filter(seat__user=reader.user).exists()


def contact_case_for(reader: Reader, reference: str) -> Case:
    """The case, if this reader may ask who reported it."""
    case = case_for(reader, reference)
    if not may_ask_for_contact(reader, case):
        raise Http404
    return case
