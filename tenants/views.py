"""The front page of the shared site, and of each organisation; and for the proxy, which hosts are ours."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tenants import hosts
from tenants.forms import WhereForm
from tenants.middleware import LOCAL_HOSTS, tenant_at
from tenants.models import Municipality, Tenant


@dataclass(frozen=True)
class Place:
    """Where somebody can report."""

    name: str
    address: str
    county_name: str


def place_of(tenant: Tenant) -> Place:
    """A tenant as a place to report."""
    return Place(tenant.name, hosts.address(tenant.slug), tenant.county.name)


@require_safe
def samsyn(request: HttpRequest) -> HttpResponse:
    """What Samsyn is, and which organisations take reports."""
    places = [place_of(tenant) for tenant in receiving()]
    return render(request, "tenants/samsyn.html", {"organisations": places})


def receiving() -> QuerySet[Tenant]:
    """The tenants that take reports now, with their counties."""
    return Tenant.objects.current().receiving().select_related("county")


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Which organisation takes a report, from where it happened and what it is about."""
    form = WhereForm(request.GET or None)
    context: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        municipality = Municipality.objects.select_related("county").get(code=form.cleaned_data["kommun"])
        fitting = receiving().filter(kind=form.cleaned_data["arende"])
        context |= {
            "municipality": municipality,
            "here": [place_of(t) for t in fitting.filter(municipalities=municipality)],
            "near": [place_of(t) for t in fitting.filter(county=municipality.county)],
        }
    return render(request, "tenants/where.html", context)


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """The way in to one organisation: report, follow, sign in."""
    return render(request, "tenants/organisation.html")


@require_safe
@never_cache
def host(request: HttpRequest) -> HttpResponse:
    """Whether the proxy may get a certificate for the host `domain`: 200, or else 404.

    Answers on local host names alone, which the proxy lets nobody ask for.
    """
    if request.META["samsyn.host"] not in LOCAL_HOSTS:
        raise Http404
    domain = request.GET.get("domain", "").lower().rstrip(".")
    if domain != settings.BASE_HOST:
        tenant_at(domain)
    return HttpResponse()
