"""What reporters of the demo wrote, and what became of it: `events.yaml`, one by one, de-identified.

Among them are the three example cases of seed 003, as a colleague would tell them.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from workflows.questions.sheet import Value

EVENTS = Path(__file__).parent / "events.yaml"


@dataclass(frozen=True)
class Story:
    """One report and its later life, as far as somebody wrote it."""

    event: str
    consequence: str
    parties: list[str]
    where: str
    recurrence: str
    level: str
    category: str
    suggestion: str = ""
    pattern: str = ""
    masked_event: str = ""
    masked_consequence: str = ""
    reply: str = ""
    letters: list[dict[str, str]] = field(default_factory=list)

    @property
    def answers(self) -> dict[str, Value]:
        """The answers to the form of the first family."""
        given: dict[str, Value] = {
            "handelse": self.event,
            "konsekvens": self.consequence,
            "parter": self.parties,
            "var": self.where,
            "aterkommer": self.recurrence,
        }
        return {**given, "forslag": self.suggestion} if self.suggestion else given

    @property
    def masked(self) -> dict[str, str]:
        """The same without the person; nothing where nobody has written it."""
        if not self.masked_event:
            return {}
        return {"handelse": self.masked_event, "konsekvens": self.masked_consequence}


def told() -> list[Story]:
    """All stories, in the order of the file."""
    listed: list[dict[str, Any]] = yaml.safe_load(EVENTS.read_text(encoding="utf-8"))
    return [Story(**{name: tidy(value) for name, value in one.items()}) for one in listed]


def tidy(value: Any) -> Any:
    """A text without the line break that ends it in the file."""
    return value.strip() if isinstance(value, str) else value
