"""The front page of the shared site, and of each organisation."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants import hosts
from tenants.models import Tenant


@dataclass(frozen=True)
class Place:
    """Where somebody can report."""

    name: str
    address: str
    county_name: str


@require_safe
def samsyn(request: HttpRequest) -> HttpResponse:
    """What Samsyn is, and which organisations take reports."""
    tenants = Tenant.objects.current().select_related("county")
    places = [Place(t.name, hosts.address(t.slug), t.county.name) for t in tenants]
    return render(request, "tenants/samsyn.html", {"organisations": places})


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """The way in to one organisation: report, follow, sign in."""
    return render(request, "tenants/organisation.html")
