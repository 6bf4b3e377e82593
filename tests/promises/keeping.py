"""What is promised, each as a sentence, and how to see in a scene that it is broken."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, pairwise

from django.core import mail
from django.db import connection
from django.db.models import Model
from django.http import Http404

from tests.promises.people import ADMINISTRATORS, EVERYBODY
from tests.promises.scene import OPENS_NOTHING, TRACKS, Scene, day_of
from tests.promises.script import CLOSED, RAW, Row
from workflows.cases import dates, lists
from workflows.cases.access import Reader, case_for
from workflows.cases.models import Case
from workflows.cases.sight import Seen
from workflows.chains.deadlines import Deadline

# Broken by what was done: the rules see it.
DOES_OR_SAYS_WHY = "a verb does what it is asked, or says in words why not"
NOTHING_BY_HALVES = "what is refused changes nothing"
ONLY_BY_SEAT = "nobody does what their seat does not give them to do"
NOT_HINDERED = "who may do a thing, and gives what it asks for, does it"
ONCE = "the same report sent twice is one case with one code"
READ_WITH_REASON = "whoever reads a contact leaves their name and a reason"
NEIGHBOUR = "what happens in one organisation touches nothing in another"
NOT_BEFORE = "no case goes further before it has what goes before it"
CONTACT_OF_FIRST = "a contact is read by the body that is the first receiver now, and by no other"
# Broken in what is there afterwards.
MEASURES_ARE_COUNTED = "a case says how many of its measures are not done, also when it is closed"
A_MEASURE_HAS_AN_OWNER = "a measure has an owner, a function and a date, and lives on when its case is closed"
STATEMENTS_ARE_COUNTED = "a case says how many statements were asked for, and until when they are waited for"
NO_REPORT_VANISHES = "no report vanishes"
SOMEBODY_HAS_IT = "an open case has somebody who has it, or the administrators are told"
A_NEXT_DATE = "a case has a next date until it is closed, and none after"
A_NEXT_WORD = "the reporter of an open case has a date of the next word, as was promised"
DATES_FOLLOW = "a track's date is what its outcome or its stage says, and follows a body's sittings"
THE_CLOCK_LOOKS = "the clock looks at a case no later than there is something to do about it"
TOLD_OF = "a date that has passed on an open case has been told of"
TOLD_ONCE = "the clock tells once of a date"
UP_BY_THE_CHAIN = "the clock moves a case up only where its chain says so, and only when it has what it needs"
WAITS_BELOW = "where the masked text is missing, the body above learns that a case waits, and nothing more"
EACH_OF_THEM = "what is for each of those pointed out to choose counts when all of them have"
CLOSED_WITH_A_REPLY = "nothing is closed without a reply"
INSIDE_THE_CHAIN = "a case moves by the outcomes of its own chain and by no others"
IN_A_ROW = "the moves of a case are in a row, each from where the one before came to"
HISTORY_GROWS = "history only grows"
PRESENT_FOLLOWS = "the present is what the latest moves say"
ONLY_WHO_HAS_HAD_IT = "a case exists for those who have it or have had it, and for nobody else"
ONLY_WHERE_POINTED_OUT = "who waits to be pointed out reads the cases in which they are, while they are"
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
        if scene.is_open(pk) and not scene.sits_in(body, pk) and body not in scene.left:
            here = [t for t in empty if t["body_id"] == case["body_id"]]
            if not here:
                yield f"nobody sits in {body}, and {case['reference']} has no to-do that says so"
            for name in ADMINISTRATORS:
                if here and not was_told(scene, case, name, since=here[0]["at"]):
                    yield f"nobody sits in {body}, and the {name} was not told of {case['reference']}"
        if scene.clock_ran and any(scene.sits_in(scene.bodies[t["body_id"]], pk) for t in empty):
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
    """The nearest date of the open tracks and of the next word, and nothing where none is open."""
    for pk, case in scene.facts["case"].items():
        tracks = scene.stand(pk).open_tracks
        known = [case[f"{name}_due"] for name in (*tracks, "word") if tracks and case[f"{name}_due"]]
        if bool(known) != bool(tracks) or case["due"] != min(known, default=None):
            yield f"{case['reference']} is {case['state']} and its next date is {case['due']}, of {known}"


def a_next_word(scene: Scene) -> Iterator[str]:
    """From when it came in, until somebody has talked to its reporter; then from the last word."""
    for pk, case in scene.facts["case"].items():
        promised = scene.word_by_promise(pk)
        if case["word_due"] != (promised and promised.isoformat()):
            yield f"the next word about {case['reference']} is {case['word_due']}, and promised {promised}"


def dates_follow(scene: Scene) -> Iterator[str]:
    """Told from the moves; of a date that hangs on sittings it is held when the clock has worked."""
    for pk, case in scene.facts["case"].items():
        for track in TRACKS:
            due = scene.due_by_moves(pk, track)
            if isinstance(due, Deadline):
                came = scene.arrival(pk, track)
                assert came is not None, "it came to the stage that the deadline is of"
                if not scene.clock_ran or case["closed_at"]:
                    continue
                since = day_of(came["at"])
                due = due.from_day(since, scene.sittings_after(due.before, since))
            if case[f"{track}_due"] != (due and due.isoformat()):
                yield f"{track} of {case['reference']} is due {case[f'{track}_due']}, and should be {due}"


def each_of_them(scene: Scene) -> Iterator[str]:
    """Chosen by some, it leaves the mark and the date of the track as they were; by all, it gives both."""
    for pk, case in scene.facts["case"].items():
        moves = [move for move in scene.facts.moves(pk) if move["track"] == "system"]
        last = scene.script.outcomes.get(moves[-1]["outcome"], {}) if moves else {}
        due = scene.due_by_moves(pk, "system")
        mark = scene.stand(pk).mark["system"]
        if last.get("each") and not isinstance(due, Deadline):
            found, right = (case["system_mark"], case["system_due"]), (mark, due and due.isoformat())
            if found != right:
                yield f"{last['id']} leaves {case['reference']} at {found}, not {right}"


def the_clock_looks(scene: Scene) -> Iterator[str]:
    """No later than the next thing to do; where what is due has to wait, every day."""
    for pk, case in scene.facts["case"].items():
        if case["closed_at"]:
            if case["clock_on"]:
                yield f"{case['reference']} is closed and awaited on {case['clock_on']}"
            continue
        told = told_of(scene, pk)
        looks = date.fromisoformat(case["clock_on"]) if case["clock_on"] else None
        for due in dates.left(dates_by_tables(scene, pk), told):
            waits = due.what.endswith("_up") and ("waits", due.about) in told
            latest = max(due.on, scene.today + timedelta(days=1)) if waits else due.on
            if looks is None or looks > latest:
                yield f"{case['reference']} is looked at {looks}, and {due.what} is due {latest}"


def told_of(scene: Scene, case: int) -> set[tuple[str, date]]:
    """What the clock has noted that it has done about a case."""
    return {(row["what"], date.fromisoformat(row["about"])) for row in scene.facts.of("reminder", case)}


def dates_by_tables(scene: Scene, case: int) -> dates.Dates:
    """The dates of a case as the rules read them, from its row and its chain's file."""
    script, at, found = scene.script, scene.stand(case).at, scene.dates_of(case)
    stages = {track: script.stages.get(at[track], {}) for track in TRACKS}
    return dates.Dates(
        quick=found.get("quick"),
        system=found.get("system"),
        word=found.get("word"),
        statement=found.get("statement"),
        quick_remind=script.remind(at["quick"]) if stages["quick"] else 0,
        system_remind=script.remind(at["system"]) if stages["system"] else 0,
        quick_up=bool(stages["quick"].get("overdue")),
        system_up=bool(stages["system"].get("overdue")),
    )


