"""What the demo does around each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from demo import time


class TimeMiddleware:
    """Lets a request read the demo's time once. It stands before the first that asks what day it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with time.read_once():
            return self.get_response(request)
