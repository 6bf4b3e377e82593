"""What is suggested instead can be put in the place of what was found, and then it is not found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.masking.labelled import read
from workflows.masking.findings import check
from workflows.masking.suggestions import suggestions

LINES = [line.text for line in read("first", "second") if line.pieces]


def replaced(text: str) -> str:
    """The text with the first suggestion for everything that has one, from the right."""
    for one in reversed(check(text)):
        for instead in suggestions(text, one)[:1]:
            text = text[: one.start] + instead + text[one.end :]
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Född den 12 mars 1984 och bor kvar.", "född på 1980-talet och bor kvar."),
        ("Hon är född -71.", "Hon är född på 1970-talet."),
        ("Fyllde 40 den 3 maj.", "[födelsedatum]."),
        ("Nås på 070-174 06 12 eller 850709-9805.", "Nås på [telefon] eller [personnummer]."),
        ("Syster Fatima ringde.", "Syster ringde."),
        ("En 43-årig man i Hökberg föll den 3 maj.", "En i 40-årsåldern man i [ort] föll [datum]."),
        ("Enhetschefen på LSS-enheten Norr sa nej.", "en chef sa nej."),
        ("Anna Lindbergs ansökan.", "[namn]s ansökan."),
        ("Hon är helt hopplös.", "Hon är helt hopplös."),
    ],
)
def test_it_reads_on(text: str, expected: str) -> None:
    assert replaced(text) == expected


@given(st.sampled_from(LINES))
def test_what_was_replaced_is_gone(text: str) -> None:
    after = replaced(text)
    said = {text[one.start : one.end] for one in check(text) if one.strength in ("stop", "handle")}
    assert not {after[one.start : one.end] for one in check(after) if one.strength == "stop"} & said


@given(st.text(max_size=200))
def test_anything_can_be_checked(text: str) -> None:
    for one in check(text):
        assert 0 <= one.start < one.end <= len(text)
        assert all(isinstance(instead, str) for instead in suggestions(text, one))
