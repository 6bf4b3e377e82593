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

# What a case may have to have before an outcome: its classification; an approved masked text; its analysis
# filled in; the statement of the party's local chef, or its date passed; two who are pointed out in it.
Need = Literal["classified", "masked", "analysed", "heard", "paired"]
NEEDS: tuple[Need, ...] = get_args(Need)
# What an outcome says of the case from then on, in words that are the same for every tenant.
Mark = Literal["", "talking", "waiting", "decided"]
# "Åtgärdas" and "vidarerapporteras" (seed 001): two marks on a case, both followed, whichever came first.
Duty = Literal["", "remedied", "passed_on"]
# What an outcome may ask for: running text, and what is chosen or picked.
TEXTS = frozenset(
    {
        "reply",
        "reason",
        "problem",
        "solution",
        "participants",
        "decision",
        "follow_up_by",
        "cause",
        "prevention",
    }
)
DECIDERS = ("collective", "manager")
FIELDS = TEXTS | {"decided_by", "follow_up", "addressee"}
# Working days before a deadline that those who have it are reminded, where the stage says nothing else.
REMIND = 3


@dataclass(frozen=True)
class Outcome:
    """What a body can decide at a stage: where it leads, what it asks for, what the reporter is told.

    `takes`: who chooses it says that they have the case. `each`: it counts when everybody who is pointed out
    in the case has chosen it. `deadline`: the track's date from then on. `retypes`: the type it is given.
    """

    id: str
    label: str
    to: str
    requires: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    mark: Mark = ""
    reporter_text: str = ""
    takes: bool = False
    each: bool = False
    deadline: Deadline | None = None
    duty: Duty = ""
    retypes: str = ""

    @property
    def dates(self) -> bool:
        """Whether choosing it gives the track a date of its own."""
        return self.deadline is not None or "follow_up" in self.requires


@dataclass(frozen=True)
class Stage:
    """A place on a track, owned by a body, with a time within which something happens.

    Without a deadline of its own, a stage is kept in time by the tenant's promises to the reporter. When the
    deadline has passed, `overdue` is the outcome that the clock chooses, if any.
    """

    key: str
    track: Track
    body: str
    name: str
    reporter_text: str
    outcomes: tuple[Outcome, ...]
    deadline: Deadline | None = None
    remind: int = REMIND
    overdue: str = ""

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
    def sitting_bodies(self) -> frozenset[str]:
        """The keys of the bodies whose sittings a deadline hangs on."""
        deadlines = (d for s in self.stages for d in (s.deadline, *(o.deadline for o in s.outcomes)))
        return frozenset(d.before for d in deadlines if d and d.before)

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
    outcomes = tuple(_outcome(one) for one in raw["outcomes"])
    return Stage(**{**raw, "outcomes": outcomes, "deadline": _deadline(raw)})


def _outcome(raw: Mapping[str, Any]) -> Outcome:
    lists = {name: tuple(raw.get(name, ())) for name in ("requires", "needs")}
    return Outcome(**{**raw, **lists, "deadline": _deadline(raw)})


def _deadline(raw: Mapping[str, Any]) -> Deadline | None:
    given = raw.get("deadline")
    return Deadline(**given) if given else None


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
    unknown = sorted(chain.sitting_bodies - chain.bodies)
    found += [f"a deadline hangs on the sittings of {body}, which owns no stage" for body in unknown]
    for stage in chain.stages:
        found += _mistimed(stage)
        for outcome in stage.outcomes:
            found += _misspelt(stage, outcome, known)
    return found


def _mistimed(stage: Stage) -> list[str]:
    found: list[str] = []
    if not stage.overdue:
        return found
    chosen = stage.outcome(stage.overdue)
    if stage.deadline is None:
        found.append(f"{stage.key} has an outcome for a deadline that it does not have")
    if chosen is None:
        found.append(f"{stage.key} has no outcome {stage.overdue} for the clock to choose")
    elif chosen.requires or chosen.each or chosen.to in (CLOSED, stage.key):
        found.append(f"{stage.key}: the clock cannot choose {chosen.id}, which is more than moving on")
    return found


def _misspelt(stage: Stage, outcome: Outcome, known: set[str]) -> list[str]:
    where = f"{stage.key}: {outcome.id}"
    found = [
        f"{where} asks for {name}, which nothing can be" for name in outcome.requires if name not in FIELDS
    ]
    found += [f"{where} needs {need}, which no case can have" for need in outcome.needs if need not in NEEDS]
    if outcome.mark not in get_args(Mark):
        found.append(f"{where} has the mark {outcome.mark}, which is none")
    if outcome.duty not in get_args(Duty):
        found.append(f"{where} has the duty {outcome.duty}, which is none")
    if outcome.each and outcome.to != stage.key:
        found.append(f"{where} is for each to choose, and can't leave the stage")
    if outcome.deadline and outcome.to == CLOSED:
        found.append(f"{where} has a deadline and ends the track")
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
