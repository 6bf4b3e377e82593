"""What in a text points to a person. Rules, without Django.

Each row of the table says what kind of finding there can be, how strong it is, where it is and what to
write instead; a new kind is a new row. What is found is for the one who writes: it is never logged and
never stored. Nothing here finds "det gula huset vid kyrkan": a person reads what others are to see.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from workflows.masking.births import births, place_age_dates
from workflows.masking.case_numbers import accounts, case_numbers
from workflows.masking.names import full_names, initials, kin, single_names
from workflows.masking.personnummer import personnummer, samordningsnummer
from workflows.masking.plain import Plain, plain
from workflows.masking.whereabouts import care_of, homes, landlines, mails, mobiles
from workflows.masking.wording import affects, function_units

# stop: has to go. handle: replaced, or kept with a reason. ask: shown, the writer decides. advise: a hint.
Strength = Literal["stop", "handle", "ask", "advise"]
STRENGTHS: tuple[Strength, ...] = ("stop", "handle", "ask", "advise")
Detector = Callable[[Plain], Iterable[tuple[int, int]]]

# Whose number it is nobody doubts, however it is spelt.
NUMBERS = frozenset({"personnummer", "samordningsnummer"})

HIDDEN = "•"
# Characters at the end of a finding that are hidden where it is shown, and around it that are shown with it.
HIDES = 4
AROUND = 25


# Inhabitants: where fewer live, a place, an age and a date are together enough to know who.
SMALL_PLACE = 20_000


@dataclass(frozen=True)
class Row:
    """How strong a finding of a kind is, and where in a plain text there are any: starts and ends."""

    kind: str
    strength: Strength
    detect: Detector
    # What no text holds that has no digit, and what says who it is only where few live.
    by_digits: bool = False
    where_few_live: bool = False


ROWS = (
    Row("personnummer", "stop", personnummer, by_digits=True),
    Row("samordningsnummer", "stop", samordningsnummer, by_digits=True),
    Row("mobile", "stop", mobiles, by_digits=True),
    Row("email", "stop", mails),
    Row("phone", "handle", landlines, by_digits=True),
    Row("address", "handle", homes, by_digits=True),
    Row("address", "handle", care_of),
    Row("case_number", "handle", case_numbers, by_digits=True),
    Row("account", "handle", accounts, by_digits=True),
    Row("birth_date", "handle", births),
    Row("name", "handle", full_names),
    Row("name", "ask", single_names),
    Row("kin", "ask", kin),
    Row("initials", "ask", initials),
    Row("function_unit", "ask", function_units),
    Row("place_age_date", "ask", place_age_dates, by_digits=True, where_few_live=True),
    Row("affect", "advise", affects),
)


@dataclass(frozen=True)
class Finding:
    """A piece of a text: `text[start:end]`."""

    start: int
    end: int
    kind: str
    strength: Strength


def check(text: str, population: int | None = None) -> list[Finding]:
    """Everything in the text that points to a person, from the left, no two over each other.

    `population` is how many live where the case is from; unknown is taken for few.
    """
    read = plain(text)
    few_live = population is None or population < SMALL_PLACE
    found = [
        Finding(*read.original(start, end), row.kind, row.strength)
        for row in ROWS
        if (few_live or not row.where_few_live) and (read.has_digits or not row.by_digits)
        for start, end in row.detect(read)
    ]
    return apart(found)


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings from the left; of two over each other the first by rank stays."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for one in sorted(findings, key=rank):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def rank(one: Finding) -> tuple[int, bool, int, int]:
    """The stronger, then a personnummer (some could be telephone numbers, too), then the longer."""
    return STRENGTHS.index(one.strength), one.kind not in NUMBERS, one.start - one.end, one.start


@dataclass(frozen=True)
class Excerpt:
    """The piece of a text that a finding is about, and what stands round it, on one line."""

    before: str
    piece: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.piece}{self.after}".strip()


def shown(text: str, finding: Finding, around: int = AROUND) -> Excerpt:
    """A finding in its text, as its writer may see it again.

    Up to `around` characters on either side, in whole words; of what has to go, also of that which stands
    near, the last four digits are hidden.
    """
    return _cut(_hidden(text, [*check(text), finding]), finding, around)


def _hidden(text: str, findings: Iterable[Finding]) -> str:
    """The text, as long as before, with the end of each finding that has to go hidden."""
    letters = list(text)
    for finding in findings:
        if finding.strength == "stop":
            ends = [at for at in range(finding.start, finding.end) if _is_read(text[at])]
            for at in ends[-HIDES:]:
                letters[at] = HIDDEN
    return "".join(letters)


def _is_read(one: str) -> bool:
    """Whether the character says anything: spaces, dashes and what cannot be seen do not."""
    return plain(one).text.strip(" \n-") != ""


def _cut(text: str, finding: Finding, around: int) -> Excerpt:
    start, end = max(0, finding.start - around), min(len(text), finding.end + around)
    before, after = text[start : finding.start], text[finding.end : end]
    # A word that was cut through is left out, if there is another one.
    if start > 0 and not text[start - 1].isspace():
        before = re.sub(r"^\S*(?=\s)", "", before)
    if end < len(text) and not text[end].isspace():
        after = re.sub(r"(?<=\s)\S*$", "", after)
    before, after = f"{'… ' if start > 0 else ''}{before}", f"{after}{' …' if end < len(text) else ''}"
    return Excerpt(*(re.sub(r"\s+", " ", one) for one in (before, text[finding.start : finding.end], after)))
