"""How a mail comes to be: a row, in the transaction of what it tells of."""

from datetime import datetime

from django.template.loader import get_template

from tenants import clock
from workflows.outbox.models import Mail


def template_of(slug: str) -> str:
    """The name of the template with that slug."""
    return f"outbox/{slug}.txt"


def post(
    key: str,
    template: str,
    about: str,
    *,
    to_user: int | None = None,
    to_reporter_of: int | None = None,
    due_at: datetime | None = None,
    days: int | None = None,
) -> None:
    """Posts a mail to a user (their id) or to the reporter of a case (its id), now or when it is due.

    Runs in the caller's transaction: rolled back with it, nothing is sent. The same key twice is one mail,
    the first. `about` is a reference and never anything that somebody wrote, `days` how many
    it tells of. Raises TemplateDoesNotExist.
    """
    get_template(template_of(template))
    now = clock.now()
    mail = Mail(
        key=key,
        template=template,
        about=about,
        to_user_id=to_user,
        to_reporter_of=to_reporter_of,
        days=days,
        created_at=now,
        due_at=due_at or now,
        try_at=due_at or now,
    )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
