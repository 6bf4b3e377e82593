"""What an escalation chain is: stages and outcomes as data, and the proof that it leads somewhere.

Rules, without Django. A chain is read from plain values and never changes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from workflows.chains.deadlines import Deadline

Track = Literal["quick", "system"]
QUICK: Track = "quick"
SYSTEM: Track = "system"

# Where a track is when it has been closed; no stage may be called so.
CLOSED = "closed"

# What a case may have to have before an outcome: its classification, or a masked text that is approved.
Need = Literal["classified", "masked"]
NEEDS: tuple[Need, ...] = get_args(Need)
# What an outcome says of the case from then on, in words that are the same for every tenant.
Mark = Literal["", "talking", "waiting", "decided"]
# The texts that an outcome may ask for.
FIELDS = frozenset({"reply", "reason", "problem", "solution", "participants", "decision"})


@dataclass(frozen=True)
class Outcome:
    """What a body can decide at a stage: where it leads, what it asks for, what the reporter is told."""

    id: str
    label: str
    to: str
    requires: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    mark: Mark = ""
    reporter_text: str = ""


@dataclass(frozen=True)
class Stage:
    """A place on a track, owned by a body, with a time within which something happens.

    Without a deadline of its own, a stage is kept in time by the tenant's promises to the reporter.
    """

    key: str
    track: Track
    body: str
    name: str
    reporter_text: str
    outcomes: tuple[Outcome, ...]
    deadline: Deadline | None = None

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
    chain = Chain(
        name=content["name"], first=content["first"], stages=tuple(_stage(raw) for raw in content["stages"])
    )
    found = faults(chain)
    if found:
        raise ValueError("; ".join(found))
    return chain


def _stage(raw: Mapping[str, Any]) -> Stage:
    deadline = raw.get("deadline")
    outcomes = tuple(
        Outcome(**{**o, "requires": tuple(o.get("requires", ())), "needs": tuple(o.get("needs", ()))})
        for o in raw["outcomes"]
    )
    return Stage(**{**raw, "outcomes": outcomes, "deadline": Deadline(**deadline) if deadline else None})


def content_of(chain: Chain) -> dict[str, Any]:
    """The plain values that `read` makes the same chain of."""
    return asdict(chain)


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash under which a version is stored once."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def faults(chain: Chain) -> list[str]:
    """What keeps the chain from leading every case to an end: one sentence each, none for a sound chain."""
    return _misnamed(chain) or _misled(chain)


def _misnamed(chain: Chain) -> list[str]:
    keys = [s.key for s in chain.stages]
    known = {*keys, CLOSED}
    found = [f"two stages are called {key}" for key in sorted({k for k in keys if keys.count(k) > 1})]
    if CLOSED in keys:
        found.append(f"no stage may be called {CLOSED}")
    if chain.first not in keys:
        found.append(f"the first stage {chain.first} does not exist")
    elif chain.stage(chain.first).track != QUICK:
        found.append(f"the first stage {chain.first} is not on the quick track")
    ids = [o.id for s in chain.stages for o in s.outcomes]
    found += [f"two outcomes are called {i}" for i in sorted({i for i in ids if ids.count(i) > 1})]
    for stage in chain.stages:
        for outcome in stage.outcomes:
            found += _misspelt(stage, outcome, known)
    return found


def _misspelt(stage: Stage, outcome: Outcome, known: set[str]) -> list[str]:
    where = f"{stage.key}: {outcome.id}"
    found = [
        f"{where} asks for {name}, which nothing can be" for name in outcome.requires if name not in FIELDS
    ]
    found += [f"{where} needs {need}, which no case can have" for need in outcome.needs if need not in NEEDS]
    if outcome.mark not in get_args(Mark):
        found.append(f"{where} has the mark {outcome.mark}, which is none")
    if outcome.to not in known:
        found.append(f"{where} leads to {outcome.to}, which does not exist")
    if outcome.to == CLOSED and "reply" not in outcome.requires:
        found.append(f"{where} closes without a reply")
    return found


def _misled(chain: Chain) -> list[str]:
    keys = [s.key for s in chain.stages]
    reached = _reached_from(chain, chain.first, across=True)
    found = [f"no way leads to {key}" for key in keys if key not in reached]
    found += [
        f"{stage.key}: {o.id} leads back to the quick track, which is the first receiver's"
        for stage in chain.stages
        for o in stage.outcomes
        if o.to != CLOSED and stage.track == SYSTEM and chain.stage(o.to).track == QUICK
    ]
    # A track ends by its own outcomes: that the other one has ended does not help it.
    stuck = [key for key in keys if CLOSED not in _reached_from(chain, key, across=False)]
    return found + [f"no way leads from {key} to an end" for key in stuck]


def _reached_from(chain: Chain, start: str, *, across: bool) -> set[str]:
    reached: set[str] = {start}
    ahead = [start]
    while ahead:
        key = ahead.pop()
        if key == CLOSED:
            continue
        stage = chain.stage(key)
        for to in (o.to for o in stage.outcomes):
            if to not in reached and (across or to == CLOSED or chain.stage(to).track == stage.track):
                reached.add(to)
                ahead.append(to)
    return reached
