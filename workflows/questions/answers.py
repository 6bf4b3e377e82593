"""What counts as an answer to a sheet. Rules, without Django."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows.questions import times
from workflows.questions.sheet import ONE, SEVERAL, Question, Sheet, Value

# Characters. A report is a page or two; this is twenty times that, so nobody is cut off.
LONGEST_TEXT = 50_000
LONGEST_LINE = 300

# What JSON can hold and PostgreSQL cannot: NUL, and half of a surrogate pair.
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

What = Literal[
    "missing",
    "too_long",
    "unknown_choice",
    "wrong_type",
    "unknown_question",
    "bad_characters",
    # A time that cannot be made out.
    "unclear_time",
    # Answered although what it hangs on was not answered so.
    "not_asked",
]


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer: where, and as what. The door says it in words."""

    where: str
    what: What


def check(sheet: Sheet, answers: Mapping[str, object], today: date) -> tuple[dict[str, Value], list[Fault]]:
    """The answers as they are stored, and what is wrong with the others. The unanswered are left out.

    `today` is what "i våras" is counted from.
    """
    kept: dict[str, Value] = {}
    asked = {q.id for q in sheet.questions if q.is_answered}
    faults = [Fault(str(key), "unknown_question") for key in answers if key not in asked]
    for question in sheet.questions:
        if question.id not in asked:
            continue
        value = answers.get(question.id)
        fault = _fault(question, value, today, asked=is_asked(question, kept))
        if fault:
            faults.append(Fault(question.id, fault))
        elif not is_empty(value):
            kept[question.id] = _stored(question, value, today)
    return kept, faults


def is_asked(question: Question, earlier: Mapping[str, Value]) -> bool:
    """Whether the question is asked, with what has been answered before it."""
    return all(
        not set(condition.any_of).isdisjoint(_chosen(earlier.get(condition.question, [])))
        for condition in question.shown_if
    )


def _chosen(value: Value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def texts_in(sheet: Sheet, answers: Mapping[str, Value]) -> dict[str, str]:
    """What was written in the writer's own words, by field: that of each party has its own."""
    texts: dict[str, str] = {}
    for question in sheet.questions:
        value = answers.get(question.id) if question.is_text else None
        if isinstance(value, dict):
            texts |= {part_of(question.id, party): text for party, text in value.items()}
        elif isinstance(value, str):
            texts[question.id] = value
    return texts


def part_of(question: str, party: str) -> str:
    """The name of the field in which it is written what one party did."""
    return f"{question}.{party}"


def is_empty(value: object) -> bool:
    """Whether that is no answer."""
    if isinstance(value, dict):
        return all(is_empty(one) for one in value.values())
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _stored(question: Question, value: object, today: date) -> Value:
    if isinstance(value, dict):
        return {str(party): str(text).strip() for party, text in value.items() if not is_empty(text)}
    if isinstance(value, list):
        return list(dict.fromkeys(str(one) for one in value))
    text = str(value)
    if question.kind == "when":
        return times.understood(text, today) or text
    return text if question.choices else text.strip()


def _fault(question: Question, value: object, today: date, *, asked: bool) -> What | None:
    if is_empty(value):
        return "missing" if question.required and asked else None
    if not asked:
        return "not_asked"
    wanted = dict if question.kind == "party_texts" else list if question.kind in SEVERAL else str
    if not isinstance(value, wanted):
        return "wrong_type"
    chosen, texts = _parts(value)
    if not all(isinstance(one, str) for one in (*chosen, *texts)):
        return "wrong_type"
    if any(UNSTORABLE.search(str(one)) for one in (*chosen, *texts)):
        return "bad_characters"
    if question.kind in ONE:
        chosen, texts = texts, []
    known = {choice.value for choice in question.choices}
    if not known.issuperset(chosen):
        return "unknown_choice"
    longest = LONGEST_TEXT if question.is_text and question.kind != "short_text" else LONGEST_LINE
    if any(len(str(one)) > longest for one in texts):
        return "too_long"
    unclear = question.kind == "when" and times.understood(str(value), today) is None
    return "unclear_time" if unclear else None


def _parts(value: object) -> tuple[list[object], list[object]]:
    """What is chosen in an answer, and what is written."""
    if isinstance(value, dict):
        return list(value), list(value.values())
    return (list(value), []) if isinstance(value, list) else ([], [value])