# What somebody has to do when a date of a case has passed.
LEFT_TO_DO = {"quick": "overdue", "system": "overdue", "word": "give_word", "statement": "statement"}


def dates_are_told_of(scene: Scene) -> Iterator[str]:
    """When the clock has worked: each of them is noted, and somebody was given it to do."""
    for pk, case in scene.facts["case"].items() if scene.clock_ran else ():
        told, todos = told_of(scene, pk), {row["kind"] for row in scene.facts.of("todo", pk)}
        for name, day in scene.dates_of(pk).items() if scene.is_open(pk) else ():
            if day < scene.today and (f"{name}_over", day) not in told:
                yield f"{name} of {case['reference']} was due {day}, and nobody was told"
            elif day < scene.today and LEFT_TO_DO[name] not in todos:
                yield f"{name} of {case['reference']} was due {day}, and nobody has it to do"


# What the clock tells of, and the mails in which it does.
MAILS = {
    "soon": {"quick_soon", "system_soon"},
    "over": {"quick_over", "system_over"},
    "word_soon": {"word_soon"},
    "word_over": {"word_over"},
    "waits_below": {"waits"},
}


def told_once(scene: Scene) -> Iterator[str]:
    """No two notes of the same thing about the same date, and no more mails to anybody than notes."""
    facts = scene.facts
    noted = Counter((row["case_id"], row["what"], row["about"]) for row in facts["reminder"].values())
    yield from (f"{what} of {about} twice" for (_case, what, about), times in noted.items() if times > 1)
    references = {case["reference"]: pk for pk, case in facts["case"].items()}
    mails = Counter(
        (row["template"], row["about"], row["to_user_id"])
        for row in facts["mail"].values()
        if row["template"] in MAILS
    )
    for (template, about, user), times in mails.items():
        notes = [what for case, what, _on in noted if case == references[about] and what in MAILS[template]]
        if times > len(notes):
            yield f"{scene.people.name_of(user)} has {times} mails that say {template}, of {len(notes)} dates"


