"""A form whose fields are the questions of a sheet, in its order, with its headings and conditions."""

import json
from dataclasses import dataclass

from django import forms

from workflows.questions.fields import field_of
from workflows.questions.sentences import conditions_of
from workflows.questions.sheet import Question, Sheet


@dataclass(frozen=True)
class Row:
    """A question as it stands on the page; a heading has no field."""

    question: Question
    field: forms.BoundField | None
    # When it is to be answered: for a person, and for the script that hides it meanwhile.
    condition: str
    asked_if: str


def add_questions(form: forms.Form, asked: Sheet) -> None:
    """Gives the form a field for each question, before those that it has."""
    answered = [question for question in asked.questions if question.is_answered]
    for question in answered:
        form.fields[question.id] = field_of(question)
    form.order_fields([question.id for question in answered])


def rows_of(form: forms.Form, asked: Sheet) -> list[Row]:
    """The sheet as it stands on the page."""
    return [
        Row(
            question,
            form[question.id] if question.is_answered else None,
            conditions_of(asked, question),
            asked_if(question),
        )
        for question in asked.questions
    ]


def asked_if(question: Question) -> str:
    """The conditions as `asked.js` reads them; nothing where there are none."""
    conditions = [{"question": one.question, "any_of": list(one.any_of)} for one in question.shown_if]
    return json.dumps(conditions) if conditions else ""
