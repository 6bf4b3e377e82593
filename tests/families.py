"""A tenant of any family, with somebody in every seat, and a report that its own form takes."""

from dataclasses import dataclass

from accounts.models import Membership, User
from tenants import air, life_cycle
from tests.conftest import Place
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat, seat
from workflows.cases.models import Case
from workflows.cases.receipts import new_page_id
from workflows.cases.received import UNASKED, Received, Report, Sender, receive
from workflows.intake.models import Entrance
from workflows.masking.review import Answered
from workflows.presets import family
from workflows.presets.set_up import set_up
from workflows.questions import publishing as questions
from workflows.questions.sheet import SEVERAL, Question, Value

# Organisation numbers with a correct check digit, for tenants beside the two that are always there.
NUMBERS = {"lex-heller": "222000-9936", "personligt-ombud": "222000-9944", "avvikelse": "222000-9951"}
# Two chefer in the directory, so that a case can have them together.
PARTIES = {"kommun-hemsjukvard": "Kommunen", "region-primarvard": "Regionen"}
WORDS = "Det tog stopp mellan två verksamheter."


@dataclass(frozen=True)
class Home(Place):
    """A tenant with who sits where: first by body, then in the order they were seated."""

    seats: dict[str, list[Seat]]

    def user(self, body: str, number: int = 0) -> User:
        user: User = self.seats[body][number].user
        return user


def home_of(name: str) -> Home:
    """A tenant of the family, inside the test's own transaction: gone with it."""
    wanted, slug = family.read(name), f"hem-{name}"
    tenant = life_cycle.create(
        life_cycle.NewTenant(
            slug=slug,
            name=f"Organisationen för {wanted.name.lower()}",
            kind="po-verksamhet" if name == "personligt-ombud" else "kommun",
            organisation_number=NUMBERS[name],
            county="17",
            contact_name="Kim Kontakt",
            contact_email=f"kontakt@{slug}.example",
        )
    )

    def member(who: str, *, administrator: bool = False) -> User:
        user = User.objects.create_user(f"{who}@{slug}.example", None, who.replace("-", " ").title())
        Membership.objects.create(user=user, tenant=tenant, administrator=administrator)
        return user

    administrator = member("administrator", administrator=True)
    seats: dict[str, list[Seat]] = {}
    with air.inside(tenant):
        set_up(wanted)
        for body in wanted.bodies:
            parties = PARTIES if body.pointed_out else {"": ""}
            seats[body.key] = [
                seat(
                    NewSeat(
                        body=Body.objects.get(key=body.key),
                        user=member(f"{body.key}-{number}"),
                        function=body.function,
                        sight=body.sight,
                        employer=employer,
                        party=party,
                        pointed_out=body.pointed_out,
                    ),
                    by=administrator,
                )
                for number, (party, employer) in enumerate(parties.items())
            ]
        first = Entrance.objects.get().chain.version.chain
    receivers = seats[first.stage(first.first).body]
    return Home(tenant, receivers[0].user, administrator, seats)


def send(sender: Sender = Sender(), answered: Answered = UNASKED, **answers: object) -> Received:  # noqa: B008
    """Sends a report to the tenant in the air, with something for every question that must be answered."""
    entrance = Entrance.objects.select_related("form__version", "chain__version", "analysis__version").get()
    needed = {q.id: answer_to(q) for q in entrance.form.version.sheet.questions if q.required}
    report = Report(new_page_id(), {**needed, **answers}, sender, answered)
    return receive(report, entrance.form.version, entrance.chain.version, entrance.analysis_version)


def ask_for_analysis() -> None:
    """Gives the cases of the tenant in the air an analysis sheet, whatever its family, as from now on."""
    content = family.read("personligt-ombud").analysis
    assert content
    sheet = questions.publish("analys", content)
    Entrance.objects.update(analysis=sheet)
    Case.objects.update(analysis_version=sheet.version)


def answer_to(question: Question) -> Value:
    """Something that answers the question."""
    if question.kind in SEVERAL:
        return [choice.value for choice in question.choices[:2]]
    if question.kind == "when":
        return "2026-03"
    if question.kind == "party_texts":
        return {question.choices[0].value: WORDS}
    return question.choices[0].value if question.choices else WORDS
