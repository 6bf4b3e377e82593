"""A form on paper: on one page, tagged, with every question on it, for anybody to fill in by hand."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core import checks
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from hypothesis import given, settings

from infra.claims import CHECKOUT
from tests.conftest import Place, Visitor
from tests.workflows.questions.sheets import sound_sheets
from workflows.presets import family, templates
from workflows.questions import paper
from workflows.questions.models import QuestionForm
from workflows.questions.paper import (
    ROOMY,
    TIGHT,
    Wanted,
    blank,
    columns_of,
    lines_of,
    page_of,
    rows_of,
    static_file,
)
from workflows.questions.sheet import Choice, Condition, Question, Sheet, code_of, content_of, hash_of, read

needs_weasyprint = pytest.mark.skipif(
    not paper.can_be_drawn(),
    reason="NO FORM WAS PRINTED AS PDF IN THIS RUN: WeasyPrint, or the Pango that it needs, is not here",
)
SHOTS = CHECKOUT / "var" / "shots"
DOOR = "/rapportera/rapport/blankett.pdf"
PARTIES = ("Arbetsförmedlingen", "Försäkringskassan", "Kommunen", "Regionen", "Polisen", "Skolan")
# A question of each kind, under headings and on conditions.
EVERYTHING = Sheet(
    "Allt som en blankett kan fråga om",
    (
        Question("del-ett", "heading", "Händelsen", hint="Först det som hände."),
        Question("handelse", "long_text", "Vad hände?", role="event"),
        Question("nar", "when", "När hände det?", required=False),
        Question(
            "parter", "parties", "Vilka berördes?", choices=tuple(Choice(one.lower(), one) for one in PARTIES)
        ),
        Question("gjorde", "party_texts", "Vad gjorde var och en?", of="parter"),
        Question("del-tva", "heading", "Följden"),
        Question("konsekvens", "long_text", "Vad blev följden?"),
        Question("antal", "number_band", "Hur många berörs?"),
        Question("sagt", "yes_no", "Är det taget upp?"),
        Question("vem", "short_text", "Med vilken funktion?", shown_if=(Condition("sagt", ("ja",)),)),
    ),
)


def sheet_of(name: str) -> Sheet:
    """The form of a family."""
    return read({key: value for key, value in family.read(name).form.items() if key != "slug"})


def wanted(sheet: Sheet) -> Wanted:
    """The form as an organisation would want it printed."""
    known = read(content_of(sheet))
    code = code_of(hash_of(content_of(known)))
    return Wanted(known, "Samordningsförbundet Norrvik", code, "https://norrvik.samsyn.example/rapportera")


def text_of(pdf: bytes) -> str:
    """All that can be read in it, on one line."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    return one_line(" ".join(pages))


def one_line(text: str) -> str:
    return " ".join(text.split())


def tags_of(pdf: bytes) -> list[str]:
    """The names of its tags, in the order in which they are read."""

    def within(element: Any) -> Iterator[str]:
        if isinstance(element, pikepdf.Array):
            for one in element:
                yield from within(one)
        elif isinstance(element, pikepdf.Dictionary):
            yield from [str(element.S)] if "/S" in element else []
            yield from within(element.get("/K"))

    with pikepdf.open(BytesIO(pdf)) as opened:
        return list(within(opened.Root.StructTreeRoot.K))


def photograph(name: str, pdf: bytes) -> None:
    """Keeps it to be looked at, with SHOTS=1."""
    if os.environ.get("SHOTS"):
        SHOTS.mkdir(parents=True, exist_ok=True)
        (SHOTS / f"blank-{name}.pdf").write_bytes(pdf)
        for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
            page.render(scale=110 / 72).to_pil().save(SHOTS / f"blank-{name}-{number}.png")


# --- The paper ---------------------------------------------------------------------------------------------


@needs_weasyprint
@pytest.mark.parametrize("name", family.names())
def test_a_familys_form_fits_on_one_page_with_every_word_of_it(name: str) -> None:
    form = wanted(sheet_of(name))

    made = blank(form)

    photograph(name, made.pdf)
    assert made.pages == 1
    assert len(pypdfium2.PdfDocument(made.pdf)) == 1
    text = text_of(made.pdf)
    for question in form.sheet.questions:
        words = [question.label, question.hint, *(choice.label for choice in question.choices)]
        assert [one for one in words if one_line(one) not in text] == []
    for said in (form.sheet.title, form.organisation, "norrvik.samsyn.example/rapportera", form.code):
        assert said in text


@needs_weasyprint
def test_it_is_tagged_has_a_language_and_a_title() -> None:
    made = blank(wanted(EVERYTHING))

    photograph("every-kind", made.pdf)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "sv"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert (
            str(pdf.docinfo["/Title"]) == "Allt som en blankett kan fråga om – Samordningsförbundet Norrvik"
        )
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        fonts = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert made.pages == 1
    # The style sheet and its font were found: else it would be a letter of the machine's own.
    assert all("Inter" in font for font in fonts)
    tags = tags_of(made.pdf)
    assert [tag for tag in tags if re.fullmatch(r"/H\d", tag)] == (
        ["/H1", "/H2", *["/H3"] * 4, "/H2", *["/H3"] * 4]
    )
    assert (tags.count("/L"), tags.count("/TH")) == (3, 2)


