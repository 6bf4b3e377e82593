"""What a reader sees when a page can't be given: what happened, and what to do.

The root URLconf of each site names these four as handler400, handler403, handler404 and handler500;
CSRF_FAILURE_VIEW names the fifth.
"""

from django.http import HttpRequest, HttpResponse
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
    """404: also for what exists and the reader may not see, so it says nothing of which."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500. Drawn without request, database and context processors: one of them may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form whose token has run out: what somebody wrote on our own page can be sent again.

    From another origin nothing is offered: one press on "Skicka igen" would do what the token is there to
    stop.
    """
    fields = written_fields(request) if from_own_origin(request) else []
    again = [(name, value) for name, value in fields if not is_secret(name)]
    # Only what was written as text is shown; a chosen answer's code would mean nothing to the reader.
    texts = [value for _, value in again if len(value.split()) > 1]
    left_out = bool(request.FILES) or len(again) < len(fields)
    context = {"again": again, "texts": texts, "left_out": left_out}
    return render(request, "ui/expired.html", context, status=403)


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
