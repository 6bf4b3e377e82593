"""What a program reads of a case: the same that `sight` gives the pages, field by field."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ui.problems import Text
from workflows.bodies.models import Sight
from workflows.cases import analysis, masked
from workflows.cases.duties import DUTIES
from workflows.cases.forms import field_for, offered
from workflows.cases.models import Case, MaskedText
from workflows.cases.outcomes import NOT_OPEN, Possible
from workflows.cases.sight import Seen
from workflows.chains.chain import NEEDS, QUICK, SYSTEM

TRACKS = [QUICK, SYSTEM]
STATES = list(Case.State.values)
ANSWERS = {
    "type": "object",
    "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
}


class Written(serializers.Serializer[Any]):
    """The base of all that is answered."""


@extend_schema_field(ANSWERS)
class Answers(serializers.DictField):
    """Answers by the question's id: a text, a choice's value, or a list of them. The sheet judges them."""


class FacetCodes(serializers.DictField):
    """The words with which a case is described, by side: codes of the tenant's lists."""

    child = serializers.ListField(child=Text())


class WrittenBody(Written):
    """A body."""

    key = serializers.CharField()
    name = serializers.CharField()


class WrittenTrack(Written):
    """Where one of the two tracks stands."""

    track = serializers.ChoiceField(TRACKS)
    stage = serializers.CharField(help_text="Stegets nyckel i kedjan, eller `closed`.")
    name = serializers.CharField(help_text="Stegets namn; tomt för ett avslutat spår.")
    body = serializers.CharField(help_text="Nyckeln för organet som har steget; tomt för ett avslutat spår.")
    mark = serializers.CharField(help_text="`talking`, `waiting`, `decided` eller tomt.")
    due = serializers.DateField(allow_null=True)


class WrittenChoice(Written):
    """One thing to choose."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class WrittenQuestion(Written):
    """A question."""

    id = serializers.CharField()
    kind = serializers.CharField(help_text="`short_text`, `long_text`, `one_choice`, `several_choices`.")
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    choices = WrittenChoice(many=True)


class WrittenField(Written):
    """Something that an outcome requires."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    choices = WrittenChoice(
        many=True, required=False, help_text="Det som går att välja på; saknas för det som skrivs."
    )


class WrittenOutcome(Written):
    """An outcome that can be chosen now."""

    id = serializers.CharField(source="outcome.id")
    track = serializers.ChoiceField(TRACKS)
    label = serializers.CharField(source="outcome.label")  # type: ignore[assignment]
    requires = serializers.SerializerMethodField()

    @extend_schema_field(WrittenField(many=True))
    def get_requires(self, possible: Possible) -> list[dict[str, Any]]:
        """What it asks for, named as on the page."""
        return [required(name) for name in possible.outcome.requires]


def required(name: str) -> dict[str, Any]:
    """A thing that an outcome requires, with what there is to choose from."""
    groups = [group if isinstance(group, list) else [(value, group)] for value, group in offered(name)]
    choices = [{"value": value, "label": str(label)} for group in groups for value, label in group]
    asked = {"name": name, "label": str(field_for(name).label)}
    return {**asked, "choices": choices} if choices else asked


class WrittenLacking(Written):
    """An outcome that can be chosen once the case has what it needs."""

    id = serializers.CharField(source="outcome.id")
    track = serializers.ChoiceField(TRACKS)
    label = serializers.CharField(source="outcome.label")  # type: ignore[assignment]
    needs = serializers.ListField(
        child=serializers.ChoiceField(NEEDS),
        source="unmet",
        help_text="Vad ärendet behöver: bedömning, avidentifierad text, analys, yttrande, två utpekade.",
    )


class WrittenEvent(Written):
    """Something that has happened."""

    at = serializers.DateTimeField()
    text = serializers.CharField()
    body = serializers.CharField(help_text="Organets namn.")
    by = serializers.CharField(help_text="Vem; tomt för det rapportören eller klockan gjorde.")
    given = serializers.DictField(
        child=serializers.CharField(), help_text="Vad som skrevs och valdes, med samma namn som i `requires`."
    )


class WrittenLetter(Written):
    """A letter of the conversation."""

    at = serializers.DateTimeField()
    from_reporter = serializers.BooleanField()
    by = serializers.CharField(source="by.name", read_only=True, allow_null=True, default=None)
    text = serializers.CharField()


class WrittenNote(Written):
    """A note."""

    at = serializers.DateTimeField()
    by = serializers.CharField(source="by.name")
    text = serializers.CharField()
    standing = serializers.CharField(help_text="`arbetsmaterial` eller `handling`.")
    talk = serializers.BooleanField(help_text="Om det var ett samtal med rapportören.")


