"""What is promised, each as a sentence, and how to see in a scene that it is broken."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, pairwise

from django.core import mail
from django.db import connection
from django.db.models import Model
from django.http import Http404

from tests.promises.people import ADMINISTRATORS, EVERYBODY, RAW
from tests.promises.scene import CLOSED, OPENS_NOTHING, OUTCOMES, STAGES, Row, Scene
from workflows.cases import lists
from workflows.cases.access import Reader, case_for
from workflows.cases.models import Case
from workflows.cases.sight import Seen

# Broken by what was done: the rules see it.
DOES_OR_SAYS_WHY = "a verb does what it is asked, or says in words why not"
NOTHING_BY_HALVES = "what is refused changes nothing"
ONLY_BY_SEAT = "nobody does what their seat does not give them to do"
NOT_HINDERED = "who may do a thing, and gives what it asks for, does it"
ONCE = "the same report sent twice is one case with one code"
READ_WITH_REASON = "whoever reads a contact leaves their name and a reason"
NEIGHBOUR = "what happens in one organisation touches nothing in another"
# Broken in what is there afterwards.
NO_REPORT_VANISHES = "no report vanishes"
SOMEBODY_HAS_IT = "an open case has somebody who has it, or the administrators are told"
A_NEXT_DATE = "a case has a next date until it is closed, and none after"
CLOSED_WITH_A_REPLY = "nothing is closed without a reply"
INSIDE_THE_CHAIN = "a case moves by the outcomes of its own chain and by no others"
IN_A_ROW = "the moves of a case are in a row, each from where the one before came to"
HISTORY_GROWS = "history only grows"
PRESENT_FOLLOWS = "the present is what the latest moves say"
ONLY_WHO_HAS_HAD_IT = "a case exists for those who have it or have had it, and for nobody else"
BY_SIGHT = "nobody sees more than their sight gives"
MAIL_LEAVES_ONCE = "a mail leaves once, and says nothing that anybody wrote"


class Broken(AssertionError):
    """A promise that was not kept."""

    def __init__(self, sentence: str, what: str) -> None:
        super().__init__(f"promise broken: {sentence} ({what})")


def nothing_is_lost(scene: Scene) -> Iterator[str]:
    """As many cases as reports, each with the answers that were sent."""
    if {one.pk for one in scene.sent} != set(scene.facts["case"]):
        yield f"{len(scene.sent)} reports became {len(scene.facts['case'])} cases"
    answered = {(row["case_id"], row["question"]): row["value"] for row in scene.facts["answer"].values()}
    for one in scene.sent:
        if any(answered.get((one.pk, q)) != value for q, value in one.answers.items()):
            yield f"the answers of {one.reference} are not those that were sent"


def somebody_has_it(scene: Scene) -> Iterator[str]:
    """Somebody sits where an open case is; else there is a to-do, and each administrator has a mail."""
    todos = list(scene.facts["todo"].values())
    for pk, case in scene.facts["case"].items():
        body = scene.bodies[case["body_id"]]
        empty = [t for t in todos if (t["case_id"], t["kind"], t["done_at"]) == (pk, "nobody_seated", None)]
        if scene.is_open(pk) and not scene.sits_in(body) and body not in scene.left:
            here = [t for t in empty if t["body_id"] == case["body_id"]]
            if not here:
                yield f"nobody sits in {body}, and {case['reference']} has no to-do that says so"
            for name in ADMINISTRATORS:
                if here and not was_told(scene, case, name, since=here[0]["at"]):
                    yield f"nobody sits in {body}, and the {name} was not told of {case['reference']}"
        if scene.clock_ran and any(scene.sits_in(scene.bodies[t["body_id"]]) for t in empty):
            yield f"{case['reference']} still has the to-do that nobody has it, and somebody has"


def was_told(scene: Scene, case: Row, name: str, since: str) -> bool:
    """Whether an administrator has a mail about a case that nobody has, from this time and no earlier one."""
    user = scene.people.users[name].pk
    asked = ("nobody_seated", case["reference"], user)
    mails = scene.facts["mail"].values()
    return any(
        (m["template"], m["about"], m["to_user_id"]) == asked and m["created_at"] >= since for m in mails
    )


def a_next_date(scene: Scene) -> Iterator[str]:
    """The nearest date of the open tracks, and nothing where none is open."""
    for pk, case in scene.facts["case"].items():
        dates = [case[f"{track}_due"] for track in scene.stand(pk).open_tracks]
        if None in dates or case["due"] != min(dates, default=None):
            yield f"{case['reference']} is {case['state']} and its next date is {case['due']}, of {dates}"


def closed_with_a_reply(scene: Scene) -> Iterator[str]:
    """Each track that ended did so with words to the reporter."""
    replied = {row["move_id"] for row in scene.facts["reply"].values() if len(row["text"].strip()) >= 10}
    for key, move in scene.facts["move"].items():
        if move["to_stage"] == CLOSED and key not in replied:
            yield f"{move['outcome']} closed a track without one"
    for pk, case in scene.facts["case"].items():
        if case["closed_at"] and not scene.facts.of("reply", pk):
            yield f"{case['reference']} is closed without one"


def inside_the_chain(scene: Scene) -> Iterator[str]:
    """Every move is by an outcome that the case's version of the chain has where the move began."""
    for move in scene.facts["move"].values():
        case = scene.facts["case"][move["case_id"]]
        if move["chain_version_id"] != case["chain_version_id"]:
            yield f"{move['outcome']} is of another version of the chain"
        if move["number"] == 1:
            if (move["outcome"], move["to_stage"]) != ("received", FIRST_STAGE):
                yield f"the first move is {move['outcome']} to {move['to_stage']}"
            continue
        outcome = OUTCOMES.get(move["outcome"])
        if outcome is None or outcome["to"] != move["to_stage"]:
            yield f"{move['outcome']} does not lead to {move['to_stage']}"
        elif STAGES[outcome["stage"]]["track"] == move["track"] and outcome["stage"] != move["from_stage"]:
            yield f"{move['from_stage']} has no outcome {move['outcome']}"


