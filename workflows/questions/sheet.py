"""What a form is: questions as data, in their order. Rules, without Django.

A sheet is read from plain values (a version's stored content, or a file) and never changes. What counts as an
answer to it says `answers.py`; whether it can be published, `proof.py`.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from workflows.questions import times

Kind = Literal[
    "short_text",
    "long_text",
    "one_choice",
    "several_choices",
    "yes_no",
    # When it happened, as coarse as the writer likes: `times.py`.
    "when",
    # From the tree that all organisations share.
    "parties",
    # What each party did, in the writer's own words.
    "party_texts",
    "number_band",
    # Words over the questions that follow; nobody answers it.
    "heading",
]
KINDS: tuple[str, ...] = get_args(Kind)
# Those that are answered in the writer's own words.
TEXTS = frozenset({"short_text", "long_text", "party_texts"})
# Those that are answered with several of the choices, and with one of them.
SEVERAL = frozenset({"several_choices", "parties"})
ONE = frozenset({"one_choice", "yes_no", "number_band"})

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
        # What each of the parties did.
        "involved",
        "own_or_other",
        # Who is to take the report in: the key of a stage. A way past one's own chef.
        "receiver",
        # What the reporter takes it for: a code of the tenant's types.
        "kind",
        "when",
        "recurrence",
        "affected",
        "raised_directly",
        # Whether it is for the ledningsgrupp (seed 000, question 11).
        "systemic",
    }
)

# What is written of a question, and as what, where plain values are read.
FIELDS: Mapping[str, type] = {
    "id": str,
    "kind": str,
    "label": str,
    "hint": str,
    "required": bool,
    "missing": str,
    "role": str,
    "choices": list,
    "of": str,
    "shown_if": list,
}
# Questions that can be answered in three minutes, with the one about who reads the report.
SHORT = 8
# What a question is known by, in the address of a field as in a program.
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")

Value = str | list[str] | dict[str, str]


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its value is stored, its label read."""

    value: str
    label: str


# What the kinds bring with them. A form is in the language of its organisation.
BROUGHT: Mapping[str, tuple[Choice, ...]] = {
    "yes_no": (Choice("ja", "Ja"), Choice("nej", "Nej"), Choice("vet-inte", "Vet inte")),
    # Codes of the words for how many are affected.
    "number_band": (
        Choice("en", "En person"),
        Choice("2-4", "2–4 personer"),
        Choice("5-19", "5–19 personer"),
        Choice("20-plus", "20 personer eller fler"),
        Choice("grupp", "En hel grupp"),
    ),
}


@dataclass(frozen=True)
class Condition:
    """That an earlier question has been answered with one of these."""

    question: str
    any_of: tuple[str, ...]


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
    # The earlier question about parties whose parties each get a text.
    of: str = ""
    # It is asked when all of these hold.
    shown_if: tuple[Condition, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether it takes an answer at all."""
        return self.kind != "heading"

    @property
    def is_text(self) -> bool:
        """Whether it is answered in the writer's own words, which may name somebody."""
        return self.kind in TEXTS

    def label_of(self, value: str) -> str:
        """How a stored value reads."""
        if self.kind == "when":
            return times.in_words(value)
        return next((c.label for c in self.choices if c.value == value), value)

    def readable(self, value: Value) -> str:
        """An answer as a person reads it."""
        if isinstance(value, dict):
            return "\n".join(f"{self.label_of(party)}: {text}" for party, text in value.items())
        if isinstance(value, str):
            return value if self.kind in ("short_text", "long_text") else self.label_of(value)
        return ", ".join(self.label_of(one) for one in value)


@dataclass(frozen=True)
class Sheet:
    """A form: its questions in their order."""

    title: str
    questions: tuple[Question, ...]
    # What it is for, where somebody chooses among several forms.
    about: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it takes three minutes: as few questions as a first sheet may have."""
        return sum(question.is_answered for question in self.questions) <= SHORT

    @property
    def hangs_together(self) -> bool:
        """Whether what is asked depends on earlier answers, so that a script can help."""
        return any(question.shown_if or question.kind == "party_texts" for question in self.questions)

    def question(self, question_id: str) -> Question:
        """The question with that id."""
        return next(q for q in self.questions if q.id == question_id)

    def feeding(self, role: str) -> Question | None:
        """The question that feeds the role, if the sheet has one."""
        return next((q for q in self.questions if q.role == role), None)


def read(content: Mapping[str, Any]) -> Sheet:
    """A sheet from plain values; a ValueError names what is wrong with them.

    A sheet that reads is not yet one that can be answered: a draft may lack what `proof.py` asks for.
    """
    questions = tuple(_question(raw) for raw in content["questions"])
    ids = [q.id for q in questions]
    if len(set(ids)) != len(ids):
        raise ValueError("two questions have the same id")
    known = {q.id: q.choices for q in questions if q.kind == "parties"}
    return Sheet(
        title=content["title"],
        about=content.get("about", ""),
        questions=tuple(
            replace(q, choices=known.get(q.of, ())) if q.kind == "party_texts" else q for q in questions
        ),
    )


def _question(raw: Mapping[str, Any]) -> Question:
    name, kind = raw["id"], raw["kind"]
    if not ID.fullmatch(name):
        raise ValueError(f"{name}: an id is made of a-z, 0-9 and -")
    if kind not in KINDS:
        raise ValueError(f"{name}: there is no kind {kind}")
    if raw.get("choices") and not takes_choices(kind):
        raise ValueError(f"{name}: {kind} takes no choices of its own")
    if raw.get("role") and raw["role"] not in ROLES:
        raise ValueError(f"{name}: there is no role {raw['role']}")
    given = {
        "choices": BROUGHT.get(kind) or tuple(Choice(**one) for one in raw.get("choices", ())),
        "shown_if": tuple(
            Condition(one["question"], tuple(one["any_of"])) for one in raw.get("shown_if", ())
        ),
    }
    # Nobody answers a heading, so nobody must.
    return Question(**{**raw, **given, **({"required": False} if kind == "heading" else {})})


def takes_choices(kind: str) -> bool:
    """Whether a question of this kind has choices that its form's owner writes."""
    return kind in ONE | SEVERAL and kind not in BROUGHT


def content_of(sheet: Sheet) -> dict[str, Any]:
    """The plain values that `read` makes the same sheet of. What is as usual is left out."""
    about = {"about": sheet.about} if sheet.about else {}
    return {"title": sheet.title, **about, "questions": [_content_of(one) for one in sheet.questions]}


def _content_of(question: Question) -> dict[str, Any]:
    usual = {field.name: field.default for field in fields(Question)}
    own = asdict(question)
    if not takes_choices(question.kind):
        own["choices"] = ()
    if not question.is_answered:
        own["required"] = True
    for listed in ("choices", "shown_if"):
        own[listed] = list(own[listed]) or ()
    for condition in own["shown_if"]:
        condition["any_of"] = list(condition["any_of"])
    return {name: value for name, value in own.items() if value != usual[name]}


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash under which a version is stored once: of its content, in one canonical order."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def code_of(version_hash: str) -> str:
    """What a version is known by on paper: the first of its hash, in two groups that can be read aloud."""
    return f"{version_hash[:4]} {version_hash[4:8]}"
