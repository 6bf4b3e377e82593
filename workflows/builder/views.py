"""The pages where a formulärägare makes a form, alone: list, editor, question, proof, versions, files."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import user_of
from ui.forms import Refusals, tried
from workflows.builder import drafts, edits, library, words
from workflows.builder.access import for_owners
from workflows.builder.forms import AddForm, EditForm, NameForm, NewForm
from workflows.builder.models import Draft
from workflows.cases import received
from workflows.intake.forms import ReportForm
from workflows.intake.printing import on_paper
from workflows.questions import differences, files
from workflows.questions.forms import rows_of
from workflows.questions.models import FormVersion, QuestionForm
from workflows.questions.sentences import conditions_of
from workflows.questions.sheet import Question, Sheet, content_of, hash_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@for_owners
@never_cache
@require_safe
def forms_page(request: HttpRequest) -> HttpResponse:
    """All forms, and which of them somebody is working on."""
    begun = {draft.slug: draft for draft in Draft.objects.select_related("changed_by")}
    known = list(QuestionForm.objects.select_related("version").order_by("purpose", "slug"))
    rows: list[tuple[str, str, QuestionForm | None, Draft | None]] = [
        (form.slug, form.version.sheet.title, form, begun.pop(form.slug, None)) for form in known
    ]
    rows += [(slug, draft.sheet.title, None, draft) for slug, draft in begun.items()]
    return render(request, "builder/forms.html", {"rows": rows})


@for_owners
@never_cache
@require_http_methods(GET_OR_POST)
def new_form(request: HttpRequest) -> HttpResponse:
    """A new form: from nothing, from a template or from a file."""
    form = NewForm(library.offered(), request.POST or None, request.FILES or None)
    made: list[Draft] = []

    def verb() -> None:
        made.append(library.begin(form.cleaned_data, user_of(request)))

    if tried(request, form, verb, _("Blanketten är påbörjad. Ingen annan ser den förrän den publiceras.")):
        return redirect("form", made[0].slug)
    return render(request, "builder/new.html", {"form": form})


def draft_for(request: HttpRequest, slug: str) -> Draft:
    """The draft of that form; the page does not exist where there is no such form."""
    draft = drafts.draft_of(slug, user_of(request))
    if draft is None:
        raise Http404
    return draft


@for_owners
@never_cache
@require_http_methods(GET_OR_POST)
def form_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The editor: the questions in their order, the form as its reporter sees it, and one more question."""
    draft, by = draft_for(request, slug), user_of(request)
    add, title = AddForm(), NameForm(initial={"title": draft.sheet.title, "about": draft.sheet.about})
    if "to" in request.POST:
        return redirect_to_question(slug, move(request, draft))
    if "title" in request.POST:
        title = NameForm(request.POST)
        if tried(request, title, lambda: drafts.name(draft, **title.cleaned_data, by=by), _("Sparat.")):
            return redirect("form", slug)
    elif request.method == "POST":
        add = AddForm(request.POST)
        made: list[Question] = []

        def verb() -> None:
            made.append(drafts.add(draft, add.cleaned_data["kind"], add.cleaned_data["label"], by))

        if tried(request, add, verb, _("Frågan är tillagd sist. Fyll i resten om den här.")):
            return redirect("question", slug, made[0].id)
    form = add if add.is_bound else title
    context = {"draft": draft, "add": add, "title_form": title, "form": form, **shown(draft.sheet)}
    return render(request, "builder/form.html", context)


def move(request: HttpRequest, draft: Draft) -> str:
    """Moves a question as a button says, `id:place`; which question it was."""
    name, _colon, place = request.POST["to"].partition(":")
    question_of(draft.sheet, name)
    to = int(place) if re.fullmatch(r"-?\d{1,3}", place) else 0
    drafts.change(draft, lambda form: edits.moved(form, name, to), user_of(request))
    return name


def redirect_to_question(slug: str, question: str) -> HttpResponse:
    """Back to the editor, where the question now stands."""
    response = redirect("form", slug)
    response["Location"] += f"#{question}"
    return response


def shown(sheet: Sheet) -> dict[str, Any]:
    """The questions as the editor lists them, and the form as its reporter sees it."""
    preview = ReportForm(sheet, "", prefix="visa")
    listed = [
        (question, words.KINDS[question.kind], conditions_of(sheet, question), number)
        for number, question in enumerate(sheet.questions)
    ]
    return {"listed": listed, "last": len(listed) - 1, "rows": rows_of(preview, sheet)}


