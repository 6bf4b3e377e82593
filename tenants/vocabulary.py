"""The words that all tenants share, from the files in `data/` into their tables.

Sources: counties and municipalities with Statistics Sweden's codes; levels, areas, categories and parties
from the field's own words. Loading again changes names and order and deletes nothing.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from tenants.models import Area, Category, Code, County, Level, Municipality, Party

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load() -> None:
    """Brings the shared tables up to what the files say."""
    _put(County, _rows("counties.csv"))
    _put(Municipality, ({**row, "county_id": row["code"][:2]} for row in _rows("municipalities.csv")))
    words = _words()
    _put(Level, words["levels"])
    _put(Area, words["areas"])
    _put(Category, words["categories"])
    _put(Party, _flat(words["parties"], parent=None))


def parties() -> set[str]:
    """The codes of the parties as the files have them, for whom no table is at hand."""
    return {party["code"] for party in _flat(_words()["parties"], parent=None)}


def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load((DATA / "vocabulary.yaml").read_text(encoding="utf-8"))
    return words


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _flat(parties: list[dict[str, Any]], parent: str | None) -> Iterator[dict[str, Any]]:
    for party in parties:
        yield {
            "code": party["code"],
            "name": party["name"],
            "short_name": party.get("short", ""),
            "parent_id": parent,
        }
        yield from _flat(party.get("children", []), party["code"])


def _put(model: type[Code], rows: Any) -> None:
    made = [model(position=position, **row) for position, row in enumerate(rows)]
    given = made[0].__dict__.keys() & {field.attname for field in model._meta.concrete_fields}  # noqa: SLF001
    names = sorted(given - {"code", "ends"})
    model._default_manager.bulk_create(  # noqa: SLF001 - Django's public name for it
        made,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=names,
    )
