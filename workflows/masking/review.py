"""What a writer is shown of their own text before it leaves their hands, and what they can do about it.

No state is kept: the page carries which findings its writer has seen. What was found is for the writer.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.masking.findings import Finding, Strength, check, shown
from workflows.masking.suggestions import suggestions

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
    place: str
    why: Promise
    choices: tuple[Choice, ...]
    key: str


def review(texts: Mapping[str, str], population: int | None = None) -> list[Found]:
    """Everything that was found in the texts of a form, field by field, from the left."""
    return [found_in(field, text, one) for field, text in texts.items() for one in check(text, population)]


def found_in(field: str, text: str, one: Finding) -> Found:
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


def unanswered(found: Iterable[Found], seen: Collection[str], reason: str) -> list[Found]:
    """What the writer still has to look at.

    A stop always; what may stay for a reason, until one is given; the rest until it has been seen.
    """
    return [
        one
        for one in found
        if one.strength == "stop" or one.key not in seen or (one.strength == "handle" and not reason)
    ]


def replaced(texts: Mapping[str, str], value: str) -> dict[str, str]:
    """The field that a button was about, with the piece replaced; nothing where the text is another now."""
    field, _colon, rest = value.partition(":")
    pressed = (
        {field: text[: one.start] + choice.text + text[one.end :]}
        for text in (texts.get(field, ""),)
        for one in check(text)
        for choice in found_in(field, text, one).choices
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
