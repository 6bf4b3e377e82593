"""What an outcome asks for, as fields."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.forms import Form
from workflows.cases.outcomes import Possible


def field_for(name: str) -> forms.Field:
    """The field with which a person gives what an outcome requires."""
    return {
        "reply": forms.CharField(
            label=_("Ditt svar till rapportören"),
            help_text=_(
                "Skriv vad som ändrades, eller varför inget gjorde det, så att en kollega förstår det."
            ),
            widget=forms.Textarea(attrs={"rows": 6}),
            required=False,
        ),
    }[name]


class OutcomeForm(Form):
    """One outcome and what it requires. It carries; the verb judges."""

    mark_optional = False
    outcome = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, chosen: Possible, data: Any = None) -> None:
        super().__init__(data, initial={"outcome": chosen.outcome.id}, prefix=None)
        self.chosen = chosen
        for name in chosen.outcome.requires:
            self.fields[name] = field_for(name)

    @property
    def given(self) -> dict[str, str]:
        """What was given for the outcome's requirements."""
        return {name: self.cleaned_data[name] for name in self.chosen.outcome.requires}

    def take(self, refused: ValidationError) -> None:
        """Shows the verb's sentences at their fields."""
        for where, sentences in refused.message_dict.items():
            self.add_error(where if where in self.fields else None, sentences)