@for_owners
@never_cache
@require_http_methods(GET_OR_POST)
def question_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One question: its words, its answers, and when it is asked."""
    draft = draft_for(request, slug)
    question = question_of(draft.sheet, name)
    form = EditForm(draft.sheet, question, request.POST or None)

    def verb() -> None:
        drafts.put(draft, form.question, form.cleaned_data["was"], user_of(request))

    told: Refusals = {drafts.Meanwhile: form.told_of}
    if tried(request, form, verb, _("Frågan är sparad."), told):
        return redirect_to_question(slug, name)
    faults = [words.sentence(draft.sheet, fault) for fault in drafts.faults_of(draft) if fault.where == name]
    context = {
        "draft": draft,
        "question": question,
        "form": form,
        "faults": faults if not form.is_bound else [],
    }
    return render(request, "builder/question.html", context)


def question_of(sheet: Sheet, name: str) -> Question:
    """The question with that id, if the form has it."""
    found = next((one for one in sheet.questions if one.id == name), None)
    if found is None:
        raise Http404
    return found


@for_owners
@never_cache
@require_http_methods(GET_OR_POST)
def remove_question(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Asks before a question is taken away, and says what hangs on it."""
    draft = draft_for(request, slug)
    question = question_of(draft.sheet, name)
    if request.method == "POST":
        drafts.change(draft, lambda form: edits.removed(form, name), user_of(request))
        return redirect("form", slug)
    hanging = edits.hangs_on(draft.sheet, name)
    return render(request, "builder/remove.html", {"draft": draft, "question": question, "hanging": hanging})


@for_owners
@never_cache
@require_http_methods(GET_OR_POST)
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The report page with the draft: it answers as the real one does, and nothing is sent."""
    draft = draft_for(request, slug)
    form = ReportForm(draft.sheet, "", request.POST or None)
    accepted = False
    if request.method == "POST" and form.is_valid():
        try:
            received.accepted(draft.sheet, form.report())
        except ValidationError as refused:
            form.take(refused)
        else:
            accepted = True
    context = {"draft": draft, "form": form, "title": draft.sheet.title, "accepted": accepted}
    return render(request, "builder/preview.html", context)


@for_owners
@never_cache
@require_http_methods(GET_OR_POST)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """The proof of the draft, what is new in it, and the button that makes it the one that is answered."""
    draft = draft_for(request, slug)
    sheet, faults = draft.sheet, drafts.faults_of(draft, printed=True)
    shown = hash_of(content_of(sheet))
    if request.method == "POST" and request.POST.get("shown") != shown:
        messages.warning(request, _("Utkastet har ändrats sedan du öppnade sidan. Läs igenom det nya först."))
    elif request.method == "POST" and not faults:
        try:
            drafts.publish(draft, user_of(request))
        except drafts.Unproven as unproven:
            faults = unproven.faults
        else:
            return redirect("forms")
    labels = {question.id: question.label for question in sheet.questions}
    context = {
        "draft": draft,
        "shown": shown,
        "faults": [(one.where, labels.get(one.where, ""), words.sentence(sheet, one)) for one in faults],
        "changes": changes(draft.begun_from.sheet if draft.begun_from else None, sheet),
    }
    return render(request, "builder/publish.html", context)


def changes(before: Sheet | None, after: Sheet) -> list[tuple[Promise, differences.Difference, str]]:
    """What differs, in words; nothing where there was no form before."""
    found = differences.between(before, after) if before else []
    return [
        (words.CHANGED[one.what], one, ", ".join(str(words.PARTS[n]) for n in one.names)) for one in found
    ]


@for_owners
@never_cache
@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions that have been answered, each with what was new in it."""
    form = get_object_or_404(QuestionForm.objects.select_related("version"), slug=slug)
    published = list(form.publications.select_related("version", "by"))
    rows = [
        (one, changes(before.version.sheet if before else None, one.version.sheet))
        for before, one in zip([None, *published], published, strict=False)
    ]
    return render(request, "builder/versions.html", {"form_shown": form, "rows": rows[::-1]})


@for_owners
@never_cache
@require_http_methods(GET_OR_POST)
def version(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One version as it was, what differs from the one in use, and the way back to it."""
    form = get_object_or_404(QuestionForm.objects.select_related("version"), slug=slug)
    older = get_object_or_404(FormVersion, hash=code, pk__in=form.publications.values("version"))
    if request.method == "POST":
        drafts.go_back(form, older, user_of(request))
        return redirect("publish_form", slug)
    context = {
        "form_shown": form,
        "version": older,
        "changes": changes(form.version.sheet, older.sheet),
        "draft": Draft.objects.filter(slug=slug).select_related("changed_by").first(),
        "rows": rows_of(ReportForm(older.sheet, "", prefix="visa"), older.sheet),
    }
    return render(request, "builder/version.html", context)


@for_owners
@require_safe
def form_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as a file that another organisation can read."""
    draft = draft_for(request, slug)
    response = HttpResponse(files.written(draft.sheet), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.yaml"'
    return response


@for_owners
@never_cache
@require_safe
def print_form(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft on paper."""
    return on_paper(draft_for(request, slug).sheet, slug)


@for_owners
@never_cache
@require_http_methods(GET_OR_POST)
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks before a draft is thrown away."""
    draft = get_object_or_404(Draft.objects.select_related("changed_by"), slug=slug)
    if request.method == "POST":
        drafts.discard(draft)
        return redirect("forms")
    return render(request, "builder/discard.html", {"draft": draft})
