"""The cases that `make bench` measures on: lived by the real verbs, then multiplied in the database.

Some cases are lived through the verbs that the pages use. Copies of them, some whole weeks older and with
references and receipts of their own, fill the tenant up to the wanted number.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import AutoField, DateField, DateTimeField, Field, Model

from accounts.models import User
from demo.loading import begin, tell
from demo.people import ORGANISATIONS, PASSWORD, PEOPLE
from demo.stories import told
from tenants import air, hosts
from tenants.tasks import tick
from workflows.cases import receipts
from workflows.cases.models import Case, LastReference
from workflows.cases.received import receipt_key
from workflows.intake.models import Entrance
from workflows.outbox.models import Mail
from workflows.questions.models import Word
from workflows.questions.sheet import Question, Sheet, Value

SEED = 2026
LIVED = 20  # one case in so many is lived, at most; the demo's stories are fewer
OPEN = 0.05  # the share of the cases that is to be open
LONG_AGO = 150  # weeks that a copy of a closed case may be older than its original
LATELY = 3  # weeks that a copy of an open one may be
STRIDE = 100_000  # between the ids of a row and of its copies: more than any table of originals has rows
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


@dataclass(frozen=True)
class Copy:
    """One copy of a case: of which, how much older, and what must be its own."""

    number: int
    of: int
    days: int
    reference: str
    code: str


def main(wanted: int, path: Path) -> None:
    """Makes the tables, the tenant and its cases; what the client needs is written to the file."""
    call_command("upgrade")
    call_command("collectstatic", interactive=False, verbosity=0)
    random = Random(SEED)  # noqa: S311 - the same cases each time
    organisation = ORGANISATIONS[0]
    names = {person.email: person.name for person in PEOPLE}
    for email in sorted({*organisation.administrators, *(sits.email for sits in organisation.seats)}):
        User.objects.create_user(email, PASSWORD, names[email])
    tenant = begin(organisation)
    with air.inside(tenant):
        stories = told()
        random.shuffle(stories)
        for _ in tell(stories[: max(LIVED, wanted // LIVED)], organisation, random):
            pass
        codes = multiply(wanted - Case.objects.count(), random)
        target = target_of(organisation.wanted.slug, tenant.schema_name, codes, random)
        # The clock has been here, or the readiness check would wait a minute for its first round.
        tick()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    path.write_text(json.dumps(asdict(target)))


def target_of(slug: str, schema: str, codes: Sequence[str], random: Random) -> Target:
    """The tenant as the client sees it."""
    entrance = Entrance.objects.select_related("form__version").get()
    references = list(Case.objects.order_by("pk").values_list("reference", flat=True))
    parties = Counter(party for row in Case.objects.values_list("parties", flat=True) for party in row)
    return Target(
        host=hosts.host_of(slug),
        schema=schema,
        email=ORGANISATIONS[0].first_in("processledare"),
        password=PASSWORD,
        form=entrance.form.slug,
        version=entrance.form.version.hash,
        answers=answers_to(entrance.form.version.sheet),
        contact={"name": "Kim Kollega", "email": "kollega@arbetsplats.example", "organisation": "Regionen"},
        references=random.sample(references, min(HELD, len(references))),
        codes=random.sample(list(codes), min(HELD, len(codes))),
        parties=[party for party, _times in parties.most_common(5)],
        levels=list(Word.objects.filter(list="level").values_list("code", flat=True)),
        states=dict(Counter(Case.objects.values_list("state", flat=True))),
    )


def answers_to(sheet: Sheet) -> dict[str, Value]:
    """An answer to each question: its long texts are TEXT characters together, half of it in the first."""
    long = [question.id for question in sheet.questions if question.kind == "long_text"]
    lengths = dict.fromkeys(long, TEXT // 2 // max(1, len(long) - 1))
    if long:
        lengths[long[0]] = TEXT - sum(length for name, length in lengths.items() if name != long[0])
    return {q.id: answer_to(q, lengths.get(q.id, 0)) for q in sheet.questions}


def answer_to(question: Question, length: int) -> Value:
    """An answer of that kind; a text of that length, which no trimming shortens."""
    match question.kind:
        case "several_choices":
            return [choice.value for choice in question.choices[:2]]
        case "one_choice":
            return question.choices[0].value
        case "short_text":
            return "Handläggare"
        case "long_text":
            return (PROSE * TEXT)[: length - 1] + "."


# --- Copies ------------------------------------------------------------------------------------------------


@transaction.atomic
def multiply(wanted: int, random: Random) -> list[str]:
    """Makes so many copies of the cases that are there; gives the codes of their receipts."""
    made = list(copies(wanted, random))
    copied: list[type[Model]] = [Case, *(model for model in apps.get_models() if key_to(Case, model))]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copy (number bigint, of bigint, days int, reference text, lookup text)"
            " ON COMMIT DROP"
        )
        key = receipt_key()
        cursor.executemany(
            "INSERT INTO copy VALUES (%s, %s, %s, %s, %s)",
            [(c.number, c.of, c.days, c.reference, receipts.lookup_of(c.code, key)) for c in made],
        )
        for model in copied:
            cursor.execute(copying(model, copied))
        cursor.execute(copying_mails())
        for model in copied:
            cursor.execute(going_on(model))
        cursor.execute(going_on(Mail))
    for year, number in numbers_used().items():
        LastReference.objects.update_or_create(year=year, defaults={"number": number})
    return [copy.code for copy in made]


def copies(wanted: int, random: Random) -> Iterator[Copy]:
    """What is to be copied: most of it closed cases, from years back, numbered on in each year."""
    there = list(Case.objects.order_by("pk").values_list("pk", "closed_at", "received_at"))
    closed = [(pk, received_at) for pk, closed_at, received_at in there if closed_at]
    unfinished = [(pk, received_at) for pk, closed_at, received_at in there if not closed_at]
    lacking = max(0, round(OPEN * (wanted + len(there))) - len(unfinished))
    numbers, key = numbers_used(), receipt_key()
    for number in range(1, wanted + 1):
        of, longest = (unfinished, LATELY) if number <= lacking else (closed, LONG_AGO)
        pk, received_at = random.choice(of)
        days = 7 * random.randint(1, longest)
        year = (received_at - timedelta(days=days)).year
        numbers[year] += 1
        code = receipts.code_of(f"{random.getrandbits(128):032x}", key)
        yield Copy(number, pk, days, f"{year}-{numbers[year]:04d}", code)


def numbers_used() -> Counter[int]:
    """The last number of each year that a case has."""
    used: Counter[int] = Counter()
    for reference in Case.objects.values_list("reference", flat=True):
        year, number = map(int, reference.split("-"))
        used[year] = max(used[year], number)
    return used


def key_to(target: type[Model], model: type[Model]) -> "Field[object, object] | None":
    """The field by which rows of the model belong to one of the target."""
    return next((f for f in model._meta.local_concrete_fields if f.related_model is target), None)  # noqa: SLF001


def copying(model: type[Model], copied: Sequence[type[Model]]) -> str:
    """The statement that copies the rows of a model for every copy of a case."""
    fields = model._meta.local_concrete_fields  # noqa: SLF001
    key = key_to(Case, model)
    joined = f'original."{key.column if key else "id"}"'
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(value_of(field, model, copied) for field in fields)
    table = model._meta.db_table  # noqa: SLF001
    return (
        f'INSERT INTO "{table}" ({columns}) SELECT {values}'  # noqa: S608
        f' FROM copy JOIN "{table}" original ON {joined} = copy.of ORDER BY copy.number'
    )


def value_of(field: "Field[object, object]", model: type[Model], copied: Sequence[type[Model]]) -> str:
    """What a copy has in a column: ids of its own, earlier times, and else what the original has."""
    column = f'original."{field.column}"'
    if isinstance(field, AutoField) or field.related_model in copied:
        return f"{column} + copy.number * {STRIDE}"
    if model is Case and field.name in ("reference", "receipt_lookup"):
        return {"reference": "copy.reference", "receipt_lookup": "copy.lookup"}[field.name]
    if isinstance(field, DateTimeField):  # which is a DateField, too
        return f"{column} - make_interval(days => copy.days)"
    return f"{column} - copy.days" if isinstance(field, DateField) else column


def copying_mails() -> str:
    """The same for the mails, which name their case in their key and by its reference."""
    own = {
        "id": f"original.id + copy.number * {STRIDE}",
        "key": f"regexp_replace(original.key, '^case:[0-9]+', 'case:' || copy.of + copy.number * {STRIDE})",
        "about": "copy.reference",
        "to_reporter_of": f"original.to_reporter_of + copy.number * {STRIDE}",
    }
    fields = Mail._meta.local_concrete_fields  # noqa: SLF001
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(own.get(field.name) or value_of(field, Mail, ()) for field in fields)
    return (
        f"INSERT INTO outbox_mail ({columns}) SELECT {values} FROM copy"  # noqa: S608
        " JOIN cases_case ON cases_case.id = copy.of"
        " JOIN outbox_mail original ON original.about = cases_case.reference ORDER BY copy.number"
    )


def going_on(model: type[Model]) -> str:
    """The statement after which new rows of the model get ids after those of the copies."""
    table, key = model._meta.db_table, model._meta.pk.column  # noqa: SLF001
    last = f'(SELECT greatest(max("{key}"), 1) FROM "{table}")'  # noqa: S608
    return f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{key}'), {last})"
