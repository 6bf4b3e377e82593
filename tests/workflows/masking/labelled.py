"""Sentences in which somebody has marked what points to a person, and how well the check finds it.

A line is a text; `[[class|piece]]` marks a piece of it. A line without marks is clean. A marked piece is
found where a finding lies over it, also of another class; a finding is right where it lies over any marked
piece. The figures: `python -m tests.workflows.masking.labelled first second [--missed]`.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from workflows.masking.findings import Finding, check

SENTENCES = Path(__file__).parent / "sentences"
MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\]")


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the marked pieces: start, end, class."""

    text: str
    pieces: tuple[tuple[int, int, str], ...]


def read(*names: str) -> list[Marked]:
    """The lines of the sets."""
    lines = (line for name in names for line in (SENTENCES / f"{name}.txt").read_text("utf-8").splitlines())
    return [unmarked(line) for line in lines if line.strip() and not line.startswith("#")]


def unmarked(line: str) -> Marked:
    """One line."""
    text, pieces, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        pieces.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return Marked(text + line[at:], tuple(pieces))


@dataclass
class Figures:
    """What was found: by class, and in all."""

    marked: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    anyhow: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    clean: int = 0
    alarms: int = 0
    whole: int = 0
    seconds: list[float] = field(default_factory=list)
    characters: int = 0

    def recall(self, *classes: str) -> float:
        """The share of the marked pieces, of these classes or of all, that any finding lies over."""
        wanted = classes or tuple(self.marked)
        return sum(self.anyhow[one] for one in wanted) / max(1, sum(self.marked[one] for one in wanted))

    @property
    def precision(self) -> float:
        """The share of the findings that lie over a marked piece."""
        return self.right.total() / max(1, self.given.total())


def over(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two pieces share a character."""
    return one[0] < other[1] and other[0] < one[1]


def measure(lines: Iterable[Marked]) -> Figures:
    """Runs the check on every line."""
    figures = Figures()
    for line in lines:
        began = time.perf_counter()
        found = check(line.text)
        figures.seconds.append(time.perf_counter() - began)
        figures.characters += len(line.text)
        compare(line, found, figures)
    return figures


def compare(line: Marked, found: list[Finding], figures: Figures) -> None:
    """Adds what was found in a line to the figures."""
    missed = False
    for start, end, kind in line.pieces:
        hits = {one.kind for one in found if over((start, end), (one.start, one.end))}
        figures.marked[kind] += 1
        figures.reached[kind] += kind in hits
        figures.anyhow[kind] += bool(hits)
        missed |= not hits
        for other in (hits or {"–"}) if kind not in hits else ():
            figures.confused[kind, other] += 1
    for one in found:
        right = any(over((start, end), (one.start, one.end)) for start, end, _ in line.pieces)
        figures.given[one.kind] += 1
        figures.right[one.kind] += right
        if not right:
            figures.confused["–", one.kind] += 1
    figures.clean += not line.pieces
    figures.alarms += bool(not line.pieces and found)
    figures.whole += bool(line.pieces and not missed)


def table(figures: Figures) -> str:
    """The figures for people, a row for each class."""
    rows = [
        f"| {kind} | {figures.marked[kind]} | {figures.anyhow[kind]} | {figures.reached[kind]} "
        f"| {figures.given[kind]} | {figures.right[kind]} |"
        for kind in sorted(figures.marked | figures.given)
    ]
    times = sorted(1000 * seconds for seconds in figures.seconds)
    total = figures.marked.total()
    return "\n".join(
        [
            "| class | marked | found | as its own class | findings | right |",
            "|---|---|---|---|---|---|",
            *rows,
            f"{total} marked: recall {figures.recall():.3f}, precision {figures.precision:.3f}; "
            f"clean lines with a finding {figures.alarms} of {figures.clean}; "
            f"{1e6 * sum(figures.seconds) / figures.characters:.2f} ms per 1,000 characters, "
            f"p95 of a line {times[int(0.95 * len(times))]:.2f} ms",
        ]
    )


def missed(lines: Iterable[Marked]) -> Iterable[str]:
    """Each piece that was not found, and each finding that is none, in its line."""
    for line in lines:
        found = check(line.text)
        for start, end, kind in line.pieces:
            if not any(over((start, end), (one.start, one.end)) for one in found):
                yield f"MISSED {kind}: {line.text[start:end]!r} in {line.text}"
        for one in found:
            if not any(over((start, end), (one.start, one.end)) for start, end, _ in line.pieces):
                yield f"ALARM {one.kind}: {line.text[one.start : one.end]!r} in {line.text}"


if __name__ == "__main__":
    sets = read(*(name for name in sys.argv[1:] if not name.startswith("-")))
    print(table(measure(sets)))  # noqa: T201 - what it is run for
    if "--missed" in sys.argv:
        print("\n".join(missed(sets)))  # noqa: T201
