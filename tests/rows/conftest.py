"""People in front of the pages of each family: what they read, and what they send."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from tenants import air, clock
from tenants.models import Tenant
from tests.conftest import Place
from tests.families import Home, answer_to, home_of
from workflows.presets import family
from workflows.questions import sheet

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=clock.STOCKHOLM)
REPLY = "Från i dag finns en gemensam rutin för det."


class Staying(Client):
    """A client after whose requests the same tenant is in the air as before them."""

    def request(self, **request: Any) -> Any:
        tenant = getattr(connection, "tenant", None)
        answer = super().request(**request)
        if isinstance(tenant, Tenant):
            air.enter(tenant)
        return answer


@dataclass(frozen=True)
class Visit:
    """Somebody, or nobody, who visits the pages of an organisation."""

    client: Client

    def html(self, path: str, status: int = 200) -> str:
        """What a page is made of."""
        answer = self.client.get(path)
        assert answer.status_code == status, path
        return main_of(answer)

    def read(self, path: str, status: int = 200) -> str:
        """What a page says, without its marks."""
        return plain(self.html(path, status))

    def insist(self, path: str, **fields: object) -> None:
        """Fills in a page; what it finds in the text stays, for a reason."""
        shown = self.client.post(path, fields).content.decode()
        seen = re.search(r'name="seen" value="([^"]*)"', shown)
        if seen:
            self.send(path, **fields, seen=seen[1], kept_because="needed")

    def send(self, path: str, **fields: object) -> None:
        """Fills in a page, which takes it."""
        answer = self.client.post(path, fields)
        assert answer.status_code == 302, said(answer)

    def refused(self, path: str, **fields: object) -> str:
        """Fills in a page, which does not take it, and reads what it says instead."""
        answer = self.client.post(path, fields)
        assert answer.status_code == 200
        return said(answer)

    def listed(self, query: str = "") -> set[str]:
        """The references in the list of cases, narrowed to that."""
        return set(re.findall(r'"/arenden/(\d{4}-\d{4})"', self.html(f"/arenden?{query}")))


def main_of(answer: Any) -> str:
    """The page's own part of what came back."""
    page: str = answer.content.decode()
    return page.partition("<main")[2].partition(">")[2].partition("</main>")[0]


def said(answer: Any) -> str:
    """What it says."""
    return plain(main_of(answer))


