"""The fields with which a person signs in, is invited and chooses a password."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import attempts
from accounts.models import User
from ui.forms import Form

EMAIL_REQUIRED = _("Skriv din e-postadress.")
PASSWORD_REQUIRED = _("Skriv ditt lösenord.")


class SignInForm(Form):
    """E-mail and password, with one sentence for everything that can be wrong with them."""

    email = forms.EmailField(
        label=_("E-post"),
        error_messages={"required": EMAIL_REQUIRED, "invalid": _("Skriv hela e-postadressen.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        error_messages={"required": PASSWORD_REQUIRED},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, object]:
        """Finds the user, within the budget of attempts."""
        fields: dict[str, object] = super().clean() or {}
        email, password = fields.get("email"), fields.get("password")
        if not (isinstance(email, str) and isinstance(password, str)):
            return fields
        budgets = attempts.to_sign_in(self.request, email)
        if attempts.spent(budgets):
            raise ValidationError(
                _("Det har blivit för många försök. Vänta en kvart, eller välj ett nytt lösenord.")
            )
        user = authenticate(self.request, username=email, password=password)
        if not isinstance(user, User):
            attempts.take(budgets)
            raise ValidationError(_("E-postadressen eller lösenordet stämmer inte. Försök igen."))
        attempts.forget(budgets[:1])
        self.user = user
        return fields


class NewPasswordForm(Form):
    """A new password, once: it can be shown by the browser, and reset by mail if it was mistyped."""

    password = forms.CharField(
        label=_("Nytt lösenord"),
        help_text=_("Minst 12 tecken. Gärna några ord efter varandra."),
        strip=False,
        error_messages={"required": _("Välj ett lösenord.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user

    def clean_password(self) -> str:
        """Holds the password against the rules."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def save(self) -> User:
        """Sets the password, which also ends every older link to set one."""
        self.user.set_password(self.cleaned_data["password"])
        self.user.save(update_fields=["password"])
        return self.user


class WelcomeForm(NewPasswordForm):
    """The name and password of a person who has been invited and has no account."""

    name = forms.CharField(
        label=_("Ditt namn"),
        max_length=120,
        error_messages={"required": _("Skriv ditt namn.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "password"]

    def clean_name(self) -> str:
        """Takes the name on, since the password is held against it too."""
        self.user.name = self.cleaned_data["name"]
        return self.user.name


class InviteForm(Form):
    """Who is invited."""

    email = forms.EmailField(
        label=_("E-post till den du bjuder in"),
        error_messages={
            "required": _("Skriv e-postadressen till den du vill bjuda in."),
            "invalid": _("Skriv hela e-postadressen."),
        },
    )
    administrator = forms.BooleanField(
        label=_("Ska kunna bjuda in andra och ge platser"),
        required=False,
        help_text=_("En administratör läser inga ärenden."),
    )


class ForgottenForm(Form, PasswordResetForm):
    """The address that a link for a new password goes to. Django's form finds the user and mails."""

    email = forms.EmailField(
        label=_("E-post"),
        error_messages={"required": EMAIL_REQUIRED, "invalid": _("Skriv hela e-postadressen.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
