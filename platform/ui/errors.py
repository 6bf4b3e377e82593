"""What a reader sees when a page can't be given: what happened, and what to do.

The root URLconf of each site names these four as handler400, handler403, handler404 and handler500;
CSRF_FAILURE_VIEW names the fifth.
"""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

# A field with one of these in its name is neither shown nor sent again.
SECRET_WORDS = ("password", "losenord", "lösenord")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400. Drawn without the request: it may be the host or a cookie that is wrong."""
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: also for what exists and the reader may not see, so it says nothing of which.

    Who wrote on a page that is no longer theirs, as one of a case that has gone, has the text to copy.
    """
    return render(request, "404.html", {"texts": texts_in(sendable(request))}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500. Drawn without request, database and context processors: one of them may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form whose token has run out: what somebody wrote on our own page can be sent again.

    From another origin nothing is offered: one press on "Skicka igen" would do what the token is there to
    stop.
    """
    return offer_again(request, written_fields(request) if from_own_origin(request) else [])


@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    """403 for who wrote on a page until the session ended. The form's token was right, so it is their own."""
    return offer_again(request, written_fields(request), signed_out=True)


def offer_again(
    request: HttpRequest, fields: list[tuple[str, str]], *, signed_out: bool = False
) -> HttpResponse:
    """The page from which what was written can be sent again as it is."""
    again = [(name, value) for name, value in fields if not is_secret(name)]
    left_out = bool(request.FILES) or len(again) < len(fields)
    context = {"again": again, "texts": texts_in(again), "left_out": left_out, "signed_out": signed_out}
    return render(request, "ui/expired.html", context, status=403)


def texts_in(fields: list[tuple[str, str]]) -> list[str]:
    """Only what was written as text is shown; a chosen answer's code would mean nothing to the reader."""
    return [value for name, value in fields if len(value.split()) > 1 and not is_secret(name)]


def sendable(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent from our own page, as far as it can be read; nothing where it came from elsewhere."""
    try:
        return written_fields(request) if request.method == "POST" and from_own_origin(request) else []
    except (SuspiciousOperation, BadRequest, MultiPartParserError, OSError):
        return []


def from_own_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on this host. A page can't forge either header."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == own or request.headers.get("Sec-Fetch-Site") == "same-origin"


def written_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The posted names and values in order, without the token. Files are not among them."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def is_secret(name: str) -> bool:
    """Whether the field's name says that its value is a password."""
    return any(word in name.lower() for word in SECRET_WORDS)
