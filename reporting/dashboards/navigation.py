"""The link to the statistics, beside those of the cases and the measures."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.access import membership_of
from workflows.measures import navigation as measures


def navigation(request: HttpRequest) -> dict[str, object]:
    """A context processor that the composition root wires in: the links below this app's, and its own."""
    return {"navigation": SimpleLazyObject(lambda: links_for(request))}


def links_for(request: HttpRequest) -> list[tuple[str, str]]:
    """Names of addresses and their labels: every member finds the statistics."""
    links = measures.links_for(request)
    return (
        [*links, ("nation", _("Statistik"))] if hasattr(request, "user") and membership_of(request) else links
    )
