"""`manage.py load_demo`: the demo's data, with a progress bar."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from demo import loading


class Command(BaseCommand):
    help = "Loads the demo's organisations, people and cases, once."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - the signature is Django's
        """Loads all or nothing; a database that has tenants is left alone."""
        with transaction.atomic():
            for _step in tqdm(loading.load(), total=loading.steps(), desc="Demo data", unit="step"):
                pass
