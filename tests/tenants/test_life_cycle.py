"""A tenant begins whole or not at all, and its schema is what the migrations make."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from infra.programs import client
from infra.trouble import Trouble
from tenants import air, life_cycle
from tenants.life_cycle import NewTenant, create
from tenants.models import Blueprint, Domain, Municipality, Tenant
from tests.conftest import Place, Visitor
from workflows.presets import family
from workflows.presets.set_up import set_up

GIVEN = NewTenant(
    slug="tall-vik",
    name="Samordningsförbundet Tallvik",
    kind="forbund",
    organisation_number="222000-9936",
    county="14",
    municipalities=["1480", "1481"],
    contact_name="Kim Kontakt",
    contact_email="kontakt@tallvik.example",
)
BY_HAND = "made_by_hand"


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {name for (name,) in cursor.fetchall()}


def test_a_new_tenant_can_be_used_at_once(norrvik: Place, at: Visitor) -> None:
    tenant = create(GIVEN)
    with air.inside(tenant):
        set_up(family.read("lex-heller"))

    visitor = at(Place(tenant, norrvik.processledare, norrvik.administrator))
    assert "Samordningsförbundet Tallvik" in visitor.get("/").content.decode()
    assert "Vad hände?" in visitor.get("/rapportera").content.decode()
    assert {m.name for m in tenant.municipalities.all()} == {"Göteborg", "Mölndal"}


def test_a_schema_that_cannot_be_made_leaves_nothing(
    norrvik: Place, soderby: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(schema: str) -> None:
        copied(schema)
        raise RuntimeError

    copied = life_cycle.copy_blueprint
    monkeypatch.setattr(life_cycle, "copy_blueprint", half)
    before = schemas()

    with pytest.raises(RuntimeError):
        create(GIVEN)

    assert set(Tenant.objects.all()) == {norrvik.tenant, soderby.tenant}
    assert set(Domain.objects.values_list("domain", flat=True)) == {norrvik.host, soderby.host}
    assert schemas() == before
    assert air.schema() == "public"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("organisation_number", "222000-9937", "Kontrollera siffrorna"),
        ("organisation_number", "2220009936", "Skriv organisationsnumret som"),
        ("slug", "Tall Vik", "Använd a–z"),
        ("slug", "tall_vik", "Använd a–z"),
        ("slug", "", "får inte vara tomt"),
        ("slug", "t" * 41, "som mest 40 tecken"),
        ("slug", "www", "upptaget"),
        ("slug", "norrvik", "upptaget"),
        ("name", "Samordningsförbundet Norrvik", "Det finns redan en organisation"),
        ("kind", "myndighet", "inget giltigt alternativ"),
        ("county", "99", "inget län med koden 99"),
        ("county", "", "får inte vara tomt"),
        ("municipalities", ["1480", "9999"], "ingen kommun med koden 9999"),
        ("accent", "blå", "Skriv färgen som #0b5563"),
        ("accent", "#0B5563", "Skriv färgen som #0b5563"),
        ("contact_email", "kim", "giltig e-postadress"),
        ("first_contact_days", 0, "större än eller lika med 1"),
        ("silence_days", 0, "större än eller lika med 1"),
        ("silence_days", 40_000, "mindre än eller lika med"),
    ],
)
def test_what_must_be_changed_is_said_at_its_field(
    norrvik: Place, field: str, value: object, said: str
) -> None:
    wanted: dict[str, Any] = {field: value}

    with pytest.raises(ValidationError) as refused:
        create(replace(GIVEN, **wanted))

    assert set(refused.value.message_dict) == {field}
    assert said in " ".join(refused.value.message_dict[field])
    assert not Tenant.objects.filter(contact_email=GIVEN.contact_email).exists()


def test_everything_that_must_be_changed_is_said_at_once(norrvik: Place) -> None:
    with pytest.raises(ValidationError) as refused:
        create(replace(GIVEN, slug="www", county="99", accent="blå"))

    assert set(refused.value.message_dict) == {"slug", "county", "accent"}


@pytest.fixture
def by_hand(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A schema that was made and then migrated, as before there was a blueprint."""
    with django_db_blocker.unblock():
        execute(f"CREATE SCHEMA {BY_HAND}")
        call_command("migrate_schemas", schema_name=BY_HAND, interactive=False, verbosity=0)
        air.leave()
        yield
        execute(f"DROP SCHEMA {BY_HAND} CASCADE")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def dump(program: str, schema: str) -> str:
    """What pg_dump says that the schema is made of, without the schema's name."""
    server = connection.connection.info
    done = subprocess.run(
        [program, "--schema-only", f"--schema={schema}", server.dsn],
        env={"PGPASSWORD": server.password}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    # \restrict is followed by a secret that each dump makes up.
    text = re.sub(r"(?m)^\\(un)?restrict .*\n", "", done.stdout)
    return re.sub(rf"\b{schema}\b", "SCHEMA", text)


def pg_dump() -> str:
    """A pg_dump that reads this server."""
    connection.ensure_connection()
    try:
        return client("pg_dump", connection.connection.info.server_version // 10_000)
    except Trouble as trouble:
        pytest.skip(str(trouble))


def test_a_copied_schema_is_what_its_migrations_make(fresh_place: Place, by_hand: None) -> None:
    program = pg_dump()
    migrated, copied = dump(program, BY_HAND), dump(program, fresh_place.tenant.schema_name)

    assert "CREATE TABLE SCHEMA.cases_case" in migrated
    assert copied == migrated


def state() -> dict[str, set[Any]]:
    """What an upgrade may change: columns, applied migrations, the blueprint and the shared words."""
    asked = {
        "columns": "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns",
        "shared": "SELECT app, name, applied FROM public.django_migrations",
        "norrvik": "SELECT app, name, applied FROM t_norrvik.django_migrations",
        "soderby": "SELECT app, name, applied FROM t_soderby.django_migrations",
        "blueprint": "SELECT migrations, statements FROM tenants_blueprint",
        "parties": "SELECT * FROM tenants_party",
        "municipalities": "SELECT * FROM tenants_municipality",
    }
    found = {}
    with connection.cursor() as cursor:
        for name, query in asked.items():
            cursor.execute(query)
            found[name] = set(cursor.fetchall())
    return found


def test_upgrading_again_changes_nothing(norrvik: Place, soderby: Place) -> None:
    before = state()

    life_cycle.upgrade()

    assert state() == before
    assert all(before.values())


def test_a_new_migration_gives_a_new_blueprint(norrvik: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(blueprint: Blueprint) -> str:
        """The statements without the times at which the migrations were applied."""
        return re.sub(r"'\d{4}-\d\d-\d\d [^']*'", "", blueprint.statements)

    before = Blueprint.objects.get()
    monkeypatch.setattr(life_cycle, "migrations", lambda: "another set")

    life_cycle.make_blueprint()

    after = Blueprint.objects.get()
    assert after.migrations == "another set"
    assert made(after) == made(before)
    assert life_cycle.BLUEPRINT not in schemas()
    with air.inside(create(GIVEN)):
        assert Municipality.objects.exists()
        set_up(family.read("lex-heller"))
