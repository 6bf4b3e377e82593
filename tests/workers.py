"""Where several workers share the tests: which of them go together, and which begin.

A plugin of pytest, loaded by pyproject.toml.
"""

import os

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

# One whole installation is enough, and it is started by the worker that has all of these.
TOGETHER = "tests/flows/"
# What takes longest begins, so that no worker sits idle beside it at the end.
BEGIN = (TOGETHER, "tests/promises/test_promises.py")


class OneInstallation(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each worker the next test when it has none left; those of the installation all to one of them.

    xdist's own groups are told by a suffix to a test's id, which pytest no longer lets anybody write.
    """

    def _split_scope(self, nodeid: str) -> str:
        """What goes together has one name."""
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Unless `--dist` asks for another."""
    return OneInstallation(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, where there is somebody to do the rest meanwhile."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: not item.nodeid.startswith(BEGIN))
