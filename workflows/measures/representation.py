"""What a program reads of measures and statements: the same as the pages show, field by field."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workflows.cases.representation import Written, WrittenBody
from workflows.measures.models import Measure, Statement

MEASURE_STATES = ["planned", "done", "known"]
DECIDERS = list(Measure.DecidedBy.values)
EFFECTS = list(Measure.Effect.values)
ANSWERS = list(Statement.Answer.values)


class WrittenChange(Written):
    """One follow-up."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField(source="by.name")
    reason = serializers.CharField()
    changed = serializers.DictField(
        source="fields",
        child=serializers.ListField(child=serializers.CharField(allow_blank=True)),
        help_text="Fältets namn, och vad det var och vad det blev. `done` är `1` eller tomt.",
    )


class WrittenMeasure(Written):
    """A measure."""

    id = serializers.IntegerField(source="pk")
    case = serializers.CharField(source="case.reference", help_text="Ärendenumret.")
    state = serializers.ChoiceField(MEASURE_STATES, help_text="Planerad, klar, eller klar med känd effekt.")
    overdue = serializers.BooleanField()
    kind = serializers.CharField(help_text="Kod ur organisationens lista över angreppssätt.")
    what = serializers.CharField()
    owner = serializers.CharField(help_text="Partens kod.")
    owner_function = serializers.CharField()
    due = serializers.DateField()
    decided_by = serializers.ChoiceField(DECIDERS)
    body = WrittenBody(help_text="Organet som hade ärendet när åtgärden beslutades.")
    cost_benefit = serializers.CharField()
    created_by = serializers.CharField(source="created_by.name")
    created_at = serializers.DateTimeField()
    result = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    effect = serializers.CharField(help_text="En av koderna som PATCH tar emot, eller tomt.")
    effect_text = serializers.CharField()
    effect_at = serializers.DateTimeField(allow_null=True)
    changes = serializers.SerializerMethodField()

    @extend_schema_field(WrittenChange(many=True))
    def get_changes(self, measure: Measure) -> Any:
        """The follow-ups, the first one first."""
        return WrittenChange(measure.changes.all(), many=True).data


class WrittenMeasures(Written):
    """The measures of a case."""

    results = WrittenMeasure(many=True)


class WrittenRegister(Written):
    """A page of the register."""

    results = WrittenMeasure(many=True)
    next = serializers.CharField(
        allow_null=True, help_text="Nästa sidas adress på samma värd, eller null på den sista."
    )


class WrittenStatement(Written):
    """A party's statement, asked for and perhaps entered."""

    id = serializers.IntegerField(source="pk")
    case = serializers.CharField(source="case.reference", help_text="Ärendenumret.")
    party = serializers.CharField(help_text="Partens kod.")
    function = serializers.CharField()
    due = serializers.DateField()
    overdue = serializers.BooleanField()
    asked_by = serializers.CharField(source="asked_by.name")
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField(help_text="`yes`, `partly`, `no`, eller tomt tills svaret har kommit.")
    what = serializers.CharField()
    when_text = serializers.CharField()
    entered_by = serializers.CharField(
        source="entered_by.name", read_only=True, allow_null=True, default=None
    )
    entered_at = serializers.DateTimeField(allow_null=True)


class WrittenStatements(Written):
    """The statements of a case."""

    results = WrittenStatement(many=True)
