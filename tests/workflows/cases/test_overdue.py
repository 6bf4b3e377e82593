"""The clock keeps the dates of a case, and does everything once and in order, however long it was down."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import Membership, User
from tenants import clock
from tests.conftest import PASSWORD, Place
from tests.workflows.cases.reports import send
from workflows.bodies.models import Body
from workflows.bodies.seats import NewSeat, seat
from workflows.cases import classification, conversation, masked, moves
from workflows.cases.classification import Triage
from workflows.cases.models import Case, Reminder, Todo
from workflows.cases.moves import Choice
from workflows.cases.overdue import mind_dates
from workflows.outbox.models import Mail
from workflows.questions.models import Word

RECEIVED = datetime(2027, 2, 1, 10, 0, tzinfo=clock.STOCKHOLM)


def later(days: int) -> datetime:
    return RECEIVED + timedelta(days=days)


@pytest.fixture
def case(inside: Place) -> Case:
    """A case that came in on Monday 1 February 2027."""
    with clock.standing_at(RECEIVED):
        return send().case


@pytest.fixture
def group(inside: Place) -> User:
    """Somebody in the arbetsgrupp."""
    user = User.objects.create_user("grupp@norrvik.example", PASSWORD, "Grupp i Norrvik")
    Membership.objects.create(user=user, tenant=inside.tenant)
    seat(NewSeat(Body.objects.get(key="arbetsgrupp"), user, "Samordnare", "masked"), by=None)
    return user


def classify(case: Case, by: User) -> None:
    level = Word.objects.get(list="level", code="organisering")
    category = Word.objects.filter(list="category", under=level.code)[0]
    classification.classify(case, Triage("systembrist", level.code, category.code, "Efter samtalet."), by)


def mask(case: Case, by: User) -> None:
    masked.write(case, {"handelse": "Två myndigheter bedömde olika.", "konsekvens": "Ingen ersättning."}, by)
    masked.approve(case, by)


def lift(case: Case, by: User) -> None:
    classify(case, by)
    mask(case, by)
    moves.move(case, Choice("lyft-till-arbetsgruppen"), by, frozenset({"processledare"}))


def done_by_the_clock(case: Case) -> list[tuple[str, date]]:
    return list(Reminder.objects.filter(case=case).order_by("pk").values_list("what", "about"))


def todos_of(case: Case) -> set[str]:
    return set(case.todos.filter(done_at=None).values_list("kind", flat=True))


def test_the_reporter_who_gets_no_word_is_reminded_of_and_then_somebody_has_it_to_do(
    inside: Place, case: Case
) -> None:
    promised = date(2027, 2, 8)  # five working days
    assert case.word_due == promised
    with clock.standing_at(later(3)):
        assert not mind_dates()
    with clock.standing_at(later(4)):
        assert mind_dates() == {"word_soon": 1}
    with clock.standing_at(later(8)):
        assert mind_dates() == {"word_over": 1}
        assert not mind_dates()

    assert todos_of(case) == {"give_word"}
    assert list(Mail.objects.order_by("pk").values_list("template", flat=True)) == [
        *("received", "word_soon", "word_over")
    ]


def test_a_letter_keeps_the_promise_and_begins_the_next_silence(inside: Place, case: Case) -> None:
    with clock.standing_at(later(8)):
        mind_dates()
        conversation.write_to_reporter(case, "Jag har läst och ringer FK i morgon.", inside.processledare)
    case.refresh_from_db()

    assert todos_of(case) == set()
    assert case.word_due == later(8).date() + timedelta(days=inside.tenant.silence_days)


def test_to_take_a_case_is_not_to_have_talked_to_anybody(inside: Place, case: Case) -> None:
    with clock.standing_at(later(1)):
        moves.move(case, Choice("ta"), inside.processledare, frozenset({"processledare"}))
    case.refresh_from_db()

    assert case.word_due == date(2027, 2, 8)


def test_silence_is_watched_also_while_a_body_has_the_case(inside: Place, case: Case, group: User) -> None:
    with clock.standing_at(later(1)):
        lift(case, inside.processledare)
        reply = {"reply": "Det här tar arbetsgruppen vidare, och du hör av mig."}
        moves.move(case, Choice("svara-och-stang", reply), inside.processledare, frozenset({"processledare"}))
    case.refresh_from_db()
    assert case.state == "answered"
    assert case.word_due == later(1).date() + timedelta(days=inside.tenant.silence_days)

    with clock.standing_at(later(1 + inside.tenant.silence_days + 1)):
        mind_dates()
    assert "give_word" in todos_of(case)


def test_a_body_that_is_late_is_reminded_before_and_has_it_to_do_after(
    inside: Place, case: Case, group: User
) -> None:
    with clock.standing_at(later(1)):
        lift(case, inside.processledare)
    case.refresh_from_db()
    due = case.system_due
    assert due == later(31).date()

    with clock.standing_at(later(40)):
        mind_dates()

    assert [what for what, about in done_by_the_clock(case) if about == due] == ["system_soon", "system_over"]
    assert Todo.objects.get(case=case, kind="overdue").body.key == "arbetsgrupp"
    with clock.standing_at(later(41)):
        moves.move(
            case,
            Choice("besluta-i-arbetsgruppen", {"decision": "En gemensam rutin skrivs."}),
            group,
            frozenset({"arbetsgrupp"}),
        )
    assert "overdue" not in todos_of(case)


def test_a_clock_that_was_down_for_weeks_does_everything_once_and_in_order(
    inside: Place, group: User
) -> None:
    cases = []
    for days in range(6):
        with clock.standing_at(later(days)):
            cases.append(send().case)
            lift(cases[-1], inside.processledare)

    with clock.standing_at(later(60)):
        counted = mind_dates()
        again = mind_dates()

    assert not again
    assert counted == {"word_soon": 6, "word_over": 6, "system_soon": 6, "system_over": 6}
    assert Reminder.objects.count() == 24
    keys = list(Mail.objects.order_by("pk").values_list("key", flat=True))
    assert len(keys) == len(set(keys))
    told = [(about, what) for what, about in Reminder.objects.order_by("pk").values_list("what", "about")]
    for kind in ("word_soon", "word_over", "system_soon", "system_over"):
        mine = [about for about, what in told if what == kind]
        assert mine == sorted(mine)
