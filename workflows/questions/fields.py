"""The fields with which a sheet's questions are answered on a page. They carry; the sheet's rules judge."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.questions.answers import is_empty, part_of
from workflows.questions.sheet import Choice, Question
from workflows.questions.times import in_words


class Several(forms.MultipleChoiceField):
    """Several choices. Which they may be the sheet's rules say, in the verb."""

    def validate(self, value: Any) -> None:
        """Asks only whether there is an answer."""
        forms.Field.validate(self, value)


class One(forms.ChoiceField):
    """One choice. Which it may be the sheet's rules say, in the verb."""

    def validate(self, value: Any) -> None:
        """Asks only whether there is an answer."""
        forms.Field.validate(self, value)


class When(forms.CharField):
    """A time in the writer's words, shown again as a person says it."""

    def prepare_value(self, value: Any) -> Any:
        """What was kept, in words; what was written, as it was."""
        return in_words(value) if isinstance(value, str) else value


class PartyTextsWidget(forms.Widget):
    """A text for each party, in a field of its own: no script is needed, and none is lost."""

    template_name = "questions/party_texts.html"
    use_fieldset = True

    def __init__(self, of: str = "", choices: Iterable[Choice] = ()) -> None:
        super().__init__()
        self.of, self.choices = of, list(choices)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The parties in their order, each with its text."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        texts = value if isinstance(value, Mapping) else {}
        context["widget"]["of"] = self.of
        context["widget"]["parts"] = [
            {
                "party": one.value,
                "label": one.label,
                "name": part_of(name, one.value),
                "id": f"{context['widget']['attrs'].get('id', name)}_{number}",
                "text": texts.get(one.value, ""),
            }
            for number, one in enumerate(self.choices)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> dict[str, str]:
        """The texts that were written, by party."""
        given = {one.value: data.get(part_of(name, one.value), "") for one in self.choices}
        return {party: text for party, text in given.items() if not is_empty(text)}

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: Any, name: str) -> bool:
        """Whether the page had none of the fields."""
        return not any(part_of(name, one.value) in data for one in self.choices)

    def id_for_label(self, _id: str, _index: str = "0") -> str:
        """None: a label belongs to each text."""
        return ""


class PartyTexts(forms.Field):
    """What each party did."""

    def __init__(self, question: Question, **words: Any) -> None:
        super().__init__(widget=PartyTextsWidget(question.of, question.choices), **words)


def field_of(question: Question) -> forms.Field:
    """The field with which a question is answered."""
    words: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        # Whether a question with conditions is asked only its sheet can say.
        "required": question.required and not question.shown_if,
        "error_messages": {"required": question.missing} if question.missing else None,
    }
    choices = [(choice.value, choice.label) for choice in question.choices]
    field: forms.Field
    match question.kind:
        case "one_choice" | "yes_no" | "number_band":
            field = One(choices=choices, widget=forms.RadioSelect, **words)
        case "several_choices" | "parties":
            field = Several(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
        case "long_text":
            field = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), **words)
        case "party_texts":
            field = PartyTexts(question, **words)
        case "when":
            field = When(**{**words, "help_text": question.hint or HOW_TO_SAY_WHEN})
        case "short_text":
            field = forms.CharField(**words)
    # Nobody is told that they may leave out what they must answer once it is asked.
    field.needed = question.required  # type: ignore[attr-defined]
    return field


HOW_TO_SAY_WHEN = _("Ungefär räcker: mars 2026, våren 2026 eller sedan hösten 2025.")
