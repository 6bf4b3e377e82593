"""What the clock has done about a case's dates, and when it is to look at the case again."""

from datetime import date, datetime

from workflows.cases import dates
from workflows.cases.dates import Dates
from workflows.cases.models import Case, Reminder
from workflows.cases.outcomes import NOT_OPEN


def dates_of(case: Case) -> Dates:
    """The dates of the case, as the rules read them."""
    stages = {stage.key: stage for stage in case.chain_version.chain.stages}
    quick, system = stages.get(case.quick_stage), stages.get(case.system_stage)
    return Dates(
        quick=case.quick_due if case.quick_stage not in NOT_OPEN else None,
        system=case.system_due if case.system_stage not in NOT_OPEN else None,
        word=case.word_due,
        statement=case.statement_due,
        quick_remind=quick.remind if quick else 0,
        system_remind=system.remind if system else 0,
        quick_up=bool(quick and quick.overdue),
        system_up=bool(system and system.overdue),
    )


def told(case: Case) -> set[dates.Told]:
    """What has been done, about which date."""
    return set(case.reminders.values_list("what", "about")) if case.pk else set()


def next_on(case: Case) -> date | None:
    """The day on which the clock has something to do about the case."""
    return dates.next_on(dates_of(case), told(case))


def keep(case: Case, what: str, about: date, now: datetime) -> bool:
    """Notes that the clock has done it; False where it had been done before."""
    _reminder, new = Reminder.objects.get_or_create(case=case, what=what, about=about, defaults={"at": now})
    return new
