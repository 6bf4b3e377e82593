"""Programs that ask: with a person's key, with a receipt's code, or with nothing."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts import tokens
from accounts.models import Membership, User
from tenants import air
from tests.conftest import Place
from tests.workflows.cases.reports import ANSWERS
from workflows.bodies.models import Body
from workflows.bodies.seats import NewSeat, seat

CONTACT = {"name": "Mika", "email": "mika@kommunen.example", "phone": "070", "organisation": "Skolan"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Program:
    """A client at a place, with what it says in Authorization."""

    place: Place
    authorization: str = ""

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Asks below /api/v1/, with JSON where there is a body; `If_Match` and the like are headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.authorization:
            named["Authorization"] = self.authorization
        client = Client(SERVER_NAME=self.place.host, raise_request_exception=False)
        sent = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        sent = b"" if body is None else sent
        kind = named.pop("Content-Type", "application/json" if sent else "")
        answer = client.generic(method, f"/api/v1/{path}", sent, content_type=kind, headers=named)
        text = answer.content.decode()
        is_json = "json" in answer.headers.get("Content-Type", "")
        return Answer(answer.status_code, json.loads(text) if is_json else None, dict(answer.headers), text)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: object, **headers: str) -> Answer:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: object, **headers: str) -> Answer:
        return self.ask("PATCH", path, body, **headers)


As = Callable[[User], Program]


@pytest.fixture
def anybody(norrvik: Place) -> Program:
    """A program with no key."""
    return Program(norrvik)


def key_of(place: Place, user: User) -> Program:
    """A program with a key of that person at that place."""
    return Program(place, f"Token {tokens.issue(user, place.tenant, 'Ett test')}")


@pytest.fixture
def leader(norrvik: Place) -> Program:
    """The first receiver's program."""
    return key_of(norrvik, norrvik.processledare)


def seated(place: Place, email: str, body: str, sight: str = "masked", function: str = "Ledamot") -> User:
    """A new member with a seat in a body."""
    user = User.objects.create_user(email, None, email.split("@")[0].title())
    Membership.objects.create(user=user, tenant=place.tenant)
    with air.inside(place.tenant):
        seat(NewSeat(Body.objects.get(key=body), user, function, sight), by=place.administrator)
    return user


@pytest.fixture
def group(norrvik: Place) -> Program:
    """The program of somebody in the arbetsgrupp, who reads masked text."""
    return key_of(norrvik, seated(norrvik, "gruppen@norrvik.example", "arbetsgrupp"))


def report(
    program: Program, key: str = "", contact: dict[str, str] | None = None, **answers: object
) -> Answer:
    """Sends a report."""
    sent: dict[str, object] = {"form": "rapport", "answers": {**ANSWERS, **answers}}
    if contact is not None:
        sent["contact"] = contact
    return program.post("reports", sent, Idempotency_Key=key or str(uuid.uuid4()))


@dataclass(frozen=True)
class Sent:
    """A case that was reported, and its reporter's program."""

    reference: str
    reporter: Program

    @property
    def path(self) -> str:
        return f"cases/{self.reference}"


@pytest.fixture
def case(anybody: Program) -> Sent:
    """A case that has just come in."""
    return sent_by(report(anybody, contact=CONTACT), anybody.place)


def sent_by(answer: Answer, place: Place) -> Sent:
    """The case that the report became."""
    assert answer.status == 201, answer
    return Sent(answer.body["case"], Program(place, f"Receipt {answer.body['receipt']}"))


TRIAGE = {
    "type": "systembrist",
    "level": "organisering",
    "category": "mellan-stolarna",
    "parties": ["af", "fk"],
    "recurrence": "ofta",
    "approach": "arbetsgrupp",
    "reason": "Det återkommer och ingen äger det.",
}
MASKED = {"handelse": "Två myndigheter väntade på varandra.", "konsekvens": "Personen stod utan ersättning."}


def lift(leader: Program, case: Sent) -> None:
    """Classifies, masks, approves and lifts the case to the arbetsgrupp."""
    changed = leader.patch(case.path, {**TRIAGE, "masked": MASKED, "approve": True})
    assert changed.status == 200, changed
    moved = leader.post(f"{case.path}/moves", {"outcome": "lyft-till-arbetsgruppen"})
    assert moved.status == 201, moved
