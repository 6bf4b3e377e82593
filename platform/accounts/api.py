"""How a program shows who it acts for, and the page where a person makes and ends the keys for that."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import tokens
from accounts.access import for_members, user_of
from accounts.models import Token, User
from tenants import air
from ui.forms import CarryingForm


def credentials_of(request: Request, scheme: str) -> str | None:
    """What the Authorization header says after the scheme, or None where it says nothing of that kind."""
    found, _space, rest = get_authorization_header(request).decode("latin-1").strip().partition(" ")
    return rest.strip() if found.lower() == scheme.lower() else None


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`. The membership is asked at every request, and so are the seats."""

    scheme = "Token"

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The person whose key it is."""
        text = credentials_of(request, self.scheme)
        if text is None:
            return None
        token = tokens.used(text, air.tenant())
        if token is None:
            raise AuthenticationFailed
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        """The scheme, for who is asked to show who they are."""
        return self.scheme


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The same in the description."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, Any]:  # noqa: ARG002
        """OpenAPI has no word for a scheme of our own but a header."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Authorization: Token <nyckel>`. Nycklar gör du på sidan /nycklar.",
        }


# --- The page of keys ------------------------------------------------------------------------------------


class NewTokenForm(CarryingForm):
    """What a new key is called."""

    name = forms.CharField(
        label=gettext_lazy("Vad ska nyckeln användas till?"),
        help_text=gettext_lazy("Till exempel vårt verksamhetssystem."),
        required=False,
    )


@for_members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """A person's own keys here; a new one is shown on this answer and never again."""
    user, tenant = user_of(request), air.tenant()
    own = tokens.open_tokens(user, tenant)
    if request.method == "POST" and (ended := request.POST.get("end")):
        for token in own:
            if str(token.pk) == ended:
                tokens.end(token)
        messages.success(request, _("Nyckeln är avslutad."))
        return redirect("keys")
    form, made = NewTokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = tokens.issue(user, tenant, form.cleaned_data["name"])
        except ValidationError as refused:
            form.take(refused)
        else:
            form = NewTokenForm()
    return render(request, "accounts/keys.html", {"form": form, "made": made, "tokens": own})