def up_by_the_chain(scene: Scene) -> Iterator[str]:
    """What the clock chose is what the stage has for that, after its date; and it forgot none."""
    script = scene.script
    for move in scene.facts.new_in("move", scene.before).values():
        if move["by_id"] is not None or move["number"] == 1:
            continue
        outcome = script.outcomes[move["outcome"]]
        stage = script.stages[outcome["stage"]]
        noted = [row for row in scene.facts.of("reminder", move["case_id"]) if row["at"] == move["at"]]
        late = [row for row in noted if row["what"] == f"{stage['track']}_up"]
        if stage.get("overdue") != outcome["id"]:
            yield f"the clock chose {outcome['id']} at {stage['key']}"
        elif not late or any(date.fromisoformat(row["about"]) >= day_of(move["at"]) for row in late):
            yield f"the clock chose {outcome['id']} before its date"
        elif lacks := set(outcome.get("needs", ())) - scene.has(move["case_id"], move["at"]):
            yield f"the clock chose {outcome['id']} without {sorted(lacks)}"
    for case, stage, due in late_stages(scene):
        outcome = script.outcomes[stage["overdue"]]
        done = (f"{stage['track']}_up", due) in told_of(scene, case)
        crosses = outcome["to"] in script.stages and script.track(outcome["to"]) != stage["track"]
        possible = not (crosses and "system" in scene.stand(case).open_tracks)
        if possible and not scene.lacks(case, outcome["id"]) and not done:
            yield f"the clock did not choose {outcome['id']}, which nothing hinders"


def late_stages(scene: Scene) -> Iterator[tuple[int, Row, date]]:
    """The cases that stand where the clock has something to choose, and are late, when it has worked."""
    for pk in scene.facts["case"] if scene.clock_ran else ():
        found, stand = scene.dates_of(pk), scene.stand(pk)
        for track in stand.open_tracks:
            stage, due = scene.script.stages[stand.at[track]], found.get(track)
            if stage.get("overdue") and due and due < scene.today:
                yield pk, stage, due


