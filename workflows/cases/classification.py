"""What kind of case it is: a result of triage with a reason, never a gate at the entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from tenants.models import Party
from workflows.cases import texts
from workflows.cases.facets import Facets, faulty, several, words_by_list
from workflows.cases.locking import Closed, locked
from workflows.cases.models import Case, Classification


@dataclass(frozen=True)
class Triage:
    """What the first receiver found: the tenant's own words by code, the parties, and why."""

    type: str
    level: str
    category: str
    reason: str
    parties: Sequence[str] = ()
    recurrence: str = ""
    approach: str = ""
    from_party: str = ""
    to_party: str = ""
    facets: Facets = field(default_factory=dict)


@transaction.atomic
def classify(case: Case, found: Triage, by: User) -> Classification:
    """Stores the classification as the one that holds; the earlier ones stay as history."""
    faults = faults_of(case, found)
    if faults:
        raise ValidationError(faults)
    changed = locked(case)
    if changed.closed_at:
        raise Closed
    described = {name: list(codes) for name, codes in found.facets.items() if codes}
    changed.facets = described
    changed.type, changed.level, changed.category = found.type, found.level, found.category
    changed.parties = list(found.parties)
    changed.version += 1
    changed.save(update_fields=["type", "level", "category", "parties", "facets", "version"])
    return Classification.objects.create(
        case=changed,
        type=found.type,
        level=found.level,
        category=found.category,
        parties=list(found.parties),
        recurrence=found.recurrence,
        approach=found.approach,
        from_party=found.from_party,
        to_party=found.to_party,
        facets=described,
        reason=found.reason.strip(),
        by=by,
        at=clock.now(),
    )


def begun(case: Case) -> dict[str, object]:
    """Where triage begins: at the classification that holds, else at what the reporter said.

    The reporter says which parties it is about, and where the form asks, what it is and how many it concerns.
    """
    held: Classification | None = case.classifications.last()
    if held is not None:
        given = {name: codes if several(name) else codes[0] for name, codes in held.facets.items()}
        return {"type": held.type, **{name: getattr(held, name) for name in held.DESCRIBES}, **given}
    asked, said = case.form_version.sheet, {answer.question: answer.value for answer in case.answers.all()}
    found: dict[str, object] = {"parties": case.parties}
    for role, name in (("kind", "type"), ("affected", "affected")):
        question = asked.feeding(role)
        if question and question.id in said:
            found[name] = said[question.id]
    return found


def faults_of(case: Case, found: Triage) -> dict[str, str]:
    """A sentence for each field that must be changed."""
    listed = words_by_list()
    words = {(word.list, word.code): word for one in listed.values() for word in one}
    faults = {
        name: _("Välj ur listan.")
        for name in ("type", "level", "category")
        if (name, getattr(found, name)) not in words
    }
    category = words.get(("category", found.category))
    if category and "level" not in faults and category.under != found.level:
        faults["category"] = _("Kategorin hör till en annan nivå. Välj en som står under nivån.")
    if found.approach and ("approach", found.approach) not in words:
        faults["approach"] = _("Välj ur listan.")
    asked = case.form_version.sheet.feeding("recurrence")
    if found.recurrence and found.recurrence not in [c.value for c in (asked.choices if asked else ())]:
        faults["recurrence"] = _("Välj ur listan.")
    parties = {"", *Party.objects.values_list("code", flat=True)}
    if set(found.parties) - parties:
        faults["parties"] = _("Välj parter ur listan.")
    for name in ("from_party", "to_party"):
        if getattr(found, name) not in parties:
            faults[name] = _("Välj en part ur listan.")
    faults |= dict.fromkeys(faulty(found.facets, listed), _("Välj ur listan."))
    if not found.reason.strip():
        faults["reason"] = _("Skriv varför du bedömer det så.")
    return faults | texts.faults_of(reason=found.reason)
