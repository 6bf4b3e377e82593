"""Beat down for a week, then up: what was due is done once, in order, as if it had run every day."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.core import mail
from django.db import transaction

from accounts.models import User
from tenants import air, clock
from tests import families
from tests.conftest import Place
from tests.families import Home, home_of
from tests.workflows.cases.test_pages import choose, mask, triage
from workflows.cases import pointed, tasks
from workflows.cases.models import Case, Move, Reminder, Todo
from workflows.measures import measures, statements
from workflows.measures.measures import NewMeasure
from workflows.measures.models import Measure
from workflows.measures.statements import Question
from workflows.measures.tasks import mind_measures
from workflows.outbox.models import Mail
from workflows.presets import family

MONDAY = datetime(2027, 2, 1, 9, 0, tzinfo=clock.STOCKHOLM)
EACH = 10
# Beat runs until then, and is up again a week later.
LAST = 20
UP = LAST + 7
FAMILIES = ("lex-heller", "personligt-ombud", "avvikelse")
LIFTS = {"lex-heller": "lyft-till-arbetsgruppen", "avvikelse": "lyft-till-cheferna"}


@contextmanager
def day(number: int) -> Iterator[date]:
    """So many days after the first Monday, with a task's time of day."""
    moment = MONDAY + timedelta(days=number)
    with clock.standing_at(moment):
        yield moment.date()


def live(home: Home, name: str, number: int) -> None:
    """One of ten cases, each of another day: some new, some asked about, some lifted, some with a measure."""
    receiver: User = home.processledare
    with day(number * 2) as today:
        case = families.send().case
        if number % 2:
            kind = family.read(name).words["approach"][0]["code"]
            agreed = NewMeasure(
                kind, "En rutin.", "fk", "Enhetschef", today + timedelta(days=12), "collective"
            )
            measures.decide(case, agreed, receiver, frozenset({case.first_body.key}))
        if name == "personligt-ombud":
            asked = Question("fk", "Enhetschef", today + timedelta(days=8))
            statements.ask(case, asked, receiver, frozenset({case.first_body.key}))
        if number % 3 == 0 and name in LIFTS:
            triage(home, case)
            mask(home, case)
            for seat in home.seats["chefer"] if name == "avvikelse" else ():
                pointed.point_out(case, seat, receiver)
            choose(case, LIFTS[name], receiver)


def run_the_tasks() -> None:
    """What beat sends in one round, in one tenant, until no mail waits."""
    tasks.mind_owners()
    tasks.mind_dates()
    mind_measures()
    while Mail.objects.due(clock.now()).exists():
        tasks.send_mails()


Told = list[tuple[str, date, int]]


def told() -> Told:
    """What the clock has done about which date of which case, in the order in which it was done."""
    return list(Reminder.objects.order_by("pk").values_list("what", "about", "case"))


def brought_about() -> tuple[Counter[Told], set[str], set[object], set[object]]:
    """All that the clock has brought about, but when and in which order."""
    return (
        Counter(told()),  # type: ignore[arg-type]
        set(Mail.objects.exclude(sent_at=None).values_list("key", flat=True)),
        set(Todo.objects.filter(done_at=None).values_list("case", "body__key", "kind")),
        set(Move.objects.filter(by=None).values_list("case", "from_stage", "to_stage")),
    )


def test_a_week_without_beat_is_made_up_for_once_and_in_order(both: tuple[Place, Place], db: None) -> None:
    counts: dict[str, Counter[str]] = {}
    for name in FAMILIES:
        home = home_of(name)
        with air.inside(home.tenant):
            for number in range(EACH):
                live(home, name, number)
            with day(LAST):
                run_the_tasks()
            before = told()

            # What a beat that was never down does, day by day, and then it has not been.
            with transaction.atomic():
                due_on: dict[tuple[str, date, int], int] = {}
                for number in range(LAST + 1, UP + 1):
                    with day(number):
                        run_the_tasks()
                    due_on |= {one: number for one in told() if one not in due_on}
                every_day = brought_about()
                transaction.set_rollback(True)
            assert told() == before

            sent = len(mail.outbox)
            mails = Mail.objects.exclude(sent_at=None).count()
            with day(UP):
                run_the_tasks()
                assert brought_about() == every_day
                run_the_tasks()
            assert brought_about() == every_day
            new = told()[len(before) :]
            assert [due_on[one] for one in new] == sorted(due_on[one] for one in new)
            assert min(due_on[one] for one in new) < UP
            assert not Mail.objects.filter(attempts__gt=1).exists()
            assert len(mail.outbox) - sent == Mail.objects.exclude(sent_at=None).count() - mails
            assert not Measure.objects.filter(told_on=None, done_at=None, due__lt=clock_day(UP)).exists()
            counts[name] = Counter(what for what, _about, _case in new)
            counts[name]["measures"] = Measure.objects.filter(told_on=clock_day(UP)).count()
            counts[name]["mails"] = len(mail.outbox) - sent
            counts[name]["cases"] = Case.objects.count()
    for name, count in counts.items():
        print(f"\n{name}: {dict(sorted(count.items()))}")  # noqa: T201
    assert sum(count["cases"] for count in counts.values()) == 30
    whole = sum(counts.values(), Counter())
    kinds = {
        "word_soon",
        "word_over",
        "system_soon",
        "system_over",
        "system_up",
        "statement_over",
        "measures",
    }
    assert {kind for kind in kinds if whole[kind]} == kinds


def clock_day(number: int) -> date:
    """The date so many days after the first Monday."""
    return (MONDAY + timedelta(days=number)).date()
