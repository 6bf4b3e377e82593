"""How much room words take, and where they go: a drawing breaks no lines of its own."""

import re
from collections.abc import Iterable, Sequence

# The smallest text of any chart. A chart is drawn as wide as a phone, so this is also what is seen there.
SIZE = 13.0
LINE = 15.0

# Widths in Inter's half-bold, in parts of the size; figures are all as wide as a zero.
WIDTHS = {
    letter: width
    for letters, width in {
        "ijl": 0.26,
        "I \u00a0": 0.29,
        ".,:;'|·t()/": 0.37,
        "fr-": 0.44,
        "–s": 0.55,
        "akxzåäLcJvyeF": 0.59,
        "0123456789": 0.67,
        "PRSZBTEK": 0.68,
        "AVÅÄXYDCUGHNOQÖ": 0.77,
        "w": 0.84,
        "mMW%—": 0.95,
    }.items()
    for letter in letters
}
USUAL = 0.62

# After a stroke, or a hyphen that ends more than a letter: never e-/legitimation.
BREAK = re.compile(r"(?<=[/–])|(?<=\w{2}-)")
VOWELS = "aeiouyåäöé"


def width_of(words: str, size: float = SIZE) -> float:
    """How wide the words are on one line."""
    return sum(WIDTHS.get(letter, USUAL) for letter in words) * size


def wrapped(words: str, room: float, size: float = SIZE) -> list[str]:
    """The words as lines that fit in the room; a word that is wider alone is broken with a hyphen."""
    lines: list[str] = []
    line = ""
    for piece in pieces(words, room, size):
        if line and width_of((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def pieces(words: str, room: float, size: float) -> Iterable[str]:
    """What must not be broken further, each with the space after it."""
    for word in words.split():
        for part in filter(None, BREAK.split(word)):
            yield from broken(part, room, size)
        yield " "


def broken(word: str, room: float, size: float) -> list[str]:
    """The word whole if it fits, otherwise in as few parts as fit."""
    if width_of(word, size) <= room:
        return [word]
    fit = [at for at in range(2, len(word) - 1) if width_of(word[:at] + "-", size) <= room]
    if not fit:
        return [word]
    at = max(fit, key=lambda at: (joint(word, at), at))
    return [word[:at] + "-", *broken(word[at:], room, size)]


def joint(word: str, at: int) -> int:
    """How well Swedish lets the word be broken here: 2 after an s that joins two words
    (Samordnings-förbund),
    1 before a consonant that a vowel follows, 0 elsewhere.
    """
    earlier, before, here, after = (word[place].lower() for place in range(at - 2, at + 2))
    if here in VOWELS or not any(letter in VOWELS for letter in word[:at].lower()):
        return 0
    return 2 if before == "s" and earlier not in VOWELS + "s" else int(after in VOWELS)


def column_for(labels: Sequence[str], most: float, size: float = SIZE) -> float:
    """How wide a column the labels need, when those that are wider than the most are broken."""
    lines = [line for label in labels for line in wrapped(label, most, size)]
    return max((width_of(line, size) for line in lines), default=0.0)


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Middles as near the wanted ones as they can be, in the same order, none over another."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = list(wanted)
    edge = top
    for at in order:
        placed[at] = max(placed[at], edge + heights[at] / 2)
        edge = placed[at] + heights[at] / 2
    edge = bottom
    for at in reversed(order):
        placed[at] = min(placed[at], edge - heights[at] / 2)
        edge = placed[at] - heights[at] / 2
    return placed
