"""The demo's pages: be somebody by one click, move the time, and read the mails that were sent."""

import email
from collections.abc import ItemsView, Iterator
from datetime import datetime
from email import policy
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, User
from demo import steps, strip
from demo import time as demo_time
from demo.people import EVERY_PLACE, ORGANISATIONS, PASSWORD, PEOPLE, token_of
from tenants import air, clock, hosts
from tenants.models import Tenant
from workflows.bodies.models import Seat

# What Django's file backend writes after each mail.
BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """The people of the demo, on a tenant's host those who belong there; a click signs in."""
    users = User.objects.filter(email__in=[person.email for person in PEOPLE])
    if air.tenant_of(request):
        users = users.filter(pk__in=Membership.objects.filter(tenant=air.tenant()).values("user"))
    if request.method == "POST":
        # As a field takes it: what the database can't even look for is nobody's address.
        wanted = request.POST.get("email", "").replace("\0", "")
        login(request, get_object_or_404(users, email=wanted))
        return HttpResponseRedirect("/start" if air.tenant_of(request) else "/mina-organisationer")
    known = {membership.tenant.slug for membership in here_now(request)}
    places = [(tenant, hosts.address(tenant.slug, "/demo")) for tenant in Tenant.objects.current()]
    context = {
        "organisations": [one for one in EVERY_PLACE if one.wanted.slug in known],
        "places": places,
        "password": PASSWORD,
        "time_address": hosts.address(path=strip.PATH),
    }
    return render(request, "demo/demo.html", context)


def here_now(request: HttpRequest) -> QuerySet[Membership]:
    """The memberships of this host's organisation; on the shared site of all."""
    memberships = Membership.objects.current().select_related("tenant")
    return memberships.filter(tenant=air.tenant()) if air.tenant_of(request) else memberships


@require_http_methods(["GET", "HEAD", "POST"])
def time(request: HttpRequest) -> HttpResponse:
    """What time it is in the demo, and buttons that move it on."""
    if request.method == "POST":
        step = request.POST.get("step", "")
        if step not in steps.STEPS:
            raise Http404
        try:
            now = demo_time.move(days=steps.days_of(step, clock.today()))
            messages.success(request, what_happens(now))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        return redirect("demo_time")
    context = {"demo": strip.moved(), "ahead": clock.ahead(), "steps": labels()}
    return render(request, "demo/time.html", context)


def labels() -> ItemsView[str, str]:
    """The steps by which the time is moved, each with the text of its button."""
    return {
        "dag": _("En dag framåt"),
        "vecka": _("En vecka framåt"),
        "manad": _("En månad framåt"),
        "arbetsdagar": _("Tio arbetsdagar framåt"),
    }.items()


def what_happens(now: datetime) -> str:
    """What a move leads to, in one sentence."""
    return ngettext(
        "Nu är det %(date)s i demon, och inom %(seconds)s sekund görs det som skulle ha gjorts till dess.",
        "Nu är det %(date)s i demon, och inom %(seconds)s sekunder görs det som skulle ha gjorts till dess.",
        settings.CLOCK_SECONDS,
    ) % {"date": date_format(now, "l j F Y"), "seconds": settings.CLOCK_SECONDS}


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """All mails that the demo has sent, newest first: nothing leaves the machine."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), reverse=True)
    mails = [email.message_from_bytes(one, policy=policy.default) for file in files for one in mails_in(file)]
    letters = [{"to": m["To"], "subject": m["Subject"], "text": m.get_content()} for m in mails]
    return render(request, "demo/mail.html", {"letters": letters})


def mails_in(file: Path) -> list[bytes]:
    """The mails in a file, newest first: Django names it by the second, so that one may hold several."""
    return [one for one in reversed(file.read_bytes().split(BETWEEN_MAILS)) if one.strip()]


@require_safe
def accounts(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Where to go and who to be, for programs; also for one that does not resolve *.localhost."""
    families = {organisation.wanted.slug: organisation.family for organisation in ORGANISATIONS}
    tenants = Tenant.objects.current().filter(slug__in=families)
    port = f":{settings.BASE_PORT}" if settings.BASE_PORT else ""
    places = [
        {
            "slug": tenant.slug,
            "name": tenant.name,
            "family": families[tenant.slug],
            "url": hosts.address(tenant.slug),
            "api": f"http://127.0.0.1{port}/api/v1/",
            "host": hosts.host_of(tenant.slug),
        }
        for tenant in tenants
    ]
    people = [one for tenant in tenants for one in people_at(tenant)]
    return JsonResponse({"tenants": places, "people": people}, json_dumps_params={"ensure_ascii": False})


def people_at(tenant: Tenant) -> Iterator[dict[str, object]]:
    """The people of the demo who belong to a tenant, with their keys and seats there."""
    memberships = Membership.objects.current().filter(tenant=tenant).select_related("user")
    members = {membership.user.email: membership.user_id for membership in memberships}
    with air.inside(tenant):
        seats = list(Seat.objects.current().select_related("body"))
    for person in PEOPLE:
        if person.email in members:
            yield {
                "email": person.email,
                "password": PASSWORD,
                "token": token_of(person.email, tenant.slug),
                "tenant": tenant.slug,
                "seats": [
                    {"body": seat.body.key, "function": seat.function, "sight": seat.sight}
                    for seat in seats
                    if seat.user_id == members[person.email]
                ],
                "what": person.what,
            }
