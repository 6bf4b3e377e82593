"""The demo's organisations and people: invented names in invented places."""

from dataclasses import dataclass, field

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
    """A person sits in a body of an organisation."""

    email: str
    body: str


@dataclass(frozen=True)
class Organisation:
    """One tenant of the demo and who is who there."""

    wanted: NewTenant
    family: str
    seats: tuple[Sits, ...]
    administrators: tuple[str, ...] = field(default_factory=tuple)


PEOPLE = (
    Person("Karin Ehn", "karin.ehn@vastansjo.example", "processledare i Västansjö och i Bergsåker"),
    Person("Omar Lindh", "omar.lindh@bergsaker.example", "processledare i Bergsåker"),
    Person("Sanna Wikner", "sanna.wikner@norrhavet.example", "processledare i Norrhavet"),
    Person("Bo Ahlgren", "bo.ahlgren@vastansjo.example", "administratör i Västansjö, läser inga ärenden"),
    Person("Leila Moradi", "leila.moradi@bergsaker.example", "administratör i Bergsåker, läser inga ärenden"),
    Person("Ingrid Falk", "ingrid.falk@norrhavet.example", "administratör i Norrhavet, läser inga ärenden"),
)

ORGANISATIONS = (
    Organisation(
        NewTenant(
            slug="vastansjo",
            name="Samordningsförbundet Västansjö",
            kind="forbund",
            organisation_number="222000-9902",
            county="17",
            contact_name="Karin Ehn",
            contact_email="karin.ehn@vastansjo.example",
            contact_phone="010-555 01 01",
            accent="#0b5563",
        ),
        "lex-heller",
        (Sits("karin.ehn@vastansjo.example", "processledare"),),
        ("bo.ahlgren@vastansjo.example",),
    ),
    Organisation(
        NewTenant(
            slug="bergsaker",
            name="Samordningsförbundet Bergsåker",
            kind="forbund",
            organisation_number="222000-9910",
            county="17",
            contact_name="Omar Lindh",
            contact_email="omar.lindh@bergsaker.example",
            contact_phone="010-555 01 02",
            accent="#8a1c4a",
        ),
        "lex-heller",
        (
            Sits("omar.lindh@bergsaker.example", "processledare"),
            Sits("karin.ehn@vastansjo.example", "processledare"),
        ),
        ("leila.moradi@bergsaker.example",),
    ),
    Organisation(
        NewTenant(
            slug="norrhavet",
            name="Samordningsförbundet Norrhavet",
            kind="forbund",
            organisation_number="222000-9928",
            county="22",
            contact_name="Sanna Wikner",
            contact_email="sanna.wikner@norrhavet.example",
            contact_phone="010-555 01 03",
            accent="#ffc800",
            first_contact_days=3,
        ),
        "lex-heller",
        (Sits("sanna.wikner@norrhavet.example", "processledare"),),
        ("ingrid.falk@norrhavet.example",),
    ),
)
