"""How a tenant begins: a row, a host, and a schema that is a copy of an empty one."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context

from tenants import air, hosts, vocabulary
from tenants.models import Blueprint, County, Domain, Municipality, Tenant

# Names that a host or a schema must not take.
RESERVED = frozenset({"www", "public", "api", "demo", "static", "mail", "admin", "samsyn"})

# The schema that is migrated to learn what a tenant's schema is made of; no tenant can have its name.
BLUEPRINT = "blueprint"
CHANGES = frozenset({"CREATE", "ALTER", "INSERT", "UPDATE", "DELETE", "COMMENT", "DROP"})


@dataclass(frozen=True)
class NewTenant:
    """What is asked of an organisation that begins."""

    slug: str
    name: str
    kind: str
    organisation_number: str
    county: str
    contact_name: str
    contact_email: str
    contact_phone: str = ""
    accent: str = "#0b5563"
    municipalities: Sequence[str] = field(default_factory=tuple)
    first_contact_days: int = 5
    silence_days: int = 30


def create(wanted: NewTenant) -> Tenant:
    """Makes a tenant that can be used when this returns: row, host and schema, all or nothing.

    Raises ValidationError with a sentence for each field that must be changed.
    """
    with transaction.atomic():
        tenant = Tenant(
            schema_name="t_" + wanted.slug.replace("-", "_"),
            slug=wanted.slug,
            name=wanted.name,
            kind=wanted.kind,
            organisation_number=wanted.organisation_number,
            county_id=wanted.county,
            contact_name=wanted.contact_name,
            contact_email=wanted.contact_email,
            contact_phone=wanted.contact_phone,
            accent=wanted.accent,
            first_contact_days=wanted.first_contact_days,
            silence_days=wanted.silence_days,
        )
        _check(tenant)
        tenant.save()
        tenant.municipalities.set(_municipalities(wanted.municipalities))
        Domain.objects.create(domain=hosts.host_of(wanted.slug), tenant=tenant, is_primary=True)
        copy_blueprint(tenant.schema_name)
    return tenant


def _check(tenant: Tenant) -> None:
    """Refuses what the fields refuse, in words that name no column, and what only the whole can see."""
    faults: dict[str, Any] = {}
    if tenant.slug in RESERVED or Tenant.objects.filter(slug=tenant.slug).exists():
        faults["slug"] = _("Kortnamnet är upptaget. Välj ett annat.")
    if Tenant.objects.filter(name=tenant.name).exists():
        faults["name"] = _("Det finns redan en organisation med det namnet.")
    if tenant.county_id and not County.objects.filter(code=tenant.county_id).exists():
        faults["county"] = _("Det finns inget län med koden %(code)s.") % {"code": tenant.county_id}
    try:
        # The name of the schema follows from the slug, and nobody is asked for it.
        tenant.full_clean(exclude={"schema_name", *faults})
    except ValidationError as refused:
        faults |= refused.message_dict
    if faults:
        raise ValidationError(faults)


def _municipalities(codes: Sequence[str]) -> list[Municipality]:
    found = list(Municipality.objects.filter(code__in=codes))
    unknown = sorted(set(codes) - {m.code for m in found})
    if unknown:
        raise ValidationError(
            {"municipalities": _("Det finns ingen kommun med koden %(code)s.") % {"code": unknown[0]}}
        )
    return found


def migrations() -> str:
    """A hash that names this set of migrations."""
    names = sorted(f"{app}.{name}" for app, name in MigrationLoader(None).graph.nodes)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


@transaction.atomic
def make_blueprint() -> None:
    """Migrates an empty schema, once per set of migrations, and keeps the statements that it took.

    django-tenants' own `clone_schema` was tried: it loses the names of unique constraints, and a later
    migration that names one would fail in every tenant made so.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('blueprint', 0))")
        if Blueprint.objects.filter(migrations=migrations()).exists():
            return
        statements: list[str] = []
        cursor.execute(f"CREATE SCHEMA {BLUEPRINT}")
        with connection.execute_wrapper(_recorder(statements)):
            call_command(
                "migrate_schemas", tenant=True, schema_name=BLUEPRINT, interactive=False, verbosity=0
            )
        air.leave()
        cursor.execute(f"DROP SCHEMA {BLUEPRINT} CASCADE")
    Blueprint.objects.all().delete()
    Blueprint.objects.create(migrations=migrations(), statements=";\n".join(statements))


def _recorder(statements: list[str]) -> Callable[..., Any]:
    """Notes every statement that changes something, with its values in it."""

    def record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if str(sql).split(maxsplit=1)[0].upper() in CHANGES:
            statements.append(cast(Any, connection.ops).compose_sql(str(sql), params).strip().rstrip(";"))
        return execute(sql, params, many, context)

    return record


def copy_blueprint(schema: str) -> None:
    """Makes the schema as a copy of the empty one, with its list of migrations."""
    blueprint = Blueprint.objects.get(migrations=migrations())
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{schema}"')
    # A cursor of its own: django-tenants sets the search path when one is made.
    with schema_context(schema), connection.cursor() as cursor:
        cursor.execute(blueprint.statements)


def upgrade() -> None:
    """Brings the whole database up to this version: shared tables, words, the blueprint, every tenant."""
    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    vocabulary.load()
    make_blueprint()
    call_command("migrate_schemas", tenant=True, interactive=False, verbosity=0)
