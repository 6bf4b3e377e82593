"""Measures and statements for programs: the verbs of the pages, in JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ui.problems import READING, WRITING, Body, Problem, Text, described, sent
from workflows.cases.access import case_for, reader_for
from workflows.cases.api import ETAG, IF_MATCH, Flag, changing, etag, next_page
from workflows.cases.locking import locked
from workflows.cases.models import Case
from workflows.measures import measures, register, statements
from workflows.measures.access import measure_for, statement_for
from workflows.measures.models import Measure
from workflows.measures.representation import (
    ANSWERS,
    DECIDERS,
    EFFECTS,
    WrittenMeasure,
    WrittenMeasures,
    WrittenRegister,
    WrittenStatement,
    WrittenStatements,
)
from workflows.measures.sentences import already_entered, not_theirs

VIEWS = list(register.views(date.min))


@contextmanager
def agreeing(request: Request, case: Case) -> Iterator[None]:
    """A change of what hangs on a case, if the case is still what the writer saw."""
    with changing(request, case):
        try:
            yield
        except measures.NotTheirs as theirs:
            raise Problem(409, not_theirs(theirs.holder)) from None
        except statements.AlreadyEntered:
            raise Problem(409, already_entered()) from None


def answer(written: type[serializers.Serializer[Any]], what: Any, case: Case, status: int = 200) -> Response:
    """What was written, with the version that its case has then."""
    return Response(written(what).data, status=status, headers={"ETag": etag(case)})


# --- Measures --------------------------------------------------------------------------------------------


class NewMeasure(Body):
    """A measure to decide."""

    kind = Text(help_text="Kod ur organisationens lista över angreppssätt.")
    what = Text(help_text="Läses av alla organ som har ärendet. Funktioner, aldrig namn.")
    owner = Text(help_text="Partens kod.")
    owner_function = Text(help_text="Funktion, aldrig namn.")
    due = serializers.DateField()
    decided_by = serializers.ChoiceField(DECIDERS)
    cost_benefit = Text(required=False, allow_blank=True)


def whole(found: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with all that is written of them, in a fixed number of queries."""
    return found.select_related("case", "body", "created_by").prefetch_related("changes__by")


