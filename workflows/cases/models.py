"""The core: a report, and everything that happens to it."""

from datetime import date
from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants import clock
from tenants.keys import SharedKey
from workflows.bodies.models import Body, Seat
from workflows.cases.outcomes import Present
from workflows.chains.chain import QUICK, SYSTEM, Mark, Need
from workflows.chains.models import ChainVersion
from workflows.masking.review import Reason
from workflows.questions.models import FormVersion

# How many must be pointed out for two parties to have a case together.
PAIR = 2
TRACKS = [(QUICK, _("snabbspår")), (SYSTEM, _("systemspår"))]


class Case(models.Model):
    """A report and everything that happens to it. The one verb that moves it caches its present here."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Ny")
        TALKING = "talking", _("Samtal pågår")
        WITH_BODY = "with_body", _("Hos ett organ")
        WAITING = "waiting", _("Väntar")
        DECIDED = "decided", _("Beslutat")
        ANSWERED = "answered", _("Besvarat, arbetet fortsätter")
        CLOSED = "closed", _("Avslutat")

    reference = models.CharField(_("ärendenummer"), max_length=20, unique=True)
    received_at = models.DateTimeField(_("inkom"))
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    chain_version = models.ForeignKey(ChainVersion, on_delete=models.PROTECT, related_name="+")
    # The sheet that the first receiver fills in before the case goes on, where the chain asks for it.
    analysis_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Found by the keyed hash of the receipt's code; the digest tells a report sent twice from another one.
    receipt_lookup = models.CharField(max_length=64, unique=True)
    sent_digest = models.CharField(max_length=64)
    # The body that the form named before sending: it has the conversation and the contact until the end.
    first_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    # Counts everything that changes the case, so that a writer can tell that they saw the latest.
    version = models.PositiveIntegerField(default=0)

    # Written only by cases.moves, from the latest move of each track.
    state = models.CharField(_("läge"), max_length=20, choices=State.choices)
    # What a body has taken on: "åtgärdas" and "vidarerapporteras", either or both.
    duties = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    quick_stage = models.CharField(max_length=60)
    quick_mark = models.CharField(max_length=20, blank=True)
    quick_due = models.DateField(null=True, blank=True)
    system_stage = models.CharField(max_length=60, blank=True)
    system_mark = models.CharField(max_length=20, blank=True)
    system_due = models.DateField(null=True, blank=True)
    # The owner: the body of the system track where that is open, else the first receiver.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="owned_cases")
    due = models.DateField(_("nästa datum"), null=True, blank=True)
    # The promises to the reporter: when somebody first talked to them, and the date of the next word.
    contacted_at = models.DateTimeField(null=True, blank=True)
    word_due = models.DateField(null=True, blank=True)
    # The next day on which the clock has something to do about it.
    clock_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(_("avslutat"), null=True, blank=True)
    moved = models.PositiveIntegerField(default=0)

    # Written only by cases.classification, from the latest classification.
    type = models.CharField(_("typ"), max_length=60, blank=True)
    level = models.CharField(_("nivå"), max_length=60, blank=True)
    category = models.CharField(_("kategori"), max_length=60, blank=True)
    parties = ArrayField(models.CharField(max_length=60), verbose_name=_("parter"), default=list, blank=True)
    # Consequences, causes, areas and the like: the tenant's words by facet (cases.facets).
    facets = models.JSONField(default=dict, blank=True)
    # Written only by cases.analysis, when the sheet has been filled in.
    analysed_at = models.DateTimeField(null=True, blank=True)
    # Written only by the verbs of measures, under the case's lock.
    open_measures = models.PositiveSmallIntegerField(default=0)
    statements_asked = models.PositiveSmallIntegerField(default=0)
    # The last date of those that are waited for; none where all have come.
    statement_due = models.DateField(null=True, blank=True)
    # Written only by cases.moves, by the outcome that takes the case.
    taken_by = SharedKey(User, null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due"], name="cases_by_state_and_due"),
            models.Index(
                F("due").asc(nulls_last=True), F("received_at").desc(), name="cases_in_the_lists_order"
            ),
            models.Index(fields=["body", "state"], name="cases_by_body"),
            models.Index(fields=["first_body"], name="cases_by_first_body"),
            GinIndex(fields=["parties"], name="cases_by_party"),
            GinIndex(fields=["facets"], name="cases_by_facet"),
            models.Index(
                fields=["clock_on", "id"], condition=Q(closed_at=None), name="cases_that_the_clock_awaits"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="an open case has a next date",
                condition=Q(closed_at__isnull=False) | Q(due__isnull=False),
            ),
            models.CheckConstraint(
                name="an open case has a date of the next word",
                condition=Q(closed_at__isnull=False) | Q(word_due__isnull=False),
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
        return Present(
            quick=self.quick_stage,
            system=self.system_stage,
            quick_mark=cast(Mark, self.quick_mark),
            system_mark=cast(Mark, self.system_mark),
        )

    @property
    def has(self) -> frozenset[Need]:
        """Which of the things that an outcome may need the case has."""
        found: set[Need] = set()
        approved = MaskedText.objects.filter(case=self, approved_at__isnull=False)
        seated = PointedOut.objects.filter(case=self, ended_at=None, seat__in=Seat.objects.current())
        people_in = seated.order_by().values("case").annotate(n=models.Count("seat__user", distinct=True))
        masked, people = Case.objects.values_list(
            models.Exists(approved), models.Subquery(people_in.values("n"))
        ).get(pk=self.pk)
        if self.type and self.level and self.category:
            found.add("classified")
        if masked:
            found.add("masked")
        if self.analysed_at:
            found.add("analysed")
        if self.statements_asked and (self.statement_due is None or self.statement_due < clock.today()):
            found.add("heard")
        if (people or 0) >= PAIR:
            found.add("paired")
        return frozenset(found)

    def due_for(self, *, full: bool) -> date | None:
        """The next date that a reader is to mind: the word to the reporter is the first receiver's alone."""
        return self.due if full else self.system_due

    @property
    def ball(self) -> Body:
        """Whose turn it is: who has the case, or the first receiver, whom they have asked for more."""
        return self.first_body if self.system_mark == "waiting" else self.body


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
        indexes = [
            # What the list's search asks for (`icontains`), so that it needn't read every text.
            GinIndex(
                OpClass(Upper(Cast("value", models.TextField())), name="gin_trgm_ops"),
                name="answers_by_what_is_said",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "question"], name="a question is answered once in a case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.question}"


class Kept(models.Model):
    """What may point to a person and was kept by its writer, and why; never what it says.

    In an answer, by the reporter; or in a masked text, by who approved it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="kept")
    masked = models.ForeignKey("MaskedText", on_delete=models.PROTECT, null=True, related_name="kept")
    question = models.CharField(max_length=60)
    # A kind of the check of text.
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=10, choices=Reason)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.question} {self.kind}"


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
    # What the outcome asked for, but the reply: reason, problem, solution, participants, decision.
    given = models.JSONField(default=dict)
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


class Letter(models.Model):
    """One message of the conversation between the reporter and the first receiver. Never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    # Nobody where the reporter wrote it.
    by = SharedKey(User, null=True, blank=True)
    text = models.TextField(_("meddelande"))
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="a letter says something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"

    @property
    def from_reporter(self) -> bool:
        """Whether the reporter wrote it."""
        return self.by_id is None


class Note(models.Model):
    """A note of a call or a thought, for the first receiver alone. Never edited."""

    class Standing(models.TextChoices):
        ARBETSMATERIAL = "arbetsmaterial", _("Arbetsmaterial")
        HANDLING = "handling", _("Handling")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("anteckning"))
    standing = models.CharField(_("ställning"), max_length=20, choices=Standing.choices)
    # A note of a talk with the reporter is a word to them.
    talk = models.BooleanField(_("samtal med rapportören"), default=False)
    by = SharedKey(User)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="a note says something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class Classification(models.Model):
    """What kind of case it is, decided at triage with a reason. The latest holds; the others are history."""

    # What it says beside the type.
    DESCRIBES = ("level", "category", "parties", "recurrence", "approach", "from_party", "to_party", "facets")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="classifications")
    type = models.CharField(max_length=60)
    level = models.CharField(max_length=60)
    category = models.CharField(max_length=60)
    parties = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    recurrence = models.CharField(max_length=60, blank=True)
    approach = models.CharField(max_length=60, blank=True)
    # From which party to which the trouble goes, where there is such a direction.
    from_party = models.CharField(max_length=60, blank=True)
    to_party = models.CharField(max_length=60, blank=True)
    facets = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("skäl"))
    by = SharedKey(User)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="a classification has a reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.level} {self.category}"


