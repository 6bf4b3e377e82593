"""What kinds and roles of questions are called where a formulärägare chooses, and what faults say."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.questions.proof import Fault
from workflows.questions.sheet import Sheet

KINDS: dict[str, Promise] = {
    "long_text": gettext_lazy("Lång text"),
    "short_text": gettext_lazy("Kort text, en rad"),
    "one_choice": gettext_lazy("Ett av flera svar"),
    "several_choices": gettext_lazy("Ett eller flera svar"),
    "yes_no": gettext_lazy("Ja, nej eller vet inte"),
    "when": gettext_lazy("När det hände, så ungefär man vill"),
    "parties": gettext_lazy("Verksamheter"),
    "party_texts": gettext_lazy("Vad varje verksamhet gjorde"),
    "number_band": gettext_lazy("Hur många som berörs"),
    "heading": gettext_lazy("Rubrik över frågorna som följer"),
}
ROLES: dict[str, Promise] = {
    "": gettext_lazy("Bara till den som läser ärendet"),
    "event": gettext_lazy("Vad som hände"),
    "client_consequence": gettext_lazy("Följden för den enskilde"),
    "organisation_consequence": gettext_lazy("Följden för verksamheterna"),
    "cause": gettext_lazy("Orsaken"),
    "taken": gettext_lazy("Vad som är gjort"),
    "planned": gettext_lazy("Vad som är planerat"),
    "contacts_needed": gettext_lazy("Kontakter som behöver tas"),
    "obstacle": gettext_lazy("Vad som försvårar"),
    "enabler": gettext_lazy("Vad som underlättar"),
    "suggestion": gettext_lazy("Förslag till lösning"),
    "parties": gettext_lazy("Verksamheterna det gäller"),
    "involved": gettext_lazy("Vad varje verksamhet gjorde"),
    "own_or_other": gettext_lazy("Egen eller annan organisation"),
    "receiver": gettext_lazy("Vem som läser rapporten först"),
    "kind": gettext_lazy("Vad rapportören tar det för"),
    "when": gettext_lazy("När det hände"),
    "recurrence": gettext_lazy("Om det har hänt förut"),
    "affected": gettext_lazy("Hur många som berörs"),
    "raised_directly": gettext_lazy("Om det är taget upp direkt"),
    "systemic": gettext_lazy("Om det är en systembrist"),
}
CHANGED: dict[str, Promise] = {
    "added": gettext_lazy("Ny"),
    "removed": gettext_lazy("Borttagen"),
    "changed": gettext_lazy("Ändrad"),
    "moved": gettext_lazy("Flyttad"),
}
PARTS: dict[str, Promise] = {
    "kind": gettext_lazy("vilket slags svar"),
    "label": gettext_lazy("frågan"),
    "hint": gettext_lazy("hjälptexten"),
    "required": gettext_lazy("om den måste besvaras"),
    "missing": gettext_lazy("vad som sägs när svaret saknas"),
    "role": gettext_lazy("vad svaret används till"),
    "choices": gettext_lazy("svaren att välja bland"),
    "of": gettext_lazy("vilka verksamheter den handlar om"),
    "shown_if": gettext_lazy("när den ställs"),
}


def sentence(form: Sheet, fault: Fault) -> str:
    """What a formulärägare is to do about a fault."""
    label = {question.id: question.label for question in form.questions}.get(fault.about, fault.about)
    role = ROLES.get(fault.about, fault.about)
    said = {
        "no_title": _("Skriv vad blanketten ska heta."),
        "no_questions": _("Lägg till minst en fråga."),
        "no_label": _("Skriv själva frågan."),
        "no_choices": _("Skriv minst två svar att välja mellan."),
        "same_choice": _("Svaret ”%(about)s” finns två gånger. Ta bort det ena.") % {"about": fault.about},
        "unknown_party": _("Verksamheten ”%(about)s” finns inte längre. Ta bort den, eller välj en annan.")
        % {"about": fault.about},
        "no_parties_before": _("Välj en tidigare fråga om verksamheter som den här frågan handlar om."),
        "condition_not_before": _(
            "Frågan hänger på ”%(label)s”, som måste stå före och ha svar att välja på."
        )
        % {"label": label},
        "circular": _("Frågan och ”%(label)s” hänger på varandra. Ta bort det ena villkoret.")
        % {"label": label},
        "condition_cannot_be_met": _("Frågan ställs aldrig: ”%(label)s” har inte det svar som den väntar på.")
        % {"label": label},
        "unreachable": _("Frågan ställs aldrig: hur man än svarar stämmer inte alla villkor samtidigt."),
        "role_twice": _("En annan fråga används redan till ”%(role)s”. Välj något annat för en av dem.")
        % {"role": role},
        "role_of_another_kind": _("En fråga av det här slaget kan inte användas till ”%(role)s”.")
        % {"role": role},
        "role_of_another_value": _("Svaret ”%(about)s” leder ingenstans här. Ta bort det.")
        % {"about": fault.about},
        "role_not_fed": _("En fråga behöver användas till ”%(role)s”. Listor och statistik bygger på den.")
        % {"role": role},
        "role_not_always_fed": _(
            "Frågan används till ”%(role)s” och måste därför alltid ställas och besvaras."
        )
        % {"role": role},
        "more_than_a_page": _("Utskriven tar blanketten %(about)s sidor. Korta den tills den ryms på en.")
        % {"about": fault.about},
    }
    return said[fault.what]
