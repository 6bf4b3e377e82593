"""Every case of the demo has gone a way that the rules allow."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from demo import loading
from demo.lives import Life, Surroundings, replayed
from demo.people import ORGANISATIONS, Organisation
from demo.scripts import SCRIPTS
from tenants import clock
from workflows.cases import outcomes
from workflows.cases.standing import Promises
from workflows.chains import chain
from workflows.presets import family
from workflows.questions import sheet

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=clock.STOCKHOLM)


def without_slug(content: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in content.items() if name != "slug"}


def surroundings(organisation: Organisation) -> Surroundings:
    """What the loader finds in the tables, without any."""
    words = family.read(organisation.family)
    read = chain.read(without_slug(words.chain))
    begun = (NOW - loading.BEGUN).date()
    days = [begun + timedelta(days=n) for n in range(0, loading.BEGUN.days + loading.AHEAD, loading.EVERY)]
    return Surroundings(
        chain=read,
        sheet=sheet.read(without_slug(words.form)),
        promises=Promises(5, 30),
        sittings={key: tuple(days) for key in read.sitting_bodies},
        people={key: tuple(organisation.acting_in(key)) for key in read.bodies},
        script=SCRIPTS[organisation.family],
    )


@pytest.fixture(scope="module")
def lives() -> dict[str, list[Life]]:
    """All cases of the demo, by organisation."""
    random = Random(loading.SEED)
    return {
        one.wanted.slug: loading.lived(one, surroundings(one), random, NOW, loading.place_of(one)[1])
        for one in ORGANISATIONS
    }


def test_every_move_is_one_that_the_rules_allow_and_leads_where_they_say(
    lives: dict[str, list[Life]],
) -> None:
    for listed in lives.values():
        for life in listed:
            assert replayed(life) == life.stands


def test_a_move_that_the_rules_forbid_is_found(lives: dict[str, list[Life]]) -> None:
    life = next(one for one in lives["vastansjo"] if any(made.step.outcome.needs for made in one.moves))
    number, lifted = next((n, made) for n, made in enumerate(life.moves) if made.step.outcome.needs)
    untrue = replace(life, moves=[*life.moves[:number], replace(lifted, has=frozenset())])

    with pytest.raises(ValueError, match=lifted.step.outcome.id):
        replayed(untrue)


def test_there_are_fourteen_organisations_and_four_thousand_cases_in_every_state(
    lives: dict[str, list[Life]],
) -> None:
    states = Counter(outcomes.state_of(life.stands.present) for listed in lives.values() for life in listed)

    assert len(lives) == 14
    assert states.total() == 4000
    assert set(states) == {"received", "talking", "with_body", "waiting", "decided", "answered", "closed"}
    assert all(number > 5 for number in states.values())


def test_no_text_stands_twice_in_an_organisation(lives: dict[str, list[Life]]) -> None:
    for listed in lives.values():
        texts = [life.story.answers["handelse"] for life in listed]
        assert len(texts) == len({str(text) for text in texts})


def test_nothing_happens_before_it_was_sent_or_after_today(lives: dict[str, list[Life]]) -> None:
    for listed in lives.values():
        for life in listed:
            times = [made.at for made in life.moves]
            assert times == sorted(times)
            assert times[0] == life.sent_at
            assert times[-1] <= NOW


def test_some_are_late_today_and_most_are_not(lives: dict[str, list[Life]]) -> None:
    everybody = [life for listed in lives.values() for life in listed]
    late = [life for life in everybody if life.stands.due and life.stands.due < NOW.date()]

    assert 20 < len(late) < len(everybody) / 8


def test_each_planted_pattern_is_met_by_several(lives: dict[str, list[Life]]) -> None:
    met = Counter(life.story.pattern for listed in lives.values() for life in listed if life.story.pattern)

    assert len(met) >= 20
    assert min(met.values()) >= 5
