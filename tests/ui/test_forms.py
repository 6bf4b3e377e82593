"""A form says what to do, at the field and first on the page, in the same words."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from tests.ui.site import Report
from ui.forms import Form

SENT = {
    "event": "Hon fick inget svar",
    "level": "rules",
    "parties": ["af"],
    "municipality": "solvik",
    "names_removed": "on",
    "form_id": "one-time",
}


def drawn(form: forms.Form) -> str:
    return re.sub(r"\s+", " ", form.render())


def summary(form: forms.Form) -> str:
    return re.sub(r"\s+", " ", render_to_string("ui/error_summary.html", {"forms": [form]}))


def test_optional_is_said_and_required_is_not() -> None:
    html = drawn(Report())
    assert html.count("(valfritt)") == 2
    assert "*" not in html
    assert "required" not in html


def test_a_filter_marks_nothing_as_optional() -> None:
    class Filter(Form):
        mark_optional = False
        words = forms.CharField(required=False)

    assert "(valfritt)" not in drawn(Filter())


def test_an_untouched_form_is_silent() -> None:
    assert "ds-validation-message" not in drawn(Report())
    assert "aria-invalid" not in drawn(Report())


def test_the_summary_links_to_each_field_in_the_words_of_the_field() -> None:
    form = Report({})
    form.is_valid()
    links = dict(re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary(form)))
    assert links == {
        "id_event": "Skriv vad som hände",
        "id_level_0": "Välj var felet ligger, eller Vet inte",
        # A choice in a group of choices has two numbers.
        "id_parties_0_0": "Välj under ”Vilka var med?”",
        "id_municipality": "Välj under ”Kommun”",
        "id_names_removed": "Kryssa i ”Jag har tagit bort namn”",
    }
    html = drawn(form)
    for target, words in links.items():
        assert f'id="{target}"' in html
        assert f'<p class="ds-validation-message">{words}</p>' in html


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    html = drawn(Report({}))
    assert 'aria-describedby="id_event_helptext id_event_error"' in html
    assert 'id="id_event_helptext"' in html
    assert 'id="id_event_error"' in html
    # A group of choices is described as a group.
    assert re.search(r'<fieldset class="ds-fieldset field" aria-describedby="id_level_error">', html)


def test_the_messages_of_a_form_that_worded_none_say_what_to_do() -> None:
    class Unworded(Form):
        name = forms.CharField(label="Namn:", max_length=3)
        date = forms.DateField(label="Dag")
        email = forms.EmailField(label="E-post")
        number = forms.IntegerField(label="Antal", min_value=1)
        choice = forms.ChoiceField(label="Andel, 100 %", choices=[("a", "a")])

    bad = Unworded({"name": "fyra", "date": "igår", "email": "x", "number": "0", "choice": "b"})
    assert [errors[0] for errors in bad.errors.values()] == [
        "Korta texten från 4 till högst 3 tecken",
        "Skriv datumet som 2026-04-30",
        "Skriv e-postadressen som namn@exempel.se",
        "Skriv ett tal som är minst 1",
        "Välj ett av alternativen som visas",
    ]
    assert Unworded({}).errors["name"] == ["Fyll i ”Namn”"]
    assert Unworded({}).errors["choice"] == ["Välj under ”Andel, 100 %”"]


def test_a_field_added_while_the_form_is_made_gets_the_same_words() -> None:
    class Made(Form):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]
            self.fields["q_7"] = forms.CharField(label="Orsak")

    assert Made({}).errors["q_7"] == ["Fyll i ”Orsak”"]


def test_what_is_wrong_with_the_whole_form_stands_first() -> None:
    class Pair(Form):
        one = forms.CharField(required=False)

        def clean(self) -> None:
            raise forms.ValidationError("Fyll i det ena eller det andra")

    form = Pair({})
    form.is_valid()
    assert "<li>Fyll i det ena eller det andra</li>" in summary(form)


def test_what_somebody_wrote_is_kept_and_harmless() -> None:
    html = drawn(Report({**SENT, "event": "</textarea><script>alert(1)</script>", "level": "?"}))
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert re.search(r'value="af" id="id_parties_0_0"[^>]* checked', html)


def test_a_sent_form_is_accepted() -> None:
    assert Report(SENT).is_valid()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_form_can_be_drawn_in_each_language(language: str) -> None:
    with translation.override(language):
        assert "Vad hände?" in drawn(Report({}))
