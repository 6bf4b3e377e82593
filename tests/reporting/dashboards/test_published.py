"""What everyone reads of what has been published, and what a county's administrator reads beside that."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.dashboards import downloads
from reporting.publication.ledger import ledger
from reporting.publication.models import PublishedCell, Release, ReleasedTable
from tenants import air
from tenants.models import Tenant
from tests.attacker.attacker import Case
from tests.attacker.worlds import World
from tests.conftest import Place, Visitor
from tests.reporting.publication.worlds import published
from tests.reporting.released import PUBLISHED, released

HIDDEN = "·· betyder dolt: för få fall eller för få organisationer."


@pytest.fixture
def place(norrvik: Place) -> Place:
    released(norrvik)
    air.leave()
    return norrvik


def text_of(page: object) -> str:
    """The page's text on one line."""
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


@pytest.mark.row("S0-04", "S3-30", "S1-15")
def test_the_country_says_between_whom_at_which_level_and_of_which_kind(place: Place, at: Visitor) -> None:
    for host in (None, place):
        page = text_of(at(host).get("/statistik"))
        assert "Oftast brister det här: Arbetsförmedlingen – Försäkringskassan, 23 av 61 ärenden" in page
        assert "Vanligast är brister på nivån Organisation, 40 av 61 ärenden" in page
        assert "Vanligast är Otydligt ansvar, mellan stolarna, 31 av 61 ärenden" in page
        assert HIDDEN in page


def test_before_anything_is_published_the_page_says_when_it_will_be(norrvik: Place, at: Visitor) -> None:
    assert "Inget har publicerats än" in text_of(at().get("/statistik"))
    assert "Ingenting är på väg än" in text_of(at().get("/statistik/publiceringar"))


def test_a_period_that_is_not_published_is_answered_with_what_to_do(place: Place, at: Visitor) -> None:
    page = text_of(at().get("/statistik?period=1999"))
    assert "Välj ett av alternativen som visas" in page
    assert "23 av 61" in page


@pytest.mark.row("S3-09")
def test_a_county_is_shown_and_another_is_said_not_to_be(place: Place, at: Visitor) -> None:
    assert "Vanligast är brister på nivån Organisation, 19 av 33" in text_of(at().get("/statistik/lan/17"))
    assert "redovisas inte för sig: för få organisationer" in text_of(at().get("/statistik/lan/20"))
    assert at().get("/statistik/lan/99").status_code == 404


@pytest.mark.row("S1-30")
def test_a_figure_opens_to_its_release_its_definition_and_its_rule(place: Place, at: Visitor) -> None:
    page = text_of(at().get(f"/statistik/{PUBLISHED}/V1"))
    assert "V1, version 1" in page
    assert "15 april 2024" in page
    assert (
        "minst 5 ärenden från minst 3 organisationer, och minst 5 ärenden återstår utan den största" in page
    )
    assert HIDDEN in page
    for wrong in (f"{PUBLISHED}/V9", "2031-Q1/V1", "aldrig/V1"):
        assert at().get(f"/statistik/{wrong}").status_code == 404


def test_a_table_is_downloaded_as_it_is_shown(place: Place, at: Visitor) -> None:
    answer = at().get(f"/statistik/{PUBLISHED}/V1.csv")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Period;Parter;kod;Nivå;kod;Ärenden"
    assert "kvartal 1 2024;Arbetsförmedlingen – Försäkringskassan;af+fk;Totalt;*;23" in rows
    assert "kvartal 1 2024;Arbetsförmedlingen – Försäkringskassan;af+fk;Individ;individ;··" in rows
    book = ZipFile(BytesIO(at().get(f"/statistik/{PUBLISHED}/V1.xlsx").content))
    assert "Försäkringskassan" in book.read("xl/sharedStrings.xml").decode()
    assert "<v>61</v>" in book.read("xl/worksheets/sheet1.xml").decode()


