"""What was agreed, by whom, with which effect; and what a party says that it can do."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants import clock
from tenants.keys import SharedKey
from workflows.bodies.models import Body
from workflows.cases.models import Case
from workflows.measures import states
from workflows.measures.states import State

# A function, never a name.
LONGEST_FUNCTION = 120


class Measure(models.Model):
    """Something that was decided in a case: who is to do it, until when, and what came of it.

    It lives on in its register after its case is closed, until its effect is known.
    """

    class DecidedBy(models.TextChoices):
        COLLECTIVE = "collective", _("Gemensamt, i gruppen")
        MANAGER = "manager", _("Enskilt, av en chef")

    class Effect(models.TextChoices):
        SAVING = "saving", _("Besparing")
        CLIENT = "client", _("Nytta för den enskilde")
        BOTH = "both", _("Både besparing och nytta för den enskilde")
        NONE_YET = "none_yet", _("Ingen effekt än")
        NONE = "none", _("Ingen effekt")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    # The body that had the case when it was decided.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    # One of the tenant's words for how a case is tackled.
    kind = models.CharField(_("slag"), max_length=60)
    what = models.TextField(_("åtgärd"))
    # A code of the tree of parties that all tenants share: an organisation, never a person.
    owner = models.CharField(_("ansvarig part"), max_length=60)
    owner_function = models.CharField(_("ansvarig funktion"), max_length=LONGEST_FUNCTION)
    due = models.DateField(_("klar senast"))
    decided_by = models.CharField(_("beslut"), max_length=10, choices=DecidedBy.choices)
    cost_benefit = models.TextField(_("kostnad och nytta"), blank=True)
    created_by = SharedKey(User)
    created_at = models.DateTimeField()

    result = models.TextField(_("resultat"), blank=True)
    done_at = models.DateTimeField(_("genomförd"), null=True, blank=True)
    effect = models.CharField(_("effekt"), max_length=10, choices=Effect.choices, blank=True)
    effect_text = models.TextField(_("effekten i ord"), blank=True)
    effect_at = models.DateTimeField(null=True, blank=True)
    # Counts its follow-ups, so that a writer can tell that they saw the latest.
    version = models.PositiveIntegerField(default=0)
    # When the clock told that its day had passed; nothing again when it gets a new day.
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["due", "id"], name="measures_by_date"),
            models.Index(
                fields=["due", "id"],
                condition=Q(done_at=None, told_on=None),
                name="measures_that_are_awaited",
            ),
        ]
        constraints = [
            models.CheckConstraint(name="a measure says what is to be done", condition=~Q(what="")),
            models.CheckConstraint(
                name="a measure has an owner and a function", condition=~Q(owner="") & ~Q(owner_function="")
            ),
            models.CheckConstraint(
                name="a measure that is done has a result",
                condition=Q(done_at__isnull=True) | ~Q(result=""),
            ),
            models.CheckConstraint(
                name="only what is done has an effect",
                condition=Q(done_at__isnull=False) | Q(effect=""),
            ),
            models.CheckConstraint(
                name="an effect was seen at some time",
                condition=Q(effect="", effect_at__isnull=True) | (~Q(effect="") & Q(effect_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a measure is done after it was decided",
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def state(self) -> State:
        """Where it stands."""
        return states.state_of(done=self.done_at is not None, effect=self.effect)

    @property
    def overdue(self) -> bool:
        """Whether its day has passed and it is not done."""
        return states.is_overdue(self.due, clock.today(), done=self.done_at is not None)


class MeasureChange(models.Model):
    """One follow-up of a measure: what each field was and became. Appended, never edited."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    # A field's name to what it was and what it became, in text.
    fields = models.JSONField()
    reason = models.TextField(_("skäl"), blank=True)
    by = SharedKey(User)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "number"], name="the follow-ups of a measure are numbered in a row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.number}"


class Statement(models.Model):
    """What a party was asked about a case, and its answer: can it handle it, what, and when. Never edited."""

    class Answer(models.TextChoices):
        YES = "yes", _("Ja")
        PARTLY = "partly", _("Delvis")
        NO = "no", _("Nej")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    party = models.CharField(_("part"), max_length=60)
    function = models.CharField(_("funktion"), max_length=LONGEST_FUNCTION)
    due = models.DateField(_("svar senast"))
    asked_by = SharedKey(User)
    asked_at = models.DateTimeField()

    answer = models.CharField(_("svar"), max_length=10, choices=Answer.choices, blank=True)
    what = models.TextField(_("vad parten gör"), blank=True)
    when_text = models.TextField(_("när"), blank=True)
    entered_by = SharedKey(User, null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=Q(entered_at__isnull=True),
                name="a party is not asked twice at a time",
            ),
            models.CheckConstraint(
                name="a statement is asked of a function in a party", condition=~Q(party="") & ~Q(function="")
            ),
            models.CheckConstraint(
                name="an answer is entered by somebody and says something",
                condition=Q(answer="", what="", entered_by__isnull=True, entered_at__isnull=True)
                | (~Q(answer="") & ~Q(what="") & Q(entered_by__isnull=False, entered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.party}"

    @property
    def overdue(self) -> bool:
        """Whether its day has passed and no answer has come."""
        return states.is_overdue(self.due, clock.today(), done=self.entered_at is not None)
