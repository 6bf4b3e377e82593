"""What beat sends in one round, and where each task is to be done."""

from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from config.celery import app
from config.scheduler import Scheduler
from reporting.publication import gate
from reporting.publication.tasks import mind_releases
from tenants import air, clock
from tests.conftest import Place

RELEASES = "reporting.publication.tasks.mind_releases"


@pytest.fixture
def sent(norrvik: Place, soderby: Place, monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How many times each task is sent to each schema in a round."""
    found: Counter[tuple[str, str]] = Counter()

    def note(_scheduler: Scheduler, entry: Any, **_options: Any) -> SimpleNamespace:
        found[entry.task, air.schema()] += 1
        return SimpleNamespace(id="")

    monkeypatch.setattr(Scheduler, "apply_async", note)
    scheduler = Scheduler(app=app)
    for entry in scheduler.schedule.values():
        scheduler.apply_entry(entry)
    return found


def test_the_releases_are_minded_once_and_everything_else_in_each_organisation(
    sent: Counter[tuple[str, str]], norrvik: Place, soderby: Place
) -> None:
    everywhere = {norrvik.tenant.schema_name, soderby.tenant.schema_name}
    assert {schema for task, schema in sent if task == RELEASES} == {"public"}
    for task in {task for task, _schema in sent} - {RELEASES}:
        assert {schema for one, schema in sent if one == task} == everywhere
    assert set(sent.values()) == {1}


def test_a_broker_that_is_gone_stops_no_round(norrvik: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: Any, **_options: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(Scheduler, "apply_async", gone)
    scheduler = Scheduler(app=app)
    for entry in scheduler.schedule.values():
        scheduler.apply_entry(entry)


def test_what_is_sent_minds_what_is_due_today(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []
    monkeypatch.setattr(gate, "mind", days.append)
    mind_releases()
    assert days == [clock.today()]
