"""A chain that is read leads every case to an end."""

from typing import Any

import pytest
from hypothesis import given

from tests.workflows.chains.chains import contents, outcome, sound_contents
from workflows.chains import chain
from workflows.chains.chain import CLOSED


def edges(content: dict[str, Any], *, across: bool) -> dict[str, set[str]]:
    """Where each stage leads, over all tracks or within its own."""
    track = {stage["key"]: stage["track"] for stage in content["stages"]}
    return {
        stage["key"]: {
            o["to"]
            for o in stage["outcomes"]
            if across or o["to"] == CLOSED or track[o["to"]] == stage["track"]
        }
        for stage in content["stages"]
    }


def reached(leads: dict[str, set[str]], start: str) -> set[str]:
    """Everything that a way leads to, by a search of the test's own."""
    seen, ahead = set[str](), {start}
    while ahead:
        seen |= ahead
        ahead = {to for key in ahead if key != CLOSED for to in leads[key]} - seen
    return seen


@given(contents())
def test_a_chain_is_refused_exactly_when_it_does_not_lead_every_case_to_an_end(
    content: dict[str, Any],
) -> None:
    keys = {stage["key"] for stage in content["stages"]}
    track = {stage["key"]: stage["track"] for stage in content["stages"]}
    within = edges(content, across=False)
    sound = (
        reached(edges(content, across=True), content["first"]) >= keys
        and all(CLOSED in reached(within, key) for key in keys)
        and not any(
            track[stage["key"]] == "system" and track.get(o["to"]) == "quick"
            for stage in content["stages"]
            for o in stage["outcomes"]
        )
    )
    if sound:
        assert chain.read(content).first == content["first"]
    else:
        with pytest.raises(ValueError, match=r"no way leads|leads back"):
            chain.read(content)


@given(sound_contents())
def test_a_chain_read_from_its_own_content_is_the_same(content: dict[str, Any]) -> None:
    sound = chain.read(content)
    plain = chain.content_of(sound)
    assert chain.read(plain) == sound
    assert chain.hash_of(plain) == chain.hash_of(chain.content_of(chain.read(plain)))


def one_stage(**changed: Any) -> dict[str, Any]:
    """A chain of one stage with one outcome, which closes with a reply."""
    stage = {"key": "a", "track": "quick", "body": "b", "name": "n", "reporter_text": ""}
    stage |= {name: value for name, value in changed.items() if name in stage}
    only = outcome("o", CLOSED, [], "") | {
        name: value for name, value in changed.items() if name not in stage
    }
    first = changed.get("first", stage["key"])
    only.pop("first", None)
    return {"name": "faulty", "first": first, "stages": [{**stage, "outcomes": [only]}]}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"first": "nowhere"}, "first stage nowhere does not exist"),
        ({"track": "system"}, "first stage a is not on the quick track"),
        ({"to": "nowhere"}, "leads to nowhere, which does not exist"),
        ({"key": CLOSED}, "no stage may be called closed"),
        ({"requires": []}, "a: o closes without a reply"),
        ({"requires": ["reply", "blood"]}, "asks for blood, which nothing can be"),
        ({"needs": ["luck"]}, "needs luck, which no case can have"),
        ({"mark": "lost"}, "has the mark lost, which is none"),
    ],
)
def test_a_faulty_chain_is_refused_with_what_is_wrong(broken: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        chain.read(one_stage(**broken))


def test_two_outcomes_may_not_have_one_id_since_a_history_is_read_by_it() -> None:
    content = one_stage()
    content["stages"][0]["outcomes"] *= 2
    with pytest.raises(ValueError, match="two outcomes are called o"):
        chain.read(content)
