"""How forms look and speak: one renderer for all, and a base class with messages that say what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.forms.widgets import ChoiceWidget
from django.http import HttpRequest
from django.utils.translation import gettext


class BoundField(forms.BoundField):
    """A field in a form, with what our templates ask about it."""

    @property
    def link_id(self) -> str:
        """The id that a link to the field goes to. A group of choices has none, its first choice has."""
        if self.id_for_label:
            return self.id_for_label
        choices = self.subwidgets if isinstance(self.field.widget, ChoiceWidget) else []
        return choices[0].id_for_label if choices else f"{self.auto_id}_0"

    @property
    def is_tick(self) -> bool:
        """A single box to tick, where the label stands after the box."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """May be left empty, and the reader should be told so. A box to tick says it by being one."""
        marks = getattr(self.form, "mark_optional", True)
        needed = getattr(self.field, "needed", self.field.required)
        return marks and not needed and not self.field.disabled and not self.is_tick


class Renderer(TemplatesSetting):
    """Draws every form with this app's templates, which stand before Django's own."""

    form_template_name = "ui/form.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = BoundField


class Form(forms.Form):
    """The base of all forms.

    The server is the only judge: no `required` in the HTML, so that the messages are the same with and
    without JavaScript. A form class words its own ("Skriv vad som hände"); the ones here are the rest.
    """

    use_required_attribute = False
    # False in a form where every field may be left out, as a filter: there the mark would be noise.
    mark_optional = True

    def full_clean(self) -> None:
        """Words the messages, then judges. Not at the start: a form may add fields while it is made."""
        for name, field in self.fields.items():
            field.error_messages = Worded(field, name)
        super().full_clean()


class CarryingForm(Form):
    """A form that carries what was written to a verb, which judges it and says what must be changed."""

    mark_optional = False

    def take(self, refused: ValidationError) -> None:
        """Shows the verb's sentences at their fields; what belongs to no field stands first on the page."""
        # A refusal that names no field has no dictionary of its own.
        for where, sentences in refused.update_error_dict({}).items():
            self.add_error(self.place_of(where), sentences)

    def place_of(self, where: str) -> str | None:
        """The field that the verb calls so, if there is one."""
        return where if where in self.fields else None


Refusals = Mapping[type[Exception], Callable[[Any], str]]


def tried(
    request: HttpRequest,
    form: CarryingForm,
    verb: Callable[[], object],
    said: str,
    refusals: Refusals | None = None,
) -> bool:
    """Whether the form was sent and its verb did it; else the form says what is to be changed.

    `refusals` words what a verb may raise beside a ValidationError: about the whole, and no field.
    """
    known = refusals or {}
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        verb()
    except ValidationError as refused:
        form.take(refused)
        return False
    except tuple(known) as refused:
        word = next(word for kind, word in known.items() if isinstance(refused, kind))
        form.add_error(None, word(refused))
        return False
    messages.success(request, said)
    return True


class Worded(dict[str, Any]):
    """The messages of a field: ours, that say what to do, where its form class has not worded its own.

    Put into words when one is needed: most fields are filled in right.
    """

    def __init__(self, field: forms.Field, name: str) -> None:
        super().__init__(field.error_messages)
        self.field, self.label = field, str(field.label or pretty_name(name))

    def __contains__(self, code: object) -> bool:
        return super().__contains__(code) or code in messages_for(self.field, self.label)

    def __getitem__(self, code: str) -> Any:
        now = self.get(code)
        return (
            messages_for(self.field, self.label).get(code, now) if is_djangos(self.field, code, now) else now
        )


def messages_for(field: forms.Field, label: str) -> dict[str, Any]:
    """Our messages for this kind of field, by Django's code of the error."""
    quoted = {"label": label.rstrip(".:")}
    messages = {
        "required": gettext("Fyll i ”%(label)s”") % quoted,
        "max_length": gettext("Korta texten från %(show_value)d till högst %(limit_value)d tecken"),
        "min_value": gettext("Skriv ett tal som är minst %(limit_value)s"),
        "max_value": gettext("Skriv ett tal som är högst %(limit_value)s"),
        "null_characters_not_allowed": gettext(
            "Skriv om ”%(label)s”: där finns tecken som inte går att spara"
        )
        % quoted,
    }
    match field:
        case forms.FileField():
            # Its max_length is about the name of the file, with other parameters.
            return {"required": gettext("Välj en fil under ”%(label)s”") % quoted}
        case forms.BooleanField():
            messages["required"] = gettext("Kryssa i ”%(label)s”") % quoted
        case forms.ChoiceField() | forms.ModelChoiceField():
            messages["required"] = gettext("Välj under ”%(label)s”") % quoted
            # Without the label: Django formats this one again, and a label may hold a per cent sign.
            messages["invalid_choice"] = gettext("Välj ett av alternativen som visas")
        case forms.EmailField():
            messages["invalid"] = gettext("Skriv e-postadressen som namn@exempel.se")
        case forms.DateField():
            messages["invalid"] = gettext("Skriv datumet som 2026-04-30")
        case forms.IntegerField():
            messages["invalid"] = gettext("Skriv ”%(label)s” med siffror") % quoted
    return messages


def is_djangos(field: forms.Field, code: str, now: object) -> bool:
    """Whether the message is still the one that Django brings (the same object), or none."""
    return now is None or any(
        now is getattr(kind, "default_error_messages", {}).get(code) for kind in type(field).__mro__
    )
