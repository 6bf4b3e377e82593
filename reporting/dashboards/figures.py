"""The figures of the statistics pages, from cells that have passed: what is hidden here stays hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.contributions.pairs import ONE, SEVERAL, code_of
from reporting.contributions.periods import Period
from reporting.dashboards.reading import Cells, Key
from reporting.dashboards.words import Words, dimension_name, period_name
from reporting.publication.tables import ALL
from ui.charts import Figure, bars, cells_of, county_map, heat, line

Named = list[tuple[str, int | None]]
# A trend is drawn for so many quarters at most: five years.
QUARTERS_DRAWN = 20


@dataclass(frozen=True)
class Page:
    """What all figures of a page have in common."""

    period: Period
    words: Words

    def links(self, table: str) -> list[tuple[str, str]]:
        """How a figure was worked out, and its numbers as files."""
        at = {"period": str(self.period), "table": table}
        return [
            (reverse("released_table", kwargs=at), _("Visa hur")),
            (reverse("table_file", kwargs={**at, "kind": "xlsx"}), _("Ladda ner xlsx")),
            (reverse("table_file", kwargs={**at, "kind": "csv"}), _("Ladda ner csv")),
        ]

    def distribution(self, table: str, dimension: str, cells: Cells, county: str = "") -> Figure:
        """How cases spread along one dimension of a table, the most first."""
        named = along(cells, county, lambda code: self.words.of(dimension, code))
        total = cells.get((county, ALL) if county else (ALL, ALL))
        message = most(named, total, self.lead(dimension))
        name = dimension_name(dimension)
        return Figure(
            message=message,
            svg=bars(message, _("Liggande staplar, en för varje värde, det vanligaste först."), named),
            caption=_("Antal ärenden efter %(what)s") % {"what": name.lower()},
            columns=[name, _("Ärenden")],
            rows=[(label, cells_of([value])) for label, value in named],
            period=period_name(self.period),
            n=number_of(total),
            links=self.links(table),
        )

    def lead(self, dimension: str) -> str:
        """How the most common along a dimension is told."""
        return {
            "level": _("Vanligast är brister på nivån %(name)s"),
            "category": _("Vanligast är %(name)s"),
            "pair": _("Oftast brister det här: %(name)s"),
        }[dimension]

    def matrix(self, cells: Cells, county: str = "") -> Figure:
        """Between which two authorities cases fall."""
        tops = list(self.words.party)
        names = [self.words.party[one] for one in tops]

        def at(one: str, other: str) -> int | None:
            pair = code_of(one, other)
            return cells.get((county, pair) if county else (pair, ALL))

        values = [[at(one, other) for other in tops] for one in tops]
        pairs: Named = [
            (self.words.pair(code_of(one, other)), values[i][j])
            for i, one in enumerate(tops)
            for j, other in enumerate(tops)
            if i <= j
        ]
        total = cells.get((county, ALL) if county else (ALL, ALL))
        message = most(sorted(pairs, key=size, reverse=True), total, self.lead("pair"))
        beside = [
            f"{self.words.pair(code)}: {cells_of([cells.get((county, code) if county else (code, ALL))])[0]}"
            for code in (SEVERAL, ONE)
        ]
        return Figure(
            message=message,
            svg=heat(
                message,
                _("Rutnät med samma parter på båda leder, mörkare ju fler ärenden."),
                names,
                names,
                values,
            ),
            caption=_("Antal ärenden mellan varje par av parter"),
            columns=["", *names],
            rows=[(name, cells_of(row)) for name, row in zip(names, values, strict=True)],
            period=period_name(self.period),
            n=number_of(total),
            notes=[
                _("Ett ärende räknas en gång, mellan de två parter som bedömningen pekade ut."),
                "; ".join(beside),
            ],
            links=self.links("V5" if county else "V1"),
        )

    def trend(
        self, table: str, found: Mapping[Period, Mapping[Key, int | None]], keys: Sequence[Key]
    ) -> Figure:
        """How many cases each quarter, by level."""
        drawn = list(found)[-QUARTERS_DRAWN:]
        short = [f"{one.quarter}/{one.year % 100:02}" for one in drawn]
        series = [(self.words.of("level", key[-1]), [found[one].get(key) for one in drawn]) for key in keys]
        message = change(series[-1][1], [period_name(one) for one in drawn])
        return Figure(
            message=message,
            svg=line(
                message,
                _("En linje för varje nivå och en för alla ärenden, kvartal för kvartal."),
                short,
                series,
            ),
            caption=_("Antal ärenden per kvartal"),
            columns=[_("Kvartal"), *(name for name, _values in series)],
            rows=[
                (period_name(one), cells_of([values[place] for _name, values in series]))
                for place, one in enumerate(drawn)
            ],
            period=_("%(first)s till %(last)s")
            % {"first": period_name(drawn[0]), "last": period_name(drawn[-1])},
            n=number_of(sum(value or 0 for value in series[-1][1]) or None),
            notes=[_("En lucka i linjen är ett kvartal som är dolt, och inte noll.")],
            links=self.links(table),
        )

    def map(self, cells: Cells) -> Figure:
        """Cases by county. Counties are places, and stand in the order of their codes: nobody is ranked."""
        values = {county: cells.get((county, ALL)) for county in self.words.county}
        shown = [value for value in values.values() if value is not None]
        message = _("%(number)s län har så många ärenden och organisationer att de kan visas") % {
            "number": len(shown)
        }
        there = {county for county, _level in cells}
        return Figure(
            message=message,
            svg=county_map(
                message, _("Sveriges län, mörkare ju fler ärenden. Streckade län visas inte."), values
            ),
            caption=_("Antal ärenden per län"),
            columns=[_("Län"), _("Ärenden")],
            rows=[
                (name, cells_of([values[county]]))
                for county, name in self.words.county.items()
                if county in there
            ],
            period=period_name(self.period),
            n=number_of(sum(shown) or None),
            notes=[_("Övriga län har för få organisationer i Samsyn för att redovisas för sig.")],
            links=self.links("V4"),
            table_first=True,
        )


def along(cells: Cells, county: str, name: object) -> Named:
    """The cells along the first dimension, or along a county's, named and with the most first."""
    assert callable(name)
    if county:
        found = [(name(key[1]), value) for key, value in cells.items() if key[0] == county and key[1] != ALL]
    else:
        found = [(name(key[0]), value) for key, value in cells.items() if key[1] == ALL and key[0] != ALL]
    return sorted(found, key=size, reverse=True)


