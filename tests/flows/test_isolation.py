"""Nothing of one tenant answers another, also when many are asked at the same time."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from urllib.parse import urlencode

import pytest

from tests.flows.conftest import FLOW, Site

pytestmark = FLOW

TENANTS = 10
REQUESTS = 2_000
CLIENTS = 16
MANY = [f"manga-{number}" for number in range(TENANTS)]


@pytest.fixture(scope="module")
def many(site: Site) -> list[str]:
    """Ten more tenants, each with a report whose words occur nowhere else."""
    site.python(
        "from tests.flows.many import make",
        *(f"make({slug!r}, {number})" for number, slug in enumerate(MANY)),
    )
    return MANY


def canary(slug: str) -> str:
    """Words that only this tenant's cases have."""
    return f"kanarie-{slug}"


class Asker(threading.Thread):
    """A client that asks all tenants in a jumble and notes what came from the wrong one."""

    def __init__(self, site: Site, requests: int, seed: int, cookies: dict[str, str]) -> None:
        super().__init__()
        self.site, self.requests, self.random = site, requests, random.Random(seed)
        self.wrong: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.cookies = cookies

    def ask(
        self, slug: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        headers = {"Host": f"{slug}.samsyn.localhost:{self.site.port}"}
        if slug in self.cookies:
            headers["Cookie"] = self.cookies[slug]
        body = urlencode(form) if form else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST" if body else "GET", path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        cookies = {c.split("=")[0]: c.split(";")[0] for c in answer.headers.get_all("Set-Cookie", [])}
        connection.close()
        return answer.status, text, cookies

    def sign_in(self, slug: str) -> None:
        _status, text, cookies = self.ask(slug, "/logga-in")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        assert token
        self.cookies[slug] = cookies["csrftoken"]
        form = {
            "csrfmiddlewaretoken": token[1],
            "email": f"processledare@{slug}.example",
            "password": "mellan stolarna 2026",
        }
        status, _text, signed = self.ask(slug, "/logga-in", form)
        assert status == 302
        self.cookies[slug] = f"{cookies['csrftoken']}; {signed['samsyn']}"

    def run(self) -> None:
        for _ in range(self.requests):
            slug = self.random.choice(MANY)
            path = self.random.choice(
                ["/arenden", "/arenden", "/arenden/{}-0001", "/rapportera", "/", "/kontakt"]
            )
            status, text, _cookies = self.ask(slug, path.format(self.site.year))
            self.statuses[status] += 1
            others = [other for other in MANY if other != slug and canary(other) in text]
            expected = path.startswith("/arenden") and canary(slug) not in text
            if others or expected or status != 200 or f"Organisationen {slug}" not in text:
                self.wrong.append(f"{slug} {path} {status} {others}")


def test_two_thousand_requests_for_ten_tenants_at_once_never_meet(site: Site, many: list[str]) -> None:
    cookies: dict[str, str] = {}
    askers = [Asker(site, REQUESTS // CLIENTS, seed, cookies) for seed in range(CLIENTS)]
    for slug in MANY:
        askers[0].sign_in(slug)
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert [wrong for asker in askers for wrong in asker.wrong] == []
    assert sum((asker.statuses for asker in askers), Counter()) == {200: REQUESTS}


def test_the_clock_runs_in_every_tenant_and_in_its_own_schema(site: Site, many: list[str]) -> None:
    """With plain Celery a task would run in `public`, and no tenant would ever tick."""
    site.wait_until_all_have_ticked()


def test_no_word_of_a_case_is_in_a_log_or_in_redis(site: Site, many: list[str]) -> None:
    Asker(site, 0, 0, {}).ask(MANY[0], "/rapportera")
    log = ""
    for _ in range(100):  # a request is logged after it has been answered
        log = site.log.read_text(errors="replace")
        if "/rapportera" in log:
            break
        time.sleep(0.1)
    assert "/rapportera" in log
    for slug in MANY:
        assert canary(slug) not in log
    kept = site.python(
        "from django.core.cache import caches",
        "client = caches['shared']._cache.get_client()",
        "print([client.type(k) == b'string' and client.get(k) for k in client.keys()])",
    )
    assert "kanarie" not in kept
