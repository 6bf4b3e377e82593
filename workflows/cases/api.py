"""The cases for programs: each address parses, gets through access, calls one verb, and answers in JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import membership_of
from accounts.models import User
from tenants import air
from ui.problems import READING, WRITING, Body, Problem, Text, described, sent
from workflows.bodies.models import Seat
from workflows.cases import (
    analysis,
    classification,
    conversation,
    lists,
    masked,
    moves,
    needs,
    pointed,
    references,
)
from workflows.cases.access import (
    Reader,
    case_for,
    pointed_case_for,
    reader_as,
    reader_for,
    received_case_for,
)
from workflows.cases.duties import DUTIES
from workflows.cases.locking import Closed, locked
from workflows.cases.models import Case, Classification
from workflows.cases.representation import (
    STATES,
    Answers,
    FacetCodes,
    WrittenCase,
    WrittenDirectory,
    WrittenLetter,
    WrittenList,
    WrittenMe,
    WrittenReferences,
)
from workflows.cases.sight import Seen
from workflows.chains.chain import FIELDS, Need
from workflows.masking.review import Answered, Reason

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="Versionen som du såg, från `ETag`. Har ärendet ändrats sedan dess blir svaret 412.",
)
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201], description='Ärendets version, som `"7"`.'
)


def seen_now(reader: Reader, reference: str, status: int = 200) -> Response:
    """The case as it is now, with its version."""
    seen = Seen(reader, case_for(reader, reference))
    return Response(WrittenCase(seen).data, status=status, headers={"ETag": etag(seen.case)})


def etag(case: Case) -> str:
    """The version of a case as a header has it (RFC 9110)."""
    return f'"{case.version}"'


@contextmanager
def changing(request: Request, case: Case) -> Iterator[None]:
    """All or nothing of a change, if the case is still what the writer saw; what a verb refuses in words."""
    wanted = request.headers.get("If-Match")
    try:
        with transaction.atomic():
            if wanted is not None and not is_among(locked(case), wanted):
                raise Problem(412, _("Ärendet har ändrats sedan du läste det. Läs det igen."))
            yield
    except moves.NoLongerPossible as late:
        raise Problem(409, lacking(late.unmet)) from None
    except Closed:
        raise Problem(409, _("Ärendet är avslutat, så det går inte att skriva mer i det.")) from None


def is_among(case: Case, wanted: str) -> bool:
    """Whether the case's version is one of those in an If-Match."""
    return any(one.strip() in ("*", etag(case), str(case.version)) for one in wanted.split(","))


def lacking(unmet: tuple[Need, ...]) -> str:
    """Why an outcome can't be chosen."""
    if not unmet:
        return _("Utfallet går inte att välja som ärendet nu är. Någon kan ha flyttat det. Läs det igen.")
    needed = ", ".join(str(lack.what) for lack in needs.lacks(unmet))
    return _("Ärendet behöver först: %(needed)s.") % {"needed": needed}


# --- Reading ---------------------------------------------------------------------------------------------


class Filters(serializers.Serializer[Any]):
    """What a list is narrowed to."""

    state = serializers.ChoiceField(STATES, required=False, allow_blank=True)
    body = serializers.CharField(
        required=False, allow_blank=True, max_length=60, help_text="Organets nyckel."
    )
    overdue = serializers.BooleanField(required=False)
    party = serializers.CharField(required=False, allow_blank=True, max_length=60)
    level = serializers.CharField(required=False, allow_blank=True, max_length=60)
    category = serializers.CharField(required=False, allow_blank=True, max_length=60)
    type = serializers.CharField(required=False, allow_blank=True, max_length=60)
    duty = serializers.ChoiceField(list(DUTIES), required=False, allow_blank=True)
    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=100,
        help_text="Söker i ärendenummer och i det du får läsa.",
    )
    page = serializers.IntegerField(required=False, min_value=1, help_text="Femtio ärenden åt gången.")

    def get_fields(self) -> Any:
        """Those that are many alike, and two whose names Python keeps for itself, or for other things."""
        day = {"from": "Inkom tidigast.", "to": "Inkom senast."}
        dates = {n: serializers.DateField(required=False, help_text=words) for n, words in day.items()}
        code = {"required": False, "allow_blank": True, "max_length": 60}
        described = {name: serializers.CharField(**code) for name in lists.FACETS_BY_LIST}  # type: ignore[arg-type]
        return {**super().get_fields(), **described, **dates}


