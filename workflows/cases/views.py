"""The pages of those who handle cases: the list, the case, and what belongs to it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import for_members, membership_of, signed_in
from tenants import air, clock
from ui import forms
from ui.forms import CarryingForm
from workflows.bodies.models import Seat
from workflows.cases import (
    analysis,
    briefs,
    classification,
    contacts,
    conversation,
    lead_times,
    lists,
    masked,
    moves,
    pointed,
    references,
    similar,
)
from workflows.cases.access import (
    case_for,
    contact_case_for,
    pointed_case_for,
    reader_for,
    reader_of,
    received_case_for,
)
from workflows.cases.conversation import NewNote
from workflows.cases.forms import (
    VIEWS,
    AnalysisForm,
    ContactForm,
    FilterForm,
    LetterForm,
    MaskedForm,
    NoteForm,
    OutcomeForm,
    PeriodForm,
    PointForm,
    ReferenceForm,
    TriageForm,
)
from workflows.cases.locking import Closed
from workflows.cases.models import Case
from workflows.cases.references import Elsewhere
from workflows.cases.sight import Seen
from workflows.chains.chain import TEXTS

GET_OR_POST = ["GET", "HEAD", "POST"]


@for_members
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where a member begins: at the cases they read, else at what they configure, else with what to do.

    Who is a member of an organisation that takes no reports begins at the figures of its county.
    """
    if not air.tenant().receives:
        return redirect("county", air.tenant().county_id)
    reader, membership = reader_of(request), membership_of(request)
    if reader and reader.reading:
        return redirect("cases")
    if reader and reader.owns_forms:
        return redirect("forms")
    if membership and membership.administrator:
        return redirect("bodies")
    return render(request, "cases/no_seat.html")


@signed_in
@never_cache
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of the reader's bodies, narrowed by what stands in the address."""
    reader = reader_for(request)
    form = FilterForm(request.GET)
    wanted, chosen = asked_for(request, form)
    view = wanted.view
    numbers = lists.counts(reader)
    known = None if chosen else numbers.get(view)
    page = lists.page_of(lists.narrowed(reader, wanted), request.GET.get("sida", "1"), known)
    context = {
        "form": form,
        "page": page,
        "rows": lists.rows_of(reader, page),
        "views": [(name, label, numbers.get(name), name == view) for name, label in VIEWS],
        "view": view,
        "narrowed": chosen,
        "kept": kept_in_address(request),
    }
    return render(request, "cases/list.html", context)


def asked_for(request: HttpRequest, form: FilterForm) -> tuple[lists.Wanted, bool]:
    """What the address narrows the list to, and whether it does; nothing where a filter cannot be read."""
    chosen = form.cleaned_data if form.is_valid() else {}
    given = {name: value for name, value in chosen.items() if value}
    return lists.Wanted(view=request.GET.get("vy", ""), **given), bool(given)


@signed_in
@never_cache
@require_safe
def brief(request: HttpRequest) -> HttpResponse:
    """What the chosen cases say together, masked and to be printed."""
    reader = reader_for(request)
    form = FilterForm(request.GET)
    wanted, _narrowed = asked_for(request, form)
    context = {
        "brief": briefs.brief(reader, wanted),
        "today": clock.today(),
        "filters": form.in_words() | {_("Urval"): dict(VIEWS).get(wanted.view, "")},
        "kept": kept_in_address(request),
    }
    return render(request, "cases/brief.html", context)


def kept_in_address(request: HttpRequest) -> str:
    """The address's query without the page, for the links to other pages of the same list."""
    query = request.GET.copy()
    query.pop("sida", None)
    return query.urlencode()


