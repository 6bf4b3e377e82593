"""What has left: releases, their tables, and the cells that passed. No case, no tenant's count, no text."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants.models import Tenant


class Release(models.Model):
    """A quarter or a year, from when it closed until it is published to one audience, and never changed."""

    class State(models.TextChoices):
        COUNTING = "counting", _("räknas")
        PREVIEW = "preview", _("visas för organisationerna")
        PUBLISHED = "published", _("publicerad")
        REFUSED = "refused", _("stoppad")

    period = models.CharField(_("period"), max_length=7)
    # A named reader that tenants have let see more; without one it is everyone.
    reader = models.ForeignKey(Tenant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("läge"), max_length=10, choices=State.choices, default=State.COUNTING)
    begun_at = models.DateTimeField()
    publishes_on = models.DateField(_("publiceras"))
    published_at = models.DateTimeField(null=True, blank=True)
    # How the audit went: numbers of cells and programs, seconds, and the rule; and in words why it was
    # refused.
    audit = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "reader"],
                name="a period is released once to an audience",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a release is published at a time",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.period


class Part(models.Model):
    """That a tenant was counted in a release, or that it could not be and is named as late."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="parts")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(default=False)
    # The kind of error, never its text: that could hold what somebody wrote.
    error = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "tenant"], name="a tenant is counted once in a release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.tenant_id}"


class ReleasedTable(models.Model):
    """One declared table as it stands in a release, and who held their numbers back from it."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="tables")
    code = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    dimensions = ArrayField(models.CharField(max_length=20))
    without = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["release", "code"], name="a table stands once in a release")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.code}"


class PublishedCell(models.Model):
    """A number that passed, or a place where none is shown: nothing, too few, or hidden to protect others."""

    table = models.ForeignKey(ReleasedTable, on_delete=models.PROTECT, related_name="cells")
    # A code for each dimension; `*` is the total over it.
    key = ArrayField(models.CharField(max_length=60))
    value = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="a cell stands once in its table"),
            models.CheckConstraint(
                name="no number below five is published", condition=Q(value__isnull=True) | Q(value__gte=5)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.key}"


class Waiver(models.Model):
    """A tenant's decision that a named reader may see sums that rest on few tenants. Never on few cases."""

    giver = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("beslut"), max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["giver", "reader"],
                condition=Q(ended_at=None),
                name="a tenant lets a reader see once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.reader_id}"
