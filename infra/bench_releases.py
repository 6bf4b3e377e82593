"""The releases that `make bench` measures the statistics on, and the organisations behind them."""

from datetime import date
from random import Random

from reporting.contributions.periods import Period, closed
from reporting.publication.basis import shared_codes
from reporting.publication.models import PublishedCell, Release, ReleasedTable
from reporting.publication.tables import TABLES, Tenants, declared
from tenants import clock, life_cycle
from tenants.life_cycle import NewTenant
from tenants.models import Tenant

QUARTERS = 20
# Three counties that have tables of their own.
WHO = Tenants([county for county in ("17", "20", "21") for _ in range(3)], {})
HIDDEN = 0.45  # the share of the cells


def publish(random: Random) -> None:
    """Five years of quarters, with numbers that nobody counted: pages read cells, whatever they say."""
    today = clock.today()
    since = date(today.year - QUARTERS // 4 - 1, 1, 1)
    quarters = [one for one in closed(since, today) if not one.whole_year][-QUARTERS:]
    for period in quarters:
        publish_one(period, random)


def publish_one(period: Period, random: Random) -> None:
    """One quarter with every cell that is declared."""
    release = Release.objects.create(
        period=str(period), state=Release.State.PUBLISHED, begun_at=clock.now(), publishes_on=clock.today(),
        published_at=clock.now(), audit={},
    )  # fmt: skip
    tables = {
        one.code: ReleasedTable(
            release=release, code=one.code, version=one.version, dimensions=list(one.dimensions)
        )
        for one in TABLES
        if one.quarterly
    }
    ReleasedTable.objects.bulk_create(tables.values())
    cells = declared(shared_codes(), WHO, quarter=None, whole_year=False)
    PublishedCell.objects.bulk_create(
        PublishedCell(
            table=tables[cell.table.code],
            key=list(cell.key),
            value=None if random.random() < HIDDEN else random.randint(5, 400),
        )
        for cell in cells
    )


def main(organisations: int) -> None:
    """Lets organisations begin until there are so many, each with its schema, host and clock."""
    for number in range(Tenant.objects.count(), organisations):
        life_cycle.create(
            NewTenant(
                slug=f"nummer{number}", name=f"Samordningsförbundet {number}", kind=Tenant.Kind.FORBUND,
                organisation_number="222000-9902", county="17", contact_name="Kim Kontakt",
                contact_email="kontakt@organisation.example",
            )
        )  # fmt: skip
