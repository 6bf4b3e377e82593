"""Who reads what: a word for each thing that somebody wrote, every reader, every address, every method.

A word that a reader may read is found somewhere. One that they may not is found nowhere: in no page, error,
header, cookie or answer in JSON, by no search; and none is in a log, mail, queue, session or shared table.
"""

import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from inspect import signature
from itertools import product
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import pytest
import redis
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client

from accounts import tokens
from accounts.models import Membership, User
from config.celery import app
from config.logs import Formatter
from tenants import air, clock
from tests import pages
from tests.conftest import Place, Visitor
from tests.families import answer_to, ask_for_analysis
from tests.reporting.released import PUBLISHED, SHOWN, released
from tests.workflows.cases.reports import ANSWERS, send
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat, leave, seat
from workflows.cases import (
    analysis,
    classification,
    contacts,
    conversation,
    masked,
    moves,
    pointed,
    references,
    tasks,
)
from workflows.cases.access import reader_as
from workflows.cases.conversation import NewNote, Opinion
from workflows.cases.models import Case
from workflows.cases.moves import Choice
from workflows.cases.received import Received, Sender
from workflows.cases.references import Elsewhere
from workflows.chains.chain import FIELDS
from workflows.measures import measures, statements
from workflows.measures.measures import FollowUp, NewMeasure
from workflows.measures.statements import Question
from workflows.measures.tasks import mind_measures
from workflows.outbox.models import Mail
from workflows.presets import family

# Letters that are written the same in HTML, JSON, addresses and headers.
CANARY = {
    "raw": "KANARIERASVAR",
    "masked": "KANARIEAVIDENTIFIERAT",
    "letter": "KANARIEBREV",
    "note": "KANARIEANTECKNING",
    "reply": "KANARIESVAR",
    "solution": "KANARIELOSNING",
    "reason": "KANARIEBEDOMNING",
    "feedback": "KANARIEOMDOME",
    "name": "KANARIENAMN",
    "email": "kanariepost@rapport.example",
    "phone": "010-55512345",
    "analysis": "KANARIEANALYS",
    "reference": "KANARIEHANVISNING",
    "employer": "KANARIEARBETSGIVAREN",
    "reading": "KANARIELASSKAL",
    "measure": "KANARIEATGARD",
    "statement": "KANARIEYTTRANDE",
}
CASE = {
    *("raw", "masked", "letter", "note", "reply", "solution", "reason", "analysis", "reference"),
    *("measure", "statement"),
}
CONTACT = {"name", "email", "phone", "employer", "reading"}

# Reader by reader, what they find when they look everywhere. What is not in the set, they do not find.
FINDS: Mapping[str, set[str]] = {
    "nobody": set(),
    "reporter": {"letter", "reply", "feedback"},
    "stranger": set(),
    "neighbour's leader": set(),
    "member without a seat": set(),
    "administrator": set(),
    "process leader": CASE | CONTACT,
    "process leader who works for the reporter's employer": CASE,
    "arbetsgrupp, which has the case": {"masked", "analysis", "measure", "statement"},
    "chef, who is pointed out in the case": {"masked", "analysis", "measure", "statement"},
    "chef, who is pointed out in no case": set(),
    "förbundschef, who never had it": set(),
    "seat with figures only": set(),
    "former seat holder": set(),
}

METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
SAFE = ("get", "head", "options")
OUTCOMES = [o["id"] for stage in family.read("lex-heller").chain["stages"] for o in stage["outcomes"]]
TRIAGE = {"type": "systembrist", "level": "organisering", "category": "rutin-saknas", "parties": ["fk"]}
SOON = (clock.real().date() + timedelta(days=9)).isoformat()
MEASURE: dict[str, object] = {
    "kind": "utbildning",
    "what": "Handläggarna utbildas.",
    "owner": "fk",
    "owner_function": "Enhetschef",
    "due": SOON,
    "decided_by": "collective",
}
PATCHED = ("api_case", "api_measure", "api_statement")
FORMS: Mapping[str, list[dict[str, object]]] = {
    "report": [ANSWERS],
    "letter": [{"text": "Ett tillägg."}],
    "feedback": [{"helped": "no", "text": "Inget ändrades."}],
    "conversation": [{"text": "Hej."}, {"what": "note", "text": "Ringde.", "standing": "handling"}],
    "triage": [{**TRIAGE, "reason": "Flera gånger."}],
    "masking": [{"handelse": "Utan person."}, {"handelse": "Utan person.", "what": "approve"}],
    "case_contact": [{"reason": "Måste ringa."}],
    "case_measures": [MEASURE],
    "case_statements": [{"party": "af", "function": "Enhetschef", "due": SOON}],
    "measure": [{"result": "Ett möte.", "due": SOON, "reason": "Sjukdom.", "version": "0"}],
    "statement": [{"answer": "no", "what": "Det går inte."}],
    "api_case_measures": [MEASURE],
    "api_case_statements": [{"party": "af", "function": "Enhetschef", "due": SOON}],
    "api_measure": [{"done": True, "result": "Ett möte."}],
    "api_statement": [{"answer": "no", "what": "Det går inte."}],
    "api_case": [{**TRIAGE, "reason": "Ja.", "masked": {"handelse": "Utan person."}, "approve": True}],
    "analysis": [{"orsak": "Ingen äger det."}],
    "pointed": [{"seat": "1"}, {"seat": "2"}],
    "references": [{"system": "Synergi", "number": "7"}],
    "api_pointed": [{"seat": 1}],
    "api_references": [{"system": "Synergi", "number": "7"}],
    "api_letters": [{"text": "Hej."}],
    "api_receipt_letters": [{"text": "Ett tillägg."}],
    "api_receipt_feedback": [{"helped": "no", "text": "Inget ändrades."}],
    "api_reports": [{"form": "rapport", "answers": ANSWERS}],
}


@dataclass(frozen=True)
class Reader:
    """Somebody who asks: a browser, and the header by which a program of theirs shows who it is for."""

    who: str
    client: Client
    header: str = ""

    def ask(self, method: str, page: pages.Page, path: str, data: Mapping[str, object]) -> "Asked":
        """One request, and nothing of what it changed stays."""
        cookies = deepcopy(self.client.cookies)
        named: dict[str, Any] = {}
        if page.name.startswith("api_"):
            key = {"Idempotency-Key": "6fa459ea-ee8a-3ca4-894e-db77e160355e"}
            named["headers"] = {"Authorization": self.header, **key} if self.header else key
        if method not in SAFE:
            named["data"] = data if method == "post" and "headers" not in named else json.dumps(data)
        if isinstance(named.get("data"), str):
            named["content_type"] = "application/json"
        with transaction.atomic():
            answer = getattr(self.client, method)(path, **named)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return Asked(self.who, method, path, answer.status_code, everything_in(answer))


@dataclass(frozen=True)
class Asked:
    """One request and all that its answer holds."""

    who: str
    method: str
    path: str
    status: int
    text: str

    @property
    def found(self) -> set[str]:
        """The kinds of words in it."""
        return {kind for kind, word in CANARY.items() if word in self.text}


def everything_in(answer: HttpResponse) -> str:
    """Content, headers and cookies, and what a message in a cookie says once it is unpacked."""
    # A PDF is no text.
    parts = [answer.getvalue().decode(errors="replace"), str(answer.headers), str(answer.cookies)]
    if "messages" in answer.cookies:
        storage: Any = CookieStorage(HttpRequest())
        parts += [str(message) for message in storage._decode(answer.cookies["messages"].value) or ()]
    return "\n".join(parts)


@dataclass(frozen=True)
class World:
    """Two cases full of words, and everybody who could ask for them."""

    place: Place
    lifted: Received
    fresh: Received
    readers: dict[str, Reader]
    seat: int
    agreed: dict[int, dict[str, str]]

    @property
    def paths(self) -> Iterator[tuple[pages.Page, str]]:
        """Every address of the organisation, for each case and each outcome that it could be about."""
        for page in pages.on("tenant"):
            about = any(name in page.path for name in ("{case}", "{measure}", "{statement}"))
            for case in (self.lifted.case, self.fresh.case)[: 1 + about]:
                other = self.fresh.case if case == self.lifted.case else self.lifted.case
                named = {
                    "case": case.reference,
                    "other": other.reference,
                    "seat": str(self.seat),
                    "theme": "fel",
                    "release": PUBLISHED,
                    "preview": SHOWN,
                }
                words = defaultdict(lambda: "1", {**named, **self.agreed[case.pk]})
                path = page.path.format_map(words)
                yield page, path
                if page.name == "outcome":
                    yield from ((page, path.replace(OUTCOMES[0], one)) for one in OUTCOMES[1:])


