"""The words that a measure and a statement are written with: kinds of measures, and parties."""

from django.utils.translation import gettext as _

from tenants.models import Party
from workflows.cases import texts
from workflows.measures.models import LONGEST_FUNCTION
from workflows.questions.models import Word


def kinds(*, current: bool = False) -> dict[str, str]:
    """The kinds of measures by code, in the tenant's order; also those that have ended, to read old ones."""
    words = Word.objects.filter(list=Word.List.APPROACH)
    return dict((words.filter(ends=None) if current else words).values_list("code", "name"))


def parties() -> dict[str, str]:
    """The parties by code, also those that have ended."""
    return dict(Party.objects.values_list("code", "name"))


def below(code: str) -> set[str]:
    """A party and all its units, in one query."""
    children: dict[str | None, list[str]] = {}
    for one, parent in Party.objects.values_list("code", "parent"):
        children.setdefault(parent, []).append(one)
    found, waiting = set[str](), [code]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += children.get(one, [])
    return found


def is_party(code: str) -> bool:
    """Whether it is one that holds now."""
    return Party.objects.filter(code=code, ends=None).exists()


def missing(**given: str) -> dict[str, str]:
    """A sentence for each text that has to say something and does not."""
    said = {
        "what": _("Skriv vad som ska göras."),
        "owner_function": _("Skriv vilken funktion som ansvarar."),
        "function": _("Skriv vilken funktion frågan går till."),
        "result": _("Skriv vad som gjordes, eller varför den inte blev av."),
        "effect_text": _("Skriv vilken effekten blev, eller hur ni vet att den uteblev."),
        "reason": _("Skriv varför det ändras."),
    }
    return {name: said[name] for name, text in given.items() if not text}


def faults_of(**given: str) -> dict[str, str]:
    """A sentence for each text that cannot be kept; a function is a line and no more."""
    long = [name for name in ("function", "owner_function") if len(given.get(name, "")) > LONGEST_FUNCTION]
    said = _("Korta texten till högst %(most)d tecken.") % {"most": LONGEST_FUNCTION}
    return dict.fromkeys(long, said) | texts.faults_of(**given)
