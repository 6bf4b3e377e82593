"""A seat is given by a second person, to a member, once; and ended it reads nothing."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Membership, User
from tenants import air, clock
from tests.conftest import PASSWORD, Place, Visitor
from tests.workflows.cases.reports import send
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat, leave, seat
from workflows.outbox.models import Mail


@pytest.fixture
def mika(norrvik: Place) -> User:
    """A member of Norrvik without a seat."""
    user = User.objects.create_user("mika@norrvik.example", PASSWORD, "Mika Medlem")
    Membership.objects.create(user=user, tenant=norrvik.tenant)
    return user


def wanted(user: User, function: str = "Ersättare", sight: str = "full") -> NewSeat:
    return NewSeat(Body.objects.get(key="processledare"), user, function, sight)


def form(user: User, **changed: object) -> dict[str, object]:
    body = Body.objects.get(key="processledare").pk
    return {"body": body, "user": user.pk, "function": "Ersättare", "sight": "full", **changed}


def seats_of(user: User) -> list[tuple[str, str]]:
    return list(Seat.objects.current().filter(user=user).values_list("function", "sight"))


def test_a_member_gets_a_seat_today(inside: Place, mika: User) -> None:
    given = seat(wanted(mika, function=" Ersättare "), by=inside.administrator)

    assert (given.function, given.sight, given.starts) == ("Ersättare", "full", clock.today())


def test_nobody_seats_themselves(inside: Place) -> None:
    with pytest.raises(ValidationError, match="Be en annan administratör"):
        seat(wanted(inside.administrator), by=inside.administrator)

    assert not seats_of(inside.administrator)


def test_only_a_member_of_this_organisation_is_seated(inside: Place, soderby: Place, mika: User) -> None:
    Membership.objects.filter(user=mika).update(ends=clock.today())

    for other in (soderby.processledare, mika):
        with pytest.raises(ValidationError, match="inte medlem"):
            seat(wanted(other), by=inside.administrator)


def test_a_person_sits_once_in_a_body_and_can_come_back(inside: Place, mika: User) -> None:
    first = seat(wanted(mika), by=inside.administrator)
    with pytest.raises(ValidationError, match="redan en plats"):
        seat(wanted(mika, sight="masked"), by=inside.administrator)

    leave(first)
    seat(wanted(mika, sight="masked"), by=inside.administrator)

    assert seats_of(mika) == [("Ersättare", "masked")]
    assert Seat.objects.filter(user=mika).count() == 2


def test_what_is_missing_is_said_at_once(inside: Place, soderby: Place) -> None:
    with pytest.raises(ValidationError) as refused:
        seat(wanted(soderby.processledare, function=" ", sight="allt"), by=inside.administrator)

    assert set(refused.value.message_dict) == {"user", "function", "sight"}


def test_an_administrator_gives_a_seat_on_the_page(inside: Place, mika: User, at: Visitor) -> None:
    browser = at(inside, inside.administrator)

    page = browser.post("/organ", form(mika, sight="masked"), follow=True).content.decode()

    assert "Platsen är given." in page
    assert "Mika Medlem" in page
    assert "Ersättare · läser avidentifierad text" in " ".join(page.split())
    with air.inside(inside.tenant):
        assert seats_of(mika) == [("Ersättare", "masked")]


def test_what_is_refused_is_said_on_the_page(inside: Place, soderby: Place, mika: User, at: Visitor) -> None:
    tries = [
        (form(inside.administrator), "user"),
        (form(inside.processledare), "user"),
        (form(soderby.processledare), "user"),
        (form(mika, function=""), "function"),
        (form(mika, function="x" * 121), "function"),
        (form(mika, sight="allt"), "sight"),
        (form(mika, body=0), "body"),
    ]

    for written, field in tries:
        page = at(inside, inside.administrator).post("/organ", written)
        assert page.status_code == 200
        assert set(page.context["form"].errors) == {field}


def test_people_of_another_organisation_are_not_offered(inside: Place, soderby: Place, at: Visitor) -> None:
    page = at(inside, inside.administrator).get("/organ").content.decode()

    assert inside.processledare.name in page
    assert soderby.processledare.name not in page


def test_a_seat_that_was_ended_reads_nothing_from_then_on(inside: Place, at: Visitor) -> None:
    reference = send().case.reference
    taken = Seat.objects.get(user=inside.processledare)
    reader, administrator = at(inside, inside.processledare), at(inside, inside.administrator)
    assert reader.get(f"/arenden/{reference}").status_code == 200

    answer = administrator.post(f"/organ/platser/{taken.pk}/avsluta", follow=True)

    assert "Platsen är avslutad." in answer.content.decode()
    assert reader.get(f"/arenden/{reference}").status_code == 404
    assert reader.get("/arenden").status_code == 404
    with air.inside(inside.tenant):
        assert Seat.objects.get(pk=taken.pk).ends == clock.today()
    assert administrator.post(f"/organ/platser/{taken.pk}/avsluta").status_code == 404


def test_a_seat_of_who_is_no_longer_a_member_reads_nothing(inside: Place, at: Visitor) -> None:
    reference = send().case.reference
    Membership.objects.filter(user=inside.processledare).update(ends=clock.today())

    assert at(inside, inside.processledare).get(f"/arenden/{reference}").status_code == 404


def test_a_seat_is_ended_by_an_administrator_of_its_own_organisation_alone(
    inside: Place, soderby: Place, mika: User, at: Visitor
) -> None:
    taken = Seat.objects.get(user=inside.processledare)
    path = f"/organ/platser/{taken.pk}/avsluta"

    for other in (mika, inside.processledare, soderby.administrator):
        assert at(inside, other).post(path).status_code == 404
    # The number may be somebody's in the neighbour's own schema, and then theirs is ended.
    at(soderby, soderby.administrator).post(path)
    assert at(inside, inside.administrator).get(path).status_code == 405
    with air.inside(inside.tenant):
        assert Seat.objects.current().filter(pk=taken.pk).exists()


def test_the_others_in_the_body_are_told_of_a_new_seat(norrvik: Place) -> None:
    member = User.objects.create_user("ny@norrvik.example", None, "Ny Medlem")
    Membership.objects.create(user=member, tenant=norrvik.tenant)
    with air.inside(norrvik.tenant):
        body = Body.objects.get(key="processledare")
        given = seat(NewSeat(body, member, "Processledare", "full"), by=norrvik.administrator)
        told = Mail.objects.filter(template="seated")
        assert [(mail.key, mail.to_user) for mail in told] == [
            (f"seat:{given.pk}:{norrvik.processledare.pk}", norrvik.processledare)
        ]
