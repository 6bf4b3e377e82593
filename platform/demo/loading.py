"""Makes the demo's organisations, people and cases, by the same verbs as the pages use."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from accounts.invitations import Invite, accept, hash_of, invite
from accounts.models import Invitation, User
from demo.people import ORGANISATIONS, PASSWORD, PEOPLE, Organisation
from demo.stories import STORIES, Story
from tenants import air, clock, life_cycle
from tenants.models import Tenant
from workflows.bodies.models import Body
from workflows.bodies.seats import NewSeat, seat
from workflows.cases import moves
from workflows.cases.receipts import new_page_id
from workflows.cases.received import Report, Sender, receive
from workflows.intake.models import Entrance
from workflows.presets import family
from workflows.presets.set_up import set_up

# Long enough ago that everything in the demo has happened since.
BEGUN = timedelta(days=400)


def load() -> Iterator[str]:
    """Loads step by step and says after each what it was. Nothing where there are tenants already."""
    if Tenant.objects.exists():
        return
    for person in PEOPLE:
        User.objects.create_user(person.email, PASSWORD, person.name)
    yield "people"
    for organisation in ORGANISATIONS:
        with clock.standing_at(clock.now() - BEGUN):
            tenant = begin(organisation)
        yield organisation.wanted.slug
        with air.inside(tenant):
            for story in STORIES:
                tell(story, organisation)
                yield organisation.wanted.slug


def steps() -> int:
    """How many steps `load` takes."""
    return 1 + len(ORGANISATIONS) * (1 + len(STORIES))


@transaction.atomic
def begin(organisation: Organisation) -> Tenant:
    """Makes one organisation with its members and seats."""
    tenant = life_cycle.create(organisation.wanted)
    for email in {*organisation.administrators, *(sits.email for sits in organisation.seats)}:
        wanted = Invite(email, administrator=email in organisation.administrators)
        token = invite(tenant, wanted, by=None).rsplit("/", 1)[1]
        accept(Invitation.objects.get(token_hash=hash_of(token)), User.objects.get(email=email))
    with air.inside(tenant):
        words = family.read(organisation.family)
        set_up(words)
        for sits in organisation.seats:
            body = words.body(sits.body)
            seat(
                NewSeat(
                    body=Body.objects.get(key=body.key),
                    user=User.objects.get(email=sits.email),
                    function=sits.function or body.function,
                    sight=sits.sight or body.sight,
                ),
                by=None,
            )
    return tenant


def tell(story: Story, organisation: Organisation) -> None:
    """Sends one report in as many days ago as the story says, and answers it three days later if it does."""
    entrance = Entrance.objects.select_related("form__version", "chain__version").get()
    sent_at = clock.now() - timedelta(days=story.days_ago)
    with clock.standing_at(sent_at):
        case = receive(
            Report(page_id=new_page_id(), answers=story.answers, sender=Sender(**story.sender)),
            entrance.form.version,
            entrance.chain.version,
        ).case
    if story.reply:
        by = User.objects.get(email=organisation.seats[0].email)
        with clock.standing_at(sent_at + timedelta(days=3)):
            chosen = moves.Choice("svara-och-stang", {"reply": story.reply})
            moves.move(case, chosen, by, frozenset({"processledare"}))
