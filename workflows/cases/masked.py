"""The case without the person: written answer by answer, and once approved the only text that bodies read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from workflows.cases import todos
from workflows.cases.locking import Closed, locked
from workflows.cases.models import Case, Kept, MaskedText, Todo
from workflows.cases.moves import write_due
from workflows.cases.texts import faults_of
from workflows.masking.review import Answered, Refused, masked, reviewed
from workflows.questions import times
from workflows.questions.sheet import Question

NOTHING_ANSWERED = Answered()


def questions_of(case: Case) -> list[Question]:
    """The questions whose answers are free text; chosen answers name nobody and follow as they are."""
    return [question for question in case.form_version.sheet.questions if question.is_text]


def latest(case: Case) -> MaskedText | None:
    """The version last written, approved or not."""
    return case.masked_texts.last()


def approved(case: Case) -> MaskedText | None:
    """The version that bodies read."""
    return case.masked_texts.filter(approved_at__isnull=False).last()


def beginning(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """Where the masked text begins: the answers, with what points to a person already replaced."""
    return {question.id: masked(question.readable(answers[question.id])) for question in questions}


def coarse(case: Case, chosen: Mapping[str, Any]) -> dict[str, str]:
    """The times among the chosen answers, no finer than a month: a day and a place can be a person."""
    asked = case.form_version.sheet.questions
    return {q.id: times.coarse(chosen[q.id]) for q in asked if q.kind == "when" and q.id in chosen}


def kept_by_reporter(case: Case) -> dict[str, str]:
    """Why the reporter let something stand that may point to a person, question by question."""
    kept = case.kept.filter(masked=None)
    said: dict[str, dict[str, None]] = {}
    for one in kept:
        said.setdefault(one.question, {})[one.get_reason_display()] = None
    return {question: "; ".join(reasons) for question, reasons in said.items()}


@transaction.atomic
def write(case: Case, texts: Mapping[str, str], by: User) -> MaskedText:
    """Stores a new version, which no body reads until it is approved."""
    asked = {question.id for question in questions_of(case)}
    given = {question: text.strip() for question, text in texts.items()}
    faults = {q: _("Frågan finns inte på blanketten.") for q in given if q not in asked}
    faults |= faults_of(**given)
    if not any(given.values()):
        faults["masked"] = _("Skriv den avidentifierade texten för minst en fråga.")
    if faults:
        raise ValidationError(faults)
    changed = locked(case)
    if changed.closed_at:
        raise Closed
    changed.version += 1
    changed.save(update_fields=["version"])
    return MaskedText.objects.create(case=changed, texts=given, by=by, at=clock.now())


@transaction.atomic
def approve(case: Case, by: User, answered: Answered = NOTHING_ANSWERED) -> MaskedText:
    """A person's act: this text may be read by people who work for several authorities.

    What may point to a person is replaced first, or kept for a reason, which is noted: else Refused.
    """
    changed = locked(case)
    text = latest(changed)
    if text is None:
        raise ValidationError({"masked": _("Skriv den avidentifierade texten först.")})
    if text.approved_at is None:
        review = reviewed(text.texts, answered)
        if review.said or any(one.strength == "handle" for one in review.left):
            raise Refused(review.said, review.found)
        Kept.objects.bulk_create(
            Kept(case=changed, masked=text, question=question, kind=kind, reason=answered.because)
            for question, kind in review.handled
        )
        text.approved_by, text.approved_at = by, clock.now()
        text.save(update_fields=["approved_by", "approved_at"])
        todos.done(changed, Todo.Kind.MASK, text.approved_at)
        # The clock may have waited for it.
        write_due(changed)
        changed.version += 1
        changed.save(update_fields=["due", "clock_on", "version"])
    return text
