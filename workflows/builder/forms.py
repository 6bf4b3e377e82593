"""What a formulärägare fills in. The forms carry; the verbs and the proof judge."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.parties import as_groups
from ui.forms import CarryingForm
from workflows.builder import edits, words
from workflows.builder.drafts import Meanwhile
from workflows.presets import family
from workflows.presets.templates import Template
from workflows.questions import files
from workflows.questions.proof import CODED
from workflows.questions.sheet import (
    ONE,
    SEVERAL,
    Choice,
    Condition,
    Question,
    Sheet,
    takes_choices,
)

# Before the name of the field that holds the answers to an earlier question which this one hangs on.
IF = "om_"
# Before the value of an answer whose words can be changed and nothing else of it.
CALLED = "kallas_"


class NewForm(CarryingForm):
    """A new form: its name, and what it begins with."""

    title = forms.CharField(label=_("Vad ska blanketten heta?"), max_length=120, required=False)
    begin_with = forms.ChoiceField(label=_("Vad ska den börja med?"), required=False)
    file = forms.FileField(
        label=_("Eller en fil från en annan organisation"),
        help_text=_("En blankett som har sparats som fil härifrån slutar på .yaml."),
        required=False,
    )

    def __init__(self, templates: Iterable[Template], data: Any = None, sent: Any = None) -> None:
        super().__init__(data, sent)
        field = self.fields["begin_with"]
        assert isinstance(field, forms.ChoiceField)
        families: dict[str, list[tuple[str, str]]] = {}
        for one in templates:
            families.setdefault(family.read(one.family).name, []).append((one.slug, one.title))
        field.choices = [("", _("Ingenting, jag lägger till frågorna själv")), *families.items()]

    def clean_file(self) -> Sheet | None:
        """The form in the file."""
        given = self.cleaned_data["file"]
        if given is None:
            return None
        if given.size > 4 * files.LONGEST:
            raise forms.ValidationError(_("Filen är för stor för att vara en blankett."))
        try:
            return files.read(given.read().decode())
        except (files.Unreadable, UnicodeDecodeError) as broken:
            raise forms.ValidationError(unreadable(broken)) from None


def unreadable(broken: Exception) -> str:
    """What to do about a file that is no form."""
    line = getattr(broken, "line", None)
    if line:
        return gettext(
            "Filen går inte att läsa: något är fel på rad %(line)d. Spara den på nytt och försök igen."
        ) % {"line": line}
    return gettext("Filen är ingen blankett som går att läsa. Spara den på nytt och försök igen.")


class NameForm(CarryingForm):
    """What the form is called, and what it is for."""

    title = forms.CharField(label=_("Blankettens namn"), max_length=120, required=False)
    about = forms.CharField(
        label=_("Vad är den till för?"),
        help_text=_("Visas där rapportören väljer mellan flera blanketter."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AddForm(CarryingForm):
    """One more question."""

    label = forms.CharField(label=_("Fråga"), required=False, max_length=500)
    kind = forms.ChoiceField(
        label=_("Vilket slags svar?"), choices=list(words.KINDS.items()), initial="long_text"
    )


class EditForm(CarryingForm):
    """A question: its words, its answers, what they are used to, and when it is asked."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(label=_("Fråga"), required=False, max_length=500)
    hint = forms.CharField(
        label=_("Hjälptext"),
        help_text=_("Högst en mening, som står under frågan."),
        required=False,
        max_length=500,
    )

    def __init__(self, form: Sheet, question: Question, data: Any = None) -> None:
        super().__init__(data, initial=initial_of(question))
        self.question_before, self.form = question, form
        self.fields["was"].initial = edits.mark_of(question)
        if takes_choices(question.kind):
            self.add_choices()
        if question.kind == "party_texts":
            self.add_of()
        if question.is_answered:
            self.add_use()
        for earlier in self.earlier:
            self.fields[IF + earlier.id] = forms.MultipleChoiceField(
                label=earlier.label,
                choices=[(choice.value, choice.label) for choice in earlier.choices],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def add_choices(self) -> None:
        """The answers to choose among: of parties those of the tree, else a line for each."""
        if self.question_before.kind == "parties":
            self.fields["parties"] = forms.MultipleChoiceField(
                label=_("Vilka verksamheter ska gå att välja?"),
                choices=as_groups(),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        elif self.is_coded:
            # What the answers mean is fixed; what they are called is the owner's.
            for choice in self.question_before.choices:
                self.fields[CALLED + choice.value] = forms.CharField(
                    label=gettext("Vad svaret ”%(label)s” ska heta") % {"label": choice.label},
                    initial=choice.label,
                    max_length=300,
                    required=False,
                )
        else:
            self.fields["choices"] = forms.CharField(
                label=_("Svar att välja mellan"),
                help_text=_("Ett svar på varje rad, i den ordning de ska stå."),
                widget=forms.Textarea(attrs={"rows": 6}),
                required=False,
            )

    def add_of(self) -> None:
        """The earlier question about parties."""
        place = self.form.questions.index(self.question_before)
        parties = [one for one in self.form.questions[:place] if one.kind == "parties"]
        self.fields["of"] = forms.ChoiceField(
            label=_("Vilka verksamheter handlar den om?"),
            choices=[("", _("Välj i listan")), *((one.id, one.label) for one in parties)],
            required=False,
        )

    def add_use(self) -> None:
        """Whether it must be answered, what is said if not, and what the answer is used to."""
        self.fields["required"] = forms.BooleanField(label=_("Måste besvaras"), required=False)
        self.fields["missing"] = forms.CharField(
            label=_("Vad ska det stå om svaret saknas?"),
            help_text=_("Säg vad man ska göra, till exempel ”Skriv vad som hände”."),
            required=False,
            max_length=300,
        )
        self.fields["role"] = forms.ChoiceField(
            label=_("Vad används svaret till?"),
            help_text=_("Så kan svaren jämföras, fast blanketterna ser olika ut."),
            choices=[one for one in words.ROLES.items() if one[0] not in CODED - {self.question_before.role}],
            required=False,
        )

    def told_of(self, meanwhile: Meanwhile) -> str:
        """What to do where somebody else changed the question; the page then knows how it is now."""
        if meanwhile.question is None:
            return gettext("%(name)s har tagit bort frågan. Kopiera det du vill ha kvar.") % {
                "name": meanwhile.by
            }
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["was"] = edits.mark_of(meanwhile.question)
        return gettext(
            "%(name)s ändrade frågan medan du skrev. Nu står där: ”%(label)s”. Det du skrev är kvar här: "
            "välj vad som ska gälla och spara igen."
        ) % {"name": meanwhile.by, "label": meanwhile.question.label}

    @cached_property
    def earlier(self) -> list[Question]:
        """The questions before it that it can hang on."""
        place = self.form.questions.index(self.question_before)
        return [one for one in self.form.questions[:place] if one.kind in ONE | SEVERAL]

    @property
    def is_coded(self) -> bool:
        """Whether its answers mean something to more than a reader."""
        return self.question_before.role in CODED

    @property
    def words_fields(self) -> list[forms.BoundField]:
        """The fields of the question itself."""
        return [self[name] for name in self.fields if name != "was" and not name.startswith(IF)]

    @property
    def condition_fields(self) -> list[forms.BoundField]:
        """The fields that say when it is asked."""
        return [self[name] for name in self.fields if name.startswith(IF)]

    @property
    def question(self) -> Question:
        """The question as it was written."""
        data, before = self.cleaned_data, self.question_before
        choices = before.choices
        if "choices" in data:
            choices = edits.choices_of(data["choices"], before.choices)
        elif self.is_coded:
            choices = tuple(replace(one, label=data[CALLED + one.value].strip()) for one in choices)
        elif "parties" in data:
            choices = parties_of(data["parties"], before.choices)
        conditions = tuple(
            Condition(one.id, tuple(data[IF + one.id])) for one in self.earlier if data[IF + one.id]
        )
        return replace(
            before,
            label=data["label"].strip(),
            hint=data["hint"].strip(),
            required=data.get("required", False),
            missing=data.get("missing", "").strip(),
            role=data.get("role", ""),
            of=data.get("of", ""),
            choices=choices,
            shown_if=conditions,
        )


def initial_of(question: Question) -> dict[str, Any]:
    """The fields as the question has them."""
    return {
        "label": question.label,
        "hint": question.hint,
        "required": question.required,
        "missing": question.missing,
        "role": question.role,
        "of": question.of,
        "choices": "\n".join(choice.label for choice in question.choices),
        "parties": [choice.value for choice in question.choices],
        **{IF + one.question: list(one.any_of) for one in question.shown_if},
    }


def parties_of(codes: list[str], before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The chosen parties in the order of the tree; one that was there keeps what it is called here."""
    known = {choice.value: choice.label for choice in before}
    names = {
        code: name if name == group else f"{group}: {name}"
        for group, parties in as_groups()
        for code, name in parties
    }
    return tuple(Choice(code, known.get(code, names[code])) for code in names if code in codes)
