"""A body meets on days that the organisation plans, and a deadline can hang on them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tenants import air, clock
from tests.conftest import Place, Visitor
from tests.workflows.cases.reports import send
from workflows.bodies.models import Body, Sitting
from workflows.bodies.sittings import call_off, plan
from workflows.cases import overdue
from workflows.chains import publishing
from workflows.presets import family


@pytest.fixture
def hanging(inside: Place) -> Body:
    """The process leader is to be done two weeks before the arbetsgrupp meets, in cases from now on."""
    content = {name: value for name, value in family.read("lex-heller").chain.items() if name != "slug"}
    first, *others = content["stages"]
    first = {**first, "deadline": {"count": 2, "unit": "weeks", "before": "arbetsgrupp"}}
    publishing.publish("eskalering", {**content, "stages": [first, *others]})
    return Body.objects.get(key="arbetsgrupp")


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def test_a_case_is_due_before_the_next_sitting_and_follows_when_it_is_put_off(hanging: Body) -> None:
    planned = plan(hanging, in_days(40))
    case = send().case
    assert case.quick_due == in_days(26)

    call_off(planned)
    plan(hanging, in_days(60))
    overdue.mind_dates()
    case.refresh_from_db()
    assert case.quick_due == in_days(46)

    Sitting.objects.all().delete()
    overdue.mind_dates()
    case.refresh_from_db()
    assert case.quick_due is None
    assert case.due == case.word_due


def test_a_sitting_that_has_been_cannot_be_planned_or_called_off(inside: Place) -> None:
    body = Body.objects.get(key="arbetsgrupp")
    with pytest.raises(ValidationError, match="från och med i morgon"):
        plan(body, clock.today())
    with pytest.raises(ValidationError, match="redan varit"):
        call_off(Sitting.objects.create(body=body, on=in_days(-1)))


def test_the_administrator_plans_sittings_on_the_page(inside: Place, at: Visitor) -> None:
    browser = at(inside, inside.administrator)
    body = Body.objects.get(key="arbetsgrupp").pk
    air.leave()

    wrong = browser.post("/organ/sammantraden", {"sitting_body": body, "on": "2020-01-01"})
    assert "Välj en dag från och med i morgon." in wrong.content.decode()
    right = browser.post("/organ/sammantraden", {"sitting_body": body, "on": in_days(30)}, follow=True)
    assert "Sammanträdet är inlagt." in right.content.decode()

    with air.inside(inside.tenant):
        (sitting,) = Sitting.objects.all()
    browser.post(f"/organ/sammantraden/{sitting.pk}/stall-in")
    with air.inside(inside.tenant):
        assert not Sitting.objects.exists()
