"""The report page and the receipt page: no account, no JavaScript."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import attempts
from tenants import air
from ui.errors import texts_in, written_fields
from ui.forms import Form
from workflows.cases import conversation, flow, owners, received
from workflows.cases.history import told
from workflows.cases.models import Case
from workflows.cases.receipts import new_page_id
from workflows.intake import receipt_cookie
from workflows.intake.forms import AddForm, CodeForm, HelpedForm, ReportForm
from workflows.intake.models import Entrance
from workflows.intake.printing import on_paper
from workflows.intake.receipt_cookie import Held
from workflows.questions.models import FormVersion
from workflows.questions.paper import can_be_drawn


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The report page: which form, where there are several; the form, sent to itself; on to the receipt."""
    entrances = [one for one in Entrance.objects.with_versions() if slug in ("", one.form.slug)]
    if not entrances:
        raise Http404
    if len(entrances) > 1:
        sheets = [(one.form.slug, one.form.version.sheet) for one in entrances]
        return render(request, "intake/choose.html", {"sheets": sheets})
    entrance = entrances[0]
    version = answered_version(request, entrance)
    form = ReportForm(version.sheet, version.hash, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = send(form, version, entrance)
        except ValidationError as refused:
            form.take(refused)
        else:
            response = redirect("receipt")
            receipt_cookie.give(response, Held(sent.code, just_sent=True))
            return response
    tenant = air.tenant()
    chain, names = entrance.chain.version.chain, flow.names_of_bodies()
    context = {
        "form": form,
        "tenant": tenant,
        "title": version.sheet.title,
        "short": version.sheet.is_short,
        "who": names[chain.stage(chain.first).body],
        "steps": flow.steps(chain, names),
        "slug": entrance.form.slug,
        "as_pdf": can_be_drawn(),
    }
    return render(request, "intake/report.html", context)


@never_cache
@require_safe
def blank_form(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The form on paper, to be filled in by hand: a PDF, or a page to print where none can be drawn."""
    entrance = get_object_or_404(Entrance.objects.with_versions(), form__slug=slug)
    return on_paper(entrance.form.version.sheet, slug)


def answered_version(request: HttpRequest, entrance: Entrance) -> FormVersion:
    """The version that the page was written on, also where it has been replaced meanwhile."""
    asked = request.POST.get("version", "")
    if asked == entrance.form.version.hash:
        return entrance.form.version
    written_on = FormVersion.objects.filter(hash=asked).first() if asked.isalnum() else None
    return written_on or entrance.form.version


def send(form: ReportForm, version: FormVersion, entrance: Entrance) -> received.Received:
    """Sends the report; other words on a page that was used before are a report of their own."""
    try:
        return received.receive(form.report(), version, entrance.chain.version, entrance.analysis_version)
    except received.AnotherReport:
        return received.receive(
            form.report(new_page_id()), version, entrance.chain.version, entrance.analysis_version
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """What happens now with a report, for who holds its code; else the place to write the code."""
    held = receipt_cookie.held_by(request)
    case = received.by_code(held.code) if held else None
    if request.method == "POST":
        return open_by_code(request)
    if held is None or case is None:
        return render(request, "intake/code.html", {"form": CodeForm()})
    context = what_happens_now(case, held)
    if any(one.read_at is None and not one.from_reporter for one in context["letters"]):
        conversation.read_by_reporter(case)
    return render(request, "intake/receipt.html", context)


def open_by_code(request: HttpRequest) -> HttpResponse:
    """Opens a case with a typed code, within a budget of wrong ones."""
    form = CodeForm(request.POST)
    budget = attempts.to_follow(request)
    if attempts.spent(budget):
        form.add_error(None, _("Det har blivit för många försök härifrån. Vänta en kvart och försök igen."))
    elif form.is_valid():
        case = received.by_code(form.cleaned_data["code"])
        if case is not None:
            response = redirect("receipt")
            receipt_cookie.give(response, Held(form.cleaned_data["code"], just_sent=False))
            return response
        attempts.take(budget)
        form.add_error("code", _("Ingen rapport har den koden. Kontrollera att du skrivit av den rätt."))
    return render(request, "intake/code.html", {"form": form}, status=200)


def what_happens_now(case: Case, held: Held) -> dict[str, Any]:
    """Everything that the receipt page shows."""
    # Where it has only come in, nobody has replied, and nobody was asked whether it helped.
    replies = list(case.replies.select_related("by")) if case.moved > 1 else []
    return {
        "case": case,
        "code": held.code if held.just_sent else "",
        "groups": held.code.split("-"),
        "who": owners.told_of(case),
        "told": told(case),
        "steps": flow.steps_of(case),
        "tenant": air.tenant(),
        "replies": replies,
        "letters": list(case.letters.select_related("by")),
        "feedback": case.feedbacks.last() if replies else None,
    }


def held_case(request: HttpRequest) -> Case | None:
    """The case whose code this browser holds."""
    held = receipt_cookie.held_by(request)
    return received.by_code(held.code) if held else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest) -> HttpResponse:
    """Where the reporter writes to the first receiver, or adds what was forgotten."""
    return by_reporter(
        request, AddForm, "intake/letter.html", write, _("Tack. Det du skrev finns nu i ärendet.")
    )


def write(case: Case, form: Form) -> None:
    """The verb of the letter page."""
    conversation.write_from_reporter(case, form.cleaned_data["text"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Where the reporter says afterwards whether it helped."""
    return by_reporter(request, HelpedForm, "intake/feedback.html", say, _("Tack för att du berättade."))


def say(case: Case, form: Form) -> None:
    """The verb of the feedback page."""
    conversation.say_whether_it_helped(case, conversation.Opinion(**form.cleaned_data))


def by_reporter(
    request: HttpRequest,
    kind: type[AddForm] | type[HelpedForm],
    template: str,
    verb: Callable[[Case, Form], None],
    said: str,
) -> HttpResponse:
    """A page of a reporter who holds a code: its form, its verb, and back to the receipt."""
    case = held_case(request)
    if case is None:
        # The browser keeps the code for an hour; who wrote for longer has the text to copy.
        texts = texts_in(written_fields(request))
        lost = render(request, "intake/code.html", {"form": CodeForm(), "texts": texts})
        return lost if texts else redirect("receipt")
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verb(case, form)
        except ValidationError as refused:
            form.take(refused)
        else:
            messages.success(request, said)
            return redirect("receipt")
    return render(request, template, {"form": form, "case": case})


@require_POST
def close_receipt(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Forgets the code in this browser."""
    response = redirect("receipt")
    receipt_cookie.take_back(response)
    return response
