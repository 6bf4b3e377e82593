"""What differs between two versions of a form, question by question. Rules, without Django."""

from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Literal

from workflows.questions.sheet import Question, Sheet


@dataclass(frozen=True)
class Difference:
    """One question that is not as it was; `before` and `after` are None where it was not there."""

    what: Literal["added", "removed", "changed", "moved"]
    before: Question | None
    after: Question | None
    # The names of what was changed in it.
    names: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The question as it is, or was."""
        shown = self.after or self.before
        return shown.label if shown else ""


def between(before: Sheet, after: Sheet) -> list[Difference]:
    """All that differs: in the order of the new version, then what is gone."""
    old = {question.id: question for question in before.questions}
    new = {question.id: question for question in after.questions}
    moved = _moved([one for one in old if one in new], [one for one in new if one in old])
    found = []
    for question in after.questions:
        was = old.get(question.id)
        if was is None:
            found.append(Difference("added", None, question))
            continue
        names = tuple(f.name for f in fields(Question) if getattr(was, f.name) != getattr(question, f.name))
        if names:
            found.append(Difference("changed", was, question, names))
        if question.id in moved:
            found.append(Difference("moved", was, question))
    return found + [Difference("removed", one, None) for one in before.questions if one.id not in new]


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Those that stand elsewhere among those that are in both: as few as the change can be told with."""
    stayed: set[str] = set()
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        stayed.update(after[block.b : block.b + block.size])
    return set(after) - stayed
