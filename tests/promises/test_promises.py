"""Whatever anybody does, in whatever order, what Samsyn promises is kept."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import Place
from tests.promises.machine import NEVER_REFUSED, VERBS, Machine
from tests.promises.tally import Tally

# Each run takes ways of its own, so that it finds what no run before has found; asked for with PROMISES=50.
pytestmark = pytest.mark.skipif("PROMISES" not in os.environ, reason="PROMISES=50 runs the promises machine")

# PROMISES=5000 looks longer than there is time for at every change.
EXAMPLES = int(os.environ.get("PROMISES", "50"))
STEPS = 20
# Chance may have left a verb out of a run; it is looked for a little longer before that is a fault.
ROUNDS, MORE = 5, 15


def test_whatever_anybody_does_the_promises_are_kept(
    both: tuple[Place, Place], django_db_blocker: DjangoDbBlocker
) -> None:
    counted = Tally()

    class Here(Machine):
        tally = counted

    Here.both = both
    for number in range(ROUNDS):
        limits = settings(
            max_examples=MORE if number else EXAMPLES,
            stateful_step_count=STEPS,
            # The usual one makes five likenesses of each example; here each is to be another.
            backend="hypothesis-urandom",
            deadline=None,
            print_blob=True,
            phases=set(Phase) - {Phase.explain},
            derandomize=False,
            suppress_health_check=list(HealthCheck),
        )
        with django_db_blocker.unblock():
            run_state_machine_as_test(Here, settings=limits)
        if not list(counted.untried(VERBS, NEVER_REFUSED)):
            break

    print(f"\n{counted}")  # noqa: T201 - what the run was worth, with `pytest -s` or where it fails
    assert list(counted.untried(VERBS, NEVER_REFUSED)) == []
