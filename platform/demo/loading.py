"""Makes the demo's organisations by the verbs, and their cases by the verbs' rules, many at once."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from accounts import tokens
from accounts.models import Membership, User
from demo import variations
from demo.lives import Life, Surroundings, at_work
from demo.people import LANSSTYRELSE, ORGANISATIONS, PASSWORD, PEOPLE, Organisation, token_of
from demo.rows import Rows
from demo.scripts import SCRIPTS
from demo.stories import Story, told
from reporting.contributions.periods import closed
from reporting.publication import gate
from tenants import air, clock, life_cycle
from tenants.models import Tenant
from workflows.bodies.models import Body, Sitting
from workflows.bodies.seats import NewSeat, seat
from workflows.cases import moves
from workflows.intake.models import Entrance
from workflows.presets import family
from workflows.presets.set_up import set_up

# Long enough ago that everything in the demo has happened since.
YEARS = 5
BEGUN = timedelta(days=365 * YEARS + 30)
SEED = 2026
# How many cases an organisation has in five years, by family, the largest first.
SIZES = {
    "lex-heller": (300, 260, 240, 180, 150),
    "avvikelse": (520, 480, 420, 380),
    "personligt-ombud": (280, 240, 220, 180, 150),
}
# How many of ten cases came in the last year, the year before, and so on back.
GROWTH = (30, 25, 20, 15, 10)
# How many of the stories without an answer have none because they are new.
LEFT_OPEN = 0.3
# How many of the cases of the last months somebody forgets for a while.
STUCK = 0.15
LATELY = timedelta(days=110)
# Bodies meet at most so far ahead of today, in days.
AHEAD = 400
EVERY = 91


def load(wanted: Collection[str] = ()) -> Iterator[str]:
    """Loads step by step and says after each what it was. Nothing where there are tenants already.

    `wanted` names the organisations, by their slugs, where not all are.
    """
    if Tenant.objects.exists():
        return
    people()
    yield "people"
    random = Random(SEED)  # noqa: S311 - the demo is the same each time
    now = clock.now()
    for organisation in chosen(wanted):
        with clock.standing_at(now - BEGUN):
            tenant = begin(organisation)
        yield organisation.wanted.slug
        fill(tenant, organisation, place_of(organisation)[1], random, now)
        yield organisation.wanted.slug
    if not wanted:
        with clock.standing_at(now - BEGUN):
            join(LANSSTYRELSE)
        count(now)
        yield "releases"


def chosen(wanted: Collection[str]) -> list[Organisation]:
    """The organisations that are loaded."""
    return [one for one in ORGANISATIONS if not wanted or one.wanted.slug in wanted]


def steps(wanted: Collection[str] = ()) -> int:
    """How many steps `load` takes."""
    return 0 if Tenant.objects.exists() else 1 + 2 * len(chosen(wanted)) + (not wanted)


def people() -> None:
    """Everybody of the demo, all with the one password."""
    password = make_password(PASSWORD)
    User.objects.bulk_create(User(email=one.email, name=one.name, password=password) for one in PEOPLE)


def count(now: datetime) -> None:
    """Counts every quarter that is over, as the clock would have done on the day after it.

    What may be published of them the clock decides, when it runs: that takes minutes.
    """
    for period in filter(gate.is_wanted, closed(gate.first_day(), now.date())):
        with clock.standing_at(datetime.combine(period.after, time(3), clock.STOCKHOLM)):
            gate.count(gate.begun(period))


def join(organisation: Organisation) -> tuple[Tenant, dict[str, User]]:
    """Makes one organisation with its members."""
    tenant = life_cycle.create(organisation.wanted)
    users = User.objects.in_bulk([one.email for one in organisation.people], field_name="email")
    for email, user in users.items():
        administrator = email == organisation.administrator
        Membership.objects.create(user=user, tenant=tenant, administrator=administrator)
        tokens.keep(token_of(email, tenant.slug), user, tenant, name="Demo")
    return tenant, users


def begin(organisation: Organisation) -> Tenant:
    """Makes one organisation that receives reports, with its seats and sittings."""
    tenant, users = join(organisation)
    with air.inside(tenant):
        set_up(family.read(organisation.family))
        bodies = {body.key: body for body in Body.objects.all()}
        for sits in organisation.seats:
            wanted = NewSeat(
                body=bodies[sits.body],
                user=users[sits.email],
                function=sits.function,
                sight=sits.sight,
                employer=sits.employer,
                pointed_out=sits.pointed_out,
            )
            seat(wanted, by=None)
        plan(bodies)
    return tenant


def plan(bodies: dict[str, Body]) -> None:
    """Every body that a deadline hangs on meets every third month, all through the demo's years."""
    chain = Entrance.objects.select_related("chain__version").get().chain.version.chain
    begun = clock.today()
    days = [begun + timedelta(days=number) for number in range(0, BEGUN.days + AHEAD, EVERY)]
    Sitting.objects.bulk_create(
        Sitting(body=bodies[key], on=day) for key in sorted(chain.sitting_bodies) for day in days
    )


