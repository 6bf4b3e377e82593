"""`manage.py new_tenant`: makes a tenant from a family, and invites its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.invitations import Invite, invite
from tenants import air, hosts, life_cycle
from tenants.models import Tenant
from workflows.presets import family
from workflows.presets.set_up import set_up


class Command(BaseCommand):
    help = "Makes a tenant that can be used when this returns, and prints the link for its administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its host will be SLUG.BASE_HOST")
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", required=True, choices=Tenant.Kind.values)
        parser.add_argument("--number", required=True, help="organisation number, as 212000-0142")
        parser.add_argument("--county", required=True, help="two-digit code of the county")
        parser.add_argument("--municipality", action="append", default=[], help="four-digit code; repeat")
        parser.add_argument("--contact", required=True, help="name of the person whom the public may ask")
        parser.add_argument("--email", required=True, help="the contact's e-mail address")
        parser.add_argument("--phone", default="")
        parser.add_argument("--accent", default="#0b5563")
        parser.add_argument("--first-contact-days", type=int, default=5)
        parser.add_argument("--silence-days", type=int, default=30)
        parser.add_argument("--preset", required=True, choices=family.names())
        parser.add_argument(
            "--administrator", required=True, help="e-mail address of the first administrator"
        )

    def handle(self, **options: Any) -> None:
        """Makes, sets up and invites; a field that must be changed ends it with a sentence."""
        wanted = life_cycle.NewTenant(
            slug=options["slug"],
            name=options["name"],
            kind=options["kind"],
            organisation_number=options["number"],
            county=options["county"],
            municipalities=options["municipality"],
            contact_name=options["contact"],
            contact_email=options["email"],
            contact_phone=options["phone"],
            accent=options["accent"],
            first_contact_days=options["first_contact_days"],
            silence_days=options["silence_days"],
        )
        try:
            # All or nothing: the command can be given again with what was wrong put right.
            with transaction.atomic():
                tenant = life_cycle.create(wanted)
                with air.inside(tenant):
                    set_up(family.read(options["preset"]))
                link = invite(tenant, Invite(options["administrator"], administrator=True), by=None)
        except ValidationError as refused:
            raise CommandError(
                "\n".join(f"{key}: {' '.join(said)}" for key, said in refused.message_dict.items())
            ) from None
        self.stdout.write(f"{tenant.name}: {hosts.address(tenant.slug)}\nAdministrator: {link}")
