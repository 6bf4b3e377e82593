"""Who the person behind a request is in the organisation whose host was asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Membership, User

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


def for_members(view: View) -> View:
    """Lets members of this host's organisation in; asks others to sign in, and answers 404 to strangers."""
    return _guarded(view, lambda _membership: True)


def for_administrators(view: View) -> View:
    """Lets administrators of this host's organisation in; to all other members the page does not exist."""
    return _guarded(view, lambda membership: membership.administrator)


def _guarded(view: View, may: Callable[[Membership], bool]) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        membership = membership_of(request)
        if membership is None or not may(membership):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
