"""When a page can't be given the reader is told what happened and what to do, and loses nothing."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

HOST = "solvik.example"
OWN = f"http://{HOST}"
SENT = {
    "event": "Hon fick inget svar.\nTvå väntade på varandra.",
    "level": "rules",
    "parties": ["af", "k"],
    "municipality": "solvik",
    "names_removed": "on",
    "form_id": "one-time",
}


def fields(html: str) -> list[tuple[str, str]]:
    """The hidden fields of the form that sends again, not of the one in the footer."""
    form = re.search(r"<main.*?<form.*?</form>", html, re.DOTALL)
    assert form
    return re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', form[0], re.DOTALL)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/fail/400", 400, "Ladda om|ladda om"),
        ("/fail/403", 403, "Du får inte göra det här"),
        ("/nej", 404, "Sidan finns inte"),
        ("/fail/500", 500, "Felet ligger hos oss"),
        ("/fail/503", 503, "Kom tillbaka om en stund"),
    ],
)
def test_each_error_says_what_to_do(client: Client, path: str, status: int, words: str) -> None:
    response = client.get(path, headers={"host": HOST})
    assert response.status_code == status
    assert re.search(words, response.text)
    assert '<html lang="sv">' in response.text


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html"])
def test_the_pages_for_when_all_else_fails_need_nothing(template: str) -> None:
    assert "<h1>" in render_to_string(template)


@pytest.mark.parametrize("proof", [{"origin": OWN}, {"sec-fetch-site": "same-origin"}])
def test_a_page_that_lay_open_too_long_loses_nothing(client: Client, proof: dict[str, str]) -> None:
    expired = client.post("/form?q=1", SENT, headers={"host": HOST, **proof})
    assert expired.status_code == 403
    assert "no-store" in expired.headers["Cache-Control"]
    assert "Hon fick inget svar.<br>Två väntade på varandra." in expired.text
    assert 'action="/form?q=1"' in expired.text
    again: dict[str, list[str]] = {}
    for name, value in fields(expired.text):
        again.setdefault(name, []).append(value)
    assert again["parties"] == ["af", "k"]
    response = client.post("/form?q=1", again, headers={"host": HOST, "origin": OWN})
    assert response.status_code == 200
    assert response.text == f"{SENT['event']} one-time"


@pytest.mark.parametrize(
    "proof", [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "same-site"}, {}]
)
def test_another_origin_is_not_offered_to_send(client: Client, proof: dict[str, str]) -> None:
    response = client.post("/form", SENT, headers={"host": HOST, **proof})
    assert response.status_code == 403
    assert "Sidan hade legat öppen för länge" in response.text
    assert "Skicka igen" not in response.text
    assert "Hon fick inget svar" not in response.text


def test_a_password_is_neither_shown_nor_sent_again(client: Client) -> None:
    secret = {
        "email": "a@b.se",
        "password": "hemligt ord",
        "nytt_losenord": "hemligt ord",
        "Password2": "hemligt ord",
    }
    response = client.post("/form", secret, headers={"host": HOST, "origin": OWN})
    assert "hemligt" not in response.text
    assert [name for name, _ in fields(response.text)] == ["csrfmiddlewaretoken", "email"]
    assert "lösenord följer inte med" in response.text


def test_what_is_sent_again_is_harmless_on_the_way(client: Client) -> None:
    sent = {"event": '"><script>alert(1)</script> och mer'}
    response = client.post("/form", sent, headers={"host": HOST, "origin": OWN})
    assert "<script>" not in response.text
