"""A receipt's code can be read aloud, mistyped and found again, and cannot be guessed."""

from hypothesis import given
from hypothesis import strategies as st

from workflows.cases import receipts

KEY = b"a key"
page_ids = st.binary(min_size=16, max_size=16).map(bytes.hex)


@given(page_ids)
def test_a_code_is_five_groups_of_four_letters_that_look_like_no_other(page_id: str) -> None:
    code = receipts.code_of(page_id, KEY)
    assert [len(group) for group in code.split("-")] == [4] * 5
    assert not set("ILOU") & set(code)


@given(page_ids, page_ids)
def test_one_page_gives_one_code_and_two_pages_two(one: str, other: str) -> None:
    assert (receipts.code_of(one, KEY) == receipts.code_of(other, KEY)) == (one == other)


@given(page_ids)
def test_another_key_gives_another_code_and_another_lookup(page_id: str) -> None:
    code = receipts.code_of(page_id, KEY)
    assert receipts.code_of(page_id, b"another") != code
    assert receipts.lookup_of(code, b"another") != receipts.lookup_of(code, KEY)


@given(page_ids, st.sampled_from(["", " ", "-", " - ", "–"]), st.booleans())
def test_a_code_is_understood_however_it_is_typed(page_id: str, between: str, lower: bool) -> None:
    code = receipts.code_of(page_id, KEY)
    typed = between.join(code.replace("-", "")).replace("1", "l").replace("0", "O")
    assert receipts.cleaned(typed.lower() if lower else typed) == code


@given(page_ids, st.integers(0, 18), st.sampled_from(receipts.ALPHABET))
def test_one_wrong_letter_is_noticed(page_id: str, place: int, letter: str) -> None:
    letters = list(receipts.code_of(page_id, KEY).replace("-", ""))
    before = letters[place]
    letters[place] = letter
    apart = receipts.ALPHABET.index(before) - receipts.ALPHABET.index(letter)
    if apart % 31:
        assert receipts.cleaned("".join(letters)) is None


@given(st.text(max_size=60))
def test_anything_else_is_no_code_and_breaks_nothing(text: str) -> None:
    cleaned = receipts.cleaned(text)
    assert cleaned is None or receipts.cleaned(cleaned) == cleaned
