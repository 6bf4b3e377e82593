"""What can happen to a case next follows from its chain and its present, and from nothing else."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.chains.chains import KEYS, sound_contents
from workflows.cases import outcomes
from workflows.cases.outcomes import Present, Refusal, Step
from workflows.chains import chain
from workflows.chains.chain import CLOSED, NEEDS, Chain, Need, Outcome, Stage, Track

REPLY = {"reply": "Det här har ändrats sedan du skrev."}


@st.composite
def presents(draw: st.DrawFn, whole: Chain) -> Present:
    """Anywhere that a case on this chain could stand."""
    on = {track: [s.key for s in whole.stages if s.track == track] for track in ("quick", "system")}
    return Present(
        quick=draw(st.sampled_from([*on["quick"], CLOSED])),
        system=draw(st.sampled_from([*on["system"], CLOSED, ""])),
    )


@given(
    sound_contents(),
    st.data(),
    st.sets(st.sampled_from([f"body-{k}" for k in KEYS])),
    st.sets(st.sampled_from(NEEDS)),
    st.text(max_size=3),
)
def test_an_outcome_can_be_chosen_exactly_when_it_is_possible(
    content: dict[str, Any], data: st.DataObject, bodies: set[str], has: set[Need], asked: str
) -> None:
    whole = chain.read(content)
    present = data.draw(presents(whole))
    can = outcomes.possible(whole, present, frozenset(bodies), frozenset(has))
    everything = {o.id for s in whole.stages for o in s.outcomes} | {asked}
    for outcome_id in everything:
        decided = outcomes.decide(whole, present, frozenset(bodies), frozenset(has), outcome_id, REPLY)
        assert isinstance(decided, Step) == (outcome_id in {p.outcome.id for p in can})
    for each in can:
        assert each.stage.body in bodies
        assert has.issuperset(each.outcome.needs)
        assert each.stage.key == present.at(each.stage.track)


@given(sound_contents(), st.data())
def test_a_step_moves_one_track_and_leaves_the_other_where_it_is(
    content: dict[str, Any], data: st.DataObject
) -> None:
    whole = chain.read(content)
    present = data.draw(presents(whole))
    for each in outcomes.possible(whole, present, whole.bodies, frozenset(NEEDS)):
        step = outcomes.decide(whole, present, whole.bodies, frozenset(NEEDS), each.outcome.id, REPLY)
        assert isinstance(step, Step)
        after = outcomes.after(present, step)
        other: Track = "system" if step.track == "quick" else "quick"
        assert after.at(step.track) == each.outcome.to
        assert after.at(other) == present.at(other)
        assert step.from_stage == present.at(step.track)
        assert (outcomes.state_of(after) == "closed") == after.closed


@given(sound_contents())
def test_every_case_starts_open_on_the_first_stage(content: dict[str, Any]) -> None:
    whole = chain.read(content)
    present = outcomes.after(Present(quick=""), outcomes.start_at(whole, whole.first))
    assert present.quick == whole.first
    assert outcomes.state_of(present) != "closed"


@given(st.text(max_size=30))
def test_a_reply_that_says_next_to_nothing_closes_nothing(text: str) -> None:
    stage = Stage("a", "quick", "b", "n", "", (Outcome("svara", "l", CLOSED, requires=("reply",)),))
    whole, bodies = Chain("c", "a", (stage,)), frozenset({"b"})
    decided = outcomes.decide(whole, Present("a"), bodies, frozenset(), "svara", {"reply": text})
    enough = len(text.strip()) >= outcomes.SHORTEST_REPLY
    assert isinstance(decided, Step) if enough else decided == Refusal(missing=("reply",))


def test_a_case_is_closed_when_both_tracks_are() -> None:
    assert Present(CLOSED).closed
    assert Present(CLOSED, CLOSED).closed
    assert not Present(CLOSED, "a").closed
    assert not Present("a", CLOSED).closed