@needs_weasyprint
@settings(max_examples=10)
@given(sound_sheets())
def test_whatever_can_be_published_can_be_printed(sheet: Sheet) -> None:
    made = blank(wanted(sheet))

    assert made.pages >= 1
    assert tags_of(made.pdf).count("/H1") == 1


@needs_weasyprint
def test_a_form_that_is_too_long_says_how_many_pages_it_takes() -> None:
    questions = tuple(Question(f"q{n}", "long_text", f"Fråga nummer {n}?") for n in range(40))

    made = blank(wanted(Sheet("För lång", questions)))

    assert made.pages == len(pypdfium2.PdfDocument(made.pdf)) == 2
    assert all(question.label in text_of(made.pdf) for question in questions)


@needs_weasyprint
@pytest.mark.parametrize(
    "name", [name for name in templates.names() if templates.read(name).purpose == "report"]
)
def test_whatever_is_reported_with_fits_on_one_page_and_nothing_that_is_asked_is_left_out(name: str) -> None:
    form = wanted(read(templates.read(name).content))

    made = blank(form)

    photograph(name, made.pdf)
    assert made.pages == len(pypdfium2.PdfDocument(made.pdf)) == 1
    text = text_of(made.pdf)
    said = [
        "Skriv inga namn och inga personnummer",
        # The way past one's own chef.
        *(one.hint for one in form.sheet.questions if one.role == "receiver"),
        *(one.label for one in form.sheet.questions),
        *(choice.label for one in form.sheet.questions for choice in one.choices),
    ]
    assert [one for one in said if one_line(one) not in text] == []


@needs_weasyprint
def test_a_tight_page_is_tagged_as_a_roomy_one() -> None:
    form = wanted(read(templates.read("po-sex-grupper").content))

    tags = tags_of(blank(form).pdf)

    kinds = [question.kind for question in form.sheet.questions]
    assert tags.count("/H2") == kinds.count("heading")
    assert tags.count("/H3") == len(kinds) - kinds.count("heading")
    choices = sum(len(one.choices) for one in form.sheet.questions if one.kind != "party_texts")
    assert (tags.count("/L"), tags.count("/LI"), tags.count("/TH")) == (4, choices, 2)


def test_where_it_is_tight_an_answer_that_may_be_left_out_stands_beside_the_one_before() -> None:
    happened, *others = (
        Question(f"q{n}", "long_text", f"Fråga {n}?", required=n < 2, role="" if n else "event")
        for n in range(5)
    )
    form = Sheet("Tät", (happened, *others))

    assert [len(row) for row in rows_of(form, ROOMY)] == [1] * 5
    assert [len(row) for row in rows_of(form, TIGHT)] == [1, 2, 2]
    # What stands side by side is as long, and takes the room of one.
    line = TIGHT.height["long_text"]
    assert list(lines_of(form, 3 * line, TIGHT).values()) == [3, 2, 2, 1, 1]


@needs_weasyprint
@pytest.mark.parametrize("number", range(1, 9))
def test_the_room_of_a_page_is_used_and_no_more(number: int) -> None:
    form = Sheet("Kort", tuple(Question(f"q{n}", "long_text", f"Fråga {n}?") for n in range(number)))

    made = blank(wanted(form))

    assert made.pages == 1
    assert len(pypdfium2.PdfDocument(made.pdf)) == 1


def test_lines_are_shared_in_turns_and_what_happened_has_two() -> None:
    line = ROOMY.height["long_text"]
    assert lines_of(EVERYTHING, 0) == {"handelse": 2, "gjorde": 2, "konsekvens": 2}
    assert lines_of(EVERYTHING, 2 * line) == {"handelse": 4, "gjorde": 2, "konsekvens": 2}
    assert lines_of(EVERYTHING, 9999) == {"handelse": 12, "gjorde": 5, "konsekvens": 12}


@pytest.mark.parametrize(
    ("labels", "columns"),
    [
        ([], 1),
        (["Ja", "Nej", "Vet inte"], 3),
        (["Ja"] * 20, 4),
        # Four in three columns would be two rows anyhow.
        (["Nej, första gången"[:20], *["x" * 29] * 3], 2),
        (["x" * 47] * 22, 2),
        (["x" * 48, "Ja"], 1),
    ],
)
def test_choices_stand_in_as_many_columns_as_their_labels_leave_room_for(
    labels: list[str], columns: int
) -> None:
    assert columns_of([Choice(str(n), label) for n, label in enumerate(labels)]) == columns


