"""The way in for programs: the form, a report, and the receipt that follows it. No account, no page."""

import uuid
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import attempts
from accounts.api import credentials_of
from ui.problems import WRITING, Body, Problem, Text, described, sent
from workflows.cases import conversation, owners, received
from workflows.cases.history import told
from workflows.cases.models import Case, Feedback
from workflows.cases.received import Report, Sender
from workflows.cases.representation import (
    STATES,
    Answers,
    Written,
    WrittenLetter,
    WrittenQuestion,
    WrittenReply,
)
from workflows.intake.models import Entrance
from workflows.questions.models import FormVersion

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    uuid.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description="Ett nytt UUID för varje rapport. Samma rapport skickad två gånger blir ett ärende.",
)


# --- The form --------------------------------------------------------------------------------------------


class WrittenForm(Written):
    """A form, in the version that is answered now."""

    slug = serializers.CharField()
    version = serializers.CharField(source="version.hash")
    title = serializers.CharField(source="version.sheet.title")
    questions = WrittenQuestion(many=True, source="version.sheet.questions")


class WrittenForms(Written):
    """The forms that can be reported on."""

    forms = WrittenForm(many=True)


class Open(APIView):
    """The base of what anybody may ask for."""

    authentication_classes = ()
    permission_classes = ()


class Forms(Open):
    """The forms that can be reported on."""

    @extend_schema(
        operation_id="form",
        summary="Blanketterna som tas emot här",
        description="Frågorna i den version som gäller nu.",
        responses={200: WrittenForms},
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002 - a view's signature
        """The forms, in the versions that are answered now."""
        entrances = Entrance.objects.select_related("form__version")
        return Response(WrittenForms({"forms": [entrance.form for entrance in entrances]}).data)


# --- A report --------------------------------------------------------------------------------------------


class NewContact(Body):
    """How to reach the reporter, if they like."""

    name = Text(required=False, allow_blank=True)
    email = Text(required=False, allow_blank=True)
    phone = Text(required=False, allow_blank=True)
    organisation = Text(required=False, allow_blank=True)


class NewReport(Body):
    """A report."""

    form = Text(help_text="Blankettens `slug`.")
    version = Text(
        required=False,
        allow_null=True,
        help_text="Versionen som svaren gäller. Utelämnad: den som gäller nu.",
    )
    answers = Answers()
    contact = NewContact(required=False, allow_null=True)


class WrittenNext(Written):
    """What happens next."""

    body = serializers.CharField(help_text="Organet som har ärendet.")
    person = serializers.CharField(allow_null=True, help_text="Den som du talar med om det.")
    date = serializers.DateField(help_text="Senast då hör du något.")


class WrittenReceived(Written):
    """A report that was received."""

    receipt = serializers.CharField(help_text="Koden som rapportören följer ärendet med. Visas bara här.")
    case = serializers.CharField(help_text="Ärendenumret.")
    next = WrittenNext(allow_null=True)


def next_of(case: Case) -> dict[str, object] | None:
    """Who has the case, whom to talk to, and by when there is a word; nothing for a closed one."""
    if case.due is None:
        return None
    seat = owners.told_of(case)
    return {"body": case.body.name, "person": seat.user.name if seat else None, "date": case.due}


class Reports(Open):
    """The reports that have been sent in."""

    @extend_schema(
        operation_id="report",
        summary="Skicka en rapport",
        description="Ingen nyckel behövs.",
        parameters=[IDEMPOTENCY_KEY],
        request=NewReport,
        responses={201: WrittenReceived, **described(*WRITING, 409)},
    )
    def post(self, request: Request) -> Response:
        """Takes a report in."""
        page_id = page_id_of(request)
        body = sent(NewReport, request)
        entrance = entrance_of(body["form"])
        version = version_of(entrance, body.get("version"))
        report = Report(page_id, body["answers"], Sender(**(body.get("contact") or {})))
        try:
            done = received.receive(report, version, entrance.chain.version, entrance.analysis_version)
        except received.AnotherReport:
            detail = _("En annan rapport har redan skickats med samma Idempotency-Key. Gör ett nytt UUID.")
            raise Problem(409, detail) from None
        answer = {"receipt": done.code, "case": done.case.reference, "next": next_of(done.case)}
        return Response(WrittenReceived(answer).data, status=201)


def page_id_of(request: Request) -> str:
    """The one-time id that the sender made: a key of ours could not tell the same report sent twice."""
    try:
        return uuid.UUID(request.headers.get("Idempotency-Key", "").strip('" ')).hex
    except ValueError:
        sentence = _("Skicka rubriken Idempotency-Key med ett nytt UUID för varje rapport.")
        raise ValidationError({"Idempotency-Key": sentence}) from None


def entrance_of(slug: str) -> Entrance:
    """The way in by that form."""
    entrance = Entrance.objects.with_versions().filter(form__slug=slug).first()
    if entrance is None:
        raise ValidationError({"form": _("Blanketten finns inte här.")})
    return entrance


def version_of(entrance: Entrance, asked: str | None) -> FormVersion:
    """The version that was answered, also where it has been replaced meanwhile."""
    if not asked:
        return entrance.form.version
    version = FormVersion.objects.filter(hash=asked).first()
    if version is None:
        raise ValidationError({"version": _("Versionen finns inte. Läs blanketten igen.")})
    return version


# --- The receipt -----------------------------------------------------------------------------------------


class ReceiptAuthentication(BaseAuthentication):
    """`Authorization: Receipt <code>`, within a budget of wrong ones. The case is the request's `auth`."""

    scheme = "Receipt"

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Case] | None:
        """The case that the code opens."""
        code = credentials_of(request, self.scheme)
        if code is None:
            return None
        budget = attempts.to_follow(request)
        if attempts.spent(budget):
            detail = _("Det har blivit för många försök härifrån. Vänta en kvart och försök igen.")
            raise Problem(429, detail, headers={"Retry-After": str(attempts.WINDOW)})
        case = received.by_code(code)
        if case is None:
            attempts.take(budget)
            raise AuthenticationFailed
        return AnonymousUser(), case

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        """The scheme, for who is asked for a code."""
        return self.scheme


class ReceiptScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The same in the description."""

    target_class = ReceiptAuthentication
    name = "receipt"

    def get_security_definition(self, auto_schema: object) -> dict[str, Any]:  # noqa: ARG002
        """OpenAPI has no word for a scheme of our own but a header."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Authorization: Receipt <kod>`, med koden från kvittot.",
        }


class HoldsReceipt(BasePermission):
    """Whoever has the code."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's signature
        """Whether a code opened a case."""
        return isinstance(request.auth, Case)


class WrittenStep(Written):
    """Something that has happened, in the reporter's words."""

    at = serializers.DateTimeField()
    text = serializers.CharField()
    body = serializers.CharField()


class WrittenFeedback(Written):
    """Whether it helped."""

    helped = serializers.ChoiceField(Feedback.Helped.values)
    text = serializers.CharField()
    at = serializers.DateTimeField()


class WrittenReceipt(Written):
    """How it goes with a report."""

    case = serializers.CharField(source="reference")
    state = serializers.ChoiceField(STATES)
    state_text = serializers.SerializerMethodField(help_text="Läget i klarspråk.")
    received_at = serializers.DateTimeField()
    timeline = serializers.SerializerMethodField()
    letters = WrittenLetter(many=True, source="letters.all")
    replies = WrittenReply(many=True, source="replies.all")
    feedback = serializers.SerializerMethodField()
    next = serializers.SerializerMethodField()

    def get_state_text(self, case: Case) -> str:
        """The latest that the chain says to the reporter."""
        return next((event.text for event in reversed(told(case))), "")

    @extend_schema_field(WrittenStep(many=True))
    def get_timeline(self, case: Case) -> Any:
        """What has happened, first things first."""
        return WrittenStep(told(case), many=True).data

    @extend_schema_field(WrittenFeedback(allow_null=True))
    def get_feedback(self, case: Case) -> Any:
        """What they last said of it."""
        said = case.feedbacks.last()
        return WrittenFeedback(said).data if said else None

    @extend_schema_field(WrittenNext(allow_null=True))
    def get_next(self, case: Case) -> Any:
        """What happens next."""
        following = next_of(case)
        return WrittenNext(following).data if following else None


class ByReporter(APIView):
    """The base of what a reporter may ask for."""

    authentication_classes = (ReceiptAuthentication,)
    permission_classes = (HoldsReceipt,)


def case_of(request: Request) -> Case:
    """The case whose code was shown."""
    return cast(Case, request.auth)


class Receipt(ByReporter):
    """How it goes."""

    @extend_schema(
        operation_id="receipt",
        summary="Hur det går med rapporten",
        description="Läget, det som har hänt, meddelanden, svar och vad som händer sedan.",
        responses={200: WrittenReceipt, **described(401, 429)},
    )
    def get(self, request: Request) -> Response:
        """State, timeline, letters, replies and what happens next."""
        case = case_of(request)
        prefetch_related_objects([case], "letters__by", "replies__by")
        answer = Response(WrittenReceipt(case).data)
        conversation.read_by_reporter(case)
        return answer


class AddedLetter(Body):
    """What the reporter wants to add."""

    text = Text()


class ReceiptLetters(ByReporter):
    """The reporter's side of the conversation."""

    @extend_schema(
        operation_id="write_from_reporter",
        summary="Skriv till den som har ärendet, eller lägg till något",
        description="Går också när ärendet är avslutat.",
        request=AddedLetter,
        responses={201: WrittenLetter, **described(401, 429, *WRITING)},
    )
    def post(self, request: Request) -> Response:
        """Sends a letter."""
        text = sent(AddedLetter, request)["text"]
        letter = conversation.write_from_reporter(case_of(request), text)
        return Response(WrittenLetter(letter).data, status=201)


class NewFeedback(Body):
    """Whether it helped."""

    helped = serializers.ChoiceField(Feedback.Helped.values)
    text = Text(required=False, allow_blank=True)


class ReceiptFeedback(ByReporter):
    """What the reporter says afterwards."""

    @extend_schema(
        operation_id="feedback",
        summary="Säg om det hjälpte",
        description="När det finns ett svar. `no` ger den som tog emot rapporten något att göra.",
        request=NewFeedback,
        responses={201: WrittenFeedback, **described(401, 429, *WRITING)},
    )
    def post(self, request: Request) -> Response:
        """Takes the opinion down."""
        opinion = conversation.Opinion(**sent(NewFeedback, request))
        feedback = conversation.say_whether_it_helped(case_of(request), opinion)
        return Response(WrittenFeedback(feedback).data, status=201)