@pytest.fixture(autouse=True)
def no_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for a worker that is not there takes its time."""
    monkeypatch.setattr("tenants.health.PARTS", {})


@pytest.fixture
def world(inside: Place, soderby: Place, at: Visitor) -> World:
    """Everything has been written by somebody, and one case has come to the arbetsgrupp."""
    users = {
        "stranger": person("stranger"),
        "neighbour's leader": soderby.processledare,
        "member without a seat": member(inside, "member"),
        "administrator": inside.administrator,
        "process leader": inside.processledare,
        "process leader who works for the reporter's employer": sitting(
            inside, "colleague", "processledare", "full", employer=f" {CANARY['employer'].lower()} "
        ),
        "arbetsgrupp, which has the case": sitting(inside, "group", "arbetsgrupp", "masked"),
        "förbundschef, who never had it": sitting(inside, "chef", "forbundschefer", "masked"),
        "seat with figures only": sitting(inside, "politician", "arbetsgrupp", "figures"),
        "former seat holder": sitting(inside, "former", "processledare", "full"),
    }
    group = users["arbetsgrupp, which has the case"]
    lifted, fresh = filled(inside.processledare), filled(inside.processledare)
    for who, name in (
        ("a", "chef, who is pointed out in the case"),
        ("b", "chef, who is pointed out in no case"),
    ):
        users[name] = member(inside, f"chef-{who}")
        waiting = NewSeat(
            Body.objects.get(key="forbundschefer"), users[name], "Chef", "masked", pointed_out=True
        )
        chef = seat(waiting, by=inside.administrator)
        if who == "a":
            pointed.point_out(lifted.case, chef, inside.processledare)
    lift(lifted.case, inside.processledare, group)
    agreed = {one.case.pk: agreed_in(one.case, inside.processledare) for one in (lifted, fresh)}
    former = users["former seat holder"]
    for body in ("processledare", "arbetsgrupp"):
        held = Seat.objects.current().filter(user=former, body__key=body).first()
        leave(held or given(inside, former, body, "masked"))
    current = Seat.objects.current().get(user=users["seat with figures only"])
    keys = {who: tokens.issue(user, inside.tenant, "prov") for who, user in users.items()}
    released(inside)
    air.leave()
    readers = {who: Reader(who, at(inside, user), f"Token {keys[who]}") for who, user in users.items()}
    browser = at(inside)
    browser.post("/kvitto", {"code": lifted.code})
    readers["reporter"] = Reader("reporter", browser, f"Receipt {lifted.code}")
    readers["nobody"] = Reader("nobody", at(inside))
    return World(inside, lifted, fresh, readers, current.pk, agreed)


def person(name: str) -> User:
    """Somebody with an account."""
    return User.objects.create_user(f"{name}@personer.example", None, name.title())


def member(place: Place, name: str) -> User:
    """A member of the organisation."""
    user = person(name)
    Membership.objects.create(user=user, tenant=place.tenant)
    return user


def given(place: Place, user: User, body: str, sight: str, employer: str = "") -> Seat:
    """A seat."""
    wanted = NewSeat(Body.objects.get(key=body), user, "Funktion", sight, employer)
    return seat(wanted, by=place.administrator)


def sitting(place: Place, name: str, body: str, sight: str, employer: str = "") -> User:
    """A member with a seat."""
    user = member(place, name)
    given(place, user, body, sight, employer)
    return user


def filled(leader: User) -> Received:
    """A case in which everybody has written."""
    sender = Sender(CANARY["name"], CANARY["email"], CANARY["phone"], CANARY["employer"])
    received = send(sender=sender, handelse=CANARY["raw"], konsekvens=CANARY["raw"])
    case = received.case
    conversation.write_to_reporter(case, f"{CANARY['letter']} till", leader)
    conversation.write_from_reporter(case, f"{CANARY['letter']} från")
    conversation.note(case, NewNote(CANARY["note"], "arbetsmaterial"), leader)
    contacts.read(case, CANARY["reading"], leader)
    found = classification.Triage(**{**TRIAGE, "reason": CANARY["reason"]})  # type: ignore[arg-type]
    classification.classify(case, found, leader)
    ask_for_analysis()
    case = Case.objects.get(pk=case.pk)
    sheet = analysis.sheet_of(case)
    assert sheet
    answers = {q.id: answer_to(q) for q in sheet.questions if q.required}
    analysis.fill_in(case, {**answers, "orsak": CANARY["analysis"]}, leader)
    references.refer(case, Elsewhere(CANARY["reference"], CANARY["reference"]), leader)
    return received


def agreed_in(case: Case, leader: User) -> dict[str, str]:
    """A measure that is late by now and a statement that has come, in which somebody has written."""
    bodies = frozenset({"processledare", "arbetsgrupp"})
    long_ago = clock.now() - timedelta(days=30)
    with clock.standing_at(long_ago):
        wanted = {
            **MEASURE,
            "what": CANARY["measure"],
            "cost_benefit": CANARY["measure"],
            "due": long_ago.date(),
        }
        made = measures.decide(case, NewMeasure(**wanted), leader, bodies)  # type: ignore[arg-type]
        said = FollowUp(CANARY["measure"], False, "", "", made.due, CANARY["measure"])
        measures.follow_up(made, said, leader)
        asked = statements.ask(case, Question("fk", "Enhetschef", made.due), leader, bodies)
        given = statements.Answer("yes", CANARY["statement"], CANARY["statement"])
        statements.enter(asked, given, leader, bodies)
    return {"measure": str(made.pk), "statement": str(asked.pk)}


def lift(case: Case, leader: User, group: User) -> None:
    """The arbetsgrupp has the case, and the quick track has ended with a reply."""
    masked.write(case, {"handelse": CANARY["masked"], "konsekvens": CANARY["masked"]}, leader)
    masked.approve(case, leader)
    moves.move(case, Choice("lyft-till-arbetsgruppen"), leader, reader_as(leader).bodies_in(case))
    texts = {**dict.fromkeys(FIELDS, CANARY["solution"]), "reply": CANARY["reply"]}
    moves.move(case, Choice("lost-i-dialog", texts), leader, reader_as(leader).bodies_in(case))
    decision = {"decision": "En rutin ska skrivas."}
    moves.move(case, Choice("besluta-i-arbetsgruppen", decision), group, reader_as(group).bodies_in(case))
    conversation.say_whether_it_helped(case, Opinion("no", CANARY["feedback"]))


def all_answers(world: World, reader: Reader, methods: Sequence[str] = METHODS) -> Iterator[Asked]:
    """What a reader is answered at every address by every method, with nothing, and with what looks right."""
    for page, path in world.paths:
        for method in methods if page.name != "outcome" or path.endswith(OUTCOMES[0]) else ("get",):
            yield reader.ask(method, page, path, {})
        for data in sent_to(page, path):
            yield reader.ask("patch" if page.name in PATCHED else "post", page, path, data)


def sent_to(page: pages.Page, path: str) -> list[dict[str, object]]:
    """What a person, or a program, would send there."""
    match page.name:
        case "outcome":
            return [decision(path.rpartition("/")[2])]
        case "case" | "api_moves":
            return [
                decision("svara-och-stang"),
                decision("avsluta-i-arbetsgruppen"),
                decision("inget-utfall"),
            ]
    return FORMS.get(page.name, [])


def decision(outcome: str) -> dict[str, object]:
    """An outcome with everything that one can ask for."""
    return {"outcome": outcome, **dict.fromkeys(FIELDS, "Vanliga ord, och nog av dem.")}


@pytest.mark.parametrize("who", FINDS)
def test_a_reader_finds_what_they_may_read_somewhere_and_the_rest_nowhere(world: World, who: str) -> None:
    answers = list(all_answers(world, world.readers[who]))

    astray = [(a.method, a.path, a.status, wrong) for a in answers if (wrong := a.found - FINDS[who])]
    assert astray == []
    assert set().union(*(a.found for a in answers)) == FINDS[who]
    assert [(a.method, a.path) for a in answers if a.status >= 500] == []


@pytest.mark.parametrize("who", FINDS)
def test_a_search_for_a_word_that_one_may_not_read_is_answered_as_one_for_a_word_that_nobody_wrote(
    world: World, who: str
) -> None:
    reader = world.readers[who]
    for (name, path), (kind, word) in product(LISTS.items(), CANARY.items()):
        if kind in FINDS[who]:
            continue
        nonsense = "".join(chr(ord(one) + 1) if one.isalpha() else one for one in word)
        for asked in ({"q": word}, {"q": word[2:-2], "vy": "all"}, {"q": word, "state": "decided"}):
            other = {**asked, "q": nonsense if asked["q"] == word else nonsense[2:-2]}
            answers = [
                reader.ask("get", pages.Page(name, path, ("tenant",)), f"{path}?{urlencode(query)}", {})
                for query in (asked, other)
            ]
            assert answers[0].status == answers[1].status
            assert same(answers[0], asked["q"]) == same(answers[1], other["q"]), (kind, path)


LISTS = {
    "cases": "/arenden",
    "brief": "/arenden/underlag",
    "api_cases": "/api/v1/cases",
    "measures": "/atgarder",
    "api_measures": "/api/v1/measures",
}


def same(asked: Asked, words: str) -> str:
    """An answer without the words that were asked for, and without what is new in each answer."""
    text = asked.text
    for written in (words, quote_plus(words), quote(quote_plus(words))):
        text = text.replace(written, "…")
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|csrftoken=[^\n]*|\d\d:\d\d:\d\d GMT', "", text)


@pytest.mark.parametrize(
    ("who", "kind", "number"),
    [
        ("process leader", "raw", 2),
        ("process leader", "masked", 1),
        ("process leader who works for the reporter's employer", "raw", 2),
        ("arbetsgrupp, which has the case", "masked", 1),
    ],
)
def test_a_search_finds_the_words_that_one_may_read(world: World, who: str, kind: str, number: int) -> None:
    page = pages.Page("api_cases", LISTS["api_cases"], ("tenant",))
    answer = world.readers[who].ask("get", page, f"{page.path}?q={CANARY[kind]}", {})

    assert len(json.loads(answer.text.partition("\n")[0])["results"]) == number


FILTERS = [
    {"vy": ["", "new", "overdue", "week", "waiting", "closed", "all", "x"]},
    {
        "body": ["processledare", "arbetsgrupp", "x"],
        "level": ["", "organisering"],
        "category": ["", "rutin-saknas"],
    },
    {"owner": ["fk", "x"], "effect": ["", "none"], "kind": ["utbildning", "x"]},
    {"party": ["fk", "x"], "since": ["2026-01-01", "x"], "until": ["2026-01-01", "x"]},
    {"sida": ["1", "2", "x"], "ordering": ["answers__value", "-contact__name"], "sort": ["contact__email"]},
]


def test_neither_a_filter_nor_an_order_shows_a_masked_reader_more(world: World) -> None:
    reader = world.readers["arbetsgrupp, which has the case"]
    for filters in FILTERS:
        for values in product(*filters.values()):
            query = urlencode(dict(zip(filters, values, strict=True)))
            for name, path in LISTS.items():
                asked = reader.ask("get", pages.Page(name, path, ("tenant",)), f"{path}?{query}", {})
                assert asked.found <= FINDS[reader.who], (query, asked.found)
                assert world.fresh.case.reference not in asked.text


def test_who_works_where_the_reporter_works_is_not_even_told_that_there_is_a_contact(world: World) -> None:
    colleague = world.readers["process leader who works for the reporter's employer"].client
    leader = world.readers["process leader"].client
    for case in (world.lifted.case, world.fresh.case):
        path = f"/arenden/{case.reference}/kontakt"
        assert colleague.get(path).status_code == 404
        assert colleague.post(path, {"reason": "Måste ringa."}).status_code == 404
        assert path not in colleague.get(f"/arenden/{case.reference}").content.decode()
        assert leader.get(path).status_code == 200


# --- Where nobody should have to look ----------------------------------------------------------------------


@pytest.fixture
def after_everything(world: World, caplog: pytest.LogCaptureFixture) -> World:
    """Who finds the most, and who reports, have asked for all of it, and the clock has struck."""
    caplog.set_level(logging.INFO)
    for who in ("process leader", "reporter"):
        list(all_answers(world, world.readers[who], ("get", "post")))
    with air.inside(world.place.tenant):
        tasks.mind_owners()
        mind_measures()
        tasks.send_mails()
    return world


def unread(text: object) -> set[str]:
    """The kinds of words in a text that should hold none."""
    return {kind for kind, word in CANARY.items() if word in str(text)}


def test_no_log_says_what_anybody_wrote(
    after_everything: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = " ".join(CANARY.values())

    def fails(*_args: object, **_named: object) -> None:
        raise ValueError(everything)

    client = after_everything.readers["process leader"].client
    client.raise_request_exception = False
    client.cookies["kanarie"] = CANARY["raw"]
    path = f"/arenden/{after_everything.fresh.case.reference}"
    monkeypatch.setattr("workflows.cases.moves.move", fails)
    monkeypatch.setattr("workflows.cases.lists.rows_of", fails)
    monkeypatch.setattr("workflows.outbox.sending.written", fails)
    texts = dict.fromkeys(FIELDS, everything)
    broken = client.post(f"{path}?{urlencode({'q': everything})}", {"outcome": "svara-och-stang", **texts})
    listed = client.get(f"/arenden?{urlencode({'q': everything[:90]})}")
    place, case = after_everything.place, after_everything.fresh.case
    with air.inside(place.tenant):
        conversation.write_to_reporter(case, everything, place.processledare)
        tasks.send_mails()

    assert (broken.status_code, listed.status_code) == (500, 500)
    assert not unread(broken.content.decode() + listed.content.decode())
    lines = [Formatter("%(levelname)s %(name)s %(message)s").format(record) for record in caplog.records]
    assert any("ValueError" in line for line in lines)
    assert any("could not be sent" in line for line in lines)
    assert [line for line in lines if unread(line)] == []


def test_no_mail_says_what_anybody_wrote(after_everything: World) -> None:
    with air.inside(after_everything.place.tenant):
        rows = list(Mail.objects.values())

    templates = {
        "received",
        "letter",
        "letter_from_reporter",
        "reply",
        "moved",
        "feedback_no",
        "measure_over",
    }
    assert {row["template"] for row in rows} >= templates
    assert [row for row in rows if unread(row)] == []
    assert {CANARY["email"]} < {address for message in mail.outbox for address in message.to}
    for message in mail.outbox:
        del message.to[:]
        assert not unread(message.message().as_string() + message.subject + str(message.body))


def test_neither_redis_nor_a_task_holds_what_anybody_wrote(after_everything: World) -> None:
    store: Any = redis.Redis.from_url(settings.REDIS_URL)
    with air.inside(after_everything.place.tenant):
        tasks.send_mails.apply_async()
        tasks.mind_owners.apply_async()
    try:
        held = {key.decode(errors="replace"): value_of(store, key) for key in store.scan_iter()}
        assert "send_mails" in str(held["celery"])
        assert {key for key, value in held.items() if unread(key + value)} == set()
    finally:
        store.delete("celery")

    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours
    given = {(task.name, p.name) for task in ours for p in signature(task.run).parameters.values()}
    assert {(name, parameter) for name, parameter in given if not parameter.endswith(("id", "pk"))} == set()


def value_of(store: Any, key: bytes) -> str:
    """Whatever is kept at a key, in words."""
    match store.type(key):
        case b"string":
            return str(store.get(key))
        case b"list":
            return str(store.lrange(key, 0, -1))
        case b"hash":
            return str(store.hgetall(key))
        case b"set":
            return str(store.smembers(key))
        case kind:
            return f"{kind} {store.zrange(key, 0, -1)}"


def test_no_session_and_no_table_that_organisations_share_holds_what_anybody_wrote(
    after_everything: World, soderby: Place
) -> None:
    assert Session.objects.exists()
    assert not unread([session.get_decoded() for session in Session.objects.all()])
    for schema in ("public", soderby.tenant.schema_name):
        assert [table for table, words in rows_of(schema) if unread(words)] == []
    assert any(unread(words) for _table, words in rows_of(after_everything.place.tenant.schema_name))


def rows_of(schema: str) -> Iterator[tuple[str, str]]:
    """Each table of a schema with all that it holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{schema}"."{table}" t')
            yield table, cursor.fetchone()[0] or ""