FIRST_STAGE = next(iter(STAGES))


def in_a_row(scene: Scene) -> Iterator[str]:
    """Numbered from one, each from where its track stood, each with the body that has it from then on."""
    for pk in scene.facts["case"]:
        moves = scene.facts.moves(pk)
        if [move["number"] for move in moves] != list(range(1, len(moves) + 1)):
            yield f"numbered {[move['number'] for move in moves]}"
        for track in ("quick", "system"):
            of_track = [move for move in moves if move["track"] == track]
            for earlier, later in pairwise([{"to_stage": ""}, *of_track]):
                if later["from_stage"] != earlier["to_stage"]:
                    yield f"{later['outcome']} begins at {later['from_stage']}, not {earlier['to_stage']}"
                stage = later["from_stage"] if later["to_stage"] == CLOSED else later["to_stage"]
                if scene.bodies[later["body_id"]] != STAGES[stage]["body"]:
                    yield f"{later['outcome']} at {stage} stands with {scene.bodies[later['body_id']]}"


# What is written once, and what of it may be noted later, once.
HISTORY: Mapping[str, frozenset[str]] = {
    "answer": frozenset(),
    "contact": frozenset(),
    "move": frozenset(),
    "reply": frozenset(),
    "letter": frozenset({"read_at"}),
    "note": frozenset(),
    "classification": frozenset(),
    "maskedtext": frozenset({"approved_by_id", "approved_at"}),
    "contactreading": frozenset(),
    "feedback": frozenset(),
    "seat": frozenset({"ends"}),
}


def history_only_grows(scene: Scene) -> Iterator[str]:
    """Rows are added, and none of the earlier ones is changed or gone."""
    for table, noted_later in HISTORY.items():
        for key, was in scene.before[table].items():
            row = scene.facts[table].get(key)
            if row is None:
                yield f"a {table} is gone"
            elif changed := {n for n in was if row[n] != was[n]} - {n for n in noted_later if was[n] is None}:
                yield f"{', '.join(sorted(changed))} of a {table} was changed"


def present_follows_from_moves(scene: Scene) -> Iterator[str]:
    """What a case carries for fast lists is what its latest moves, and its latest classification, say."""
    for pk, case in scene.facts["case"].items():
        stand = scene.stand(pk)
        said = {
            "quick_stage": stand.at["quick"],
            "system_stage": stand.at["system"],
            "quick_mark": stand.mark["quick"],
            "system_mark": stand.mark["system"],
            "state": stand.state,
            "moved": len(scene.facts.moves(pk)),
        }
        if held := scene.facts.of("classification", pk):
            said |= {name: held[-1][name] for name in ("type", "level", "category", "parties")}
        for name, value in said.items():
            if case[name] != value:
                yield f"{name} of {case['reference']} is {case[name]}, and its moves say {value}"
        if scene.bodies[case["body_id"]] != stand.owner:
            yield f"{case['reference']} stands with {scene.bodies[case['body_id']]}, not {stand.owner}"
        if bool(case["closed_at"]) != (stand.state == CLOSED):
            yield f"{case['reference']} is {stand.state} and was closed {case['closed_at']}"
        if case["quick_stage"] in OPENS_NOTHING and case["quick_stage"] == "":
            yield f"{case['reference']} was never received"


