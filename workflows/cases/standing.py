"""Where a case stands, and what a step makes of that: stages, owner, dates. Rules, without Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tenants.working_days import add_working_days
from workflows.cases import outcomes
from workflows.cases.outcomes import NOT_OPEN, Present, Step
from workflows.chains.chain import QUICK, Chain
from workflows.chains.deadlines import Deadline

# The days on which bodies meet from now on, by the body's key.
Sittings = Mapping[str, Sequence[date]]


@dataclass(frozen=True)
class Promises:
    """What a tenant promises a reporter: working days to the first contact, days of silence at most."""

    first_contact_days: int
    silence_days: int


@dataclass(frozen=True)
class Standing:
    """The present of a case. Bodies are named by their keys."""

    present: Present
    first_body: str
    contacted: bool = False
    quick_due: date | None = None
    system_due: date | None = None
    word_due: date | None = None
    duties: tuple[str, ...] = ()

    def body(self, chain: Chain) -> str:
        """The owner: the body of the system track while it is open, else the first receiver."""
        if self.present.system not in NOT_OPEN:
            return chain.stage(self.present.system).body
        return self.first_body

    @property
    def due(self) -> date | None:
        """The nearest of its dates; none when it is closed."""
        return min((day for day in (self.quick_due, self.system_due, self.word_due) if day), default=None)


def received(chain: Chain, step: Step, today: date, promises: Promises, sittings: Sittings) -> Standing:
    """A case that has just come in: the reporter is promised a first contact."""
    nowhere = Standing(Present(quick=""), chain.stage(step.to_stage).body)
    word = add_working_days(today, promises.first_contact_days)
    return replace(taken(nowhere, chain, step, today, {}, promises, sittings), word_due=word)


def taken(
    standing: Standing,
    chain: Chain,
    step: Step,
    today: date,
    given: Mapping[str, str],
    promises: Promises,
    sittings: Sittings,
) -> Standing:
    """The case when the step has been taken today. A reply is a word to the reporter; so is what they see."""
    present = outcomes.after(standing.present, step)
    if present.closed:
        return replace(
            standing, present=present, contacted=True, quick_due=None, system_due=None, word_due=None
        )
    due = None if step.closes else date_after(standing, chain, step, today, given, sittings)
    replied = "reply" in step.outcome.requires
    contacted = standing.contacted or replied
    said = replied or (bool(step.outcome.reporter_text) and step.counts)
    new = replace(
        standing,
        present=present,
        contacted=contacted,
        word_due=today + timedelta(days=promises.silence_days) if contacted and said else standing.word_due,
        duties=tuple(dict.fromkeys((*standing.duties, *([step.outcome.duty] if step.outcome.duty else ())))),
    )
    if step.track != QUICK:
        return replace(new, system_due=due)
    # Handed on within the quick track: the conversation and the contact follow to the new receiver.
    first = standing.first_body if step.closes else chain.stage(step.to_stage).body
    return replace(new, quick_due=due, first_body=first)


def told(standing: Standing, today: date, promises: Promises) -> Standing:
    """The case when somebody has talked to the reporter: a new one is a talk from then on."""
    present = standing.present
    if present.quick not in NOT_OPEN:
        present = replace(present, quick_mark=present.quick_mark or "talking")
    return replace(
        standing, present=present, contacted=True, word_due=today + timedelta(days=promises.silence_days)
    )


def date_after(
    standing: Standing,
    chain: Chain,
    step: Step,
    today: date,
    given: Mapping[str, str],
    sittings: Sittings,
) -> date | None:
    """The date of the step's track: what was picked, the outcome's own, or the stage's from when it came.

    None where there is none: then the promises to the reporter keep the track in time.
    """
    if day := given.get("follow_up"):
        return date.fromisoformat(day)
    if step.outcome.deadline is not None and step.counts:
        return falls_on(step.outcome.deadline, today, sittings)
    if step.from_stage == step.to_stage:
        return standing.quick_due if step.track == QUICK else standing.system_due
    deadline = chain.stage(step.to_stage).deadline
    return falls_on(deadline, today, sittings) if deadline else None


def falls_on(deadline: Deadline, today: date, sittings: Sittings) -> date | None:
    """The date of a deadline that begins today; None where it hangs on a sitting that nobody has planned."""
    return deadline.from_day(today, [day for day in sittings.get(deadline.before, ()) if day > today])
