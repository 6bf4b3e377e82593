"""What a person is to do about a fault that the rules found in an answer."""

from django.utils.translation import gettext as _

from workflows.questions.sheet import Fault, Sheet


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
    }[fault.what]