class CaseMeasures(APIView):
    """The measures of a case."""

    @extend_schema(
        operation_id="case_measures",
        summary="Åtgärderna i ett ärende",
        description="Närmaste datum först. Läses av alla som läser ärendet.",
        parameters=[ETAG],
        responses={200: WrittenMeasures, **described(*READING)},
    )
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        case = case_for(reader_for(request), reference)
        return answer(WrittenMeasures, {"results": whole(case.measures.all())}, case)

    @extend_schema(
        operation_id="decide_measure",
        summary="Besluta om en åtgärd",
        description=(
            "För dem som har ärendet nu: organet, eller första mottagaren medan snabbspåret är öppet. "
            "Åtgärden har en ansvarig part, en funktion och ett datum."
        ),
        parameters=[IF_MATCH, ETAG],
        request=NewMeasure,
        responses={201: WrittenMeasure, **described(*READING, *WRITING, 409, 412)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Decides one."""
        reader = reader_for(request)
        case = case_for(reader, reference)
        wanted = measures.NewMeasure(**sent(NewMeasure, request))
        with agreeing(request, case):
            made = measures.decide(case, wanted, reader.user, reader.bodies_in(case))
        return answer(WrittenMeasure, made, made.case, 201)


class NewFollowUp(Body):
    """What has changed about a measure."""

    done = Flag(required=False)
    result = Text(required=False, allow_blank=True)
    effect = serializers.ChoiceField(EFFECTS, required=False, allow_blank=True)
    effect_text = Text(required=False, allow_blank=True)
    due = serializers.DateField(required=False)
    reason = Text(required=False, allow_blank=True, help_text="Krävs när `due` ändras.")


class OneMeasure(APIView):
    """A measure."""

    @extend_schema(
        operation_id="follow_up_measure",
        summary="Följ upp en åtgärd: resultat, effekt eller nytt datum",
        description=(
            "För alla som läser ärendet, också när det är avslutat. Det som inte skickas behåller sitt "
            "värde, och det som ändras står kvar i `changes`."
        ),
        parameters=[IF_MATCH, ETAG],
        request=NewFollowUp,
        responses={200: WrittenMeasure, **described(*READING, *WRITING, 409, 412)},
    )
    def patch(self, request: Request, measure: int) -> Response:
        """Writes how it goes."""
        reader = reader_for(request)
        held = measure_for(reader, measure)
        change = sent(NewFollowUp, request)
        if not change:
            raise ValidationError(_("Skicka minst ett fält att ändra."))
        with agreeing(request, held.case):
            # What was not sent is as it is now, under the lock.
            locked(held.case)
            now = measures.present_of(measure_for(reader, measure))
            measures.follow_up(held, measures.FollowUp(**{**now, **change}), reader.user)
        after = measure_for(reader, measure)
        return answer(WrittenMeasure, after, after.case)


class Filters(serializers.Serializer[Any]):
    """What the register is narrowed to."""

    state = serializers.ChoiceField(
        VIEWS,
        required=False,
        allow_blank=True,
        help_text="`unknown` är klara vars effekt inte är känd än. Utelämnad: alla.",
    )
    owner = serializers.CharField(
        required=False, allow_blank=True, max_length=60, help_text="Partens kod, med dess enheter."
    )
    kind = serializers.CharField(required=False, allow_blank=True, max_length=60)
    effect = serializers.ChoiceField(EFFECTS, required=False, allow_blank=True)
    due_from = serializers.DateField(required=False)
    due_to = serializers.DateField(required=False)
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="Söker i ärendenummer och texter."
    )
    page = serializers.IntegerField(required=False, min_value=1, help_text="Femtio åtgärder åt gången.")


class Measures(APIView):
    """The register."""

    @extend_schema(
        operation_id="measures",
        summary="Registret över åtgärder i ärenden som du får läsa",
        description="Närmaste datum först, också i avslutade ärenden.",
        parameters=[Filters],
        responses={200: WrittenRegister, **described(*READING, 422)},
    )
    def get(self, request: Request) -> Response:
        """One page of fifty."""
        reader = reader_for(request)
        asked = Filters(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = dict(asked.validated_data)
        number, view = wanted.pop("page", 1), wanted.pop("state", "") or "all"
        since, until = wanted.pop("due_from", None), wanted.pop("due_to", None)
        found = register.narrowed(reader, register.Wanted(view, since=since, until=until, **wanted))
        page = register.page_of(whole(found), str(number))
        following = next_page(request, page.next_page_number()) if page.has_next() else None
        return Response(WrittenRegister({"results": page.object_list, "next": following}).data)


# --- Statements ------------------------------------------------------------------------------------------


class NewQuestion(Body):
    """A party to ask."""

    party = Text(help_text="Partens kod.")
    function = Text(help_text="Funktion, aldrig namn.")
    due = serializers.DateField()


class CaseStatements(APIView):
    """The statements of a case."""

    @extend_schema(
        operation_id="case_statements",
        summary="Parternas yttranden i ett ärende",
        description="Också de som inte har kommit än. Läses av alla som läser ärendet.",
        parameters=[ETAG],
        responses={200: WrittenStatements, **described(*READING)},
    )
    def get(self, request: Request, reference: str) -> Response:
        """All of them."""
        case = case_for(reader_for(request), reference)
        found = case.statements.select_related("case", "asked_by", "entered_by")
        return answer(WrittenStatements, {"results": found}, case)

    @extend_schema(
        operation_id="ask_statement",
        summary="Begär ett yttrande av en part",
        description="För första mottagaren och dem som har ärendet nu. En part tillfrågas en gång i taget.",
        parameters=[IF_MATCH, ETAG],
        request=NewQuestion,
        responses={201: WrittenStatement, **described(*READING, *WRITING, 409, 412)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Asks for one."""
        reader = reader_for(request)
        case = case_for(reader, reference)
        question = statements.Question(**sent(NewQuestion, request))
        with agreeing(request, case):
            asked = statements.ask(case, question, reader.user, reader.bodies_in(case))
        return answer(WrittenStatement, asked, asked.case, 201)


class NewAnswer(Body):
    """A party's answer."""

    answer = serializers.ChoiceField(ANSWERS, help_text="Kan parten hantera det inom sitt uppdrag?")
    what = Text(help_text="Vad parten gör, eller varför den inte kan. Funktioner, aldrig namn.")
    when_text = Text(required=False, allow_blank=True, help_text="Krävs när svaret är `yes` eller `partly`.")


class OneStatement(APIView):
    """A statement."""

    @extend_schema(
        operation_id="enter_statement",
        summary="Skriv in en parts yttrande",
        description="För första mottagaren och dem som har ärendet nu. Ett inskrivet yttrande ändras aldrig.",
        parameters=[IF_MATCH, ETAG],
        request=NewAnswer,
        responses={200: WrittenStatement, **described(*READING, *WRITING, 409, 412)},
    )
    def patch(self, request: Request, statement: int) -> Response:
        """Enters it."""
        reader = reader_for(request)
        asked = statement_for(reader, statement)
        given = statements.Answer(**sent(NewAnswer, request))
        with agreeing(request, asked.case):
            entered = statements.enter(asked, given, reader.user, reader.bodies_in(asked.case))
        return answer(WrittenStatement, entered, entered.case)
