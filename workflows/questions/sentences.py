"""What a person is to do about a fault that the rules found in an answer."""

from django.utils.translation import gettext as _

from workflows.questions.answers import Fault
from workflows.questions.sheet import Question, Sheet


def sentence(asked: Sheet, fault: Fault) -> str:
    """The fault in words."""
    if fault.what == "unknown_question":
        return _("Frågan finns inte på blanketten.")
    question = asked.question(fault.where)
    return {
        "missing": question.missing or _("Svara på frågan: %(label)s") % {"label": question.label},
        "too_long": _("Svaret är för långt. Korta det, och lägg till resten efteråt med koden på kvittot."),
        "unknown_choice": _("Välj något av svaren."),
        "wrong_type": _("Svaret har fel form."),
        "bad_characters": _("Svaret innehåller tecken som inte går att spara. Skriv om det."),
        "unclear_time": _(
            "Skriv till exempel 2026, mars 2026, våren 2026, 14 mars 2026 eller sedan mars 2026."
        ),
        "not_asked": _("%(when)s Ändra svaret där, eller töm det här fältet.")
        % {"when": conditions_of(asked, question)},
    }[fault.what]


def conditions_of(asked: Sheet, question: Question) -> str:
    """When the question is to be answered, in words; nothing where it always is."""
    said = [
        _("”%(answer)s” på frågan ”%(question)s”")
        % {
            "answer": _("” eller ”").join(map(asked.question(one.question).label_of, one.any_of)),
            "question": asked.question(one.question).label,
        }
        for one in question.shown_if
    ]
    return _("Gäller bara den som svarar %(answers)s.") % {"answers": _(" och ").join(said)} if said else ""
