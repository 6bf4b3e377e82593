"""Which period a page is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.contributions.periods import Period
from reporting.dashboards.words import period_name
from reporting.publication import waivers
from reporting.publication.waivers import LONGEST_DECISION, NewWaiver
from tenants import air
from ui.forms import CarryingForm, Form


class PeriodForm(Form):
    """One of the periods that have been published."""

    mark_optional = False
    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, data: Any, periods: list[Period], first: Period | None) -> None:
        super().__init__(data, initial={"period": str(first)})
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one), period_name(one).capitalize()) for one in periods]
        field.required = data is not None


class WaiverForm(CarryingForm):
    """A named reader, and the decision by which it is let see."""

    reader = forms.ChoiceField(label=_("Vem får se?"))
    decision = forms.CharField(
        label=_("Beslut"),
        max_length=LONGEST_DECISION,
        help_text=_("Till exempel Styrelsen 2026-03-12, § 14."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["reader"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Välj läsare")),
            *((one.slug, one.name) for one in waivers.readers_for(air.tenant())),
        ]

    @property
    def waiver(self) -> NewWaiver:
        """What was filled in."""
        return NewWaiver(self.cleaned_data["reader"], self.cleaned_data["decision"])
