"""Holds a tenant's numbers back from a table of a release, or lets them go again, until it is published."""

from accounts.models import User
from reporting.contributions.models import HeldBack
from reporting.contributions.periods import Period
from tenants import clock


def held_back(period: Period) -> list[str]:
    """The tables that the tenant in the air has held back from a release."""
    return list(
        HeldBack.objects.filter(release=str(period)).order_by("table").values_list("table", flat=True)
    )


def hold_back(period: Period, table: str, by: User) -> None:
    """The tenant's numbers are not to be in that table."""
    HeldBack.objects.get_or_create(release=str(period), table=table, defaults={"by": by, "at": clock.now()})


def let_go(period: Period, table: str) -> None:
    """They may be in it after all."""
    HeldBack.objects.filter(release=str(period), table=table).delete()
