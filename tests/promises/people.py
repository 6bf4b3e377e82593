"""Everybody who acts in the promises machine, in the organisation that an example is about or beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from django.db import connection
from django.http import HttpRequest, HttpResponse

from accounts.access import for_administrators
from accounts.models import Membership, User
from tenants import air, clock, life_cycle
from tenants.models import Tenant
from tests.conftest import PASSWORD, Place
from tests.promises.script import ORGANISATION, RAW, SCRIPTS, Held, Script
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat
from workflows.cases import conversation
from workflows.cases.received import Received, Report, Sender, receive
from workflows.intake.models import Entrance
from workflows.presets.set_up import set_up

SENDER = Sender(f"{RAW}-NAMN", f"{RAW}@exempel.example", "010-555 00 00", ORGANISATION)

# Long before anything happens, so that an example may stand at any date of a year.
LONG_AGO = date(2026, 1, 1)

ADMINISTRATORS = ("administrator", "second_administrator")
SITTING = ("leader", "colleague", "chair", "group", "chef", "other_chef", "rapporteur", "politician")
MEMBERS = (*SITTING, *ADMINISTRATORS, "member", "former")
EVERYBODY = (*MEMBERS, "neighbour")


@dataclass(frozen=True)
class House:
    """An organisation, and the family that it is of. Its process leader is its first receiver."""

    place: Place
    script: Script

    @property
    def tenant(self) -> Tenant:
        """The organisation."""
        return self.place.tenant


@dataclass(frozen=True)
class People:
    """Two organisations, and who is who by name."""

    home: House
    beside: House
    users: dict[str, User]

    def name_of(self, user: int) -> str:
        """The name of a user's id."""
        return next(name for name, one in self.users.items() if one.pk == user)


@contextmanager
def every_house(both: tuple[Place, Place]) -> Iterator[tuple[House, ...]]:
    """Two organisations of each family, and one whose cases the clock lifts; the new ones go afterwards."""
    lex_heller, ombud, avvikelse, by_the_clock = SCRIPTS
    new = [
        found("ombud-a", ombud, "222000-9936"),
        found("ombud-b", ombud, "222000-9944"),
        found("avvikelse-a", avvikelse, "222000-9951"),
        found("avvikelse-b", avvikelse, "222000-9969"),
        found("klockan", by_the_clock, "222000-9977"),
    ]
    try:
        yield (*(House(place, lex_heller) for place in both), *new)
    finally:
        air.leave()
        for house in new:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP SCHEMA "{house.tenant.schema_name}" CASCADE')
            Membership.objects.filter(tenant=house.tenant).delete()
            Tenant.objects.filter(pk=house.tenant.pk).delete()
            User.objects.filter(email__endswith=f"@{house.tenant.slug}.example").delete()


def found(slug: str, script: Script, number: str) -> House:
    """An organisation of the family, with somebody who receives and an administrator."""
    tenant = life_cycle.create(
        life_cycle.NewTenant(
            slug=slug,
            name=f"Organisationen {slug}",
            kind="forbund",
            organisation_number=number,
            county="17",
            contact_name="Kim Kontakt",
            contact_email=f"kontakt@{slug}.example",
        )
    )
    leader, administrator = (
        User.objects.create_user(f"{role}@{slug}.example", PASSWORD, f"{role.title()} i {slug}")
        for role in ("leader", "administrator")
    )
    Membership.objects.create(user=leader, tenant=tenant)
    Membership.objects.create(user=administrator, tenant=tenant, administrator=True)
    with air.inside(tenant):
        set_up(script.family)
        first = Body.objects.get(key=script.first)
        function = script.family.body(script.first).function
        Seat.objects.create(body=first, user=leader, function=function, sight="full", starts=LONG_AGO)
    return House(Place(tenant, leader, administrator), script)


def send(page_id: str, answers: dict[str, object], sender: Sender) -> Received:
    """Sends a report to the tenant in the air, as the report page does."""
    entrance = Entrance.objects.select_related("form__version", "chain__version", "analysis__version").get()
    analysis = entrance.analysis.version if entrance.analysis else None
    return receive(Report(page_id, answers, sender), entrance.form.version, entrance.chain.version, analysis)


def gather(home: House, beside: House, now: datetime) -> People:
    """Gives both organisations their people, and the neighbour a case of its own."""
    Tenant.objects.update(starts=LONG_AGO)
    new = [name for name in MEMBERS if name not in ("leader", "administrator")]
    made = User.objects.bulk_create(
        User(email=f"{name}@{home.tenant.slug}.example", name=name.title(), password="!") for name in new
    )
    users = {
        "leader": home.place.processledare,
        "administrator": home.place.administrator,
        "neighbour": beside.place.processledare,
        **dict(zip(new, made, strict=True)),
    }
    Membership.objects.bulk_create(
        Membership(user=users[name], tenant=home.tenant, administrator=name in ADMINISTRATORS) for name in new
    )
    Membership.objects.update(starts=LONG_AGO)
    script = home.script
    with air.inside(home.tenant):
        Seat.objects.update(starts=LONG_AGO)
        bodies = {body.key: body for body in Body.objects.all()}
        holding = [(key, name, held, None) for (name, key), held in script.seated.items() if name != "leader"]
        left = [(key, "former", Held("full"), now.date()) for key in script.bodies[:2]]
        Seat.objects.bulk_create(
            Seat(
                body=bodies[key],
                user=users[name],
                function=script.family.body(key).function,
                employer=held.employer.strip(),
                pointed_out=held.pointed_out,
                sight=held.sight,
                starts=LONG_AGO,
                ends=ends,
            )
            for key, name, held, ends in [*holding, *left]
        )
    with air.inside(beside.tenant), clock.standing_at(now):
        Seat.objects.update(starts=LONG_AGO)
        answers = {**beside.script.report, "handelse": f"{RAW} hos grannen"}
        theirs = send("0" * 32, answers, replace(SENDER, name=f"{RAW}-GRANNE")).case
        conversation.write_to_reporter(theirs, f"{RAW} från grannen", beside.place.processledare)
    return People(home, beside, users)


def new_seat(script: Script, body: str, user: User, held: Held) -> NewSeat:
    """A seat as its verb wants it."""
    return NewSeat(
        Body.objects.get(key=body),
        user,
        script.family.body(body).function,
        held.sight,
        held.employer,
        pointed_out=held.pointed_out,
    )


def as_administrator(user: User) -> None:
    """Goes in through the door of those who configure; Http404 for everybody else."""
    request = cast(Any, HttpRequest())
    request.user, request.tenant = user, air.tenant()
    for_administrators(lambda _request: HttpResponse())(request)
