"""How long the cases that one reads take, stage by stage, and which dates and promises were kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from tenants import clock
from tenants.working_days import add_working_days, working_days_between
from workflows.cases import flow, lists, moves, stays
from workflows.cases.access import Reader
from workflows.cases.models import Case, Move, Reminder
from workflows.cases.stays import AtStage, Moved, Stay, Times, Told
from workflows.chains import chain
from workflows.chains.chain import CLOSED, QUICK, SYSTEM, Chain, Track
from workflows.chains.deadlines import add_months
from workflows.chains.models import ChainVersion

# The newest cases of a period are measured; more than that is for a report of its own.
MOST = 20_000
# Of the dates that were missed the latest are named.
NAMED = 50
OVER: Mapping[str, Track] = {"quick_over": QUICK, "system_over": SYSTEM}


@dataclass(frozen=True)
class Came:
    """A case of the period: its reference, the day it came in, and that of the first talk."""

    reference: str
    on: date
    contacted: date | None
    first_body: int


@dataclass(frozen=True)
class Stage:
    """A stage with what happened there, and its usual deadline in words."""

    name: str
    at: AtStage
    within: str


@dataclass(frozen=True)
class Late:
    """A date that was missed: in which case, at which stage, and how many days late it was left."""

    reference: str
    stage: str
    due: date
    days: int
    there: bool


@dataclass(frozen=True)
class Promise:
    """The first contact: working days to it, and whether the promise was kept; `waiting` is still in time."""

    promised: int
    times: Times
    kept: int
    missed: int
    waiting: int


@dataclass(frozen=True)
class LeadTimes:
    """Everything about one period."""

    cases: int
    cut: bool
    quick: list[Stage]
    system: list[Stage]
    answered: Times
    contact: Promise | None
    late: list[Late]
    missed: int

    @property
    def kept(self) -> int:
        """How many dates were kept, on both tracks."""
        return sum(stage.at.kept for stage in (*self.quick, *self.system))


def last_year() -> tuple[date, date]:
    """The period where none is chosen: twelve months, up to today."""
    today = clock.today()
    return add_months(today, -12), today


def measured(reader: Reader, since: date, until: date) -> LeadTimes:
    """The lead times of the cases that the reader may read and that came in between those days, both with."""
    wanted = lists.narrowed(reader, lists.Wanted(view="all", since=since, until=until))
    newest = wanted.order_by("-received_at", "-pk")[:MOST]
    came = came_in(newest)
    chains = {version.pk: version.chain for version in ChainVersion.objects.all()}
    of_cases = stays_of(newest, chains)
    by_stage = stays.by_stage([stay for mine in of_cases.values() for stay in mine])
    stages = named(chains)
    bodies = flow.names_of_bodies()
    at = [
        Stage(stage.name, by_stage[key], flow.within(stage.deadline, bodies) if stage.deadline else "")
        for key, stage in stages.items()
        if key in by_stage
    ]
    late = late_in(came, of_cases, {key: stage.name for key, stage in stages.items()})
    received = [one for one in came.values() if one.first_body in reader.receiving]
    return LeadTimes(
        cases=len(came),
        cut=len(came) == MOST,
        quick=[stage for stage in at if stage.at.track == QUICK],
        system=[stage for stage in at if stage.at.track == SYSTEM],
        answered=stays.times(answered_in(newest)),
        # When somebody first talked to a reporter is known to the two of them.
        contact=promise_in(received) if received else None,
        late=late[:NAMED],
        missed=len(late),
    )


def came_in(cases: QuerySet[Case]) -> dict[int, Came]:
    """The cases of the period, by id."""
    rows = cases.annotate(on=day_of("received_at"), contacted=day_of("contacted_at"))
    columns = rows.values_list("pk", "reference", "on", "contacted", "first_body")
    return {pk: Came(reference, on, contacted, body) for pk, reference, on, contacted, body in columns}


def day_of(field: str) -> TruncDate:
    """The day in Stockholm of a moment."""
    return TruncDate(field, tzinfo=clock.STOCKHOLM)


def stays_of(cases: QuerySet[Case], chains: Mapping[int, Chain]) -> dict[int, list[Stay]]:
    """The stays of each case, in two queries."""
    told: dict[int, list[Told]] = {}
    over = Reminder.objects.filter(case__in=cases.values("pk"), what__in=OVER).order_by()
    for case, what, about in over.values_list("case", "what", "about"):
        told.setdefault(case, []).append((OVER[what], about))
    moved: dict[int, list[Moved]] = {}
    # A case stays on its version of the chain unless somebody moves it: the last one is the one that holds.
    follows: dict[int, Chain] = {}
    of_cases = Move.objects.filter(case__in=cases.values("pk")).order_by("case_id", "number")
    columns = ("track", "from_stage", "to_stage", "outcome", "on", "given__follow_up")
    rows = of_cases.annotate(on=day_of("at")).values_list("case", "chain_version", *columns)
    for case, version, track, came_from, to, outcome, on, picked in rows:
        moved.setdefault(case, []).append(Moved(track, came_from, to, outcome, on, day_in(picked)))
        follows[case] = chains[version]
    today = clock.today()
    return {case: stays.stays(follows[case], mine, told.get(case, ()), today) for case, mine in moved.items()}


def day_in(picked: object) -> date | None:
    """The day that somebody chose as the next date."""
    return date.fromisoformat(picked) if isinstance(picked, str) and picked else None


def named(chains: Mapping[int, Chain]) -> dict[tuple[Track, str], chain.Stage]:
    """The stages in the order of the newest chain that has them, by track and key."""
    found: dict[tuple[Track, str], chain.Stage] = {}
    for _pk, one in sorted(chains.items(), reverse=True):
        for stage in one.stages:
            found.setdefault((stage.track, stage.key), stage)
    return found


def answered_in(cases: QuerySet[Case]) -> list[int]:
    """Days from the report to the first end of the quick track, in the cases that have come so far."""
    ends = Move.objects.filter(case__in=cases.values("pk"), track=QUICK, to_stage=CLOSED)
    rows = ends.annotate(on=day_of("at"), came=day_of("case__received_at")).order_by("case_id", "number")
    first = rows.distinct("case_id").values_list("on", "came")
    return [(on - came).days for on, came in first]


def promise_in(received: list[Came]) -> Promise:
    """How the promise of a first contact was kept, as it stands today."""
    promised, today = moves.promises().first_contact_days, clock.today()
    last = {day: add_working_days(day, promised) for day in {one.on for one in received}}
    waited = [working_days_between(one.on, one.contacted) for one in received if one.contacted]
    missed = sum((one.contacted or today) > last[one.on] for one in received)
    waiting = sum(one.contacted is None and today <= last[one.on] for one in received)
    return Promise(promised, stays.times(waited), len(received) - missed - waiting, missed, waiting)


def late_in(
    came: Mapping[int, Came], of_cases: Mapping[int, list[Stay]], names: Mapping[tuple[Track, str], str]
) -> list[Late]:
    """Every date that was missed, the latest first."""
    today = clock.today()
    found = [
        Late(
            came[case].reference,
            names.get((stay.track, stay.stage), stay.stage),
            stay.missed,
            ((stay.left or today) - stay.missed).days,
            stay.left is None,
        )
        for case, mine in of_cases.items()
        for stay in mine
        if stay.missed
    ]
    return sorted(found, key=lambda one: (one.due, one.reference), reverse=True)
