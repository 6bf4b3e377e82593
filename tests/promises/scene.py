"""What is so, read from the tables as they are, and what the machine knows without asking the product."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from tests.promises.people import FAMILY, FIRST, Held, People
from workflows.bodies.models import Body, Seat
from workflows.cases.access import Reader, reader_as
from workflows.outbox.models import Mail

CLOSED = "closed"
OPENS_NOTHING = ("", CLOSED)

Row = dict[str, Any]

TABLES: tuple[type[Model], ...] = (*apps.get_app_config("cases").get_models(), Seat, Mail)
EVERY_ROW = " UNION ALL ".join(
    f"SELECT '{m._meta.model_name}', t.{m._meta.pk.column}::bigint, to_jsonb(t) FROM {m._meta.db_table} t"
    for m in TABLES
)

# The chain as its file says it, not as the product reads it.
STAGES: Mapping[str, Row] = {stage["key"]: stage for stage in FAMILY.chain["stages"]}
OUTCOMES: Mapping[str, Row] = {
    o["id"]: {**o, "stage": key} for key, s in STAGES.items() for o in s["outcomes"]
}


@dataclass(frozen=True)
class Facts:
    """Every row of the home's cases, seats and mails at one moment, by table and key."""

    rows: Mapping[str, Mapping[int, Row]]

    def __getitem__(self, table: str) -> Mapping[int, Row]:
        return self.rows.get(table, {})

    def of(self, table: str, case: int) -> list[Row]:
        """The rows of a case, first things first."""
        return [row for _key, row in sorted(self[table].items()) if row["case_id"] == case]

    def moves(self, case: int) -> list[Row]:
        """The moves of a case in their order."""
        return sorted(self.of("move", case), key=lambda move: int(move["number"]))

    def changed_since(self, earlier: "Facts") -> set[int]:
        """The cases of which any row is new or other than it was."""
        found: set[int] = set()
        for table, rows in self.rows.items():
            for key, row in rows.items():
                if earlier[table].get(key) != row:
                    found |= {key} if table == "case" else {row["case_id"]} if "case_id" in row else set()
        return found


def facts_now() -> Facts:
    """Reads all of it in one query."""
    rows: dict[str, dict[int, Row]] = {}
    with connection.cursor() as cursor:
        cursor.execute(EVERY_ROW)
        for table, key, row in cursor.fetchall():
            rows.setdefault(table, {})[key] = json.loads(row)
    return Facts(rows)


@dataclass(frozen=True)
class Sent:
    """A report that the machine sent: how it could be sent again, and what came of it."""

    page_id: str
    answers: Mapping[str, object]
    contact: bool
    pk: int
    reference: str
    code: str


@dataclass(frozen=True)
class Stand:
    """Where a case stands by its moves: each track's stage and what its latest outcome said."""

    at: Mapping[str, str]
    mark: Mapping[str, str]

    @property
    def open_tracks(self) -> tuple[str, ...]:
        """The tracks on which something is still to happen."""
        return tuple(track for track in ("quick", "system") if self.at[track] not in OPENS_NOTHING)

    @property
    def owner(self) -> str:
        """The body that has the case."""
        return str(STAGES[self.at["system"]]["body"]) if "system" in self.open_tracks else FIRST

    @property
    def state(self) -> str:
        """The word for it."""
        if not self.open_tracks:
            return CLOSED
        if "system" not in self.open_tracks:
            return self.mark["quick"] or "received"
        return self.mark["system"] or ("with_body" if "quick" in self.open_tracks else "answered")


@dataclass
class Scene:
    """One example: who is there, what was sent, who sits where, what time it is, what the tables say."""

    people: People
    now: datetime
    facts: Facts
    before: Facts
    seats: dict[tuple[str, str], Held]
    sent: list[Sent] = field(default_factory=list)
    # Bodies that somebody left since the clock last ran.
    left: set[str] = field(default_factory=set)
    clock_ran: bool = False
    left_by_mail: int = 0
    readers: dict[str, Reader] = field(default_factory=dict)
    readers_from: object = None

    @cached_property
    def bodies(self) -> Mapping[int, str]:
        """The keys of the bodies by their ids."""
        return dict(Body.objects.values_list("pk", "key"))

    def acts_in(self, actor: str) -> frozenset[str]:
        """The bodies in which somebody reads and acts."""
        return frozenset(
            b for (who, b), held in self.seats.items() if who == actor and held.sight != "figures"
        )

    def sits_in(self, body: str) -> list[str]:
        """Who could act in a body."""
        return [who for (who, key), held in self.seats.items() if key == body and held.sight != "figures"]

    def receives(self, actor: str) -> bool:
        """Whether somebody reads everything, as first receiver."""
        held = self.seats.get((actor, FIRST))
        return held is not None and held.sight == "full"

    def works_for_the_reporters_employer(self, actor: str, organisation: str) -> bool:
        """Whether a seat of theirs says so."""
        said = {held.employer.strip().lower() for (who, _body), held in self.seats.items() if who == actor}
        return organisation.lower() in said

    def has_had(self, case: int) -> frozenset[str]:
        """The bodies that have the case, or have had it."""
        stages = [move["to_stage"] for move in self.facts.moves(case)]
        return frozenset({FIRST, *(STAGES[stage]["body"] for stage in stages if stage != CLOSED)})

    def may_read(self, actor: str, case: int) -> bool:
        """Whether the case exists for somebody."""
        return bool(self.acts_in(actor) & self.has_had(case))

    def reader(self, actor: str) -> Reader:
        """The actor with the seats that they have, as the product sees it; asked once until those change."""
        if self.readers_from != (seen_from := (self.now.date(), self.facts["seat"])):
            self.readers_from, self.readers = seen_from, {}
        if actor not in self.readers:
            self.readers[actor] = reader_as(self.people.users[actor])
        return self.readers[actor]

    def stand(self, case: int) -> Stand:
        """Where a case stands, told from its moves and, for a talk that has begun, its letters."""
        at, mark, since = {"quick": "", "system": ""}, {"quick": "", "system": ""}, ""
        for move in self.facts.moves(case):
            outcome = OUTCOMES.get(move["outcome"], {})
            at[move["track"]], mark[move["track"]] = move["to_stage"], outcome.get("mark", "")
            since = move["at"] if move["track"] == "quick" else since
        written = [row["at"] for row in self.facts.of("letter", case) if row["by_id"] is not None]
        if at["quick"] != CLOSED and not mark["quick"] and any(when > since for when in written):
            mark["quick"] = "talking"
        return Stand(at, mark)

    def has(self, case: int) -> set[str]:
        """What an outcome may need the case to have."""
        classified = {"classified"} if self.facts.of("classification", case) else set()
        approved = any(row["approved_at"] for row in self.facts.of("maskedtext", case))
        return classified | ({"masked"} if approved else set())

    def can_choose(self, actor: str, case: int) -> Iterator[str]:
        """The outcomes that somebody can choose now, if they give what is asked for."""
        stand, has, bodies = self.stand(case), self.has(case), self.acts_in(actor)
        for outcome in OUTCOMES.values():
            stage = STAGES[outcome["stage"]]
            leads_across = outcome["to"] != CLOSED and STAGES[outcome["to"]]["track"] != stage["track"]
            if (
                stand.at[stage["track"]] == stage["key"]
                and stage["body"] in bodies
                and has.issuperset(outcome.get("needs", ()))
                and not (leads_across and "system" in stand.open_tracks)
            ):
                yield outcome["id"]

    def is_open(self, case: int) -> bool:
        """Whether anything is still to happen."""
        return bool(self.stand(case).open_tracks)
