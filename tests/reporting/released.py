"""Releases to look at: one that is published, one that an organisation is shown, and a waiver."""

from datetime import date, datetime

from reporting.contributions.models import PreviewCell
from reporting.publication.models import Part, PublishedCell, Release, ReleasedTable, Waiver
from tenants import air, clock
from tenants.models import Tenant
from tests.conftest import Place

PUBLISHED, SHOWN = "2024-Q1", "2024-Q2"
AUDIT = {
    "cases": 5, "tenants": 3, "without_largest": 5, "audiences": 15, "programs": 400, "width": 3.0,
}  # fmt: skip
CELLS = {
    ("V1", "pair", "level"): {("af+fk", "*"): 23, ("af+fk", "individ"): None, ("*", "*"): 61},
    ("V2", "category", "level"): {
        ("otydligt-ansvar", "*"): 31, ("bemotande", "*"): None, ("*", "organisation"): 40, ("*", "*"): 61,
    },
    ("V4", "county", "level"): {("17", "organisation"): 19, ("17", "individ"): None, ("17", "*"): 33},
}  # fmt: skip


def reader(slug: str, number: str) -> Tenant:
    """A länsstyrelse, without a schema: nobody goes there."""
    made: Tenant = Tenant.objects.create(
        schema_name=f"t_{slug}", slug=slug, name=f"Länsstyrelsen {slug}", kind="lansstyrelse", county_id="17",
        organisation_number=number, contact_name="Kim", contact_email="kim@lst.example",
    )  # fmt: skip
    return made


def released(place: Place) -> dict[str, str]:
    """Makes them, and says what stands in their addresses. Leaves the place in the air."""
    air.leave()
    at = datetime(2024, 4, 15, 9, tzinfo=clock.STOCKHOLM)
    release = Release.objects.create(
        period=PUBLISHED, state="published", begun_at=at, publishes_on=at.date(), published_at=at, audit=AUDIT
    )
    Part.objects.create(release=release, tenant=place.tenant)
    for (code, *dimensions), cells in CELLS.items():
        table = ReleasedTable.objects.create(release=release, code=code, version=1, dimensions=dimensions)
        PublishedCell.objects.bulk_create(
            PublishedCell(table=table, key=list(key), value=value) for key, value in cells.items()
        )
    shown = Release.objects.create(
        period=SHOWN, state="preview", begun_at=at, publishes_on=date(2024, 7, 15), audit=AUDIT
    )
    Part.objects.create(release=shown, tenant=place.tenant)
    given = Waiver.objects.create(
        giver=place.tenant,
        reader=reader("lst", "222000-9860"),
        decision="Styrelsen § 14",
        by=place.administrator,
        at=at,
    )
    reader("lst-b", "222000-9878")
    air.enter(place.tenant)
    PreviewCell.objects.create(release=SHOWN, table="V1", key=["af+fk", "*"], own=3, shown=True)
    return {"release": PUBLISHED, "preview": SHOWN, "waiver": str(given.pk)}
