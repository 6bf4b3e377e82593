"""Lives of cases as rows, many at once: the same rows that the verbs would have written one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain as joined

from django.db.models import Model

from accounts.models import User
from demo.agreed import Agreed, counted
from demo.lives import Life
from tenants.models import Tenant
from tenants.working_days import add_working_days
from workflows.bodies.models import Body, Seat
from workflows.cases import outcomes, receipts, received, reminders
from workflows.cases.models import (
    Analysis,
    Answer,
    Case,
    Classification,
    Contact,
    Feedback,
    LastReference,
    Letter,
    MaskedText,
    Move,
    PointedOut,
    Reply,
    Todo,
)
from workflows.cases.received import Report, Sender
from workflows.cases.todos import WITHIN
from workflows.intake.models import Entrance
from workflows.questions.models import Word

REASONS = (
    "Efter samtal med rapportören.",
    "Efter rapporten, och efter att ha frågat parten.",
    "Vi bedömde det tillsammans på veckomötet.",
    "Flera har rapporterat samma sak.",
)


@dataclass
class Rows:
    """The rows of one organisation's lives."""

    tenant: Tenant
    entrance: Entrance

    @cached_property
    def users(self) -> Mapping[str, User]:
        """Everybody who has a seat, by e-mail address."""
        seated = Seat.objects.values("user")
        return {user.email: user for user in User.objects.filter(pk__in=seated)}

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        """The bodies, by key."""
        return {body.key: body for body in Body.objects.all()}

    @cached_property
    def waiting(self) -> Mapping[str, Seat]:
        """The seats that wait to be pointed out, by who has them."""
        seats = Seat.objects.filter(pointed_out=True).select_related("user")
        return {seat.user.email: seat for seat in seats}

    @cached_property
    def words(self) -> list[Word]:
        """The tenant's words."""
        return list(Word.objects.all())

    def write(self, lives: Sequence[Life]) -> None:
        """Writes all rows of the lives, which are in the order that they came in."""
        numbers: dict[int, int] = {}
        key = received.receipt_key()
        approaches = frozenset(word.code for word in self.words if word.list == Word.List.APPROACH)
        agreed, agreements = Agreed(approaches, self.users, self.bodies), []
        cases = []
        for life in lives:
            year = life.sent_at.year
            numbers[year] = numbers.get(year, 0) + 1
            case = self.case(life, f"{year}-{numbers[year]:04d}", key)
            agreements += (rows := list(agreed.rows(life, case)))
            counted(case, rows)
            case.clock_on = reminders.next_on(case) if case.closed_at is None else None
            cases.append(case)
        Case.objects.bulk_create(cases, batch_size=500)
        LastReference.objects.bulk_create(LastReference(year=y, number=n) for y, n in numbers.items())
        pairs = list(zip(lives, cases, strict=True))
        kinds = (self.answers, self.contacts, self.moves, self.letters, self.todos)
        for kind in (*kinds, self.judgements, self.texts):
            save(joined.from_iterable(kind(life, case) for life, case in pairs))
        save(agreements)
        self.write_replies(pairs)

    def case(self, life: Life, reference: str, key: bytes) -> Case:
        """The case with its present."""
        stands, chain = life.stands, life.around.chain
        report = Report(life.page_id, life.story.answers, self.sender(life))
        latest = life.moves[-1]
        made = Case(
            reference=reference,
            received_at=life.sent_at,
            form_version=self.entrance.form.version,
            chain_version=self.entrance.chain.version,
            analysis_version=self.entrance.analysis_version,
            receipt_lookup=receipts.lookup_of(receipts.code_of(life.page_id, key), key),
            sent_digest=received.digest_of(report, life.story.answers),
            first_body=self.bodies[stands.first_body],
            body=self.bodies[stands.body(chain)],
            quick_stage=stands.present.quick,
            quick_mark=stands.present.quick_mark,
            system_stage=stands.present.system,
            system_mark=stands.present.system_mark,
            state=outcomes.state_of(stands.present),
            quick_due=stands.quick_due,
            system_due=stands.system_due,
            word_due=stands.word_due,
            due=stands.due,
            duties=list(stands.duties),
            contacted_at=contacted_at(life),
            closed_at=latest.at if stands.present.closed else None,
            moved=len(life.moves),
            version=len(life.moves) + len(life.letters),
            parties=received.parties_in(life.around.sheet, life.story.answers),
            taken_by=self.users[life.taken_by] if life.taken_by else None,
            analysed_at=life.analysed.at if life.analysed else None,
        )
        if life.judged:
            level, category = self.category(life)
            made.type, made.level, made.category = self.type(life), level, category
            made.facets = life.story.facets
        return made

    def sender(self, life: Life) -> Sender:
        """Every third reporter leaves an address."""
        if int(life.sent_at.timestamp()) % 3:
            return Sender()
        return Sender(email="kollega@arbetsplats.example", organisation="En av parterna")

    def category(self, life: Life) -> tuple[str, str]:
        """The level and the category; a story may name the code that all organisations share."""
        story = life.story
        listed = [word for word in self.words if word.list == "category"]
        named = [word for word in listed if story.category in (word.code, word.shared)]
        word = next((word for word in named if word.under == story.level), named[0])
        return word.under, word.code

    def type(self, life: Life) -> str:
        """The type: what the story says, and what an outcome made of it."""
        given = [made.step.outcome.retypes for made in life.moves if made.step.outcome.retypes]
        seen = "systembrist" if life.story.recurrence in ("ofta", "nagra") else "enstaka-brist"
        return given[-1] if given else life.story.type or seen

    def answers(self, life: Life, case: Case) -> Iterable[Model]:
        """What was answered."""
        asked = {question.id for question in life.around.sheet.questions}
        for question, value in life.story.answers.items():
            if question in asked:
                yield Answer(case=case, question=question, value=value)

    def contacts(self, life: Life, case: Case) -> Iterable[Model]:
        """Who reported it, where they said so."""
        sender = self.sender(life)
        if sender.says_anything:
            yield Contact(case=case, **asdict(sender))

    def moves(self, life: Life, case: Case) -> Iterable[Model]:
        """The history."""
        for number, made in enumerate(life.moves, 1):
            step = made.step
            stage = step.from_stage if step.closes else step.to_stage
            yield Move(
                case=case,
                number=number,
                track=step.track,
                from_stage=step.from_stage,
                to_stage=step.to_stage,
                outcome=step.outcome.id,
                body=self.bodies[life.around.chain.stage(stage).body],
                chain_version=self.entrance.chain.version,
                given={name: text for name, text in made.given.items() if name != "reply"},
                by=self.users[made.by] if made.by else None,
                at=made.at,
            )

    def letters(self, life: Life, case: Case) -> Iterable[Model]:
        """The talk. What we wrote they have read."""
        for said in life.letters:
            by = self.users[said.by] if said.by else None
            yield Letter(case=case, by=by, text=said.text, at=said.at, read_at=said.at if by else None)

    def todos(self, life: Life, case: Case) -> Iterable[Model]:
        """A letter that nobody has answered, and somebody whom it did not help."""
        last = life.letters[-1] if life.letters else None
        if last and last.by is None and not life.closed:
            due = add_working_days(last.at.date(), WITHIN)
            yield Todo(case=case, body=case.first_body, kind=Todo.Kind.READ_LETTER, due=due, at=last.at)
        if life.helped == "no" and life.helped_at and (life.now - life.helped_at).days < 30:
            due = add_working_days(life.helped_at.date(), WITHIN)
            kind = Todo.Kind.DID_NOT_HELP
            yield Todo(case=case, body=case.first_body, kind=kind, due=due, at=life.helped_at)

    def judgements(self, life: Life, case: Case) -> Iterable[Model]:
        """The classification, and whom it pointed out."""
        if life.judged:
            level, category = self.category(life)
            yield Classification(
                case=case,
                type=self.type(life),
                level=level,
                category=category,
                parties=case.parties,
                recurrence=life.story.recurrence,
                approach=self.approach(level),
                facets=life.story.facets,
                reason=REASONS[life.moves[0].at.minute % len(REASONS)],
                by=self.users[life.judged.by],
                at=life.judged.at,
            )

    def approach(self, level: str) -> str:
        """What the level suggests."""
        return next(word.suggests for word in self.words if word.list == "level" and word.code == level)

    def texts(self, life: Life, case: Case) -> Iterable[Model]:
        """What was written about the case: masked, analysed, and who was pointed out."""
        if life.masked:
            by, at = self.users[life.masked.by], life.masked.at
            texts = {q: words for q, words in life.story.masked.items() if words}
            yield MaskedText(case=case, texts=texts, by=by, at=at, approved_by=by, approved_at=at)
        if life.analysed:
            by, at = self.users[life.analysed.by], life.analysed.at
            yield Analysis(case=case, answers=life.story.analysis, by=by, at=at)
        for email in life.pointed:
            assert life.pointed_at is not None
            by = self.users[life.leader]
            done = case.closed_at
            yield PointedOut(
                case=case, seat=self.waiting[email], by=by, at=life.pointed_at, acknowledged_at=done
            )
        if life.helped_at:
            yield Feedback(case=case, helped=life.helped, at=life.helped_at)

    def write_replies(self, pairs: Sequence[tuple[Life, Case]]) -> None:
        """The answers that closed a track, each with its move."""
        made = {(move.case_id, move.number): move for move in Move.objects.all()}
        save(
            Reply(
                case=case,
                move=made[case.pk, number],
                text=move.given["reply"],
                by=self.users[move.by],
                at=move.at,
            )
            for life, case in pairs
            for number, move in enumerate(life.moves, 1)
            if move.by and "reply" in move.given
        )


def contacted_at(life: Life) -> datetime | None:
    """When somebody first had a word with the reporter."""
    letters = [said.at for said in life.letters if said.by]
    replies = [made.at for made in life.moves if "reply" in made.given]
    return min((*letters, *replies), default=None)


def save(rows: Iterable[Model]) -> None:
    """Writes rows of one or several tables."""
    tables: dict[type[Model], list[Model]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    for table, listed in tables.items():
        table._default_manager.bulk_create(listed, batch_size=1000)  # noqa: SLF001 - any model has one
