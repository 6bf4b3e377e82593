"""What a person fills in about a case. The forms carry; the verbs judge."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import F, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.models import Party
from tenants.parties import as_groups
from ui.forms import CarryingForm, Form
from workflows.bodies.models import Body, Seat
from workflows.cases import duties, facets, lists
from workflows.cases.classification import Triage
from workflows.cases.facets import Facet
from workflows.cases.given import DECIDED_BY
from workflows.cases.models import Note
from workflows.cases.outcomes import Possible
from workflows.masking.forms import ReviewedForm
from workflows.masking.review import review
from workflows.questions.forms import Row, add_questions, rows_of
from workflows.questions.models import Word
from workflows.questions.sheet import Question, Sheet


def text(label: Any, hint: Any = "", rows: int = 4) -> forms.CharField:
    """A field for running text."""
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


def line(label: Any, hint: Any = "") -> forms.CharField:
    """A field for a few words."""
    return forms.CharField(label=label, help_text=hint, required=False)


def field_for(name: str) -> forms.Field:
    """The field with which a person gives what an outcome requires; `offered` fills those that choose."""
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
        "decided_by": Offered(label=_("Hur beslutades det?"), required=False, widget=forms.RadioSelect),
        "follow_up": forms.CharField(
            label=_("Vilken dag följer ni upp det?"),
            help_text=_("Dagen blir ärendets nästa datum."),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}),
        ),
        "follow_up_by": line(_("Vem följer upp det?"), _("En funktion, aldrig ett namn.")),
        "cause": text(_("Vad orsakade det?"), _("Det som låg bakom, som ni förstår det nu. Inte vem."), 3),
        "prevention": text(_("Hur undviks det i fortsättningen?"), _("Det som nu är annorlunda."), 3),
        "addressee": Offered(label=_("Vem förs det vidare till?"), required=False),
    }[name]


def offered(name: str) -> list[Any]:
    """What there is to choose from for a thing that an outcome requires; nothing where it is written."""
    if name == "decided_by":
        return list(DECIDED_BY.items())
    return as_groups() if name == "addressee" else []


class Offered(forms.ChoiceField):
    """A choice that is carried as it was made: the verb says whether it can be taken."""

    def validate(self, value: Any) -> None:
        """Leaves it to the verb."""


class OutcomeForm(CarryingForm):
    """One outcome and what it requires."""

    outcome = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, chosen: Possible, data: Any = None) -> None:
        super().__init__(data, initial={"outcome": chosen.outcome.id})
        self.chosen = chosen
        for name in chosen.outcome.requires:
            self.fields[name] = field = field_for(name)
            if isinstance(field, Offered):
                ask = [] if isinstance(field.widget, forms.RadioSelect) else [("", _("Välj i listan"))]
                field.choices = [*ask, *offered(name)]

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
    talk = forms.BooleanField(label=_("Det var ett samtal med rapportören"), required=False)


class MaskedForm(ReviewedForm):
    """The masked text, answer by answer, beside what was written."""

    def __init__(self, questions: list[Question], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial)
        self.asked = [question.id for question in questions]
        for question in questions:
            label = gettext("Avidentifierad text: %(question)s") % {"question": question.label}
            self.fields[question.id] = text(label, "", 6)
        if not self.is_bound:
            self.found = review({question: self.initial.get(question, "") for question in self.asked})

    @property
    def reviewed_fields(self) -> list[str]:
        """All of it."""
        return self.asked


class ContactForm(CarryingForm):
    """Why somebody needs to know who the reporter is."""

    reason = text(_("Varför behöver du kontaktuppgifterna?"), _("Skälet sparas med ditt namn och tiden."), 2)


class AnalysisForm(CarryingForm):
    """The questions of the analysis sheet, as they would stand on a report page."""

    mark_optional = True

    def __init__(self, asked: Sheet, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.asked = asked
        add_questions(self, asked)

    @property
    def rows(self) -> list[Row]:
        """The questions as they stand on the page."""
        return rows_of(self, self.asked)


class PointForm(CarryingForm):
    """Whom of the directory to point out."""

    seat = forms.ChoiceField(label=_("Vem ska pekas ut?"), required=False, widget=forms.RadioSelect)

    def __init__(self, directory: list[Seat], parties: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["seat"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(seat.pk), entry_of(seat, parties)) for seat in directory]
        field.error_messages["invalid_choice"] = _("Välj en person ur listan som inte redan är utpekad.")


def entry_of(seat: Seat, parties: Mapping[str, str]) -> str:
    """A person in the directory: name, function, employer and party, as far as they are known."""
    known = (seat.function, seat.employer, parties.get(seat.party, ""))
    return f"{seat.user.name}: {', '.join(dict.fromkeys(one for one in known if one))}"


class ReferenceForm(CarryingForm):
    """Where else the same matter stands."""

    system = line(
        _("Finns också i"), _("Till exempel arbetsgivarens eget system, eller en annan organisation.")
    )
    number = line(_("Nummer där"))


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
    from_party = forms.ChoiceField(
        label=_("Från"), help_text=_("Den part som hindret utgår från."), required=False
    )
    to_party = forms.ChoiceField(label=_("Till"), help_text=_("Den part som det drabbar."), required=False)
    recurrence = forms.ChoiceField(label=_("Hur ofta händer det?"), required=False)
    approach = forms.ChoiceField(label=_("Hur bör det angripas?"), required=False)
    reason = text(_("Varför bedömer du det så?"), _("Skriv så att en kollega kan följa bedömningen."), 3)

    def __init__(self, recurrence: Question | None, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        words = facets.words_by_list()
        of = {name: words.get(name, []) for name in ("type", "level", "category", "approach")}
        approaches = {word.code: word.name for word in of["approach"]}
        self._offer("type", [(w.code, described(w)) for w in of["type"]])
        self._offer("level", [(w.code, described(w, approaches)) for w in of["level"]])
        grouped = [
            (level.name, [(w.code, w.name) for w in of["category"] if w.under == level.code])
            for level in of["level"]
        ]
        self._offer("category", [("", _("Välj kategori")), *grouped])
        parties = as_groups()
        self._offer("parties", parties)
        self._offer("from_party", [("", _("Ingen särskild part")), *parties])
        self._offer("to_party", [("", _("Ingen särskild part")), *parties])
        self._offer("approach", [("", _("Inte bestämt")), *((w.code, w.name) for w in of["approach"])])
        asked = [(c.value, c.label) for c in recurrence.choices] if recurrence else []
        self._offer("recurrence", [("", _("Vet inte än")), *asked])
        self.facets = facets.asked(words)
        for facet in self.facets:
            self.fields[facet.name] = facet_field(facet, words[facet.list])
        self.order_fields([name for name in self.fields if name != "reason"])

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What kind of case it is, and how it is to be tackled."""
        described = {facet.name for facet in self.facets}
        return [self[name] for name in self.fields if name not in described | {"reason"}]

    @property
    def facet_fields(self) -> list[tuple[forms.BoundField, int]]:
        """The facets, each with how many of its words are chosen."""
        chosen = {facet.name: self[facet.name].value() or [] for facet in self.facets}
        counted = {name: 1 if isinstance(codes, str) else len(codes) for name, codes in chosen.items()}
        return [(self[name], number) for name, number in counted.items()]

    @property
    def triage(self) -> Triage:
        """What was found: the facets together, the rest each for itself."""
        given = dict(self.cleaned_data)
        chosen = {facet.name: given.pop(facet.name) for facet in self.facets}
        described = {
            name: [codes] if isinstance(codes, str) else codes for name, codes in chosen.items() if codes
        }
        return Triage(**given, facets=described)

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def facet_field(facet: Facet, words: list[Word]) -> forms.Field:
    """The field of one side from which a case is described."""
    choices = [(word.code, word.name) for word in words]
    if facet.several:
        return forms.MultipleChoiceField(
            label=facet.label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(
        label=facet.label,
        choices=[("", _("Vet inte än")), *choices],
        required=False,
        widget=forms.RadioSelect,
    )


def described(word: Word, approaches: Mapping[str, str] | None = None) -> str:
    """A word with its criteria, as it stands at the point of choice, and the approach that it suggests."""
    said = f"{word.name}. {word.criteria}" if word.criteria else word.name
    suggested = (approaches or {}).get(word.suggests)
    return (
        _("%(level)s Förslag: %(approach)s.") % {"level": said, "approach": suggested} if suggested else said
    )


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
    type = forms.ChoiceField(label=_("Typ"), required=False)
    party = forms.ChoiceField(label=_("Part"), required=False)
    from_party = forms.ChoiceField(label=_("Från part"), required=False)
    to_party = forms.ChoiceField(label=_("Till part"), required=False)
    consequence = forms.ChoiceField(label=_("Följd för den enskilde"), required=False)
    cause = forms.ChoiceField(label=_("Orsak"), required=False)
    area = forms.ChoiceField(label=_("Område"), required=False)
    aim = forms.ChoiceField(label=_("Vad brast"), required=False)
    target_group = forms.ChoiceField(label=_("Målgrupp"), required=False)
    affected = forms.ChoiceField(label=_("Hur många berörs"), required=False)
    duty = forms.ChoiceField(label=_("Märkt"), required=False)
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
            if not choices:
                # The organisation has no words for it.
                del self.fields[name]

    def in_words(self) -> dict[str, str]:
        """What was chosen, as it stands in the lists; never what was searched for, which may be a name."""
        said = {}
        for name, value in (self.cleaned_data if self.is_valid() else {}).items():
            field = self.fields[name]
            if value and name != "q":
                choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
                said[str(field.label)] = str(dict(choices).get(value, value))
        return said


def filter_choices() -> dict[str, list[tuple[str, str]]]:
    """What the list can be narrowed to, all in one query, each in its own order."""
    listed = ("type", "level", "category", *lists.FACETS_BY_LIST)
    words = Word.objects.filter(list__in=listed).order_by()
    bodies = Body.objects.annotate(list=Value("body"), code=F("key"), position=F("pk")).order_by()
    parties = Party.objects.filter(ends=None).annotate(list=Value("party")).order_by()
    taken = [
        chains.annotate(list=Value("duty"), name=Value("")).order_by() for chains in duties.given_by_chains()
    ]
    columns = ("list", "position", "code", "name")
    rows = words.values_list(*columns).union(
        *(one.values_list(*columns) for one in (bodies, parties, *taken))
    )
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in ("body", "party", "duty", *listed)}
    for name, _position, code, label in sorted(rows):
        found[name].append((code, label or str(duties.DUTIES[code])))
    return found | {"from_party": found["party"], "to_party": found["party"]}


class PeriodForm(Form):
    """From which day to which: of the cases that came in then."""

    mark_optional = False
    since = forms.DateField(label=_("Inkom från"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Inkom till"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        given: dict[str, Any] = self.cleaned_data
        if "since" in given and "until" in given and given["since"] > given["until"]:
            self.add_error("until", _("Välj en dag som inte kommer före den första"))
        return given
