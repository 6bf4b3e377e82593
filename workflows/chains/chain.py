"""What an escalation chain is: stages and outcomes as data, and the proof that it leads somewhere.

Rules, without Django. A chain is read from plain values and never changes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Track = Literal["quick", "system"]
QUICK: Track = "quick"
SYSTEM: Track = "system"

# Where a track is when it has been closed; no stage may be called so.
CLOSED = "closed"


@dataclass(frozen=True)
class Outcome:
    """What a body can decide at a stage: where it leads, what it asks for, what the reporter is told."""

    id: str
    label: str
    to: str
    requires: tuple[str, ...] = ()
    reporter_text: str = ""


@dataclass(frozen=True)
class Stage:
    """A place on a track, owned by a body."""

    key: str
    track: Track
    body: str
    name: str
    reporter_text: str
    outcomes: tuple[Outcome, ...]

    def outcome(self, outcome_id: str) -> Outcome | None:
        """The outcome with that id, if this stage has it."""
        return next((o for o in self.outcomes if o.id == outcome_id), None)


@dataclass(frozen=True)
class Chain:
    """The stages of both tracks; a case starts at `first`, on the quick track."""

    name: str
    first: str
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage:
        """The stage with that key."""
        return next(s for s in self.stages if s.key == key)

    @property
    def bodies(self) -> frozenset[str]:
        """The keys of the bodies that own a stage."""
        return frozenset(s.body for s in self.stages)


def read(content: Mapping[str, Any]) -> Chain:
    """A chain from plain values; a ValueError names every fault that the proof finds."""
    stages = tuple(
        Stage(
            **{
                **raw,
                "outcomes": tuple(
                    Outcome(**{**o, "requires": tuple(o.get("requires", ()))}) for o in raw["outcomes"]
                ),
            }
        )
        for raw in content["stages"]
    )
    chain = Chain(name=content["name"], first=content["first"], stages=stages)
    found = faults(chain)
    if found:
        raise ValueError("; ".join(found))
    return chain


def content_of(chain: Chain) -> dict[str, Any]:
    """The plain values that `read` makes the same chain of."""
    return asdict(chain)


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash under which a version is stored once."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def faults(chain: Chain) -> list[str]:
    """What keeps the chain from leading every case to an end: one sentence each, none for a sound chain."""
    keys = [s.key for s in chain.stages]
    known = {*keys, CLOSED}
    found = [f"two stages are called {key}" for key in sorted({k for k in keys if keys.count(k) > 1})]
    if CLOSED in keys:
        found.append(f"no stage may be called {CLOSED}")
    if chain.first not in keys:
        return [*found, f"the first stage {chain.first} does not exist"]
    for stage in chain.stages:
        found += [
            f"{stage.key}: {o.id} leads to {o.to}, which does not exist"
            for o in stage.outcomes
            if o.to not in known
        ]
    if found:
        return found
    reached = _reached_from(chain, chain.first)
    found += [f"no way leads to {key}" for key in keys if key not in reached]
    found += [f"no way leads from {key} to an end" for key in keys if CLOSED not in _reached_from(chain, key)]
    return found


def _reached_from(chain: Chain, start: str) -> set[str]:
    reached: set[str] = {start}
    ahead = [start]
    while ahead:
        key = ahead.pop()
        if key == CLOSED:
            continue
        for outcome in chain.stage(key).outcomes:
            if outcome.to not in reached:
                reached.add(outcome.to)
                ahead.append(outcome.to)
    return reached
