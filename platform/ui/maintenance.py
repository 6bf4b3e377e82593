"""The page for the minutes in which the database is being worked on."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# Seconds after which a browser or a probe may ask again.
COME_BACK = 300


class MaintenanceMiddleware:
    """Answers every page with 503 while MAINTENANCE is set, before anything asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MAINTENANCE and not request.path.startswith("/health/"):
            closed = render_to_string("503.html")
            return HttpResponse(closed, status=503, headers={"Retry-After": str(COME_BACK)})
        return self.get_response(request)
