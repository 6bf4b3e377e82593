"""How a program is answered when something can't be done: RFC 9457 problem details, in the product's words.

The JSON door is configured with what stands here (REST_FRAMEWORK in the settings).
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as Refused
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
# All addresses of the JSON door begin so, on every organisation's host.
DOOR = "/api/"
# Half of a surrogate pair: JSON can write it, and no text can hold it.
HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")

Field = tuple[str, str]


class Problem(exceptions.APIException):
    """What a door raises that knows better than the status what to say."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: tuple[Field, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = errors
        self.headers = dict(headers or {})


def title_of(status: int) -> str:
    """What kind of problem it is, the same for every one of its status."""
    return {
        400: _("Det går inte att läsa"),
        401: _("Du behöver visa vem du är"),
        403: _("Det får du inte göra"),
        404: _("Det finns inte"),
        405: _("Det går inte att göra på den här adressen"),
        409: _("Det går inte som det nu är"),
        412: _("Ärendet har ändrats"),
        413: _("För mycket på en gång"),
        415: _("Skicka JSON"),
        422: _("Något behöver ändras"),
        429: _("För många försök"),
        500: _("Något gick fel hos oss"),
    }.get(status, HTTPStatus(status).phrase)


def detail_of(status: int) -> str:
    """What to do about it, where nobody said it better."""
    return {
        400: _("Skicka giltig JSON i UTF-8."),
        403: _("Det finns ingen väg runt det här."),
        404: _("Det finns inget här som du får se. Kontrollera adressen."),
        405: _("Läs på sidan /api/v1/docs vad adressen tar emot."),
        413: _("Dela upp det du skickar."),
        415: _("Skicka innehållet som application/json."),
        422: _("Se vad som står om varje fält."),
        500: _("Försök igen om en stund. Felet är noterat."),
    }.get(status, title_of(status))


def body_of(status: int, detail: str = "", errors: tuple[Field, ...] = ()) -> dict[str, object]:
    """The problem as it is written."""
    said = [{"field": field, "detail": sentence} for field, sentence in errors]
    return {
        "type": "about:blank",
        "title": title_of(status),
        "status": status,
        "detail": detail or detail_of(status),
        "errors": said,
    }


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:  # noqa: ARG001 - DRF's signature
    """The answer to what a view raised; nothing for what nobody foresaw, which is then a 500."""
    match exc:
        case Refused():
            return answer(422, errors=tuple(said_by(exc)))
        case exceptions.ValidationError():
            return answer(422, errors=tuple(flat(exc.get_full_details())))
        case Http404():
            return answer(404)
        case PermissionDenied():
            return answer(403)
        case RequestDataTooBig():
            return answer(413)
        case Problem():
            return answer(exc.status_code, str(exc.detail), exc.errors, exc.headers)
        case exceptions.APIException(status_code=401):
            scheme = str(getattr(exc, "auth_header", ""))
            # The same words whatever is wrong, so that nobody learns how near they were.
            sentence = _("Skicka rubriken ”Authorization: %(scheme)s …” med något som gäller här.")
            return answer(401, sentence % {"scheme": scheme}, headers={"WWW-Authenticate": scheme})
        case exceptions.APIException():
            return answer(exc.status_code)
    return None


