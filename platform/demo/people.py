"""The demo's organisations and people, from `places.yaml`: invented names in invented places."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from tenants.life_cycle import NewTenant
from tenants.models import Tenant
from workflows.presets import family
from workflows.presets.family import Family

PLACES = Path(__file__).parent / "places.yaml"
# One password for all, printed at start: the demo protects nothing.
PASSWORD = "samsyn-demo-2026"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody who signs in to the demo."""

    name: str
    email: str
    what: str
    employer: str = ""


@dataclass(frozen=True)
class Sits:
    """A person sits in a body of an organisation, as something."""

    email: str
    body: str
    function: str
    sight: str
    employer: str
    pointed_out: bool


@dataclass(frozen=True)
class Organisation:
    """One tenant of the demo and who is who there."""

    wanted: NewTenant
    family: str
    seats: tuple[Sits, ...]
    people: tuple[Person, ...]
    administrator: str

    def acting_in(self, body: str) -> list[str]:
        """The e-mail addresses of those who act in a body."""
        return [sits.email for sits in self.seats if sits.body == body and sits.sight != "figures"]


def token_of(email: str, slug: str) -> str:
    """A person's key in an organisation. A real one is random; this one can be shown again."""
    return hmac.new(settings.SECRET_KEY.encode(), f"demo:{email}:{slug}".encode(), hashlib.sha256).hexdigest()


def read() -> tuple[Organisation, ...]:
    """The organisations of the file, in its order. Who is named once may sit in several."""
    listed: list[dict[str, Any]] = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    known = {
        one["email"]: one
        for place in listed
        for one in (*place["people"], place["administrator"])
        if "name" in one
    }
    return tuple(organisation(place, known) for place in listed)


def organisation(place: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Organisation:
    """One organisation of the file."""
    words = family.read(place["family"])
    contact = known[place["people"][0]["email"]]
    shown = ("slug", "name", "kind", "organisation_number", "county", "accent")
    promised = {name: place[name] for name in ("first_contact_days", "silence_days") if name in place}
    here = [*place["people"], place["administrator"]]
    return Organisation(
        NewTenant(
            **{name: place[name] for name in shown},
            **promised,
            municipalities=tuple(place["municipalities"]),
            contact_name=contact["name"],
            contact_email=contact["email"],
            contact_phone=place["phone"],
        ),
        place["family"],
        tuple(
            sits(one["email"], seat, known[one["email"]], words)
            for one in place["people"]
            for seat in one["seats"]
        ),
        tuple(person(one["email"], known, words) for one in here),
        place["administrator"]["email"],
    )


def sits(email: str, seat: Mapping[str, str], who: Mapping[str, Any], words: Family) -> Sits:
    """One seat; what the family says where nothing else is said."""
    body = words.body(seat["body"])
    return Sits(
        email,
        body.key,
        seat.get("function", body.function),
        seat.get("sight", body.sight),
        who.get("employer", ""),
        body.pointed_out,
    )


def person(email: str, known: Mapping[str, Mapping[str, Any]], words: Family) -> Person:
    """Somebody, with what the sign-in page says that they are."""
    who = known[email]
    functions = [seat.get("function", words.body(seat["body"]).function) for seat in who.get("seats", ())]
    what = who.get("what") or ", ".join(dict.fromkeys(functions)) or "administratör, läser inga ärenden"
    return Person(who["name"], email, what, who.get("employer", ""))


# Reads what is published, and receives no reports: a county's administrator.
LANSSTYRELSE = Organisation(
    NewTenant(
        slug="lansstyrelsen",
        name="Länsstyrelsen i Värmlands län (demo)",
        kind=Tenant.Kind.LANSSTYRELSE,
        organisation_number="222000-9852",
        county="17",
        accent="#1d3b6e",
        contact_name="Helena Brask",
        contact_email="helena.brask@lansstyrelsen.example",
        contact_phone="010-555 04 01",
    ),
    family="",
    seats=(),
    people=(
        Person("Helena Brask", "helena.brask@lansstyrelsen.example", "handläggare, följer länets siffror"),
        Person("Ulf Dahlin", "ulf.dahlin@lansstyrelsen.example", "administratör, läser inga ärenden"),
    ),
    administrator="ulf.dahlin@lansstyrelsen.example",
)
ORGANISATIONS = read()
EVERY_PLACE = (*ORGANISATIONS, LANSSTYRELSE)
PEOPLE = tuple({one.email: one for place in EVERY_PLACE for one in place.people}.values())
