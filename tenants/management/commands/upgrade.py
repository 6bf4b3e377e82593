"""`manage.py upgrade`: the one-shot job that brings a database up to this version."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants import life_cycle


class Command(BaseCommand):
    help = "Migrates the shared tables and every tenant, loads the shared words, and makes the blueprint."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - the signature is Django's
        """Safe to run again: what is up to date is left alone."""
        life_cycle.upgrade()
