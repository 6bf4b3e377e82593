"""The client of `make bench`: a process of its own that asks the web processes as browsers behind a proxy do.

It reads one run per line from its input (what, how many clients, how many seconds) and answers each with one
line of figures. Its HTTP is as little as the measured server needs, so that it takes little of the processor.
"""

import asyncio
import html
import json
import re
import statistics
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

LEAST = 10  # answers without which a run has no figures
HELD = 60  # receipts that are opened, so that each request asks for another one
CARRIED = 20  # requests over one connection, so that no worker process keeps all of the connections
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|page_id|version)"\s+value="([^"]*)"')

Act = Callable[["Connection"], Awaitable[object]]


class Unexpected(Exception):
    """The server answered something else than what is measured."""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes


class Connection:
    """One connection that is kept open for some requests."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.carried = 0
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    def close(self) -> None:
        """Closes it; the next request opens another."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None
        self.carried = 0

    async def ask(self, request: bytes) -> Answer:
        """One request and its answer; once more where the server closed an idle connection meanwhile."""
        if self.carried >= CARRIED:
            self.close()
        if self.reader is not None:
            try:
                return await self.exchange(request)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return await self.exchange(request)

    async def exchange(self, request: bytes) -> Answer:
        """Writes the request and reads the answer."""
        assert self.reader is not None
        assert self.writer is not None
        self.writer.write(request)
        self.carried += 1
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers, cookies = {}, []
        for line in head[1:-2]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookies.append(value)
            headers[name.lower()] = value
        body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(head[0].split(" ")[1]), headers, cookies, body)


@dataclass
class Visitor:
    """A browser: what it remembers, over whichever connection."""

    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    async def get(self, connection: Connection, path: str, status: int = 200) -> Answer:
        """Asks for a page."""
        return self.take(await connection.ask(self.written("GET", path)), path, status)

    async def open(self, connection: Connection, path: str) -> None:
        """Asks for a page with a form, and keeps what the form carries."""
        page = await self.get(connection, path)
        self.hidden = {name: html.unescape(text) for name, text in HIDDEN.findall(page.body.decode())}

    async def post(self, connection: Connection, path: str, fields: Mapping[str, object]) -> Answer:
        """Sends the form that was opened, and follows to where it leads."""
        body = urlencode({**self.hidden, **fields}, doseq=True).encode()
        request = self.written("POST", path, body, "application/x-www-form-urlencoded")
        sent = self.take(await connection.ask(request), path, 302)
        return await self.get(connection, sent.headers["location"])

    def written(self, method: str, path: str, body: bytes = b"", kind: str = "", *more: str) -> bytes:
        """The request as a proxy that ends TLS passes it on."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "X-Forwarded-Proto: https", *more]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body:
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}", f"Origin: https://{self.host}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def take(self, answer: Answer, path: str, status: int) -> Answer:
        """Keeps the cookies; what is not what we measure ends the bench."""
        if answer.status != status:
            raise Unexpected(f"{path.partition('?')[0]} answered {answer.status} and not {status}")
        for written in answer.cookies:
            for name, morsel in SimpleCookie(written).items():
                self.cookies[name] = morsel.value
        return answer


class Client:
    """Everything that can be measured, against one tenant."""

    def __init__(self, target: Mapping[str, Any], port: int) -> None:
        self.target, self.port = target, port
        self.random = Random(2026)  # noqa: S311 - the same requests each time
        self.leader = Visitor(target["host"])
        self.held: list[Visitor] = []
        self.pages: list[Visitor] = []
        self.acts: dict[str, Act] = {
            "report_page": self.report_page,
            "report_post": self.report_post,
            "report_api": self.report_api,
            "list": self.list,
            "list_filtered": self.list_filtered,
            "list_search": self.list_search,
            "case_page": self.case_page,
            "receipt_page": self.receipt_page,
            "nation": self.nation,
            "nation_100": self.nation,
        }

    async def prepare(self) -> None:
        """Signs in by the page, and opens some receipts with their codes."""
        connection = Connection(self.target["host"], self.port)
        await self.leader.open(connection, "/logga-in")
        secret = {"email": self.target["email"], "password": self.target["password"], "next": "/arenden"}
        await self.leader.post(connection, "/logga-in", secret)
        for code in self.target["codes"][:HELD]:
            visitor = Visitor(self.target["host"])
            await visitor.open(connection, "/kvitto")
            await visitor.post(connection, "/kvitto", {"code": code})
            self.held.append(visitor)
        connection.close()

    async def report_page(self, connection: Connection) -> None:
        """A reporter opens the form; it is kept for the run that sends it."""
        visitor = Visitor(self.target["host"])
        await visitor.open(connection, "/rapportera")
        self.pages.append(visitor)

    async def report_post(self, connection: Connection) -> None:
        """The reporter sends it and comes to the receipt."""
        visitor = self.pages.pop()
        contact = {f"kontakt_{name}": text for name, text in self.target["contact"].items()}
        shown = await visitor.post(connection, "/rapportera", {**self.target["answers"], **contact})
        if b"<form" not in shown.body or "kvitto" not in visitor.cookies:
            raise Unexpected("the report did not lead to a receipt")

    async def report_api(self, connection: Connection) -> None:
        """The same report by the JSON door."""
        visitor = Visitor(self.target["host"])
        report = {
            "form": self.target["form"],
            "answers": self.target["answers"],
            "contact": self.target["contact"],
        }
        request = visitor.written(
            "POST", "/api/v1/reports", json.dumps(report).encode(), "application/json",
            f"Idempotency-Key: {uuid.uuid4()}",
        )  # fmt: skip
        visitor.take(await connection.ask(request), "/api/v1/reports", 201)

    async def list(self, connection: Connection) -> None:
        """The process leader's list of open cases."""
        await self.leader.get(connection, "/arenden")

    async def list_filtered(self, connection: Connection) -> None:
        """All cases of a level and a party."""
        level, party = (self.random.choice(self.target[name]) for name in ("levels", "parties"))
        await self.leader.get(connection, f"/arenden?vy=all&level={level}&party={party}")

    async def list_search(self, connection: Connection) -> None:
        """All cases whose text has a word: every text is read."""
        await self.leader.get(connection, "/arenden?vy=all&q=" + quote("sjukskrivning"))

    async def case_page(self, connection: Connection) -> None:
        """Any case, read by the process leader."""
        await self.leader.get(connection, f"/arenden/{self.random.choice(self.target['references'])}")

    async def receipt_page(self, connection: Connection) -> None:
        """Any receipt, by a reporter who has opened it before."""
        await self.random.choice(self.held).get(connection, "/kvitto")

    async def nation(self, connection: Connection) -> None:
        """The statistics of the country, as a stranger reads them."""
        await Visitor(self.target["host"]).get(connection, "/statistik")

    async def measure(self, what: str, clients: int, seconds: float) -> dict[str, float]:
        """Lets so many clients ask for so long, each as soon as it has its answer."""
        taken: list[float] = []
        await self.open_pages(what)
        begun = time.monotonic()
        until = begun + seconds

        async def ask(act: Act) -> None:
            connection = Connection(self.target["host"], self.port)
            while ((before := time.monotonic()) < until or len(taken) < LEAST) and self.has_pages(what):
                await act(connection)
                taken.append(time.monotonic() - before)
            connection.close()

        await asyncio.gather(*(ask(self.acts[what]) for _ in range(clients)))
        return figures(taken, time.monotonic() - begun)

    async def open_pages(self, what: str) -> None:
        """Opens the forms without which a run that sends them has no figures."""
        connection = Connection(self.target["host"], self.port)
        while what == "report_post" and len(self.pages) < 2 * LEAST:
            await self.report_page(connection)
        connection.close()

    def has_pages(self, what: str) -> bool:
        """Whether there is an opened form left to send."""
        return what != "report_post" or bool(self.pages)


def figures(taken: Sequence[float], seconds: float) -> dict[str, float]:
    """Throughput, and how long one took: the middle one, and the nineteenth of twenty, in milliseconds."""
    twentieths = statistics.quantiles(taken, n=20, method="inclusive")
    return {
        "requests": len(taken),
        "per_second": round(len(taken) / seconds, 1),
        "p50_ms": round(statistics.median(taken) * 1000, 1),
        "p95_ms": round(twentieths[18] * 1000, 1),
    }


async def serve(client: Client) -> None:
    """Does the runs that stand on the input, and writes their figures."""
    await client.prepare()
    print(json.dumps({"receipts": len(client.held)}), flush=True)
    for line in sys.stdin:
        run = json.loads(line)
        print(json.dumps(await client.measure(run["what"], run["clients"], run["seconds"])), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(Client(json.loads(Path(sys.argv[1]).read_text()), int(sys.argv[2]))))
