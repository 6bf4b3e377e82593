"""Reads what has been published, and nothing else: what a page costs does not grow with cases or tenants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from reporting.contributions.periods import Period
from reporting.publication.models import PublishedCell, Release, ReleasedTable
from tenants.models import Tenant

Key = tuple[str, ...]
Cells = Mapping[Key, int | None]


@dataclass(frozen=True)
class Shelf:
    """Everything that one reader may read: what is published to everyone, and to it alone."""

    reader: Tenant | None = None

    @property
    def _mine(self) -> Q:
        everyone = Q(table__release__reader=None)
        return everyone | Q(table__release__reader=self.reader) if self.reader else everyone

    def periods(self) -> list[Period]:
        """The periods that have been published, the latest first and a year before its quarters."""
        names = Release.objects.filter(reader=None, state=Release.State.PUBLISHED).values_list(
            "period", flat=True
        )
        return sorted(map(Period.read, names), key=lambda one: (one.after, one.whole_year), reverse=True)

    def tables(self, period: Period, codes: Iterable[str]) -> dict[str, dict[Key, int | None]]:
        """The cells of those tables of one release, by the table's code: everyone's, and the reader's own."""
        found: dict[str, dict[Key, int | None]] = {code: {} for code in codes}
        for code, key, value in self._cells(table__release__period=str(period), table__code__in=list(found)):
            cells = found[code]
            cells[tuple(key)] = value if value is not None else cells.get(tuple(key))
        return found

    def trend(self, code: str, keys: Sequence[Key]) -> dict[Period, dict[Key, int | None]]:
        """What stood at those places of a table in each quarterly release, the first first."""
        asked = Q()
        for key in keys:
            asked |= Q(key=list(key))
        found: dict[Period, dict[Key, int | None]] = {}
        cells = self._cells(asked, table__code=code, table__release__period__contains="-Q")
        for name, key, value in cells.values_list("table__release__period", "key", "value"):  # type: ignore[assignment]
            at = found.setdefault(Period.read(name), {})
            at[tuple(key)] = value if value is not None else at.get(tuple(key))
        return dict(sorted(found.items(), key=lambda one: one[0].first))

    def _cells(
        self, *asked: Q, **where: object
    ) -> QuerySet[PublishedCell, tuple[str, list[str], int | None]]:
        found = PublishedCell.objects.filter(self._mine, *asked, **where).order_by("pk")
        return found.values_list("table__code", "key", "value")

    def table(self, period: Period, code: str) -> list[ReleasedTable]:
        """One table as it was released, to everyone and to the reader; 404 where there is none."""
        everyone = Q(release__reader=None)
        mine = everyone | Q(release__reader=self.reader) if self.reader else everyone
        found = ReleasedTable.objects.filter(
            mine, release__period=str(period), release__state=Release.State.PUBLISHED, code=code
        )
        tables = list(found.select_related("release__reader").order_by("release__reader_id"))
        if not tables:
            raise Http404
        return tables
