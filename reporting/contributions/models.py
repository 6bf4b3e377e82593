"""A tenant's own exact counts: in its own schema, and nowhere else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants.keys import SharedKey
from workflows.cases.models import Case


class Contribution(models.Model):
    """A case as it was counted, once and for ever: in which quarter's release, and as what.

    What is classified anew afterwards does not change it: a release never changes.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="contribution")
    release = models.CharField(max_length=7)
    pair = models.CharField(max_length=60)
    level = models.CharField(max_length=60)
    category = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["release"], name="contributions_by_release")]
        constraints = [
            models.CheckConstraint(
                name="a case is counted in a quarter", condition=Q(release__regex=r"^\d{4}-Q[1-4]$")
            )
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.pair} {self.level} {self.category}"


class HeldBack(models.Model):
    """The tenant's word that its numbers are not to be in one table of one release."""

    release = models.CharField(_("publicering"), max_length=7)
    table = models.CharField(_("tabell"), max_length=10)
    by = SharedKey(User)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "table"], name="a table is held back once in a release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.table}"


class PreviewCell(models.Model):
    """Where the tenant's cases enter a release that is being prepared: its own number, and if the cell is
    shown.

    Never anybody else's numbers.
    """

    release = models.CharField(max_length=7)
    table = models.CharField(max_length=10)
    key = models.JSONField()
    own = models.PositiveIntegerField()
    shown = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["release", "table"], name="preview_by_release_and_table")]

    def __str__(self) -> str:
        return f"{self.release} {self.table} {self.key}"
