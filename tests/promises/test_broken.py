"""Each promise is held by something: with that replaced or dropped, the machine says that it is broken."""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, Q, QuerySet
from pytest_django.plugin import DjangoDbBlocker

from tenants import air
from tenants.models import Tenant
from tests.promises import keeping
from tests.promises.machine import Machine
from tests.promises.people import House
from tests.promises.script import BY_THE_CLOCK
from tests.promises.tally import Tally
from tests.promises.trying import find
from workflows.cases.models import Answer, Case, Contact, ContactReading, Letter, MaskedText, Move, Reminder
from workflows.cases.outcomes import Refusal, Step
from workflows.cases.receipts import new_page_id
from workflows.chains.chain import CLOSED, NEEDS, SYSTEM
from workflows.outbox.models import Mail

Real = Callable[..., Any]


@dataclass(frozen=True)
class Break:
    """A name in the product, and what stands there instead: it is given the real thing first."""

    promise: str
    name: str
    instead: Callable[..., Any]
    # A constraint that is dropped as well, so that the function is not stopped by it.
    table: str = ""
    constraint: str = ""
    # Where it is found soonest: the family that is home, the outcome that each example begins at, and the
    # number of the ways that are taken, the same each time; another finds it too, only later.
    at: str = ""
    towards: str = ""
    ways: int = 0

    @property
    def spoilt(self) -> tuple[str, ...]:
        """The statement that drops it."""
        return (f'ALTER TABLE {self.table} DROP CONSTRAINT "{self.constraint}"',) if self.table else ()


def loses_an_answer(real: Real, *args: Any) -> Any:
    kept, faults = real(*args)
    return {question: value for question, value in kept.items() if question != "var"}, faults


def does_nothing(_real: Real, *_args: Any, **_named: Any) -> None:
    return None


def leaves_a_date(real: Real, case: Case) -> None:
    real(case)
    case.due = case.due or case.received_at.date()


def leaves_no_date(_real: Real, case: Case) -> None:
    case.due = None


def leaps(real: Real, *args: Any) -> Step | Refusal:
    decided: Step | Refusal = real(*args)
    if isinstance(decided, Step) and decided.track == SYSTEM and decided.to_stage != CLOSED:
        return replace(decided, to_stage="styrelse")
    return decided


def everywhere(real: Real, chain: Any, present: Any, _bodies: Any, *args: Any) -> Any:
    return real(chain, present, chain.bodies, *args)


def without_what_goes_before(real: Real, chain: Any, present: Any, bodies: Any, _has: Any, *args: Any) -> Any:
    return real(chain, present, bodies, frozenset(NEEDS), *args)


def unmasked(real: Real, chain: Any, present: Any, track: Any, _has: Any) -> Any:
    return real(chain, present, track, frozenset(NEEDS))


def counts_at_once(_real: Real, *_args: Any) -> bool:
    return True


def counts_never(real: Real, pointed: Any, outcome: Any) -> bool:
    return not outcome.each and bool(real(pointed, outcome))


def forgets_the_word(real: Real, standing: Any, *args: Any) -> Any:
    return replace(real(standing, *args), word_due=standing.word_due)


def a_day_more(real: Real, *args: Any) -> Any:
    day = real(*args)
    return day and day + timedelta(days=1)


def notes_twice(_real: Real, case: Case, what: str, about: date, now: datetime) -> bool:
    Reminder.objects.bulk_create(Reminder(case=case, what=what, about=about, at=now) for _time in range(2))
    return True


def tells_again(real: Real, case: Case, body: int, key: str) -> None:
    real(case, body, key)
    real(case, body, f"{key}:again")


def everything_for_who_waits(real: Real, reader: Any) -> QuerySet[Case]:
    waits = any(seat.pointed_out for seat in reader.reading) and not reader.standing
    read: QuerySet[Case] = Case.objects.all() if waits else real(reader)
    return read


def for_whoever_reads(real: Real, reader: Any, case: Case) -> bool:
    contact = Contact.objects.filter(case=case).exists() and not case.closed_at and not reader.employers
    return contact or bool(real(reader, case))


def by_no_function(real: Real, **named: Any) -> Any:
    return real(**{**named, "owner_function": ""})


def skips_a_number(real: Real, case: Case, *args: Any) -> Move:
    case.moved += 1 if case.moved else 0
    move: Move = real(case, *args)
    return move


