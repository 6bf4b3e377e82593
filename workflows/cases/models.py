"""The core: a report, and everything that happens to it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants.keys import SharedKey
from workflows.bodies.models import Body
from workflows.cases.outcomes import Present
from workflows.chains.chain import QUICK, SYSTEM
from workflows.chains.models import ChainVersion
from workflows.questions.models import FormVersion

TRACKS = [(QUICK, _("snabbspår")), (SYSTEM, _("systemspår"))]


class Case(models.Model):
    """A report and everything that happens to it. The one verb that moves it caches its present here."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Ny")
        TALKING = "talking", _("Samtal pågår")
        WITH_BODY = "with_body", _("Hos ett organ")
        WAITING = "waiting", _("Väntar på svar")
        DECIDED = "decided", _("Beslutat")
        ANSWERED = "answered", _("Besvarat")
        CLOSED = "closed", _("Avslutat")

    reference = models.CharField(_("ärendenummer"), max_length=20, unique=True)
    received_at = models.DateTimeField(_("inkom"))
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    chain_version = models.ForeignKey(ChainVersion, on_delete=models.PROTECT, related_name="+")
    # Found by the keyed hash of the receipt's code; the digest tells a report sent twice from another one.
    receipt_lookup = models.CharField(max_length=64, unique=True)
    sent_digest = models.CharField(max_length=64)

    # What follows is written only by cases.moves, from the latest move of each track.
    state = models.CharField(_("läge"), max_length=20, choices=State.choices)
    quick_stage = models.CharField(max_length=60)
    system_stage = models.CharField(max_length=60, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="owned_cases")
    due = models.DateField(_("nästa datum"), null=True, blank=True)
    closed_at = models.DateTimeField(_("avslutat"), null=True, blank=True)
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "due"], name="cases_by_state_and_due")]
        constraints = [
            models.CheckConstraint(
                name="an open case has a next date",
                condition=Q(closed_at__isnull=False) | Q(due__isnull=False),
            ),
            models.CheckConstraint(
                name="a case is closed when its state says so",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="a case is closed after it was received",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("received_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def present(self) -> Present:
        """Where its two tracks stand."""
        return Present(quick=self.quick_stage, system=self.system_stage)


class LastReference(models.Model):
    """The last number given to a case of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.year}-{self.number:04d}"


class Answer(models.Model):
    """What a reporter answered to one question, as it was written. Never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    value = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "question"], name="a question is answered once in a case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.question}"


class Contact(models.Model):
    """Who the reporter is, where they chose to say so. Kept apart, read only by the first receiver."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="contact", primary_key=True)
    name = models.CharField(_("namn"), max_length=120, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    organisation = models.CharField(_("arbetsgivare"), max_length=120, blank=True)

    def __str__(self) -> str:
        return str(self.case_id)


class Move(models.Model):
    """One step of a case along its chain. Appended, never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    track = models.CharField(max_length=10, choices=TRACKS)
    from_stage = models.CharField(max_length=60, blank=True)
    to_stage = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60)
    # The body that owns the stage the case came to; a closed track stays with the body that closed it.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    chain_version = models.ForeignKey(ChainVersion, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = SharedKey(User, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["body", "case"], name="moves_by_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="the moves of a case are numbered in a row"
            ),
            models.CheckConstraint(name="a move is on a track", condition=Q(track__in=[QUICK, SYSTEM])),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class Reply(models.Model):
    """What the reporter is told: what changed, or why nothing did. A case closes with one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="replies")
    move = models.OneToOneField(Move, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField(_("återkoppling"))
    by = SharedKey(User)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="a reply says something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"
