"""Prints everything that has ever been published."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.publication.ledger import ledger
from tenants.models import Tenant


class Command(BaseCommand):
    """`--json`: all that everyone could have downloaded; `--reader SLUG` adds what that reader may read."""

    help = "Print everything that has ever been published, table by table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="the whole of it; without it a line per release"
        )
        parser.add_argument("--reader", help="the slug of a named reader, to add what it may read")

    def handle(self, *_args: Any, **options: Any) -> None:
        reader = Tenant.objects.filter(slug=options["reader"]).first() if options["reader"] else None
        if options["reader"] and not reader:
            raise CommandError(f"There is no organisation called {options['reader']}.")
        found = ledger(reader)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for release in found["releases"]:
            shown = sum(len(table["cells"]) for table in release["tables"])
            hidden = sum(len(table["hidden"]) for table in release["tables"])
            line = f"{release['release']:8} {release['audience']:20} {shown:5} shown {hidden:5} hidden"
            self.stdout.write(line)
