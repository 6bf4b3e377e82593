"""Everybody who acts in the promises machine, in the organisation that an example is about or beside it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from accounts.access import for_administrators
from accounts.models import Membership, User
from tenants import air, clock
from tenants.models import Tenant
from tests.conftest import Place
from tests.workflows.cases.reports import send
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat
from workflows.cases import conversation
from workflows.cases.received import Sender
from workflows.presets import family

FAMILY = family.read("lex-heller")
FIRST = "processledare"
BODIES = tuple(body.key for body in FAMILY.bodies)

# Every raw word carries it: what a reporter, or the first receiver, wrote about this person.
RAW = "KANARIE"
ORGANISATION = f"{RAW}-ARBETSGIVARE"
# The same to a person, and a seat's own, which everybody may read.
SAME_ORGANISATION = " kanarie-Arbetsgivare "
SENDER = Sender(f"{RAW}-NAMN", f"{RAW}@exempel.example", "010-555 00 00", ORGANISATION)

# Long before anything happens, so that an example may stand at any date of a year.
LONG_AGO = date(2026, 1, 1)


@dataclass(frozen=True)
class Held:
    """A seat as the machine knows it: how much it reads, and for whom its holder works."""

    sight: str
    employer: str = ""


# Who sits where at the start, with the sights of the family; the politician reads figures only.
SEATED = {
    ("colleague", FIRST): Held(FAMILY.body(FIRST).sight, SAME_ORGANISATION),
    ("group", "arbetsgrupp"): Held(FAMILY.body("arbetsgrupp").sight),
    ("chef", "forbundschefer"): Held(FAMILY.body("forbundschefer").sight),
    ("rapporteur", "styrelse"): Held(FAMILY.body("styrelse").sight),
    ("politician", "styrelse"): Held("figures"),
}
ADMINISTRATORS = ("administrator", "second_administrator")
SITTING = ("leader", "colleague", "group", "chef", "rapporteur", "politician")
MEMBERS = (*SITTING, *ADMINISTRATORS, "member", "former")
EVERYBODY = (*MEMBERS, "neighbour")


@dataclass(frozen=True)
class People:
    """Two organisations, and who is who by name."""

    home: Place
    beside: Place
    users: dict[str, User]

    def name_of(self, user: int) -> str:
        """The name of a user's id."""
        return next(name for name, one in self.users.items() if one.pk == user)


def gather(home: Place, beside: Place, now: datetime) -> People:
    """Gives both organisations their people, and the neighbour a case of its own."""
    Tenant.objects.update(starts=LONG_AGO)
    new = [name for name in MEMBERS if name not in ("leader", "administrator")]
    made = User.objects.bulk_create(
        User(email=f"{name}@{home.tenant.slug}.example", name=name.title(), password="!") for name in new
    )
    users = {
        "leader": home.processledare,
        "administrator": home.administrator,
        "neighbour": beside.processledare,
        **dict(zip(new, made, strict=True)),
    }
    Membership.objects.bulk_create(
        Membership(user=users[name], tenant=home.tenant, administrator=name in ADMINISTRATORS) for name in new
    )
    Membership.objects.update(starts=LONG_AGO)
    with air.inside(home.tenant):
        Seat.objects.update(starts=LONG_AGO)
        bodies = {body.key: body for body in Body.objects.all()}
        holding = [(bodies[key], users[name], held, None) for (name, key), held in SEATED.items()]
        ended = now.date()
        left = [(bodies[key], users["former"], Held("full"), ended) for key in (FIRST, "arbetsgrupp")]
        Seat.objects.bulk_create(
            Seat(
                body=body,
                user=user,
                function=FAMILY.body(body.key).function,
                employer=held.employer.strip(),
                sight=held.sight,
                starts=LONG_AGO,
                ends=ends,
            )
            for body, user, held, ends in [*holding, *left]
        )
    with air.inside(beside.tenant), clock.standing_at(now):
        Seat.objects.update(starts=LONG_AGO)
        theirs = send(sender=SENDER, handelse=f"{RAW} hos grannen").case
        conversation.write_to_reporter(theirs, f"{RAW} från grannen", beside.processledare)
    return People(home, beside, users)


def new_seat(body: str, user: User, held: Held) -> NewSeat:
    """A seat as its verb wants it."""
    function = FAMILY.body(body).function
    return NewSeat(Body.objects.get(key=body), user, function, held.sight, held.employer)


def as_administrator(user: User) -> None:
    """Goes in through the door of those who configure; Http404 for everybody else."""
    request = cast(Any, HttpRequest())
    request.user, request.tenant = user, air.tenant()
    for_administrators(lambda _request: HttpResponse())(request)