def writes_over(real: Real, case: Case, *args: Any) -> MaskedText:
    text: MaskedText = real(case, *args)
    case.masked_texts.update(texts=text.texts)
    return text


def says_waiting(real: Real, *args: Any) -> str:
    return real(*args) and ("closed" if real(*args) == "closed" else "waiting")


def all_cases(real: Real, reader: Any) -> QuerySet[Case]:
    # Who has no seat reads none: else a seat in one organisation would read the cases of another.
    read: QuerySet[Case] = Case.objects.all() if reader.reading else real(reader)
    return read


def finds_raw_words(_real: Real, _reader: Any, words: str) -> Q:
    return Q(pk__in=Answer.objects.filter(value__icontains=words).values("case"))


def tells_everything(real: Real, case: Case, *, full: bool) -> Any:
    return real(case, full=True)


def quotes(real: Real, key: str, template: str, about: str, **to: Any) -> None:
    # An administrator's mail about another case would be missing as well.
    real(key, template, about if template == "nobody_seated" else "KANARIE i ärendet", **to)


def sends_again(_real: Real, mails: QuerySet[Mail], _now: Any) -> QuerySet[Mail]:
    return mails.order_by("pk")


def also_next_door(real: Real, *args: Any) -> Any:
    for tenant in Tenant.objects.exclude(pk=air.tenant().pk):
        with air.inside(tenant):
            Mail.objects.update(attempts=7)
    return real(*args)


def another_code(real: Real, _page_id: str, key: bytes) -> Any:
    return real(new_page_id(), key)


def reads_without_a_trace(real: Real, case: Case, *args: Any) -> Contact:
    contact: Contact = real(case, *args)
    ContactReading.objects.filter(case=case).latest("pk").delete()
    return contact


def also_for_colleagues(_real: Real, reader: Any, case: Case) -> bool:
    return bool(reader.receives(case)) and Contact.objects.filter(case=case).exists()


def counts_before_it_looks(real: Real, case: Case, text: str) -> Letter:
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    letter: Letter = real(case, text)
    return letter


def lets_nul_through(real: Real, *kinds: Any, **texts: str) -> Any:
    return {} if "\x00" in "".join(texts.values()) else real(*kinds, **texts)


