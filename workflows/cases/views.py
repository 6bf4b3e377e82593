"""The list and the page of a case."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import for_members, membership_of
from workflows.bodies.models import Sight
from workflows.cases import history, lists, outcomes
from workflows.cases.access import Reader, case_for, reader_for, reader_of
from workflows.cases.forms import OutcomeForm
from workflows.cases.models import Case
from workflows.cases.moves import Choice, NoLongerPossible, move


@for_members
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where a member begins: at the cases they read, else at what they configure, else with what to do."""
    reader, membership = reader_of(request), membership_of(request)
    if reader and reader.reading:
        return redirect("cases")
    if membership and membership.administrator:
        return redirect("bodies")
    return render(request, "cases/no_seat.html")


@login_required
@never_cache
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of the reader's bodies, those with the nearest date first."""
    reader = reader_for(request)
    page = lists.page_of(reader, request.GET.get("sida", "1"))
    return render(request, "cases/list.html", {"page": page, "rows": lists.rows_of(reader, page)})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened, who has it until when, what can be done, what has been done."""
    reader = reader_for(request)
    opened = case_for(reader, reference)
    if request.method == "POST":
        return decide(request, reader, opened)
    return render(request, "cases/case.html", shown(reader, opened, None))


def decide(request: HttpRequest, reader: Reader, opened: Case) -> HttpResponse:
    """Moves the case by the chosen outcome; a text that could not be used is shown again."""
    chosen = next((p for p in possible(reader, opened) if p.outcome.id == request.POST.get("outcome")), None)
    if chosen is None:
        return overtaken(request, reader, opened)
    form = OutcomeForm(chosen, request.POST)
    if form.is_valid():
        try:
            move(opened, Choice(chosen.outcome.id, form.given), reader.user, reader.bodies)
        except NoLongerPossible:
            return overtaken(request, reader, opened)
        except ValidationError as refused:
            form.take(refused)
        else:
            messages.success(request, _("Klart: %(label)s.") % {"label": chosen.outcome.label})
            return redirect("case", opened.reference)
    return render(request, "cases/case.html", shown(reader, opened, form))


def overtaken(request: HttpRequest, reader: Reader, opened: Case) -> HttpResponse:
    """Somebody moved the case meanwhile: says so, and shows what was written so that it can be used."""
    opened.refresh_from_db()
    context = {**shown(reader, opened, None), "unsaved": request.POST.get("reply", "")}
    return render(request, "cases/case.html", context, status=409)


def possible(reader: Reader, opened: Case) -> tuple[outcomes.Possible, ...]:
    """What the reader can do with the case now."""
    return outcomes.possible(opened.chain_version.chain, opened.present, reader.bodies)


def shown(reader: Reader, opened: Case, form: OutcomeForm | None) -> dict[str, object]:
    """Everything that the case page shows, within the reader's sight."""
    full = reader.sight_of(opened) == Sight.FULL
    choices = possible(reader, opened)
    return {
        "case": opened,
        "answers": answers_of(opened) if full else [],
        "full": full,
        "form": form or (OutcomeForm(choices[0]) if choices else None),
        "events": history.happened(opened),
        "replies": list(opened.replies.select_related("by")),
        "holders": [seat.user for seat in opened.body.seats.current().select_related("user")],
    }


def answers_of(opened: Case) -> list[tuple[str, str]]:
    """The questions of the case's form with what was answered."""
    sheet = opened.form_version.sheet
    given = {answer.question: answer.value for answer in opened.answers.all()}
    return [(q.label, q.readable(given[q.id])) for q in sheet.questions if q.id in given]
