"""The demo's page: be somebody by one click, and read the mails that were sent."""

import email
from collections.abc import Iterator
from email import policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, User
from demo.people import ORGANISATIONS, PASSWORD, PEOPLE, token_of
from tenants import air, hosts
from tenants.models import Tenant
from workflows.bodies.models import Seat


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """The people of the demo, on a tenant's host those who belong there; a click signs in."""
    users = User.objects.filter(email__in=[person.email for person in PEOPLE])
    if air.tenant_of(request):
        users = users.filter(pk__in=Membership.objects.filter(tenant=air.tenant()).values("user"))
    if request.method == "POST":
        login(request, get_object_or_404(users, email=request.POST.get("email", "")))
        return HttpResponseRedirect("/start" if air.tenant_of(request) else "/mina-organisationer")
    known = set(users.values_list("email", flat=True))
    places = [(tenant, hosts.address(tenant.slug, "/demo")) for tenant in Tenant.objects.current()]
    context = {"people": [p for p in PEOPLE if p.email in known], "places": places, "password": PASSWORD}
    return render(request, "demo/demo.html", context)


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """All mails that the demo has sent, newest first: nothing leaves the machine."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), reverse=True)
    mails = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    letters = [{"to": m["To"], "subject": m["Subject"], "text": m.get_content()} for m in mails]
    return render(request, "demo/mail.html", {"letters": letters})


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
