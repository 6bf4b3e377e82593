"""The pages that every site has: the style sheet with its colour, and the three pages in its footer."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ui.theme import DEFAULT_ACCENT, accent_css, version_of

# Raised by whoever has assessed the pages again; the statement shows both.
ASSESSED_ON = date(2026, 11, 21)
STATEMENT_UPDATED_ON = date(2026, 11, 21)
TESTED_BROWSERS = ["Chromium 156"]
COMPLAINT_ADDRESS = "https://www.digg.se/tdosanmalan"

A_YEAR = 60 * 60 * 24 * 365


def theme_of(request: HttpRequest | None) -> str:
    """The style sheet with the accent of the request's tenant, or the shared site's own."""
    tenant = getattr(request, "tenant", None)
    return accent_css(tenant.accent if tenant else DEFAULT_ACCENT)


@require_safe
def theme_css(request: HttpRequest, version: str) -> HttpResponse:
    """The colour as a file that is never asked for twice: another colour has another address."""
    css = theme_of(request)
    if version != version_of(css):
        raise Http404
    headers = {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law on accessibility asks for (tillgänglighetsredogörelse)."""
    return render(
        request,
        "ui/accessibility.html",
        {
            "assessed_on": ASSESSED_ON,
            "updated_on": STATEMENT_UPDATED_ON,
            "browsers": TESTED_BROWSERS,
            "complaint_address": COMPLAINT_ADDRESS,
        },
    )


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept about a person, why, who reads it, and what the person can ask for."""
    return render(request, "ui/personal_data.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Who to call or write to."""
    return render(request, "ui/contact.html")
