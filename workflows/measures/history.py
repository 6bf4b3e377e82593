"""What has been written about a measure, follow-up by follow-up, in the words of its page."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows.measures.models import Measure


@dataclass(frozen=True)
class Line:
    """One field that changed: its name, what it became, and what it was."""

    label: str
    text: str
    former: str


@dataclass(frozen=True)
class Entry:
    """One follow-up."""

    at: datetime
    by: str
    reason: str
    lines: tuple[Line, ...]


def history_of(measure: Measure) -> list[Entry]:
    """All follow-ups, the latest first."""
    changes = sorted(measure.changes.all(), key=lambda change: -change.number)
    return [
        Entry(
            change.at,
            change.by.name,
            change.reason,
            tuple(Line(label_of(n), shown(n, new), shown(n, old)) for n, (old, new) in change.fields.items()),
        )
        for change in changes
    ]


def label_of(name: str) -> str:
    """What the page calls a field."""
    return {
        "done": _("Läge"),
        "result": _("Vad har gjorts"),
        "effect": _("Effekt"),
        "effect_text": _("Effekten i ord"),
        "due": _("Klar senast"),
    }.get(name, name)


def shown(name: str, value: str) -> str:
    """A field's value as it is read."""
    match name:
        case "done":
            return _("Klar") if value else _("Inte klar")
        case "due":
            return date_format(date.fromisoformat(value), "j F Y") if value else ""
        case "effect":
            return str(dict(Measure.Effect.choices).get(value, value))
    return value
