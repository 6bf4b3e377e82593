"""The same trouble told again by somebody else, so that no text stands twice in an organisation."""

from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import yaml

from demo.stories import Story

FILE = Path(__file__).parent / "variations.yaml"


@cache
def sentences() -> dict[str, list[str]]:
    """What is put around a story, by where."""
    read: dict[str, list[Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: [str(one).strip() for one in listed] for name, listed in read.items()}


@cache
def pairs() -> list[tuple[str, str]]:
    """Every opening with every closing, in an order that changes both from one to the next."""
    listed = list(product(sentences()["openings"], sentences()["closings"]))
    Random(2026).shuffle(listed)  # noqa: S311 - the demo is the same each time
    return listed


def again(story: Story, time: int, event: str, consequence: str) -> Story:
    """The story as it is told the `time`-th time: the first time (0) as it was written.

    `event` and `consequence` are the ids of the questions whose answers are told anew.
    """
    if time == 0:
        return story
    opening, closing = pairs()[time % len(pairs())]
    later = sentences()["consequences"][time % len(sentences()["consequences"])]
    answers = {
        **story.answers,
        event: f"{opening} {story.answers[event]} {closing}",
        consequence: f"{story.answers[consequence]} {later}",
    }
    masked = dict(story.masked)
    if masked:
        endings = sentences()["masked_endings"]
        masked[event] = f"{masked[event]} {endings[time % len(endings)]}"
        masked[consequence] = f"{masked[consequence]} {later}"
    return replace(story, answers=answers, masked=masked)


def reply_for(random: Random) -> str:
    """An answer to what nobody has written one for."""
    return random.choice(sentences()["replies"])
