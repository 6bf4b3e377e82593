"""The families that ship with Samsyn, each a file of data that a person who knows the field can read."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from workflows.presets import templates

FAMILIES = Path(__file__).parent / "families"


@dataclass(frozen=True)
class BodyWords:
    """A body that the family has, and what a seat in it is by default."""

    key: str
    name: str
    sight: str
    function: str
    # Whether its seats wait to be pointed out in a case, as a directory of whom to turn to.
    pointed_out: bool = False


@dataclass(frozen=True)
class Family:
    """One family: its bodies, its words, its form and its chain."""

    name: str
    about: str
    bodies: tuple[BodyWords, ...]
    words: dict[str, list[dict[str, Any]]]
    form: dict[str, Any]
    chain: dict[str, Any]
    analysis: dict[str, Any] | None = None

    def body(self, key: str) -> BodyWords:
        """The body with that key."""
        return next(b for b in self.bodies if b.key == key)


def names() -> list[str]:
    """The names of the families, as `--preset` takes them."""
    return sorted(path.stem for path in FAMILIES.glob("*.yaml"))


def read(name: str) -> Family:
    """The family with that name; KeyError where there is none."""
    if name not in names():
        raise KeyError(name)
    content = yaml.safe_load((FAMILIES / f"{name}.yaml").read_text(encoding="utf-8"))
    return Family(
        name=content["name"],
        about=content["about"],
        bodies=tuple(BodyWords(**body) for body in content["bodies"]),
        words=content["words"],
        form=_filled(content["form"]),
        chain=content["chain"],
        analysis=_filled(content["analysis"]) if "analysis" in content else None,
    )


def _filled(named: dict[str, Any]) -> dict[str, Any]:
    """A form of the family with the questions of the template that it names."""
    own = {name: value for name, value in named.items() if name != "template"}
    return {**own, **templates.read(named["template"]).content}
