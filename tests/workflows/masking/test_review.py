"""What a writer is shown before a text leaves their hands, and what a button beside it does."""

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.masking.labelled import read
from workflows.masking.findings import check
from workflows.masking.review import Answered, masked, replaced, review, unanswered

TEXTS = {"event": "Anna Lindberg, 850709-9805, bor på Storgatan 12.", "taken": "Ingen svarade."}
LINES = [line.text for line in read("first", "second", "third")]


def test_each_finding_is_shown_at_its_field_with_why_and_what_to_write_instead() -> None:
    found = review(TEXTS)

    assert [(one.field, one.kind, one.strength) for one in found] == [
        ("event", "name", "handle"),
        ("event", "personnummer", "stop"),
        ("event", "address", "handle"),
    ]
    assert [one.choices[0].text for one in found] == ["[namn]", "[personnummer]", "[adress]"]
    assert found[1].place.piece == "850709-••••"
    assert str(found[1].place) == "Anna Lindberg, 850709-••••, bor på Storgatan 12."
    assert all(str(one.why) for one in found)


def test_a_stop_is_never_answered_the_rest_by_a_reason_or_by_being_seen() -> None:
    found = review({"event": "Anna Lindbergs bror Jonas, 850709-9805, ringde."})
    seen = frozenset(one.key for one in found)

    assert [one.kind for one in unanswered(found, Answered(frozenset(), "needed"))] == [
        "name",
        "kin",
        "personnummer",
    ]
    assert [one.kind for one in unanswered(found, Answered(seen))] == ["name", "personnummer"]
    assert [one.kind for one in unanswered(found, Answered(seen, "needed"))] == ["personnummer"]


def test_a_button_replaces_the_piece_beside_it_and_nothing_else() -> None:
    button = review(TEXTS)[2].choices[0].value

    assert replaced(TEXTS, button) == {"event": "Anna Lindberg, 850709-9805, bor på [adress]."}


def test_a_button_of_a_text_that_has_changed_since_does_nothing() -> None:
    button = review(TEXTS)[2].choices[0].value

    assert replaced({**TEXTS, "event": TEXTS["event"] + " Och Kalle."}, button) == {}


@given(st.text())
def test_a_button_that_nobody_drew_does_nothing(value: str) -> None:
    assert replaced(TEXTS, value) == {}
    assert replaced(TEXTS, f"event:{value}") == {}


@given(st.sampled_from(LINES))
def test_pressing_the_first_button_again_and_again_leaves_no_stop(text: str) -> None:
    texts = {"event": text}
    for _time in range(30):
        stops = [one for one in review(texts) if one.strength == "stop"]
        if not stops:
            return
        texts |= replaced(texts, stops[0].choices[0].value)
    raise AssertionError(texts)


@given(st.sampled_from(LINES))
def test_the_masked_text_begins_without_what_must_go(text: str) -> None:
    assert [one for one in check(masked(text)) if one.strength == "stop"] == []