def waits_below(scene: Scene) -> Iterator[str]:
    """The body above has a reference and a number of days; the first receiver has it to do."""
    script = scene.script
    for case, stage, due in late_stages(scene):
        above = script.outcomes[stage["overdue"]]["to"]
        told, moved = told_of(scene, case), "system" in scene.stand(case).open_tracks
        if (
            "masked" not in scene.lacks(case, stage["overdue"])
            or moved
            or (f"{stage['track']}_up", due) in told
        ):
            continue
        reference = scene.facts["case"][case]["reference"]
        todos = [row for row in scene.facts.of("todo", case) if row["kind"] == "mask" and not row["done_at"]]
        if ("waits", due) not in told or not todos:
            yield f"{reference} waits for its masked text, and nobody has that to do"
        noted = scene.facts.new_in("reminder", scene.before).values()
        new = [row for row in noted if (row["case_id"], row["what"]) == (case, "waits")]
        mails = [row for row in scene.facts["mail"].values() if row["template"] == "waits_below"]
        for name in scene.sits_in(script.body(above), case) if new else ():
            mine = [
                m for m in mails if (m["about"], m["to_user_id"]) == (reference, scene.people.users[name].pk)
            ]
            if not any(m["days"] == (scene.today - due).days for m in mine):
                yield f"{reference} waits, and the {name} above was not told for how many days"


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
    script, entries = scene.script, {one.pk: one.entry for one in scene.sent}
    for move in scene.facts["move"].values():
        case = scene.facts["case"][move["case_id"]]
        if move["chain_version_id"] != case["chain_version_id"]:
            yield f"{move['outcome']} is of another version of the chain"
        if move["number"] == 1:
            if (move["outcome"], move["to_stage"]) != ("received", entries[move["case_id"]]):
                yield f"the first move is {move['outcome']} to {move['to_stage']}"
            continue
        outcome = script.outcomes.get(move["outcome"])
        if outcome is None or outcome["to"] != move["to_stage"]:
            yield f"{move['outcome']} does not lead to {move['to_stage']}"
        elif script.track(outcome["stage"]) == move["track"] and outcome["stage"] != move["from_stage"]:
            yield f"{move['from_stage']} has no outcome {move['outcome']}"


def in_a_row(scene: Scene) -> Iterator[str]:
    """Numbered from one, each from where its track stood, each with the body that has it from then on."""
    for pk in scene.facts["case"]:
        moves = scene.facts.moves(pk)
        if [move["number"] for move in moves] != list(range(1, len(moves) + 1)):
            yield f"numbered {[move['number'] for move in moves]}"
        for track in TRACKS:
            of_track = [move for move in moves if move["track"] == track]
            for earlier, later in pairwise([{"to_stage": ""}, *of_track]):
                if later["from_stage"] != earlier["to_stage"]:
                    yield f"{later['outcome']} begins at {later['from_stage']}, not {earlier['to_stage']}"
                stage = later["from_stage"] if later["to_stage"] == CLOSED else later["to_stage"]
                if scene.bodies[later["body_id"]] != scene.script.body(stage):
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
    "analysis": frozenset(),
    "crossreference": frozenset(),
    "pointedout": frozenset({"ended_at", "acknowledged_at"}),
    "reminder": frozenset(),
    "measurechange": frozenset(),
    "statement": frozenset({"answer", "what", "when_text", "entered_by_id", "entered_at"}),
    "seat": frozenset({"ends"}),
}


def history_only_grows(scene: Scene) -> Iterator[str]:
    """Rows are added, and none of the earlier ones is changed or gone."""
    for table, noted_later in HISTORY.items():
        for key, was in scene.before[table].items():
            row = scene.facts[table].get(key)
            if row is None:
                yield f"a {table} is gone"
            elif changed := {n for n in was if row[n] != was[n]} - {
                n for n in noted_later if was[n] in (None, "")
            }:
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
            said |= {name: held[-1][name] for name in ("type", "level", "category", "parties", "facets")}
        if (first := scene.bodies[case["first_body_id"]]) != stand.first:
            yield f"{case['reference']} is received by {first}, not {stand.first}"
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
    yield from read_by(scene, [actor for actor in EVERYBODY if not scene.only_waits(actor)])


def only_where_pointed_out(scene: Scene) -> Iterator[str]:
    """Who has no other seats reads these cases, and none of the others; and no longer than they are that."""
    yield from read_by(scene, [actor for actor in EVERYBODY if scene.only_waits(actor)])


