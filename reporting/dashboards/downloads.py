"""A table's cells as files: for a program that reads Swedish tables, and for Excel."""

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _

from reporting.contributions.periods import Period
from reporting.dashboards.reading import Cells
from reporting.dashboards.words import Words, dimension_name, period_name

HIDDEN = "··"
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t")
# Excel reads a file as UTF-8 where it begins so.
MARK = "\ufeff"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def rows_of(
    period: Period, dimensions: Sequence[str], cells: Cells, words: Words
) -> Iterator[list[str | int]]:
    """The heads, and a row for each cell: the period, the codes' names and codes, and the number."""
    heads = [head for dimension in dimensions for head in (dimension_name(dimension), _("kod"))]
    yield [_("Period"), *heads, _("Ärenden")]
    for key, value in cells.items():
        named = [
            part
            for dimension, code in zip(dimensions, key, strict=True)
            for part in (words.of(dimension, code), code)
        ]
        yield [period_name(period), *named, HIDDEN if value is None else value]


def as_csv(rows: Iterator[list[str | int]]) -> bytes:
    """Semicolons between, as Swedish spreadsheets want it; nothing in it is taken for a formula."""
    out = StringIO()
    out.write(MARK)
    writer = csv.writer(out, delimiter=";")
    for row in rows:
        writer.writerow(
            [f"'{one}" if isinstance(one, str) and one.startswith(FORMULA) else one for one in row]
        )
    return out.getvalue().encode()


def as_xlsx(rows: Iterator[list[str | int]], title: str) -> bytes:
    """One sheet whose first row is its heads; texts are never formulas or links."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, None if number else bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 10, 24)
    return out.getvalue()
