"""The links of a member, on every page of their organisation's host."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.access import membership_of
from workflows.cases.access import reader_of


def navigation(request: HttpRequest) -> dict[str, object]:
    """A context processor that the composition root wires in: each link is one that this person may open."""
    return {"navigation": SimpleLazyObject(lambda: links_for(request))}


def links_for(request: HttpRequest) -> list[tuple[str, str]]:
    """Names of addresses and their labels; none for who is no member, or for a page drawn without a user."""
    if not hasattr(request, "user"):
        return []
    reader, membership = reader_of(request), membership_of(request)
    links = [("cases", _("Ärenden"))] if reader and reader.reading else []
    if reader and reader.owns_forms:
        links.append(("forms", _("Blanketter")))
    if membership and membership.administrator:
        links += [("bodies", _("Organ och platser")), ("members", _("Medlemmar"))]
    return links
