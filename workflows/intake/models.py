"""The ways in to a tenant."""

from django.db import models

from workflows.chains.models import EscalationChain
from workflows.questions.models import FormVersion, QuestionForm


class EntranceQuerySet(models.QuerySet["Entrance"]):
    """The ways in, with what a report needs of them."""

    def with_versions(self) -> "EntranceQuerySet":
        """With the versions in use. What is in a version has been read before, and is known by its hash."""
        versions = ("form__version", "chain__version", "analysis__version")
        return self.select_related(*versions).defer(*(f"{version}__content" for version in versions))


class Entrance(models.Model):
    """A form that can be reported on, and the chain that its cases follow."""

    form = models.OneToOneField(QuestionForm, on_delete=models.PROTECT, related_name="entrance")
    chain = models.ForeignKey(EscalationChain, on_delete=models.PROTECT, related_name="+")
    # The sheet that the first receiver fills in before a case goes on, where the chain asks for it.
    analysis = models.ForeignKey(
        QuestionForm, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = EntranceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.form_id} {self.chain_id}"

    @property
    def analysis_version(self) -> FormVersion | None:
        """The version of the analysis sheet that new cases get."""
        return self.analysis.version if self.analysis else None
