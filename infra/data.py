"""Tables, words, data and static files of the demo: all of it does nothing where it is done already.

These are commands that a person could type; in one process, since Django takes a second to start.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(accounts: Path) -> None:
    """Runs the commands in order; who can sign in is written to the file `accounts`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("upgrade")
    call_command("load_demo")
    call_command("collectstatic", interactive=False, verbosity=0)
    with accounts.open("w", encoding="utf-8") as file:
        call_command("demo_accounts", stdout=file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
