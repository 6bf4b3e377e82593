"""A form as it is printed in this organisation."""

from django.http import HttpResponse
from django.urls import reverse

from tenants import air, hosts
from workflows.questions import paper
from workflows.questions.sheet import Sheet, code_of, content_of, hash_of


def wanted(form: Sheet) -> paper.Wanted:
    """The paper: whose it is, which version, and where the same is reported without it."""
    tenant = air.tenant()
    code = code_of(hash_of(content_of(form)))
    return paper.Wanted(form, tenant.name, code, hosts.address(tenant.slug, reverse("report")))


def on_paper(form: Sheet, slug: str) -> HttpResponse:
    """The form to fill in by hand: a PDF, or a page to print where none can be drawn."""
    try:
        blank = paper.blank(wanted(form))
    except paper.NoPaper:
        return HttpResponse(paper.page_of(wanted(form)))
    name = f'inline; filename="{slug}-{air.tenant().slug}.pdf"'
    return HttpResponse(blank.pdf, content_type="application/pdf", headers={"Content-Disposition": name})


def pages_of(form: Sheet) -> int:
    """How many pages it takes at the least; one where nobody can measure it."""
    try:
        return paper.blank(wanted(form)).pages
    except paper.NoPaper:
        return 1
