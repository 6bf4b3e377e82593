"""The pages of a formulärägare: what they show, what they say, and what they cost."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants import air
from tests.conftest import Place
from tests.workflows.builder.owners import form_owner
from workflows.builder.models import Draft
from workflows.intake.models import Entrance
from workflows.questions.models import QuestionForm


@pytest.fixture
def owner(norrvik: Place, client: Client) -> Client:
    """Norrvik's formulärägare at Norrvik's host."""
    with air.inside(norrvik.tenant):
        user = form_owner(norrvik)
    client.defaults["SERVER_NAME"] = norrvik.host
    client.force_login(user)
    return client


def mark_on(response: Any) -> str:
    """By which the page knows the question that it shows."""
    found: list[str] = re.findall(r'name="was"\s+value="([^"]*)"', response.content.decode())
    return found[0]


def words_on(response: Any) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def publish(client: Client, slug: str) -> HttpResponse:
    """Publishes what the page shows."""
    shown = client.get(f"/blanketter/{slug}/publicera").content.decode()
    found = re.findall(r'name="shown" value="([^"]*)"', shown)
    return post(client, f"/blanketter/{slug}/publicera", shown=found[0] if found else "")


def get(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return words_on(answer)


def post(client: Client, path: str, **sent: object) -> HttpResponse:
    # As a page sends it, which always has something.
    answer = client.post(path, {"csrfmiddlewaretoken": "", **sent})
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_form_is_made_from_nothing_published_and_reported_on(owner: Client, norrvik: Place) -> None:
    assert (
        post(owner, "/blanketter/ny", title="Snabbrapport").headers["Location"] == "/blanketter/snabbrapport"
    )
    for label, kind, sent in (
        ("Vad hände?", "long_text", {"role": "event"}),
        ("Vad blev följden?", "long_text", {"role": "client_consequence"}),
        ("Vilka var med?", "parties", {"role": "parties", "parties": ["af", "fk"]}),
    ):
        there = post(owner, "/blanketter/snabbrapport", label=label, kind=kind).headers["Location"]
        was = mark_on(owner.get(there))
        saved = post(owner, there, was=was, label=label, required="on", missing="Svara.", **sent)
        assert saved.status_code == 302
    assert "Allt stämmer" in get(owner, "/blanketter/snabbrapport/publicera")

    assert publish(owner, "snabbrapport").status_code == 302

    with air.inside(norrvik.tenant):
        form = Entrance.objects.get(form__slug="snabbrapport").form
        assert [one.label for one in form.version.sheet.questions] == [
            "Vad hände?",
            "Vad blev följden?",
            "Vilka var med?",
        ]
        assert [one.label for one in form.version.sheet.question("vilka-var-med").choices] == [
            "Arbetsförmedlingen",
            "Försäkringskassan",
        ]


def test_a_question_is_moved_by_a_button_and_the_page_comes_back_to_it(owner: Client) -> None:
    moved = post(owner, "/blanketter/rapport", to="konsekvens:0")

    assert moved.headers["Location"] == "/blanketter/rapport#konsekvens"
    page = owner.get("/blanketter/rapport").content.decode()
    assert page.index('id="konsekvens"') < page.index('id="handelse"')


@pytest.mark.parametrize(
    "to", ["konsekvens:upp", "konsekvens", "finns-inte:1", ":", "konsekvens:" + "9" * 400]
)
def test_a_button_that_nobody_drew_changes_nothing(owner: Client, to: str, norrvik: Place) -> None:
    assert post(owner, "/blanketter/rapport", to=to).status_code in (302, 404)


def test_a_condition_is_chosen_among_the_answers_of_an_earlier_question(
    owner: Client, norrvik: Place
) -> None:
    there = post(owner, "/blanketter/rapport", label="Hur ofta?", kind="short_text").headers["Location"]
    shown = owner.get(there)
    was = mark_on(shown)
    assert "Bara vid vissa svar på ”Har det hänt förut?”" in words_on(shown)

    post(owner, there, was=was, label="Hur ofta?", om_aterkommer=["ofta"], required="on")

    with air.inside(norrvik.tenant):
        question = Draft.objects.get(slug="rapport").sheet.question("hur-ofta")
        assert [(one.question, one.any_of) for one in question.shown_if] == [("aterkommer", ("ofta",))]
    assert "Gäller bara den som svarar ”" in get(owner, "/blanketter/rapport")


def test_who_saves_after_somebody_else_is_told_and_keeps_what_was_written(owner: Client) -> None:
    there = "/blanketter/rapport/fragor/handelse"
    was = mark_on(owner.get(there))
    post(owner, there, was=was, label="Den enas fråga", required="on", role="event")

    second = post(owner, there, was=was, label="Den andras fråga", required="on", role="event")
    assert "Frida Formulär ändrade frågan medan du skrev. Nu står där: ”Den enas fråga”." in words_on(second)
    assert 'value="Den andras fråga"' in second.content.decode()

    was = mark_on(second)
    assert (
        post(owner, there, was=was, label="Den andras fråga", required="on", role="event").status_code == 302
    )


def test_what_hinders_it_is_said_beside_the_question(owner: Client) -> None:
    post(owner, "/blanketter/rapport", label="Vilken sort?", kind="one_choice")

    assert "Skriv minst två svar att välja mellan." in get(owner, "/blanketter/rapport/publicera")
    assert "Skriv minst två svar att välja mellan." in get(owner, "/blanketter/rapport/fragor/vilken-sort")
    assert publish(owner, "rapport").status_code == 200


def test_what_was_changed_since_the_page_was_shown_is_not_published_unseen(owner: Client) -> None:
    post(owner, "/blanketter/rapport", title="Säg till")

    unseen = post(owner, "/blanketter/rapport/publicera", shown="hur det var förut")

    assert "Utkastet har ändrats sedan du öppnade sidan." in words_on(unseen)
    assert publish(owner, "rapport").status_code == 302


def test_the_preview_answers_as_the_real_page_does_and_sends_nothing(owner: Client, norrvik: Place) -> None:
    assert "Inget sparas när du skickar" in get(owner, "/blanketter/rapport/forhandsgranska")
    empty = words_on(post(owner, "/blanketter/rapport/forhandsgranska"))
    assert "Rätta det här och skicka igen" in empty


def test_a_form_is_saved_as_a_file_and_begun_from_one(owner: Client) -> None:
    saved = owner.get("/blanketter/rapport/fil")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="rapport.yaml"'

    begun = post(owner, "/blanketter/ny", title="Samma", file=SimpleUploadedFile("r.yaml", saved.content))
    assert begun.headers["Location"] == "/blanketter/samma"
    body = owner.get("/blanketter/samma/fil").content.decode()
    assert body.partition("\n")[2] == saved.content.decode().partition("\n")[2]

    broken = post(owner, "/blanketter/ny", file=SimpleUploadedFile("r.yaml", b"title: [\nquestions: x"))
    assert "Filen går inte att läsa" in words_on(broken)
    assert "Skriv vad blanketten ska heta." in words_on(post(owner, "/blanketter/ny"))


def test_versions_tell_what_was_new_and_lead_back(owner: Client, norrvik: Place) -> None:
    with air.inside(norrvik.tenant):
        first = QuestionForm.objects.select_related("version").get(slug="rapport").version.hash
    post(owner, "/blanketter/rapport", title="Säg till")
    post(owner, "/blanketter/rapport", label="Något mer?", kind="short_text")
    there = "/blanketter/rapport/fragor/nagot-mer"
    was = mark_on(owner.get(there))
    post(owner, there, was=was, label="Något mer?")
    assert publish(owner, "rapport").status_code == 302

    listed = get(owner, "/blanketter/rapport/versioner")
    assert "Publicerad av Frida Formulär Används nu Ny Något mer?" in listed
    assert "Borttagen Något mer?" in get(owner, f"/blanketter/rapport/versioner/{first}")
    back = post(owner, f"/blanketter/rapport/versioner/{first}")
    assert back.headers["Location"] == "/blanketter/rapport/publicera"


def test_the_list_costs_the_same_however_many_forms_there_are(owner: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            get(owner, "/blanketter")
        return len(asked)

    queries()
    before = queries()
    for number in range(5):
        post(owner, "/blanketter/ny", title=f"Blankett {number}")
    assert queries() == before
