"""A text with a number that points to a person is refused with a sentence that says what to do, and where."""

import logging

import pytest

from workflows.masking.findings import NUMBERS
from workflows.masking.stops import refuse_stops

FREE = "Personen fick vänta i sju veckor."


def test_the_sentence_says_what_to_do_and_shows_the_place() -> None:
    assert refuse_stops(text="Hen är född 850709-9805 och bor kvar.", reason=FREE, nothing="") == {
        "text": "Ta bort personnumret: ”Hen är född 850709-•••• och bor kvar.”. "
        "Skriv hellre ”en person i 40-årsåldern”."
    }


def test_each_text_has_its_own_sentence() -> None:
    refused = refuse_stops(one="850709-9805", two="850769-9802", three="850709-9805 och 850769-9802")

    assert refused["one"].startswith("Ta bort personnumret: ”850709-••••”.")
    assert refused["two"].startswith("Ta bort samordningsnumret: ”850769-••••”.")
    assert refused["three"].startswith("Ta bort personnumret och samordningsnumret: ”850709-•••• och")


def test_how_somebody_is_reached_must_go_from_a_text_but_not_from_a_letter() -> None:
    text = "Ring hen på 070-174 06 12 eller 070-174 06 13, mejla anna.lindberg@solvik.example."

    assert refuse_stops(text=text)["text"].startswith("Ta bort mobilnumren och e-postadressen: ”")
    assert refuse_stops(text=text)["text"].endswith("Hur någon nås hör inte hemma i texten.")
    assert refuse_stops(NUMBERS, text=text) == {}


def test_a_long_list_is_shown_in_part() -> None:
    (sentence,) = refuse_stops(text="\n\n".join(["850709-9805 " + "ord " * 20] * 9)).values()

    assert sentence.count("”850709-••••") + sentence.count("… ord ord") == 3
    assert " …. Skriv hellre" in sentence


def test_nothing_of_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        refuse_stops(text="850709-9805")

    assert caplog.records == []
