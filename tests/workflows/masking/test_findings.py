"""What is found is shown to its writer with the number hidden, in a few words around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.masking.numbers import Given, right
from workflows.masking.findings import Finding, apart, check, shown


def places(text: str) -> list[str]:
    """Each stop as its writer sees it."""
    return [str(shown(text, one)) for one in check(text) if one.strength == "stop"]


LONG = (
    "Jag ringde handläggaren tre gånger utan att få något svar. "
    "Personen som är född 850709-9805 och bor kvar hos sin syster fick inget besked. "
    "Den andra, 19700123-9812, fick vänta i sju veckor."
)


def test_the_place_is_shown_in_whole_words_with_the_number_hidden() -> None:
    assert places(LONG) == [
        "… Personen som är född 850709-•••• och bor kvar hos sin …",
        "… inget besked. Den andra, 19700123-••••, fick vänta i sju …",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("850709-9805", "850709-••••"),
        ("född\n850709 9805\n\noch", "född 850709 •••• och"),
        ("850709-98 05", "850709-•• ••"),
        ("850709-98xx.", "850709-••••."),
        ("８５０７０９－９８０５", "８５０７０９－••••"),
        ("850709-9805, 850710-9802", "850709-••••, 850710-••••"),
    ],
)
def test_the_last_four_are_hidden_also_of_those_beside_it(text: str, expected: str) -> None:
    assert set(places(text)) == {expected}


def test_as_much_is_shown_as_is_asked_for() -> None:
    (one, _other) = check(LONG)

    assert str(shown(LONG, one, around=0)) == "… 850709-•••• …"
    assert str(shown(LONG, one, around=6)) == "… född 850709-•••• och …"
    assert str(shown(f"{'å' * 40}850709-9805", check(f"{'å' * 40}850709-9805")[0])).startswith("… ååå")


@given(st.text(max_size=60), st.lists(right(), min_size=1, max_size=3), st.text(max_size=60))
def test_no_number_is_ever_shown_whole(start: str, numbers: list[Given], end: str) -> None:
    text = f"{start}: {' – '.join(number.spelling for number in numbers)}; {end}"
    found = check(text)

    stops = [one for one in found if one.strength == "stop"]
    for one in found:
        place = str(shown(text, one))
        assert one.strength != "stop" or "•" in place
        assert not [other for other in stops if text[other.start : other.end] in place]


def test_of_two_over_each_other_the_stronger_stays_and_then_the_longer() -> None:
    stop, ask = Finding(5, 9, "a", "stop"), Finding(0, 6, "b", "ask")
    shorter, apart_from_all = Finding(5, 8, "c", "stop"), Finding(9, 12, "d", "advise")

    assert apart([apart_from_all, ask, shorter, stop]) == [stop, apart_from_all]


def test_a_text_without_anybody_has_no_places() -> None:
    assert places("Personen fick vänta i sju veckor.") == []
