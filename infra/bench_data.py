"""The cases that `make bench` measures on: lived and written as the demo's are, in one organisation."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.db import connection

from demo import loading
from demo.lives import Life
from demo.people import ORGANISATIONS, PASSWORD
from infra import bench_releases
from tenants import air, clock, hosts
from tenants.models import Tenant
from tenants.tasks import tick
from workflows.bodies.models import Seat, Sight
from workflows.cases import overdue, owners, receipts
from workflows.cases.models import Case
from workflows.cases.notifications import address_of_reporter
from workflows.cases.received import receipt_key
from workflows.intake.models import Entrance
from workflows.outbox.sending import send_due
from workflows.questions.models import Word
from workflows.questions.sheet import Question, Sheet, Value

SEED = 2026
HELD = 200  # receipts and references that the client asks for
TEXT = 600  # characters of the text of a report
PROSE = (
    "Läkaren bedömde arbetsförmågan till hälften, handläggaren ville ha ett utlåtande till, och under tiden "
    "drogs stödet in. Personen fick själv bära besked mellan verksamheter som inte hade talat med varandra. "
)


@dataclass(frozen=True)
class Target:
    """What the client needs to know: the tenant's host, who signs in, and what to ask for."""

    host: str
    schema: str
    email: str
    password: str
    form: str
    version: str
    answers: dict[str, Value]
    contact: dict[str, str]
    references: list[str]
    codes: list[str]
    parties: list[str]
    levels: list[str]
    states: dict[str, int]


def main(wanted: int, path: Path) -> None:
    """Makes the tables, the tenant and its cases; what the client needs is written to the file."""
    call_command("upgrade")
    call_command("collectstatic", interactive=False, verbosity=0)
    random, now = Random(SEED), clock.now()  # noqa: S311 - the same cases each time
    organisation = ORGANISATIONS[0]
    loading.people()
    with clock.standing_at(now - loading.BEGUN):
        tenant = loading.begin(organisation)
    lives = loading.fill(tenant, organisation, wanted, random, now)
    with air.inside(tenant):
        target = target_of(tenant, lives, random)
        let_the_clock_work()
    bench_releases.publish(random)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    path.write_text(json.dumps(asdict(target)))


def let_the_clock_work() -> None:
    """Does what the lives left for the clock, so that it has nothing of it to do while something is measured.

    Nor need the readiness check wait a minute for its first round.
    """
    owners.mind_all()
    while overdue.mind_dates():
        pass
    while send_due(address_of_reporter):
        pass
    tick()


def target_of(tenant: Tenant, lives: Sequence[Life], random: Random) -> Target:
    """The tenant in the air as the client sees it."""
    entrance = Entrance.objects.select_related("form__version").get()
    references = list(Case.objects.order_by("pk").values_list("reference", flat=True))
    parties = Counter(party for row in Case.objects.values_list("parties", flat=True) for party in row)
    first = Seat.objects.filter(sight=Sight.FULL).select_related("user").earliest("pk")
    return Target(
        host=hosts.host_of(tenant.slug),
        schema=tenant.schema_name,
        email=first.user.email,
        password=PASSWORD,
        form=entrance.form.slug,
        version=entrance.form.version.hash,
        answers=answers_to(entrance.form.version.sheet),
        contact={"name": "Kim Kollega", "email": "kollega@arbetsplats.example", "organisation": "Regionen"},
        references=random.sample(references, min(HELD, len(references))),
        codes=[code_of(life) for life in random.sample(list(lives), min(HELD, len(lives)))],
        parties=[party for party, _times in parties.most_common(5)],
        levels=list(Word.objects.filter(list="level").values_list("code", flat=True)),
        states=dict(Counter(Case.objects.values_list("state", flat=True))),
    )


def code_of(life: Life) -> str:
    """The code with which a case of the tenant in the air is followed."""
    return receipts.code_of(life.page_id, receipt_key())


def answers_to(sheet: Sheet) -> dict[str, Value]:
    """An answer to each question: its long texts are TEXT characters together, half of it in the first."""
    long = [question.id for question in sheet.questions if question.kind == "long_text"]
    lengths = dict.fromkeys(long, TEXT // 2 // max(1, len(long) - 1))
    if long:
        lengths[long[0]] = TEXT - sum(length for name, length in lengths.items() if name != long[0])
    return {q.id: answer_to(q, lengths.get(q.id, 0)) for q in sheet.questions if q.is_answered}


def answer_to(question: Question, length: int) -> Value:
    """An answer of that kind; a text of that length, which no trimming shortens."""
    match question.kind:
        case "several_choices" | "parties":
            return [choice.value for choice in question.choices[:2]]
        case "party_texts":
            return {question.choices[0].value: "Handläggare"}
        case "short_text":
            return "Handläggare"
        case "when":
            return "2026-03"
        case "long_text":
            return (PROSE * TEXT)[: length - 1] + "."
        case _:
            return question.choices[0].value
