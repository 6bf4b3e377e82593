"""A form as one readable file: written by one organisation, read by another, the same to the last word.

YAML, as the families that ship with Samsyn. Without Django, so that a form can be looked at anywhere.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from workflows.questions import sheet
from workflows.questions.answers import UNSTORABLE
from workflows.questions.sheet import Sheet

# Characters. The longest form that ships takes a twentieth of it.
LONGEST = 200_000
ODD = re.compile(r"[^\S \n]|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class Unreadable(ValueError):
    """The text is no form; `line` says where, from 1, as far as that is known."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.line = line


class _Loader(yaml.SafeLoader):
    """Plain values alone: an alias can make a small file a huge one."""

    def compose_node(self, parent: Any, index: int) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    """Plain values, and every character as it is."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """What YAML takes for the end of a line would come back as another character; quoted, it is escaped."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if ODD.search(text) else None)


_Dumper.add_representer(str, _quoted)


def written(form: Sheet) -> str:
    """The form as a file."""
    content = sheet.content_of(form)
    return str(yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100))


def read(text: str) -> Sheet:
    """The form in a file; Unreadable where there is none."""
    if len(text) > LONGEST:
        raise Unreadable("too long")
    try:
        content = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader that refuses aliases as well
    except (yaml.YAMLError, ValueError, RecursionError) as broken:
        mark = getattr(broken, "problem_mark", None)
        raise Unreadable("not YAML", mark.line + 1 if mark else None) from broken
    if any(UNSTORABLE.search(one) for one in _texts(content)):
        raise Unreadable("there are characters that cannot be kept")
    try:
        return sheet.read(_plain(content))
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise Unreadable(str(wrong)) from wrong


def _texts(content: Any) -> Iterator[str]:
    """Every text in it."""
    if isinstance(content, str):
        yield content
    parts = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    for part in parts:
        yield from _texts(part)


def _plain(content: Any) -> dict[str, Any]:
    """The values with the types that they must have; a ValueError where they have others."""
    whole = _mapping(content, "the file")
    if not isinstance(whole.get("title"), str) or not isinstance(whole.get("questions"), list):
        raise ValueError("a form has a title and questions")
    if not isinstance(whole.get("about", ""), str):
        raise ValueError("about is something else")
    questions = [_question(_mapping(raw, "a question")) for raw in whole["questions"]]
    return {"title": whole["title"], "about": whole.get("about", ""), "questions": questions}


def _question(raw: dict[str, Any]) -> dict[str, Any]:
    name = raw.get("id")
    for key, value in raw.items():
        known = sheet.FIELDS.get(key)
        if known is None:
            raise ValueError(f"{name}: there is no {key}")
        if not isinstance(value, known):
            raise ValueError(f"{name}: {key} is something else")
    if not all(isinstance(raw.get(key), str) for key in ("id", "kind", "label")):
        raise ValueError("a question has an id, a kind and a label")
    for choice in raw.get("choices", []):
        given = _mapping(choice, f"{name}: a choice")
        if set(given) != {"value", "label"} or not all(isinstance(one, str) for one in given.values()):
            raise ValueError(f"{name}: a choice has a value and a label")
    for condition in raw.get("shown_if", []):
        given = _mapping(condition, f"{name}: a condition")
        answers = given.get("any_of")
        if set(given) != {"question", "any_of"} or not isinstance(given["question"], str):
            raise ValueError(f"{name}: a condition has a question and any_of")
        if not isinstance(answers, list) or not all(isinstance(one, str) for one in answers):
            raise ValueError(f"{name}: any_of is a list of answers")
    return raw


def _mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{what} is no list of named values")
    return value
