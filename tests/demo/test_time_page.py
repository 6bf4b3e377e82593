"""The page that moves the demo's time, and the line that says so on every other."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from demo import steps, time
from demo.models import Offset
from tenants import clock
from tests.conftest import Place, Visitor

PAGE = "/demo/tid"
BUTTONS = {
    "dag": "En dag framåt",
    "vecka": "En vecka framåt",
    "manad": "En månad framåt",
    "arbetsdagar": "Tio arbetsdagar framåt",
}
FRIDAY = datetime(2026, 12, 4, 8, 5, tzinfo=clock.STOCKHOLM)


def text(client: Client, path: str = PAGE) -> str:
    return re.sub(r"\s+", " ", client.get(path).text)


def test_the_demos_page_leads_there_from_every_host(norrvik: Place, at: Visitor) -> None:
    link = 'href="http://samsyn.localhost:8000/demo/tid"'
    assert link in text(at(), "/demo")
    assert link in text(at(norrvik), "/demo")
    assert at(norrvik).get(PAGE).status_code == 404


def test_the_page_says_what_time_it_is_and_that_it_is_the_real_one(db: None, at: Visitor) -> None:
    with clock.standing_at(FRIDAY):
        html = text(at())
    assert "I demon är det fredag 4 december 2026 klockan 08.05." in html
    assert "Det är den riktiga tiden." in html


def test_there_is_a_button_for_every_step(db: None, at: Visitor) -> None:
    buttons = dict(re.findall(r'name="step" value="(\w+)">([^<]+)</button>', text(at())))
    assert buttons == BUTTONS
    assert set(buttons) == set(steps.STEPS)


@pytest.mark.parametrize("step", BUTTONS)
def test_a_button_moves_the_time_and_says_what_happens_now(db: None, at: Visitor, step: str) -> None:
    client, today = at(), clock.today()
    answer = client.post(PAGE, {"step": step})

    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    days = steps.days_of(step, today)
    assert clock.today() == today + timedelta(days=days)
    html = text(client)
    assert re.search(r'role="status"> <p class="notice" data-color="success"> Nu är det \w+ \d+ \w+', html)
    assert f"inom {settings.CLOCK_SECONDS} sekunder görs det som skulle ha gjorts till dess." in html
    assert f"Det är {days} dag{'ar' if days > 1 else ''} före den riktiga tiden." in html


def test_a_step_that_there_is_not_moves_nothing(db: None, at: Visitor) -> None:
    assert at().post(PAGE, {"step": "bakåt"}).status_code == 404
    assert at().post(PAGE).status_code == 404
    assert not Offset.objects.exists()


def test_looking_moves_nothing(db: None, at: Visitor) -> None:
    at().get(PAGE, {"step": "dag"})
    assert not Offset.objects.exists()


def test_when_it_goes_no_farther_the_page_says_why(db: None, at: Visitor) -> None:
    time.move(days=3649)
    client = at()
    client.post(PAGE, {"step": "vecka"})
    assert "Demons klocka kan gå högst tio år före den riktiga." in text(client)
    assert steps.in_days(clock.ahead()) == 3649


@pytest.mark.parametrize("path", ["/", "/kontakt", "/logga-in", "/demo", "/finns-inte"])
def test_every_page_of_every_host_says_that_time_was_moved(norrvik: Place, at: Visitor, path: str) -> None:
    for client in (at(), at(norrvik), at(norrvik, norrvik.processledare)):
        Offset.objects.all().delete()
        assert "Demons klocka:" not in text(client, path)
        # At noon, so that this does not fail at midnight.
        until = clock.real().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=12)
        time.move(until=until)
        line = (
            rf"<header.*Demons klocka: \w+ {until.day} \w+ {until.year} \(1[12] dagar fram\)"
            r' <a href="http://samsyn\.localhost:8000/demo/tid">Flytta klockan</a>.*</header>'
        )
        assert re.search(line, text(client, path))


def test_the_line_is_swedish_in_swedish(norrvik: Place, at: Visitor) -> None:
    Offset.objects.create(ahead=timedelta(days=12))
    with clock.standing_at(FRIDAY.astimezone(UTC)):
        assert "Demons klocka: fredag 4 december 2026 (12 dagar fram)" in text(at(norrvik), "/kontakt")
