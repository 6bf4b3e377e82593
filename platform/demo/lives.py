"""What becomes of a story, day by day, by the rules that the verbs ask: a life of a case, before it is a row.

Every step is one that `cases.outcomes` allows and leads where `cases.standing` says, so that the
demo can't show what Samsyn would not have done. A step that the rules refuse stops the loading.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from demo.stories import Story
from demo.variations import reply_for
from workflows.cases import outcomes, receipts, standing
from workflows.cases.outcomes import NOT_OPEN, Pointed, Refusal, Step
from workflows.cases.standing import Promises, Standing
from workflows.chains.chain import QUICK, SYSTEM, Chain, Need, Track
from workflows.questions.sheet import Sheet

Act = Callable[[], None]
Script = Callable[["Life"], Iterator[tuple[int, Act]]]


@dataclass(frozen=True)
class Surroundings:
    """What a case meets in its organisation."""

    chain: Chain
    sheet: Sheet
    promises: Promises
    sittings: Mapping[str, tuple[date, ...]]
    # The e-mail addresses of those who act, by body; and of those who can be pointed out.
    people: Mapping[str, tuple[str, ...]]
    script: Script


@dataclass(frozen=True)
class Made:
    """One move: when, by whom (nobody where the clock made it), and where the case stood then."""

    at: datetime
    step: Step
    by: str | None
    given: Mapping[str, str]
    bodies: frozenset[str]
    has: frozenset[Need]
    pointed: Pointed


@dataclass(frozen=True)
class Said:
    """A letter of the talk; by nobody where the reporter wrote it."""

    at: datetime
    by: str | None
    text: str


@dataclass(frozen=True)
class Stamp:
    """Something that was done once: when and by whom."""

    at: datetime
    by: str


@dataclass
class Life:
    """One story on its way: each step comes some days after the one before, if that day has been."""

    story: Story
    around: Surroundings
    random: Random
    sent_at: datetime
    now: datetime
    stuck: bool = False
    # The form page's id, from which the code of its receipt follows.
    page_id: str = field(default_factory=receipts.new_page_id)
    moves: list[Made] = field(default_factory=list)
    letters: list[Said] = field(default_factory=list)
    taken_by: str | None = None
    judged: Stamp | None = None
    masked: Stamp | None = None
    analysed: Stamp | None = None
    asked: Stamp | None = None
    heard: Stamp | None = None
    pointed: tuple[str, ...] = ()
    pointed_at: datetime | None = None
    decided: Stamp | None = None
    helped: str = ""
    helped_at: datetime | None = None

    def live(self) -> "Life":
        """Takes the report in and the steps whose day has been."""
        self.moment = self.sent_at
        first = self.story.answers.get("mottagare", "")
        chosen = first if isinstance(first, str) and first else self.around.chain.first
        step = outcomes.start_at(self.around.chain, chosen)
        self.stands = standing.received(
            self.around.chain, step, self.sent_at.date(), self.around.promises, self.around.sittings
        )
        self.note(step, None, {})
        stops = self.random.randint(1, 4) if self.stuck else 99
        for number, (days, act) in enumerate(self.around.script(self)):
            soonest = self.moment + timedelta(minutes=self.random.randint(2, 40))
            moment = max(soonest, at_work(self.moment + timedelta(days=days), self.random))
            self.let_the_clock_work(until=min(moment, self.now))
            if moment >= self.now or number >= stops:
                break
            self.moment = moment
            act()
        self.let_the_clock_work(until=self.now)
        return self

    # --- Who and where -----------------------------------------------------------------------------------

    @cached_property
    def leader(self) -> str:
        """The first receiver who takes the case."""
        return self.random.choice(self.around.people[self.stands.first_body])

    def member(self, body: str) -> str:
        """Somebody who acts in a body."""
        return self.random.choice(self.around.people[body])

    @property
    def stage(self) -> str:
        """Where the system track stands."""
        return self.stands.present.system

    @property
    def closed(self) -> bool:
        """Whether both tracks have ended."""
        return self.stands.present.closed

    @property
    def has(self) -> frozenset[Need]:
        """What the case has of what outcomes need."""
        found: dict[Need, bool] = {
            "classified": self.judged is not None,
            "masked": self.masked is not None,
            "analysed": self.analysed is not None,
            "heard": self.heard is not None,
            "paired": len(self.pointed) > 1,
        }
        return frozenset(need for need, there in found.items() if there)

    # --- What happens ------------------------------------------------------------------------------------

    def move(self, outcome: str, by: str, **given: str) -> None:
        """One move by somebody who acts in the body that has it."""
        track = self.track_of(outcome)
        stage = self.around.chain.stage(self.stands.present.at(track))
        bodies = frozenset({stage.body})
        here = self.pointed_here(by)
        step = outcomes.decide(self.around.chain, self.stands.present, bodies, self.has, outcome, given, here)
        if isinstance(step, Refusal):
            raise ValueError(f"the demo cannot choose {outcome}: {step}")
        self.take(step, by, given, here)

    def track_of(self, outcome: str) -> Track:
        """The track whose stage has the outcome now."""
        for track in (QUICK, SYSTEM):
            at = self.stands.present.at(track)
            if at not in NOT_OPEN and self.around.chain.stage(at).outcome(outcome):
                return track
        raise ValueError(f"the demo has no {outcome} at {self.stands.present}")

    def take(self, step: Step, by: str | None, given: Mapping[str, str], here: Pointed) -> None:
        """Makes a decided move."""
        before = self.has
        self.stands = standing.taken(
            self.stands,
            self.around.chain,
            step,
            self.moment.date(),
            given,
            self.around.promises,
            self.around.sittings,
        )
        if step.outcome.takes:
            self.taken_by = by
        self.note(step, by, given, before, here)

    def note(
        self,
        step: Step,
        by: str | None,
        given: Mapping[str, str],
        has: frozenset[Need] = frozenset(),
        here: Pointed = outcomes.NOBODY,
    ) -> None:
        """Remembers a move, with what allowed it."""
        chain = self.around.chain
        bodies = frozenset(stage.body for stage in chain.stages if stage.outcome(step.outcome.id))
        self.moves.append(Made(self.moment, step, by, given, bodies, has, here))

    def pointed_here(self, by: str) -> Pointed:
        """Who is pointed out, by their place in the list, and who has said that the discussion has begun."""
        if not self.pointed:
            return outcomes.NOBODY
        numbers = {email: number for number, email in enumerate(self.pointed)}
        came = max(
            (n for n, made in enumerate(self.moves) if made.step.from_stage != made.step.to_stage), default=0
        )
        chose: dict[str, frozenset[int]] = {}
        for made in self.moves[came + 1 :]:
            if made.by in numbers:
                known = chose.get(made.step.outcome.id, frozenset())
                chose[made.step.outcome.id] = known | {numbers[made.by]}
        return Pointed(frozenset(numbers.values()), numbers.get(by), chose)

    def let_the_clock_work(self, until: datetime) -> None:
        """What the clock moves up by itself before somebody else does something."""
        while (due := self.stands.system_due) and due < until.date():
            step = outcomes.decide_overdue(self.around.chain, self.stands.present, SYSTEM, self.has)
            if not isinstance(step, Step):
                return
            self.moment = datetime.combine(due + timedelta(days=1), self.sent_at.timetz()).replace(hour=0)
            self.take(step, None, {}, outcomes.NOBODY)

    def write(self, letter: Mapping[str, str]) -> None:
        """One letter of the talk."""
        ours = letter["from"] == "leader"
        self.letters.append(Said(self.moment, self.leader if ours else None, letter["text"]))
        if ours:
            self.stands = standing.told(self.stands, self.moment.date(), self.around.promises)

    def judge(self) -> None:
        """The classification."""
        self.judged = Stamp(self.moment, self.leader)

    def mask(self) -> None:
        """The masked text, written and approved."""
        self.masked = Stamp(self.moment, self.leader)

    def analyse(self) -> None:
        """The analysis sheet."""
        self.analysed = Stamp(self.moment, self.leader)

    def ask(self) -> None:
        """The question to the local chef of a party."""
        self.asked = Stamp(self.moment, self.leader)

    def hear(self) -> None:
        """Their statement."""
        self.heard = Stamp(self.moment, self.leader)

    def point_out(self, *emails: str) -> None:
        """Those in the parties who are to solve it together."""
        self.pointed, self.pointed_at = emails, self.moment

    def decide(self, outcome: str, body: str, **given: str) -> None:
        """A decision, after which its measures begin."""
        by = self.member(body) if not self.pointed or body != "chefer" else self.pointed[0]
        if self.story.decision:
            self.decided = self.decided or Stamp(self.moment, by)
        self.move(outcome, by, **given)

    def later(self, days: int) -> str:
        """A date so many days on (ISO 8601)."""
        return (self.moment + timedelta(days=days)).date().isoformat()

    def say_whether_it_helped(self) -> None:
        """Some reporters say so afterwards."""
        if self.closed and self.random.random() < 0.35:
            self.helped = self.random.choice(["yes", "yes", "yes", "partly", "no"])
            self.helped_at = self.moment

    @cached_property
    def reply(self) -> str:
        """What the reporter is told: what was written for the story, else what fits most."""
        return self.story.reply or reply_for(self.random)


def at_work(moment: datetime, random: Random) -> datetime:
    """The moment moved to a working hour of the same or the next weekday."""
    while moment.weekday() > 4:
        moment += timedelta(days=1)
    return moment.replace(hour=random.randint(8, 16), minute=random.randint(0, 59))


def replayed(life: Life) -> Standing:
    """Where the life's moves lead by the rules, for a test that trusts nothing that the life remembers.

    Raises ValueError at the first move that the rules would not have allowed.
    """
    around = life.around
    first, *others = life.moves
    stands = standing.received(around.chain, first.step, first.at.date(), around.promises, around.sittings)
    ours = [said for said in life.letters if said.by]
    for made in others:
        step = made.step
        while ours and ours[0].at < made.at:
            stands = standing.told(stands, ours.pop(0).at.date(), around.promises)
        decided = outcomes.decide(
            around.chain, stands.present, made.bodies, made.has, step.outcome.id, made.given, made.pointed
        )
        if decided != step:
            raise ValueError(f"{step.outcome.id} at {stands.present}: {decided}")
        stands = standing.taken(
            stands, around.chain, step, made.at.date(), made.given, around.promises, around.sittings
        )
    for said in ours:
        stands = standing.told(stands, said.at.date(), around.promises)
    return stands