class WrittenReply(Written):
    """What the reporter was told."""

    at = serializers.DateTimeField()
    by = serializers.CharField(source="by.name")
    text = serializers.CharField()


class WrittenTodo(Written):
    """A thing to do."""

    kind = serializers.CharField()
    text = serializers.CharField(source="get_kind_display")
    due = serializers.DateField()


class WrittenMasking(Written):
    """The masked text as it was last written."""

    texts = serializers.DictField(child=serializers.CharField(allow_blank=True))
    approved = serializers.SerializerMethodField(help_text="Om organen läser just den här.")

    def get_approved(self, text: MaskedText) -> bool:
        """Whether bodies read it."""
        return text.approved_at is not None


class WrittenAnalysis(Written):
    """The analysis sheet of the case, and how it was last filled in."""

    questions = WrittenQuestion(many=True)
    answers = Answers(help_text="Tomt tills analysen är ifylld, och för organ tills de läser ärendet.")


class WrittenPointed(Written):
    """Somebody who is pointed out in a case."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="seat.user.name")
    function = serializers.CharField(source="seat.function")
    employer = serializers.CharField(source="seat.employer")
    party = serializers.CharField(source="seat.party")
    acknowledged_at = serializers.DateTimeField(
        allow_null=True, help_text="När personen kvitterade att återkopplingen har nått parten."
    )


class WrittenReference(Written):
    """Where else the matter stands."""

    system = serializers.CharField()
    number = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField(source="by.name")


class WrittenReferences(Written):
    """All places where the matter stands too."""

    references = WrittenReference(many=True)


class WrittenCase(Written):
    """A case as its reader sees it; what the sight does not give is not even named."""

    FULL_ONLY = ("answers", "masking", "reason", "letters", "notes", "replies", "word_due", "references")

    reference = serializers.CharField(source="case.reference")
    version = serializers.IntegerField(source="case.version", help_text="Samma tal som i `ETag`.")
    sight = serializers.SerializerMethodField()
    state = serializers.ChoiceField(STATES, source="case.state")
    received_at = serializers.DateTimeField(source="case.received_at")
    due = serializers.DateField(allow_null=True)
    closed_at = serializers.DateTimeField(source="case.closed_at", allow_null=True)
    statement_due = serializers.DateField(
        source="case.statement_due", allow_null=True, help_text="Då ett begärt yttrande ska ha kommit."
    )
    word_due = serializers.DateField(
        source="case.word_due",
        required=False,
        allow_null=True,
        help_text="För första mottagaren: senast då rapportören har lovats ett besked.",
    )
    body = WrittenBody(source="case.body")
    ball = WrittenBody(source="case.ball", help_text="Hos vem bollen ligger: vems tur det är.")
    duties = serializers.ListField(
        child=serializers.ChoiceField(list(DUTIES)),
        source="case.duties",
        help_text="`remedied` (åtgärdas), `passed_on` (vidarerapporteras).",
    )
    taken_by = serializers.CharField(
        source="case.taken_by.name", read_only=True, allow_null=True, default=None
    )
    tracks = serializers.SerializerMethodField()
    type = serializers.CharField(source="case.type")
    level = serializers.CharField(source="case.level")
    shared_level = serializers.CharField(
        source="level.shared", help_text="Den gemensamma nivå som organisationens egen räknas som."
    )
    shared_level_lossy = serializers.BooleanField(
        source="level.lossy", help_text="Om den egna nivån rymmer mer än den gemensamma."
    )
    category = serializers.CharField(source="case.category")
    parties = serializers.ListField(child=serializers.CharField(), source="case.parties")
    recurrence = serializers.CharField(source="classification.recurrence", read_only=True, default="")
    approach = serializers.CharField(source="classification.approach", read_only=True, default="")
    suggested_approach = serializers.CharField(
        source="suggested", help_text="Angreppssättet som nivån föreslår; tomt om inget."
    )
    from_party = serializers.CharField(source="classification.from_party", read_only=True, default="")
    to_party = serializers.CharField(source="classification.to_party", read_only=True, default="")
    facets = FacetCodes(source="case.facets", help_text="Koder ur organisationens ordlistor, per sida.")
    analysis = serializers.SerializerMethodField()
    pointed_out = WrittenPointed(
        many=True, required=False, help_text="För första mottagaren och de utpekade själva."
    )
    references = WrittenReference(
        many=True, required=False, help_text="För första mottagaren: var ärendet också finns."
    )
    outcomes = WrittenOutcome(many=True, source="possible", help_text="Allt som kan göras nu.")
    lacking = WrittenLacking(many=True)
    timeline = WrittenEvent(many=True, source="events")
    todos = WrittenTodo(many=True)
    masked = Answers(required=False, help_text="För den som läser avidentifierat: det godkända.")
    answers = Answers(required=False, help_text="För första mottagaren: det rapportören skrev.")
    masking = serializers.SerializerMethodField(required=False)
    reason = serializers.CharField(required=False, source="classification.reason", default="")
    letters = WrittenLetter(many=True, required=False)
    notes = WrittenNote(many=True, required=False)
    replies = WrittenReply(many=True, required=False)

    def get_fields(self) -> Any:
        """The fields for this reader; all of them where there is none, for the description."""
        fields = super().get_fields()
        if isinstance(self.instance, Seen):
            for name in ("masked",) if self.instance.full else self.FULL_ONLY:
                del fields[name]
            if not (self.instance.full or self.instance.is_pointed_out):
                del fields["pointed_out"]
        return fields

    @extend_schema_field(serializers.ChoiceField([Sight.FULL.value, Sight.MASKED.value]))
    def get_sight(self, seen: Seen) -> str:
        """How much this reader reads."""
        return (Sight.FULL if seen.full else Sight.MASKED).value

    @extend_schema_field(WrittenAnalysis(allow_null=True))
    def get_analysis(self, seen: Seen) -> Any:
        """The analysis sheet with its answers; null where the case has none."""
        sheet = analysis.sheet_of(seen.case)
        whole = {"questions": sheet.questions, "answers": seen.analysis} if sheet else None
        return WrittenAnalysis(whole).data if whole else None

    @extend_schema_field(WrittenMasking(allow_null=True))
    def get_masking(self, seen: Seen) -> Any:
        """The masked text as it was last written, where it has been."""
        text = masked.latest(seen.case)
        return WrittenMasking(text).data if text else None

    @extend_schema_field(WrittenTrack(many=True))
    def get_tracks(self, seen: Seen) -> list[dict[str, Any]]:
        """The tracks that have begun."""
        case, stages = seen.case, {stage.key: stage for stage in seen.case.chain_version.chain.stages}
        rows = (
            (QUICK, case.quick_stage, case.quick_mark, case.quick_due),
            (SYSTEM, case.system_stage, case.system_mark, case.system_due),
        )
        return [
            {
                "track": track,
                "stage": key,
                "name": stages[key].name if key not in NOT_OPEN else "",
                "body": stages[key].body if key not in NOT_OPEN else "",
                "mark": mark,
                "due": due,
            }
            for track, key, mark, due in rows
            if key
        ]


class WrittenRow(Written):
    """A case in the list: the consequence for the client first."""

    reference = serializers.CharField(source="case.reference")
    version = serializers.IntegerField(source="case.version")
    sentence = serializers.CharField(help_text="Följden för den enskilde, så långt läsaren får läsa.")
    state = serializers.ChoiceField(STATES, source="case.state")
    received_at = serializers.DateTimeField(source="case.received_at")
    due = serializers.DateField(allow_null=True)
    overdue = serializers.BooleanField()
    body = WrittenBody(source="case.body")
    duties = serializers.ListField(child=serializers.ChoiceField(list(DUTIES)), source="case.duties")
    type = serializers.CharField(source="case.type")
    level = serializers.CharField(source="case.level")
    shared_level = serializers.CharField(
        source="case.shared_level", help_text="Den gemensamma nivå som organisationens egen räknas som."
    )
    category = serializers.CharField(source="case.category")
    parties = serializers.ListField(child=serializers.CharField(), source="case.parties")


class WrittenList(Written):
    """A page of the list."""

    results = WrittenRow(many=True)
    next = serializers.CharField(
        allow_null=True, help_text="Nästa sidas adress på samma värd, eller null på den sista."
    )


class WrittenSeat(Written):
    """A seat in a body."""

    body = WrittenBody()
    function = serializers.CharField()
    sight = serializers.ChoiceField(Sight.values)


class WrittenEntry(Written):
    """Somebody in the directory: the id of the seat is sent to point them out."""

    seat = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="user.name")
    function = serializers.CharField()
    employer = serializers.CharField()
    party = serializers.CharField()


class WrittenDirectory(Written):
    """Who is pointed out in the case, and who can be."""

    pointed_out = WrittenPointed(many=True)
    directory = WrittenEntry(many=True)


class WrittenTenant(Written):
    """The organisation."""

    slug = serializers.CharField()
    name = serializers.CharField()


class WrittenMe(Written):
    """Whom a key is for, in this organisation."""

    name = serializers.CharField(source="user.name")
    email = serializers.CharField(source="user.email")
    tenant = WrittenTenant()
    administrator = serializers.BooleanField()
    seats = WrittenSeat(many=True)
