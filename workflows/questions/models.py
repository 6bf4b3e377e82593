"""Forms as versioned data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.questions import sheet
from workflows.questions.sheet import Sheet


class FormVersion(models.Model):
    """One version of a form, stored once under the hash of its content. Never changed, never deleted."""

    hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash[:12]

    @property
    def sheet(self) -> Sheet:
        """The questions of this version."""
        return sheet.read(self.content)


class QuestionForm(models.Model):
    """A form of this tenant: its name and the version that is answered now."""

    slug = models.SlugField(_("kortnamn"), max_length=60, unique=True)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.slug