def surroundings(organisation: Organisation) -> Surroundings:
    """What the cases of the tenant in the air meet."""
    entrance = Entrance.objects.select_related("form__version", "chain__version").get()
    chain = entrance.chain.version.chain
    sittings: dict[str, list[date]] = {}
    for one in Sitting.objects.select_related("body"):
        sittings.setdefault(one.body.key, []).append(one.on)
    acting = {key: tuple(organisation.acting_in(key)) for key in chain.bodies}
    return Surroundings(
        chain=chain,
        sheet=entrance.form.version.sheet,
        promises=moves.promises(),
        sittings={key: tuple(days) for key, days in sittings.items()},
        people=acting,
        script=SCRIPTS[organisation.family],
    )


def fill(
    tenant: Tenant, organisation: Organisation, wanted: int, random: Random, now: datetime
) -> list[Life]:
    """Gives an organisation that was begun so many cases."""
    with air.inside(tenant):
        lives = lived(organisation, surroundings(organisation), random, now, wanted)
        entrance = Entrance.objects.select_related("form__version", "chain__version").get()
        Rows(tenant, entrance).write(lives)
    return lives


def place_of(organisation: Organisation) -> tuple[int, int]:
    """Which of its family's organisations it is, and how many cases the demo gives it."""
    alike = [one.wanted.slug for one in ORGANISATIONS if one.family == organisation.family]
    place = alike.index(organisation.wanted.slug)
    return place, SIZES[organisation.family][place]


def lived(
    organisation: Organisation, around: Surroundings, random: Random, now: datetime, wanted: int
) -> list[Life]:
    """The lives of so many cases of an organisation, in the order that they came in."""
    place, _usual = place_of(organisation)
    lives = [
        Life(story, around, random, sent_at, now, stuck=is_stuck(now - sent_at, random)).live()
        for story, sent_at in sent(organisation.family, wanted, place, random, now)
    ]
    return sorted(lives, key=lambda life: life.sent_at)


def is_stuck(age: timedelta, random: Random) -> bool:
    """Whether somebody has forgotten the case; what is old somebody has found."""
    return age < LATELY and random.random() < STUCK


def sent(
    name: str, wanted: int, place: int, random: Random, now: datetime
) -> Iterator[tuple[Story, datetime]]:
    """So many stories of a family, and when each was sent in. What nobody has answered is young."""
    stories = list(told(name))
    random.shuffle(stories)
    event, consequence = "handelse", "konsekvens"
    times: Counter[int] = Counter()
    for number in range(wanted):
        index = number % len(stories)
        story = stories[index]
        # Another organisation begins elsewhere, so that they do not tell the same in the same words.
        again = times[index] + place * (1 + wanted // len(stories))
        times[index] += 1
        age = age_of(story, random, fresh=number < len(stories))
        sent_at = at_work(now - timedelta(days=age), random)
        sent_at = min(sent_at, now - timedelta(minutes=random.randint(5, 300)))
        yield variations.again(story, again, event, consequence), sent_at


def age_of(story: Story, random: Random, *, fresh: bool) -> int:
    """How many days ago a report came: more and more each year; what has no answer yet, lately."""
    if fresh and not story.reply and random.random() < LEFT_OPEN:
        return random.randint(3, 70) if story.masked else random.randint(0, 24)
    if fresh and random.random() < 0.15:
        return random.randint(1, 60)
    year = random.choices(range(YEARS), GROWTH)[0]
    return year * 365 + random.randint(20, 364)
