"""What a new form can begin with: nothing, a form that ships with Samsyn, or a file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from workflows.builder import drafts
from workflows.builder.models import Draft
from workflows.presets import templates
from workflows.presets.templates import Template
from workflows.questions import sheet
from workflows.questions.models import QuestionForm
from workflows.questions.sheet import Sheet


def offered() -> list[Template]:
    """The forms that ship with Samsyn."""
    return [templates.read(name) for name in templates.names()]


def begin(given: Mapping[str, Any], by: User) -> Draft:
    """A draft of a new form: under the name that was given, with what it was to begin with."""
    purpose = QuestionForm.Purpose.REPORT.value
    begun_with = Sheet("", ())
    if given["file"] is not None:
        begun_with = given["file"]
    elif given["begin_with"]:
        template = templates.read(given["begin_with"])
        begun_with, purpose = sheet.read(template.content), template.purpose
    title = given["title"].strip() or begun_with.title
    if not title:
        raise ValidationError({"title": _("Skriv vad blanketten ska heta.")})
    return drafts.begin(replace(begun_with, title=title), by, purpose)
