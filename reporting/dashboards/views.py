"""The pages of what has been published: open to everyone, and with more in them for a named reader."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import membership_of
from reporting.contributions.periods import Period
from reporting.dashboards import downloads
from reporting.dashboards.figures import Page
from reporting.dashboards.forms import PeriodForm
from reporting.dashboards.reading import Cells, Shelf
from reporting.dashboards.words import Words, period_name, short_name, table_name
from reporting.publication.ledger import ledger
from reporting.publication.models import Release, ReleasedTable
from reporting.publication.tables import ALL
from tenants import clock
from tenants.air import tenant_of
from tenants.models import Tenant

LEVELS = ("individ", "organisation", "regelverk", ALL)


def shelf_of(request: HttpRequest) -> Shelf:
    """What the person may read: a member of a länsstyrelse also what it has been let read."""
    tenant = tenant_of(request)
    named = tenant and tenant.kind == Tenant.Kind.LANSSTYRELSE and membership_of(request)
    return Shelf(tenant if named else None)


def chosen(request: HttpRequest, periods: list[Period], *usual: Period) -> tuple[PeriodForm, Period | None]:
    """The period in the address, or the usual one, or the latest."""
    first = next(iter((*usual, *periods)), None)
    form = PeriodForm(request.GET or None, periods, first)
    if form.is_bound and form.is_valid():
        return form, Period.read(form.cleaned_data["period"])
    return form, first


@require_safe
@never_cache
def nation(request: HttpRequest) -> HttpResponse:
    """The whole country: between whom, at which level, of which kind, how it changes, and where."""
    shelf, words = shelf_of(request), Words.read()
    form, period = chosen(request, shelf.periods())
    context: dict[str, Any] = {"form": form, "period": period and period_name(period), "counties": []}
    if period:
        tables = shelf.tables(period, ("V1", "V2", "V4"))
        page = Page(period, words)
        keys = [(ALL, level) for level in LEVELS]
        context["figures"] = [
            page.matrix(tables["V1"]),
            page.distribution("V2", "category", tables["V2"]),
            page.distribution("V2", "level", turned(tables["V2"])),
            page.trend("V2", shelf.trend("V2", keys), keys),
            page.map(tables["V4"]),
        ]
        context["counties"] = sorted({(key[0], words.county[key[0]]) for key in tables["V4"]})
    return render(request, "dashboards/nation.html", context)


def turned(cells: Cells) -> Cells:
    """A table with its two dimensions in the other order."""
    return {(second, first): value for (first, second), value in cells.items()}


@require_safe
@never_cache
def county(request: HttpRequest, code: str) -> HttpResponse:
    """One county: the same, where it has enough organisations or the reader has been let see."""
    shelf, words = shelf_of(request), Words.read()
    if code not in words.county:
        raise Http404
    form, period = chosen(request, shelf.periods())
    context: dict[str, Any] = {
        "form": form,
        "period": period and period_name(period),
        "name": words.county[code],
    }
    if period:
        tables = shelf.tables(period, ("V4", "V5", "V6"))
        keys = [(code, level) for level in LEVELS]
        trend = shelf.trend("V4", keys)
        page = Page(period, words)
        if any(key[0] == code for key in tables["V4"]):
            figures = [page.distribution("V4", "level", tables["V4"], code), page.trend("V4", trend, keys)]
            if tables["V5"]:
                figures.append(page.matrix(tables["V5"], code))
                figures.append(page.distribution("V6", "category", tables["V6"], code))
            context["figures"] = figures
            context["quarter"] = not period.whole_year
    return render(request, "dashboards/county.html", context)


@require_safe
@never_cache
def releases(request: HttpRequest) -> HttpResponse:
    """Everything that has been published or is on its way, and how far it has come."""
    found = (
        Release.objects.filter(reader=None)
        .prefetch_related("parts__tenant", "tables")
        .order_by("-begun_at", "-pk")
    )
    rows = [
        {
            "release": one,
            "name": period_name(Period.read(one.period)),
            "counted": sum(not part.late for part in one.parts.all()),
            "late": [part.tenant.name for part in one.parts.all() if part.late],
            "all": len(one.parts.all()),
            "tables": [(table.code, short_name(table.code)) for table in one.tables.all()],
        }
        for one in found
    ]
    return render(request, "dashboards/releases.html", {"releases": rows, "today": clock.today()})


@require_safe
@never_cache
def published(_request: HttpRequest) -> HttpResponse:
    """The same file that `releases --json` prints: everything that everyone could ever read."""
    answer = JsonResponse(ledger(), json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="samsyn-publicerat.json"'
    return answer


def asked(request: HttpRequest, period: str, table: str) -> tuple[Shelf, Period, list[ReleasedTable]]:
    """The table that an address names."""
    shelf = shelf_of(request)
    try:
        of = Period.read(period)
    except ValueError:
        raise Http404 from None
    return shelf, of, shelf.table(of, table)


@require_safe
@never_cache
def released_table(request: HttpRequest, period: str, table: str) -> HttpResponse:
    """How a table came to be: its release, its definition and rule, and every cell."""
    shelf, of, tables = asked(request, period, table)
    words, first = Words.read(), tables[0]
    cells = shelf.tables(of, [table])[table]
    rows: dict[str, dict[str, int | None]] = {}
    for (one, other), value in cells.items():
        rows.setdefault(words.of(first.dimensions[0], one), {})[words.of(first.dimensions[1], other)] = value
    context = {
        "table": first,
        "release": first.release,
        "name": table_name(table),
        "period": period_name(of),
        "columns": list(next(iter(rows.values()), {})),
        "rows": [(name, list(values.values())) for name, values in rows.items()],
        "late": [part.tenant.name for part in first.release.parts.filter(late=True).select_related("tenant")],
        "counted": first.release.parts.filter(late=False).count(),
        "let": len(tables) > 1,
    }
    return render(request, "dashboards/table.html", context)


@require_safe
@never_cache
def table_file(request: HttpRequest, period: str, table: str, kind: str) -> HttpResponse:
    """A table as a file."""
    shelf, of, tables = asked(request, period, table)
    rows = downloads.rows_of(of, tables[0].dimensions, shelf.tables(of, [table])[table], Words.read())
    title = f"{table_name(table)}, {period_name(of)}"
    content = downloads.as_csv(rows) if kind == "csv" else downloads.as_xlsx(rows, title)
    answer = HttpResponse(content, content_type=downloads.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="samsyn-{of}-{table}.{kind}"'
    return answer
