"""How a person becomes a member: somebody invites an address, and who reads its mail accepts."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, User
from tenants import air, clock, hosts
from tenants.models import Tenant

VALID_FOR = timedelta(days=14)
# Characters that an address may have as a whole; Django's check of its form lets longer ones through.
fits_an_account = MaxLengthValidator(254)


def hash_of(token: str) -> str:
    """What is kept of a token that itself has 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Invite:
    """Who is invited to what."""

    email: str
    administrator: bool = False


@transaction.atomic
def invite(tenant: Tenant, wanted: Invite, by: User | None) -> str:
    """Invites an address to an organisation and gives the address of the link back.

    The link is for the invited person's eyes: who has it takes the account. A web door must therefore mail
    it and show it to nobody; the command line prints it for the operator, who can do as much anyway.
    """
    email = wanted.email.strip().lower()
    try:
        validate_email(email)
        fits_an_account(email)
    except ValidationError:
        raise ValidationError({"email": _("Skriv en e-postadress, till exempel namn@kommunen.se.")}) from None
    if Membership.objects.current().filter(tenant=tenant, user__email=email).exists():
        raise ValidationError({"email": _("Personen är redan medlem i organisationen.")})
    token = secrets.token_urlsafe(32)
    now = clock.now()
    Invitation.objects.create(
        tenant=tenant,
        email=email,
        administrator=wanted.administrator,
        token_hash=hash_of(token),
        invited_by=by,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    return hosts.address(tenant.slug, f"/inbjudan/{token}")


def send_invitation(tenant: Tenant, email: str, link: str) -> None:
    """Mails the link, after the transaction that made it."""
    text = render_to_string("accounts/invitation_mail.txt", {"tenant": tenant, "link": link})
    transaction.on_commit(
        lambda: send_mail(_("Inbjudan till %(name)s") % {"name": tenant.name}, text, None, [email])
    )


def open_invitation(token: str) -> Invitation | None:
    """The invitation of this host's tenant that the token opens, if it still does."""
    return Invitation.objects.filter(
        tenant=air.tenant(),
        token_hash=hash_of(token),
        accepted_at__isnull=True,
        expires_at__gt=clock.now(),
    ).first()


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership:
    """Makes the user a member. A second acceptance of the same invitation changes nothing."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    membership, _new = Membership.objects.get_or_create(
        tenant_id=locked.tenant_id, user=user, ends=None, defaults={"administrator": locked.administrator}
    )
    if locked.administrator and not membership.administrator:
        membership.administrator = True
        membership.save(update_fields=["administrator"])
    locked.accepted_at = locked.accepted_at or clock.now()
    locked.save(update_fields=["accepted_at"])
    return membership


def waiting(tenant: Tenant) -> QuerySet[Invitation]:
    """Invitations that have been sent and can still be accepted, newest first."""
    return Invitation.objects.filter(tenant=tenant, accepted_at__isnull=True, expires_at__gt=clock.now())
