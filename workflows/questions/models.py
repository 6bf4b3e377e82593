"""Forms as versioned data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants.keys import SharedKey
from workflows.questions import sheet
from workflows.questions.sheet import Sheet

# The sheets that have been read, by hash. Versions are few, also over all tenants.
_sheets: dict[str, Sheet] = {}


class FormVersion(models.Model):
    """One version of a form, stored once under the hash of its content. Never changed, never deleted."""

    hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash[:12]

    @property
    def sheet(self) -> Sheet:
        """The questions of this version, read once: what has a hash never changes."""
        if self.hash not in _sheets:
            _sheets[self.hash] = sheet.read(self.content)
        return _sheets[self.hash]


class QuestionForm(models.Model):
    """A form of this tenant: its name and the version that is answered now."""

    class Purpose(models.TextChoices):
        """What the form is for."""

        REPORT = "report", _("rapport")
        # Filled in after triage, by the first receiver with the reporter.
        ANALYSIS = "analysis", _("analys")

    slug = models.SlugField(_("kortnamn"), max_length=60, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.REPORT)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.slug


class Publication(models.Model):
    """That a version became the one that is answered, and by whom: nobody where a preset did it."""

    form = models.ForeignKey(QuestionForm, on_delete=models.PROTECT, related_name="publications")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    by = SharedKey(User, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.form_id} {self.at:%Y-%m-%d}"


class Word(models.Model):
    """One of the tenant's own words: a level, a category under a level, a cause, an approach, …

    Ended, never deleted: old cases keep what they were called. A level and a category point to the shared
    code that they are counted as; where that loses something, the pointing is marked lossy.
    """

    class List(models.TextChoices):
        TYPE = "type", _("typ")
        LEVEL = "level", _("nivå")
        CATEGORY = "category", _("kategori")
        CONSEQUENCE = "consequence", _("konsekvens")
        ORGANISATION_CONSEQUENCE = "organisation_consequence", _("konsekvens för organisationer")
        CAUSE = "cause", _("orsak")
        AREA = "area", _("område")
        AIM = "aim", _("mål som inte nåddes")
        TARGET_GROUP = "target_group", _("målgrupp")
        AFFECTED = "affected", _("hur många som berörs")
        APPROACH = "approach", _("angreppssätt")

    list = models.CharField(_("lista"), max_length=30, choices=List.choices)
    code = models.SlugField(_("kod"), max_length=60)
    name = models.CharField(_("namn"), max_length=120)
    criteria = models.TextField(_("kriterier"), blank=True)
    # The level that a category stands under, or the approach that a level suggests.
    under = models.CharField(max_length=60, blank=True)
    suggests = models.CharField(max_length=60, blank=True)
    shared = models.CharField(_("gemensam kod"), max_length=60, blank=True)
    lossy = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    ends = models.DateField(_("gäller till"), null=True, blank=True)

    class Meta:
        ordering = ["list", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="a word stands once in its list"),
            models.CheckConstraint(
                name="a category stands under a level", condition=~Q(list="category") | ~Q(under="")
            ),
        ]

    def __str__(self) -> str:
        return self.name
