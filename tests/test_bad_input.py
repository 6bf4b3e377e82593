"""Bad input at every page: a sentence in Swedish that helps, what was written is kept, and never a 500.

The registry of pages says which pages there are. Each that takes something in has a door here, with what a
person would send through it; each value of that is then made wrong in every way.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from importlib import import_module
from itertools import product
from typing import Any, Protocol, cast
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.http import urlsafe_base64_encode

from accounts import invitations
from accounts.models import Invitation, Membership, User
from tenants import air, clock
from tests import pages
from tests.conftest import PASSWORD, Place
from tests.families import ask_for_analysis
from tests.pages import Page, Side
from tests.reporting.released import released
from tests.workflows.builder.owners import begun, form_owner
from tests.workflows.cases.reports import ANSWERS, send
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat, seat
from workflows.bodies.sittings import plan
from workflows.cases import classification, moves, pointed
from workflows.cases.access import reader_as
from workflows.cases.models import Case
from workflows.cases.received import Sender
from workflows.measures import measures, statements
from workflows.measures.measures import NewMeasure
from workflows.measures.statements import Question
from workflows.questions import sheet
from workflows.questions.models import FormVersion, QuestionForm

Form = Mapping[str, object]

WRITTEN = "Två myndigheter väntade på varandra i åtta månader."
REPORTER = {
    "kontakt_name": "Mika Rapportör",
    "kontakt_email": "mika@kommunen.example",
    "kontakt_phone": "070",
}
TRIAGE = {
    "type": "systembrist",
    "level": "organisering",
    "category": "mellan-stolarna",
    "parties": ["af", "fk"],
    "recurrence": "ofta",
    "approach": "arbetsgrupp",
}
ANALYSIS = {
    "inblandade": WRITTEN,
    "monster": "Det återkommer varje vår.",
    "orsak": "Ingen äger samordningen.",
    "antal": "2-4",
    "tagit-upp": "nej",
    "gjort": "Vi har ringt.",
    "losning": "En rutin.",
    "systembrist": "ja",
}
REPORT = {
    **ANSWERS,
    **REPORTER,
    "handelse": WRITTEN,
    "page_id": "0" * 32,
    "version": "",
    "kontakt_organisation": "Skolan",
}


@dataclass(frozen=True)
class Door:
    """A page that takes something in: who sends, and what would do. `stray` is carried and never stored."""

    who: str = "nobody"
    form: Form | None = None
    stray: tuple[str, ...] = ()
    # What stands on the page that answers, where nothing is led on to another.
    done: str = ""

    @property
    def sent(self) -> Form:
        return self.form or {}


ACCOUNT = {"email": "processledare@norrvik.example", "password": PASSWORD}
NAMED = {"name": "Alex Ny", "password": "ett helt nytt lösenord"}
# By the name of the page; a page with two forms has two doors.
DOORS: dict[str, Door] = {
    "set_language": Door(form={"language": "en", "next": "/kontakt"}, stray=("language", "next")),
    "sign_in": Door(form={**ACCOUNT, "next": "/start"}, stray=("next",)),
    "sign_out": Door("leader"),
    "forgotten": Door(form={"email": "nagon@norrvik.example"}),
    "new_password": Door("forgetful", {"password": "ett helt nytt lösenord"}),
    "members": Door(
        "administrator", {"email": "ny@norrvik.example", "administrator": "on"}, ("administrator",)
    ),
    "invitation": Door(form=NAMED),
    "bodies": Door(
        "administrator",
        {"body": "{body}", "user": "{user}", "function": "Ledamot", "employer": "Skolan", "sight": "masked"},
    ),
    "name_body": Door("administrator", {"named_body": "{body}", "name": "Samrådet"}),
    "end_seat": Door("administrator"),
    "plan_sitting": Door("administrator", {"sitting_body": "{body}", "on": "{later}"}),
    "call_off_sitting": Door("administrator"),
    "case_measures": Door(
        "leader",
        {
            "kind": "utbildning",
            "what": WRITTEN,
            "owner": "fk",
            "owner_function": "Enhetschef",
            "due": "{later}",
            "decided_by": "manager",
            "cost_benefit": "En halv dag.",
        },
    ),
    "case_statements": Door("leader", {"party": "af", "function": "Enhetschef", "due": "{later}"}),
    "measure": Door("leader", {"done": "on", "result": WRITTEN}, ("done",)),
    "statement": Door("leader", {"answer": "partly", "what": WRITTEN, "when_text": "I höst"}),
    "report": Door(form=REPORT, stray=("page_id", "version")),
    "report_on": Door(form=REPORT, stray=("page_id", "version")),
    "receipt": Door(form={"code": "ABCD-EFGH-JKMN-PQRS-TVWX"}),
    "letter": Door("reporter", {"text": WRITTEN}),
    "feedback": Door("reporter", {"helped": "no", "text": WRITTEN}),
    "close_receipt": Door("reporter"),
    "case": Door("leader", {"outcome": "svara-och-stang", "reply": WRITTEN}, ("outcome",)),
    "outcome": Door("leader", {"outcome": "svara-och-stang", "reply": WRITTEN}, ("outcome",)),
    "conversation": Door("leader", {"text": WRITTEN}),
    "conversation, a note": Door(
        "leader", {"what": "note", "text": WRITTEN, "standing": "handling"}, stray=("what",)
    ),
    "triage": Door("leader", {**TRIAGE, "reason": WRITTEN}),
    "masking": Door(
        "leader", {"handelse": WRITTEN, "konsekvens": "Ingen ersättning.", "what": ""}, ("what",)
    ),
    "analysis": Door("leader", ANALYSIS),
    "pointed": Door("leader", {"seat": "{waiting}"}),
    "withdraw_pointed": Door("leader"),
    "references": Door("leader", {"system": WRITTEN, "number": "A-117"}),
    "join": Door("leader"),
    "case_contact": Door("leader", {"reason": WRITTEN}, done="mailto:mika@kommunen.example"),
    "hold_back": Door("leader", {"hold": "1"}, ("hold",)),
    "waivers": Door("administrator", {"reader": "lst-b", "decision": "Styrelsen 2026-03-12, § 14"}),
    "end_waiver": Door("administrator"),
    "keys": Door("leader", {"name": "Ett program hos oss"}, done="Spara nyckeln nu"),
    "keys, ended": Door("leader", {"end": "1"}, stray=("end",)),
    "new_form": Door("owner", {"title": "Snabbrapport", "begin_with": ""}),
    "form": Door("owner", {"label": "Något mer?", "kind": "long_text"}),
    "form, its name": Door("owner", {"title": "Säg till", "about": WRITTEN}),
    "form, a move": Door("owner", {"to": "konsekvens:0"}, ("to",)),
    "question": Door(
        "owner",
        {
            "was": "{was}",
            "label": WRITTEN,
            "hint": "En mening räcker.",
            "required": "on",
            "missing": "Skriv vad som hände.",
            "role": "event",
        },
        ("was", "required"),
    ),
    "remove_question": Door("owner"),
    "form_preview": Door("owner", REPORT, ("page_id", "version"), done="Den här rapporten hade tagits emot."),
    "publish_form": Door("owner"),
    "discard_form": Door("owner"),
    "form_version": Door("owner"),
    "demo": Door(form={"email": "processledare@norrvik.example"}, stray=("email",)),
}

ONE_MEGABYTE = "å" * 500_000
# What a field is sent with instead, each told by a name.
WRONG: dict[str, object] = {
    "nothing": "",
    "blanks": " \t\r\n ",
    "a number": "3",
    "a huge number": "9" * 400,
    "a negative number": "-1",
    "JSON": '{"a": ["b"]}',
    "several": ["Det första svaret.", "Det andra svaret."],
    "NUL": "a\x00b",
    "control characters": "a\x1b[31m\x7f\u202e b",
    "no characters": "\ufffe\ufeff\u200b",
    "emoji": "🙂👩🏽‍💻" * 3,
    "a tag": "</textarea><script>alert(1)</script>",
    "a template": "{{ 7|add:7 }}{% now %}%s%(label)s{0}",
    "a personnummer": "Hon har 850709-9805 i det här.",
    "one megabyte": ONE_MEGABYTE,
}
# No field that is stored takes these in.
REFUSED = {"NUL", "one megabyte"}
# What is chosen and not typed: no person can send what was not there to choose.
CHOSEN = {"body", "user", "sight", "named_body", "sitting_body", "seat", "party", "reader"}
CHOSEN |= {"parter", "var", "aterkommer", "helped", "antal", "tagit-upp", "systembrist", "standing", *TRIAGE}
CHOSEN |= {"kind", "owner", "decided_by", "answer", "role", "begin_with"}


@dataclass(frozen=True)
class World:
    """A place, a case that was answered, and a browser for everybody."""

    place: Place
    words: dict[str, str]
    browsers: dict[str, Client]

    def path(self, page: Page) -> str:
        path = "/losenord/nytt/{uid}/set-password" if page.name == "new_password" else page.path
        return path.format(**self.words)

    def form(self, door: Door) -> dict[str, object]:
        return {
            name: value.format(**self.words) if isinstance(value, str) else value
            for name, value in door.sent.items()
        }

    def ask(
        self, side: Side, method: str, page: Page, path: str, data: Form | None = None, **options: Any
    ) -> HttpResponse:
        """Whoever the page is for asks for an address; nothing of what it changed stays."""
        usual = USUALLY.get(page.who, "leader")
        browser = self.browsers[DOORS[page.name].who if page.name in DOORS else usual]
        cookies = deepcopy(browser.cookies)
        with transaction.atomic():
            answer = getattr(browser, method)(path, data, SERVER_NAME=HOSTS[side](self.place), **options)
            transaction.set_rollback(True)
        browser.cookies = cookies
        return answer  # type: ignore[no-any-return]

    def send(self, side: Side, name: str, data: Form, path: str = "", **options: Any) -> HttpResponse:
        """Sends a form through a door; nothing of what it changed stays."""
        page = page_of(name)
        return self.ask(side, "post", page, path or self.path(page), data, **options)


# Who asks for a page that takes nothing in.
USUALLY = {"anybody": "nobody", "administrator": "administrator", "form-owner": "owner"}
HOSTS: dict[Side, Callable[[Place], str]] = {
    "tenant": lambda place: place.host,
    "shared": lambda place: place.host.partition(".")[2],
}


def page_of(name: str) -> Page:
    """The page that a door belongs to."""
    return next(page for page in pages.PAGES if page.name == name.partition(",")[0])


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """No probes, no budget that runs out, and a hash of passwords that takes no time."""
    monkeypatch.setattr("tenants.health.PARTS", {})
    monkeypatch.setattr("accounts.attempts.spent", lambda _budgets: False)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]


@pytest.fixture
def world(inside: Place) -> World:
    received = send(sender=Sender(name="Mika", email="mika@kommunen.example"))
    answered = send()
    leader = inside.processledare
    choice = moves.Choice("svara-och-stang", {"reply": "Nu finns en rutin för det här."})
    moves.move(answered.case, choice, leader, reader_as(leader).bodies_in(answered.case))
    member = User.objects.create_user("medlem@norrvik.example", PASSWORD, "Medlem")
    Membership.objects.create(user=member, tenant=inside.tenant)
    body = Body.objects.get(key="arbetsgrupp")
    taken = seat(NewSeat(body, leader, "Processledare", "masked"), by=inside.administrator)
    link = invitations.invite(inside.tenant, invitations.Invite("ny.person@norrvik.example"), by=None)
    ask_for_analysis()
    found = classification.Triage(**TRIAGE, reason="Det återkommer.")  # type: ignore[arg-type]
    classification.classify(received.case, found, leader)
    waiting = [chef_in(inside, name) for name in ("kommunen", "regionen")]
    later = clock.today() + timedelta(days=30)
    sitting = plan(body, later + timedelta(days=1))
    wanted = NewMeasure("utbildning", WRITTEN, "fk", "Enhetschef", later, "manager")
    processledare = frozenset({"processledare"})
    measure = measures.decide(received.case, wanted, leader, processledare)
    statement = statements.ask(received.case, Question("fk", "Enhetschef", later), leader, processledare)
    words = {
        "later": later.isoformat(),
        "sitting": str(sitting.pk),
        "measure": str(measure.pk),
        "statement": str(statement.pk),
        "case": received.case.reference,
        "other": answered.case.reference,
        "waiting": str(waiting[0].pk),
        "pointed": str(pointed.point_out(received.case, waiting[1], leader).pk),
        "seat": str(taken.pk),
        "body": str(body.pk),
        "user": str(member.pk),
        "invitation": link.rpartition("/")[2],
        "uid": urlsafe_base64_encode(str(member.pk).encode()),
        "theme": "fel",
        **released(inside),
        **begun(inside, "Ett utkast"),
    }
    people = {"leader": leader, "administrator": inside.administrator, "owner": form_owner(inside)}
    air.leave()
    browsers = {
        who: Client(SERVER_NAME=inside.host, raise_request_exception=False)
        for who in ("nobody", "reporter", "forgetful", *people)
    }
    for who, user in people.items():
        browsers[who].force_login(user)
    browsers["reporter"].post("/kvitto", {"code": answered.code})
    browsers["forgetful"].get(f"/losenord/nytt/{words['uid']}/{default_token_generator.make_token(member)}")
    return World(inside, words, browsers)


def chef_in(place: Place, name: str) -> Seat:
    """Somebody in a party, whose seat waits for a case."""
    user = User.objects.create_user(f"{name}@parter.example", None, name.title())
    Membership.objects.create(user=user, tenant=place.tenant)
    wanted = NewSeat(Body.objects.get(key="arbetsgrupp"), user, "Chef", "masked", pointed_out=True)
    return seat(wanted, by=place.administrator)


class Shown(Protocol):
    """What came back, by whichever way it was asked for."""

    @property
    def content(self) -> bytes:
        """The page."""


def text_of(answer: Shown) -> str:
    """What a reader, or a field of the page, holds: with the entities read."""
    return unescape(answer.content.decode())


def sentences(answer: Shown) -> list[str]:
    """What stands first on a page that was sent back."""
    summary = re.search(r'class="ds-error-summary".*?<ul>(.*?)</ul>', answer.content.decode(), re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL) if summary else []
    return [unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in found]


# A word by which a person knows what to do; Django's own, as "Null-tecken är inte tillåtna", have none.
HELPS = re.compile(
    r"\b(skriv|skrivit|välj|fyll i|korta|ta bort|svara|försök|gäller|minst|högst|lösenord)\b", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("side", "name"), [(side, name) for name in DOORS for side in page_of(name).sides], ids=lambda one: one
)
def test_each_value_can_be_wrong_and_nothing_is_lost(world: World, side: Side, name: str) -> None:
    door = DOORS[name]
    good = world.form(door)
    for field, (wrong, value) in product(good, WRONG.items()):
        sent = {**good, field: value}
        answer = world.send(side, name, sent)
        told, about = sentences(answer), (name, field, wrong, answer.status_code)
        assert answer.status_code in {200, 302, 404, 409}, about
        taken_in = answer.status_code == 302 or (door.done and door.done in text_of(answer))
        assert not (taken_in and wrong in REFUSED and is_stored(door, field)), about
        if not taken_in:
            assert lost(door, sent, answer) == [], about
            assert answer.status_code != 200 or told, about
            assert all(HELPS.search(one) for one in told if field not in CHOSEN), (about, told)


def is_stored(door: Door, field: str) -> bool:
    """Whether the value is kept as it is; of a password there is a hash."""
    return field not in door.stray and "password" not in field


def lost(door: Door, sent: Form, answer: HttpResponse) -> list[str]:
    """The typed texts that the page no longer has."""
    typed = [value for name, value in sent.items() if is_stored(door, name) and name not in CHOSEN]
    # Of several under one name a form reads the last, as Django does: no page of ours has two such fields.
    texts = [str(value[-1] if isinstance(value, list) else value).strip() for value in typed]
    page = text_of(answer)
    return [text[:99] for text in texts if text and text not in page]


def test_every_page_that_takes_something_in_has_its_door_here(world: World) -> None:
    doors = {name.partition(",")[0] for name in DOORS}
    for page in pages.PAGES:
        if page.kind != "machine":
            answer = world.ask(page.sides[-1], "post", page, world.path(page), {"text": WRITTEN})
            # The demo has no such person, and so no such page.
            taken = answer.status_code not in {404, 405} or page.name == "demo"
            assert taken is (page.name in doors), page.name


# --- Addresses, queries and headers -------------------------------------------------------------------------

IDS = (
    "0",
    "-1",
    "9" * 30,
    "9" * 5000,
    "\x00",
    "a\x00b",
    "🙂",
    "å",
    "..",
    "%",
    "\ufffe",
    "' OR 1=1--",
    "a" * 4000,
)


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_id_that_nothing_has_is_a_page_that_says_so(world: World, method: str) -> None:
    for page in pages.on("tenant"):
        slots = re.findall(r"{(\w+)}", page.path)
        paths = [page.path] if slots else []
        if page.name == "outcome":
            paths = [world.path(page).rpartition("/")[0] + "/{outcome}", page.path]
        if page.name == "new_password":
            paths = [
                "/losenord/nytt/{uid}/set-password",
                "/losenord/nytt/MQ/{token}",
                "/losenord/nytt/{a}/{b}",
            ]
        for path, odd in product(paths, IDS):
            address = re.sub(r"{\w+}", quote(odd, safe="").replace("\\", r"\\"), path)
            answer = world.ask("tenant", method, page, address)
            assert answer.status_code < 500, (path, odd[:20])
            if answer.status_code == 404 and page.kind == "page":
                assert re.search("Sidan finns inte|Inbjudan|länk", text_of(answer)), path


ASKED = (
    *("q", "vy", "sida", "since", "until", "body", "level", "category", "party", "state", "overdue"),
    *("next", "language", "kommun", "arende", "email", "what", "\x00", "🙂", ""),
)
ODD = ("Hej", "a\x00b", "🙂", "å" * 300, "9" * 5000, "0001-01-01", "9999-12-31", "-1", "\ufffe", "[]")


@pytest.mark.parametrize("side", ["tenant", "shared"])
def test_a_query_can_say_anything(world: World, side: Side) -> None:
    for page, value in product(pages.on(side), ODD):
        query = urlencode([(name, value) for name in ASKED])
        if page.kind == "page":
            answer = world.ask(side, "get", page, f"{world.path(page)}?{query}&q=%ff%fe")
            assert answer.status_code < 500, (page.name, value[:20])


HEADERS: dict[str, tuple[str, str]] = {
    "Accept": ("\x00", "🙂"),
    "Accept-Language": ("\x00;q=å,🙂;q=x", ",sv" * 5000),
    "Authorization": ("Basic ÿ\x00", "Token"),
    "Content-Length": ("-1", "å"),
    "HX-Current-URL": ("http://[", "\x00"),
    "HX-Request": ("\x00", "true"),
    "If-Modified-Since": ("mars", "\x00"),
    "If-None-Match": ("\x00", "W/"),
    "Origin": ("http://[", "\x00"),
    "Range": ("bytes=-1", "🙂"),
    "Referer": ("http://[::1", "\x00"),
    "User-Agent": ("🙂\x00", "a" * 9000),
    "X-CSRFToken": ("å🙂\x00", "a" * 9000),
    "X-Forwarded-For": ("\x00, 🙂, 1", "1" * 9000),
    "X-Forwarded-Proto": ("\x00", "https, http"),
}
PAGES = [page for page in pages.on("tenant") if page.kind == "page"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_header_can_say_anything(world: World, method: str) -> None:
    front = next(page for page in PAGES if page.name == "report")
    each = [(front, {name: value}) for name, values in HEADERS.items() for value in values]
    at_once = [
        (page, {name: values[number] for name, values in HEADERS.items()})
        for page, number in product(PAGES, (0, 1))
    ]
    for page, headers in (*each, *at_once):
        named = {name: value.encode().decode("latin-1") for name, value in headers.items()}
        answer = world.ask("tenant", method, page, world.path(page), headers=named)
        assert answer.status_code < 500, (page.name, headers)


COOKIES = (
    "å",
    "🙂🙂🙂",
    '"' + r"\000" * 10 + '"',
    "a" * 9000,
    '"',
    "",
    "[[",
    "gAAAAAA=",
    "W10:1abcde:x",
    ";=;\x00",
)
OURS = ("kvitto", "samsyn", "csrftoken", "messages", "django_language")


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_can_say_anything(world: World, cookie: str) -> None:
    each = [(page, [name]) for page in PAGES if page.name in {"receipt", "cases"} for name in OURS]
    for page, names in (*each, *((page, OURS) for page in PAGES)):
        sent = "; ".join(f"{name}={cookie}" for name in names).encode().decode("latin-1")
        browser = Client(SERVER_NAME=world.place.host, raise_request_exception=False)
        answer = browser.get(world.path(page), HTTP_COOKIE=sent)
        assert answer.status_code < 500, (page.name, names)


@pytest.mark.parametrize(
    ("kind", "taken"),
    [
        ("text/html; charset=bz2", "text/html"),
        ('text/html;Charset = "bz2"', "text/html"),
        ("multipart/form-data; boundary=x; charset=rot13", "multipart/form-data; boundary=x"),
        ("text/html; charset=\x00", "text/html"),
        ("text/html; charset=utf-8", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
    ],
)
def test_a_charset_that_is_none_is_left_out_before_anything_is_decoded(
    norrvik: Place, monkeypatch: pytest.MonkeyPatch, kind: str, taken: str
) -> None:
    asked: list[str] = []

    def page(environ: dict[str, Any], _start: object) -> list[bytes]:
        asked.extend((environ["CONTENT_TYPE"], WSGIRequest(environ).GET["q"]))
        return []

    # Not imported above: it wants the folder of static files, which is made with the database.
    door = import_module("config.wsgi")
    monkeypatch.setattr(door, "pages", page)
    environ = cast(Any, RequestFactory())._base_environ(QUERY_STRING="q=%C3%A5", CONTENT_TYPE=kind)
    door.application(environ, lambda *_answer: print)

    assert asked == [taken, "å"]


# --- What changed while the page was open -------------------------------------------------------------------


def fresh(world: World, who: str) -> Client:
    """The browser of somebody who has a page open, which says where its forms come from."""
    browser = world.browsers[who]
    browser.defaults["HTTP_ORIGIN"] = f"http://{world.place.host}"
    return browser


def hidden_in(page: HttpResponse) -> list[tuple[str, str]]:
    """The fields of the form that sends again."""
    form = re.search(r"<main.*?<form.*?</form>", page.content.decode(), re.DOTALL)
    assert form, "nothing can be sent again"
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="(.*?)">', form[0], re.DOTALL)
    return [(name, unescape(value)) for name, value in found]


@pytest.mark.parametrize("name", DOORS)
def test_a_page_that_lay_open_too_long_says_what_to_do_and_keeps_what_was_written(
    world: World, name: str
) -> None:
    door = DOORS[name]
    world.browsers[door.who].handler.enforce_csrf_checks = True
    sent = world.form(door)
    own: dict[str, Any] = {"headers": {"origin": f"http://{world.place.host}"}}
    expired = world.send("tenant", name, sent, **own)
    assert expired.status_code == 403
    assert "Sidan hade legat öppen för länge" in text_of(expired)
    kept = hidden_in(expired) if sent else []
    for field, value in sent.items():
        values = value if isinstance(value, list) else [value]
        expected = [] if "password" in field else [(field, str(one)) for one in values]
        assert [one for one in kept if one[0] == field] == expected
        for text in (one for one in values if field != "password" and len(str(one).split()) > 1):
            assert text_of(expired).count(str(text)) == 2  # shown, and sent again
    world.browsers[door.who].cookies.load(expired.cookies)
    if kept and "password" not in sent:
        again: dict[str, list[str]] = {}
        for field, value in kept:
            again.setdefault(field, []).append(value)
        taken = {404} if name == "demo" else {200, 302}
        assert world.send("tenant", name, again, **own).status_code in taken


@pytest.mark.parametrize(
    "name", [name for name in DOORS if page_of(name).who != "anybody" and DOORS[name].form]
)
def test_who_was_signed_out_meanwhile_can_send_what_they_wrote_once_they_are_in_again(
    world: World, name: str
) -> None:
    door = DOORS[name]
    browser = world.browsers[door.who]
    known = browser.cookies.pop("samsyn")
    answer = world.send("tenant", name, world.form(door))

    assert answer.status_code == 403
    assert "Du hade blivit utloggad" in text_of(answer)
    assert lost(door, world.form(door), answer) == []
    browser.cookies["samsyn"] = known.value
    again: dict[str, list[str]] = {}
    for field, value in hidden_in(answer):
        again.setdefault(field, []).append(value)
    assert world.send("tenant", name, again).status_code in {200, 302}


def test_a_case_that_is_no_longer_ones_own_gives_back_what_was_written(world: World) -> None:
    with air.inside(world.place.tenant):
        Seat.objects.filter(body__key="processledare").update(ends="2026-01-01", starts="2025-01-01")
    leader = fresh(world, "leader")
    for name in ("case", "outcome", "conversation", "triage", "masking", "case_contact"):
        answer = leader.post(world.path(page_of(name)), world.form(DOORS[name]))
        assert answer.status_code == 404
        assert WRITTEN in text_of(answer)
        assert "Ingenting har sparats" in text_of(answer)

    leader.defaults["HTTP_ORIGIN"] = "http://evil.example"
    assert WRITTEN not in text_of(leader.post("/arenden/2026-9999", {"text": WRITTEN}))


@pytest.mark.parametrize("name", ["case", "outcome", "conversation", "conversation, a note"])
def test_a_case_that_was_closed_meanwhile_says_so_and_keeps_what_was_written(world: World, name: str) -> None:
    with air.inside(world.place.tenant):
        case = Case.objects.get(reference=world.words["case"])
        leader = world.place.processledare
        choice = moves.Choice("svara-och-stang", {"reply": "Nu finns en rutin för det här."})
        moves.move(case, choice, leader, reader_as(leader).bodies_in(case))

    answer = world.send("tenant", name, world.form(DOORS[name]))

    assert re.search("har ändrats medan du skrev|är avslutat", text_of(answer))
    assert WRITTEN in text_of(answer)
    with air.inside(world.place.tenant):
        assert not case.letters.exists()
        assert not case.notes.exists()
        assert case.replies.count() == 1


@pytest.mark.parametrize("name", ["letter", "feedback"])
def test_a_receipt_that_was_open_for_too_long_gives_back_what_was_written(world: World, name: str) -> None:
    page = world.path(page_of(name))
    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        answer = world.browsers["reporter"].post(page, world.form(DOORS[name]))

    assert "Det du skrev har inte skickats" in text_of(answer)
    assert WRITTEN in text_of(answer)
    assert 'name="code"' in text_of(answer)


def test_a_report_is_taken_in_on_the_version_that_it_was_written_on(world: World) -> None:
    with air.inside(world.place.tenant):
        form = QuestionForm.objects.get(slug="rapport")
        old = form.version
        asked = [dict(one) for one in old.content["questions"] if one["id"] != "konsekvens"]
        asked[0] |= {"id": "annat", "label": "Vad har hänt?"}
        content = {**old.content, "questions": asked}
        form.version = FormVersion.objects.create(
            hash=sheet.hash_of(content), content=content, created_at=clock.now()
        )
        form.save()
    sent = {**world.form(DOORS["report"]), "version": old.hash}
    browser = world.browsers["nobody"]

    wrong = browser.post("/rapportera", {**sent, "konsekvens": ""})
    assert sentences(wrong) == [old.sheet.question("konsekvens").missing]
    assert WRITTEN in text_of(wrong)
    assert browser.post("/rapportera", sent).status_code == 302
    with air.inside(world.place.tenant):
        case = Case.objects.latest("pk")
        assert case.form_version == old
        assert case.answers.get(question="handelse").value == WRITTEN
    assert "Vad har hänt?" in text_of(browser.get("/rapportera"))


@pytest.mark.parametrize("version", ["", "0" * 64, "å", "a\x00b", "🙂"])
def test_a_report_on_a_version_that_never_was_is_a_report_on_todays(world: World, version: str) -> None:
    answer = world.send("tenant", "report", {**world.form(DOORS["report"]), "version": version})
    assert answer.status_code == 302 or (sentences(answer) and WRITTEN in text_of(answer))


def test_an_invitation_and_a_seat_that_somebody_else_has_ended_say_so(world: World) -> None:
    Invitation.objects.update(accepted_at=clock.now())
    answer = world.send("tenant", "invitation", NAMED)
    assert (answer.status_code, "Inbjudan gäller inte" in text_of(answer)) == (404, True)

    end = world.path(page_of("end_seat"))
    assert world.browsers["administrator"].post(end).status_code == 302
    assert world.browsers["administrator"].post(end).status_code == 404


def test_what_is_too_much_to_read_is_told_apart_from_a_fault_of_ours(world: World) -> None:
    for data in ({"handelse": "å" * 1_300_000}, {f"f{number}": "x" for number in range(1100)}):
        answer = world.send("tenant", "report", data)
        assert answer.status_code == 400
        assert "Gå tillbaka i webbläsaren" in text_of(answer)
