"""The words of a plain text, and the lists that say what a word can be. Rules, without Django."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LISTS = Path(__file__).parent / "lists"

WORD = re.compile(r"[^\W\d_]+(?:['’´-][^\W\d_]+)*")
# What ends a sentence, or begins a line, a bullet or a quotation: the capital after it says nothing.
STARTS = re.compile(r"(?:\A|[.!?:\n•*\"”“»(]|(?:^|\s)[-–])\s*\Z")
PARTICLED = re.compile(r"(?:al|el|d|ben|bin|abu)['’´-](?-i:[A-ZÅÄÖÉ])", re.IGNORECASE)
# What is read before a word to see whether a sentence starts there.
LOOKS_BACK = 4


@dataclass(frozen=True)
class Word:
    """A word, where it stands, and whether its capital is that of a sentence."""

    start: int
    end: int
    text: str
    first: bool

    @property
    def lower(self) -> str:
        """Without capitals, as the lists have it."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it, or what its particle stands before (al-Hassan, d'Angelo), begins with a capital."""
        return self.text[0].isupper() or bool(PARTICLED.match(self.text))

    @property
    def shouted(self) -> bool:
        """Whether it is in capitals only."""
        return len(self.text) > 1 and self.text.isupper()


def words(text: str) -> Sequence[Word]:
    """Every word of a text, from the left."""
    return [
        Word(m.start(), m.end(), m[0], m[0][0].isupper() and is_first(text, m.start()))
        for m in WORD.finditer(text)
    ]


def is_first(text: str, at: int) -> bool:
    """Whether a sentence, a line or a quotation starts here."""
    return bool(STARTS.search(text[max(0, at - LOOKS_BACK) : at]))


def is_next(text: str, word: Word, after: Word) -> bool:
    """Whether only a space stands between the two."""
    return text[word.end : after.start] == " "


def listed(name: str) -> frozenset[str]:
    """The words of a list, in small letters; a line that begins with # is a comment."""
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))
