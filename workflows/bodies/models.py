"""The groups that own a stage of a chain, and who sits in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants import clock
from tenants.keys import SharedKey


class Sight(models.TextChoices):
    """How much of a case a seat reads."""

    FULL = "full", _("allt, som första mottagare")
    MASKED = "masked", _("avidentifierad text")
    FIGURES = "figures", _("bara siffror")


# The body whose seats may change forms. It has no cases.
FORM_OWNERS = "formularagare"


class Body(models.Model):
    """A group that can own a stage: processledare, arbetsgrupp, förbundschefer, styrelse, …"""

    key = models.SlugField(_("nyckel"), max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=120)
    starts = models.DateField(_("från"), default=clock.today)
    ends = models.DateField(_("till"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def owns_forms(self) -> bool:
        """Whether its seats may change forms."""
        return self.key == FORM_OWNERS


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats that hold now."""

    def current(self) -> "SeatQuerySet":
        """Those that have begun and not ended."""
        today = clock.today()
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=today), starts__lte=today)


class Seat(models.Model):
    """A person sits in a body, as something, and reads so much."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    user = SharedKey(User)
    function = models.CharField(_("funktion"), max_length=120)
    # Whom the person works for: they never read the contact of a reporter who works there, too.
    employer = models.CharField(_("arbetsgivare"), max_length=120, blank=True)
    # Which authority they speak for, as a code of the shared tree of parties.
    party = models.CharField(_("part"), max_length=60, blank=True)
    # Reads and does nothing until pointed out in a case, and then in that case alone: a chef in a party.
    pointed_out = models.BooleanField(_("bara ärenden där personen är utpekad"), default=False)
    sight = models.CharField(_("insyn"), max_length=10, choices=Sight.choices)
    starts = models.DateField(_("från"), default=clock.today)
    ends = models.DateField(_("till"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["body", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "user"],
                condition=Q(ends__isnull=True),
                name="a person has one seat in a body",
            ),
            models.CheckConstraint(
                name="a seat ends on or after the day it starts",
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.user_id}"


class Sitting(models.Model):
    """A day on which a body meets, so that a deadline can hang on it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="sittings")
    on = models.DateField(_("sammanträder"))

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["body", "on"], name="a body meets once in a day")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.on}"
