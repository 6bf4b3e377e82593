"""The parties that all organisations share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import tenants

VOCABULARY = Path(tenants.__file__).parent / "data" / "vocabulary.yaml"


def shared_parties() -> set[str]:
    """The codes of the tree."""
    return set(_codes(yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))["parties"]))


def _codes(parties: list[dict[str, Any]]) -> Iterator[str]:
    for party in parties:
        yield party["code"]
        yield from _codes(party.get("children", []))
