"""A tenant's pages: its own numbers in full, what will be published of them, and whom it lets see more."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import for_administrators, signed_in, user_of
from reporting.contributions import counting, holding
from reporting.contributions.access import counter_for, may_hold_back
from reporting.contributions.models import PreviewCell
from reporting.contributions.periods import Period
from reporting.dashboards.forms import WaiverForm
from reporting.dashboards.reading import Shelf
from reporting.dashboards.views import chosen
from reporting.dashboards.words import Words, dimension_name, period_name, table_name
from reporting.publication import waivers
from reporting.publication.models import Release
from reporting.publication.tables import ALL, TABLES
from tenants import air, clock
from ui.forms import tried


@signed_in
@require_safe
@never_cache
def own_numbers(request: HttpRequest) -> HttpResponse:
    """The tenant's own counts of a period, in full, beside what is published of the whole country.

    Of the quarter that is running, too, from the first day: what of it will be shown is decided once, when
    it has closed, since each trial would be a question about the others' numbers.
    """
    counter_for(request)
    shelf, words, running = Shelf(), Words.read(), Period.of(clock.today())
    published = shelf.periods()
    form, period = chosen(request, [running, *published], *published[:1])
    assert period
    nation = shelf.tables(period, ("V1", "V2"))
    own = counting.so_far(running) if period == running else counting.counted(period)
    places: dict[str, Callable[[str], int | None]] = {
        "level": lambda code: nation["V2"].get((ALL, code)),
        "category": lambda code: nation["V2"].get((code, ALL)),
        "pair": lambda code: nation["V1"].get((code, ALL)),
    }
    context = {
        "form": form,
        "period": period_name(period),
        "running": period == running,
        "total": own.total(),
        "tables": [
            (
                dimension_name(name),
                [(words.of(name, code), number, places[name](code)) for code, number in rows],
            )
            for name, rows in counting.by_dimension(own).items()
            if rows
        ],
    }
    return render(request, "dashboards/own.html", context)


@signed_in
@require_safe
@never_cache
def previews(request: HttpRequest) -> HttpResponse:
    """The releases that the tenant is in, those that are being prepared first."""
    counter_for(request)
    found = Release.objects.filter(reader=None, parts__tenant=air.tenant()).order_by("-period")
    rows = [
        (one, period_name(Period.read(one.period))) for one in found if one.state != Release.State.COUNTING
    ]
    rows.sort(key=lambda row: row[0].state != Release.State.PREVIEW)
    return render(request, "dashboards/previews.html", {"releases": rows, "today": clock.today()})


def release_for(name: str) -> Release:
    """A release that the tenant is in."""
    return get_object_or_404(Release, period=name, reader=None, parts__tenant=air.tenant())


@signed_in
@require_safe
@never_cache
def preview(request: HttpRequest, period: str) -> HttpResponse:
    """Where the tenant's cases enter a release, its own numbers alone; and which tables it holds back."""
    reader, release = counter_for(request), release_for(period)
    of, words = Period.read(period), Words.read()
    held = holding.held_back(of)
    by_code = {table.code: table for table in TABLES}
    rows: dict[str, list[tuple[str, int, bool]]] = {}
    for cell in PreviewCell.objects.filter(release=period).order_by("table", "pk"):
        names = zip(by_code[cell.table].dimensions, cell.key, strict=True)
        named = ", ".join(words.of(dimension, code) for dimension, code in names)
        rows.setdefault(cell.table, []).append((named, cell.own, cell.shown))
    context = {
        "release": release,
        "name": period_name(of),
        "open": release.state == Release.State.PREVIEW,
        "holds": may_hold_back(reader),
        "tables": [
            (code, table_name(code), code in held, cells, sum(shown for _name, _own, shown in cells))
            for code, cells in rows.items()
        ],
    }
    return render(request, "dashboards/preview.html", context)


@signed_in
@require_POST
def hold_back(request: HttpRequest, period: str, table: str) -> HttpResponse:
    """Holds the tenant's numbers back from a table of a release, or lets them go again."""
    reader, release = counter_for(request), release_for(period)
    if not may_hold_back(reader) or table not in {one.code for one in TABLES}:
        raise Http404
    if release.state != Release.State.PREVIEW:
        messages.error(request, _("Det går inte längre: publiceringen är redan avgjord."))
    elif request.POST.get("hold") == "1":
        holding.hold_back(Period.read(period), table, reader.user)
        messages.success(
            request, _("Era siffror hålls inne från tabellen. Den räknas om innan den publiceras.")
        )
    else:
        holding.let_go(Period.read(period), table)
        messages.success(request, _("Era siffror får vara med i tabellen."))
    return redirect("preview", period)


@for_administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def waiver_page(request: HttpRequest) -> HttpResponse:
    """Whom the tenant has let see sums of few organisations, and a form to let one more."""
    form = WaiverForm(request.POST or None)

    def give() -> object:
        return waivers.give(air.tenant(), form.waiver, user_of(request))

    if tried(request, form, give, _("Medgivandet gäller från nästa publicering.")):
        return redirect("waivers")
    context = {
        "form": form,
        "given": waivers.given_by(air.tenant()),
        "anybody": bool(waivers.readers_for(air.tenant())),
    }
    return render(request, "dashboards/waivers.html", context)


@for_administrators
@require_POST
def end_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a waiver."""
    waivers.end(get_object_or_404(waivers.given_by(air.tenant()), pk=pk))
    messages.success(request, _("Medgivandet är slut. Det som redan är publicerat ändras inte."))
    return redirect("waivers")
