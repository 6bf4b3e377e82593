"""People who sign in, and the organisations they belong to."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tenants import clock
from tenants.models import Tenant


class UserManager(BaseUserManager["User"]):
    """Makes users, and finds them by e-mail address whatever its case."""

    def create_user(self, email: str, password: str | None, name: str) -> "User":
        """A user who can sign in with the password, or with none until one has been set."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Django's own look-up at sign-in."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in: one account for all organisations. Ended or anonymised, never deleted."""

    email = models.EmailField(_("e-post"), max_length=254, unique=True)
    name = models.CharField(_("namn"), max_length=120)
    is_active = models.BooleanField(_("aktiv"), default=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an e-mail address is kept in lower case", condition=Q(email=Lower("email"))
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, for Django's templates of mails."""
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships that hold now."""

    def current(self) -> "MembershipQuerySet":
        """Those that have not ended, in organisations that have not."""
        today = clock.today()
        return self.filter(
            Q(ends__isnull=True) | Q(ends__gt=today),
            starts__lte=today,
        ).filter(
            Q(tenant__ends__isnull=True) | Q(tenant__ends__gt=today),
            tenant__starts__lte=today,
        )


class Membership(models.Model):
    """A person belongs to an organisation; what they may read there their seats say."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="memberships")
    # An administrator configures, invites and gives seats, and reads no cases.
    administrator = models.BooleanField(_("administratör"), default=False)
    starts = models.DateField(_("från"), default=clock.today)
    ends = models.DateField(_("till"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["tenant__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "tenant"],
                condition=Q(ends__isnull=True),
                name="a person is a member once of an organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.tenant_id}"


class Invitation(models.Model):
    """A link that makes whoever holds it a member, once, within its time. Only its hash is kept."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-post"))
    administrator = models.BooleanField(_("administratör"), default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.created_at:%Y-%m-%d}"


class Token(models.Model):
    """A key with which a program acts as a person in one organisation. Ended, never deleted.

    Only its hash is kept.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="tokens")
    hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("namn"), max_length=120)
    created_at = models.DateTimeField()
    # A day and no more: enough to see that a key is not used, too little to follow a person by.
    last_used_at = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a token ends after it was made",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("created_at")),
            )
        ]

    def __str__(self) -> str:
        return self.name
