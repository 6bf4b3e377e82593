"""Where it happened and what it is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.models import County, Tenant
from ui.forms import Form

# What a report is about, in the words of who has one to send; each kind of organisation takes its own.
MATTERS = {
    Tenant.Kind.FORBUND: _("Samverkan mellan myndigheter som låser sig kring en person"),
    Tenant.Kind.PO_VERKSAMHET: _("En brist som ett personligt ombud ser"),
    Tenant.Kind.KOMMUN: _("Något som avviker från vad kommun och region har kommit överens om"),
    Tenant.Kind.SAMVERKANSGRUPP: _("En fråga för den lokala samverkansgruppen"),
}


class WhereForm(Form):
    """A municipality and a matter."""

    mark_optional = False
    kommun = forms.ChoiceField(
        label=_("I vilken kommun?"), error_messages={"required": _("Välj kommunen där det hände.")}
    )
    arende = forms.ChoiceField(
        label=_("Vad gäller det?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad det gäller.")},
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        counties = County.objects.prefetch_related("municipalities")
        grouped = [
            (county.name, sorted(((m.code, m.name) for m in county.municipalities.all()), key=swedish))
            for county in counties
        ]
        kinds = set(Tenant.objects.current().values_list("kind", flat=True))
        matters = [(kind.value, label) for kind, label in MATTERS.items() if kind in kinds]
        self._offer("kommun", [("", _("Välj kommun")), *grouped])
        self._offer("arende", matters)
        if len(matters) == 1:
            self.fields["arende"].initial = matters[0][0]

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def swedish(choice: tuple[str, str]) -> str:
    """The key that sorts a name as Swedish does: å, ä and ö last, in that order."""
    return choice[1].casefold().translate(str.maketrans("åäö", "{|}"))
