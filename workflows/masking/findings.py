"""What in a text points to a person. Rules, without Django.

Each kind of finding has a strength and a detector; a new kind is a row in the table. What is found is for
the one who writes: it is never logged and never stored.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from workflows.masking.personnummer import personnummer, samordningsnummer
from workflows.masking.plain import Plain, plain

# stop: has to go. handle: replaced, or kept with a reason. ask: shown, the writer decides. advise: a hint.
Strength = Literal["stop", "handle", "ask", "advise"]
STRENGTHS: tuple[Strength, ...] = ("stop", "handle", "ask", "advise")
Detector = Callable[[Plain], Iterable[tuple[int, int]]]

HIDDEN = "•"
# Characters at the end of a finding that are hidden where it is shown, and around it that are shown with it.
HIDES = 4
AROUND = 25


@dataclass(frozen=True)
class Kind:
    """How strong a finding of a kind is, and where in a plain text there are any: starts and ends."""

    strength: Strength
    detect: Detector


KINDS: dict[str, Kind] = {
    "personnummer": Kind("stop", personnummer),
    "samordningsnummer": Kind("stop", samordningsnummer),
}


@dataclass(frozen=True)
class Finding:
    """A piece of a text: `text[start:end]`."""

    start: int
    end: int
    kind: str
    strength: Strength


def check(text: str) -> list[Finding]:
    """Everything in the text that points to a person, from the left, no two over each other."""
    read = plain(text)
    found = [
        Finding(*read.original(start, end), name, kind.strength)
        for name, kind in KINDS.items()
        for start, end in kind.detect(read)
    ]
    return apart(found)


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings from the left; of two over each other the stronger stays, then the longer."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for one in sorted(findings, key=lambda f: (STRENGTHS.index(f.strength), f.start - f.end, f.start)):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def shown(text: str, finding: Finding, around: int = AROUND) -> str:
    """The piece of the text around a finding, on one line, as its writer may see it again.

    Up to `around` characters on either side, in whole words; of the finding, and of all others that stand
    near it, the last four digits are hidden.
    """
    return _cut(_hidden(text, [*check(text), finding]), finding, around)


def places(text: str, strength: Strength = "stop") -> list[str]:
    """Each finding of that strength as it is shown, from the left."""
    findings = check(text)
    hidden = _hidden(text, findings)
    return [_cut(hidden, one, AROUND) for one in findings if one.strength == strength]


def _hidden(text: str, findings: Iterable[Finding]) -> str:
    """The text, as long as before, with the end of each finding hidden."""
    letters = list(text)
    for finding in findings:
        ends = [at for at in range(finding.start, finding.end) if _is_read(text[at])]
        for at in ends[-HIDES:]:
            letters[at] = HIDDEN
    return "".join(letters)


def _is_read(one: str) -> bool:
    """Whether the character says anything: spaces, dashes and what cannot be seen do not."""
    return plain(one).text.strip(" \n-") != ""


def _cut(text: str, finding: Finding, around: int) -> str:
    start, end = max(0, finding.start - around), min(len(text), finding.end + around)
    before, after = text[start : finding.start], text[finding.end : end]
    # A word that was cut through is left out, if there is another one.
    if start > 0 and not text[start - 1].isspace():
        before = re.sub(r"^\S*(?=\s)", "", before)
    if end < len(text) and not text[end].isspace():
        after = re.sub(r"(?<=\s)\S*$", "", after)
    words = " ".join(f"{before}{text[finding.start : finding.end]}{after}".split())
    return f"{'… ' if start > 0 else ''}{words}{' …' if end < len(text) else ''}"