def answer(
    status: int, detail: str = "", errors: tuple[Field, ...] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """The problem as an answer."""
    body = body_of(status, detail, errors)
    return Response(body, status=status, headers=dict(headers or {}), content_type=MEDIA_TYPE)


def said_by(refused: Refused) -> Iterator[Field]:
    """The sentences of a verb, each with the name of its field."""
    by_field = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    for field, sentences in by_field.items():
        for sentence in sentences:
            yield field, sentence


def flat(details: Any, field: str = "") -> Iterator[Field]:
    """What the shape of the body is wrong in, by the name of the field that it is nearest to."""
    if isinstance(details, list):
        for one in details:
            yield from flat(one, field)
    elif "message" in details and "code" in details and not isinstance(details["message"], (list, dict)):
        yield field, sentence_for(str(details["code"]), str(details["message"]))
    else:
        for name, below in details.items():
            inner = isinstance(name, int) or str(name).isdecimal() or name == "non_field_errors"
            yield from flat(below, field if inner else str(name))


def sentence_for(code: str, message: str) -> str:
    """What to do about a value of the wrong shape."""
    return {
        "required": _("Fältet saknas."),
        "null": _("Fältet kan inte vara null."),
        "blank": _("Fältet är tomt."),
        "invalid": _("Värdet har fel form."),
        "not_a_list": _("Skicka en lista."),
        "not_a_dict": _("Skicka ett objekt."),
        "invalid_choice": _("Välj ett av värdena som finns."),
        "max_length": _("Texten är för lång."),
        "max_string_length": _("Talet är för långt."),
        "min_value": _("Talet är för litet."),
        "max_value": _("Talet är för stort."),
        "date": _("Skriv datumet som 2026-04-30."),
        "null_characters_not_allowed": _("Texten innehåller tecken som inte går att spara."),
        "surrogate_characters_not_allowed": _("Texten innehåller tecken som inte går att spara."),
        "unknown": _("Fältet finns inte."),
    }.get(code, message)


# --- Reading ---------------------------------------------------------------------------------------------


class Text(serializers.CharField):
    """A text that has to be one: a number is no text."""

    def to_internal_value(self, data: object) -> str:
        """The text without its outer blanks."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Body(serializers.Serializer[Any]):
    """What is sent in. A field that nobody asked for is named, so that a misspelt one is not lost."""

    def to_internal_value(self, data: object) -> Any:
        """The values by field."""
        if isinstance(data, Mapping) and (unknown := [name for name in data if name not in self.fields]):
            raise exceptions.ValidationError(
                {name: [exceptions.ErrorDetail("", code="unknown")] for name in unknown}
            )
        return super().to_internal_value(data)


def sent(kind: type[Body], request: Request) -> dict[str, Any]:
    """The checked body of a request."""
    body = kind(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


class JsonParser(BaseParser):
    """Reads JSON by the letter (RFC 8259), and no more of it than the settings allow."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,  # noqa: ARG002 - DRF's signature
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """The values; a body that is none is refused."""
        # Django's own `body` is what counts what is sent; the bare stream does not.
        raw = stream.body if isinstance(stream, HttpRequest) else stream.read()
        try:
            text = raw.decode()
            value = json.loads(text, parse_constant=_no_number)
            halved = r"\ud" in text.lower() and HALF_CHARACTER.search(json.dumps(value, ensure_ascii=False))
        except (ValueError, RecursionError):
            raise exceptions.ParseError from None
        if halved:
            raise exceptions.ParseError
        return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


class AlwaysJson(BaseContentNegotiation):
    """Answers in JSON whatever is asked for: there is nothing else to choose."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The parser of JSON, for a body that says it is JSON."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:  # noqa: ARG002
        """The first renderer."""
        return renderers[0], renderers[0].media_type


# --- Where no view answers -------------------------------------------------------------------------------


def or_page(page: Callable[..., HttpResponse], status: int) -> Callable[..., HttpResponse]:
    """An error page of Django's, that at the JSON door is a problem instead."""

    def problem_or_page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.path.startswith(DOOR):
            return page(request, *args, **kwargs)
        return JsonResponse(body_of(status), status=status, content_type=MEDIA_TYPE)

    return problem_or_page


# --- The description -------------------------------------------------------------------------------------


class FieldProblem(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(help_text="Fältets namn, för ett svar frågans id.")
    detail = serializers.CharField(help_text="Vad som behöver ändras.")


class ProblemDetails(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField(help_text="Vad det är för slags fel.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Vad du kan göra åt det.")
    # Its name is one of the serializer's own.
    errors = FieldProblem(many=True, help_text="Fälten som behöver ändras.")  # type: ignore[assignment]


def described(*statuses: int) -> dict[Any, Any]:
    """The problems that an operation can answer with, for its description."""
    words = {
        400: "Innehållet är inte giltig JSON.",
        401: "Nyckeln eller koden saknas eller gäller inte här.",
        404: "Det finns inte, eller inte för dig.",
        409: "Det går inte som ärendet nu är. `detail` säger vad som saknas.",
        412: "Ärendet har ändrats sedan versionen i `If-Match`.",
        413: "Innehållet är för stort.",
        415: "Innehållet är inte `application/json`.",
        422: "Fält som behöver ändras, vart och ett med en mening.",
        429: "För många felaktiga koder. Vänta en kvart.",
    }
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemDetails, description=words[status])
        for status in statuses
    }


READING = (401, 404)
WRITING = (400, 413, 415, 422)
