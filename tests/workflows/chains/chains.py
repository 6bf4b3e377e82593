"""Chains for hypothesis: any graph of stages, sound or not."""

from typing import Any

from hypothesis import strategies as st

from workflows.chains.chain import CLOSED

KEYS = ("a", "b", "c", "d")


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a chain whose outcomes lead anywhere, also to nowhere."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
    targets = st.sampled_from([*keys, CLOSED])
    return {
        "name": "any",
        "first": keys[0],
        "stages": [
            {
                "key": key,
                "track": draw(st.sampled_from(["quick", "system"])) if place else "quick",
                "body": f"body-{key}",
                "name": key,
                "reporter_text": key,
                "outcomes": [
                    {"id": f"{key}{number}", "label": key, "to": to}
                    for number, to in enumerate(draw(st.lists(targets, max_size=3)))
                ],
            }
            for place, key in enumerate(keys)
        ],
    }


@st.composite
def sound_contents(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a chain that leads somewhere: each stage also leads to the next, the last to the end."""
    content = draw(contents())
    stages = content["stages"]
    for stage, after in zip(stages, [*(s["key"] for s in stages[1:]), CLOSED], strict=True):
        stage["outcomes"].append({"id": f"{stage['key']}-on", "label": "on", "to": after})
    return content
