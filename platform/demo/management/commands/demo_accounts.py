"""`manage.py demo_accounts`: where to go and who to be."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.people import EVERY_PLACE, PASSWORD
from tenants import hosts

# How many people of an organisation are printed.
SHOWN = 3


class Command(BaseCommand):
    help = "Prints the demo's addresses and sign-ins."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - the signature is Django's
        """Prints a table that fits eighty columns."""
        write = self.stdout.write
        write(f"The shared site      {hosts.address()}")
        write(f"Sign in by one click {hosts.address(path='/demo')}")
        write(f"Password for all: {PASSWORD}")
        for organisation in EVERY_PLACE:
            write(f"\n{organisation.wanted.name}, {hosts.address(organisation.wanted.slug)}")
            for person in organisation.people[:SHOWN]:
                write(f"  {person.email:<36} {person.what}")
        write("\nEverybody else stands on the page with the clicks.")
