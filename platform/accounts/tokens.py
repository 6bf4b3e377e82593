"""Keys with which a program acts as a person, each in one organisation."""

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership, Token, User
from tenants import clock
from tenants.models import Tenant

LONGEST_NAME = 120


def hash_of(text: str) -> str:
    """What is kept of a key that itself has 256 bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def issue(user: User, tenant: Tenant, name: str) -> str:
    """Makes a key and gives it back: it is shown once, and can't be found again."""
    text = secrets.token_urlsafe(32)
    keep(text, user, tenant, name=name)
    return text


def keep(text: str, user: User, tenant: Tenant, *, name: str) -> Token:
    """Keeps the hash of a key. The name says where it is used, so that it can be told from the others."""
    name = name.strip()
    if not name:
        raise ValidationError({"name": _("Skriv vad nyckeln ska användas till.")})
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("Korta namnet.")})
    return Token.objects.create(
        user=user, tenant=tenant, hash=hash_of(text), name=name, created_at=clock.now()
    )


def end(token: Token) -> None:
    """The key opens nothing from now on."""
    if token.ended_at is None:
        token.ended_at = clock.now()
        token.save(update_fields=["ended_at"])


def open_tokens(user: User, tenant: Tenant) -> QuerySet[Token]:
    """The keys of a person in an organisation that still open something, newest first."""
    return Token.objects.filter(user=user, tenant=tenant, ended_at=None)


def used(text: str, tenant: Tenant) -> Token | None:
    """The key that the text is, for a member of the organisation as they are now; None for all others."""
    found = Token.objects.select_related("user").filter(
        hash=hash_of(text),
        tenant=tenant,
        ended_at=None,
        user__is_active=True,
        user__in=Membership.objects.current().filter(tenant=tenant).values("user"),
    )
    token = found.first()
    today = clock.today()
    if token is not None and token.last_used_at != today:
        Token.objects.filter(pk=token.pk).update(last_used_at=today)
    return token
