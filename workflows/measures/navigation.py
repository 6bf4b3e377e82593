"""The register's link, beside that of the cases."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from workflows.cases import navigation as cases


def navigation(request: HttpRequest) -> dict[str, object]:
    """A context processor that the composition root wires in: the links below this app's, and its own."""
    return {"navigation": SimpleLazyObject(lambda: links_for(request))}


def links_for(request: HttpRequest) -> list[tuple[str, str]]:
    """Names of addresses and their labels: who reads cases reads their measures."""
    links = []
    for name, label in cases.links_for(request):
        links.append((name, label))
        if name == "cases":
            links.append(("measures", _("Åtgärder")))
    return links
