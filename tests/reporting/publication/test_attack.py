"""What is published withstands somebody who keeps all of it and knows their own numbers."""

import os
from dataclasses import replace
from typing import Any

import pytest

from reporting.publication import gate
from reporting.publication.disclosure import RULE, Audience, decide
from tests.attacker.scoring import Score, insider, outsider, score
from tests.attacker.worlds import World, small
from tests.reporting.publication.worlds import published

pytestmark = pytest.mark.django_db
# WORLDS=50 attacks as many, for longer than there is time for at every change.
WORLDS = int(os.environ.get("WORLDS", "3"))


def attacked(world: World, releases: Any) -> list[Score]:
    """What an outsider and each tenant make of it."""
    return [score(world, releases, one) for one in (outsider(), *map(insider, world.tenants))]


@pytest.mark.parametrize("seed", range(1, WORLDS + 1))
def test_nobody_reads_a_small_number_out_of_what_is_published(seed: int) -> None:
    world = small(seed)
    scores = attacked(world, published(world))
    print(*scores, sep="\n")  # noqa: T201 - what the attack was worth, with `pytest -s` or where it fails
    assert [(one.audience, one.exact, one.within) for one in scores if one.broken] == []
    assert scores[0].shown > 50


# With each of the rules switched off, somebody reads something. What r protects from, a tenant that subtracts
# its own, the audit protects from as well: both are off.
OFF: dict[str, dict[str, Any]] = {
    "k": {"rule": replace(RULE, cases=1)},
    "m": {"rule": replace(RULE, tenants=1)},
    "r": {"rule": replace(RULE, without_largest=0), "audiences": [Audience()]},
    "repair": {"repair": False},
}


@pytest.mark.parametrize("rule", OFF)
def test_each_rule_is_needed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = small(1)
    monkeypatch.setattr(gate, "decide", lambda *args, **named: decide(*args, **{**named, **OFF[rule]}))
    assert sum(one.broken for one in attacked(world, published(world))) > 0


def test_a_year_must_know_what_its_quarters_said(monkeypatch: pytest.MonkeyPatch) -> None:
    world = small(1)
    monkeypatch.setattr(gate, "published_of", lambda _periods: {})
    assert sum(one.broken for one in attacked(world, published(world))) > 0
