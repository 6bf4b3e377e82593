"""Whether this machine can hold the environment, asked before `.venv` is built.

Runs with the system's own Python, however old, and before anything is installed: only the standard library.
"""

import importlib.util
import os
import shutil
import sys

NEEDED = 1_000_000_000  # bytes: what .venv takes, and some room to unpack


def hindrance():
    # type: () -> str
    """Why an environment cannot be built here, in a sentence, or nothing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this one module also runs where it is older
        return "Python 3.11 or later is needed, this is {}.{}: make PYTHON=python3.12 ...".format(
            *sys.version_info[:2]
        )
    if importlib.util.find_spec("ensurepip") is None:
        return "Python lacks its venv module: install it (Debian: apt-get install python3-venv)."
    if shutil.disk_usage(os.curdir).free < NEEDED:
        return "Less than 1 GB is free on this disk, which the environment needs: free some space."
    return ""


if __name__ == "__main__":
    sys.exit(hindrance() or None)
