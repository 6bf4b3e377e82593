"""The organisations that use Samsyn, and the words that all of them share."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin
from stdnum.se import orgnr

from tenants import clock


def check_organisation_number(value: str) -> None:
    """Accepts a Swedish organisation number with a correct check digit, as `212000-0142`."""
    if not orgnr.is_valid(value) or orgnr.format(value) != value:
        raise ValidationError(_("Skriv organisationsnumret som 212000-0142. Kontrollera siffrorna."))


class Code(models.Model):
    """A word that all tenants share: a stable code for the machine, a name for people."""

    code = models.SlugField(_("kod"), max_length=60, primary_key=True)
    name = models.CharField(_("namn"), max_length=120)
    position = models.PositiveSmallIntegerField(_("ordning"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class County(Code):
    """A county (län) with Statistics Sweden's two-digit code."""


class Municipality(Code):
    """A municipality (kommun) with Statistics Sweden's four-digit code; the first two are the county's."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")


class Level(Code):
    """The level a fault sits on, in the codes that all tenants can be counted in.

    A tenant has a scheme of its own, whose values each point to one of these; the pointing is lossy.
    """

    criteria = models.TextField(_("kriterier"))


class Area(Code):
    """What part of welfare a case is about: vård, stöd, service, försörjning, boende, sysselsättning."""


class Category(Code):
    """What kind of fault it is, in the codes that all tenants can be counted in."""


class Party(Code):
    """An authority or a unit of one: a tree that all tenants share. Ended, never deleted."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    short_name = models.CharField(_("kort namn"), max_length=20, blank=True)
    ends = models.DateField(_("gäller till"), null=True, blank=True)


class TenantQuerySet(models.QuerySet["Tenant"]):
    """Tenants that are there now."""

    def current(self) -> "TenantQuerySet":
        """Those that have begun and not ended."""
        today = clock.today()
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=today), starts__lte=today)

    def receiving(self) -> "TenantQuerySet":
        """Those that take reports; a länsstyrelse gets yearly accounts and takes none."""
        return self.exclude(kind=Tenant.Kind.LANSSTYRELSE)


class Tenant(TenantMixin):  # type: ignore[misc]
    """One organisation with a schema of its own. Ended, never deleted."""

    class Kind(models.TextChoices):
        FORBUND = "forbund", _("Samordningsförbund")
        KOMMUN = "kommun", _("Kommun")
        PO_VERKSAMHET = "po-verksamhet", _("PO-verksamhet")
        SAMVERKANSGRUPP = "samverkansgrupp", _("Lokal samverkansgrupp")
        LANSSTYRELSE = "lansstyrelse", _("Länsstyrelse")

    # A schema is made by the verb that makes a tenant, and dropped by nobody.
    auto_create_schema = False
    auto_drop_schema = False

    slug = models.SlugField(
        _("kortnamn"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", _("Använd a–z, 0–9 och bindestreck."))],
    )
    name = models.CharField(_("namn"), max_length=120, unique=True)
    kind = models.CharField(_("slag"), max_length=20, choices=Kind.choices)
    organisation_number = models.CharField(
        _("organisationsnummer"), max_length=11, validators=[check_organisation_number]
    )
    county = models.ForeignKey(County, on_delete=models.PROTECT, verbose_name=_("län"), related_name="+")
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("kommuner"), related_name="tenants", blank=True
    )
    accent = models.CharField(
        _("färg"),
        max_length=7,
        default="#0b5563",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Skriv färgen som #0b5563."))],
    )
    contact_name = models.CharField(_("kontaktperson"), max_length=120)
    contact_email = models.EmailField(_("e-post"))
    contact_phone = models.CharField(_("telefon"), max_length=30, blank=True)
    first_contact_days = models.PositiveSmallIntegerField(
        _("första kontakt inom, arbetsdagar"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    silence_days = models.PositiveSmallIntegerField(
        _("längsta tystnad, dagar"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    starts = models.DateField(_("gäller från"), default=clock.today)
    ends = models.DateField(_("gäller till"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="a tenant ends after it starts",
                condition=Q(ends__isnull=True) | Q(ends__gt=models.F("starts")),
            ),
            models.CheckConstraint(
                name="both promises are at least one day",
                condition=Q(first_contact_days__gte=1, silence_days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def receives(self) -> bool:
        """Whether it takes reports; a länsstyrelse reads what is published."""
        return self.kind != self.Kind.LANSSTYRELSE


class Domain(DomainMixin):  # type: ignore[misc]
    """A host name and the tenant that answers there."""


class Tick(models.Model):
    """When the clock last did its work for a tenant: what the readiness check calls the clock's age."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, primary_key=True, related_name="tick")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.at:%Y-%m-%d %H:%M:%S}"


class Blueprint(models.Model):
    """What an empty tenant's schema is made of: the statements that this set of migrations took."""

    migrations = models.CharField(max_length=64, primary_key=True)
    statements = models.TextField()

    def __str__(self) -> str:
        return self.migrations[:12]