class MaskedText(models.Model):
    """A case's answers without the person, answer by answer: one version. Approved, it never changes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="masked_texts")
    texts = models.JSONField()
    by = SharedKey(User)
    at = models.DateTimeField()
    approved_by = SharedKey(User, null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a masked text is approved by somebody at some time",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class ContactReading(models.Model):
    """Somebody read who the reporter is, and why. Never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contact_readings")
    reason = models.TextField(_("skäl"))
    by = SharedKey(User)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="a reading has a reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class Feedback(models.Model):
    """What the reporter says afterwards: whether it helped. The latest holds."""

    class Helped(models.TextChoices):
        YES = "yes", _("Ja")
        PARTLY = "partly", _("Delvis")
        NO = "no", _("Nej")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedbacks")
    helped = models.CharField(max_length=10, choices=Helped.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.helped}"


class Todo(models.Model):
    """A thing for a body to do about a case, with a date."""

    class Kind(models.TextChoices):
        READ_LETTER = "read_letter", _("Läs och besvara rapportörens meddelande")
        DID_NOT_HELP = "did_not_help", _("Rapportören säger att det inte hjälpte")
        ADD = "add", _("Komplettera ärendet")
        NOBODY_SEATED = "nobody_seated", _("Ge någon en plats: ingen har ärendet")
        OVERDUE = "overdue", _("Fristen har gått ut: bestäm vad som händer nu")
        GIVE_WORD = "give_word", _("Rapportören väntar på besked från er")
        MASK = "mask", _("Godkänn en avidentifierad text: nästa organ väntar på ärendet")
        STATEMENT = "statement", _("Yttrandet har inte kommit i tid: gå vidare utan det, eller påminn")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="todos")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="todos")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    due = models.DateField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "body", "kind"],
                condition=Q(done_at__isnull=True),
                name="a body has one open to-do of a kind in a case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class PointedOut(models.Model):
    """Somebody in a party is pointed out in a case: they read it, masked, and act in it, and in no other."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pointed_out")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    by = SharedKey(User)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # When they said that the outcome has reached their party.
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "seat"],
                condition=Q(ended_at__isnull=True),
                name="a person is pointed out once in a case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seat_id}"


class Analysis(models.Model):
    """The analysis of a case: one filling-in of its sheet. The latest holds; the others are history."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="analyses")
    answers = models.JSONField()
    by = SharedKey(User)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "analyses"

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class CrossReference(models.Model):
    """Where else the same matter stands: another case here, or a number in another system. Never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cross_references")
    system = models.CharField(_("var"), max_length=120)
    number = models.CharField(_("nummer"), max_length=120)
    by = SharedKey(User)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class Reminder(models.Model):
    """Something that the clock has done about a case and one of its dates, once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reminders")
    # As in cases.dates.What.
    what = models.CharField(max_length=20)
    about = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "what", "about"], name="the clock does a thing once about a date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what} {self.about}"