def test_the_page_says_each_kind_of_question_in_its_way() -> None:
    page = one_line(re.sub(r"<[^>]+>", " ", page_of(wanted(EVERYTHING))))

    for said in (
        "Vilka berördes? Sätt ett eller flera kryss.",
        "Är det taget upp? Sätt ett kryss.",
        "När hände det? (valfritt) Ungefär räcker",
        "Med vilken funktion? Gäller bara den som svarar ”Ja” på frågan ”Är det taget upp?”.",
        "Verksamhet Vad den gjorde",
        "Skriv inga namn och inga personnummer",
    ):
        assert said in page


def test_what_somebody_wrote_in_a_form_is_text_and_nothing_else() -> None:
    nasty = '</title><style>*{}</style><img src="https://example.org/x.png">'
    form = Sheet(nasty, (replace(EVERYTHING.questions[1], label=nasty, hint=nasty),))

    page = page_of(replace(wanted(form), organisation=nasty))

    assert nasty not in page
    assert not re.search(r"<style|<img|style=", page)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/static/ui/ui.css",
        "file:///etc/passwd",
        "data:text/css,*{}",
        f"{paper.NOWHERE}/rapportera",
        f"{paper.NOWHERE}.example.org/static/ui/ui.css",
        f"{paper.NOWHERE}/static/../../../../../../../../etc/passwd",
        f"{paper.NOWHERE}/static/%2e%2e/%2e%2e/%2e%2e/manage.py",
        f"{paper.NOWHERE}/static//etc/passwd",
        f"{paper.NOWHERE}/static/finns-inte.css",
    ],
)
def test_nothing_is_read_but_a_static_file_of_ours(url: str) -> None:
    assert b"@page" in static_file(f"{paper.NOWHERE}/static/questions/blank.css?v=1")
    with pytest.raises((ValueError, OSError, SuspiciousOperation)):
        static_file(url)


# --- The door ----------------------------------------------------------------------------------------------


def code_in_use() -> str:
    return code_of(QuestionForm.objects.get().version.hash)


@needs_weasyprint
@pytest.mark.parametrize("who", ["nobody", "processledare"])
def test_anybody_gets_the_form_that_is_answered_now(inside: Place, at: Visitor, who: str) -> None:
    client: Client = at(inside, inside.processledare if who == "processledare" else None)
    code = code_in_use()

    answer = client.get(DOOR)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="rapport-norrvik.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    text = text_of(answer.content)
    assert code in text
    assert "norrvik.samsyn.localhost" in text
    assert "Skriv ut en tom blankett (pdf)" in client.get("/rapportera").content.decode()


def test_the_shared_site_has_no_form(norrvik: Place, at: Visitor) -> None:
    assert at().get(DOOR).status_code == 404


@needs_weasyprint
def test_paper_is_in_the_language_of_the_organisation_and_not_of_who_prints_it(
    inside: Place, at: Visitor
) -> None:
    client = at(inside)
    client.cookies["django_language"] = "en"

    assert "Print a blank form (PDF)" in client.get("/rapportera").content.decode()
    assert "Blankettens version" in text_of(client.get(DOOR).content)


# --- Without WeasyPrint ------------------------------------------------------------------------------------


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that lacks one of the libraries."""
    monkeypatch.setattr(paper, "LIBRARIES", (*paper.LIBRARIES, "no-such-library"))
    caches = (paper.can_be_drawn, paper._weasyprint, paper.blank)
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


def test_without_weasyprint_there_is_a_page_to_print(without: None, inside: Place, at: Visitor) -> None:
    client = at(inside)
    code = code_in_use()

    answer = client.get(DOOR)
    page = answer.content.decode()

    assert answer.headers["Content-Type"].startswith("text/html")
    assert '<html lang="sv">' in page
    assert code in page
    # What the Content-Security-Policy would refuse, and paper would lack.
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<style|style=|<script", page)
    report = client.get("/rapportera").content.decode()
    assert "Skriv ut en tom blankett" in report
    assert "(pdf)" not in report


def test_without_weasyprint_no_pdf_is_made_and_whoever_runs_samsyn_is_told(without: None) -> None:
    with pytest.raises(paper.NoPaper):
        blank(wanted(EVERYTHING))
    assert [(one.id, one.level) for one in paper.check()] == [("questions.W001", checks.WARNING)]


def test_a_library_that_does_not_load_is_no_paper_either(
    without: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "can_be_drawn", lambda: True)
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(paper.NoPaper):
        blank(wanted(EVERYTHING))


@needs_weasyprint
def test_where_it_can_be_drawn_nobody_is_told() -> None:
    assert paper.check() == []


def test_web_starts_without_the_seconds_that_weasyprint_takes() -> None:
    start = "import config.wsgi, sys; sys.exit('weasyprint' in sys.modules)"
    # The modules of this run, also where they are not those that were installed.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    done = subprocess.run([sys.executable, "-c", start], env=environment, check=False)

    assert done.returncode == 0


def test_the_report_page_asks_for_no_weasyprint(
    norrvik: Place, at: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "_weasyprint", lambda: pytest.fail("imported for a link"))

    assert at(norrvik).get("/rapportera").status_code == 200
