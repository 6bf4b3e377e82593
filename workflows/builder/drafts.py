"""What a formulärägare does: begins, changes and publishes a draft. Two who do it at once lose nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from tenants.models import Party
from workflows.builder import edits
from workflows.builder.models import Draft
from workflows.chains.chain import QUICK
from workflows.chains.models import EscalationChain
from workflows.intake.models import Entrance
from workflows.intake.printing import pages_of
from workflows.questions import proof, publishing, sheet
from workflows.questions.models import FormVersion, QuestionForm, Word
from workflows.questions.proof import Fault
from workflows.questions.sheet import Question, Sheet

REPORT = QuestionForm.Purpose.REPORT
# The address of the page where a form is begun.
RESERVED = "ny"


@dataclass
class Meanwhile(Exception):
    """Somebody else has changed the question since it was shown; None where it is gone."""

    question: Question | None
    by: str


class Unproven(Exception):
    """The form cannot be published yet: what is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def draft_of(slug: str, by: User) -> Draft | None:
    """The draft of that form, begun from the version in use; None where there is no such form."""
    draft = Draft.objects.select_related("changed_by").filter(slug=slug).first()
    if draft is not None:
        return draft
    form = QuestionForm.objects.select_related("version").filter(slug=slug).first()
    return unchanged(form, by) if form else None


def unchanged(form: QuestionForm, by: User) -> Draft:
    """The version in use as a draft, which is kept when something is changed in it."""
    return Draft(
        slug=form.slug,
        purpose=form.purpose,
        content=form.version.content,
        begun_from=form.version,
        changed_by=by,
        changed_at=clock.now(),
    )


def begin(form: Sheet, by: User, purpose: str = REPORT) -> Draft:
    """A draft of a new form, with these questions."""
    slugs = (model.objects.values_list("slug", flat=True) for model in (QuestionForm, Draft))
    taken = {RESERVED, *chain(*slugs)}
    return Draft.objects.create(
        slug=edits.short(form.title, taken),
        purpose=purpose,
        content=sheet.content_of(form),
        changed_by=by,
        changed_at=clock.now(),
    )


def kept(draft: Draft) -> Draft:
    """The draft as it is now, which nobody else changes meanwhile."""
    names = ("purpose", "content", "begun_from", "changed_by", "changed_at")
    defaults = {name: getattr(draft, name) for name in names}
    held, _new = Draft.objects.select_for_update(of=("self",)).get_or_create(
        slug=draft.slug, defaults=defaults
    )
    return held


@transaction.atomic
def change(draft: Draft, edit: Callable[[Sheet], Sheet], by: User) -> Draft:
    """Does something to the draft as it is now, whatever it was when the page was shown."""
    held = kept(draft)
    held.content = sheet.content_of(edit(held.sheet))
    held.changed_by, held.changed_at = by, clock.now()
    held.save(update_fields=["content", "changed_by", "changed_at"])
    return held


def name(draft: Draft, title: str, about: str, by: User) -> Draft:
    """What the form is called, and what it is for."""
    if not title.strip():
        raise ValidationError({"title": _("Skriv vad blanketten ska heta.")})
    return change(draft, lambda form: replace(form, title=title.strip(), about=about.strip()), by)


def put(draft: Draft, question: Question, shown_as: str, by: User) -> Draft:
    """Keeps a question as it was written, unless it has been changed since the page was shown.

    `shown_as` is the mark of the question on that page; raises Meanwhile with the question as it is now.
    """

    def edit(form: Sheet) -> Sheet:
        now = next((one for one in form.questions if one.id == question.id), None)
        if now is None or edits.mark_of(now) != shown_as:
            raise Meanwhile(
                now, Draft.objects.select_related("changed_by").get(slug=draft.slug).changed_by.name
            )
        return edits.put(form, question)

    return change(draft, edit, by)


def add(draft: Draft, kind: str, label: str, by: User) -> Question:
    """One more question, last."""
    found: list[Question] = []

    def edit(form: Sheet) -> Sheet:
        changed, question = edits.added(form, kind, label)
        found.append(question)
        return changed

    if not label.strip():
        raise ValidationError({"label": _("Skriv frågan som den ska stå på blanketten.")})
    try:
        change(draft, edit, by)
    except edits.Full:
        raise ValidationError(
            _("Blanketten har redan %(most)d frågor. Ta bort någon först.") % {"most": edits.MOST}
        ) from None
    return found[0]


def faults_of(draft: Draft, *, printed: bool = False) -> list[Fault]:
    """What has to be changed before the draft is published; to see whether it fits a page takes a moment."""
    # An analysis is filled in on the screen.
    measured = printed and draft.purpose == REPORT
    return proof.faults_of(
        draft.sheet,
        needed=proof.NEEDED if draft.purpose == REPORT else (),
        parties=set(Party.objects.filter(ends=None).values_list("code", flat=True)),
        codes={"receiver": stages_in(), "kind": set(words_of(Word.List.TYPE))},
        pages=pages_of(draft.sheet) if measured else 1,
    )


def stages_in() -> set[str]:
    """The stages at which a report can come in."""
    first = Entrance.objects.with_versions().first()
    stages = first.chain.version.chain.stages if first else ()
    return {stage.key for stage in stages if stage.track == QUICK}


def words_of(listed: str) -> QuerySet[Word, str]:
    """The codes of one of the organisation's lists that hold now."""
    return Word.objects.filter(list=listed, ends=None).values_list("code", flat=True)


@transaction.atomic
def publish(draft: Draft, by: User) -> QuestionForm:
    """Makes the draft the version that is answered from now on; a new form gets a way in.

    Raises Unproven with everything that is wrong. What has been begun on the old version is taken in on it.
    """
    held = kept(draft)
    faults = faults_of(held, printed=True)
    if faults:
        raise Unproven(faults)
    form = publishing.publish(held.slug, held.content, by, purpose=held.purpose)
    if held.purpose == REPORT:
        open_for(form)
    held.delete()
    return form


def open_for(form: QuestionForm) -> None:
    """A way in for reports on the form: along the chain that reports follow here, last among the ways in."""
    first = Entrance.objects.order_by("position", "pk").first()
    defaults = {
        "chain": first.chain if first else EscalationChain.objects.order_by("pk").first(),
        "analysis": first.analysis if first else None,
        "position": Entrance.objects.count(),
    }
    Entrance.objects.get_or_create(form=form, defaults=defaults)


def go_back(form: QuestionForm, version: FormVersion, by: User) -> Draft:
    """A draft with the questions of an older version, which is proven and published as any other."""
    return change(unchanged(form, by), lambda _now: version.sheet, by)


def discard(draft: Draft) -> None:
    """Takes the draft away; the form that is answered is as it was."""
    draft.delete()
