"""A chain that is read leads every case to an end."""

from typing import Any

import pytest
from hypothesis import given

from tests.workflows.chains.chains import contents
from workflows.chains import chain
from workflows.chains.chain import CLOSED


@given(contents())
def test_from_every_stage_of_a_sound_chain_a_way_leads_to_an_end(content: dict[str, Any]) -> None:
    try:
        sound = chain.read(content)
    except ValueError:
        return
    for stage in sound.stages:
        here, seen = stage.key, 0
        while here != CLOSED:
            here = min((o.to for o in sound.stage(here).outcomes), key=lambda to: distance(content, to))
            seen += 1
            assert seen <= len(sound.stages)


def distance(content: dict[str, Any], start: str) -> float:
    """Steps to the end, counted by a search of its own."""
    frontier, steps, seen = {start}, 0, set[str]()
    leads = {s["key"]: {o["to"] for o in s["outcomes"]} for s in content["stages"]}
    while frontier and CLOSED not in frontier:
        seen |= frontier
        frontier = {to for key in frontier for to in leads[key]} - seen
        steps += 1
    return steps if frontier else float("inf")


@given(contents())
def test_a_chain_is_refused_exactly_when_a_stage_is_unreachable_or_a_dead_end(
    content: dict[str, Any],
) -> None:
    leads = {s["key"]: {o["to"] for o in s["outcomes"]} for s in content["stages"]}
    reached, ahead = set[str](), {content["first"]}
    while ahead:
        reached |= ahead
        ahead = {to for key in ahead if key != CLOSED for to in leads[key]} - reached
    sound = reached >= set(leads) and all(distance(content, key) < float("inf") for key in leads)
    if sound:
        assert chain.content_of(chain.read(content))["first"] == content["first"]
    else:
        with pytest.raises(ValueError, match="no way leads"):
            chain.read(content)


@given(contents())
def test_a_chain_read_from_its_own_content_is_the_same(content: dict[str, Any]) -> None:
    try:
        sound = chain.read(content)
    except ValueError:
        return
    plain = chain.content_of(sound)
    assert chain.read(plain) == sound
    assert chain.hash_of(plain) == chain.hash_of(chain.content_of(chain.read(plain)))


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"first": "nowhere"}, "first stage nowhere does not exist"),
        ({"to": "nowhere"}, "leads to nowhere, which does not exist"),
        ({"key": CLOSED}, "no stage may be called closed"),
    ],
)
def test_a_faulty_chain_is_refused_with_what_is_wrong(broken: dict[str, str], said: str) -> None:
    key = broken.get("key", "a")
    content = {
        "name": "faulty",
        "first": broken.get("first", key),
        "stages": [
            {
                "key": key,
                "track": "quick",
                "body": "b",
                "name": "n",
                "reporter_text": "",
                "outcomes": [{"id": "o", "label": "l", "to": broken.get("to", CLOSED)}],
            }
        ],
    }
    with pytest.raises(ValueError, match=said):
        chain.read(content)
