"""Makes the demo's organisations, people and cases, by the same verbs as the pages use."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.db import transaction
from django.db.models import F

from accounts import tokens
from accounts.invitations import Invite, accept, hash_of, invite
from accounts.models import Invitation, User
from demo.lives import Life, Seated, age_of, at_work
from demo.people import ORGANISATIONS, PASSWORD, PEOPLE, Organisation, token_of
from demo.stories import Story, told
from tenants import air, clock, life_cycle
from tenants.models import Tenant
from workflows.bodies.models import Body
from workflows.bodies.seats import NewSeat, seat
from workflows.outbox.models import Mail
from workflows.presets import family
from workflows.presets.set_up import set_up

# Long enough ago that everything in the demo has happened since.
BEGUN = timedelta(days=400)
SEED = 2026


def load() -> Iterator[str]:
    """Loads step by step and says after each what it was. Nothing where there are tenants already."""
    if Tenant.objects.exists():
        return
    for person in PEOPLE:
        User.objects.create_user(person.email, PASSWORD, person.name)
    yield "people"
    random = Random(SEED)  # noqa: S311 - the demo is the same each time
    stories = told()
    random.shuffle(stories)
    for number, organisation in enumerate(ORGANISATIONS):
        with clock.standing_at(clock.now() - BEGUN):
            tenant = begin(organisation)
        yield organisation.wanted.slug
        with air.inside(tenant):
            yield from tell(stories[number :: len(ORGANISATIONS)], organisation, random)


def tell(stories: list[Story], organisation: Organisation, random: Random) -> Iterator[str]:
    """Lives the stories of one organisation, the oldest first so that references follow the days."""
    seated = Seated(
        **{
            role: User.objects.get(email=organisation.first_in(body))
            for role, body in (
                ("leader", "processledare"),
                ("group", "arbetsgrupp"),
                ("heads", "forbundschefer"),
            )
        }
    )
    now = clock.now()
    dated = sorted(((age_of(story, random), number) for number, story in enumerate(stories)), reverse=True)
    for days, number in dated:
        sent_at = min(
            at_work(now - timedelta(days=days), random), now - timedelta(minutes=random.randint(5, 300))
        )
        Life(stories[number], seated, random, sent_at).live()
        yield organisation.wanted.slug
    # What was told long ago was mailed long ago.
    Mail.objects.filter(due_at__lt=now - timedelta(days=1)).update(sent_at=F("due_at"))


def steps() -> int:
    """How many steps `load` takes."""
    return 0 if Tenant.objects.exists() else 1 + len(ORGANISATIONS) + len(told())


@transaction.atomic
def begin(organisation: Organisation) -> Tenant:
    """Makes one organisation with its members and seats."""
    tenant = life_cycle.create(organisation.wanted)
    for email in {*organisation.administrators, *(sits.email for sits in organisation.seats)}:
        wanted = Invite(email, administrator=email in organisation.administrators)
        token = invite(tenant, wanted, by=None).rsplit("/", 1)[1]
        user = User.objects.get(email=email)
        accept(Invitation.objects.get(token_hash=hash_of(token)), user)
        tokens.keep(token_of(email, tenant.slug), user, tenant, name="Demo")
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
