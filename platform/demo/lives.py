"""What happens to a story in the demo, day by day, by the verbs that the pages use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from demo.stories import Story
from tenants import clock
from workflows.cases import classification, conversation, masked, moves
from workflows.cases.classification import Triage
from workflows.cases.conversation import Opinion
from workflows.cases.models import Case
from workflows.cases.moves import Choice
from workflows.cases.receipts import new_page_id
from workflows.cases.received import Report, Sender, receive
from workflows.intake.models import Entrance
from workflows.questions.models import Word

Act = Callable[[], object]


@dataclass(frozen=True)
class Seated:
    """Who acts for which body in an organisation."""

    leader: User
    group: User
    heads: User


@dataclass
class Life:
    """One story on its way: each step comes some days after the one before, if that day has been."""

    story: Story
    seated: Seated
    random: Random
    sent_at: datetime

    def live(self) -> Case:
        """Sends the report in and takes the steps whose day has been."""
        now, moment = clock.now(), self.sent_at
        with clock.standing_at(moment):
            self.case = self.send()
        for days, act in self.steps():
            moment = at_work(moment + timedelta(days=days), self.random)
            if moment >= now:
                break
            with clock.standing_at(moment):
                act()
        return self.case

    def send(self) -> Case:
        """The report; every third reporter leaves an address."""
        entrance = Entrance.objects.select_related("form__version", "chain__version").get()
        reachable = self.random.random() < 1 / 3
        sender = (
            Sender(email="kollega@arbetsplats.example", organisation="En av parterna")
            if reachable
            else Sender()
        )
        report = Report(page_id=new_page_id(), answers=self.story.answers, sender=sender)
        return receive(report, entrance.form.version, entrance.chain.version, entrance.analysis_version).case

    def steps(self) -> Iterator[tuple[int, Act]]:
        """What happens, and how many days after the step before."""
        yield self.random.randint(1, 4), lambda: self.move("ta", self.seated.leader, "processledare")
        for letter in self.story.letters:
            yield 1, lambda letter=letter: self.write(letter)  # type: ignore[misc]
        yield self.random.randint(1, 5), self.judge
        if self.story.masked:
            yield from self.up_the_chain()
        elif self.story.reply:
            yield self.random.randint(3, 25), self.close_quick
        else:
            yield 2, lambda: self.move("vanta-pa-part", self.seated.leader, "processledare", reason=WAITS)
        if self.story.reply:
            yield 6, self.say_whether_it_helped

    def up_the_chain(self) -> Iterator[tuple[int, Act]]:
        """To the arbetsgrupp without the person, further up for some, and back as an answer."""
        leader, group, heads = self.seated.leader, self.seated.group, self.seated.heads
        yield 2, lambda: masked.write(self.case, self.story.masked, leader)
        yield 1, lambda: masked.approve(self.case, leader)
        yield 1, lambda: self.move("lyft-till-arbetsgruppen", leader, "processledare")
        if self.story.level == "struktur":
            reason = "Det kräver mer än vi kan ändra själva."
            yield 20, lambda: self.move("lyft-till-forbundscheferna", group, "arbetsgrupp", reason=reason)
            yield 15, lambda: self.move("besluta-om-insats", heads, "forbundschefer", decision=DECIDED)
            if self.story.pattern:
                reason = "Flera ärenden visar samma sak."
                yield 5, lambda: self.move("for-in-i-parterna", heads, "forbundschefer", reason=reason)
                if self.story.reply:
                    yield 2, self.close_quick
                return
        else:
            yield 18, lambda: self.move("besluta-i-arbetsgruppen", group, "arbetsgrupp", decision=DECIDED)
        if self.story.reply:
            yield 10, self.close_quick
            yield 20, self.close_system

    def move(self, outcome: str, by: User, body: str, **given: str) -> None:
        """One move by somebody in a body."""
        moves.move(self.case, Choice(outcome, given), by, frozenset({body}))

    def write(self, letter: dict[str, str]) -> None:
        """One letter of the talk."""
        if letter["from"] == "leader":
            conversation.write_to_reporter(self.case, letter["text"], self.seated.leader)
        else:
            conversation.write_from_reporter(self.case, letter["text"])

    def judge(self) -> None:
        """The classification, in the tenant's own words."""
        words = list(Word.objects.filter(list="category", shared=self.story.category))
        word = next((word for word in words if word.under == self.story.level), words[0])
        kind = "systembrist" if self.story.recurrence in ("ofta", "nagra") else "enstaka-brist"
        found = Triage(
            type=kind,
            level=word.under,
            category=word.code,
            parties=self.story.parties,
            recurrence=self.story.recurrence,
            approach="dialog" if kind == "enstaka-brist" else "arbetsgrupp",
            reason="Efter samtal med rapportören." if self.story.letters else "Efter rapporten.",
        )
        classification.classify(self.case, found, self.seated.leader)

    def close_quick(self) -> None:
        """The answer that the reporter gets about this person's matter."""
        self.move("svara-och-stang", self.seated.leader, "processledare", reply=self.story.reply)

    def close_system(self) -> None:
        """The answer about what has changed for everybody, by whoever has the case."""
        stage = Case.objects.get(pk=self.case.pk).system_stage
        body, by = (
            ("arbetsgrupp", self.seated.group)
            if stage == "arbetsgrupp"
            else ("forbundschefer", self.seated.heads)
        )
        outcome = "avsluta-i-arbetsgruppen" if stage == "arbetsgrupp" else "avsluta-hos-forbundscheferna"
        self.move(outcome, by, body, reason="Åtgärden är genomförd.", reply=SYSTEM_REPLY)

    def say_whether_it_helped(self) -> None:
        """Some reporters say so afterwards."""
        if Case.objects.get(pk=self.case.pk).closed_at and self.random.random() < 0.4:
            helped = self.random.choice(["yes", "yes", "partly", "no"])
            conversation.say_whether_it_helped(self.case, Opinion(helped))


WAITS = "Frågan är ställd till en part, som har lovat svar."
DECIDED = "Parterna skriver en gemensam rutin. Ansvarig är utvecklingsledaren, klart inom ett kvartal."
SYSTEM_REPLY = (
    "Det du rapporterade gällde fler än en person. Parterna har nu en gemensam rutin för det. "
    "Märker du att den inte följs, rapportera igen."
)


def at_work(moment: datetime, random: Random) -> datetime:
    """The moment moved to a working hour of the same or the next weekday."""
    while moment.weekday() > 4:
        moment += timedelta(days=1)
    return moment.replace(hour=random.randint(8, 16), minute=random.randint(0, 59))


def age_of(story: Story, random: Random) -> int:
    """How many days ago a report came: what is open is young, what is answered may be old."""
    if story.masked and not story.reply:
        return random.randint(12, 55)
    if story.masked:
        return random.randint(40, 380)
    return random.randint(9, 390) if story.reply else random.randint(0, 24)
