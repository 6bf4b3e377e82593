"""How the machine is run: by a number that takes the same ways again, each of them another."""

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.stateful import run_state_machine_as_test

from tests.promises.machine import Machine

# Hypothesis tries five likenesses of each example that it draws, unless it is drawn by somebody else: so
# the one who draws has another name.
AVAILABLE_PROVIDERS["samsyn"] = f"{HypothesisProvider.__module__}.{HypothesisProvider.__name__}"
LIMITS = settings(
    stateful_step_count=20,
    backend="samsyn",
    deadline=None,
    derandomize=False,
    # What is found is found again by its number.
    database=None,
    suppress_health_check=list(HealthCheck),
)


def try_out(machine: type[Machine], number: int, *, examples: int) -> None:
    """Tries so many examples; raises what breaks a promise, made short, and prints how to come back to it."""
    limits = settings(LIMITS, max_examples=examples, print_blob=True, phases=[Phase.generate, Phase.shrink])
    run_state_machine_as_test(seed(number)(machine), settings=limits)


def find(machine: type[Machine], number: int) -> None:
    """Tries until a promise is broken, and raises that as it stands."""
    limits = settings(
        LIMITS,
        max_examples=400,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
    )
    run_state_machine_as_test(seed(number)(machine), settings=limits)
