"""Whatever anybody does, in whatever order, what Samsyn promises is kept."""

import os
import random

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.promises.machine import NEVER_REFUSED, VERBS, Machine
from tests.promises.people import House
from tests.promises.script import SCRIPTS
from tests.promises.tally import Tally
from tests.promises.trying import try_out

# PROMISES=5000 takes ways that no run before has taken, for longer than there is time for at every change.
ASKED = os.environ.get("PROMISES")
EXAMPLES = int(ASKED or "12")
# The ways of every run: the same each time, so that nobody's change fails by chance.
KNOWN = 1
# Chance may have left a verb out of a run; it is looked for a little longer before that is a fault.
ROUNDS, MORE = 20, 10


def test_whatever_anybody_does_the_promises_are_kept(
    houses: tuple[House, ...], django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> None:
    given = pytestconfig.getoption("--hypothesis-seed")
    chance = random.randrange(10**9) if ASKED else KNOWN
    number = chance if given in (None, "random") else int(given)
    print(f"\n--hypothesis-seed={number} with PROMISES={EXAMPLES} takes these ways again")  # noqa: T201
    counted = Tally()

    class Here(Machine):
        tally = counted

    Here.houses = houses
    with django_db_blocker.unblock():
        try_out(Here, number, examples=EXAMPLES)
        for further in range(1, ROUNDS if ASKED else 1):
            if not list(counted.untried(VERBS, NEVER_REFUSED)):
                break
            try_out(Here, number + further, examples=MORE)

    print(f"\n{counted}")  # noqa: T201 - what the run was worth, with `pytest -s` or where it fails
    if not ASKED:
        return
    assert list(counted.untried(VERBS, NEVER_REFUSED)) == []
    assert set(counted.met) == {script.name for script in SCRIPTS}