def size(named: tuple[str, int | None]) -> int:
    """Hidden ones come last."""
    return -1 if named[1] is None else named[1]


def most(named: Named, total: int | None, lead: str) -> str:
    """What a distribution says, as a sentence."""
    if not named or named[0][1] is None:
        return _("Inget kan visas: för få fall eller för få organisationer")
    said = lead % {"name": named[0][0]}
    if total is None:
        return _("%(said)s, %(number)s ärenden") % {"said": said, "number": named[0][1]}
    return _("%(said)s, %(number)s av %(total)s ärenden") % {
        "said": said,
        "number": named[0][1],
        "total": total,
    }


def number_of(total: int | None) -> str:
    """How many cases a figure stands on, in words."""
    if total is None:
        return _("Antalet ärenden är dolt")
    return ngettext("Bygger på %(number)s ärende", "Bygger på %(number)s ärenden", total) % {"number": total}


def change(values: Sequence[int | None], names: Sequence[str]) -> str:
    """What a trend says, as a sentence: the last quarter beside the same a year before."""
    if not values or values[-1] is None:
        return _("Antalet ärenden det senaste kvartalet är dolt")
    now, before = values[-1], values[-5] if len(values) >= 5 else None
    if before is None:
        return _("%(number)s ärenden %(period)s") % {"number": now, "period": names[-1]}
    at = {"number": now, "period": names[-1], "before": before, "then": names[-5]}
    if now > before:
        return _("Fler ärenden än ett år tidigare: %(number)s %(period)s mot %(before)s %(then)s") % at
    if now < before:
        return _("Färre ärenden än ett år tidigare: %(number)s %(period)s mot %(before)s %(then)s") % at
    return _("Lika många ärenden som ett år tidigare: %(number)s %(period)s") % at
