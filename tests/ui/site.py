"""A small site that uses everything in `ui`: a form, the parts of a page, each way to fail."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.utils.safestring import SafeString

from ui import errors
from ui.charts import Figure, bars, cells_of, county_map, heat, line, stacked
from ui.forms import Form

# One accent too pale to be seen against white, one dark, one long name.
TENANTS = {
    "solvik": ("Samordningsförbundet Solvik", "#ffc800"),
    "insjon": ("PO Insjön", "#101418"),
    "norr": ("Samordningsförbundet Älvdalen–Norra Västerbotten", "#7a1f3d"),
    "lansstyrelsen": ("Länsstyrelsen i Solviks län", "#1d3b6e"),
}


def tenant(slug: str) -> SimpleNamespace:
    name, accent = TENANTS[slug]
    return SimpleNamespace(
        name=name,
        accent=accent,
        county_id="17",
        receives=slug != "lansstyrelsen",
        contact_name="Karin Åkesson",
        contact_email="karin@solvik.example",
        contact_phone="0123-456 78",
        first_contact_days=5,
        silence_days=30,
    )


class Host:
    """Stands in for the tenants' middleware: the first part of the host is the tenant."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        slug = request.get_host().partition(".")[0]
        vars(request)["tenant"] = tenant(slug) if slug in TENANTS else None
        vars(request)["user"] = Person("in" in request.GET)
        return self.get_response(request)


class Person:
    def __init__(self, is_authenticated: bool) -> None:
        self.is_authenticated = is_authenticated

    def __str__(self) -> str:
        return "Karin Åkesson-Lindqvist"


