"""Anybody does anything at any time, by the real doors and verbs, and the promises are held against it."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tenants import air, clock
from tests.conftest import Place
from tests.promises import keeping
from tests.promises.keeping import Broken
from tests.promises.people import (
    ADMINISTRATORS,
    BODIES,
    EVERYBODY,
    FIRST,
    ORGANISATION,
    RAW,
    SAME_ORGANISATION,
    SEATED,
    SENDER,
    SITTING,
    Held,
    as_administrator,
    gather,
    new_seat,
)
from tests.promises.scene import OUTCOMES, STAGES, Scene, Sent, facts_now
from tests.promises.tally import Tally
from tests.workflows.cases.reports import ANSWERS, send
from workflows.bodies.models import Seat
from workflows.bodies.seats import leave, seat
from workflows.cases import classification, contacts, conversation, masked, moves, tasks
from workflows.cases.access import (
    Reader,
    case_for,
    contact_case_for,
    reader_as,
    received_case_for,
)
from workflows.cases.classification import Triage
from workflows.cases.conversation import Closed, NewNote, Opinion
from workflows.cases.models import Case
from workflows.cases.moves import Choice, NoLongerPossible
from workflows.cases.receipts import new_page_id
from workflows.cases.received import AnotherReport, Sender, by_code

REFUSALS = (Http404, ValidationError, Closed, NoLongerPossible, AnotherReport)
VERBS = frozenset(
    {
        "report", "letter from reporter", "feedback", "letter to reporter", "note", "classify",
        "write masked text", "approve masked text", "read contact", "seat", "leave", "the clock",
    }
    | {f"move: {outcome}" for outcome in OUTCOMES}
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
outcomes = st.sampled_from(sorted(OUTCOMES))


# Who has each stage at the start, and the outcomes that lead from one to the next.
HOLDERS = ("leader", "group", "chef", "rapporteur")
WAY_UP = ("lyft-till-arbetsgruppen", "lyft-till-forbundscheferna", "for-in-i-parterna")


class Machine(RuleBasedStateMachine):
    """One example: an organisation and its neighbour, in a transaction that is never committed."""

    both: ClassVar[tuple[Place, Place]]
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
        turned=st.booleans(),
        now=st.sampled_from(DAYS),
        outcome=outcomes,
        stranger=st.sampled_from([who for who in EVERYBODY if who not in SITTING]),
        talk=st.sampled_from(["letter to reporter", "note", "read contact"]),
        reported=mostly,
    )
    def begin(
        self, turned: bool, now: datetime, outcome: str, stranger: str, talk: str, reported: bool
    ) -> None:
        """One of the two is home, and a case of its may have come some way already."""
        self.broken = False
        mail.outbox = []
        home, beside = reversed(self.both) if turned else self.both
        for place in self.both if self.spoilt else ():
            with air.inside(place.tenant), connection.cursor() as cursor:
                cursor.execute("; ".join(self.spoilt))
        people = gather(home, beside, now)
        air.enter(home.tenant)
        at_first = facts_now()
        seats = {("leader", FIRST): Held("full"), **SEATED}
        self.scene = Scene(people, now, at_first, at_first, seats)
        self.checked = at_first
        self.beside = keeping.everything_in(beside.tenant.schema_name)
        if reported:
            self.report("plain", contact=True, again=False, other_words=False, one=0)
            for actor in ("leader", "colleague", stranger):
                self.talk(talk, actor, 0)
            self.lead_to(outcome, stranger)
            self.feedback(0, "plain", "no", knows_the_code=True)

    def talk(self, what: str, actor: str, one: int) -> None:
        """Somebody does one of the things that the first receiver does with a report."""
        match what:
            case "letter to reporter":
                self.letter_to_reporter(actor, one, "plain")
            case "note":
                self.note(actor, one, "plain", "arbetsmaterial")
            case "read contact":
                self.read_contact(actor, one, "plain")

    def lead_to(self, outcome: str, stranger: str) -> None:
        """Leads the case to the stage of the outcome, which others try in vain before it is chosen."""
        stages = list(STAGES)
        ahead = stages.index(OUTCOMES[outcome]["stage"])
        needs = {need for one in (*WAY_UP[:ahead], outcome) for need in OUTCOMES[one].get("needs", ())}
        if needs:
            self.prepare("leader", 0)
        for actor, step in list(zip(HOLDERS, WAY_UP, strict=False))[:ahead]:
            self.move(actor, 0, step, "plain")
        for actor in (stranger, "leader")[: 1 + bool(ahead)]:
            self.move(actor, 0, outcome, "plain")
        self.move(HOLDERS[ahead], 0, outcome, "plain")

    # --- What is done ------------------------------------------------------------------------------------

    def do(self, verb: str, act: Callable[[], object], *, may: bool) -> bool:
        """Does it, and says whether it was done; `may` is what the machine knows of whether it should be."""
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
            raise self.breaking(keeping.ONLY_BY_SEAT, verb)
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

    @rule(how=mostly_good, contact=st.booleans(), again=st.booleans(), other_words=st.booleans(), one=which)
    def report(self, how: str, contact: bool, again: bool, other_words: bool, one: int) -> None:
        """Sends a report, or one that was sent before, or other words from the same page."""
        if self.any_sent and (again or len(self.scene.sent) == 4):
            sent = self.case(one)
            words = {**sent.answers, "handelse": f"{RAW}-SVAR på samma sida"} if other_words else sent.answers
            received: list[Case] = []

            def send_again() -> None:
                again = send(sent.page_id, SENDER if sent.contact else Sender(), **words)
                received.append(again.case)
                if again.code != sent.code:
                    raise Broken(keeping.ONCE, "it has another code")

            self.do("report", send_again, may=not other_words)
            if received and received[0].pk != sent.pk:
                raise self.breaking(keeping.ONCE, "it is another case")
            return
        page, answers = new_page_id(), {**ANSWERS, "handelse": self.say(how, f"{RAW}-SVAR")}
        made: list[Sent] = []

        def send_new() -> None:
            got = send(page, SENDER if contact else Sender(), **answers)
            kept = {q: v.strip() if isinstance(v, str) else v for q, v in answers.items()}
            made.append(Sent(page, kept, contact, got.case.pk, got.case.reference, got.code))

        self.do("report", send_new, may=how in GOOD)
        self.scene.sent += made

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

        return self.do(verb, entered, may=may and self.scene.receives(actor))

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
    )
    def note(self, actor: str, one: int, how: str, standing: str) -> None:
        """A note of a call, as something that there is."""
        sent, text = self.case(one), self.say(how, f"{RAW}-ANTECKNING")
        self.as_first_receiver(
            "note",
            actor,
            sent,
            lambda case, reader: conversation.note(case, NewNote(text, standing), reader.user),
            may=how in GOOD and standing != "viskning" and self.scene.is_open(sent.pk),
        )

    @precondition(lambda self: self.any_sent)
    @rule(
        actor=mostly_leaders,
        one=which,
        how=mostly_good,
        wrong=st.sampled_from(
            [{}, {"level": "struktur"}, {"type": "x"}, {"parties": ["x"]}, {"approach": "x"}, {}, {}, {}]
        ),
    )
    def classify(self, actor: str, one: int, how: str, wrong: Mapping[str, object]) -> None:
        """By the words of the organisation, or by others; a category stands under its level."""
        sent, reason = self.case(one), self.say(how, f"{RAW}-SKÄL till bedömningen")
        found = Triage("systembrist", "organisering", "rutin-saknas", reason, ["fk"])
        wanted = replace(found, **wrong)  # type: ignore[arg-type]
        self.as_first_receiver(
            "classify",
            actor,
            sent,
            lambda case, reader: classification.classify(case, wanted, reader.user),
            may=how in GOOD and not wrong,
        )

    @precondition(lambda self: self.any_sent)
    @rule(
        actor=mostly_leaders,
        one=which,
        how=mostly_good,
        question=st.sampled_from(["handelse", "parter", "handelse", "handelse"]),
    )
    def write_masked(self, actor: str, one: int, how: str, question: str) -> None:
        """The text without the person, for a question that is answered in words."""
        sent, texts = self.case(one), {question: self.say(how, "Avidentifierat")}
        self.as_first_receiver(
            "write masked text",
            actor,
            sent,
            lambda case, reader: masked.write(case, texts, reader.user),
            may=how in GOOD and question == "handelse",
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
    @rule(actor=leaders, one=which)
    def prepare(self, actor: str, one: int) -> None:
        """All that a case needs before it can be lifted."""
        self.classify(actor, one, "plain", {})
        self.write_masked(actor, one, "plain", "handelse")
        self.approve(actor, one)

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
            and scene.receives(actor)
            and not scene.works_for_the_reporters_employer(actor, ORGANISATION)
        )
        if self.do("read contact", act, may=may):
            new = scene.facts["contactreading"].keys() - scene.before["contactreading"].keys()
            kept = [scene.facts["contactreading"][key] for key in new]
            said = [(row["case_id"], scene.people.name_of(row["by_id"]), row["reason"]) for row in kept]
            if said != [(sent.pk, actor, reason.strip())]:
                raise self.breaking(keeping.READ_WITH_REASON, f"kept is {said}")

    # --- The bodies --------------------------------------------------------------------------------------

    def move(self, actor: str, one: int, outcome: str, how: str, short: str = "") -> None:
        """Moves a case, giving what the outcome asks for as well or as badly as told."""
        scene, sent = self.scene, self.case(one)
        requires = OUTCOMES[outcome].get("requires", ())
        of_the_person = RAW if STAGES[OUTCOMES[outcome]["stage"]]["track"] == "quick" else "Organets"
        given = {
            name: self.say(
                how, f"{RAW}-SVAR till rapportören" if name == "reply" else f"{of_the_person} {name}"
            )
            for name in requires
        }
        if short in given:
            given[short] = "Nej."
        if short == "all":
            given = {}

        def act() -> None:
            reader = scene.reader(actor)
            moves.move(case_for(reader, sent.reference), Choice(outcome, given), reader.user, reader.bodies)

        enough = not requires or (how in GOOD and short != "all" and not (short and short in requires))
        self.do(f"move: {outcome}", act, may=enough and outcome in scene.can_choose(actor, sent.pk))

    @precondition(lambda self: self.any_sent)
    @rule(
        actor=anybody,
        one=which,
        outcome=outcomes,
        how=mostly_good,
        short=st.sampled_from(["", "reply", "all", ""]),
    )
    def try_any_outcome(self, actor: str, one: int, outcome: str, how: str, short: str) -> None:
        """Anybody tries anything."""
        self.move(actor, one, outcome, how, short)

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
        return [
            (actor, one, outcome)
            for one, sent in enumerate(self.scene.sent)
            for actor in EVERYBODY
            for outcome in self.scene.can_choose(actor, sent.pk)
            if STAGES[OUTCOMES[outcome]["stage"]]["track"] == track
        ]

    # --- Seats -------------------------------------------------------------------------------------------

    @rule(
        actor=st.one_of(st.sampled_from(ADMINISTRATORS), anybody),
        user=st.one_of(sitting, anybody),
        body=st.sampled_from(BODIES),
        sight=st.sampled_from(["preset", "full", "masked", "figures", "röntgen", "preset", "preset"]),
        employer=st.sampled_from(["", SAME_ORGANISATION, ""]),
    )
    def give_seat(self, actor: str, user: str, body: str, sight: str, employer: str) -> None:
        """An administrator gives a member a seat, and never themselves."""
        scene = self.scene
        held = Held(SEATED[("colleague" if body == FIRST else at_home_in(body), body)].sight, employer)
        held = held if sight == "preset" else Held(sight, employer)

        def act() -> None:
            as_administrator(scene.people.users[actor])
            seat(new_seat(body, scene.people.users[user], held), by=scene.people.users[actor])

        may = (
            actor in ADMINISTRATORS
            and user not in (actor, "neighbour")
            and (user, body) not in scene.seats
            and sight != "röntgen"
        )
        if self.do("seat", act, may=may):
            scene.seats[(user, body)] = held

    @precondition(lambda self: bool(self.scene.seats))
    @rule(data=st.data(), actor=st.one_of(st.sampled_from(ADMINISTRATORS), anybody))
    def end_seat(self, data: st.DataObject, actor: str) -> None:
        """Somebody leaves a body, perhaps the last who sat there."""
        self.leave(actor, *data.draw(st.sampled_from(sorted(self.scene.seats))))

    @precondition(lambda self: bool(self.scene.seats))
    @rule(body=st.sampled_from(BODIES), clock_strikes=st.booleans())
    def everybody_leaves(self, body: str, clock_strikes: bool) -> None:
        """A body stands empty, perhaps with cases in it."""
        for user, key in sorted(self.scene.seats):
            if key == body:
                self.leave("administrator", user, body)
        if clock_strikes:
            self.clock_strikes()

    def leave(self, actor: str, user: str, body: str) -> None:
        """Somebody ends a seat."""
        scene = self.scene

        def act() -> None:
            as_administrator(scene.people.users[actor])
            leave(Seat.objects.current().get(user=scene.people.users[user], body__key=body))

        if self.do("leave", act, may=actor in ADMINISTRATORS):
            del scene.seats[(user, body)]
            if not scene.sits_in(body):
                scene.left.add(body)

    # --- Time --------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([1, 3, 20, 90]))
    def days_pass(self, days: int) -> None:
        """Time goes by."""
        self.scene.now += timedelta(days=days)

    @rule()
    def clock_strikes(self) -> None:
        """What the clock does for cases; the second time there is nothing left to send."""

        def act() -> None:
            tasks.mind_owners()
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


def at_home_in(body: str) -> str:
    """Who sits in a body from the start."""
    return next(who for (who, key), held in SEATED.items() if key == body and held.sight != "figures")


def opened_by(code: str, known: bool) -> Case:
    """The case that a code opens; one that is nearly right opens none."""
    case = by_code(code if known else code[:-1] + ("A" if code[-1] != "A" else "B"))
    if case is None:
        raise Http404
    return case


def sentences_of(refused: ValidationError) -> list[str]:
    """What a person is told to do."""
    return [sentence for sentences in refused.message_dict.values() for sentence in sentences] or [""]
