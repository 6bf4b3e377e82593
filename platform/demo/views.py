"""The demo's page: be somebody by one click, and read the mails that were sent."""

import email
from email import policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, User
from demo.people import PASSWORD, PEOPLE
from tenants import air, hosts
from tenants.models import Tenant


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
