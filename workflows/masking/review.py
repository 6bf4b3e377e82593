"""What a writer is shown of their own text before it leaves their hands, and what they can do about it.

No state is kept: the page carries which findings its writer has seen. What was found is for the writer.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.masking.findings import Excerpt, Finding, Strength, check, shown
from workflows.masking.stops import refused
from workflows.masking.suggestions import suggestions

# Field and kind of what a writer kept for a reason.
Handled = list[tuple[str, str]]


class Reason(TextChoices):
    """Why something that may point to a person is still in a text."""

    NOBODY = "nobody", _("Det är ingen person, utan en organisation eller en plats")
    NEEDED = "needed", _("Det behövs för att förstå vad som hände")
    AGREED = "agreed", _("Personen vet om det och vill att det står så")
    # From a program, which nobody could ask.
    UNASKED = "unasked", _("Rapporten kom från ett annat system")


WHY: dict[str, Promise] = {
    "personnummer": _("Ett personnummer pekar ut en person och måste bort."),
    "samordningsnummer": _("Ett samordningsnummer pekar ut en person och måste bort."),
    "mobile": _("Ett mobilnummer pekar ut den som har det och måste bort."),
    "email": _("E-postadressen ser ut att vara en persons och måste bort."),
    "phone": _("Numret ser ut att gå till en person."),
    "address": _("Det ser ut som en adress där någon bor."),
    "case_number": _("Numret leder till en persons akt."),
    "account": _("Det ser ut som numret på ett konto eller kort."),
    "birth_date": _("Det ser ut som när någon är född. Ett ungefärligt årtal brukar räcka."),
    "name": _("Det ser ut som ett namn. Skriv hellre vad personen är: en handläggare, den enskilde."),
    "initials": _("Det ser ut som initialer. De som arbetar där vet vem det är."),
    "kin": _("En anhörig vid namn pekar ut hela familjen. Det räcker att skriva släktskapet."),
    "place_age_date": _("Ort, ålder och datum tillsammans kan räcka för att någon ska förstå vem det är."),
    "function_unit": _("Funktion och enhet tillsammans pekar ut en medarbetare."),
    "affect": _("Det läses som ett omdöme om en person. Beskriv hellre vad som hände eller inte hände."),
}


@dataclass(frozen=True)
class Choice:
    """A piece to put in place of what was found, and what its button sends."""

    text: str
    value: str


@dataclass(frozen=True)
class Found:
    """A finding as its writer sees it; `key` says on the same page that they have seen it."""

    field: str
    kind: str
    strength: Strength
    place: Excerpt
    why: Promise
    choices: tuple[Choice, ...]
    key: str


@dataclass(frozen=True)
class Answered:
    """What a writer says to what was found: what they have seen of it, and why it is still there.

    `seen` holds keys; it is None where a program sends the text, which is shown nothing.
    """

    seen: frozenset[str] | None = None
    because: str = ""


class Refused(ValidationError):
    """What must be changed before a text is taken, and what its writer is to look at."""

    def __init__(self, said: Mapping[str, str], found: Iterable[Found] = ()) -> None:
        super().__init__(dict(said))
        self.found = list(found)


@dataclass(frozen=True)
class Review:
    """The texts of one form as they were looked at, and what is left for their writer to do."""

    # A sentence for each field that can't be as it is.
    said: dict[str, str]
    found: list[Found]
    left: list[Found]

    @property
    def handled(self) -> Handled:
        """What is only there for a reason."""
        return [(one.field, one.kind) for one in self.found if one.strength == "handle"]


def reviewed(texts: Mapping[str, str], answered: Answered) -> Review:
    """Looks at the texts, and at what their writer has answered."""
    findings = {field: check(text) for field, text in texts.items()}
    found = found_in(texts, findings)
    said = refused(texts, findings)
    left = unanswered(found, answered)
    again = (one for one in left if answered.seen is None or one.key in answered.seen)
    if any(one.strength == "handle" for one in again):
        said["kept_because"] = gettext("Byt ut det, eller välj varför det behöver stå kvar.")
    return Review(said, found, left)


def review(texts: Mapping[str, str], population: int | None = None) -> list[Found]:
    """Everything that is found in the texts of a form, field by field, from the left."""
    return found_in(texts, {field: check(text, population) for field, text in texts.items()})


def found_in(texts: Mapping[str, str], findings: Mapping[str, list[Finding]]) -> list[Found]:
    """The same where somebody has already looked."""
    return [as_seen(field, texts[field], one) for field, every in findings.items() for one in every]


def as_seen(field: str, text: str, one: Finding) -> Found:
    """One finding."""
    return Found(
        field,
        one.kind,
        one.strength,
        shown(text, one),
        WHY[one.kind],
        tuple(
            Choice(instead, f"{field}:{one.start}:{one.end}:{number}:{mark_of(text)}")
            for number, instead in enumerate(suggestions(text, one))
        ),
        mark_of(f"{field}:{one.kind}:{text[one.start : one.end]}"),
    )


def unanswered(found: Iterable[Found], answered: Answered) -> list[Found]:
    """What the writer still has to look at.

    A stop always; what may stay for a reason, until one is given; the rest until it has been seen.
    """
    known = answered.because in Reason.values
    return [
        one
        for one in found
        if one.strength == "stop"
        or (answered.seen is not None and one.key not in answered.seen)
        or (one.strength == "handle" and not known)
    ]


def replaced(texts: Mapping[str, str], value: str) -> dict[str, str]:
    """The field that a button was about, with the piece replaced; nothing where the text is another now."""
    field, _colon, rest = value.partition(":")
    pressed = (
        {field: text[: one.start] + choice.text + text[one.end :]}
        for text in (texts.get(field, ""),)
        for one in check(text)
        for choice in as_seen(field, text, one).choices
        if choice.value == value
    )
    return next(pressed, {}) if rest else {}


def masked(text: str) -> str:
    """The text with the best suggestion in place of all that has one: where the masked text begins."""
    for one in reversed(check(text)):
        for instead in suggestions(text, one)[:1]:
            text = text[: one.start] + instead + text[one.end :]
    return text


def mark_of(text: str) -> str:
    """A short mark by which the same text is known again, on the same page."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
