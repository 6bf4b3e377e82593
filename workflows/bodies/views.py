"""The page where an administrator gives and ends seats, plans when bodies meet, and names them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import for_administrators, user_of
from accounts.models import Membership, User
from tenants import air, clock
from tenants.models import Party
from ui.forms import tried
from workflows.bodies.forms import NameForm, SeatForm, SittingForm
from workflows.bodies.models import Body, Seat, Sitting
from workflows.bodies.naming import rename
from workflows.bodies.seats import NewSeat, leave, seat
from workflows.bodies.sittings import call_off, plan


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies with their seats, and the form that gives one more."""
    form = SeatForm(members(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            seat(NewSeat(**form.cleaned_data), by=user_of(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Platsen är given."))
            return redirect("bodies")
    return shown(request, form)


def members() -> QuerySet[User]:
    """Who can be given a seat."""
    belonging = Membership.objects.current().filter(tenant=air.tenant())
    return User.objects.filter(pk__in=belonging.values("user")).order_by("name")


def shown(request: HttpRequest, sent: SeatForm | SittingForm | NameForm) -> HttpResponse:
    """The page with its three forms, one of which may have been sent."""
    named = Party.objects.filter(code=OuterRef("party")).values("name")
    seats = Seat.objects.current().select_related("user").annotate(party_name=Subquery(named))
    seated = Prefetch("seats", seats, to_attr="current_seats")
    ahead = Prefetch("sittings", Sitting.objects.filter(on__gt=clock.today()), to_attr="coming_sittings")
    context = {
        # The one that was sent has its faults told first on the page.
        "form": sent,
        "seat_form": sent if isinstance(sent, SeatForm) else SeatForm(members()),
        "sitting_form": sent if isinstance(sent, SittingForm) else SittingForm(),
        "name_form": sent if isinstance(sent, NameForm) else NameForm(),
        "bodies": Body.objects.prefetch_related(seated, ahead),
    }
    return render(request, "bodies/bodies.html", context)


@for_administrators
@require_POST
def plan_sitting(request: HttpRequest) -> HttpResponse:
    """Plans a day on which a body meets."""
    form = SittingForm(request.POST)

    def verb() -> object:
        return plan(form.cleaned_data["sitting_body"], form.cleaned_data["on"])

    said = _("Sammanträdet är inlagt. Frister som hänger på det räknas om.")
    return redirect("bodies") if tried(request, form, verb, said) else shown(request, form)


@for_administrators
@require_POST
def name_body(request: HttpRequest) -> HttpResponse:
    """Gives a body another name."""
    form = NameForm(request.POST)

    def verb() -> object:
        return rename(form.cleaned_data["named_body"], form.cleaned_data["name"])

    said = _("Organet har fått sitt nya namn.")
    return redirect("bodies") if tried(request, form, verb, said) else shown(request, form)


@for_administrators
@require_POST
def call_off_sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes away a sitting that has not been held."""
    call_off(get_object_or_404(Sitting.objects.filter(on__gt=clock.today()), pk=pk))
    messages.success(request, _("Sammanträdet är inställt. Frister som hängde på det räknas om."))
    return redirect("bodies")


@for_administrators
@require_POST
def end_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a seat today."""
    leave(get_object_or_404(Seat.objects.current(), pk=pk))
    messages.success(request, _("Platsen är avslutad."))
    return redirect("bodies")
