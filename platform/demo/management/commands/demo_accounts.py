"""`manage.py demo_accounts`: where to go and who to be."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.people import ORGANISATIONS, PASSWORD, PEOPLE
from tenants import hosts


class Command(BaseCommand):
    help = "Prints the demo's addresses and sign-ins."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - the signature is Django's
        """Prints a table that fits eighty columns."""
        write = self.stdout.write
        write(f"The shared site      {hosts.address()}")
        write(f"Sign in by one click {hosts.address(path='/demo')}")
        for organisation in ORGANISATIONS:
            write(f"{organisation.wanted.name:<36} {hosts.address(organisation.wanted.slug)}")
        write(f"Password for all: {PASSWORD}")
        for person in PEOPLE:
            write(f"  {person.email:<32} {person.name}, {person.what}")