def read_by(scene: Scene, actors: list[str]) -> Iterator[str]:
    """Where what these people read is other than what they should."""
    said_by = ("case", "move", "seat", "pointedout")
    if all(scene.facts[table].keys() == scene.before[table].keys() for table in said_by) and not any(
        row[ends] != scene.before[table][key][ends]
        for table, ends in (("seat", "ends"), ("pointedout", "ended_at"))
        for key, row in scene.facts[table].items()
    ):
        return
    touched = scene.facts.changed_since(scene.before)
    for actor in actors:
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
        due = [pk for pk in touched if scene.may_read(actor, pk) and not scene.receives(actor, pk)]
        if not due:
            continue
        reader = scene.reader(actor)
        for pk in due:
            case = Case.objects.select_related("body", "form_version", "chain_version").get(pk=pk)
            for name, words in shown(Seen(reader, case)):
                if RAW in words:
                    yield f"the {actor} is shown {words} as {name} of {case.reference}"
        every = lists.Wanted(view="all", q=RAW)
        found = lists.narrowed(reader, every).values_list("pk", flat=True)
        if [pk for pk in found if not scene.receives(actor, pk)]:
            yield f"the {actor} finds {len(found)} cases by words that they may not read"
        page = lists.page_of(reader.cases().filter(pk__in=due), "1")
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
    """Neither the row nor the letter that left has a word that anybody wrote, masked or not."""
    for key, row in scene.facts["mail"].items():
        if key not in scene.before["mail"] and written_in(str(row)):
            yield f"the row of {row['template']} has"
    for message in mail.outbox[scene.left_by_mail :]:
        if written_in(f"{message.subject} {message.body}"):
            yield f"a mail about {message.subject} has"
    scene.left_by_mail = len(mail.outbox)
    sent = sum(row["sent_at"] is not None for row in scene.facts["mail"].values())
    if len(mail.outbox) != sent:
        yield f"{len(mail.outbox)} left, of {sent} that are noted as sent"


def measures_are_counted(scene: Scene) -> Iterator[str]:
    """Told from the measures themselves."""
    for pk, case in scene.facts["case"].items():
        waits = [row for row in scene.facts.of("measure", pk) if row["done_at"] is None]
        if case["open_measures"] != len(waits):
            yield f"{case['reference']} says {case['open_measures']}, and {len(waits)} are not done"


def a_measure_has_an_owner(scene: Scene) -> Iterator[str]:
    """Whatever has become of its case."""
    for key in scene.before["measure"].keys() - scene.facts["measure"].keys():
        yield f"measure {key} is gone"
    for key, row in scene.facts["measure"].items():
        if not (
            row["owner"].strip() and row["owner_function"].strip() and row["due"] and row["what"].strip()
        ):
            yield f"measure {key} has {row['owner']!r}, {row['owner_function']!r}, {row['due']}"


def statements_are_counted(scene: Scene) -> Iterator[str]:
    """Told from the statements themselves: the last date of those that have not come."""
    for pk, case in scene.facts["case"].items():
        asked, last = scene.facts.of("statement", pk), max(scene.awaited(pk), default=None)
        found = (case["statements_asked"], case["statement_due"])
        if found != (len(asked), last and last.isoformat()):
            yield f"{case['reference']} says {found}, and {len(asked)} were asked, until {last}"


def written_in(text: str) -> bool:
    """Whether anybody wrote some of it: the machine's texts say their numbers."""
    return RAW in text or ("nummer" in text and "i ordningen" in text)


PROMISES: Mapping[str, Callable[[Scene], Iterator[str]]] = {
    NO_REPORT_VANISHES: nothing_is_lost,
    SOMEBODY_HAS_IT: somebody_has_it,
    MEASURES_ARE_COUNTED: measures_are_counted,
    A_MEASURE_HAS_AN_OWNER: a_measure_has_an_owner,
    STATEMENTS_ARE_COUNTED: statements_are_counted,
    EACH_OF_THEM: each_of_them,
    UP_BY_THE_CHAIN: up_by_the_chain,
    WAITS_BELOW: waits_below,
    TOLD_OF: dates_are_told_of,
    TOLD_ONCE: told_once,
    A_NEXT_WORD: a_next_word,
    A_NEXT_DATE: a_next_date,
    DATES_FOLLOW: dates_follow,
    THE_CLOCK_LOOKS: the_clock_looks,
    CLOSED_WITH_A_REPLY: closed_with_a_reply,
    INSIDE_THE_CHAIN: inside_the_chain,
    IN_A_ROW: in_a_row,
    HISTORY_GROWS: history_only_grows,
    PRESENT_FOLLOWS: present_follows_from_moves,
    ONLY_WHO_HAS_HAD_IT: only_who_has_had_it,
    ONLY_WHERE_POINTED_OUT: only_where_pointed_out,
    BY_SIGHT: no_more_than_the_sight,
    MAIL_LEAVES_ONCE: nothing_in_mails,
}


SENTENCES = frozenset(
    {
        DOES_OR_SAYS_WHY, NOTHING_BY_HALVES, ONLY_BY_SEAT, NOT_HINDERED, ONCE, NEIGHBOUR, READ_WITH_REASON,
        NOT_BEFORE, CONTACT_OF_FIRST, *PROMISES,
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
