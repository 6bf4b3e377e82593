"""How much of what points to a person the check finds in sentences that somebody else has marked.

The figures that held when the rules were first run, and later ones, stand in docs/text-check.md.
"""

import pytest

from tests.workflows.masking.labelled import Figures, Marked, measure, read, table, unmarked
from workflows.masking.findings import ROWS, check

STOPS = ("personnummer", "samordningsnummer", "mobile", "email")


@pytest.fixture(scope="module")
def figures() -> Figures:
    return measure(read("first", "second"))


def test_a_mark_is_a_piece_of_the_text() -> None:
    assert unmarked("Ring [[name|Anna]] på [[mobile|070-174 06 12]].") == Marked(
        "Ring Anna på 070-174 06 12.", ((5, 9, "name"), (13, 26, "mobile"))
    )


def test_what_must_go_is_found(figures: Figures) -> None:
    assert figures.recall(*STOPS) >= 0.98, table(figures)


def test_names_are_found(figures: Figures) -> None:
    assert figures.recall("name") >= 0.93, table(figures)


def test_all_in_all_most_is_found_and_little_else(figures: Figures) -> None:
    assert figures.recall() >= 0.93, table(figures)
    assert figures.precision >= 0.93, table(figures)


def test_who_wrote_about_nobody_is_seldom_asked(figures: Figures) -> None:
    # Three in fifty.
    assert figures.alarms / figures.clean <= 0.06, table(figures)


def test_every_class_was_marked_by_both() -> None:
    for name in ("first", "second"):
        marked = {kind for line in read(name) for _, _, kind in line.pieces}
        assert marked == {row.kind for row in ROWS}


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Ring henne på 070-174 06 12.", "mobile", "070-174 06 12"),
        ("Ring henne på +46 (0)70 174 06 12.", "mobile", "+46 (0)70 174 06 12"),
        ("Hemnumret är 08-465 004 12.", "phone", "08-465 004 12"),
        ("Hon flyttade till Storgatan 12 B, lgh 1203, 123 45 Solvik.", "address",
         "Storgatan 12 B, lgh 1203, 123 45 Solvik"),
        ("Hans akt, dnr SN 2024/123, var borta.", "case_number", "SN 2024/123"),
        ("Pengarna kom till konto 8327-9, 123 456 789.", "account", "8327-9, 123 456 789"),
        ("Hon är född den 12 mars 1984.", "birth_date", "född den 12 mars 1984"),
        ("Jag talade med Zdravka Kovačević i går.", "name", "Zdravka Kovačević"),
        ("Annas ansökan blev liggande.", "name", "Annas"),
        ("Handläggaren Björn svarade inte.", "name", "Björn"),
        ("Klienten M.B. fick vänta.", "initials", "M.B."),
        ("Hennes syster Fatima ringde.", "kin", "syster Fatima"),
        ("Enhetschefen på LSS-enheten Norr sa nej.", "function_unit", "Enhetschefen på LSS-enheten Norr"),
        ("Hon är helt hopplös.", "affect", "hopplös"),
        ("En 43-årig man i Hökberg föll den 3 maj.", "place_age_date",
         "43-årig man i Hökberg föll den 3 maj"),
    ],
)  # fmt: skip
def test_each_kind_is_found_where_it_stands(text: str, kind: str, found: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in check(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "Växeln 0771-524 524 svarade efter 85 minuter.",
        "Enligt SFS 2001:453 och SOU 2019:43 ska kommunen samordna.",
        "Vi mötte Sankt Lukas och S:t Görans sjukhus den 3 maj 2026.",
        "Remissen gick till registrator@solvik.se med org.nr 222000-1234.",
        "En handläggare på Försäkringskassan sa en sak och Arbetsförmedlingen en annan.",
        "Ersättningen är 12 500 kr per månad och hans beslut gäller till juni.",
        "Systemet är hopplöst och ansvaret är helt oklart.",
        "En person i 40-årsåldern bor i Lund.",
    ],
)
def test_what_points_to_nobody_is_left_alone(text: str) -> None:
    assert check(text) == []


def test_in_a_large_town_a_place_an_age_and_a_date_are_many_people() -> None:
    text = "En 43-årig man i Hökberg föll den 3 maj."
    assert [one.kind for one in check(text, population=4_000)] == ["place_age_date"]
    assert check(text, population=300_000) == []
