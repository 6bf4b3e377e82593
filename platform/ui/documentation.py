"""What programs can ask for: the description that machines read (OpenAPI), and a page made from it.

The page is drawn here, since what usually draws one brings scripts that our Content-Security-Policy refuses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

METHODS = ("get", "post", "patch", "put", "delete")


class NothingElse(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says in the description that a body takes its own fields and no other."""

    target_class = "ui.problems.Body"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        """The body's own description, closed."""
        mapped = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001
        return {**mapped, "additionalProperties": False}


def without_docstrings(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Leaves out what is written for who reads the code, and not for who reads the description."""
    for schema in result["components"]["schemas"].values():
        schema.pop("description", None)
    return result


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description. It follows from the code alone, so it is made once."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


class Schema(APIView):
    """The description, for machines and for anybody."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - a view's signature
        """OpenAPI as JSON."""
        return Response(description())


# --- The page --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """A parameter, a field, or an answer: its name, what it is, and what there is to know of it."""

    name: str
    kind: str = ""
    about: str = ""
    required: bool = False


@dataclass(frozen=True)
class Operation:
    """One thing to ask for."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    key: str
    parameters: tuple[Word, ...]
    fields: tuple[Word, ...]
    answers: tuple[Word, ...]
    given: tuple[Word, ...]


def operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    """Everything that can be asked for, in the order of the addresses."""
    for path, methods in described["paths"].items():
        for method in METHODS:
            if found := methods.get(method):
                yield operation(described, path, method, found)


def operation(described: Mapping[str, Any], path: str, method: str, found: Mapping[str, Any]) -> Operation:
    """One operation as the page shows it."""
    answered = found["responses"]
    good: Mapping[str, Any] = next(answer for status, answer in answered.items() if status[0] == "2")
    return Operation(
        id=found["operationId"],
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        about=found.get("description", ""),
        key=next((name for need in found.get("security", []) for name in need), ""),
        parameters=tuple(parameter(described, one) for one in found.get("parameters", [])),
        fields=tuple(fields(described, schema_in(found.get("requestBody", {})))),
        answers=tuple(Word(status, about=a.get("description", "")) for status, a in answered.items()),
        given=tuple(fields(described, schema_in(good))),
    )


def parameter(described: Mapping[str, Any], one: Mapping[str, Any]) -> Word:
    """What stands in the address or in a header."""
    kind = kind_of(described, one["schema"])
    return Word(one["name"], kind, one.get("description", ""), one.get("required", False))


def schema_in(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a body or of an answer; an empty one where it has none."""
    contents: list[Mapping[str, Any]] = list(holder.get("content", {}).values())
    found: Mapping[str, Any] = contents[0].get("schema", {}) if contents else {}
    return found


def fields(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Word]:
    """The fields of an object, those of its parts behind a point."""
    whole = resolved(described, schema)
    needed = whole.get("required", [])
    for name, one in whole.get("properties", {}).items():
        about = one.get("description", "") if "$ref" not in one else ""
        yield Word(name, kind_of(described, one), about, name in needed)
        inner = resolved(described, one)
        for part in fields(described, resolved(described, inner.get("items", inner))):
            yield Word(f"{name}.{part.name}", part.kind, part.about, part.required)


def resolved(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself, where only its name is given."""
    for wrapped in schema.get("allOf", schema.get("oneOf", []))[:1]:
        return resolved(described, wrapped) if "$ref" in wrapped else schema
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found


def kind_of(described: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What kind of value it is, in words."""
    whole = resolved(described, schema)
    if "enum" in whole:
        return ", ".join(str(one) for one in whole["enum"] if one not in ("", None))
    words = {
        ("string", "date"): _("datum"),
        ("string", "date-time"): _("tidpunkt"),
        ("string", "uuid"): _("UUID"),
        ("string", ""): _("text"),
        ("integer", ""): _("heltal"),
        ("boolean", ""): _("true eller false"),
        ("array", ""): _("lista"),
        ("object", ""): _("objekt"),
    }
    kind = str(whole.get("type", ""))
    return words.get((kind, whole.get("format", "")), kind)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page to read."""
    described = description()
    return render(request, "ui/documentation.html", {"operations": list(operations(described))})
