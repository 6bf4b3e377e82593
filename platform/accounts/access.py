"""Who the person behind a request is in the organisation whose host was asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Membership, User
from ui.errors import signed_out, written_fields

View = Callable[..., HttpResponse]


def user_of(request: HttpRequest) -> User:
    """The signed-in user, where a view has let only signed-in users in."""
    return cast(User, request.user)


def membership_of(request: HttpRequest) -> Membership | None:
    """The person's membership of this host's organisation, looked up once in a request."""
    asked = cast(Any, request)
    if not hasattr(asked, "membership"):
        known = asked.tenant is not None and asked.user.is_authenticated
        found = Membership.objects.current().filter(user=asked.user, tenant=asked.tenant) if known else None
        asked.membership = found.first() if found is not None else None
    membership: Membership | None = asked.membership
    return membership


def signed_in(view: View) -> View:
    """Lets signed-in people in and asks others to sign in; what they had written until then is not lost."""
    led = login_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated and written_fields(request):
            return signed_out(request)
        return led(request, *args, **kwargs)

    return guarded


def for_members(view: View) -> View:
    """Lets members of this host's organisation in; asks others to sign in, and answers 404 to strangers."""
    return _guarded(view, lambda _membership: True)


def for_administrators(view: View) -> View:
    """Lets administrators of this host's organisation in; to all other members the page does not exist."""
    return _guarded(view, lambda membership: membership.administrator)


def _guarded(view: View, may: Callable[[Membership], bool]) -> View:
    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        membership = membership_of(request)
        if membership is None or not may(membership):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
