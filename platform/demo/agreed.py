"""What was agreed in the demo's cases, and what parties said, as rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.models import User
from demo.lives import Life
from tenants.working_days import add_working_days
from workflows.bodies.models import Body
from workflows.cases.models import Case
from workflows.measures.models import Measure, Statement

# How long a party has for its statement, in working days.
WITHIN = 10
# Some measures are late in the demo, as in life: one in so many of the last months'.
FORGOTTEN = 5
LATELY = timedelta(days=150)
# For a family whose list has another word for it.
ALSO_CALLED = {"rutin": "gemensam-rutin", "beslut": "chefer-emellan"}
EFFECTS = {"besparing": Measure.Effect.SAVING, "nytta-for-klient": Measure.Effect.CLIENT}
SEEN = "Det märks på de ärenden som har kommit sedan dess."
DONE = "Genomfört som det var tänkt."
# Where a story tells of a decision and not of what it led to.
USUAL: dict[str, Any] = {
    "kind": "gemensam-rutin",
    "text": "En gemensam rutin för vem som tar första kontakten, känd i båda verksamheterna.",
    "weeks": 12,
    "result": "Rutinen är skriven och används.",
    "effect": "nytta-for-klient",
}


@dataclass
class Agreed:
    """The measures and statements of an organisation's lives."""

    kinds: frozenset[str]
    users: Mapping[str, User]
    bodies: Mapping[str, Body]

    def rows(self, life: Life, case: Case) -> Iterator[Measure | Statement]:
        """What a case's decision led to, and what its party answered."""
        if life.asked and life.story.statement:
            yield self.statement(life, case)
        if life.decided:
            for number, told in enumerate(life.story.measures or [{**USUAL, "owner": case.parties[0]}]):
                yield self.measure(life, case, told, number)

    def statement(self, life: Life, case: Case) -> Statement:
        """The question to a party's chef, and the answer where it has come."""
        assert life.asked is not None
        told, heard = life.story.statement, life.heard
        asked = Statement(
            case=case,
            party=told["party"],
            function=told["function"],
            due=add_working_days(life.asked.at.date(), WITHIN),
            asked_by=self.users[life.asked.by],
            asked_at=life.asked.at,
        )
        if heard:
            asked.answer, asked.what = told["can"], told["text"]
            asked.entered_by, asked.entered_at = self.users[heard.by], heard.at
        return asked

    def measure(self, life: Life, case: Case, told: Mapping[str, Any], number: int) -> Measure:
        """One measure: done when its weeks have gone, but for those that somebody has forgotten."""
        assert life.decided is not None
        decided = next(made for made in life.moves if "decision" in made.given)
        due = life.decided.at + timedelta(weeks=told["weeks"])
        made = Measure(
            case=case,
            body=self.bodies[sorted(decided.bodies)[0]],
            kind=told["kind"] if told["kind"] in self.kinds else ALSO_CALLED[told["kind"]],
            what=told["text"],
            owner=told["owner"],
            owner_function="Enhetschef",
            due=due.date(),
            decided_by=decided.given.get("decided_by", Measure.DecidedBy.COLLECTIVE),
            created_by=self.users[life.decided.by],
            created_at=life.decided.at,
        )
        forgotten = due > life.now - LATELY and not (life.sent_at.minute + number) % FORGOTTEN
        if due < life.now and not forgotten:
            made.result, made.done_at = told.get("result", DONE), due - timedelta(days=2)
            effect = told.get("effect")
            if effect and due + timedelta(weeks=8) < life.now:
                made.effect = EFFECTS.get(effect, Measure.Effect.BOTH)
                made.effect_text = SEEN if effect in EFFECTS else effect
                made.effect_at = due + timedelta(weeks=8)
        return made


def counted(case: Case, rows: Sequence[Measure | Statement]) -> None:
    """What a case carries of them, as the verbs of measures write it."""
    measures = [row for row in rows if isinstance(row, Measure)]
    statements = [row for row in rows if isinstance(row, Statement)]
    case.open_measures = sum(measure.done_at is None for measure in measures)
    case.statements_asked = len(statements)
    waiting = [statement.due for statement in statements if statement.entered_at is None]
    case.statement_due = max(waiting, default=None)
