"""What the database engine spares itself, and what it never does."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.test.utils import CaptureQueriesContext

from tenants import air, clock
from tests.conftest import Place, Visitor, administer
from workflows.bodies.models import Body


@pytest.fixture
def session(db: None) -> Iterator[Any]:
    """A session of its own."""
    own: Any = connection.copy()
    own.ensure_connection()
    yield own
    own.close()


def path_of(session: Any) -> str:
    with session.cursor() as cursor:
        cursor.execute("SHOW search_path")
        (path,) = cursor.fetchone()
    return str(path)


def test_a_session_that_the_server_ended_is_found_out_without_asking(session: Any) -> None:
    assert session.is_usable()
    administer(f"SELECT pg_terminate_backend({session.connection.info.backend_pid}, 5000)")
    assert not session.is_usable()


def test_a_session_in_which_something_failed_is_asked(session: Any) -> None:
    with pytest.raises((OperationalError, InterfaceError)), session.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    session.errors_occurred = True
    assert not session.is_usable()


def test_two_requests_to_one_organisation_set_the_search_path_at_most_once(
    norrvik: Place, soderby: Place, at: Visitor
) -> None:
    def settings_of(*hosts: Place) -> int:
        with CaptureQueriesContext(connection) as asked:
            for place in hosts:
                assert at(place).get("/rapportera").status_code == 200
        return sum("SET search_path" in query["sql"] for query in asked)

    # The demo would read its time first, from a shared table.
    with clock.standing_at(clock.now()):
        at(norrvik).get("/rapportera")
        assert settings_of(norrvik, norrvik) == 0
        assert settings_of(soderby, norrvik, norrvik, soderby) == 3


def test_each_finds_its_own_also_after_a_question_to_the_shared_tables(
    norrvik: Place, soderby: Place, session: Any
) -> None:
    session.set_tenant(norrvik.tenant)
    assert path_of(session) == "t_norrvik, public"
    session.set_schema_to_public()
    with session.shared_only(), session.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.tenants_tenant")
    assert path_of(session) == "public"
    session.set_tenant(soderby.tenant)
    assert path_of(session) == "t_soderby, public"


def test_a_search_path_that_was_rolled_back_is_set_again(session: Any, norrvik: Place) -> None:
    assert path_of(session) == "public"
    session.set_autocommit(False)
    session.set_tenant(norrvik.tenant)
    assert path_of(session) == "t_norrvik, public"
    session.rollback()
    session.set_schema_to_public()
    assert path_of(session) == "public"
    session.set_tenant(norrvik.tenant)
    assert path_of(session) == "t_norrvik, public"


def test_a_search_path_that_was_undone_with_a_savepoint_is_set_again(norrvik: Place) -> None:
    with air.inside(norrvik.tenant):
        number = Body.objects.count()
    savepoint = connection.savepoint()
    assert savepoint
    with air.inside(norrvik.tenant):
        assert Body.objects.count() == number
    connection.savepoint_rollback(savepoint)
    with air.inside(norrvik.tenant):
        assert Body.objects.count() == number
