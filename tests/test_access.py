"""Every address, every method, every kind of visitor: who gets in, who must sign in, who finds nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Membership, User
from tenants import air, clock
from tests import pages
from tests.conftest import Place, Visitor
from tests.families import ask_for_analysis
from tests.pages import Page, Side
from tests.reporting.released import released
from tests.workflows.builder.owners import begun, form_owner
from tests.workflows.cases.reports import send
from tests.workflows.measures import agreed
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat, seat
from workflows.bodies.sittings import plan
from workflows.cases import pointed
from workflows.cases.received import Sender

URLCONFS: dict[Side, str] = {"shared": "config.public_urls", "tenant": "config.urls"}
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
VISITORS = ("nobody", "neighbour", "stranger", "member", "administrator", "processledare", "formularagare")

# Whom an address lets in. Everybody else is asked to sign in, or told that there is no such page.
ADMITTED = {
    "anybody": set(VISITORS),
    "signed-in": set(VISITORS) - {"nobody"},
    "member": {"member", "administrator", "processledare", "formularagare"},
    "reader": {"processledare"},
    "administrator": {"administrator"},
    "form-owner": {"formularagare"},
}
NOT_THERE = {404, 405}


def names_in(resolver: URLResolver) -> Iterator[str]:
    """The names of all addresses, also of those that are included."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        else:
            yield from names_in(pattern)


@pytest.mark.parametrize("side", URLCONFS)
def test_no_address_is_missing_from_the_registry_of_pages_and_none_is_made_up(side: Side) -> None:
    assert sorted(names_in(get_resolver(URLCONFS[side]))) == sorted(page.name for page in pages.on(side))


@dataclass(frozen=True)
class World:
    """Everybody who could ask, and the things that an address can be about."""

    people: dict[str, User | None]
    words: dict[str, str]


@pytest.fixture
def world(inside: Place, soderby: Place) -> World:
    member = User.objects.create_user("medlem@norrvik.example", None, "Medlem")
    Membership.objects.create(user=member, tenant=inside.tenant)
    leaving = User.objects.create_user("slutar@norrvik.example", None, "Slutar snart")
    Membership.objects.create(user=leaving, tenant=inside.tenant)
    taken = seat(
        NewSeat(Body.objects.get(key="processledare"), leaving, "Processledare", "full"),
        by=inside.administrator,
    )
    sitting = plan(Body.objects.get(key="arbetsgrupp"), clock.today() + timedelta(days=30))
    received = send(handelse="KANARIE i svaret", konsekvens="KANARIE i följden", sender=Sender(name="Mika"))
    ask_for_analysis()
    other = person_to_point_out(inside)
    pointed_out = pointed.point_out(received.case, other, inside.processledare)
    people = {
        "nobody": None,
        "neighbour": soderby.processledare,
        "stranger": User.objects.create_user("ingenstans@example.org", None, "Främling"),
        "member": member,
        "administrator": inside.administrator,
        "processledare": inside.processledare,
        "formularagare": form_owner(inside),
    }
    words = {
        "case": received.case.reference,
        "other": send().case.reference,
        "seat": str(taken.pk),
        "sitting": str(sitting.pk),
        "pointed": str(pointed_out.pk),
        "invitation": "ingen-sadan",
        "theme": "fel",
        **begun(inside, "KANARIE"),
        **released(inside),
        "measure": str(agreed.decided(inside, received.case, what="KANARIE i åtgärden").pk),
        "statement": str(agreed.asked(inside, received.case).pk),
    }
    air.leave()
    return World(people, words)


def person_to_point_out(place: Place) -> Seat:
    """Somebody whose seat waits for a case."""
    user = User.objects.create_user("chef@norrvik.example", None, "Chef i en part")
    Membership.objects.create(user=user, tenant=place.tenant)
    body = Body.objects.get(key="arbetsgrupp")
    return seat(NewSeat(body, user, "Chef", "masked", pointed_out=True), by=place.administrator)


@pytest.fixture(autouse=True)
def no_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about health, and asking for a worker that is not there takes its time."""
    monkeypatch.setattr("tenants.health.PARTS", {})


@dataclass(frozen=True)
class Asked:
    """One request and what came of it."""

    who: str
    page: Page
    method: str
    status: int
    leads_to: str
    text: str


def everything(at: Visitor, place: Place | None, world: World, wanted: tuple[Page, ...]) -> Iterator[Asked]:
    """Every visitor asks for every page by every method."""
    for who, user in world.people.items():
        usual = at(place, user)
        for page, method in product(wanted, METHODS):
            # An action may end the session that the next request needs.
            client = at(place, user) if page.kind == "action" else usual
            answer = getattr(client, method)(page.path.format(**world.words))
            leads_to = answer.headers.get("Location", "")
            # A PDF is no text.
            text = answer.content.decode(errors="replace")
            yield Asked(who, page, method, answer.status_code, leads_to, text)


def is_right(asked: Asked) -> bool:
    """Whether the answer is one that this visitor should have had."""
    if "KANARIE" in asked.text and asked.who not in ("processledare", "formularagare"):
        return False
    if asked.who in ADMITTED[asked.page.who]:
        looked = asked.method == "get" and asked.page.kind == "page" and asked.page.name != "invitation"
        opened = asked.status in ({200, 302} if looked else set(range(200, 500)))
        return opened and not asked.leads_to.startswith("/logga-in?")
    sent_to_sign_in = asked.who == "nobody" and asked.leads_to.startswith("/logga-in?next=")
    return sent_to_sign_in or asked.status in NOT_THERE


def test_each_address_admits_whom_it_is_for_and_to_others_it_does_not_exist(
    world: World, norrvik: Place, at: Visitor
) -> None:
    answers = list(everything(at, norrvik, world, pages.on("tenant")))

    assert [a for a in answers if not is_right(a)] == []
    assert any("KANARIE" in a.text for a in answers)


def test_the_shared_site_shows_nothing_of_any_tenant(world: World, at: Visitor) -> None:
    for asked in everything(at, None, world, pages.PAGES):
        assert "KANARIE" not in asked.text
        assert asked.status < 500, asked
        assert asked.status == 404 or "shared" in asked.page.sides, asked


def test_a_neighbours_reference_opens_nothing_at_home(
    world: World, both: tuple[Place, Place], at: Visitor
) -> None:
    at_home = at(both[1], both[1].processledare)
    assert at_home.get(f"/arenden/{world.words['case']}").status_code == 404
    assert "KANARIE" not in at_home.get("/arenden").content.decode()


def test_who_no_longer_has_a_seat_or_membership_reads_nothing(inside: Place, at: Visitor) -> None:
    case = send().case
    client = at(inside, inside.processledare)
    assert client.get(f"/arenden/{case.reference}").status_code == 200

    with air.inside(inside.tenant):
        Seat.objects.update(ends="2026-01-01", starts="2025-01-01")
    assert client.get(f"/arenden/{case.reference}").status_code == 404
    with air.inside(inside.tenant):
        Seat.objects.update(ends=None)
    assert client.get(f"/arenden/{case.reference}").status_code == 200
    Membership.objects.filter(user=inside.processledare).update(ends="2026-01-01")
    assert client.get(f"/arenden/{case.reference}").status_code == 404
