"""`manage.py load_demo`: the demo's data, with a progress bar."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from demo import loading


class Command(BaseCommand):
    help = "Loads the demo's organisations, people and cases, once."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - the signature is Django's
        """Loads all or nothing; a database that has tenants is left alone."""
        # In a log every drawing of the bar stays, so there it is drawn seldom; seconds.
        pause = 0.1 if sys.stderr.isatty() else 5
        bar = tqdm(loading.load(), total=loading.steps(), desc="Demo data", unit="step", mininterval=pause)
        with transaction.atomic():
            for _step in bar:
                pass
