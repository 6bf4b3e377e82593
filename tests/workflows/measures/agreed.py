"""Things to agree on in tests, by the tenant in the air."""

from dataclasses import replace
from datetime import timedelta

from accounts.models import Membership, User
from tenants import clock
from tests.conftest import Place
from tests.workflows.cases.reports import send
from workflows.bodies.models import Body
from workflows.bodies.seats import NewSeat, seat
from workflows.cases import classification, masked, moves
from workflows.cases.classification import Triage
from workflows.cases.models import Case
from workflows.cases.moves import Choice
from workflows.measures import measures, statements
from workflows.measures.measures import FollowUp, NewMeasure
from workflows.measures.models import Measure, Statement
from workflows.measures.statements import Question

LEADER = frozenset({"processledare"})
GROUP = frozenset({"arbetsgrupp"})
TRIAGE = Triage(
    "systembrist", "organisering", "rutin-saknas", "Det återkommer.", ("fk",), approach="gemensam-rutin"
)
MASKED = {"handelse": "Två myndigheter väntade på varandra.", "konsekvens": "Personen stod utan ersättning."}


def new(**other: object) -> NewMeasure:
    """A measure due in two weeks."""
    usual = NewMeasure(
        kind="gemensam-rutin",
        what="Handläggarna kallar till ett gemensamt möte inom en vecka.",
        owner="fk",
        owner_function="Enhetschef",
        due=clock.today() + timedelta(days=14),
        decided_by="collective",
    )
    return replace(usual, **other)  # type: ignore[arg-type]


def decided(place: Place, case: Case, **other: object) -> Measure:
    """A measure that the process leader has decided."""
    return measures.decide(case, new(**other), place.processledare, LEADER)


def followed(measure: Measure, by: User, **other: object) -> Measure:
    """A follow-up that changes only what is said."""
    now = measures.present_of(Measure.objects.get(pk=measure.pk))
    return measures.follow_up(measure, FollowUp(**{**now, **other}), by)


def asked(place: Place, case: Case, party: str = "fk", days: int = 10) -> Statement:
    """A statement that the process leader has asked for."""
    question = Question(party, "Enhetschef", clock.today() + timedelta(days=days))
    return statements.ask(case, question, place.processledare, LEADER)


def sitting(place: Place, name: str, body: str, sight: str = "masked") -> User:
    """A new member with a seat."""
    user = User.objects.create_user(f"{name}@norrvik.example", None, name.title())
    Membership.objects.create(user=user, tenant=place.tenant)
    seat(NewSeat(Body.objects.get(key=body), user, "Ledamot", sight), by=place.administrator)
    return user


def lifted(place: Place) -> Case:
    """A case that the arbetsgrupp has, while the first receiver still works with the quick track."""
    case = send().case
    leader = place.processledare
    classification.classify(case, TRIAGE, leader)
    masked.write(case, MASKED, leader)
    masked.approve(case, leader)
    moves.move(case, Choice("lyft-till-arbetsgruppen"), leader, LEADER)
    return Case.objects.get(pk=case.pk)


def closed(place: Place, case: Case) -> Case:
    """The case, closed by the first receiver."""
    reply = {"reply": "Det är ordnat, och en rutin är på väg."}
    moves.move(case, Choice("svara-och-stang", reply), place.processledare, LEADER)
    return Case.objects.get(pk=case.pk)
