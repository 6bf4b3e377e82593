"""A database with two tenants in it, always, and clients that come from somewhere and are somebody."""

import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Membership, User
from tenants import air, clock, hosts, life_cycle
from tenants.models import Tenant
from tests.servers import chromium
from workflows.bodies.models import Body
from workflows.bodies.seats import NewSeat, seat
from workflows.presets import family
from workflows.presets.set_up import set_up

# A test that is slow on a busy machine has not failed.
hypothesis.settings.register_profile("samsyn", deadline=None)
hypothesis.settings.load_profile("samsyn")

PASSWORD = "mellan stolarna 2026"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """While tests are gathered there is no database to ask how far ahead the demo's time is."""
    ahead, clock.ahead = clock.ahead, clock.not_at_all
    try:
        return (yield)
    finally:
        clock.ahead = ahead


@dataclass(frozen=True)
class Place:
    """One tenant with the people who are always there."""

    tenant: Tenant
    processledare: User
    administrator: User

    @property
    def host(self) -> str:
        return hosts.host_of(self.tenant.slug)


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Makes this worker's database as an operator would, by the one verb that upgrades."""
    # WhiteNoise warns of a missing folder, and a warning fails a test.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    name = f"test_{worker_id}"
    with django_db_blocker.unblock():
        administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        life_cycle.upgrade()
    yield
    with django_db_blocker.unblock():
        connection.close()
        administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def administer(*statements: str) -> None:
    """Runs statements that need a connection of their own, outside of every test database."""
    given = psycopg.conninfo.make_conninfo(
        **{
            **connection.get_connection_params(),
            "dbname": "postgres",
            "cursor_factory": None,
            "context": None,
            "prepare_threshold": None,
        }
    )
    with psycopg.connect(given, autocommit=True) as own:
        for statement in statements:
            own.execute(statement.encode())


def make_place(slug: str, name: str, number: str) -> Place:
    """A tenant of the first family, with a process leader and an administrator."""
    tenant = life_cycle.create(
        life_cycle.NewTenant(
            slug=slug,
            name=name,
            kind="forbund",
            organisation_number=number,
            county="17",
            contact_name="Kim Kontakt",
            contact_email=f"kontakt@{slug}.example",
        )
    )
    people = [
        User.objects.create_user(f"{role}@{slug}.example", PASSWORD, f"{role.title()} i {name}")
        for role in ("processledare", "administrator")
    ]
    for user in people:
        Membership.objects.create(user=user, tenant=tenant, administrator=user.email.startswith("admin"))
    with air.inside(tenant):
        set_up(family.read("lex-heller"))
        body = Body.objects.get(key="processledare")
        seat(NewSeat(body, people[0], "Processledare", "full"), by=people[1])
    return Place(tenant, *people)


@pytest.fixture(scope="session")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[Place, Place]:
    """The two tenants that are alive in every test that has a database."""
    with django_db_blocker.unblock():
        return (
            make_place("norrvik", "Samordningsförbundet Norrvik", "222000-9902"),
            make_place("soderby", "Samordningsförbundet Söderby", "222000-9910"),
        )


@pytest.fixture
def norrvik(db: None, both: tuple[Place, Place]) -> Place:
    """The tenant that a test is about."""
    return both[0]


@pytest.fixture
def soderby(db: None, both: tuple[Place, Place]) -> Place:
    """The neighbour, who must never be touched."""
    return both[1]


Visitor = Callable[..., Client]


@pytest.fixture
def at() -> Visitor:
    """A client at a place, or on the shared site, as somebody or as nobody: `at(norrvik, user)`."""

    def visit(place: Place | None = None, user: User | None = None) -> Client:
        client = Client(SERVER_NAME=place.host if place else settings.BASE_HOST)
        if user is not None:
            client.force_login(user)
        return client

    return visit


@pytest.fixture(autouse=True)
def nothing_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test begins on the shared site and with an empty cache."""
    yield
    air.leave()
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        caches["shared"].clear()


@pytest.fixture(autouse=True)
def real_time(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a database it is the real time: how far the demo's has been moved is a row."""
    if "db" not in request.fixturenames:
        monkeypatch.setattr(clock, "ahead", clock.not_at_all)


@pytest.fixture
def inside(norrvik: Place) -> Iterator[Place]:
    """Norrvik in the air, for a test that calls a verb."""
    with air.inside(norrvik.tenant):
        yield norrvik


@pytest.fixture
def fresh_place(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """A tenant of its own, for a test whose writes other connections must see; gone afterwards."""
    with django_db_blocker.unblock():
        place = make_place("vitsand", "Samordningsförbundet Vitsand", "222000-9928")
        yield place
        air.leave()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{place.tenant.schema_name}" CASCADE')
        Membership.objects.filter(tenant=place.tenant).delete()
        User.objects.filter(email__endswith="@vitsand.example").delete()
        Tenant.objects.filter(pk=place.tenant.pk).delete()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker: a second one in the same process cannot be started."""
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(
            executable_path=chromium(), args=["--disable-background-networking", *sandbox]
        )
        yield started
        started.close()