BREAKS = [
    Break(keeping.NO_REPORT_VANISHES, "workflows.questions.answers.check", loses_an_answer),
    Break(keeping.SOMEBODY_HAS_IT, "workflows.cases.owners.mind", does_nothing),
    Break(keeping.SOMEBODY_HAS_IT, "workflows.cases.notifications.nobody_seated", does_nothing),
    Break(keeping.A_NEXT_DATE, "workflows.cases.moves.write_due", leaves_a_date),
    Break(
        keeping.A_NEXT_DATE,
        "workflows.cases.moves.write_due",
        leaves_no_date,
        table="cases_case",
        constraint="an open case has a next date",
    ),
    Break(keeping.CLOSED_WITH_A_REPLY, "workflows.cases.models.Reply.objects.create", does_nothing),
    Break(keeping.INSIDE_THE_CHAIN, "workflows.cases.outcomes.decide", leaps, at="lex-heller"),
    Break(keeping.IN_A_ROW, "workflows.cases.moves.append", skips_a_number),
    Break(keeping.HISTORY_GROWS, "workflows.cases.masked.write", writes_over),
    Break(keeping.PRESENT_FOLLOWS, "workflows.cases.outcomes.state_of", says_waiting),
    Break(keeping.ONLY_WHO_HAS_HAD_IT, "workflows.cases.access.Reader.cases", all_cases),
    Break(keeping.BY_SIGHT, "workflows.cases.lists.said", finds_raw_words),
    Break(keeping.BY_SIGHT, "workflows.cases.history.happened", tells_everything, ways=2),
    Break(keeping.MAIL_LEAVES_ONCE, "workflows.cases.notifications.post", quotes),
    Break(keeping.MAIL_LEAVES_ONCE, "workflows.outbox.models.MailQuerySet.due", sends_again),
    Break(keeping.NEIGHBOUR, "workflows.cases.notifications.received", also_next_door),
    Break(keeping.ONCE, "workflows.cases.receipts.code_of", another_code),
    Break(keeping.READ_WITH_REASON, "workflows.cases.contacts.read", reads_without_a_trace),
    Break(keeping.ONLY_BY_SEAT, "workflows.cases.access.may_ask_for_contact", also_for_colleagues, ways=5),
    Break(keeping.ONLY_BY_SEAT, "workflows.cases.outcomes.decide", everywhere),
    Break(keeping.NOT_BEFORE, "workflows.cases.outcomes.decide", without_what_goes_before),
    Break(keeping.CONTACT_OF_FIRST, "workflows.cases.access.may_ask_for_contact", for_whoever_reads),
    Break(keeping.A_NEXT_WORD, "workflows.cases.standing.told", forgets_the_word, ways=6),
    Break(keeping.DATES_FOLLOW, "workflows.cases.standing.date_after", a_day_more),
    Break(
        keeping.DATES_FOLLOW, "workflows.cases.overdue.redate", does_nothing, at="personligt-ombud", ways=4
    ),
    Break(keeping.THE_CLOCK_LOOKS, "workflows.cases.reminders.next_on", a_day_more),
    Break(keeping.TOLD_OF, "workflows.cases.overdue.mind_next", does_nothing, at="lex-heller", ways=3),
    Break(
        keeping.TOLD_ONCE,
        "workflows.cases.reminders.keep",
        notes_twice,
        table="cases_reminder",
        constraint="the clock does a thing once about a date",
        ways=3,
    ),
    Break(keeping.TOLD_ONCE, "workflows.cases.notifications.over", tells_again, ways=6),
    Break(
        keeping.UP_BY_THE_CHAIN,
        "workflows.cases.outcomes.decide_overdue",
        unmasked,
        at=BY_THE_CLOCK,
        towards="ta",
        ways=2,
    ),
    Break(
        keeping.WAITS_BELOW,
        "workflows.cases.notifications.waits_below",
        does_nothing,
        at=BY_THE_CLOCK,
        towards="ta",
    ),
    Break(
        keeping.EACH_OF_THEM,
        "workflows.cases.outcomes.Pointed.completes",
        counts_at_once,
        at="avvikelse",
        towards="diskussion-inledd",
    ),
    Break(
        keeping.EACH_OF_THEM,
        "workflows.cases.outcomes.Pointed.completes",
        counts_never,
        at="avvikelse",
        towards="diskussion-inledd",
        ways=1,
    ),
    Break(
        keeping.ONLY_WHERE_POINTED_OUT,
        "workflows.cases.access.Reader.cases",
        everything_for_who_waits,
        at="avvikelse",
    ),
    Break(keeping.MEASURES_ARE_COUNTED, "workflows.measures.measures.write_caches", does_nothing, ways=4),
    Break(
        keeping.A_MEASURE_HAS_AN_OWNER,
        "workflows.measures.models.Measure.objects.create",
        by_no_function,
        table="measures_measure",
        constraint="a measure has an owner and a function",
        ways=4,
    ),
    Break(
        keeping.STATEMENTS_ARE_COUNTED,
        "workflows.measures.statements.write_caches",
        does_nothing,
        at="lex-heller",
        ways=7,
    ),
    Break(keeping.NOT_HINDERED, "workflows.cases.masked.latest", does_nothing),
    Break(
        keeping.NOTHING_BY_HALVES, "workflows.cases.conversation.write_from_reporter", counts_before_it_looks
    ),
    Break(keeping.DOES_OR_SAYS_WHY, "workflows.cases.texts.faults_of", lets_nul_through),
]


def test_every_promise_can_be_broken() -> None:
    assert {one.promise for one in BREAKS} == keeping.SENTENCES


@pytest.mark.parametrize("broken", BREAKS, ids=lambda one: f"{one.name}: {one.instead.__name__}")
def test_the_machine_says_which_promise_is_broken(
    broken: Break,
    houses: tuple[House, ...],
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner, attribute = owner_of(broken.name)
    real = getattr(owner, attribute)
    monkeypatch.setattr(owner, attribute, lambda *args, **named: broken.instead(real, *args, **named))

    class Here(Machine):
        tally = Tally()
        spoilt = broken.spoilt
        at = broken.at
        towards = broken.towards

    Here.houses = houses
    with django_db_blocker.unblock(), pytest.raises(keeping.Broken) as seen:
        find(Here, broken.ways)
    assert str(seen.value).startswith(f"promise broken: {broken.promise} (")


def owner_of(name: str) -> tuple[Any, str]:
    """The module or the class that has the name."""
    path, _dot, attribute = name.rpartition(".")
    return pkgutil.resolve_name(path), attribute
