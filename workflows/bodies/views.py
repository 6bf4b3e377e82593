"""The page where an administrator gives and ends seats."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import for_administrators, user_of
from accounts.models import Membership, User
from tenants import air
from workflows.bodies.forms import SeatForm
from workflows.bodies.models import Body, Seat
from workflows.bodies.seats import NewSeat, leave, seat


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies with their seats, and the form that gives one more."""
    members = Membership.objects.current().filter(tenant=air.tenant())
    form = SeatForm(User.objects.filter(pk__in=members.values("user")).order_by("name"), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            seat(NewSeat(**form.cleaned_data), by=user_of(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Platsen är given."))
            return redirect("bodies")
    seated = Prefetch("seats", Seat.objects.current().select_related("user"), to_attr="current_seats")
    return render(
        request, "bodies/bodies.html", {"form": form, "bodies": Body.objects.prefetch_related(seated)}
    )


@for_administrators
@require_POST
def end_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a seat today."""
    leave(get_object_or_404(Seat.objects.current(), pk=pk))
    messages.success(request, _("Platsen är avslutad."))
    return redirect("bodies")
