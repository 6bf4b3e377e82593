"""`manage.py load_demo`: the demo's data, with a progress bar."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from tqdm import tqdm

from demo import loading


class Command(BaseCommand):
    help = "Loads the demo's organisations, people and cases, once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which organisations, where not all."""
        parser.add_argument("slugs", nargs="*", help="Only these organisations.")

    def handle(self, **options: Any) -> None:
        """Loads all or nothing; a database that has tenants is left alone."""
        # In a log every drawing of the bar stays, so there it is drawn seldom; seconds.
        pause = 0.1 if sys.stderr.isatty() else 5
        bar = tqdm(
            loading.load(options["slugs"]),
            total=loading.steps(options["slugs"]),
            desc="Demo data",
            unit="step",
            mininterval=pause,
        )
        with transaction.atomic():
            for _step in bar:
                pass
