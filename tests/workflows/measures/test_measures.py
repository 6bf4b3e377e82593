"""A measure is decided by who has the case, and lives on until its effect is known."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tenants import clock
from tests.conftest import Place
from tests.workflows.cases.reports import send
from tests.workflows.measures.agreed import (
    GROUP,
    LEADER,
    closed,
    decided,
    followed,
    lifted,
    new,
    sitting,
)
from workflows.cases.locking import Closed
from workflows.cases.models import Case
from workflows.measures import measures
from workflows.measures.measures import FollowUp, NotTheirs, Overtaken
from workflows.measures.models import Measure


def open_in(case: Case) -> int:
    return Case.objects.get(pk=case.pk).open_measures


def test_a_measure_has_an_owner_a_function_a_day_and_who_decided(inside: Place) -> None:
    case = send().case
    before = case.version
    measure = decided(inside, case, decided_by="manager", cost_benefit="Två möten mindre i månaden.")

    held = Case.objects.get(pk=case.pk)
    assert (measure.owner, measure.owner_function, measure.body.key) == ("fk", "Enhetschef", "processledare")
    assert (measure.state, measure.overdue, measure.created_by) == ("planned", False, inside.processledare)
    assert (held.open_measures, held.version) == (1, before + 1)


WRONG = [
    ({"kind": "mars"}, {"kind"}),
    ({"what": " "}, {"what"}),
    ({"what": "Ring 19811228-9874."}, {"what"}),
    ({"what": "Text\x00"}, {"what"}),
    ({"owner": "mars"}, {"owner"}),
    ({"owner_function": ""}, {"owner_function"}),
    ({"owner_function": "x" * 121}, {"owner_function"}),
    ({"due": None}, {"due"}),
    ({"due": date(2020, 1, 1)}, {"due"}),
    ({"due": date(9999, 12, 31)}, {"due"}),
    ({"decided_by": "ingen"}, {"decided_by"}),
    ({"cost_benefit": "x" * 50_001}, {"cost_benefit"}),
    ({"what": "", "owner": "", "due": None}, {"what", "owner", "due"}),
]


@pytest.mark.parametrize(("wrong", "fields"), WRONG)
def test_what_cannot_be_agreed_on_is_named_and_nothing_is_stored(
    inside: Place, wrong: dict[str, object], fields: set[str]
) -> None:
    case = send().case
    with pytest.raises(ValidationError) as refused:
        decided(inside, case, **wrong)
    assert set(refused.value.message_dict) == fields
    assert open_in(case) == Measure.objects.count() == 0


def test_the_body_that_has_the_case_decides_and_the_first_receiver_while_its_track_is_open(
    inside: Place,
) -> None:
    case = lifted(inside)
    member = sitting(inside, "gruppen", "arbetsgrupp")

    assert measures.decide(case, new(), member, GROUP).body.key == "arbetsgrupp"
    assert decided(inside, case).body.key == "processledare"
    closed(inside, case)  # the quick track alone
    with pytest.raises(NotTheirs):
        decided(inside, case)
    with pytest.raises(NotTheirs):
        measures.decide(case, new(), member, frozenset({"forbundschefer"}))
    assert measures.decide(case, new(), member, GROUP)
    assert open_in(case) == 3


def test_nothing_new_is_decided_in_a_closed_case_and_what_was_is_followed_up(inside: Place) -> None:
    case = send().case
    measure = decided(inside, case)
    case = closed(inside, case)

    with pytest.raises(Closed):
        decided(inside, case)
    after = followed(measure, inside.processledare, done=True, result="Rutinen gäller sedan maj.")

    held = Case.objects.get(pk=case.pk)
    assert after.state == "done"
    assert (held.open_measures, held.version, held.due, held.clock_on) == (0, case.version + 1, None, None)


def test_a_measure_lives_on_until_its_effect_is_known(inside: Place) -> None:
    measure, by = decided(inside, send().case), inside.processledare
    for given, state in (
        ({"done": True, "result": "Mötet hålls varje vecka."}, "done"),
        ({"effect": "none_yet"}, "done"),
        ({"effect": "both", "effect_text": "Väntan är halverad."}, "known"),
    ):
        measure = followed(measure, by, **given)
        assert measure.state == state
    assert measure.done_at
    assert measure.effect_at


NOT_SO = [
    ({"done": True}, {"result"}),
    ({"effect": "client", "effect_text": "Bättre."}, {"effect"}),
    ({"done": True, "result": "Klart.", "effect": "client"}, {"effect_text"}),
    ({"done": True, "result": "Klart.", "effect_text": "Bättre."}, {"effect"}),
    ({"done": True, "result": "Klart.", "effect": "mars"}, {"effect"}),
    ({"due": date(2020, 1, 1), "reason": "Sjukdom."}, {"due"}),
    ({"due": None, "reason": "Sjukdom."}, {"due"}),
    ({"due": date(2020, 1, 1)}, {"due", "reason"}),
    ({"result": "Ring 19811228-9874."}, {"result"}),
]


@pytest.mark.parametrize(("given", "fields"), NOT_SO)
def test_a_follow_up_that_cannot_be_names_what_to_change(
    inside: Place, given: dict[str, object], fields: set[str]
) -> None:
    measure = decided(inside, send().case)
    with pytest.raises(ValidationError) as refused:
        followed(measure, inside.processledare, **given)
    assert set(refused.value.message_dict) == fields
    assert not measure.changes.exists()


def test_a_new_day_has_a_reason_and_the_former_one_is_kept(inside: Place) -> None:
    with clock.standing_at(datetime(2027, 3, 1, 9, tzinfo=clock.STOCKHOLM)):
        measure = decided(inside, send().case)
        followed(measure, inside.processledare, due=date(2027, 4, 1), reason="Enhetschefen är ny.")
        followed(measure, inside.processledare, reason="Vi hörde efter, inget nytt.")
        followed(measure, inside.processledare)  # nothing at all

    first, second = measure.changes.all()
    assert (first.number, first.by, first.reason) == (1, inside.processledare, "Enhetschefen är ny.")
    assert first.fields == {"due": ["2027-03-15", "2027-04-01"]}
    assert (second.number, second.fields) == (2, {})


def test_a_measure_that_is_not_done_after_all_loses_its_effect_and_says_why(inside: Place) -> None:
    measure, by, case = decided(inside, send().case), inside.processledare, Case.objects.last()
    assert case
    followed(measure, by, done=True, result="Klart.", effect="saving", effect_text="En tjänst.")
    with pytest.raises(ValidationError) as refused:
        followed(measure, by, done=False)
    assert set(refused.value.message_dict) == {"reason"}
    again = followed(measure, by, done=False, reason="Det höll inte.")

    assert (again.state, again.effect, again.effect_at, open_in(case)) == ("planned", "", None, 1)
    undone = measure.changes.get(number=2)
    assert undone.fields["effect_text"] == ["En tjänst.", ""]


def test_who_saw_an_older_version_of_a_measure_changes_nothing(inside: Place) -> None:
    measure, by = decided(inside, send().case), inside.processledare
    followed(measure, by, result="Första mötet är hållet.")
    late = FollowUp("Inget har hänt.", False, "", "", measure.due, seen=0)
    with pytest.raises(Overtaken):
        measures.follow_up(measure, late, by)
    assert Measure.objects.get(pk=measure.pk).result == "Första mötet är hållet."


IMPOSSIBLE: list[tuple[dict[str, object], str]] = [
    ({"what": ""}, "a measure says what is to be done"),
    ({"owner": ""}, "a measure has an owner and a function"),
    ({"owner_function": ""}, "a measure has an owner and a function"),
    ({"done_at": clock.now() + timedelta(days=1)}, "a measure that is done has a result"),
    ({"effect": "client", "effect_at": clock.now()}, "only what is done has an effect"),
    ({"effect_at": clock.now()}, "an effect was seen at some time"),
    ({"done_at": clock.now() - timedelta(days=1), "result": "x"}, "a measure is done after it was decided"),
]


@pytest.mark.parametrize(("values", "sentence"), IMPOSSIBLE)
def test_the_database_refuses_what_cannot_be(inside: Place, values: dict[str, object], sentence: str) -> None:
    measure = decided(inside, send().case)
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(**values)


def test_bodies_are_those_that_one_acts_in(inside: Place) -> None:
    with pytest.raises(NotTheirs):
        measures.decide(send().case, new(), inside.administrator, frozenset())
    assert measures.decide(send().case, new(), inside.processledare, LEADER)
