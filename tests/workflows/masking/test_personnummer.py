"""A personnummer is found however it is spelt, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.masking.numbers import Given, masked, right, scanned, wrong
from workflows.masking.findings import NUMBERS, Finding, check

# What stands next to a number in a sentence.
before = st.sampled_from(
    ["", "född ", "pnr", "Personnummer: ", "(", "”", "\n", "tel 070-174 06 05, ", "§ 5 "]
)
after = st.sampled_from(["", ".", ", bor kvar", " och", ")", "”", "\n", "; nästa", " 3 dagar"])


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in check(text) if one.kind in NUMBERS]


@given(before, st.one_of(right(), wrong(), scanned(), masked()), after)
def test_it_is_found_where_it_stands_right_or_wrong_scanned_or_masked(
    start: str, number: Given, end: str
) -> None:
    assert found(f"{start}{number.spelling}{end}") == [(number.spelling, number.kind)]


@given(st.lists(st.one_of(right(), wrong()), max_size=4))
def test_each_of_several_is_found(numbers: list[Given]) -> None:
    text = " och ".join(number.spelling for number in numbers)

    assert found(text) == [(number.spelling, number.kind) for number in numbers]


def test_it_has_to_go() -> None:
    assert check("född 850709-9805 i Kiruna") == [Finding(5, 16, "personnummer", "stop")]


@pytest.mark.parametrize(
    "text",
    [
        # telephone numbers
        *("070-174 06 05", "0701740605", "070-1740605", "070 174 06 05", "+46701740605", "+46 70 174 06 05"),
        *("08-465 004 05", "0850709980", "08-850709 9802", "0411-123456", "0411 123 456", "tel. 0701010135"),
        *("0771-524 524", "0771524524", "010-555 00 00", "07 01 23 45 67", "070 101 01 35"),
        # organisation numbers
        *("212000-0142", "2120000142", "556703-7485", "16556703-7485", "165567037485", "222000-9902"),
        # dates, times, and one after the other
        *(
            "2026-04-30",
            "20260430",
            "260430",
            "26-04-30",
            "30/4 2026",
            "850709",
            "850709 och sedan",
            "850709-",
        ),
        *("2026-04-30 – 2026-05-02", "2026-04-30-2026-05-02", "2026-04-30 2026-05-02", "20260430-20260502"),
        *(
            "260430-260502",
            "2026-04-30 14:30",
            "2026-04-30 1430",
            "2026-04-30 kl. 1430",
            "2026-04-30T14:30:00",
        ),
        *("2026-04-30 2026-0041", "2026.04.30 0900", "260430, 1430", "260430.1430", "2026/04/30"),
        # references
        *("2026-0041", "2026/123", "dnr 2026-004112", "SFS 2009:400", "ärende 20260041", "HFD 2018 ref. 23"),
        # sums and accounts
        *(
            "12 500 kr",
            "1 234 567,89 kr",
            "8 507 099 802 kr",
            "123456789012345",
            "8507099802123",
            "85070998021",
        ),
        *(
            "SE45 5000 0000 0583 9825 7466",
            "8327-9, 123 456 789-0",
            "5050-1055",
            "12 34 56-7",
            "12 12 10 12 34 56",
        ),
        # words after a date, and lines to write on
        *(
            "260430 Olli",
            "260430 Bill",
            "260430 ska",
            "260430 ________",
            "260430 ????",
            "260430 10st",
            "260430....",
        ),
        *("260430 10x2 m", "260430 1O0x", "850732-9801", "851309-9801", "850792-9801"),
    ],
)
def test_nothing_else_is_taken_for_one(text: str) -> None:
    assert found(text) == []
    assert found(f"Vi skrev {text} i brevet.") == []


@given(st.text(st.one_of(st.characters(categories=["L", "Zs"]), st.sampled_from(" \n.,-"))))
def test_nothing_is_found_in_words(text: str) -> None:
    assert found(text) == []


@given(st.one_of(st.text(), st.text("0189OlxX*-+/. \u200b\u00ad\ud800０９")))
def test_any_text_can_be_checked(text: str) -> None:
    for one in check(text):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "850709-9••5",
            "850709-98l2",
            "850709-____",
            "850709-????",
            "850709-*****",
            "850709-xxXX",
            "850709-nnnn",
            "850709-XXXXX",
        ),
        *("070123-4567", "850231-9801", "19850709-0000"),
    ],
)
def test_these_are_too(text: str) -> None:
    assert check(f"Hen, {text}, ringde.")


def test_who_has_no_known_birthday_has_a_number_too() -> None:
    assert found("samordningsnummer 850060-9808") == [("850060-9808", "samordningsnummer")]
