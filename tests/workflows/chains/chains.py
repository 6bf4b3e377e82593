"""Chains for hypothesis: any graph of stages on two tracks, sound or not."""

from typing import Any

from hypothesis import strategies as st

from workflows.chains.chain import CLOSED, NEEDS

KEYS = ("a", "b", "c", "d")
MARKS = ("", "talking", "waiting", "decided")


def outcome(outcome_id: str, to: str, needs: list[str], mark: str) -> dict[str, Any]:
    """An outcome that asks for a reply where it closes."""
    requires = ["reply"] if to == CLOSED else []
    return {
        "id": outcome_id,
        "label": outcome_id,
        "to": to,
        "requires": requires,
        "needs": needs,
        "mark": mark,
    }


@st.composite
def stages(draw: st.DrawFn, *, sound: bool) -> Any:
    """Stages with outcomes: those of the quick track first. Sound ones never lead back to the quick track."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
    quick = keys[: draw(st.integers(1, len(keys)))]
    system = keys[len(quick) :]
    made: list[dict[str, Any]] = []
    for key in keys:
        allowed = system if sound and key in system else keys
        targets = draw(st.lists(st.sampled_from([*allowed, CLOSED]), max_size=3))
        extra = [
            outcome(
                f"{key}{number}",
                to,
                draw(st.lists(st.sampled_from(NEEDS), unique=True)),
                draw(st.sampled_from(MARKS)),
            )
            for number, to in enumerate(targets)
        ]
        track = "quick" if key in quick else "system"
        made.append({"key": key, "track": track, "body": f"body-{key}", "name": key, "outcomes": extra})
    for stage in made:
        stage["reporter_text"] = stage["name"]
        stage["deadline"] = {"count": 3, "unit": "working_days"} if draw(st.booleans()) else None
    return made


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a chain whose outcomes lead anywhere, also to nowhere."""
    made = draw(stages(sound=False))
    return {"name": "any", "first": made[0]["key"], "stages": made}


@st.composite
def sound_contents(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a chain that leads somewhere: each stage leads on, the last of a track to its end."""
    made = draw(stages(sound=True))
    for here, after in zip(made, [*made[1:], None], strict=True):
        if after:
            here["outcomes"].append(outcome(f"{here['key']}-on", after["key"], [], ""))
        if after is None or after["track"] != here["track"]:
            here["outcomes"].append(outcome(f"{here['key']}-end", CLOSED, [], ""))
    return {"name": "any", "first": made[0]["key"], "stages": made}
