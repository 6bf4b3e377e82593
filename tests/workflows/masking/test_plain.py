"""The text that detectors read, and the way past it for a text that is plain already."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from workflows.masking.plain import AS_IT_IS, plain

ODD = "\u00ad"  # a soft hyphen, which nobody sees: with it the text is read sign by sign


def test_every_sign_that_is_left_as_it_is_stands_for_itself() -> None:
    kept = [sign for sign in map(chr, range(sys.maxunicode + 1)) if AS_IT_IS.fullmatch(sign)]
    assert {"å", "7", "-", "\n"} <= set(kept)
    assert plain(ODD + "".join(kept)).text == "".join(kept)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_is_the_same_whichever_way_it_is_read(text: str) -> None:
    short, long = plain(text), plain(text + ODD)
    assert short.text == long.text
    assert list(short.places) == list(long.places)


def test_a_digit_of_another_script_and_a_blot_are_made_plain() -> None:
    assert plain("１９８５•7–9").text == "1985*7-9"