def plain(html: str) -> str:
    """What is read of it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def at(place: Place, user: User | None = None) -> Visit:
    """A visit to a place, as somebody or as nobody."""
    client = Staying(SERVER_NAME=place.host)
    if user is not None:
        client.force_login(user)
    return Visit(client)


def first(home: Home) -> Visit:
    """A visit of the first receiver."""
    return at(home, home.processledare)


# --- What is done ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reported:
    """A case, the path of its page, and the reporter, with the code of the receipt."""

    reference: str
    code: str
    reporter: Visit

    @property
    def path(self) -> str:
        return f"/arenden/{self.reference}"

    def receipt(self) -> str:
        """What the reporter reads who types the code, on whatever day it is."""
        self.reporter.send("/kvitto", code=self.code)
        return self.reporter.read("/kvitto")


def report(home: Home, **answers: object) -> Reported:
    """Reports on the page that anybody may open, with something for every question that must be answered."""
    asked = sheet.read({k: v for k, v in preset(home).form.items() if k != "slug"})
    needed = {question.id: answer_to(question) for question in asked.questions if question.required}
    stranger = at(home)
    stranger.insist("/rapportera", **{**needed, **answers})
    receipt = stranger.html("/kvitto")
    (reference,) = re.findall(r"ärendenummer (\d{4}-\d{4})", receipt)
    return Reported(reference, "".join(re.findall(r"<span>(\w{4})</span>", receipt)), stranger)


def preset(home: Home) -> family.Family:
    """The family of a home."""
    return family.read(home.tenant.slug.removeprefix("hem-"))


def judge(home: Home, case: Reported, **more: object) -> None:
    """Says at triage what kind of case it is."""
    words = preset(home).words
    level = str(more.get("level") or words["level"][0]["code"])
    usual = {
        "type": words["type"][0]["code"],
        "level": level,
        "category": next(one["code"] for one in words["category"] if one["under"] == level),
        "parties": ["af", "fk"],
        "reason": "Det återkommer.",
    }
    first(home).send(f"{case.path}/bedomning", **{**usual, **more})


def mask(home: Home, case: Reported, words: str = "Två verksamheter väntade på varandra.") -> None:
    """Writes the text without the person, and approves it."""
    leader, path = first(home), f"{case.path}/avidentifiera"
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"', leader.html(path))
    leader.send(path, **dict.fromkeys(texts, words), what="approve")


def analyse(home: Home, case: Reported, **answers: object) -> None:
    """Fills in the analysis."""
    content = preset(home).analysis
    assert content
    needed = {q.id: answer_to(q) for q in sheet.read(content).questions if q.required}
    first(home).send(f"{case.path}/analys", **{**needed, **answers})


def hear(home: Home, case: Reported) -> None:
    """Asks a party what it can do, and enters what it answers."""
    leader, path = first(home), f"{case.path}/yttranden"
    due = (clock.today() + timedelta(days=10)).isoformat()
    leader.send(path, party="fk", function="Enhetschef", due=due)
    (answer,) = set(re.findall(r"/yttranden/\d+", leader.html(path)))
    leader.send(answer, answer="yes", what="Vi utser en samordnare.", when_text="Före midsommar.")


def choose(by: Visit, case: Reported, outcome: str, **given: object) -> None:
    """Chooses an outcome on its page."""
    by.send(f"{case.path}/utfall/{outcome}", outcome=outcome, **given)


def decide(by: Visit, case: Reported, **more: object) -> str:
    """Decides a measure, and says where it stands."""
    due = (clock.today() + timedelta(days=20)).isoformat()
    usual = {"kind": "utbildning", "what": "Handläggarna utbildas.", "owner": "fk", "due": due}
    usual |= {"owner_function": "Enhetschef", "decided_by": "collective"}
    by.send(f"{case.path}/atgarder", **{**usual, **more})
    (measure,) = set(re.findall(r'"(/atgarder/\d+)"', by.html(f"{case.path}/atgarder")))
    return str(measure)


def to_the_ledningsgrupp(home: Home, **answers: object) -> Reported:
    """A brist that has been registered, analysed and reported to the ledningsgrupp."""
    case = report(home, **answers)
    judge(home, case)
    analyse(home, case)
    hear(home, case)
    mask(home, case)
    choose(first(home), case, "rapportera")
    return case


def to_the_arbetsgrupp(home: Home, **answers: object) -> Reported:
    """A case that has been talked through and lifted to the arbetsgrupp."""
    case = report(home, **answers)
    judge(home, case)
    mask(home, case)
    choose(first(home), case, "lyft-till-arbetsgruppen")
    return case


def to_the_chefer(home: Home, **answers: object) -> Reported:
    """A deviation that the two chefer have together."""
    case = report(home, **answers)
    judge(home, case)
    mask(home, case)
    for seat in home.seats["chefer"]:
        first(home).send(f"{case.path}/utpekade", seat=seat.pk)
    choose(first(home), case, "lyft-till-cheferna")
    return case


# --- Where it is done ------------------------------------------------------------------------------------


@pytest.fixture
def po(both: tuple[Place, Place], db: None) -> Iterator[Home]:
    """A PO-verksamhet, in the air."""
    yield from at_home("personligt-ombud")


@pytest.fixture
def lex(both: tuple[Place, Place], db: None) -> Iterator[Home]:
    """A förbund, in the air."""
    yield from at_home("lex-heller")


@pytest.fixture
def avvikelse(both: tuple[Place, Place], db: None) -> Iterator[Home]:
    """A kommun with those it works with, in the air."""
    yield from at_home("avvikelse")


def at_home(name: str) -> Iterator[Home]:
    """A home of the family, in the air while a test lasts."""
    home = home_of(name)
    with air.inside(home.tenant):
        yield home
