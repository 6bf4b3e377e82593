"""The forms that ship with Samsyn, each a file of data: a family names those that it begins with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

FORMS = Path(__file__).parent / "forms"


@dataclass(frozen=True)
class Template:
    """A form to begin with: its questions, and what somebody who chooses a form wants to know."""

    slug: str
    title: str
    # The family whose words, parties and stages its choices are.
    family: str
    # A report comes in with it; an analysis is filled in after triage.
    purpose: Literal["report", "analysis"]
    # Where its questions come from.
    source: str
    about: str
    # As `sheet.read` takes it.
    content: dict[str, Any]


def names() -> list[str]:
    """The slugs of the templates."""
    return sorted(path.stem for path in FORMS.glob("*.yaml"))


def read(name: str) -> Template:
    """The template with that slug; KeyError where there is none."""
    if name not in names():
        raise KeyError(name)
    content = yaml.safe_load((FORMS / f"{name}.yaml").read_text(encoding="utf-8"))
    return Template(
        slug=name,
        title=content["title"],
        family=content["family"],
        purpose=content["purpose"],
        source=content["source"],
        about=content["about"],
        content={name: content[name] for name in ("title", "about", "questions")},
    )
