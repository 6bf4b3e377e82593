"""What a person fills in about measures and statements. The forms carry; the verbs judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.parties import as_groups
from ui.forms import CarryingForm, Form
from workflows.cases.forms import text
from workflows.measures import words
from workflows.measures.measures import FollowUp, NewMeasure
from workflows.measures.models import LONGEST_FUNCTION, Measure, Statement
from workflows.measures.statements import Answer, Question


def line(label: Any, hint: Any) -> forms.CharField:
    """A field for one line."""
    wide = forms.TextInput(attrs={"maxlength": LONGEST_FUNCTION})
    return forms.CharField(label=label, help_text=hint, required=False, widget=wide)


def day(label: Any, hint: Any = "") -> forms.DateField:
    """A field for a date."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=False, widget=widget)


def offer(form: forms.Form, name: str, first: Any, choices: list[Any]) -> None:
    """Gives a field what can be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", first), *choices]


class MeasureForm(CarryingForm):
    """A new measure."""

    kind = forms.ChoiceField(label=_("Vad är det för slags åtgärd?"), required=False)
    what = text(
        _("Vad ska göras?"),
        _("Läses av alla organ som har ärendet. Funktioner, aldrig namn eller personen."),
        3,
    )
    owner = forms.ChoiceField(label=_("Vilken part ansvarar?"), required=False)
    owner_function = line(_("Vilken funktion ansvarar?"), _("Till exempel enhetschef. Aldrig ett namn."))
    due = day(_("När ska det vara klart?"))
    decided_by = forms.ChoiceField(
        label=_("Hur beslutades det?"),
        required=False,
        choices=Measure.DecidedBy.choices,
        widget=forms.RadioSelect,
    )
    cost_benefit = text(_("Kostnad och nytta (valfritt)"), _("Vad det kostar, och vad det kan spara."), 2)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "kind", _("Välj slag"), list(words.kinds(current=True).items()))
        offer(self, "owner", _("Välj part"), as_groups())

    @property
    def measure(self) -> NewMeasure:
        """What was written, for the verb."""
        return NewMeasure(**self.cleaned_data)


class FollowUpForm(CarryingForm):
    """How it goes with a measure."""

    done = forms.BooleanField(label=_("Åtgärden är klar"), required=False)
    result = text(
        _("Vad har gjorts?"),
        _("Blev den inte av, skriv varför och kryssa i att den är klar. Funktioner, aldrig namn."),
        3,
    )
    effect = forms.ChoiceField(
        label=_("Vilken effekt fick den?"),
        help_text=_("När åtgärden är klar. Den står kvar i registret tills effekten är känd."),
        required=False,
        choices=Measure.Effect.choices,
        widget=forms.RadioSelect,
    )
    effect_text = text(_("Effekten i ord"), _("Vad som blev bättre, för vilka, och hur ni vet det."), 3)
    due = day(_("Klar senast"))
    reason = text(
        _("Varför får den ett nytt datum?"),
        _("Bara när datumet ändras, eller när den inte är klar längre."),
        2,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, measure: Measure, data: Any = None) -> None:
        names = ("result", "effect", "effect_text", "due", "version")
        held = {name: getattr(measure, name) for name in names}
        super().__init__(data, initial={**held, "done": measure.done_at is not None})

    def see(self, measure: Measure) -> None:
        """The writer is shown the latest: what they send next was written with that in sight."""
        self.data = {**self.data.dict(), "version": str(measure.version)}  # type: ignore[attr-defined]

    @property
    def follow_up(self) -> FollowUp:
        """What was written, for the verb."""
        sent = dict(self.cleaned_data)
        seen = sent.pop("version")
        return FollowUp(**sent, seen=seen)


class AskForm(CarryingForm):
    """A question to a party."""

    party = forms.ChoiceField(label=_("Vilken part ska yttra sig?"), required=False)
    function = line(_("Till vilken funktion går frågan?"), _("Till exempel enhetschef. Aldrig ett namn."))
    due = day(_("Svar senast"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "party", _("Välj part"), as_groups())

    @property
    def question(self) -> Question:
        """What was written, for the verb."""
        return Question(**self.cleaned_data)


class AnswerForm(CarryingForm):
    """A party's answer."""

    answer = forms.ChoiceField(
        label=_("Kan parten hantera det inom sitt uppdrag?"),
        required=False,
        choices=Statement.Answer.choices,
        widget=forms.RadioSelect,
    )
    what = text(
        _("Vad gör parten, eller varför kan den inte?"),
        _("Läses av alla organ som har ärendet. Funktioner, aldrig namn eller personen."),
        4,
    )
    when_text = text(_("När?"), _("Som parten säger det. Behövs inte om svaret är nej."), 2)

    @property
    def given(self) -> Answer:
        """What was written, for the verb."""
        return Answer(**self.cleaned_data)


VIEWS = [
    ("", "open", _("Inte klara")),
    ("overdue", "overdue", _("Försenade")),
    ("unknown", "unknown", _("Effekt inte känd")),
    ("done", "done", _("Klara")),
    ("all", "all", _("Alla")),
]


class RegisterForm(Form):
    """What the register is narrowed to, in the address, so that a view can be kept and shared."""

    mark_optional = False
    q = forms.CharField(label=_("Sök"), required=False, max_length=100)
    owner = forms.ChoiceField(label=_("Ansvarig part"), required=False)
    kind = forms.ChoiceField(label=_("Slag"), required=False)
    effect = forms.ChoiceField(label=_("Effekt"), required=False)
    since = day(_("Klar senast, från"))
    until = day(_("Klar senast, till"))

    def __init__(self, data: Any, kinds: dict[str, str]) -> None:
        super().__init__(data)
        offer(self, "owner", _("Alla"), as_groups())
        offer(self, "kind", _("Alla"), list(kinds.items()))
        offer(self, "effect", _("Alla"), list(Measure.Effect.choices))
