"""How a person comes to sit in a body, and leaves it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from tenants import air, clock
from tenants.models import Party
from workflows.bodies.models import Body, Seat, Sight
from workflows.outbox.posting import post


@dataclass(frozen=True)
class NewSeat:
    """Who is to sit where, as what, and how much they read."""

    body: Body
    user: User
    function: str
    sight: str
    employer: str = ""
    party: str = ""
    pointed_out: bool = False


@transaction.atomic
def seat(wanted: NewSeat, by: User | None) -> Seat:
    """Gives a member a seat. Nobody seats themselves: it takes a second person.

    `by` is None only where an operator makes a tenant.
    """
    faults: dict[str, str] = {}
    if by is not None and wanted.user == by:
        faults["user"] = _("Du kan inte ge dig själv en plats. Be en annan administratör.")
    elif not Membership.objects.current().filter(user=wanted.user, tenant=air.tenant()).exists():
        faults["user"] = _("Personen är inte medlem i organisationen. Bjud in personen först.")
    elif Seat.objects.current().filter(body=wanted.body, user=wanted.user).exists():
        faults["user"] = _("Personen har redan en plats där.")
    if wanted.sight not in Sight.values:
        faults["sight"] = _("Välj hur mycket personen får läsa.")
    if wanted.pointed_out and wanted.sight == Sight.FULL:
        faults["sight"] = _("Den som bara läser ärenden där den är utpekad läser dem avidentifierade.")
    if wanted.party and not Party.objects.filter(code=wanted.party).exists():
        faults["party"] = _("Välj en part ur listan.")
    if not wanted.function.strip():
        faults["function"] = _("Skriv vilken funktion personen har.")
    if faults:
        raise ValidationError(faults)
    given = Seat.objects.create(
        body=wanted.body,
        user=wanted.user,
        function=wanted.function.strip(),
        employer=wanted.employer.strip(),
        party=wanted.party,
        pointed_out=wanted.pointed_out,
        sight=wanted.sight,
        starts=clock.today(),
    )
    if by is not None:
        tell_the_others(given)
    return given


def tell_the_others(given: Seat) -> None:
    """Those who sit in the body already are told that somebody new reads what they read."""
    others = Seat.objects.current().filter(body=given.body).exclude(pk=given.pk)
    for user in others.values_list("user", flat=True):
        post(f"seat:{given.pk}:{user}", "seated", "", to_user=user)


@transaction.atomic
def leave(taken: Seat) -> None:
    """Ends a seat today. The row stays: it says who could read what, and when."""
    taken.ends = clock.today()
    taken.save(update_fields=["ends"])
