"""What a form's owner does to a form: from one sheet to the next. Rules, without Django."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from workflows.questions.sheet import Choice, Question, Sheet, content_of, hash_of, read

# As many as a page of paper and a patient reader can bear, and more.
MOST = 60


class Full(Exception):
    """The form has as many questions as one can have."""


def short(label: str, taken: Collection[str]) -> str:
    """An id made of the words, that nothing else has: `Vad hände?` is `vad-hande`."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "fraga"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def added(form: Sheet, kind: str, label: str) -> tuple[Sheet, Question]:
    """The form with one more question, last."""
    if len(form.questions) >= MOST:
        raise Full
    name = short(label, {question.id for question in form.questions})
    content = content_of(form)
    content["questions"].append({"id": name, "kind": kind, "label": label, **usual(form, kind)})
    changed = read(content)
    return changed, changed.question(name)


def usual(form: Sheet, kind: str) -> dict[str, str]:
    """What a question of that kind nearly always is about, if nothing in the form is yet."""
    role = {"parties": "parties", "party_texts": "involved", "when": "when", "number_band": "affected"}.get(
        kind
    )
    found = {"role": role} if role and form.feeding(role) is None else {}
    parties = [one.id for one in form.questions if one.kind == "parties"]
    return found | ({"of": parties[-1]} if kind == "party_texts" and parties else {})


def put(form: Sheet, question: Question) -> Sheet:
    """The form with that question in place of the one with its id."""
    return again(
        replace(form, questions=tuple(question if q.id == question.id else q for q in form.questions))
    )


def moved(form: Sheet, question_id: str, to: int) -> Sheet:
    """The form with the question at another place, from 0; beyond an end is at the end."""
    question = form.question(question_id)
    others = [one for one in form.questions if one.id != question_id]
    others.insert(min(max(to, 0), len(others)), question)
    return replace(form, questions=tuple(others))


def removed(form: Sheet, question_id: str) -> Sheet:
    """The form without the question; what hung on its answer no longer does."""
    left = tuple(
        replace(one, shown_if=tuple(c for c in one.shown_if if c.question != question_id))
        for one in form.questions
        if one.id != question_id
    )
    return again(replace(form, questions=left))


def hangs_on(form: Sheet, question_id: str) -> list[Question]:
    """The questions that are asked because of an answer to that one, or that are about its parties."""
    return [
        one
        for one in form.questions
        if one.of == question_id or any(c.question == question_id for c in one.shown_if)
    ]


def choices_of(lines: str, before: Collection[Choice] = ()) -> tuple[Choice, ...]:
    """A choice for each line. One that was there keeps its value, so that answers mean what they meant."""
    known = {choice.label: choice.value for choice in before}
    taken = set(known.values())
    found = []
    for label in (line.strip() for line in lines.splitlines()):
        if label:
            value = known.pop(label, None) or short(label, taken)
            taken.add(value)
            found.append(Choice(value, label))
    return tuple(found)


def mark_of(question: Question) -> str:
    """By which a page knows whether the question is still as it showed it."""
    return hash_of(content_of(Sheet("", (question,))))[:16]


def again(form: Sheet) -> Sheet:
    """The form as it reads once it has been kept: what a question takes from another is taken anew."""
    return read(content_of(form))
