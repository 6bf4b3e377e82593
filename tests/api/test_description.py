"""The description of the door: complete, sound, and true."""

import copy
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import reduce
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config import api_urls
from tenants import clock
from tests.api.conftest import Program, Sent, lift
from tests.conftest import Place, Visitor
from tests.pages import PAGES
from ui.documentation import description, operations


def test_it_is_made_without_a_warning_and_is_valid() -> None:
    out = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    assert "openapi: 3" in out.getvalue()


def test_everything_that_can_be_asked_for_is_in_it() -> None:
    described = {(one.method, one.path) for one in operations(description())}
    there = set()
    for pattern in api_urls.urlpatterns:
        methods = getattr(pattern.callback, "cls", None)
        if pattern.name != "api_schema" and methods:
            address = "/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
            there |= {(name.upper(), address) for name in ("get", "post", "patch") if hasattr(methods, name)}
    assert described == there
    assert len(described) == 23
    names = {"{case}": "{reference}", "{pointed}": "{pointed_id}"}
    registered = {reduce(lambda path, name: path.replace(*name), names.items(), page.path) for page in PAGES}
    assert {path for _method, path in described} <= registered


def test_anybody_reads_it_as_json(anybody: Program) -> None:
    answer = anybody.get("schema")
    assert (answer.status, answer.body["info"]["title"]) == (200, "Samsyn")
    validate_schema(answer.body)  # type: ignore[no-untyped-call]
    assert anybody.get("schema", Accept="text/html").body == answer.body


def test_the_page_says_the_same_in_swedish_without_a_script(norrvik: Place, at: Visitor) -> None:
    page = at(norrvik).get("/api/v1/docs")
    text = page.content.decode()
    for one in operations(description()):
        assert f"<code>{one.method} {one.path}</code>" in text
        assert one.summary in text
        assert one.about in page.content.decode().replace("&#x27;", "'")
    assert "<script" not in text
    assert "style=" not in text
    assert 'href="/nycklar"' in text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_every_operation_is_described_in_words() -> None:
    for one in operations(description()):
        assert one.summary
        assert one.about
        assert one.given
        assert {"200", "201"} & {answer.name for answer in one.answers}


# --- Whether it is true ----------------------------------------------------------------------------------

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 30
SOON = (clock.real().date() + timedelta(days=20)).isoformat()
# Without these words next to nothing would come past the first check.
SENSIBLE: dict[str, dict[str, Any]] = {
    "report": {"form": "rapport", "version": None},
    "move_case": {"outcome": "vanta-pa-part"},
    "decide_measure": {"kind": "utbildning", "owner": "fk", "due": SOON},
    "ask_statement": {"party": "af", "due": SOON},
}


@contextmanager
def one_connection() -> Iterator[None]:
    """Lets a WSGI application keep the test's connection, as Django's own test client does each time."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def keys(case: Sent, leader: Program) -> dict[str, Program]:
    """Who asks what, by what the operation wants to be shown."""
    lift(leader, case)
    return {"token": leader, "receipt": case.reporter, "": Program(leader.place)}


def agreed(leader: Program, case: Sent) -> dict[str, int]:
    """A measure and a statement that can be asked for."""
    function = "Enhetschef"
    measure = {"kind": "utbildning", "what": "Utbildas.", "owner": "fk", "owner_function": function}
    made = leader.post(f"{case.path}/measures", {**measure, "due": SOON, "decided_by": "collective"})
    asked = leader.post(f"{case.path}/statements", {"party": "fk", "function": function, "due": SOON})
    return {"measure": made.body["id"], "statement": asked.body["id"]}


@pytest.mark.parametrize("operation_id", [one.id for one in operations(description())])
def test_no_answer_differs_from_the_description(
    operation_id: str, keys: dict[str, Program], case: Sent
) -> None:
    schema = schemathesis.openapi.from_dict(copy.deepcopy(description()))
    schema.app = WSGIHandler()
    operation = schema.find_operation_by_id(operation_id)
    key = next(one.key for one in operations(description()) if one.id == operation_id)
    made = {name: str(pk) for name, pk in agreed(keys["token"], case).items()}
    known = {"reference": case.reference, **made}
    fixed = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path} or None
    asked = operation.as_strategy(path_parameters=fixed)
    if operation.body:
        asked |= operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=fixed)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(asked, booleans())
    def ask(example: schemathesis.Case[Any], sensible: bool) -> None:
        if sensible and isinstance(example.body, dict):
            example.body = {**example.body, **SENSIBLE.get(operation_id, {})}
        host = f"http://{keys[key].place.host}"
        answer = example.call(base_url=host, headers={"Authorization": keys[key].authorization})
        example.validate_response(answer, checks=CHECKS)

    with one_connection():
        ask()
