"""The demo's organisations and people: invented names in invented places."""

import hashlib
import hmac
from dataclasses import dataclass, field

from django.conf import settings

from tenants.life_cycle import NewTenant

# One password for all, printed at start: the demo protects nothing.
PASSWORD = "samsyn-demo-2026"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody who signs in to the demo."""

    name: str
    email: str
    what: str


@dataclass(frozen=True)
class Sits:
    """A person sits in a body of an organisation; as what the family says, if nothing else is said."""

    email: str
    body: str
    function: str = ""
    sight: str = ""


@dataclass(frozen=True)
class Organisation:
    """One tenant of the demo and who is who there."""

    wanted: NewTenant
    family: str
    seats: tuple[Sits, ...]
    administrators: tuple[str, ...] = field(default_factory=tuple)

    def first_in(self, body: str) -> str:
        """The e-mail address of the first who sits in a body."""
        return next(sits.email for sits in self.seats if sits.body == body)


def token_of(email: str, slug: str) -> str:
    """A person's key in an organisation. A real one is random; this one can be shown again."""
    return hmac.new(settings.SECRET_KEY.encode(), f"demo:{email}:{slug}".encode(), hashlib.sha256).hexdigest()


KARIN = "karin.ehn@vastansjo.example"
ANDERS = "anders.roos@vastansjo.example"
MARGARETA = "margareta.lund@vastansjo.example"
PER = "per.nyman@vastansjo.example"
BO = "bo.ahlgren@vastansjo.example"
OMAR = "omar.lindh@bergsaker.example"
TOVE = "tove.hagg@bergsaker.example"
STIG = "stig.berglund@bergsaker.example"
LEILA = "leila.moradi@bergsaker.example"
SANNA = "sanna.wikner@norrhavet.example"
LARS = "lars-erik.sand@norrhavet.example"
GUN = "gun.palm@norrhavet.example"
INGRID = "ingrid.falk@norrhavet.example"

PEOPLE = (
    Person("Karin Ehn", KARIN, "processledare i Västansjö och i Bergsåker"),
    Person("Anders Roos", ANDERS, "utvecklingsledare, sitter i arbetsgruppen i Västansjö"),
    Person("Margareta Lund", MARGARETA, "förbundschef i Västansjö, föredragande i styrelsen"),
    Person("Per Nyman", PER, "ordförande i styrelsen i Västansjö, får bara siffror"),
    Person("Bo Ahlgren", BO, "administratör i Västansjö, läser inga ärenden"),
    Person("Omar Lindh", OMAR, "processledare i Bergsåker, i arbetsgruppen också i Norrhavet"),
    Person("Tove Hägg", TOVE, "förbundschef i Bergsåker, föredragande i styrelsen"),
    Person("Stig Berglund", STIG, "ordförande i styrelsen i Bergsåker, får bara siffror"),
    Person("Leila Moradi", LEILA, "administratör i Bergsåker, läser inga ärenden"),
    Person("Sanna Wikner", SANNA, "processledare i Norrhavet"),
    Person("Lars-Erik Sand", LARS, "förbundschef i Norrhavet, föredragande i styrelsen"),
    Person("Gun Palm", GUN, "ordförande i styrelsen i Norrhavet, får bara siffror"),
    Person("Ingrid Falk", INGRID, "administratör i Norrhavet, läser inga ärenden"),
)


def seats(leaders: tuple[str, ...], group: tuple[str, ...], head: str, chair: str) -> tuple[Sits, ...]:
    """Who sits where in a förbund: process leaders, the arbetsgrupp, the förbundschef and the chair."""
    return (
        *(Sits(email, "processledare") for email in leaders),
        *(Sits(email, "arbetsgrupp") for email in group),
        Sits(head, "forbundschefer"),
        Sits(head, "styrelse"),
        Sits(chair, "styrelse", "Ordförande", "figures"),
    )


ORGANISATIONS = (
    Organisation(
        NewTenant(
            slug="vastansjo",
            name="Samordningsförbundet Västansjö",
            kind="forbund",
            organisation_number="222000-9902",
            county="17",
            municipalities=("1780", "1761", "1763"),
            contact_name="Karin Ehn",
            contact_email=KARIN,
            contact_phone="010-555 01 01",
            accent="#0b5563",
        ),
        "lex-heller",
        seats((KARIN,), (KARIN, ANDERS), MARGARETA, PER),
        (BO,),
    ),
    Organisation(
        NewTenant(
            slug="bergsaker",
            name="Samordningsförbundet Bergsåker",
            kind="forbund",
            organisation_number="222000-9910",
            county="17",
            municipalities=("1783", "1762", "1737"),
            contact_name="Omar Lindh",
            contact_email=OMAR,
            contact_phone="010-555 01 02",
            accent="#8a1c4a",
        ),
        "lex-heller",
        seats((OMAR, KARIN), (OMAR, KARIN), TOVE, STIG),
        (LEILA,),
    ),
    Organisation(
        NewTenant(
            slug="norrhavet",
            name="Samordningsförbundet Norrhavet",
            kind="forbund",
            organisation_number="222000-9928",
            county="17",
            municipalities=("1784", "1765", "1730"),
            contact_name="Sanna Wikner",
            contact_email=SANNA,
            contact_phone="010-555 01 03",
            accent="#ffc800",
            first_contact_days=3,
        ),
        "lex-heller",
        seats((SANNA,), (SANNA, OMAR), LARS, GUN),
        (INGRID,),
    ),
)