@signed_in
@never_cache
@require_safe
def lead_times_page(request: HttpRequest) -> HttpResponse:
    """How long the cases of a period took, and which dates and promises were kept."""
    reader = reader_for(request)
    since, until = lead_times.last_year()
    form = PeriodForm({"since": since, "until": until} | request.GET.dict())
    if form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    measured = lead_times.measured(reader, since, until)
    context = {"form": form, "measured": measured, "since": since, "until": until}
    return render(request, "cases/lead_times.html", context)


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened, who has it until when, what can be done, what has been done."""
    reader = reader_for(request)
    seen = Seen(reader, case_for(reader, reference))
    if request.method == "POST":
        return decide(request, seen, "cases/case.html")
    first = next(iter(seen.possible), None)
    return render(request, "cases/case.html", {"seen": seen, "form": OutcomeForm(first) if first else None})


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def outcome(request: HttpRequest, reference: str, outcome_id: str) -> HttpResponse:
    """A page for one outcome: what it asks for, and what follows from it."""
    reader = reader_for(request)
    seen = Seen(reader, case_for(reader, reference))
    if request.method == "POST":
        return decide(request, seen, "cases/outcome.html")
    chosen = next((one for one in seen.possible if one.outcome.id == outcome_id), None)
    if chosen is None:
        raise Http404
    return render(request, "cases/outcome.html", {"seen": seen, "form": OutcomeForm(chosen)})


def decide(request: HttpRequest, seen: Seen, template: str) -> HttpResponse:
    """Moves the case by the chosen outcome; a text that could not be used is shown again."""
    asked = request.POST.get("outcome")
    chosen = next((one for one in seen.possible if one.outcome.id == asked), None)
    if chosen is None:
        return overtaken(request, seen)
    form = OutcomeForm(chosen, request.POST)
    if form.is_valid():
        try:
            moves.move(
                seen.case,
                moves.Choice(chosen.outcome.id, form.given),
                seen.reader.user,
                seen.reader.bodies_in(seen.case),
            )
        except moves.NoLongerPossible:
            return overtaken(request, seen)
        except ValidationError as refused:
            form.take(refused)
        else:
            messages.success(request, _("Klart: %(label)s.") % {"label": chosen.outcome.label})
            return redirect("case", seen.case.reference)
    return render(request, template, {"seen": seen, "form": form})


def overtaken(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Somebody moved the case meanwhile: says so, and shows what was written so that it can be used."""
    written = [text for name, text in request.POST.items() if name in TEXTS and text]
    now = Seen(seen.reader, Case.objects.select_related("body", "first_body").get(pk=seen.case.pk))
    first = next(iter(now.possible), None)
    context = {"seen": now, "form": OutcomeForm(first) if first else None, "unsaved": written}
    return render(request, "cases/case.html", context, status=409)


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def conversation_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The talk with the reporter, and the notes of it."""
    reader = reader_for(request)
    opened = received_case_for(reader, reference)
    is_note = "standing" in request.POST or request.POST.get("what") == "note"
    letter = LetterForm(None if is_note else request.POST or None)
    note = NoteForm(request.POST if is_note else None)

    def write(form: CarryingForm) -> None:
        text = form.cleaned_data["text"]
        if is_note:
            conversation.note(opened, NewNote(**form.cleaned_data), reader.user)
        else:
            conversation.write_to_reporter(opened, text, reader.user)

    said = _("Anteckningen är sparad.") if is_note else _("Meddelandet är skickat.")
    if tried(request, note if is_note else letter, write, said):
        return redirect("conversation", opened.reference)
    context = {
        "seen": Seen(reader, opened),
        "form": note if is_note else letter,
        "letter": letter,
        "note": note,
    }
    return render(request, "cases/conversation.html", context)


def tried(
    request: HttpRequest, form: CarryingForm, verb: Callable[[CarryingForm], object], said: str
) -> bool:
    """Whether the form was sent and its verb did it, in a case that is still open."""
    return forms.tried(request, form, lambda: verb(form), said, {Closed: closed})


def closed(_refused: Exception) -> str:
    """Why nothing more can be written."""
    return _("Ärendet är avslutat, så det går inte att skriva mer i det.")


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def triage(request: HttpRequest, reference: str) -> HttpResponse:
    """The classification, with the criteria in sight."""
    reader = reader_for(request)
    opened = received_case_for(reader, reference)
    seen = Seen(reader, opened)
    recurrence = opened.form_version.sheet.feeding("recurrence")
    form = TriageForm(recurrence, request.POST or None, classification.begun(opened))

    def classify(_sent: CarryingForm) -> None:
        classification.classify(opened, form.triage, reader.user)

    if tried(request, form, classify, _("Bedömningen är sparad.")):
        return redirect("case", opened.reference)
    return render(request, "cases/triage.html", {"seen": seen, "form": form})


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def masking(request: HttpRequest, reference: str) -> HttpResponse:
    """The masked text beside what was written, answer by answer; saving it, and approving it."""
    reader = reader_for(request)
    opened = received_case_for(reader, reference)
    seen = Seen(reader, opened)
    latest = masked.latest(opened)
    questions = [q for q in masked.questions_of(opened) if q.id in seen.answers]
    initial = latest.texts if latest else masked.beginning(questions, seen.answers)
    form = MaskedForm(questions, request.POST or None, initial)
    approving = request.POST.get("what") == "approve"

    def write(_sent: CarryingForm) -> None:
        masked.write(opened, form.texts, reader.user)
        if approving:
            masked.approve(opened, reader.user, form.answered)

    said = (
        _("Texten är godkänd. Den kan nu läsas av organ som får ärendet.")
        if approving
        else _("Texten är sparad.")
    )
    if tried(request, form, write, said):
        return redirect("masking" if not approving else "case", opened.reference)
    kept = masked.kept_by_reporter(opened)
    pairs = [
        (q, q.readable(seen.answers[q.id]), kept.get(q.id, ""), form[q.id], form.found_in(q.id))
        for q in questions
    ]
    return render(
        request, "cases/masking.html", {"seen": seen, "form": form, "pairs": pairs, "latest": latest}
    )


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def analysis_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The analysis: its questions as on a report page, filled in as they last were."""
    reader = reader_for(request)
    opened = received_case_for(reader, reference)
    sheet = analysis.sheet_of(opened)
    if sheet is None:
        raise Http404
    latest = analysis.latest(opened)
    form = AnalysisForm(sheet, request.POST or None, latest.answers if latest else None)

    def fill_in(sent: CarryingForm) -> None:
        analysis.fill_in(opened, sent.cleaned_data, reader.user)

    if tried(request, form, fill_in, _("Analysen är sparad.")):
        return redirect("case", opened.reference)
    context = {"seen": Seen(reader, opened), "form": form, "sheet": sheet, "latest": latest}
    return render(request, "cases/analysis.html", context)


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def pointed_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is pointed out in the case, and the directory of whom to turn to."""
    reader = reader_for(request)
    opened = received_case_for(reader, reference)
    seen, directory = Seen(reader, opened), list(pointed.directory(opened))
    form = PointForm(directory, seen.parties, request.POST if request.method == "POST" else None)

    def point_out(sent: CarryingForm) -> None:
        chosen = next((seat for seat in directory if str(seat.pk) == sent.cleaned_data["seat"]), Seat())
        pointed.point_out(opened, chosen, reader.user)

    if tried(request, form, point_out, _("Personen är utpekad och kan läsa den avidentifierade texten.")):
        return redirect("pointed", opened.reference)
    return render(request, "cases/pointed.html", {"seen": seen, "form": form, "directory": directory})


@signed_in
@require_POST
def withdraw_pointed(request: HttpRequest, reference: str, pointed_id: int) -> HttpResponse:
    """Takes back that somebody is pointed out."""
    opened = received_case_for(reader_for(request), reference)
    pointed.withdraw(get_object_or_404(pointed.current(opened), pk=pointed_id))
    messages.success(request, _("Personen är inte längre utpekad och läser inte ärendet."))
    return redirect("pointed", opened.reference)


@signed_in
@require_POST
def acknowledge(request: HttpRequest, reference: str) -> HttpResponse:
    """A party's receipt of the outcome, by who is pointed out."""
    reader = reader_for(request)
    opened = pointed_case_for(reader, reference)
    pointed.acknowledge(opened, reader.user)
    messages.success(request, _("Tack. Nu syns det att återkopplingen har nått er."))
    return redirect("case", opened.reference)


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def references_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Where else the same matter stands."""
    reader = reader_for(request)
    opened = received_case_for(reader, reference)
    form = ReferenceForm(request.POST if request.method == "POST" else None)

    def refer(sent: CarryingForm) -> None:
        references.refer(opened, Elsewhere(**sent.cleaned_data), reader.user)

    if tried(request, form, refer, _("Hänvisningen är sparad.")):
        return redirect("references", opened.reference)
    return render(request, "cases/references.html", {"seen": Seen(reader, opened), "form": form})


@signed_in
@never_cache
@require_safe
def similar_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Cases like this one, and how often it comes back."""
    reader = reader_for(request)
    seen = Seen(reader, case_for(reader, reference))
    return render(request, "cases/similar.html", {"seen": seen, "similar": similar.similar_to(seen)})


@signed_in
@require_POST
def join(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Says that two cases belong together, by who receives both."""
    reader = reader_for(request)
    opened, beside = received_case_for(reader, reference), received_case_for(reader, other)
    if opened == beside:
        raise Http404
    references.join(opened, beside, reader.user)
    said = _("Nu syns det i båda ärendena att de hänger ihop.")
    messages.success(request, said)
    return redirect("similar", opened.reference)


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Who the reporter is, once, for a reason that is kept."""
    reader = reader_for(request)
    opened = contact_case_for(reader, reference)
    form = ContactForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = contacts.read(opened, form.cleaned_data["reason"], reader.user)
        except ValidationError as refused:
            form.take(refused)
    readings = opened.contact_readings.select_related("by")
    context = {"seen": Seen(reader, opened), "form": form, "contact": found, "readings": readings}
    return render(request, "cases/contact.html", context)
