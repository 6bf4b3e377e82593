"""What is so, read from the tables as they are, and what the machine knows without asking the product."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.apps import apps
from django.db import connection
from django.db.models import Model

from tenants import clock
from tenants.working_days import add_working_days
from tests.promises.people import People
from tests.promises.script import CLOSED, Held, Row, Script
from workflows.bodies.models import Body, Seat, Sitting
from workflows.cases.access import Reader, reader_as
from workflows.chains.deadlines import Deadline
from workflows.outbox.models import Mail

OPENS_NOTHING = ("", CLOSED)
TRACKS = ("quick", "system")
PAIR = 2

TABLES: tuple[type[Model], ...] = (
    *apps.get_app_config("cases").get_models(),
    *apps.get_app_config("measures").get_models(),
    Seat,
    Sitting,
    Mail,
)
EVERY_ROW = " UNION ALL ".join(
    f"SELECT '{m._meta.model_name}', t.{m._meta.pk.column}::bigint, to_jsonb(t) FROM {m._meta.db_table} t"
    for m in TABLES
)


@dataclass(frozen=True)
class Facts:
    """Every row of the home's cases, seats, sittings and mails at one moment, by table and key."""

    rows: Mapping[str, Mapping[int, Row]]

    def __getitem__(self, table: str) -> Mapping[int, Row]:
        return self.rows.get(table, {})

    @cached_property
    def by_case(self) -> Mapping[tuple[str, int], list[Row]]:
        """The rows of each case, by table."""
        found: dict[tuple[str, int], list[Row]] = {}
        for table, rows in self.rows.items():
            for key, row in sorted(rows.items()):
                if "case_id" in row:
                    found.setdefault((table, row["case_id"]), []).append({**row, "key": key})
        return found

    def of(self, table: str, case: int) -> list[Row]:
        """The rows of a case, first things first, each with its `key`."""
        return self.by_case.get((table, case), [])

    def moves(self, case: int) -> list[Row]:
        """The moves of a case in their order."""
        return sorted(self.of("move", case), key=lambda move: int(move["number"]))

    def new_in(self, table: str, earlier: "Facts") -> dict[int, Row]:
        """The rows that are there now and were not."""
        return {key: row for key, row in self[table].items() if key not in earlier[table]}

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
    entry: str
    pk: int
    reference: str
    code: str


