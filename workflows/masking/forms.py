"""A form that shows its writer what in the texts may point to a person, with a button beside each finding.

No JavaScript: a button sends the form, and the page comes back with that piece replaced.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ui.forms import CarryingForm
from workflows.masking.review import Answered, Found, Reason, Refused, replaced, review


def with_replaced(data: QueryDict, pressed: str) -> QueryDict:
    """What was sent, with the piece replaced that a button was about."""
    changed = data.copy()
    for name, text in replaced({name: str(data[name]) for name in data}, pressed).items():
        changed[name] = text
    return changed


class ReviewedForm(CarryingForm):
    """The base of forms whose texts are reviewed. A subclass says which fields these are."""

    kept_because = forms.ChoiceField(
        label=_("Varför behöver det stå kvar?"),
        required=False,
        choices=[one for one in Reason.choices if one[0] != Reason.UNASKED],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None = None, initial: Any = None, prefix: str | None = None) -> None:
        self.pressed = data.get("instead", "") if data else ""
        self.found: list[Found] = []
        super().__init__(
            with_replaced(data, self.pressed) if data and self.pressed else data,
            initial=initial,
            prefix=prefix,
        )

    @property
    def reviewed_fields(self) -> list[str]:
        """The fields whose texts are reviewed."""
        raise NotImplementedError

    @property
    def texts(self) -> dict[str, str]:
        """What was written in them."""
        texts: dict[str, str] = {}
        for name in self.reviewed_fields:
            written = self.cleaned_data[name]
            # A field with several texts has a name for each: its own, and which.
            texts |= (
                {f"{name}.{part}": text for part, text in written.items()}
                if isinstance(written, dict)
                else {name: written}
            )
        return texts

    @property
    def answered(self) -> Answered:
        """What the writer says to what the page has shown."""
        return Answered(frozenset(self.data.get("seen", "").split()), self.cleaned_data["kept_because"])

    def found_in(self, name: str) -> list[Found]:
        """What was found in the text of one field."""
        return [one for one in self.found if one.field.partition(".")[0] == name]

    @property
    def places(self) -> list[tuple[forms.BoundField, int]]:
        """The fields in whose texts something was found, and how much."""
        return [
            (self[name], len(self.found_in(name))) for name in self.reviewed_fields if self.found_in(name)
        ]

    @property
    def must_give_a_reason(self) -> bool:
        """Whether something may stay only for a reason."""
        return any(one.strength == "handle" for one in self.found)

    @property
    def seen(self) -> str:
        """What the page says that its writer has seen, once it has been shown."""
        return " ".join(one.key for one in self.found)

    def is_valid(self) -> bool:
        """Whether it can be given to the verb; a button beside a finding changes the page and no more."""
        if not super().is_valid():
            return False
        if self.pressed:
            self.found = review(self.texts)
        return not self.pressed

    def take(self, refused: ValidationError) -> None:
        """Shows the verb's sentences at their fields, and above them what there is to look at."""
        super().take(refused)
        if isinstance(refused, Refused):
            self.found = refused.found
