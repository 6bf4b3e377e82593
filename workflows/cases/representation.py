"""What a program reads of a case: the same that `sight` gives the pages, field by field."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workflows.bodies.models import Sight
from workflows.cases import masked
from workflows.cases.forms import field_for
from workflows.cases.models import Case, MaskedText
from workflows.cases.outcomes import NOT_OPEN, Possible
from workflows.cases.sight import Seen
from workflows.chains.chain import QUICK, SYSTEM

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


class WrittenField(Written):
    """A text that an outcome requires."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class WrittenOutcome(Written):
    """An outcome that can be chosen now."""

    id = serializers.CharField(source="outcome.id")
    track = serializers.ChoiceField(TRACKS)
    label = serializers.CharField(source="outcome.label")  # type: ignore[assignment]
    requires = serializers.SerializerMethodField()

    @extend_schema_field(WrittenField(many=True))
    def get_requires(self, possible: Possible) -> list[dict[str, str]]:
        """The texts that it asks for, named as on the page."""
        return [{"name": name, "label": str(field_for(name).label)} for name in possible.outcome.requires]


class WrittenLacking(Written):
    """An outcome that can be chosen once the case has what it needs."""

    id = serializers.CharField(source="outcome.id")
    track = serializers.ChoiceField(TRACKS)
    label = serializers.CharField(source="outcome.label")  # type: ignore[assignment]
    needs = serializers.ListField(
        child=serializers.CharField(), source="unmet", help_text="`classified`, `masked`."
    )


class WrittenEvent(Written):
    """Something that has happened."""

    at = serializers.DateTimeField()
    text = serializers.CharField()
    body = serializers.CharField(help_text="Organets namn.")
    by = serializers.CharField(help_text="Vem; tomt för det rapportören eller klockan gjorde.")
    given = serializers.DictField(child=serializers.CharField(), help_text="Vad som skrevs om det.")


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


class WrittenCase(Written):
    """A case as its reader sees it; what the sight does not give is not even named."""

    FULL_ONLY = ("answers", "masking", "reason", "letters", "notes", "replies")

    reference = serializers.CharField(source="case.reference")
    version = serializers.IntegerField(source="case.version", help_text="Samma tal som i `ETag`.")
    sight = serializers.SerializerMethodField()
    state = serializers.ChoiceField(STATES, source="case.state")
    received_at = serializers.DateTimeField(source="case.received_at")
    due = serializers.DateField(source="case.due", allow_null=True)
    closed_at = serializers.DateTimeField(source="case.closed_at", allow_null=True)
    body = WrittenBody(source="case.body")
    taken_by = serializers.CharField(
        source="case.taken_by.name", read_only=True, allow_null=True, default=None
    )
    tracks = serializers.SerializerMethodField()
    type = serializers.CharField(source="case.type")
    level = serializers.CharField(source="case.level")
    category = serializers.CharField(source="case.category")
    parties = serializers.ListField(child=serializers.CharField(), source="case.parties")
    recurrence = serializers.CharField(source="classification.recurrence", read_only=True, default="")
    approach = serializers.CharField(source="classification.approach", read_only=True, default="")
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
        return fields

    @extend_schema_field(serializers.ChoiceField([Sight.FULL.value, Sight.MASKED.value]))
    def get_sight(self, seen: Seen) -> str:
        """How much this reader reads."""
        return (Sight.FULL if seen.full else Sight.MASKED).value

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
    due = serializers.DateField(source="case.due", allow_null=True)
    overdue = serializers.BooleanField()
    body = WrittenBody(source="case.body")
    type = serializers.CharField(source="case.type")
    level = serializers.CharField(source="case.level")
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
