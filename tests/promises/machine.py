"""Anybody does anything at any time, by the real doors and verbs, and the promises are held against it."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tenants import air, clock
from tests.promises import keeping
from tests.promises.keeping import Broken
from tests.promises.people import (
    ADMINISTRATORS,
    EVERYBODY,
    SENDER,
    SITTING,
    House,
    as_administrator,
    gather,
    new_seat,
    send,
)
from tests.promises.scene import Scene, Sent, facts_now
from tests.promises.script import (
    CLOSED,
    ORGANISATION,
    PICKED,
    RAW,
    SAME_ORGANISATION,
    Held,
    Script,
    all_outcomes,
)
from tests.promises.tally import Tally
from workflows.bodies.models import Body, Seat, Sitting
from workflows.bodies.seats import leave, seat
from workflows.bodies.sittings import call_off, plan
from workflows.cases import (
    analysis,
    classification,
    contacts,
    conversation,
    masked,
    moves,
    pointed,
    references,
    tasks,
)
from workflows.cases.access import (
    Reader,
    case_for,
    contact_case_for,
    pointed_case_for,
    reader_as,
    received_case_for,
)
from workflows.cases.analysis import NotAsked
from workflows.cases.classification import Triage
from workflows.cases.conversation import NewNote, Opinion
from workflows.cases.locking import Closed
from workflows.cases.models import Case, PointedOut
from workflows.cases.moves import Choice, NoLongerPossible
from workflows.cases.receipts import new_page_id
from workflows.cases.received import AnotherReport, Sender, by_code
from workflows.cases.references import Elsewhere
from workflows.measures import measures, statements
from workflows.measures.access import measure_for, statement_for
from workflows.measures.measures import FollowUp, NewMeasure, NotTheirs
from workflows.measures.overdue import mind_measures
from workflows.measures.statements import AlreadyEntered, Question

REFUSALS = (
    Http404,
    ValidationError,
    Closed,
    NoLongerPossible,
    AnotherReport,
    NotAsked,
    NotTheirs,
    AlreadyEntered,
)
VERBS = frozenset(
    {
        "report", "letter from reporter", "feedback", "letter to reporter", "note", "classify",
        "write masked text", "approve masked text", "read contact", "seat", "leave", "the clock",
        "fill in analysis", "refer", "point out", "withdraw", "acknowledge", "plan sitting",
        "call off sitting", "decide measure", "follow up", "ask statement", "enter statement",
    }
    | {f"move: {outcome}" for outcome in all_outcomes()}
)  # fmt: skip
NEVER_REFUSED = frozenset({"the clock"})

# Before a change to summer time, before one to winter time, before a holiday and a new year.
DAYS = [datetime(2026, *day, 8, tzinfo=clock.STOCKHOLM) for day in ((3, 27), (10, 23), (12, 18))]
GOOD = {"plain": "{}", "emoji": "{} 🙂 å", "markup": "{} <b>'; --", "lines": " {}\n\n• {}\n"}
PERSONNUMMER = "811228-9874"
BAD = {
    "empty": "",
    "blank": " \n ",
    "number": f"{{}} {PERSONNUMMER}",
    "nul": "{}\x00",
    "surrogate": "{}\ud800",
    "long": f"{{}} {'a' * 200_000}",
}

anybody = st.sampled_from(EVERYBODY)
sitting = st.sampled_from(SITTING)
leaders = st.sampled_from(["leader", "colleague", "leader"])
mostly_leaders = st.one_of(leaders, leaders, anybody)
# Hypothesis likes the ends of a list, so that what is to be frequent stands there.
mostly_good = st.sampled_from([*GOOD, *BAD, *GOOD, *GOOD])
mostly = st.sampled_from([True, False, True, True])
which = st.integers(0, 5)


class Machine(RuleBasedStateMachine):
    """One example: an organisation and its neighbour, in a transaction that is never committed."""

    houses: ClassVar[tuple[House, ...]]
    # The family that is home in every example, and the outcome that each begins at; any, where it is empty.
    at: ClassVar[str] = ""
    towards: ClassVar[str] = ""
    tally: ClassVar[Tally]
    # Statements that take something away that holds a promise, for tests of the promises themselves.
    spoilt: ClassVar[tuple[str, ...]] = ()
    scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.written = 0
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())

    def teardown(self) -> None:
        """Looks at the neighbour, and leaves nothing behind."""
        try:
            # Who is interrupted in the middle of a question to the database cannot ask another.
            if hasattr(self, "beside") and not self.broken and not connection.needs_rollback:
                air.leave()
                if keeping.everything_in(self.scene.people.beside.tenant.schema_name) != self.beside:
                    raise Broken(keeping.NEIGHBOUR, "the neighbour's rows are others than they were")
        finally:
            air.leave()
            transaction.set_rollback(True)
            self.stack.close()

    @initialize(
        data=st.data(),
        now=st.sampled_from(DAYS),
        stranger=st.sampled_from([who for who in EVERYBODY if who not in SITTING]),
        talk=st.sampled_from(["letter to reporter", "note", "read contact"]),
        past=st.booleans(),
        reported=mostly,
    )
    def begin(
        self, data: st.DataObject, now: datetime, stranger: str, talk: str, past: bool, reported: bool
    ) -> None:
        """One organisation is home and another its neighbour; a case may have come some way already."""
        self.broken = False
        mail.outbox = []
        houses = {house.tenant.slug: house for house in self.houses}
        homes = [slug for slug, house in houses.items() if self.at in ("", house.script.name)]
        home = houses.pop(data.draw(st.sampled_from(sorted(homes))))
        beside = houses[data.draw(st.sampled_from(sorted(houses)))]
        for house in (home, beside) if self.spoilt else ():
            with air.inside(house.tenant), connection.cursor() as cursor:
                cursor.execute("; ".join(self.spoilt))
        self.tally.met[home.script.name] += 1
        people = gather(home, beside, now)
        air.enter(home.tenant)
        at_first = facts_now()
        self.scene = Scene(people, now, at_first, at_first, dict(home.script.seated))
        self.checked = at_first
        self.beside = keeping.everything_in(beside.tenant.schema_name)
        if reported:
            outcome = self.towards or data.draw(st.sampled_from(sorted(home.script.outcomes)))
            self.come_to(outcome, stranger, talk, past=past)

    def come_to(self, outcome: str, stranger: str, talk: str, *, past: bool) -> None:
        """Leads a case to the stage of the outcome, which others try in vain before it is chosen."""
        script = self.script
        stage = script.outcomes[outcome]["stage"]
        entry, way = script.way_to(stage, past=past)
        self.report("plain", contact=True, again=False, other_words=False, one=0, entry=entry)
        first = script.holder(script.body(entry))
        for actor in ("group", first, stranger):
            self.talk(talk, actor, 0)
        needs = script.needed([*way, outcome])
        if needs:
            # In vain, before the case has what goes before it.
            self.move(first, 0, next(one for one in [*way, outcome] if script.needed([one])), "plain")
            self.prepare(0, needs, first)
        for step in way:
            self.move(script.holder(script.body(script.outcomes[step]["stage"])), 0, step, "plain")
        holder = script.holder(script.body(stage))
        for actor in [stranger, *([first] if way else [])]:
            self.move(actor, 0, outcome, "plain")
        self.move(holder, 0, outcome, "plain")
        self.feedback(0, "plain", "no", knows_the_code=True)

    @property
    def script(self) -> Script:
        """The family that the example is about."""
        return self.scene.script

    def talk(self, what: str, actor: str, one: int) -> None:
        """Somebody does one of the things that the first receiver does with a report."""
        match what:
            case "letter to reporter":
                self.letter_to_reporter(actor, one, "plain")
            case "note":
                self.note(actor, one, "plain", "arbetsmaterial", talk=True)
            case "read contact":
                self.read_contact(actor, one, "plain")

    # --- What is done ------------------------------------------------------------------------------------

    def do(
        self, verb: str, act: Callable[[], object], *, may: bool, else_broken: str = keeping.ONLY_BY_SEAT
    ) -> bool:
        """Does it, and says whether it was done; `may` is what the machine knows of whether it should be.

        `else_broken` is the promise that is broken where it was done all the same.
        """
        scene = self.scene
        scene.now += timedelta(minutes=1)
        scene.clock_ran = False
        why: Exception | None = None
        try:
            with clock.standing_at(scene.now):
                act()
        except REFUSALS as refusal:
            why = refusal
        except Broken:
            self.broken = True
            raise
        except Exception as error:
            raise self.breaking(keeping.DOES_OR_SAYS_WHY, f"{verb}: {type(error).__name__}") from error
        done = why is None
        scene.before, scene.facts = scene.facts, facts_now()
        (self.tally.done if done else self.tally.refused)[verb] += 1
        if done and not may:
            raise self.breaking(else_broken, verb)
        if may and not done:
            raise self.breaking(keeping.NOT_HINDERED, f"{verb}: {why!r}")
        if not done and scene.facts != scene.before:
            raise self.breaking(keeping.NOTHING_BY_HALVES, verb)
        if isinstance(why, ValidationError) and not all(map(str.strip, sentences_of(why))):
            raise self.breaking(keeping.DOES_OR_SAYS_WHY, f"{verb}: refused without a word")
        return done

    def breaking(self, sentence: str, what: str) -> Broken:
        """A promise that is broken by what was done."""
        self.broken = True
        return Broken(sentence, what)

    def say(self, how: str, kind: str) -> str:
        """A text that nobody wrote before."""
        self.written += 1
        return {**GOOD, **BAD}[how].replace("{}", f"{kind} nummer {self.written} i ordningen")

    def case(self, one: int) -> Sent:
        """One of the cases that there are."""
        return self.scene.sent[one % len(self.scene.sent)]

    @property
    def any_sent(self) -> bool:
        """Whether there is a case."""
        return bool(self.scene.sent)

    # --- The reporter ------------------------------------------------------------------------------------

    @rule(
        how=mostly_good,
        contact=st.booleans(),
        again=st.booleans(),
        other_words=st.booleans(),
        one=which,
        entry=st.sampled_from(["first", "past", "first"]),
    )
    def report(self, how: str, contact: bool, again: bool, other_words: bool, one: int, entry: str) -> None:
        """Sends a report, or one that was sent before, or other words from the same page."""
        if self.any_sent and (again or len(self.scene.sent) == 4):
            self.report_again(self.case(one), other_words)
            return
        script = self.script
        entry = {"first": script.entries[0], "past": script.entries[-1]}.get(entry, entry)
        page, answers = new_page_id(), {**script.sent_to(entry), "handelse": self.say(how, f"{RAW}-SVAR")}
        made: list[Sent] = []

        def send_new() -> None:
            got = send(page, answers, SENDER if contact else Sender())
            kept = {q: v.strip() if isinstance(v, str) else v for q, v in answers.items()}
            made.append(Sent(page, kept, contact, entry, got.case.pk, got.case.reference, got.code))

        self.do("report", send_new, may=how in GOOD)
        self.scene.sent += made

    def report_again(self, sent: Sent, other_words: bool) -> None:
        """Sends a report that was sent before, or other words from the same page."""
        words = {**sent.answers, "handelse": f"{RAW}-SVAR på samma sida"} if other_words else sent.answers
        received: list[Case] = []

        def send_again() -> None:
            again = send(sent.page_id, dict(words), SENDER if sent.contact else Sender())
            received.append(again.case)
            if again.code != sent.code:
                raise Broken(keeping.ONCE, "it has another code")

        self.do("report", send_again, may=not other_words)
        if received and received[0].pk != sent.pk:
            raise self.breaking(keeping.ONCE, "it is another case")

    @precondition(lambda self: self.any_sent)
    @rule(one=which, how=mostly_good, knows_the_code=mostly)
    def letter_from_reporter(self, one: int, how: str, knows_the_code: bool) -> None:
        """The reporter writes, or somebody who guesses a code."""
        sent, text = self.case(one), self.say(how, f"{RAW}-BREV från rapportören")

        def act() -> None:
            conversation.write_from_reporter(opened_by(sent.code, knows_the_code), text)

        self.do("letter from reporter", act, may=how in GOOD and knows_the_code)

    @precondition(lambda self: self.any_sent)
    @rule(
        one=which,
        how=mostly_good,
        helped=st.sampled_from(["yes", "partly", "kanske", "no"]),
        knows_the_code=mostly,
    )
    def feedback(self, one: int, how: str, helped: str, knows_the_code: bool) -> None:
        """The reporter says whether it helped; there is nothing to say before there is a reply."""
        sent, text = self.case(one), self.say(how, f"{RAW}-OMDÖME")
        answered = bool(self.scene.facts.of("reply", sent.pk))
        storable = how in (*GOOD, "empty", "blank")

        def act() -> None:
            case = opened_by(sent.code, knows_the_code)
            conversation.say_whether_it_helped(case, Opinion(helped, text))

        self.do("feedback", act, may=knows_the_code and helped != "kanske" and answered and storable)

    # --- The first receiver, and who would like to be ----------------------------------------------------

    def as_first_receiver(
        self, verb: str, actor: str, sent: Sent, act: Callable[[Case, Reader], object], *, may: bool
    ) -> bool:
        """Does something that the first receiver alone may do, through its door."""

        def entered() -> None:
            reader = self.scene.reader(actor)
            act(received_case_for(reader, sent.reference), reader)

        return self.do(verb, entered, may=may and self.scene.receives(actor, sent.pk))

    @precondition(lambda self: self.any_sent)
    @rule(actor=mostly_leaders, one=which, how=mostly_good)
    def letter_to_reporter(self, actor: str, one: int, how: str) -> None:
        """The next word that was promised."""
        sent, text = self.case(one), self.say(how, f"{RAW}-BREV till rapportören")
        self.as_first_receiver(
            "letter to reporter",
            actor,
            sent,
            lambda case, reader: conversation.write_to_reporter(case, text, reader.user),
            may=how in GOOD and self.scene.is_open(sent.pk),
        )

    @precondition(lambda self: self.any_sent)
    @rule(
        actor=mostly_leaders,
        one=which,
        how=mostly_good,
        standing=st.sampled_from(["arbetsmaterial", "viskning", "handling"]),
        talk=st.booleans(),
    )
    def note(self, actor: str, one: int, how: str, standing: str, talk: bool) -> None:
        """A note of a call, as something that there is."""
        sent, text = self.case(one), self.say(how, f"{RAW}-ANTECKNING")
        self.as_first_receiver(
            "note",
            actor,
            sent,
            lambda case, reader: conversation.note(case, NewNote(text, standing, talk), reader.user),
            may=how in GOOD and standing != "viskning" and self.scene.is_open(sent.pk),
        )

    @precondition(lambda self: self.any_sent)
    @rule(actor=mostly_leaders, one=which, how=mostly_good, wrong=st.integers(-12, 12))
    def classify(self, actor: str, one: int, how: str, wrong: int) -> None:
        """By the words of the organisation, or by others; a category stands under its level."""
        sent, reason = self.case(one), self.say(how, f"{RAW}-SKÄL till bedömningen")
        found = {"reason": reason, "parties": ["fk"], **self.script.triage}
        wrongs = dict(enumerate(self.script.wrong, start=1))
        wanted = Triage(**{**found, **wrongs.get(wrong, {})})  # type: ignore[arg-type]
        self.as_first_receiver(
            "classify",
            actor,
            sent,
            lambda case, reader: classification.classify(case, wanted, reader.user),
            may=how in GOOD and wrong not in wrongs and self.scene.is_open(sent.pk),
        )

    @precondition(lambda self: self.any_sent)
    @rule(
        actor=mostly_leaders,
        one=which,
        how=mostly_good,
        question=st.sampled_from(["handelse", "aterkommer", "handelse", "handelse"]),
    )
    def write_masked(self, actor: str, one: int, how: str, question: str) -> None:
        """The text without the person, for a question that is answered in words."""
        sent, texts = self.case(one), {question: self.say(how, "Avidentifierat")}
        self.as_first_receiver(
            "write masked text",
            actor,
            sent,
            lambda case, reader: masked.write(case, texts, reader.user),
            may=how in GOOD and question == "handelse" and self.scene.is_open(sent.pk),
        )

    @precondition(lambda self: self.any_sent)
    @rule(actor=mostly_leaders, one=which)
    def approve(self, actor: str, one: int) -> None:
        """A text that is there."""
        sent = self.case(one)
        self.as_first_receiver(
            "approve masked text",
            actor,
            sent,
            lambda case, reader: masked.approve(case, reader.user),
            may=bool(self.scene.facts.of("maskedtext", sent.pk)),
        )

    @precondition(lambda self: self.any_sent)
    @rule(
        one=which, left_out=st.sampled_from(["", "masked", "classified", "analysed", "heard", "paired", ""])
    )
    def make_ready(self, one: int, left_out: str) -> None:
        """All that a case needs before it can be lifted, or all but one thing."""
        needs = self.script.needed(list(self.script.outcomes)) - {left_out}
        self.prepare(one, needs, self.scene.receiver(self.case(one).pk))

    def prepare(self, one: int, needs: frozenset[str], actor: str) -> None:
        """What a case needs, by somebody who should be its first receiver."""
        if "classified" in needs:
            self.classify(actor, one, "plain", 0)
        if "masked" in needs:
            self.write_masked(actor, one, "plain", "handelse")
            self.approve(actor, one)
        if "analysed" in needs:
            self.fill_in(actor, one, "plain", "")
        if "heard" in needs:
            self.hear(actor, one)
        waiting = [key for key, held in sorted(self.scene.seats.items()) if held.pointed_out]
        for seated in waiting if "paired" in needs else ():
            self.point(actor, one, seated)

    @precondition(lambda self: self.any_sent)
    @rule(
        actor=mostly_leaders,
        one=which,
        how=mostly_good,
        spoilt=st.sampled_from(["", "missing", "unknown", "", ""]),
    )
    def fill_in(self, actor: str, one: int, how: str, spoilt: str) -> None:
        """The analysis, where the organisation asks for one; after the case has been classified."""
        sent, script = self.case(one), self.script
        # Bodies read it with the masked text, so it is written without the person, too.
        text = self.say(how, "Analysen")
        given = {question: value or text for question, value in script.analysis.items()}
        answers = {
            "": given,
            "missing": {question: value for question, value in given.items() if question != "orsak"},
            "unknown": {**given, "antal": "många"},
        }[spoilt]
        asked = bool(script.analysis) and "classified" in self.scene.has(sent.pk)
        self.as_first_receiver(
            "fill in analysis",
            actor,
            sent,
            lambda case, reader: analysis.fill_in(case, answers, reader.user),
            may=asked and how in GOOD and not spoilt and self.scene.is_open(sent.pk),
        )

    @precondition(lambda self: self.any_sent)
    @rule(actor=mostly_leaders, one=which, how=mostly_good)
    def refer(self, actor: str, one: int, how: str) -> None:
        """Where else the same matter stands."""
        sent, number = self.case(one), self.say(how, "Dnr")
        self.as_first_receiver(
            "refer",
            actor,
            sent,
            lambda case, reader: references.refer(case, Elsewhere("Lisa", number), reader.user),
            may=how in GOOD,
        )

    # --- Measures and statements -------------------------------------------------------------------------

    @precondition(lambda self: self.any_sent)
    @rule(
        actor=mostly_leaders,
        one=which,
        how=mostly_good,
        days=st.sampled_from([30, 0, -1, 90]),
        owner=st.sampled_from(["fk", "x", "af", "fk"]),
    )
    def decide_measure(self, actor: str, one: int, how: str, days: int, owner: str) -> None:
        """Who has the case decides, or its first receiver while the quick track is open."""
        scene, sent = self.scene, self.case(one)
        what, due = self.say(how, "Åtgärden"), scene.today + timedelta(days=days)
        kind = str(self.script.triage["approach"])
        wanted = NewMeasure(kind, what, owner, "Enhetschef", due, "collective")

        def act() -> None:
            reader = scene.reader(actor)
            case = case_for(reader, sent.reference)
            measures.decide(case, wanted, reader.user, reader.bodies_in(case))

        stand, bodies = scene.stand(sent.pk), scene.acts_in(actor, sent.pk)
        theirs = stand.owner in bodies or ("quick" in stand.open_tracks and stand.first in bodies)
        sound = how in GOOD and days >= 0 and owner != "x" and scene.is_open(sent.pk)
        self.do("decide measure", act, may=sound and theirs and scene.may_read(actor, sent.pk))

    @precondition(lambda self: bool(self.scene.facts["measure"]))
    @rule(data=st.data(), actor=mostly_leaders, how=mostly_good, done=mostly)
    def follow_up(self, data: st.DataObject, actor: str, how: str, done: bool) -> None:
        """Whoever reads the case says how it went, also when that is closed; what is undone has a reason."""
        scene = self.scene
        key = data.draw(st.sampled_from(sorted(scene.facts["measure"])))
        row, text = scene.facts["measure"][key], self.say(how, "Resultatet")
        wanted = FollowUp(text, done, "", "", date.fromisoformat(row["due"]), text)

        def act() -> None:
            reader = scene.reader(actor)
            measures.follow_up(measure_for(reader, key), wanted, reader.user)

        undone = row["done_at"] is not None and not done
        sound = how in GOOD or (how in ("empty", "blank") and not done and not undone)
        self.do("follow up", act, may=sound and scene.may_read(actor, row["case_id"]))

    @precondition(lambda self: self.any_sent)
    @rule(
        actor=mostly_leaders,
        one=which,
        how=mostly_good,
        days=st.sampled_from([14, 0, -1]),
        party=st.sampled_from(["fk", "af", "x", "fk"]),
    )
    def ask_statement(self, actor: str, one: int, how: str, days: int, party: str) -> None:
        """The first receiver or who has the case asks a party what it can do; once at a time."""
        scene, sent = self.scene, self.case(one)
        function, due = self.say(how, "Chef"), scene.today + timedelta(days=days)

        def act() -> None:
            reader = scene.reader(actor)
            case = case_for(reader, sent.reference)
            statements.ask(case, Question(party, function, due), reader.user, reader.bodies_in(case))

        asked = {row["party"] for row in scene.facts.of("statement", sent.pk) if row["entered_at"] is None}
        sound = how in GOOD and days >= 0 and party not in ("x", *asked) and scene.is_open(sent.pk)
        self.do("ask statement", act, may=sound and self.takes_statements(actor, sent.pk))

    @precondition(lambda self: bool(self.scene.facts["statement"]))
    @rule(data=st.data(), actor=mostly_leaders, how=mostly_good)
    def enter_statement(self, data: st.DataObject, actor: str, how: str) -> None:
        """Its answer is entered once, also when the case is closed."""
        self.enter(actor, data.draw(st.sampled_from(sorted(self.scene.facts["statement"]))), how)

    def enter(self, actor: str, key: int, how: str) -> None:
        """Enters the answer of a party."""
        scene = self.scene
        row, text = scene.facts["statement"][key], self.say(how, "Parten svarar")

        def act() -> None:
            reader = scene.reader(actor)
            statement = statement_for(reader, key)
            answer = statements.Answer("yes", text, text)
            statements.enter(statement, answer, reader.user, reader.bodies_in(statement.case))

        sound = how in GOOD and row["entered_at"] is None
        self.do("enter statement", act, may=sound and self.takes_statements(actor, row["case_id"]))

    def takes_statements(self, actor: str, case: int) -> bool:
        """Whether somebody asks parties about the case, and enters what they answer."""
        stand = self.scene.stand(case)
        return bool({stand.owner, stand.first} & self.scene.acts_in(actor, case))

    def hear(self, actor: str, one: int) -> None:
        """A statement is asked for and comes."""
        self.ask_statement(actor, one, "plain", 14, "fk")
        for row in self.scene.facts.of("statement", self.case(one).pk):
            if row["entered_at"] is None:
                self.enter(actor, row["key"], "plain")

    # --- Those who are pointed out -----------------------------------------------------------------------

    @precondition(lambda self: self.any_sent and bool(self.scene.seats))
    @rule(data=st.data(), actor=mostly_leaders, one=which, anyone=st.booleans())
    def point_out(self, data: st.DataObject, actor: str, one: int, anyone: bool) -> None:
        """Somebody is given a case to read; not who reads by a seat in a body already."""
        seats = sorted(self.scene.seats.items())
        every = [key for key, _held in seats]
        waiting = [key for key, held in seats if held.pointed_out and not anyone] or every
        self.point(actor, one, data.draw(st.sampled_from(waiting)))

    def point(self, actor: str, one: int, seated: tuple[str, str]) -> None:
        """Points out a seat in a case."""
        scene, sent = self.scene, self.case(one)
        row = scene.seat_row(*seated)
        assert row is not None, "the machine knows who sits where"
        already = seated in scene.pointed_seats(sent.pk)
        self.as_first_receiver(
            "point out",
            actor,
            sent,
            lambda case, reader: pointed.point_out(case, Seat.objects.get(pk=row["key"]), reader.user),
            may=scene.seats[seated].pointed_out and not already and scene.is_open(sent.pk),
        )

    @precondition(lambda self: bool(self.scene.facts["pointedout"]))
    @rule(data=st.data(), actor=mostly_leaders)
    def withdraw(self, data: st.DataObject, actor: str) -> None:
        """Somebody no longer has the case to read."""
        scene = self.scene
        key = data.draw(st.sampled_from(sorted(scene.facts["pointedout"])))
        row = scene.facts["pointedout"][key]
        sent = next(one for one in scene.sent if one.pk == row["case_id"])

        def act(case: Case, _reader: Reader) -> None:
            pointed.withdraw(pointed.current(case).get(pk=key) if row["ended_at"] is None else not_there())

        if self.as_first_receiver("withdraw", actor, sent, act, may=row["ended_at"] is None):
            scene.left.add(scene.bodies[scene.facts["seat"][row["seat_id"]]["body_id"]])

    @precondition(lambda self: self.any_sent)
    @rule(actor=st.one_of(st.sampled_from(["chef", "other_chef"]), anybody), one=which)
    def acknowledge(self, actor: str, one: int) -> None:
        """Somebody who is pointed out says that the outcome has reached them, for themselves alone."""
        scene, sent = self.scene, self.case(one)

        def act() -> None:
            reader = scene.reader(actor)
            pointed.acknowledge(pointed_case_for(reader, sent.reference), reader.user)

        user = scene.people.users[actor].pk
        waits = any(
            scene.facts["seat"][row["seat_id"]]["user_id"] == user and row["acknowledged_at"] is None
            for row in scene.facts.of("pointedout", sent.pk)
            if row["ended_at"] is None
        )
        ended = scene.stand(sent.pk).at["system"] == CLOSED
        self.do("acknowledge", act, may=waits and ended and scene.may_read(actor, sent.pk))
        for key, row in scene.facts["pointedout"].items():
            said = row["acknowledged_at"] != scene.before["pointedout"][key]["acknowledged_at"]
            if said and scene.facts["seat"][row["seat_id"]]["user_id"] != scene.people.users[actor].pk:
                raise self.breaking(keeping.ONLY_BY_SEAT, "acknowledged for somebody else")

    @precondition(lambda self: self.any_sent)
    @rule(actor=mostly_leaders, one=which, how=mostly_good)
    def read_contact(self, actor: str, one: int, how: str) -> None:
        """With a reason that is kept; never by who works where the reporter works."""
        scene, sent, reason = self.scene, self.case(one), self.say(how, "Skäl att läsa")

        def act() -> None:
            reader = scene.reader(actor)
            contact = contacts.read(contact_case_for(reader, sent.reference), reason, reader.user)
            if contact.name != SENDER.name:
                raise Broken(keeping.READ_WITH_REASON, "it is somebody else's")

        may = (
            how in GOOD
            and sent.contact
            and scene.is_open(sent.pk)
            and scene.receives(actor, sent.pk)
            and not scene.works_for_the_reporters_employer(actor, ORGANISATION)
        )
        stranger = not scene.receives(actor, sent.pk)
        broken = keeping.CONTACT_OF_FIRST if stranger else keeping.ONLY_BY_SEAT
        if self.do("read contact", act, may=may, else_broken=broken):
            new = scene.facts["contactreading"].keys() - scene.before["contactreading"].keys()
            kept = [scene.facts["contactreading"][key] for key in new]
            said = [(row["case_id"], scene.people.name_of(row["by_id"]), row["reason"]) for row in kept]
            if said != [(sent.pk, actor, reason.strip())]:
                raise self.breaking(keeping.READ_WITH_REASON, f"kept is {said}")

    # --- The bodies --------------------------------------------------------------------------------------

    def move(self, actor: str, one: int, outcome: str, how: str, short: str = "") -> None:
        """Moves a case, giving what the outcome asks for as well or as badly as told."""
        scene, sent = self.scene, self.case(one)
        row = self.script.outcomes[outcome]
        requires = row.get("requires", ())
        given = {} if short == "all" else {name: self.given(name, row, how) for name in requires}
        if short in given:
            given[short] = "Nej."

        def act() -> None:
            reader = scene.reader(actor)
            case = case_for(reader, sent.reference)
            moves.move(case, Choice(outcome, given), reader.user, reader.bodies_in(case))

        written = [name for name in requires if name not in PICKED]
        sound = how in GOOD or not written
        enough = not requires or (sound and short != "all" and short not in requires)
        there, lacks = scene.is_there(actor, sent.pk, outcome), scene.lacks(sent.pk, outcome)
        counts = scene.counts(actor, sent.pk, outcome)
        broken = keeping.NOT_BEFORE if there and enough and lacks else keeping.ONLY_BY_SEAT
        may = enough and there and not lacks
        if self.do(f"move: {outcome}", act, may=may, else_broken=broken) and not counts:
            scene.uncounted |= scene.facts.new_in("move", scene.before).keys()

    def given(self, name: str, outcome: Mapping[str, str], how: str) -> str:
        """What an outcome asks for: what is picked is right, what is written as told."""
        if name in PICKED:
            day = self.scene.today + timedelta(days=40)
            return {"decided_by": "collective", "follow_up": day.isoformat(), "addressee": "fk"}[name]
        of_the_person = RAW if self.script.track(outcome["stage"]) == "quick" else "Organets"
        return self.say(how, f"{RAW}-SVAR till rapportören" if name == "reply" else f"{of_the_person} {name}")

    @precondition(lambda self: self.any_sent)
    @rule(
        data=st.data(),
        actor=anybody,
        one=which,
        how=mostly_good,
        short=st.sampled_from(["", "reply", "all", *PICKED, ""]),
    )
    def try_any_outcome(self, data: st.DataObject, actor: str, one: int, how: str, short: str) -> None:
        """Anybody tries anything."""
        self.move(actor, one, data.draw(st.sampled_from(sorted(self.script.outcomes))), how, short)

    @precondition(lambda self: bool(self.choices("quick")))
    @rule(data=st.data(), how=st.sampled_from([*GOOD, "empty", "number", *GOOD]))
    def first_receiver_chooses(self, data: st.DataObject, how: str) -> None:
        """Somebody who may chooses an outcome of the quick track."""
        self.choose(data, self.choices("quick"), how)

    @precondition(lambda self: bool(self.choices("system")))
    @rule(data=st.data(), how=st.sampled_from([*GOOD, "empty", "number", *GOOD]))
    def body_chooses(self, data: st.DataObject, how: str) -> None:
        """Somebody who may chooses an outcome of the system track."""
        self.choose(data, self.choices("system"), how)

    def choose(self, data: st.DataObject, choices: list[tuple[str, int, str]], how: str) -> None:
        """One of them, the rare outcomes as often as the others."""
        chosen = data.draw(st.sampled_from(sorted({outcome for _actor, _one, outcome in choices})))
        who = [(actor, one) for actor, one, outcome in choices if outcome == chosen]
        self.move(*data.draw(st.sampled_from(who)), chosen, how)

    def choices(self, track: str) -> list[tuple[str, int, str]]:
        """Who can choose what in which case, on a track."""
        script = self.script
        return [
            (actor, one, outcome)
            for one, sent in enumerate(self.scene.sent)
            for actor in EVERYBODY
            for outcome in self.scene.can_choose(actor, sent.pk)
            if script.track(script.outcomes[outcome]["stage"]) == track
        ]

    # --- Seats -------------------------------------------------------------------------------------------

    @rule(
        actor=st.one_of(st.sampled_from(ADMINISTRATORS), anybody),
        user=st.one_of(sitting, anybody),
        body=which,
        sight=st.sampled_from(["preset", "full", "masked", "figures", "röntgen", "preset", "preset"]),
        employer=st.sampled_from(["", SAME_ORGANISATION, ""]),
        waits=st.sampled_from([False, True, False]),
    )
    def give_seat(self, actor: str, user: str, body: int, sight: str, employer: str, waits: bool) -> None:
        """An administrator gives a member a seat, and never themselves."""
        scene, where = self.scene, self.body(body)
        words = self.script.family.body(where)
        held = Held(words.sight, employer, words.pointed_out or waits)
        held = held if sight == "preset" else Held(sight, employer, waits)

        def act() -> None:
            as_administrator(scene.people.users[actor])
            seat(new_seat(self.script, where, scene.people.users[user], held), by=scene.people.users[actor])

        may = (
            actor in ADMINISTRATORS
            and user not in (actor, "neighbour")
            and (user, where) not in scene.seats
            and held.sight != "röntgen"
            and not (held.sight == "full" and held.pointed_out)
        )
        if self.do("seat", act, may=may):
            scene.seats[(user, where)] = held

    def body(self, one: int) -> str:
        """One of the bodies."""
        return self.script.bodies[one % len(self.script.bodies)]

    @precondition(lambda self: bool(self.scene.seats))
    @rule(data=st.data(), actor=st.one_of(st.sampled_from(ADMINISTRATORS), anybody))
    def end_seat(self, data: st.DataObject, actor: str) -> None:
        """Somebody leaves a body, perhaps the last who sat there."""
        self.leave(actor, *data.draw(st.sampled_from(sorted(self.scene.seats))))

    @precondition(lambda self: bool(self.scene.seats))
    @rule(one=which, clock_strikes=st.booleans())
    def everybody_leaves(self, one: int, clock_strikes: bool) -> None:
        """A body stands empty, perhaps with cases in it."""
        for user, key in sorted(self.scene.seats):
            if key == self.body(one):
                self.leave("administrator", user, key)
        if clock_strikes:
            self.clock_strikes(0)

    def leave(self, actor: str, user: str, body: str) -> None:
        """Somebody ends a seat."""
        scene = self.scene

        def act() -> None:
            as_administrator(scene.people.users[actor])
            leave(Seat.objects.current().get(user=scene.people.users[user], body__key=body))

        if self.do("leave", act, may=actor in ADMINISTRATORS):
            del scene.seats[(user, body)]
            scene.left.add(body)

    # --- Sittings ----------------------------------------------------------------------------------------

    @rule(
        actor=st.one_of(st.sampled_from(ADMINISTRATORS), anybody),
        one=which,
        days=st.sampled_from([30, 0, 90, 15, -1]),
    )
    def plan_sitting(self, actor: str, one: int, days: int) -> None:
        """A body is to meet on a day that has not come."""
        scene, on = self.scene, self.scene.today + timedelta(days=days)

        def act() -> None:
            as_administrator(scene.people.users[actor])
            plan(Body.objects.get(key=self.body(one)), on)

        self.do("plan sitting", act, may=actor in ADMINISTRATORS and days > 0)

    @precondition(lambda self: bool(self.scene.facts["sitting"]))
    @rule(data=st.data(), actor=st.one_of(st.sampled_from(ADMINISTRATORS), anybody))
    def call_off_sitting(self, data: st.DataObject, actor: str) -> None:
        """A sitting is not to be held; one that has been has been."""
        scene = self.scene
        key = data.draw(st.sampled_from(sorted(scene.facts["sitting"])))

        def act() -> None:
            as_administrator(scene.people.users[actor])
            call_off(Sitting.objects.get(pk=key))

        ahead = date.fromisoformat(scene.facts["sitting"][key]["on"]) > scene.today
        self.do("call off sitting", act, may=actor in ADMINISTRATORS and ahead)

    # --- Time --------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([1, 3, 20, 90]))
    def days_pass(self, days: int) -> None:
        """Time goes by."""
        self.scene.now += timedelta(days=days)

    @rule(days=st.sampled_from([0, 1, 7, 30, 120]))
    def clock_strikes(self, days: int) -> None:
        """What the clock does for cases, after it was down so long; the second time there is nothing left."""
        self.scene.now += timedelta(days=days)

        def act() -> None:
            tasks.mind_dates()
            tasks.mind_owners()
            tasks.mind_dates()
            mind_measures()
            mind_measures()
            tasks.send_mails()
            tasks.send_mails()

        self.do("the clock", act, may=True)
        self.scene.left.clear()
        self.scene.clock_ran = True

    @precondition(lambda self: self.any_sent)
    @rule(one=which)
    def neighbour_tries_at_home(self, one: int) -> None:
        """What opens a case here opens nothing next door, where the same reference is another case."""
        people, sent = self.scene.people, self.case(one)
        with air.inside(people.beside.tenant), clock.standing_at(self.scene.now):
            if by_code(sent.code) is not None:
                raise self.breaking(keeping.NEIGHBOUR, "a code opens a case next door")
            reader = reader_as(people.users["neighbour"])
            answers = [row.value for case in reader.cases() for row in case.answers.all()]
            if sent.answers["handelse"] in answers:
                raise self.breaking(keeping.NEIGHBOUR, "a case is read next door")
            if reader_as(people.users["leader"]).cases().exists():
                raise self.breaking(keeping.NEIGHBOUR, "a seat here reads cases next door")

    # --- What is promised --------------------------------------------------------------------------------

    @invariant()
    def promises_are_kept(self) -> None:
        """All of them, whatever was done."""
        if self.checked is self.scene.facts:
            return
        # A step may have been several things, one after the other: what they came to is looked at as one.
        self.scene.before, self.checked = self.checked, self.scene.facts
        with clock.standing_at(self.scene.now):
            broken = keeping.broken_in(self.scene)
        if broken is not None:
            self.broken = True
            raise broken


def not_there() -> PointedOut:
    """What has been withdrawn is not there to be withdrawn."""
    raise Http404


def opened_by(code: str, known: bool) -> Case:
    """The case that a code opens; one that is nearly right opens none."""
    case = by_code(code if known else code[:-1] + ("A" if code[-1] != "A" else "B"))
    if case is None:
        raise Http404
    return case


def sentences_of(refused: ValidationError) -> list[str]:
    """What a person is told to do."""
    return refused.messages or [""]
