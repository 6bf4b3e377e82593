"""Signing in and out, the organisations of a person, invitations and passwords."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import attempts, invitations
from accounts.access import for_administrators, user_of
from accounts.forms import ForgottenForm, InviteForm, NewPasswordForm, SignInForm, WelcomeForm
from accounts.models import Membership, User
from tenants import air, hosts


def next_page(request: HttpRequest) -> str:
    """Where a person goes after signing in: the page they asked for on this host, else their own start."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return "/start" if air.tenant_of(request) else "/mina-organisationer"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Exists on every host, since a form posts to and lands on its own."""
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, cast(User, form.user))
        return HttpResponseRedirect(next_page(request))
    return render(request, "accounts/sign_in.html", {"form": form, "next": next_page(request)})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session, which all hosts share: the person is out everywhere."""
    logout(request)
    messages.success(request, _("Du är utloggad."))
    return redirect("front")


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations a person belongs to, each with a link to its own host."""
    memberships = Membership.objects.current().filter(user=user_of(request)).select_related("tenant")
    places = [(m, hosts.address(m.tenant.slug, "/start")) for m in memberships]
    return render(request, "accounts/organisations.html", {"places": places})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """The members of the organisation, and the form that invites one more."""
    tenant = air.tenant()
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = invitations.Invite(**form.cleaned_data)
        try:
            link = invitations.invite(tenant, wanted, by=user_of(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            invitations.send_invitation(tenant, wanted.email, link)
            messages.success(request, _("Inbjudan är skickad. Länken gäller i fjorton dagar."))
            return redirect("members")
    people = Membership.objects.current().filter(tenant=tenant).select_related("user").order_by("user__name")
    waiting = invitations.waiting(tenant)
    return render(request, "accounts/members.html", {"form": form, "members": people, "waiting": waiting})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invited person accepts: with the account they have, or with a new one."""
    invited = invitations.open_invitation(token)
    if invited is None:
        return render(request, "accounts/invitation_over.html", status=404)
    known = User.objects.filter(email=invited.email).first()
    form = WelcomeForm(known or User(email=invited.email), request.POST or None)
    if known is not None and request.user != known:
        return render(request, "accounts/invitation_sign_in.html", {"path": request.path})
    if request.method == "POST" and (known is not None or form.is_valid()):
        user = known or User.objects.create_user(
            invited.email, form.cleaned_data["password"], form.cleaned_data["name"]
        )
        invitations.accept(invited, user)
        login(request, user)
        messages.success(request, _("Välkommen!"))
        return redirect("organisations")
    return render(request, "accounts/invitation.html", {"form": None if known else form, "invited": invited})


class Forgotten(PasswordResetView):
    """Mails a link for a new password, and says the same whether the address has an account or not."""

    form_class = ForgottenForm
    template_name = "accounts/forgotten.html"
    email_template_name = "accounts/forgotten_mail.txt"
    subject_template_name = "accounts/forgotten_subject.txt"
    success_url = reverse_lazy("forgotten_sent")

    def form_valid(self, form: ForgottenForm) -> HttpResponse:  # type: ignore[override]
        """Mails, within the budget of attempts."""
        budgets = attempts.to_reset(self.request, form.cleaned_data["email"])
        if attempts.spent(budgets):
            return HttpResponseRedirect(str(self.success_url))
        attempts.take(budgets)
        # From the settings: what a visitor writes in a header must not lead who reads the mail.
        tenant = air.tenant_of(self.request)
        self.extra_email_context = {"origin": hosts.address(tenant.slug if tenant else "", "")}
        return super().form_valid(form)


@require_safe
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """What to do after asking for a link."""
    return render(request, "accounts/forgotten_sent.html")


@method_decorator(never_cache, name="dispatch")
class NewPassword(PasswordResetConfirmView):
    """Sets a new password for whoever came with a link from the mail."""

    form_class = NewPasswordForm  # type: ignore[assignment]  # asks once, where Django's asks twice
    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("sign_in")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:  # type: ignore[override]
        """Says that it worked, on the page where it is used, and opens an account that guesses had closed."""
        attempts.forget([attempts.to_sign_in(self.request, form.user.email)[0]])
        messages.success(self.request, _("Lösenordet är bytt. Logga in med det nya."))
        return super().form_valid(form)  # type: ignore[arg-type]
