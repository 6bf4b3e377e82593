"""A reporter is shown what in the text may point to a person, and sends it when that is answered."""

import html
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tenants import air
from tests.conftest import Place
from tests.families import answer_to
from workflows.cases.models import Case
from workflows.intake.models import Entrance

ANNA = "Anna Lindberg fick inget besked."


@pytest.fixture
def answers(norrvik: Place) -> dict[str, object]:
    with air.inside(norrvik.tenant):
        entrance = Entrance.objects.with_versions().get()
        asked = entrance.form.version.sheet
        return {"version": entrance.form.version.hash} | {
            question.id: answer_to(question) for question in asked.questions if question.required
        }


def send(client: Client, place: Place, **sent: object) -> HttpResponse:
    response = client.post("/rapportera", sent, headers={"host": place.host}, secure=True)
    assert isinstance(response, HttpResponse)
    return response


def shown(response: HttpResponse) -> str:
    return html.unescape(re.sub(r"\s+", " ", response.content.decode()))


def seen(response: HttpResponse) -> str:
    found: list[str] = re.findall(r'name="seen" value="([^"]*)"', response.content.decode())
    return found[0]


def buttons(response: HttpResponse) -> dict[str, str]:
    """What each button beside a finding says, and sends."""
    found = re.findall(r'name="instead"\s+value="([^"]*)"[^>]*>([^<]*)<', response.content.decode())
    return {html.unescape(" ".join(said.split())): html.unescape(value) for value, said in found}


def test_what_points_to_nobody_is_sent_at_once(
    client: Client, norrvik: Place, answers: dict[str, object]
) -> None:
    assert send(client, norrvik, **answers).status_code == 302


def test_a_name_is_shown_and_stays_for_a_reason_that_is_kept_without_it(
    client: Client, norrvik: Place, answers: dict[str, object]
) -> None:
    answers["handelse"] = ANNA
    first = send(client, norrvik, **answers)
    assert first.status_code == 200
    assert "Rapporten är inte skickad än" in shown(first)
    assert "Det ser ut som ett namn" in shown(first)
    assert ANNA in shown(first)

    second = send(client, norrvik, **answers, seen=seen(first))
    assert "Byt ut det, eller välj varför det behöver stå kvar." in shown(second)

    assert send(client, norrvik, **answers, seen=seen(second), kept_because="needed").status_code == 302
    with air.inside(norrvik.tenant):
        (kept,) = Case.objects.latest("pk").kept.all()
        assert (kept.question, kept.kind, kept.reason) == ("handelse", "name", "needed")


def test_a_button_replaces_it_where_it_stands_and_then_it_is_sent(
    client: Client, norrvik: Place, answers: dict[str, object]
) -> None:
    answers["handelse"] = "Anna Lindberg, 850709-9805, fick inget besked."
    first = send(client, norrvik, **answers)
    replaced = send(client, norrvik, **answers, instead=buttons(first)["Skriv ”[personnummer]”"])
    assert replaced.status_code == 200
    assert "Anna Lindberg, [personnummer], fick inget besked." in shown(replaced)

    answers["handelse"] = "Anna Lindberg, [personnummer], fick inget besked."
    again = send(client, norrvik, **answers, instead=buttons(replaced)["Skriv ”en handläggare”"])
    answers["handelse"] = "en handläggare, [personnummer], fick inget besked."
    assert str(answers["handelse"]) in shown(again)
    assert send(client, norrvik, **answers).status_code == 302
    with air.inside(norrvik.tenant):
        case = Case.objects.latest("pk")
        assert case.answers.get(question="handelse").value == answers["handelse"]
        assert not case.kept.exists()


def test_what_must_go_is_never_sent_whatever_is_said(
    client: Client, norrvik: Place, answers: dict[str, object]
) -> None:
    answers["handelse"] = "Hen, 850709-9805, fick inget besked."
    first = send(client, norrvik, **answers)
    assert "Måste bort" in shown(first)
    assert "Ta bort personnumret" in shown(first)
    second = send(client, norrvik, **answers, seen=seen(first), kept_because="needed")
    assert second.status_code == 200
    assert "Ta bort personnumret" in shown(second)
    with air.inside(norrvik.tenant):
        assert not Case.objects.exists()


def test_what_is_only_asked_about_is_sent_once_it_was_seen(
    client: Client, norrvik: Place, answers: dict[str, object]
) -> None:
    answers["handelse"] = "Annas ansökan blev liggande."
    first = send(client, norrvik, **answers)
    assert "varför det behöver stå kvar" not in shown(first)
    assert send(client, norrvik, **answers, seen=seen(first)).status_code == 302


def test_what_is_written_after_it_was_shown_is_shown_too(
    client: Client, norrvik: Place, answers: dict[str, object]
) -> None:
    answers["handelse"] = "Annas ansökan blev liggande."
    first = send(client, norrvik, **answers)
    answers["handelse"] = "Annas ansökan blev liggande hos Fatima."
    assert "Fatima" in shown(send(client, norrvik, **answers, seen=seen(first)))
    with air.inside(norrvik.tenant):
        assert not Case.objects.exists()
