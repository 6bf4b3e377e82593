"""What a tenant is shown of a release before it is published: where its cases enter, and its own numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from reporting.contributions.models import PreviewCell
from reporting.contributions.periods import Period

AT_A_TIME = 500


@dataclass(frozen=True)
class Entering:
    """A cell that cases of the tenant enter."""

    table: str
    key: tuple[str, ...]
    own: int
    shown: bool


@transaction.atomic
def put(period: Period, cells: Iterable[Entering]) -> None:
    """Puts a preview in the place of an earlier one. Runs in a tenant."""
    PreviewCell.objects.filter(release=str(period)).delete()
    rows = (
        PreviewCell(release=str(period), table=one.table, key=list(one.key), own=one.own, shown=one.shown)
        for one in cells
    )
    PreviewCell.objects.bulk_create(rows, batch_size=AT_A_TIME)