class Report(Form):
    event = forms.CharField(
        label="Vad hände?",
        help_text="Skriv inga namn eller personnummer.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
        error_messages={"required": "Skriv vad som hände"},
    )
    level = forms.ChoiceField(
        label="Var ligger felet?",
        choices=[
            ("person", "Hos en person i tjänst"),
            ("rules", "I lagar och regler"),
            ("unknown", "Vet inte"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj var felet ligger, eller Vet inte"},
    )
    parties = forms.MultipleChoiceField(
        label="Vilka var med?",
        choices=[("Stat", [("af", "Arbetsförmedlingen")]), ("Kommun", [("k", "Ekonomiskt bistånd")])],
        widget=forms.CheckboxSelectMultiple,
    )
    municipality = forms.ChoiceField(label="Kommun", choices=[("", "Välj"), ("solvik", "Solvik")])
    when = forms.DateField(label="När?", required=False)
    email = forms.EmailField(
        label="E-post", required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    names_removed = forms.BooleanField(label="Jag har tagit bort namn")
    form_id = forms.CharField(widget=forms.HiddenInput, initial="one-time")


FORM = """{% extends "ui/base.html" %}{% block title %}Rapportera{% endblock %}
{% block main %}<form method="post" novalidate>{% csrf_token %}{{ form }}
<button class="ds-button">Skicka rapporten</button>
<button class="ds-button" data-variant="secondary">Spara</button></form>{% endblock %}"""

PARTS = """{% extends "ui/base.html" %}{% block title %}Tack – det här händer nu{% endblock %}
{% block main %}
<p class="receipt-code"><span>4821</span> <span>0937</span> <span>5562</span> <span>1180</span></p>
<p class="notice">Som organisationen.</p>
<p class="notice" data-color="warning">Se upp, <a href="/">läs mer</a>.</p>
<p><span class="badge">Pågår</span> <span class="badge" data-color="success">Klart</span></p>
<ol class="timeline"><li class="done">Kom in<time>4 november</time></li>
<li aria-current="step">Läses<time>senast 11 november</time></li><li>Du får svar</li></ol>
<dl class="facts"><div><dt>Referens</dt><dd>2026-0041</dd></div></dl>
<ul class="cards"><li><a href="/">Fick ingen ersättning på tre månader</a>
<span>om 3 arbetsdagar</span></li></ul>
<p class="row"><button class="ds-button">Svara</button>
<button class="ds-button" data-color="danger">Ta bort</button>
</p>{% endblock %}"""


PARTIES = ["Arbetsförmedlingen", "Försäkringskassan", "Kommun", "Region", "Samordningsförbund", "Övriga"]
QUARTERS = [f"{year} kv {quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
OBSTACLES = [("Otydligt ansvar, mellan stolarna", 1204), ("Insats enligt SIP har inte utförts", None)]
LEVELS = [
    ("Samverkan mellan organisationer", [12, 14, 9, None, 22, 31, 28, 30]),
    ("Lagar och regler", [8, 9, 9, 11, 7, 9, 12, None]),
]
MEETINGS = [[None if row == column else 7 * row + column for column in range(6)] for row in range(6)]
COUNTIES = {"01": 124, "12": 88, "10": None}
MANY = ["Kommun – försörjningsstöd", *PARTIES, *PARTIES]


def figure(message: str, svg: SafeString, rows: list[tuple[str, list[int | None]]], **more: Any) -> Figure:
    """A figure whose table has a numbered column for each number of a row."""
    return Figure(
        message,
        svg,
        caption="Antal ärenden",
        columns=["Namn", *(f"Tal {at}" for at in range(len(rows[0][1])))],
        rows=[(name, cells_of(values)) for name, values in rows],
        period="2024–2025",
        n="412 ärenden",
        links=[("/metod", "Visa hur")],
        **more,
    )


FIGURES = [
    figure(
        "Parter",
        heat("Parter", "Möten.", PARTIES, PARTIES, MEETINGS),
        list(zip(PARTIES, MEETINGS, strict=True)),
    ),
    figure("Många", heat("Många", "Möten.", ["Kommun"], MANY, [[1204] * 13]), [("Kommun", [1204] * 13)]),
    figure("Nivåer", stacked("Nivåer", "Andelar.", QUARTERS, LEVELS), LEVELS),
    figure("Hinder", bars("Hinder", "Längder.", OBSTACLES), [(name, [value]) for name, value in OBSTACLES]),
    figure("Utveckling", line("Utveckling", "Linjer.", QUARTERS, LEVELS), LEVELS),
    figure(
        "Län",
        county_map("Län", "Karta.", COUNTIES),
        [(c, [n]) for c, n in COUNTIES.items()],
        table_first=True,
    ),
]

FIGURE_PAGE = """{% extends "ui/base.html" %}{% block title %}Statistik{% endblock %}
{% block main %}{% for figure in figures %}{% include "ui/figure.html" with figure=figure level=2 only %}
{% endfor %}{% endblock %}"""


def form(request: HttpRequest) -> HttpResponse:
    sent = Report(request.POST) if request.method == "POST" else None
    if sent and sent.is_valid():
        return HttpResponse(f"{sent.cleaned_data['event']} {sent.cleaned_data['form_id']}")
    return page(request, FORM, form=sent or Report())


def long(request: HttpRequest) -> HttpResponse:
    words = {"event": "Ord " * 3000, "level": "?", "when": "igår", "email": "fel", "form_id": "one-time"}
    return page(request, FORM, form=Report(words))


def figures(request: HttpRequest) -> HttpResponse:
    return page(request, FIGURE_PAGE, figures=FIGURES)


def parts(request: HttpRequest) -> HttpResponse:
    messages.error(request, "Det gick inte att spara.")
    return page(request, PARTS, navigation=[("report", "Rapportera"), ("organisations", "Organ och platser")])


def page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(template).render(context, request))


def front(request: HttpRequest) -> HttpResponse:
    if vars(request)["tenant"]:
        return render(request, "tenants/organisation.html")
    organisations = [
        {"name": name, "address": f"https://{slug}.example/", "county_name": "Västmanlands län"}
        for slug, (name, _) in TENANTS.items()
        if "tom" not in request.GET
    ]
    return render(request, "tenants/samsyn.html", {"organisations": organisations})


def fail(request: HttpRequest, status: int) -> HttpResponse:
    match status:
        case 400:
            raise SuspiciousOperation
        case 403:
            raise PermissionDenied
        case 500:
            raise RuntimeError
    return render(request, "503.html", status=503)


handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", include("ui.urls")),
    path("", front),
    path("form", form),
    path("long", long),
    path("parts", parts),
    path("figures", figures),
    path("fail/<int:status>", fail),
    path("rapportera", parts, name="report"),
    path("kvitto", parts, name="receipt"),
    path("var", parts, name="where"),
    path("logga-in", parts, name="sign_in"),
    path("logga-ut", parts, name="sign_out"),
    path("organisationer", parts, name="organisations"),
    path("statistik", parts, name="nation"),
    path("statistik/lan/<slug:code>", parts, name="county"),
]
