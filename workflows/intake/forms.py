"""The report page's form, built from a sheet. It carries the answers; the verb judges them."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ui.forms import CarryingForm, Form
from workflows.cases.models import Feedback
from workflows.cases.receipts import is_page_id, new_page_id
from workflows.cases.received import Report, Sender
from workflows.masking.forms import ReviewedForm
from workflows.masking.review import Found
from workflows.questions.forms import Row, add_questions, rows_of
from workflows.questions.sheet import Sheet

# A contact field's name on the page, so that no question's id can be the same.
SENDER = "kontakt_"


class ReportForm(ReviewedForm):
    """The questions of a sheet, then how to reach the reporter if they like.

    Before it is sent its writer is shown what in the answers may point to a person.
    """

    mark_optional = True

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

    def __init__(
        self, asked: Sheet, version: str, data: QueryDict | None = None, prefix: str | None = None
    ) -> None:
        super().__init__(data, {"page_id": new_page_id(), "version": version}, prefix)
        self.asked = asked
        add_questions(self, asked)

    @property
    def rows(self) -> list[tuple[Row, list[Found]]]:
        """The questions as they stand on the page, and what was found in each."""
        return [(row, self.found_in(row.question.id)) for row in rows_of(self, self.asked)]

    @property
    def sender_fields(self) -> list[forms.BoundField]:
        """The fields about the reporter."""
        return [self[name] for name in self.fields if name.startswith(SENDER)]

    @property
    def reviewed_fields(self) -> list[str]:
        """The questions that are answered in free text."""
        return [question.id for question in self.asked.questions if question.is_text]

    def report(self, page_id: str = "") -> Report:
        """What is to be sent, on this page's id or on another; a page without a sound one gets a new one."""
        data = self.cleaned_data
        sound = data["page_id"] if is_page_id(data["page_id"]) else new_page_id()
        return Report(
            page_id=page_id or sound,
            answers={q.id: data[q.id] for q in self.asked.questions if q.is_answered},
            sender=Sender(
                **{name.removeprefix(SENDER): data[name].strip() for name in data if name.startswith(SENDER)}
            ),
            answered=self.answered,
        )

    def place_of(self, where: str) -> str | None:
        """The field; those about the reporter have names that no question can have."""
        return super().place_of(where) or super().place_of(SENDER + where)


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
