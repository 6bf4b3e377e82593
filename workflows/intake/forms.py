"""The report page's form, built from a sheet. It carries the answers; the verb judges them."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ui.forms import CarryingForm, Form
from workflows.cases.masked import TEXTS
from workflows.cases.models import Feedback, Kept
from workflows.cases.receipts import is_page_id, new_page_id
from workflows.cases.received import Report, Sender
from workflows.masking.review import Found, replaced, review, unanswered
from workflows.masking.stops import refuse_stops
from workflows.questions.fields import field_of
from workflows.questions.sheet import Sheet

# A contact field's name on the page, so that no question's id can be the same.
SENDER = "kontakt_"


def with_replaced(data: QueryDict, pressed: str) -> QueryDict:
    """What was sent, with the piece replaced that a button was about."""
    changed = data.copy()
    for name, text in replaced({name: str(data[name]) for name in data}, pressed).items():
        changed[name] = text
    return changed


class ReportForm(Form):
    """The questions of a sheet, then how to reach the reporter if they like.

    Before it is sent its writer is shown what in the answers may point to a person (`masking.review`). The
    page carries what they have seen; a button beside a finding sends the form with that piece replaced.
    """

    page_id = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    kontakt_name = forms.CharField(
        label=_("Ditt namn"), required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    kontakt_email = forms.CharField(
        label=_("Din e-post"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    kontakt_phone = forms.CharField(
        label=_("Din telefon"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    kontakt_organisation = forms.CharField(
        label=_("Var du arbetar"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    kept_because = forms.ChoiceField(
        label=_("Varför behöver det stå kvar?"),
        required=False,
        choices=[one for one in Kept.Reason.choices if one[0] != Kept.Reason.UNASKED],
        widget=forms.RadioSelect,
    )

    def __init__(self, asked: Sheet, version: str, data: QueryDict | None = None) -> None:
        self.pressed = data.get("instead", "") if data else ""
        super().__init__(
            with_replaced(data, self.pressed) if data and self.pressed else data,
            initial={"page_id": new_page_id(), "version": version},
        )
        self.asked = asked
        self.found: list[Found] = []
        for question in asked.questions:
            self.fields[question.id] = field_of(question)
        self.order_fields([question.id for question in asked.questions])

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the sheet, in its order."""
        return [self[question.id] for question in self.asked.questions]

    @property
    def sender_fields(self) -> list[forms.BoundField]:
        """The fields about the reporter."""
        return [self[name] for name in self.fields if name.startswith(SENDER)]

    @property
    def must_give_a_reason(self) -> bool:
        """Whether something may stay only for a reason."""
        return any(one.strength == "handle" for one in self.found)

    @property
    def seen(self) -> str:
        """What the page says that its writer has seen, once it has been shown."""
        return " ".join(one.key for one in self.found)

    def is_reviewed(self) -> bool:
        """Whether its writer has seen what was found and answered it; else the page shows it."""
        texts = {q.id: self.cleaned_data[q.id] for q in self.asked.questions if q.kind in TEXTS}
        reason = self.cleaned_data["kept_because"]
        seen = self.data.get("seen", "").split()
        self.found = review(texts)
        left = unanswered(self.found, seen, reason)
        if seen and not self.pressed:
            for name, sentence in refuse_stops(**texts).items():
                self.add_error(name, sentence)
            if any(one.strength == "handle" and one.key in seen for one in left):
                self.add_error("kept_because", _("Byt ut det, eller välj varför det behöver stå kvar."))
        return not left and not self.pressed

    def report(self, page_id: str = "") -> Report:
        """What is to be sent, on this page's id or on another; a page without a sound one gets a new one."""
        data = self.cleaned_data
        sound = data["page_id"] if is_page_id(data["page_id"]) else new_page_id()
        return Report(
            page_id=page_id or sound,
            answers={question.id: data[question.id] for question in self.asked.questions},
            sender=Sender(
                **{name.removeprefix(SENDER): data[name].strip() for name in data if name.startswith(SENDER)}
            ),
            kept_because=data["kept_because"] or Kept.Reason.UNASKED,
        )

    def take(self, refused: ValidationError) -> None:
        """Shows the verb's sentences at their fields."""
        for where, sentences in refused.message_dict.items():
            field = where if where in self.fields else SENDER + where
            self.add_error(field if field in self.fields else None, sentences)


class CodeForm(Form):
    """The code of a receipt, typed as a person types."""

    code = forms.CharField(
        label=_("Koden på ditt kvitto"),
        help_text=_("Tjugo tecken. Mellanslag, bindestreck och stora eller små bokstäver spelar ingen roll."),
        max_length=80,
        error_messages={"required": _("Skriv koden från ditt kvitto.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class AddForm(CarryingForm):
    """What the reporter writes to the first receiver."""

    text = forms.CharField(
        label=_("Ditt meddelande"),
        help_text=_("Läses av den som har ditt ärende. Skriv inga namn eller personnummer."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class HelpedForm(CarryingForm):
    """Whether it helped."""

    helped = forms.ChoiceField(
        label=_("Hjälpte det?"),
        choices=Feedback.Helped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj Ja, Delvis eller Nej.")},
    )
    text = forms.CharField(
        label=_("Vill du säga något mer?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
