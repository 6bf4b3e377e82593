"""What a form is: questions as data, and what counts as an answer to each. Rules, without Django.

A sheet is read from plain values (a version's stored content, or a preset's file) and never changes.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Kind = Literal["short_text", "long_text", "one_choice", "several_choices"]
KINDS: tuple[str, ...] = get_args(Kind)
# Those that are answered in the writer's own words.
TEXTS = frozenset({"short_text", "long_text"})

# What a question feeds, so that every form, however local, feeds the same lists, reports and counts.
ROLES = frozenset(
    {
        "event",
        "client_consequence",
        "organisation_consequence",
        "cause",
        "taken",
        "planned",
        "contacts_needed",
        "obstacle",
        "enabler",
        "suggestion",
        "parties",
        "own_or_other",
        # Who is to take the report in: the key of a stage. A way past one's own chef.
        "receiver",
        # What the reporter takes it for: a code of the tenant's types.
        "kind",
        "when",
        "recurrence",
        "affected",
        "raised_directly",
    }
)

# Characters. A report is a page or two; this is twenty times that, so nobody is cut off.
LONGEST_TEXT = 50_000
LONGEST_LINE = 300

# What JSON can hold and PostgreSQL cannot: NUL, and half of a surrogate pair.
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

Value = str | list[str]


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its value is stored, its label read."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question: its words, what kind of answer it takes and what that answer feeds."""

    id: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = True
    missing: str = ""
    role: str = ""
    choices: tuple[Choice, ...] = ()

    def label_of(self, value: str) -> str:
        """How a stored value reads."""
        return next((c.label for c in self.choices if c.value == value), value)

    def readable(self, value: Value) -> str:
        """An answer as a person reads it."""
        if isinstance(value, str):
            return self.label_of(value) if self.choices else value
        return ", ".join(self.label_of(one) for one in value)


@dataclass(frozen=True)
class Sheet:
    """A form: its questions in their order."""

    title: str
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question:
        """The question with that id."""
        return next(q for q in self.questions if q.id == question_id)

    def feeding(self, role: str) -> Question | None:
        """The question that feeds the role, if the sheet has one."""
        return next((q for q in self.questions if q.role == role), None)


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer or with a sheet: where, and as what. The door says it in words."""

    where: str
    what: Literal["missing", "too_long", "unknown_choice", "wrong_type", "unknown_question", "bad_characters"]


def read(content: Mapping[str, Any]) -> Sheet:
    """A sheet from plain values; a ValueError names what is wrong with them."""
    questions = tuple(_question(raw) for raw in content["questions"])
    ids = [q.id for q in questions]
    if len(set(ids)) != len(ids):
        raise ValueError("two questions have the same id")
    return Sheet(title=content["title"], questions=questions)


def _question(raw: Mapping[str, Any]) -> Question:
    question = Question(**{**raw, "choices": tuple(Choice(**c) for c in raw.get("choices", ()))})
    if question.kind not in KINDS:
        raise ValueError(f"{question.id}: there is no kind {question.kind}")
    if question.role and question.role not in ROLES:
        raise ValueError(f"{question.id}: there is no role {question.role}")
    if (question.kind in ("one_choice", "several_choices")) != bool(question.choices):
        raise ValueError(f"{question.id}: a choice has choices, and nothing else has")
    return question


def content_of(sheet: Sheet) -> dict[str, Any]:
    """The plain values that `read` makes the same sheet of."""
    return asdict(sheet)


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash under which a version is stored once: of its content, in one canonical order."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def check(sheet: Sheet, answers: Mapping[str, object]) -> tuple[dict[str, Value], list[Fault]]:
    """The answers as they are stored, and what is wrong with the others. The unanswered are left out."""
    kept: dict[str, Value] = {}
    known = {q.id for q in sheet.questions}
    faults = [Fault(str(key), "unknown_question") for key in answers if key not in known]
    for question in sheet.questions:
        value = answers.get(question.id)
        fault = _fault(question, value)
        if fault:
            faults.append(fault)
        elif not _is_empty(value):
            kept[question.id] = _stored(question, value)
    return kept, faults


def _is_empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _stored(question: Question, value: object) -> Value:
    if isinstance(value, str):
        return value if question.choices else value.strip()
    assert isinstance(value, Sequence)
    return list(dict.fromkeys(str(one) for one in value))


def _fault(question: Question, value: object) -> Fault | None:
    several = question.kind == "several_choices"
    if _is_empty(value):
        return Fault(question.id, "missing") if question.required else None
    given: list[object] = value if isinstance(value, list) else [value]
    parts = [one for one in given if isinstance(one, str)]
    if several != isinstance(value, list) or len(parts) != len(given):
        return Fault(question.id, "wrong_type")
    if any(UNSTORABLE.search(one) for one in parts):
        return Fault(question.id, "bad_characters")
    if question.choices:
        known = {c.value for c in question.choices}
        return None if known.issuperset(parts) else Fault(question.id, "unknown_choice")
    longest = LONGEST_TEXT if question.kind == "long_text" else LONGEST_LINE
    return Fault(question.id, "too_long") if len(parts[0]) > longest else None
