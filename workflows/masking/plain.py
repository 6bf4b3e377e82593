"""A text as a detector reads it: the look-alikes of digits, dashes and spaces as the plain ones.

Rules, without Django.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from workflows.masking.words import Word, words

T = TypeVar("T")

# Letters that a scanner reads for digits, or a hand writes for them.
LOOKALIKES = str.maketrans("OoIil|SsBZz", "00111155822")
# Such letters among digits, in a piece of at least two digits that no other letter touches.
SCANNED = re.compile(
    r"(?<![^\W\d_])(?=[OoIl|SB]*[0-9][OoIl|SB]*[0-9])[0-9OoIl|SB]{3,}(?![^\W\d_])"
    r"|(?<=[0-9][ -])(?:[OoIlSB][0-9]|[0-9][OoIlSB])(?=[ -]?[0-9])"
)

# What people and scanners put where a digit has been taken out.
BLOTS = frozenset("*#•·●○■□▪▫█×✱∗∙◦⬤")
MINUS = "−"
# What stands for itself, and is nearly all that anybody writes.
AS_IT_IS = re.compile(r"[\t\n\r -\"$-~À-ÖØ-öø-ÿ”“’…]*")


@dataclass(frozen=True)
class Plain:
    """The plain text, and for each of its characters the place where it stands in the original."""

    text: str
    places: Sequence[int]
    _known: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def words(self) -> Sequence[Word]:
        """Its words, from the left."""
        return self.once(words_in)

    @property
    def has_digits(self) -> bool:
        """Whether there is any, as there is in all that is looked for by its digits."""
        return bool(self.once(first_digit))

    def once(self, work: Callable[["Plain"], T]) -> T:
        """What a piece of work makes of the text, done once for all the detectors that ask."""
        if work not in self._known:
            self._known[work] = work(self)
        known: T = self._known[work]
        return known

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the plain text, which is not empty, starts and ends in the original."""
        return self.places[start], self.places[end - 1] + 1


def scanned(read: Plain) -> str:
    """The text, as long as it is, with digits for the letters amid digits that a scanner reads for them."""
    return SCANNED.sub(lambda run: run[0].translate(LOOKALIKES), read.text)


def first_digit(read: Plain) -> re.Match[str] | None:
    """Where the first digit of a plain text stands."""
    return re.search("[0-9]", read.text)


def words_in(read: Plain) -> Sequence[Word]:
    """The words of a plain text."""
    return words(read.text)


def plain(original: str) -> Plain:
    """The text without what nobody sees (soft hyphens, zero-width spaces), the rest as plain as it goes."""
    if AS_IT_IS.fullmatch(original):
        return Plain(original, range(len(original)))
    kept = [(place, one) for place, one in enumerate(original) if unicodedata.category(one) != "Cf"]
    return Plain("".join(_folded(one) for _, one in kept), tuple(place for place, _ in kept))


def _folded(one: str) -> str:
    """One character for one character."""
    if one in BLOTS:
        return "*"
    if one.isascii():
        return one
    digit = unicodedata.decimal(one, None)
    if digit is not None:
        return str(digit)
    if one.isspace():
        return "\n" if one in "\u2028\u2029\x85" else " "
    if one == MINUS or unicodedata.category(one) == "Pd":
        return "-"
    # Full-width letters and signs, as some keyboards and copies from PDF give them.
    return chr(int(wide, 16)) if (wide := _narrow_of(one)) else one


def _narrow_of(one: str) -> str:
    kind, _, code = unicodedata.decomposition(one).partition(" ")
    return code if kind == "<wide>" else ""
