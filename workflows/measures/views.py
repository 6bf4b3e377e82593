"""The pages of measures and statements: of a case, and of all that one may read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from ui.forms import Refusals, tried
from workflows.cases.access import case_for, reader_for
from workflows.cases.locking import Closed
from workflows.cases.sight import Seen
from workflows.measures import access, measures, register, statements, words
from workflows.measures.forms import (
    VIEWS,
    AnswerForm,
    AskForm,
    FollowUpForm,
    MeasureForm,
    RegisterForm,
)
from workflows.measures.history import history_of
from workflows.measures.sentences import already_entered, closed, not_theirs, overtaken

GET_OR_POST = ["GET", "HEAD", "POST"]


REFUSALS: Refusals = {
    Closed: lambda _refused: closed(),
    measures.NotTheirs: lambda refused: not_theirs(refused.holder),
    statements.AlreadyEntered: lambda _refused: already_entered(),
}


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def case_measures(request: HttpRequest, reference: str) -> HttpResponse:
    """The measures of a case, and a form for one more where the reader decides them."""
    reader = reader_for(request)
    case = case_for(reader, reference)
    form = MeasureForm(request.POST or None)

    def decide() -> object:
        return measures.decide(case, form.measure, reader.user, reader.bodies_in(case))

    if tried(request, form, decide, _("Åtgärden är beslutad och står i registret."), REFUSALS):
        return redirect("case_measures", case.reference)
    found = case.measures.select_related("body")
    context = {"form": form if access.may_decide(reader, case) or form.errors else None}
    return render(request, "measures/case.html", {**common(Seen(reader, case)), **context, "measures": found})


def common(seen: Seen) -> dict[str, Any]:
    """What every page about one case shows: the case, and the names of what it holds as codes."""
    return {"seen": seen, "kinds": words.kinds(), "parties": words.parties()}


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """One measure: what was agreed, how it goes, and what has been written about it."""
    reader = reader_for(request)
    found = access.measure_for(reader, pk)
    form = FollowUpForm(found, request.POST or None)

    def follow_up() -> object:
        try:
            return measures.follow_up(found, form.follow_up, reader.user)
        except measures.Overtaken:
            form.see(found)
            raise ValidationError({"": overtaken()}) from None

    if tried(request, form, follow_up, _("Uppföljningen är sparad."), REFUSALS):
        return redirect("measure", found.pk)
    context = {"measure": found, "form": form, "history": history_of(found)}
    return render(request, "measures/measure.html", {**common(Seen(reader, found.case)), **context})


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def case_statements(request: HttpRequest, reference: str) -> HttpResponse:
    """What the parties say that they can do about a case, and a form to ask one more."""
    reader = reader_for(request)
    case = case_for(reader, reference)
    form = AskForm(request.POST or None)

    def ask() -> object:
        return statements.ask(case, form.question, reader.user, reader.bodies_in(case))

    if tried(request, form, ask, _("Frågan är noterad. Skicka den till parten som ni brukar."), REFUSALS):
        return redirect("case_statements", case.reference)
    context = {
        "form": form if access.may_ask(reader, case) or form.errors else None,
        "statements": case.statements.select_related("asked_by", "entered_by"),
        "enters": access.may_enter(reader, case),
    }
    return render(request, "measures/statements.html", {**common(Seen(reader, case)), **context})


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A page for one party's answer, as it is entered."""
    reader = reader_for(request)
    asked = access.statement_for(reader, pk)
    form = AnswerForm(request.POST or None)

    def enter() -> object:
        return statements.enter(asked, form.given, reader.user, reader.bodies_in(asked.case))

    if tried(request, form, enter, _("Yttrandet är inskrivet."), REFUSALS):
        return redirect("case_statements", asked.case.reference)
    may = not asked.entered_at and access.may_enter(reader, asked.case)
    context = {"statement": asked, "form": form if may or form.errors else None}
    return render(request, "measures/statement.html", {**common(Seen(reader, asked.case)), **context})


@signed_in
@never_cache
@require_safe
def all_measures(request: HttpRequest) -> HttpResponse:
    """The register: the measures of the reader's cases, narrowed by what stands in the address."""
    reader = reader_for(request)
    kinds = words.kinds()
    form = RegisterForm(request.GET, kinds)
    chosen = form.cleaned_data if form.is_valid() else {}
    named = {name: view for name, view, _label in VIEWS}
    view = request.GET.get("vy", "")
    asked = {name: value for name, value in chosen.items() if value}
    found = register.narrowed(reader, register.Wanted(view=named.get(view, "open"), **asked))
    numbers = register.counts(reader)
    known = None if asked else numbers[named.get(view, "open")]
    context = {
        "form": form,
        "page": register.page_of(found, request.GET.get("sida", "1"), known),
        "views": [(name, label, numbers[key], name == view) for name, key, label in VIEWS],
        "view": view,
        "narrowed": bool(asked),
        "kept": kept_in_address(request),
        "kinds": kinds,
        "parties": words.parties(),
    }
    return render(request, "measures/register.html", context)


def kept_in_address(request: HttpRequest) -> str:
    """The address's query without the page, for the links to other pages of the same list."""
    query = request.GET.copy()
    query.pop("sida", None)
    return query.urlencode()
