"""A text as a detector reads it: the look-alikes of digits, dashes and spaces as the plain ones.

Rules, without Django.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

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

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the plain text, which is not empty, starts and ends in the original."""
        return self.places[start], self.places[end - 1] + 1


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