def only_who_has_had_it(scene: Scene) -> Iterator[str]:
    """A case is there for the bodies that have it or have had it; for all others it does not exist."""
    said_by = ("case", "move", "seat")
    if all(scene.facts[table].keys() == scene.before[table].keys() for table in said_by) and not any(
        row["ends"] != scene.before["seat"][key]["ends"] for key, row in scene.facts["seat"].items()
    ):
        return
    touched = scene.facts.changed_since(scene.before)
    for actor in EVERYBODY:
        reader = scene.reader(actor)
        listed = set(reader.cases().values_list("pk", flat=True))
        due = {pk for pk in scene.facts["case"] if scene.may_read(actor, pk)}
        if listed != due:
            yield f"the {actor} reads cases {sorted(listed)}, and should {sorted(due)}"
        for pk in touched:
            reference = scene.facts["case"][pk]["reference"]
            if opens(reader, reference) != (pk in due):
                yield f"{reference} {'does not open' if pk in due else 'opens'} for the {actor}"


def opens(reader: Reader, reference: str) -> bool:
    """Whether the door opens."""
    try:
        case_for(reader, reference)
    except Http404:
        return False
    return True


def no_more_than_the_sight(scene: Scene) -> Iterator[str]:
    """A masked reader is shown nothing that was written about this person, and finds nothing by it."""
    touched = scene.facts.changed_since(scene.before)
    for actor in EVERYBODY:
        due = [pk for pk in touched if scene.may_read(actor, pk)]
        if not due or scene.receives(actor):
            continue
        reader = scene.reader(actor)
        for pk in due:
            case = Case.objects.select_related("body", "form_version", "chain_version").get(pk=pk)
            for name, words in shown(Seen(reader, case)):
                if RAW in words:
                    yield f"the {actor} is shown {words} as {name} of {case.reference}"
        every = lists.Wanted(view="all", q=RAW)
        if found := lists.narrowed(reader, every).count():
            yield f"the {actor} finds {found} cases by words that they may not read"
        page = lists.page_of(reader.cases(), "1")
        if RAW in str([row.sentence for row in lists.rows_of(reader, page)]):
            yield f"the {actor} is shown raw words in the list"


def shown(seen: Seen) -> Iterator[tuple[str, str]]:
    """Everything that a reader's view of a case holds, by its name."""
    for name in dir(type(seen)):
        if not name.startswith("_") and name not in ("reader", "case"):
            yield name, str(plain(getattr(seen, name)))


def plain(value: object) -> object:
    """A value with the rows and the dataclasses in it laid out as what they hold."""
    if isinstance(value, Model):
        return {field.attname: getattr(value, field.attname) for field in value._meta.concrete_fields}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value


def nothing_in_mails(scene: Scene) -> Iterator[str]:
    """Neither the row nor the letter that left has a word that anybody wrote."""
    for key, row in scene.facts["mail"].items():
        if key not in scene.before["mail"] and RAW in str(row):
            yield f"the row of {row['template']} has"
    for message in mail.outbox[scene.left_by_mail :]:
        if RAW in f"{message.subject} {message.body}":
            yield f"a mail about {message.subject} has"
    scene.left_by_mail = len(mail.outbox)
    sent = sum(row["sent_at"] is not None for row in scene.facts["mail"].values())
    if len(mail.outbox) != sent:
        yield f"{len(mail.outbox)} left, of {sent} that are noted as sent"


PROMISES: Mapping[str, Callable[[Scene], Iterator[str]]] = {
    NO_REPORT_VANISHES: nothing_is_lost,
    SOMEBODY_HAS_IT: somebody_has_it,
    A_NEXT_DATE: a_next_date,
    CLOSED_WITH_A_REPLY: closed_with_a_reply,
    INSIDE_THE_CHAIN: inside_the_chain,
    IN_A_ROW: in_a_row,
    HISTORY_GROWS: history_only_grows,
    PRESENT_FOLLOWS: present_follows_from_moves,
    ONLY_WHO_HAS_HAD_IT: only_who_has_had_it,
    BY_SIGHT: no_more_than_the_sight,
    MAIL_LEAVES_ONCE: nothing_in_mails,
}


SENTENCES = frozenset(
    {
        DOES_OR_SAYS_WHY, NOTHING_BY_HALVES, ONLY_BY_SEAT, NOT_HINDERED, ONCE, NEIGHBOUR, READ_WITH_REASON,
        *PROMISES,
    }
)  # fmt: skip


def broken_in(scene: Scene) -> Broken | None:
    """The first promise that is broken, if any is."""
    faults = chain.from_iterable(
        (Broken(sentence, what) for what in seen(scene)) for sentence, seen in PROMISES.items()
    )
    return next(faults, None)


def everything_in(schema: str) -> list[tuple[str, int, str]]:
    """Each table of a schema with its number of rows and a sum of all that they hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        tables = [table for (table,) in cursor.fetchall()]
        sums = " UNION ALL ".join(
            f"""SELECT '{t}', count(*), md5(coalesce(string_agg(t::text, '' ORDER BY t::text), ''))
                FROM "{schema}"."{t}" t"""
            for t in tables
        )
        cursor.execute(f"{sums} ORDER BY 1")
        return list(cursor.fetchall())
