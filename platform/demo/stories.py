"""What reporters of the demo wrote, and what became of it: one file a family, de-identified.

Among them are the three example cases of seed 003, as a colleague would tell them.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows.questions.sheet import Value

HERE = Path(__file__).parent
FILES = {
    "lex-heller": "events.yaml",
    "personligt-ombud": "events-po.yaml",
    "avvikelse": "events-avvikelse.yaml",
}


@dataclass(frozen=True)
class Story:
    """One report and its later life, as far as somebody wrote it. Codes are words of its family."""

    answers: dict[str, Value]
    level: str
    category: str
    recurrence: str
    type: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    pattern: str = ""
    masked: dict[str, str] = field(default_factory=dict)
    analysis: dict[str, Value] = field(default_factory=dict)
    statement: dict[str, str] = field(default_factory=dict)
    decision: str = ""
    cause: str = ""
    prevention: str = ""
    measures: list[dict[str, Any]] = field(default_factory=list)
    reply: str = ""
    letters: list[dict[str, str]] = field(default_factory=list)


@cache
def told(family: str) -> tuple[Story, ...]:
    """All stories of a family, in the order of its file."""
    listed: list[dict[str, Any]] = yaml.safe_load((HERE / FILES[family]).read_text(encoding="utf-8"))
    read = first_family if family == "lex-heller" else any_family
    return tuple(read(tidy(one)) for one in listed)


def tidy(value: Any) -> Any:
    """Texts without the line breaks that end them in the file."""
    if isinstance(value, dict):
        return {name: tidy(one) for name, one in value.items()}
    if isinstance(value, list):
        return [tidy(one) for one in value]
    return value.strip() if isinstance(value, str) else value


# What a category of the first file most often means for the client, and comes from.
MEANT = {
    "ersattningsglapp": {"client_short": "utan-ersattning", "causes": "regelverk"},
    "regelverk": {"client_short": "beslut-uteblir", "causes": "regelverk"},
    "insats-ej-given": {"client_short": "utan-insats", "causes": "arbetsbelastning"},
    "intyg": {"client_short": "beslut-uteblir", "causes": "oklart-ansvar"},
    "otydligt-ansvar": {"client_short": "mellan-stolarna", "causes": "oklart-ansvar"},
    "tillganglighet": {"client_short": "lang-vantan", "causes": "arbetsbelastning"},
    "organisation-rutin": {"client_short": "lang-vantan", "causes": "rutin-saknas"},
    "resurser": {"client_short": "lang-vantan", "causes": "arbetsbelastning"},
    "informationsoverforing": {"client_short": "forsamrad-halsa", "causes": "rutin-saknas"},
    "bemotande": {"client_short": "forsamrad-halsa", "causes": "kunskap"},
}


def first_family(raw: dict[str, Any]) -> Story:
    """A story of the file whose answers stand under names of their own."""
    answers = {
        "handelse": raw["event"],
        "konsekvens": raw["consequence"],
        "parter": raw["parties"],
        "var": raw["where"],
        "aterkommer": raw["recurrence"],
    }
    if raw.get("suggestion"):
        answers["forslag"] = raw["suggestion"]
    named = {list_of: [code] for list_of, code in MEANT.get(raw["category"], {}).items()}
    masked = {"handelse": raw.get("masked_event", ""), "konsekvens": raw.get("masked_consequence", "")}
    return Story(
        answers=answers,
        level=raw["level"],
        category=raw["category"],
        recurrence=raw["recurrence"],
        facets=named,
        pattern=raw.get("pattern", ""),
        masked=masked if masked["handelse"] else {},
        reply=raw.get("reply", ""),
        letters=raw.get("letters", []),
    )


FACETS = {
    "consequences": "client_short",
    "organisation_consequences": "organisation_short",
    "causes": "causes",
    "area": "areas",
    "aim": "aims",
    "target_group": "target_groups",
    "affected": "affected",
}


def any_family(raw: dict[str, Any]) -> Story:
    """A story whose answers stand under the ids of its family's form."""
    facets = {FACETS[name]: as_list(raw[name]) for name in FACETS if raw.get(name)}
    others = ("answers", "level", "category", "recurrence", "type", "pattern", "masked", "analysis")
    later = ("statement", "decision", "cause", "prevention", "measures", "reply", "letters")
    return Story(**{name: raw[name] for name in (*others, *later) if name in raw}, facets=facets)


def as_list(value: Any) -> list[str]:
    """One or several codes."""
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
