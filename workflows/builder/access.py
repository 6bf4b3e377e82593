"""Who may change forms: whoever has a seat as formulärägare. To all others the pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import signed_in
from workflows.cases.access import reader_of

View = Callable[..., HttpResponse]


def owns_forms(request: HttpRequest) -> bool:
    """Whether the person behind the request has such a seat."""
    reader = reader_of(request)
    return reader is not None and reader.owns_forms


def for_owners(view: View) -> View:
    """Lets formulärägare in; asks who is not signed in to do so, and answers 404 to the others."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not owns_forms(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
