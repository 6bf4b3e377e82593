"""Who is given a seat."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants.parties import as_groups
from ui.forms import CarryingForm, Form
from workflows.bodies.models import Body, Sight


class SeatForm(Form):
    """A member, a body, a function and how much the seat reads."""

    body = forms.ModelChoiceField(Body.objects.all(), label=_("Organ"), empty_label=None)
    user = forms.ModelChoiceField(User.objects.none(), label=_("Medlem"))
    function = forms.CharField(
        label=_("Funktion"), max_length=120, help_text=_("Så visas personen för rapportören.")
    )
    employer = forms.CharField(
        label=_("Arbetsgivare"),
        max_length=120,
        required=False,
        help_text=_("Personen får aldrig läsa kontaktuppgifter till en rapportör med samma arbetsgivare."),
    )
    party = forms.ChoiceField(
        label=_("Talar för"),
        required=False,
        help_text=_("Den myndighet eller verksamhet som personen företräder i organet."),
    )
    sight = forms.ChoiceField(
        label=_("Vad får personen läsa?"), choices=Sight.choices, widget=forms.RadioSelect, initial=None
    )
    pointed_out = forms.BooleanField(
        label=_("Läser bara de ärenden där personen pekas ut"),
        required=False,
        help_text=_("För en chef hos en part, som har ett ärende tillsammans med en motpart."),
    )

    def __init__(self, members: QuerySet[User], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = members
        party = self.fields["party"]
        assert isinstance(party, forms.ChoiceField)
        party.choices = [("", _("Ingen särskild part")), *as_groups()]


class SittingForm(CarryingForm):
    """A body and a day on which it meets."""

    sitting_body = forms.ModelChoiceField(Body.objects.all(), label=_("Organ"), empty_label=None)
    on = forms.DateField(label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}))


class NameForm(CarryingForm):
    """A body and what it is to be called."""

    named_body = forms.ModelChoiceField(Body.objects.all(), label=_("Organ"), empty_label=None)
    name = forms.CharField(label=_("Nytt namn"), max_length=120, required=False)
