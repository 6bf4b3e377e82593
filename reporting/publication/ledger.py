"""Everything that has ever been published, as one document: what a stranger could have downloaded."""

from collections.abc import Iterator
from typing import Any

from reporting.contributions.periods import Period
from reporting.publication.basis import shared_codes
from reporting.publication.models import PublishedCell, Release, ReleasedTable
from tenants.models import County, Tenant

FORMAT = 1
EVERYONE = "everyone"


def ledger(reader: Tenant | None = None) -> dict[str, Any]:
    """What everyone may read, and with a named reader what it has been let read beside that."""
    codes = shared_codes()
    return {
        "format": FORMAT,
        "codes": {
            "pair": list(codes.pair),
            "level": list(codes.level),
            "category": list(codes.category),
            "county": list(County.objects.values_list("code", flat=True)),
        },
        "tenants": [
            {"slug": one.slug, "county": one.county_id} for one in Tenant.objects.receiving().order_by("slug")
        ],
        "releases": list(_releases(reader)),
    }


def _releases(reader: Tenant | None) -> Iterator[dict[str, Any]]:
    cells: dict[int, list[tuple[list[str], int | None]]] = {}
    for table, key, value in PublishedCell.objects.order_by("pk").values_list("table", "key", "value"):
        cells.setdefault(table, []).append((key, value))
    published = Release.objects.filter(state=Release.State.PUBLISHED, reader__in=[reader] if reader else [])
    published |= Release.objects.filter(state=Release.State.PUBLISHED, reader=None)
    for release in published.select_related("reader").prefetch_related("tables", "parts__tenant"):
        period = Period.read(release.period)
        yield {
            "release": release.period,
            "period": "year" if period.whole_year else "quarter",
            "year": period.year,
            "quarter": period.quarter,
            "audience": release.reader.slug if release.reader else EVERYONE,
            "published_at": release.published_at and release.published_at.date().isoformat(),
            "late": sorted(part.tenant.slug for part in release.parts.all() if part.late),
            "tables": [_table(table, cells.get(table.pk, [])) for table in release.tables.all()],
        }


def _table(table: ReleasedTable, cells: list[tuple[list[str], int | None]]) -> dict[str, Any]:
    return {
        "table": table.code,
        "version": table.version,
        "dimensions": table.dimensions,
        "without": table.without,
        "cells": [{"key": key, "value": value} for key, value in cells if value is not None],
        "hidden": [key for key, value in cells if value is None],
    }
