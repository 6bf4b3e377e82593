"""Mails as rows: what is to be told, to whom, and when it was."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import User
from tenants.keys import SharedKey

WAITING = Q(sent_at__isnull=True, given_up_at__isnull=True)


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails by what is left to do with them."""

    def due(self, now: datetime) -> "MailQuerySet":
        """Those to be sent now, the one that has waited longest first."""
        return self.filter(WAITING, try_at__lte=now).order_by("try_at", "pk")


class Mail(models.Model):
    """One mail to one person. It holds neither an address nor a text: both are made when it is sent."""

    # What makes it once, as `case:17:move:3:reporter`.
    key = models.CharField(max_length=200, unique=True)
    template = models.SlugField(max_length=60, db_index=False)
    # What it is about without saying what that is: the reference of a case, or nothing.
    about = models.CharField(max_length=60, blank=True)
    # How many days it tells of, where it tells of days.
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    to_user = SharedKey(User, null=True, blank=True, db_index=False)
    # The id of a case, without a key: cases lie above, and tell the address of their reporter when asked.
    to_reporter_of = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # When it is tried next: `due_at`, and later after each time that it failed.
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["try_at", "id"], condition=WAITING, name="mails_that_wait")]
        constraints = [
            models.CheckConstraint(
                name="a mail goes to a user or to a reporter",
                condition=Q(to_user__isnull=False, to_reporter_of__isnull=True)
                | Q(to_user__isnull=True, to_reporter_of__isnull=False),
            ),
            models.CheckConstraint(
                name="a mail that was sent was not given up",
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a mail is not tried before it is due", condition=Q(try_at__gte=models.F("due_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.key
