"""A form that somebody is working on."""

from django.db import models

from accounts.models import User
from tenants.keys import SharedKey
from workflows.questions import sheet
from workflows.questions.models import FormVersion, QuestionForm
from workflows.questions.sheet import Sheet


class Draft(models.Model):
    """The next version of a form, or the first one of a new form, until it is published."""

    slug = models.SlugField(max_length=60, unique=True)
    purpose = models.CharField(
        max_length=10, choices=QuestionForm.Purpose, default=QuestionForm.Purpose.REPORT
    )
    content = models.JSONField()
    # The version that it was begun from; none for a new form.
    begun_from = models.ForeignKey(FormVersion, on_delete=models.PROTECT, null=True, related_name="+")
    changed_by = SharedKey(User)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def sheet(self) -> Sheet:
        """The questions as they are now."""
        return sheet.read(self.content)