class Cases(APIView):
    """The cases of the reader's bodies."""

    @extend_schema(
        operation_id="cases",
        summary="Ärendena som du får läsa",
        description="Närmaste datum först. Öppna och avslutade; `state=closed` ger de avslutade.",
        parameters=[Filters],
        responses={200: WrittenList, **described(*READING, 422)},
    )
    def get(self, request: Request) -> Response:
        """One page of fifty."""
        reader = reader_for(request)
        asked = Filters(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = dict(asked.validated_data)
        number = wanted.pop("page", 1)
        since, until = wanted.pop("from", None), wanted.pop("to", None)
        cases = lists.narrowed(reader, lists.Wanted(view="all", since=since, until=until, **wanted))
        page = lists.page_of(lists.with_shared_levels(cases), str(number))
        following = next_page(request, page.next_page_number()) if page.has_next() else None
        return Response(WrittenList({"results": lists.rows_of(reader, page), "next": following}).data)


def next_page(request: Request, number: int) -> str:
    """The address of another page. Without a host: the client knows by which it came."""
    query = request.query_params.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"


class Me(APIView):
    """Whom the key is for."""

    @extend_schema(
        operation_id="me",
        summary="Vem nyckeln gäller för",
        description="Personen, organisationen och platserna som avgör vad som får läsas och göras.",
        responses={200: WrittenMe, **described(401)},
    )
    def get(self, request: Request) -> Response:
        """The person, and their seats here."""
        membership = membership_of(request)
        assert membership is not None, "a key opens nothing for who is no member"
        reader = reader_as(membership.user)
        me = {
            "user": reader.user,
            "tenant": air.tenant(),
            "administrator": membership.administrator,
            "seats": reader.seats,
        }
        return Response(WrittenMe(me).data)


# --- Writing ---------------------------------------------------------------------------------------------


class Flag(serializers.BooleanField):
    """True or false, and not what could be taken for one."""

    def to_internal_value(self, data: object) -> bool:
        """The flag."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Change(Body):
    """A new classification, a new analysis, a new masked text: any of them."""

    type = Text(required=False, allow_blank=True)
    level = Text(required=False, allow_blank=True)
    category = Text(required=False, allow_blank=True)
    parties = serializers.ListField(child=Text(), required=False)
    recurrence = Text(required=False, allow_blank=True)
    approach = Text(required=False, allow_blank=True)
    from_party = Text(required=False, allow_blank=True)
    to_party = Text(required=False, allow_blank=True)
    facets = FacetCodes(
        required=False, help_text="Koder ur organisationens ordlistor, per sida; en tom lista tar bort."
    )
    reason = Text(required=False, allow_blank=True, help_text="Krävs när något av det ovanför ändras.")
    analysis = Answers(required=False, help_text="Svar på analysens frågor, per frågas id.")
    masked = serializers.DictField(
        child=Text(allow_blank=True), required=False, help_text="Avidentifierad text, per frågas id."
    )
    approve = Flag(required=False, help_text="Godkänner den senast skrivna avidentifierade texten.")
    kept_because = serializers.ChoiceField(
        choices=[Reason.NOBODY, Reason.NEEDED, Reason.AGREED],
        required=False,
        help_text="Krävs där texten som godkänns ännu kan peka ut en person: varför det står kvar.",
    )


class OneCase(APIView):
    """A case."""

    @extend_schema(
        operation_id="case",
        summary="Ett ärende, som du får läsa det",
        description=(
            "Första mottagaren läser `answers`, samtal och anteckningar; alla andra läser `masked`. "
            "`outcomes` är allt som kan göras nu."
        ),
        parameters=[ETAG],
        responses={200: WrittenCase, **described(*READING)},
    )
    def get(self, request: Request, reference: str) -> Response:
        """What happened, where it stands, what can be done."""
        return seen_now(reader_for(request), reference)

    @extend_schema(
        operation_id="change_case",
        summary="Bedöm och analysera ärendet, skriv och godkänn den avidentifierade texten",
        description="För första mottagaren. Det som inte skickas behåller sitt värde. Allt eller inget.",
        parameters=[IF_MATCH, ETAG],
        request=Change,
        responses={200: WrittenCase, **described(*READING, *WRITING, 412)},
    )
    def patch(self, request: Request, reference: str) -> Response:
        """Classifies, analyses, writes and approves: whichever of them was sent."""
        reader = reader_for(request)
        case = received_case_for(reader, reference)
        change = sent(Change, request)
        if not change:
            raise ValidationError(_("Skicka minst ett fält att ändra."))
        with changing(request, case):
            if change.keys() - {"analysis", "masked", "approve", "kept_because"}:
                classification.classify(case, triage_of(case, change), reader.user)
            if "analysis" in change:
                analyse(case, change["analysis"], reader.user)
            if "masked" in change:
                masked.write(case, change["masked"], reader.user)
            if change.get("approve"):
                masked.approve(case, reader.user, Answered(because=change.get("kept_because", "")))
        return seen_now(reader, reference)


def triage_of(case: Case, change: dict[str, Any]) -> classification.Triage:
    """The classification that was sent, on top of the one that holds; the reason is always a new one."""
    held: Classification | None = case.classifications.last()
    names = ("type", *Classification.DESCRIBES)
    whole = {name: getattr(held, name) for name in names} if held else {"parties": case.parties}
    unset = {"type": "", "level": "", "category": "", "reason": ""}
    given = {name: value for name, value in change.items() if name in (*names, "reason")}
    described = held.facets if held else {}
    given["facets"] = {**described, **change.get("facets", {})}
    return classification.Triage(**{**unset, **whole, **given})


def analyse(case: Case, answers: dict[str, object], by: User) -> None:
    """Fills in the analysis, on top of how it was last filled in."""
    held = analysis.latest(case)
    try:
        analysis.fill_in(case, {**(held.answers if held else {}), **answers}, by)
    except analysis.NotAsked:
        raise ValidationError({"analysis": _("Ärendet har ingen analys att fylla i.")}) from None


# What is to be known about a thing that an outcome asks for, beside its label.
ABOUT = {
    "follow_up": "Ett datum enligt ISO 8601, som `2026-04-30`, från och med i dag.",
    "decided_by": "`collective` eller `manager`.",
    "addressee": "En parts kod.",
}


class Decision(Body):
    """An outcome, and what it requires."""

    outcome = Text()

    def get_fields(self) -> Any:
        """Anything that a chain may ask for."""
        asked = {
            name: Text(required=False, allow_blank=True, help_text=ABOUT.get(name)) for name in sorted(FIELDS)
        }
        return {**super().get_fields(), **asked}


class Moves(APIView):
    """The outcomes that have been chosen."""

    @extend_schema(
        operation_id="move_case",
        summary="Välj ett utfall: flytta, besluta, svara, stäng",
        description=(
            "Utfallen och vad de kräver står i ärendets `outcomes`, med `choices` där något väljs. "
            "`follow_up` är ett datum enligt ISO 8601."
        ),
        parameters=[IF_MATCH, ETAG],
        request=Decision,
        responses={201: WrittenCase, **described(*READING, *WRITING, 409, 412)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Moves the case, and shows it as it is then."""
        reader = reader_for(request)
        case = case_for(reader, reference)
        given = sent(Decision, request)
        chosen = moves.Choice(given.pop("outcome"), given)
        with changing(request, case):
            moves.move(case, chosen, reader.user, reader.bodies_in(case))
        return seen_now(reader, reference, 201)


class NewLetter(Body):
    """A letter."""

    text = Text()


class Letters(APIView):
    """The conversation with the reporter."""

    @extend_schema(
        operation_id="write_to_reporter",
        summary="Skriv till rapportören",
        description="För första mottagaren, tills ärendet är avslutat.",
        parameters=[IF_MATCH, ETAG],
        request=NewLetter,
        responses={201: WrittenLetter, **described(*READING, *WRITING, 409, 412)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Sends a letter."""
        reader = reader_for(request)
        case = received_case_for(reader, reference)
        text = sent(NewLetter, request)["text"]
        with changing(request, case):
            letter = conversation.write_to_reporter(case, text, reader.user)
        return Response(WrittenLetter(letter).data, status=201, headers={"ETag": etag(letter.case)})


class ToPoint(Body):
    """Whom to point out."""

    seat = serializers.IntegerField(min_value=1, help_text="Platsens `seat` ur `directory`.")


def directory_now(case: Case, status: int = 200) -> Response:
    """Who is pointed out in the case, and who can be."""
    case = Case.objects.get(pk=case.pk)
    whole = {"pointed_out": pointed.current(case), "directory": pointed.directory(case)}
    return Response(WrittenDirectory(whole).data, status=status, headers={"ETag": etag(case)})


class PointedOutPeople(APIView):
    """Those who are pointed out in a case."""

    @extend_schema(
        operation_id="pointed_out",
        summary="Vilka som är utpekade i ärendet, och vilka som kan bli det",
        description="För första mottagaren. De utpekade läser avidentifierat och handlar tillsammans.",
        parameters=[ETAG],
        responses={200: WrittenDirectory, **described(*READING)},
    )
    def get(self, request: Request, reference: str) -> Response:
        """Who is pointed out, and the directory."""
        return directory_now(received_case_for(reader_for(request), reference))

    @extend_schema(
        operation_id="point_out",
        summary="Peka ut en person i en part",
        description="För första mottagaren, tills ärendet är avslutat.",
        parameters=[IF_MATCH, ETAG],
        request=ToPoint,
        responses={201: WrittenDirectory, **described(*READING, *WRITING, 409, 412)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Points somebody out."""
        reader = reader_for(request)
        case = received_case_for(reader, reference)
        wanted = sent(ToPoint, request)["seat"]
        with changing(request, case):
            pointed.point_out(case, Seat.objects.filter(pk=wanted).first() or Seat(), reader.user)
        return directory_now(case, 201)


class Withdrawals(APIView):
    """Somebody who is pointed out no longer is."""

    @extend_schema(
        operation_id="withdraw_pointed_out",
        summary="Ta tillbaka en utpekning",
        description="För första mottagaren. Att personen kunde läsa ärendet sparas.",
        parameters=[IF_MATCH, ETAG],
        request=None,
        responses={201: WrittenDirectory, **described(*READING, 412)},
    )
    def post(self, request: Request, reference: str, pointed_id: int) -> Response:
        """Withdraws it."""
        case = received_case_for(reader_for(request), reference)
        one = get_object_or_404(pointed.current(case), pk=pointed_id)
        with changing(request, case):
            pointed.withdraw(one)
        return directory_now(case, 201)


class Acknowledgements(APIView):
    """A party's receipts of the outcome."""

    @extend_schema(
        operation_id="acknowledge",
        summary="Kvittera att återkopplingen har nått parten",
        description="För den som är utpekad, en gång, när ärendet är klart på systemspåret.",
        parameters=[IF_MATCH, ETAG],
        request=None,
        responses={201: WrittenCase, **described(*READING, 412)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Acknowledges it."""
        reader = reader_for(request)
        case = pointed_case_for(reader, reference)
        with changing(request, case):
            pointed.acknowledge(case, reader.user)
        return seen_now(reader, reference, 201)


class NewReference(Body):
    """Where else the matter stands."""

    system = Text()
    number = Text()


class References(APIView):
    """Where else the matter stands."""

    @extend_schema(
        operation_id="refer",
        summary="Skriv var ärendet också finns",
        description="Ett annat system eller ett annat ärende, och numret där. För första mottagaren.",
        parameters=[IF_MATCH, ETAG],
        request=NewReference,
        responses={201: WrittenReferences, **described(*READING, *WRITING, 412)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Keeps the reference."""
        reader = reader_for(request)
        case = received_case_for(reader, reference)
        given = references.Elsewhere(**sent(NewReference, request))
        with changing(request, case):
            kept = references.refer(case, given, reader.user)
        every = {"references": case.cross_references.select_related("by")}
        return Response(WrittenReferences(every).data, status=201, headers={"ETag": etag(kept.case)})