@dataclass(frozen=True)
class Stand:
    """Where a case stands by its moves: each track's stage, what its latest outcome said, who received it."""

    script: Script
    at: Mapping[str, str]
    mark: Mapping[str, str]
    first: str

    @property
    def open_tracks(self) -> tuple[str, ...]:
        """The tracks on which something is still to happen."""
        return tuple(track for track in TRACKS if self.at[track] not in OPENS_NOTHING)

    @property
    def owner(self) -> str:
        """The body that has the case."""
        return self.script.body(self.at["system"]) if "system" in self.open_tracks else self.first

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
    # Moves that are remembered and do not count: others who are pointed out have not chosen the same.
    uncounted: set[int] = field(default_factory=set)
    # Bodies that somebody left since the clock last ran.
    left: set[str] = field(default_factory=set)
    clock_ran: bool = False
    left_by_mail: int = 0
    readers: dict[str, Reader] = field(default_factory=dict)
    readers_from: object = None

    @property
    def script(self) -> Script:
        """The family of the home."""
        return self.people.home.script

    @property
    def today(self) -> date:
        """The date in Stockholm."""
        return self.now.date()

    @cached_property
    def bodies(self) -> Mapping[int, str]:
        """The keys of the bodies by their ids."""
        return dict(Body.objects.values_list("pk", "key"))

    # --- Who ---------------------------------------------------------------------------------------------

    def seat_row(self, actor: str, body: str) -> Row | None:
        """The row of a seat that somebody has now, with its `key`."""
        user = self.people.users[actor].pk
        for key, row in self.facts["seat"].items():
            if row["user_id"] == user and self.bodies[row["body_id"]] == body and row["ends"] is None:
                return {**row, "key": key}
        return None

    def pointed_seats(self, case: int) -> set[tuple[str, str]]:
        """Who is pointed out in the case now, and has the seat still: names with their bodies."""
        seats = {row["seat_id"] for row in self.facts.of("pointedout", case) if row["ended_at"] is None}
        rows = [self.facts["seat"][seat] for seat in seats]
        return {
            (self.people.name_of(row["user_id"]), self.bodies[row["body_id"]])
            for row in rows
            if row["ends"] is None
        }

    def stands_in(self, actor: str) -> frozenset[str]:
        """The bodies in which somebody reads and acts in whatever the body has had."""
        return frozenset(
            body
            for (who, body), held in self.seats.items()
            if who == actor and held.sight != "figures" and not held.pointed_out
        )

    def pointed_as(self, actor: str, case: int) -> frozenset[str]:
        """The bodies as whose member somebody is pointed out in a case."""
        return frozenset(
            body
            for who, body in self.pointed_seats(case)
            if who == actor and self.seats[(who, body)].sight != "figures"
        )

    def acts_in(self, actor: str, case: int) -> frozenset[str]:
        """The bodies in which somebody acts about a case."""
        return self.stands_in(actor) | self.pointed_as(actor, case)

    def sits_in(self, body: str, case: int) -> list[str]:
        """Who could act about a case in a body."""
        return [who for (who, key) in self.seats if key == body and body in self.acts_in(who, case)]

    def receives(self, actor: str, case: int) -> bool:
        """Whether somebody reads everything, as the present first receiver."""
        held = self.seats.get((actor, self.stand(case).first))
        return held is not None and held.sight == "full" and not held.pointed_out

    def receiver(self, case: int) -> str:
        """Somebody who is that, if anybody is."""
        return next((who for who, _body in sorted(self.seats) if self.receives(who, case)), "leader")

    def works_for_the_reporters_employer(self, actor: str, organisation: str) -> bool:
        """Whether a seat of theirs says so."""
        said = {held.employer.strip().lower() for (who, _body), held in self.seats.items() if who == actor}
        return organisation.lower() in said

    def has_had(self, case: int) -> frozenset[str]:
        """The bodies that have the case, or have had it."""
        stages = [move["to_stage"] for move in self.facts.moves(case)]
        return frozenset(self.script.body(stage) for stage in stages if stage in self.script.stages)

    def may_read(self, actor: str, case: int) -> bool:
        """Whether the case exists for somebody."""
        return bool(self.stands_in(actor) & self.has_had(case) or self.pointed_as(actor, case))

    def only_waits(self, actor: str) -> bool:
        """Whether all that somebody reads are cases in which they are pointed out."""
        return not self.stands_in(actor) and any(
            held.pointed_out for (who, _body), held in self.seats.items() if who == actor
        )

    def reader(self, actor: str) -> Reader:
        """The actor with the seats that they have, as the product sees it; asked once until those change."""
        if self.readers_from != (seen_from := (self.now.date(), self.facts["seat"])):
            self.readers_from, self.readers = seen_from, {}
        if actor not in self.readers:
            self.readers[actor] = reader_as(self.people.users[actor])
        return self.readers[actor]

    # --- Where a case stands -----------------------------------------------------------------------------

    def stand(self, case: int) -> Stand:
        """Where a case stands, told from its moves and, for a talk that has begun, its letters and notes."""
        script = self.script
        at, mark, since, first = dict.fromkeys(TRACKS, ""), dict.fromkeys(TRACKS, ""), "", ""
        for move in self.facts.moves(case):
            if move["key"] in self.uncounted:
                continue
            track, to = move["track"], move["to_stage"]
            at[track], mark[track] = to, script.outcomes.get(move["outcome"], {}).get("mark", "")
            if track == "quick":
                since = move["at"]
                first = script.body(to) if to in script.stages else first
        if at["quick"] != CLOSED and not mark["quick"] and any(when > since for when in self.words(case)):
            mark["quick"] = "talking"
        return Stand(script, at, mark, first)

    def words(self, case: int) -> list[str]:
        """When the first receiver wrote or talked to the reporter."""
        letters = [row["at"] for row in self.facts.of("letter", case) if row["by_id"] is not None]
        return letters + [row["at"] for row in self.facts.of("note", case) if row["talk"]]

    def is_open(self, case: int) -> bool:
        """Whether anything is still to happen."""
        return bool(self.stand(case).open_tracks)

    def has(self, case: int, before: str = "9") -> set[str]:
        """What an outcome may need the case to have, at some time or now."""
        facts, found = self.facts, set()
        if any(row["at"] < before for row in facts.of("classification", case)):
            found.add("classified")
        if any(row["approved_at"] and row["approved_at"] < before for row in facts.of("maskedtext", case)):
            found.add("masked")
        if any(row["at"] < before for row in facts.of("analysis", case)):
            found.add("analysed")
        if self.heard(case):
            found.add("heard")
        if len({who for who, _body in self.pointed_seats(case)}) >= PAIR:
            found.add("paired")
        return found

    def awaited(self, case: int) -> list[date]:
        """The dates of the statements that are waited for."""
        asked = self.facts.of("statement", case)
        return [date.fromisoformat(row["due"]) for row in asked if row["entered_at"] is None]

    def heard(self, case: int) -> bool:
        """Whether every statement that was asked for has come, or its date has passed; and one was asked."""
        return bool(self.facts.of("statement", case)) and all(due < self.today for due in self.awaited(case))

    def arrival(self, case: int, track: str) -> Row | None:
        """The move by which the case came to where it stands on the track."""
        came = [m for m in self.facts.moves(case) if m["track"] == track and m["from_stage"] != m["to_stage"]]
        return came[-1] if came else None

    def has_chosen(self, case: int, outcome: str) -> set[str]:
        """Who has chosen it since the case came to its stage on the system track."""
        came = self.arrival(case, "system")
        since = came["number"] if came else 0
        return {
            self.people.name_of(move["by_id"])
            for move in self.facts.moves(case)
            if move["number"] > since and move["outcome"] == outcome and move["by_id"]
        }

    def together(self, case: int, body: str) -> set[str]:
        """Those who are pointed out in the case as members of the body."""
        return {who for who, key in self.pointed_seats(case) if key == body}

    def counts(self, actor: str, case: int, outcome: str) -> bool:
        """Whether it counts when somebody chooses it now: nobody who is pointed out is waited for."""
        row = self.script.outcomes[outcome]
        people = self.together(case, self.script.body(row["stage"]))
        return not row.get("each") or people <= self.has_chosen(case, outcome) | {actor}

    def is_there(self, actor: str, case: int, outcome: str) -> bool:
        """Whether somebody could choose it if the case had what it needs."""
        script, stand = self.script, self.stand(case)
        row = script.outcomes[outcome]
        stage, to = row["stage"], row["to"]
        track = script.track(stage)
        if stand.at[track] != stage or script.body(stage) not in self.acts_in(actor, case):
            return False
        if row.get("each") and actor in self.together(case, script.body(stage)) & self.has_chosen(
            case, outcome
        ):
            return False
        leads_across = to != CLOSED and script.track(to) != track
        return not (leads_across and "system" in stand.open_tracks)

    def lacks(self, case: int, outcome: str) -> set[str]:
        """What the outcome needs the case to have, and it has not."""
        return set(self.script.outcomes[outcome].get("needs", ())) - self.has(case)

    def can_choose(self, actor: str, case: int) -> Iterator[str]:
        """The outcomes that somebody can choose now, if they give what is asked for."""
        for outcome in self.script.outcomes:
            if self.is_there(actor, case, outcome) and not self.lacks(case, outcome):
                yield outcome

    # --- Its dates ---------------------------------------------------------------------------------------

    def dates_of(self, case: int) -> dict[str, date]:
        """The dates that an open case carries, by what they are of."""
        row = self.facts["case"][case]
        names = (*self.stand(case).open_tracks, "word", "statement")
        return {name: date.fromisoformat(row[f"{name}_due"]) for name in names if row[f"{name}_due"]}

    def due_by_moves(self, case: int, track: str) -> date | Deadline | None:
        """The date of a track by its moves; the deadline, where that hangs on a body's sittings."""
        due: date | Deadline | None = None
        for move in self.facts.moves(case):
            if move["track"] != track:
                continue
            outcome = self.script.outcomes.get(move["outcome"], {})
            own = self.script.deadline(outcome) if move["key"] not in self.uncounted else None
            day = day_of(move["at"])
            if move["to_stage"] == CLOSED:
                due = None
            elif picked := move["given"].get("follow_up"):
                due = date.fromisoformat(picked)
            elif own:
                due = own.from_day(day)
            elif move["from_stage"] != move["to_stage"]:
                stages = self.script.deadline(self.script.stages[move["to_stage"]])
                due = stages if stages is None or stages.before else stages.from_day(day)
        return due

    def sittings_after(self, body: str, day: date) -> list[date]:
        """The days after some day on which a body meets."""
        rows = [row for row in self.facts["sitting"].values() if self.bodies[row["body_id"]] == body]
        return sorted(on for row in rows if (on := date.fromisoformat(row["on"])) > day)

    def word_by_promise(self, case: int) -> date | None:
        """The date of the next word to the reporter, as the organisation promises it."""
        tenant, moves = self.people.home.tenant, self.facts.moves(case)
        received = day_of(self.facts["case"][case]["received_at"])
        if not self.is_open(case):
            return None
        due, contacted = add_working_days(received, tenant.first_contact_days), False
        told = [(at, True, True) for at in self.words(case)]
        for move in moves:
            outcome = self.script.outcomes.get(move["outcome"], {})
            replies = "reply" in outcome.get("requires", ())
            reads = bool(outcome.get("reporter_text")) and move["key"] not in self.uncounted
            told.append((move["at"], replies, replies or reads))
        for at, talks, says in sorted(told):
            contacted = contacted or talks
            if contacted and says:
                due = day_of(at) + timedelta(days=tenant.silence_days)
        return due


def day_of(at: str) -> date:
    """The date in Stockholm of a time as the tables have it."""
    return datetime.fromisoformat(at).astimezone(clock.STOCKHOLM).date()
