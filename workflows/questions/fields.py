"""The fields with which a sheet's questions are answered on a page. They carry; the sheet's rules judge."""

from typing import Any

from django import forms

from workflows.questions.sheet import Question


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


def field_of(question: Question) -> forms.Field:
    """The field with which a question is answered."""
    words: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": {"required": question.missing} if question.missing else None,
    }
    choices = [(choice.value, choice.label) for choice in question.choices]
    field: forms.Field
    match question.kind:
        case "one_choice":
            field = One(choices=choices, widget=forms.RadioSelect, **words)
        case "several_choices":
            field = Several(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
        case "long_text":
            field = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), **words)
        case "short_text":
            field = forms.CharField(**words)
    return field
