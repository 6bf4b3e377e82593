"""What a person fills in about a case. The forms carry; the verbs judge."""

from typing import Any

from django import forms
from django.db.models import F, Value
from django.utils.translation import gettext_lazy as _

from tenants.models import Party
from ui.forms import CarryingForm, Form
from workflows.bodies.models import Body
from workflows.cases.models import Note
from workflows.cases.outcomes import Possible
from workflows.questions.models import Word
from workflows.questions.sheet import Question


def text(label: Any, hint: Any = "", rows: int = 4) -> forms.CharField:
    """A field for running text."""
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


def field_for(name: str) -> forms.Field:
    """The field with which a person gives what an outcome requires."""
    return {
        "reply": text(
            _("Ditt svar till rapportören"),
            _("Skriv vad som ändrades, eller varför inget gjorde det, så att en kollega förstår det."),
            6,
        ),
        "reason": text(
            _("Varför?"), _("Läses av alla som har ärendet. Skriv inget som pekar ut en person."), 3
        ),
        "problem": text(_("Vad var problemet?"), _("Kort, som du förstår det efter samtalet."), 3),
        "solution": text(_("Vad löste det?"), "", 3),
        "participants": text(_("Vilka verksamheter var med?"), _("Funktioner, aldrig namn."), 2),
        "decision": text(_("Vad har ni beslutat?"), _("Vem gör vad, till när. Funktioner, aldrig namn."), 4),
    }[name]


class OutcomeForm(CarryingForm):
    """One outcome and what it requires."""

    outcome = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, chosen: Possible, data: Any = None) -> None:
        super().__init__(data, initial={"outcome": chosen.outcome.id})
        self.chosen = chosen
        for name in chosen.outcome.requires:
            self.fields[name] = field_for(name)

    @property
    def given(self) -> dict[str, str]:
        """What was given for the outcome's requirements."""
        return {name: self.cleaned_data[name] for name in self.chosen.outcome.requires}


class LetterForm(CarryingForm):
    """A letter to the reporter."""

    text = text(_("Skriv till rapportören"), _("Rapportören läser det med sin kod."), 5)


class NoteForm(CarryingForm):
    """A note of a call."""

    text = text(_("Anteckning"), _("Till exempel från ett samtal. Läses bara av er som tar emot."), 4)
    standing = forms.ChoiceField(
        label=_("Vad är den?"), choices=Note.Standing.choices, widget=forms.RadioSelect, required=False
    )


class MaskedForm(CarryingForm):
    """The masked text, answer by answer, beside what was written."""

    def __init__(self, questions: list[Question], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for question in questions:
            self.fields[question.id] = text(_("Avidentifierad"), "", 6)


class ContactForm(CarryingForm):
    """Why somebody needs to know who the reporter is."""

    reason = text(_("Varför behöver du kontaktuppgifterna?"), _("Skälet sparas med ditt namn och tiden."), 2)


class TriageForm(CarryingForm):
    """The classification, with the criteria in sight."""

    type = forms.ChoiceField(label=_("Vad är det?"), required=False, widget=forms.RadioSelect)
    level = forms.ChoiceField(
        label=_("På vilken nivå ligger hindret?"), required=False, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(label=_("Kategori"), required=False)
    parties = forms.MultipleChoiceField(
        label=_("Vilka parter gäller det?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    recurrence = forms.ChoiceField(label=_("Hur ofta händer det?"), required=False)
    approach = forms.ChoiceField(label=_("Hur bör det angripas?"), required=False)
    reason = text(_("Varför bedömer du det så?"), _("Skriv så att en kollega kan följa bedömningen."), 3)

    def __init__(self, recurrence: Question | None, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        words = list(Word.objects.filter(ends=None))
        of = {
            name: [word for word in words if word.list == name]
            for name in ("type", "level", "category", "approach")
        }
        levels = {word.code: word.name for word in of["level"]}
        self._offer("type", [(w.code, described(w)) for w in of["type"]])
        self._offer("level", [(w.code, described(w)) for w in of["level"]])
        grouped = [
            (name, [(w.code, w.name) for w in of["category"] if w.under == code])
            for code, name in levels.items()
        ]
        self._offer("category", [("", _("Välj kategori")), *grouped])
        self._offer("parties", party_choices())
        self._offer("approach", [("", _("Inte bestämt")), *((w.code, w.name) for w in of["approach"])])
        asked = [(c.value, c.label) for c in recurrence.choices] if recurrence else []
        self._offer("recurrence", [("", _("Vet inte än")), *asked])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def described(word: Word) -> str:
    """A word with its criteria, as it stands at the point of choice."""
    return f"{word.name}. {word.criteria}" if word.criteria else word.name


def party_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The tree of parties as groups: an authority, then its units."""
    parties = list(Party.objects.all())
    parents = {party.code: party.parent_id for party in parties}

    def top_of(code: str) -> str:
        parent = parents[code]
        return top_of(parent) if parent else code

    current = [party for party in parties if party.ends is None]
    tops = [party for party in current if party.parent_id is None]
    return [(top.name, [(p.code, p.name) for p in current if top_of(p.code) == top.code]) for top in tops]


VIEWS = [
    ("", _("Alla öppna")),
    ("new", _("Nya")),
    ("overdue", _("Försenade")),
    ("week", _("Denna vecka")),
    ("waiting", _("Väntar")),
    ("closed", _("Avslutade")),
]


class FilterForm(Form):
    """What the list is narrowed to, in the address, so that a view can be kept and shared."""

    mark_optional = False
    q = forms.CharField(label=_("Sök"), required=False, max_length=100)
    body = forms.ChoiceField(label=_("Hos"), required=False)
    level = forms.ChoiceField(label=_("Nivå"), required=False)
    category = forms.ChoiceField(label=_("Kategori"), required=False)
    party = forms.ChoiceField(label=_("Part"), required=False)
    since = forms.DateField(
        label=_("Inkom från"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Inkom till"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, choices in filter_choices().items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Alla")), *choices]


def filter_choices() -> dict[str, list[tuple[str, str]]]:
    """What the list can be narrowed to, all in one query, each in its own order."""
    words = Word.objects.filter(list__in=["level", "category"]).order_by()
    bodies = Body.objects.annotate(list=Value("body"), code=F("key"), position=F("pk")).order_by()
    parties = Party.objects.filter(ends=None).annotate(list=Value("party")).order_by()
    columns = ("list", "position", "code", "name")
    rows = words.values_list(*columns).union(bodies.values_list(*columns), parties.values_list(*columns))
    found: dict[str, list[tuple[str, str]]] = {"body": [], "level": [], "category": [], "party": []}
    for name, _position, code, label in sorted(rows):
        found[name].append((code, label))
    return found
