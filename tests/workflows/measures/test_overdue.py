"""The clock tells once when a measure's day has passed, those who have its case."""

from datetime import datetime, timedelta

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.celery import app
from tenants import air, clock
from tests.conftest import Place
from tests.workflows.cases.reports import send
from tests.workflows.measures.agreed import closed, decided, followed, lifted, sitting
from workflows.measures import overdue, tasks
from workflows.measures.models import Measure
from workflows.outbox.models import Mail
from workflows.outbox.sending import send_due

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=clock.STOCKHOLM)
LATE = MONDAY + timedelta(days=15)


def told() -> list[int | None]:
    """To whom mails about late measures go, the first first."""
    return list(Mail.objects.filter(template="measure_over").order_by("pk").values_list("to_user", flat=True))


def test_who_has_the_case_is_told_once_and_again_of_a_new_day(inside: Place) -> None:
    with clock.standing_at(MONDAY):
        case = lifted(inside)
        member = sitting(inside, "gruppen", "arbetsgrupp")
        sitting(inside, "politikern", "arbetsgrupp", "figures")
        measure = decided(inside, case)
        decided(inside, case, due=LATE.date())
    with clock.standing_at(LATE - timedelta(days=1)):
        tasks.mind_measures()
        assert told() == []
    with clock.standing_at(LATE):
        for _round in range(3):
            tasks.mind_measures()
        assert told() == [member.pk]
        followed(measure, member, due=LATE.date() + timedelta(days=5), reason="Sjukdom.")
    with clock.standing_at(LATE + timedelta(days=6)):
        tasks.mind_measures()
    assert told() == [member.pk] * 3  # the other one's day, and the new day


def test_what_is_done_is_not_told_of_and_what_lives_on_after_closing_is(inside: Place) -> None:
    with clock.standing_at(MONDAY):
        case = send().case
        done, _left = decided(inside, case), decided(inside, case)
        followed(done, inside.processledare, done=True, result="Klart.")
        closed(inside, case)
    with clock.standing_at(LATE):
        assert overdue.mind_measures() == 1
    assert told() == [inside.processledare.pk]


def test_where_nobody_has_it_the_first_receiver_is_told(inside: Place) -> None:
    with clock.standing_at(MONDAY):
        decided(inside, lifted(inside))
    with clock.standing_at(LATE):
        assert overdue.mind_measures() == 1
    assert told() == [inside.processledare.pk]


def test_the_mail_has_a_reference_and_nothing_of_what_was_agreed(inside: Place) -> None:
    with clock.standing_at(MONDAY):
        measure = decided(inside, send().case)
    with clock.standing_at(LATE):
        overdue.mind_measures()
        send_due(lambda _case: None)
    said = next(str(m.message()) for m in mail.outbox if "rsenad" in m.subject or "=?" in m.subject)
    body = mail.outbox[-1].body
    assert measure.case.reference in str(body)
    for words in (measure.what, measure.owner_function):
        assert words not in str(body) + said


def test_a_round_does_only_so_much_and_asks_once_where_nothing_is_late(inside: Place) -> None:
    with clock.standing_at(MONDAY):
        case = send().case
        for _ in range(3):
            decided(inside, case)
    with clock.standing_at(LATE):
        assert [overdue.mind_measures(2), overdue.mind_measures(2)] == [2, 1]
        with CaptureQueriesContext(connection) as asked:
            assert overdue.mind_measures() == 0
    assert len([one for one in asked if "SELECT" in one["sql"]]) == 1


def test_a_neighbours_measures_are_left_alone(inside: Place, soderby: Place) -> None:
    with clock.standing_at(MONDAY):
        decided(inside, send().case)
        with air.inside(soderby.tenant):
            decided(soderby, send().case)
    with clock.standing_at(LATE), air.inside(soderby.tenant):
        assert overdue.mind_measures() == 1
    assert Measure.objects.filter(told_on=None).count() == 1
    assert told() == []


def test_the_clock_does_it() -> None:
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert tasks.mind_measures.name in scheduled
