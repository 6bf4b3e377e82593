"""A time is understood as a person writes it, kept as coarse as it was, and said again in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.questions.times import MONTHS, SEASONS, coarse, in_words, understood

TODAY = date(2026, 11, 22)
days = st.dates(date(1990, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("written", "kept", "said"),
    [
        ("2026", "2026", "2026"),
        ("2026-03", "2026-03", "mars 2026"),
        ("Mars 2026", "2026-03", "mars 2026"),
        ("okt 2025", "2025-10", "oktober 2025"),
        ("i mars", "2026-03", "mars 2026"),
        ("i december", "2025-12", "december 2025"),
        ("den 14 mars 2026", "2026-03-14", "14 mars 2026"),
        ("våren 2026", "2026-21", "våren 2026"),
        ("i våras", "2026-21", "våren 2026"),
        ("i vintras", "2026-24", "vintern 2026"),
        ("i går", "2026-11-21", "21 november 2026"),
        ("förra året", "2025", "2025"),
        ("sedan mars 2026", "2026-03/..", "sedan mars 2026"),
        ("Återkommande sedan hösten 2025.", "2025-23/..", "sedan hösten 2025"),
        ("mars–maj 2026", "2026-03/2026-05", "mars 2026 till maj 2026"),
        ("2025 till 2026", "2025/2026", "2025 till 2026"),
    ],
)
def test_it_is_understood_as_it_is_written(written: str, kept: str, said: str) -> None:
    assert understood(written, TODAY) == kept
    assert in_words(kept) == said


@pytest.mark.parametrize(
    "written",
    [
        "",
        "när hon kom tillbaka",
        "2026-13",
        "31 februari 2026",
        "2027",
        "maj 2026 till mars 2026",
        "1026",
        "m 2026",
    ],
)
def test_what_is_no_time_or_has_not_been_yet_is_asked_about_again(written: str) -> None:
    assert understood(written, TODAY) is None


@given(days, days, st.sampled_from([4, 7, 10]))
def test_what_was_kept_is_said_in_words_that_are_understood_the_same(
    first: date, last: date, length: int
) -> None:
    start, end = sorted([first.isoformat()[:length], last.isoformat()[:length]])
    for kept in (start, f"{start}/..", *([f"{start}/{end}"] if start != end else [])):
        assert understood(kept, TODAY) == kept
        assert understood(in_words(kept), TODAY) == kept


@given(st.sampled_from(sorted(SEASONS)), st.integers(2000, 2025))
def test_a_season_is_said_as_it_was_written(season: str, year: int) -> None:
    assert in_words(understood(f"{season} {year}", TODAY) or "") == f"{season} {year}"


@given(st.sampled_from(MONTHS), st.integers(0, 400))
def test_a_month_without_a_year_is_the_last_one_that_has_begun(month: str, ago: int) -> None:
    today = TODAY - timedelta(days=ago)
    kept = understood(f"i {month}", today)

    assert kept is not None
    assert f"{today.year - 1}-{today.month:02}" < kept <= f"{today.year}-{today.month:02}"


@given(days)
def test_without_its_day_it_points_to_fewer(day: date) -> None:
    kept = day.isoformat()

    assert coarse(kept) == kept[:7]
    assert coarse(f"{kept}/..") == f"{kept[:7]}/.."
    assert coarse(f"{kept}/{kept}") == f"{kept[:7]}/{kept[:7]}"
    assert coarse(kept[:7]) == kept[:7]


@given(st.text())
def test_anything_can_be_read_and_said(text: str) -> None:
    understood(text, TODAY)
    assert isinstance(in_words(text), str)