def test_nothing_in_a_file_is_taken_for_a_formula() -> None:
    rows: list[list[str | int]] = [["=1+1", "-2", "plain", 7]]
    assert downloads.as_csv(iter(rows)).decode("utf-8-sig").strip() == "'=1+1;'-2;plain;7"
    sheet = ZipFile(BytesIO(downloads.as_xlsx(iter(rows), "x"))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


@pytest.mark.row("S3-12")
def test_the_open_file_is_the_ledger_and_no_page_orders_organisations(place: Place, at: Visitor) -> None:
    answer = at().get("/statistik/publicerat.json")
    assert json.loads(answer.content) == json.loads(json.dumps(ledger()))
    for path in ("", "/lan/17", "/publiceringar", f"/{PUBLISHED}/V1"):
        assert place.tenant.name not in text_of(at().get(f"/statistik{path}"))


def test_a_named_reader_begins_at_its_county_and_sees_what_it_was_let(place: Place, at: Visitor) -> None:
    reads = f"/statistik/{PUBLISHED}/V4"
    Tenant.objects.filter(pk=place.tenant.pk).update(kind=Tenant.Kind.LANSSTYRELSE)
    everyones = Release.objects.get(period=PUBLISHED)
    own = Release.objects.create(
        period=PUBLISHED, reader=place.tenant, state="published", begun_at=everyones.begun_at,
        publishes_on=everyones.publishes_on, published_at=everyones.published_at, audit=everyones.audit,
    )  # fmt: skip
    table = ReleasedTable.objects.create(release=own, code="V4", version=1, dimensions=["county", "level"])
    PublishedCell.objects.create(table=table, key=["17", "individ"], value=8)
    administrator = at(place, place.processledare)

    assert administrator.get("/start").headers["Location"] == "/statistik/lan/17"
    assert "<td>8</td>" in text_of(administrator.get(reads))
    assert "har beslutat att ni får se" in text_of(administrator.get(reads))
    for other in (at(), at(place)):
        assert "<td>8</td>" not in text_of(other.get(reads))
        assert "8" not in other.get(f"{reads}.csv").content.decode().split(";")[-1]


def queries_of(path: str, at: Visitor) -> list[str]:
    """The queries of a page."""
    at().get(path)
    with CaptureQueriesContext(connection) as asked:
        assert at().get(path).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("path", ["/statistik", "/statistik/lan/17", f"/statistik/{PUBLISHED}/V1"])
def test_a_page_costs_the_same_with_fourteen_organisations_as_with_a_hundred(
    path: str, place: Place, at: Visitor
) -> None:
    few = queries_of(path, at)
    assert sum("publishedcell" in sql for sql in few) <= 3
    Tenant.objects.bulk_create(
        Tenant(
            schema_name=f"t_many{number}", slug=f"many{number}", name=f"Förbund {number}", kind="forbund",
            county_id="17", organisation_number="222000-9902", contact_name="Kim", contact_email="k@x.se",
        )
        for number in range(100)
    )  # fmt: skip
    assert len(queries_of(path, at)) == len(few) <= 10


CANARY = 1037
ALONE = ("af+fk", "individ", "bemotande")
TOGETHER = ("kommun+region", "organisation", "kompetens")


def test_a_count_that_did_not_pass_stands_nowhere_that_others_read(norrvik: Place, at: Visitor) -> None:
    tenants = {f"t{number:02}": "17" for number in range(4)}
    cases = [Case("t00", "17", 2026, 1, *ALONE)] * CANARY
    cases += [Case(slug, "17", 2026, 1, *TOGETHER) for slug in tenants for _ in range(30)]
    both = zip(ALONE, TOGETHER, strict=True)
    codes = {name: sorted(pair) for name, pair in zip(("pair", "level", "category"), both, strict=True)}
    published(World(tenants, cases, codes))
    pages = [
        "",
        "/lan/17",
        "/publiceringar",
        "/publicerat.json",
        "/2026-Q1/V1",
        "/2026-Q1/V1.csv",
        "/2026/V3",
    ]
    read = [text_of(at(host).get(f"/statistik{page}")) for page in pages for host in (None, norrvik)]
    read += [row for table in shared_tables() for row in rows_of(table)]
    assert any("120" in one for one in read)
    assert [one for one in read if re.search(rf"(?<!\d){CANARY}(?!\d)", one)] == []


def shared_tables() -> list[str]:
    """The tables that all organisations share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor.fetchall()]


def rows_of(table: str) -> list[str]:
    """Everything that stands in a table, a line for each row."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM public."{table}" t')
        return [text for (text,) in cursor.fetchall()]
