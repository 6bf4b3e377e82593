"""A mail says that something has happened and where to read it, and nothing of what."""

import re

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation

from infra.claims import CHECKOUT
from tests.conftest import Place, Visitor
from tests.workflows.outbox.post_office import to_processledare, to_reporter
from workflows.outbox.models import Mail
from workflows.outbox.sending import send_due, written

FOLDER = CHECKOUT / "workflows" / "outbox" / "templates" / "outbox"
TEMPLATES = sorted(path.stem for path in FOLDER.glob("*.txt") if path.stem != "base")
TO_REPORTERS = ["letter", "news", "reply"]
ABOUT_A_CASE = [name for name in TEMPLATES if name not in (*TO_REPORTERS, "seated")]
# What a sender could by mistake hand over together with the three names that templates may use.
MORE = "case mail answers reply letter text reason reporter contact code receipt user name email request"
CANARIES = {name: f"CANARY {name}" for name in MORE.split()}
ALLOWED = {"about", "days", "link", "tenant.name", "tenant.contact_name", "tenant.contact_email"}


class Spy(dict[str, object]):
    """Has something under every name, and notes the names that are asked for."""

    def __init__(self, what: str, **known: object) -> None:
        super().__init__(**known)
        self.what, self.asked = what, set[str]()

    def __contains__(self, _name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> object:
        self.asked.add(name)
        return super().get(name, f"{self.what} {name}")


def made(inside: Place, template: str) -> Mail:
    if template in TO_REPORTERS:
        return to_reporter(template=template)
    return to_processledare(inside, template=template, days=4)


def test_every_mail_that_is_told_of_is_written() -> None:
    assert set(TEMPLATES) == {
        *("received", "letter", "letter_from_reporter", "reply", "moved", "feedback_no", "nobody_seated"),
        *(
            "seated",
            "pointed_out",
            "to_parties",
            "soon",
            "over",
            "word_soon",
            "word_over",
            "waits_below",
            "news",
            "measure_over",
        ),
    }


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_says_nothing_but_the_organisation_the_reference_and_the_link(template: str) -> None:
    tenant = Spy("TENANT")
    said = {**CANARIES, "tenant": tenant, "about": "2026-0041", "days": 4, "link": "https://norrvik/"}

    text = render_to_string(f"outbox/{template}.txt", said)

    assert "CANARY" not in text
    assert "TENANT name" in text
    assert tenant.asked <= {"name", "contact_name", "contact_email"}


@pytest.mark.parametrize("template", ["base", *TEMPLATES])
def test_a_template_asks_for_no_other_name(template: str) -> None:
    source = (FOLDER / f"{template}.txt").read_text()
    local = dict(re.findall(r"(\w+)=([\w.]+)", source))
    asked = {local.get(name, name) for name in re.findall(r"{{ *([^ }]+)", source)}

    assert asked | set(local.values()) <= ALLOWED


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_subject_and_a_text_say_what_has_happened_to_nobody_by_name(inside: Place, template: str) -> None:
    subject, text = written(made(inside, template))

    assert inside.tenant.name in subject
    assert len(subject) < 120
    assert "\n" not in subject
    for user in (inside.processledare, inside.administrator):
        assert user.name not in subject + text
        assert user.email not in subject + text
    assert "  " not in text
    assert "\n\n\n" not in text
    assert "&" not in text
    assert "{" not in text


@pytest.mark.parametrize("template", ABOUT_A_CASE)
def test_a_member_reads_the_reference_what_to_do_where_and_who_to_ask(inside: Place, template: str) -> None:
    subject, text = written(made(inside, template))

    assert "2026-0041" in subject
    assert "2026-0041" in text
    page = {"nobody_seated": "organ", "waits_below": "start"}.get(template, "arenden/2026-0041")
    assert re.findall(r"https?://\S+", text) == [f"http://{inside.host}:8000/{page}"]
    assert text.endswith("Frågor? Kim Kontakt, kontakt@norrvik.example\n")


@pytest.mark.parametrize(
    ("template", "happened"), [("letter", "har skrivit till dig om"), ("reply", "har svarat på")]
)
def test_a_mail_to_a_reporter_says_no_more_than_others_may_read(
    inside: Place, template: str, happened: str
) -> None:
    subject, text = written(made(inside, template))

    assert re.sub(r"\s+", " ", text).strip() == (
        f"{inside.tenant.name} {happened} din rapport. Läs {'svaret' if template == 'reply' else 'det'} här: "
        f"http://{inside.host}:8000/kvitto Du behöver koden på ditt kvitto."
    )
    assert "2026-0041" not in subject + text


def test_the_link_of_a_mail_to_a_reporter_asks_for_the_code(inside: Place, at: Visitor) -> None:
    _subject, text = written(to_reporter())
    link = re.search(r"https?://[^/]+(/\S+)", text)

    assert link
    assert "kod" in at(inside).get(link[1]).content.decode()


def test_mails_are_in_swedish_whoever_caused_them(inside: Place) -> None:
    with translation.override("en"):
        subject, text = written(to_processledare(inside))

    assert "Ny rapport" in subject
    assert text.startswith("Hej!")


def test_a_reference_with_strange_signs_stays_one_part_of_the_address(inside: Place) -> None:
    _subject, text = written(Mail(template="moved", about="Å/1 ?", to_user=inside.processledare))

    assert "/arenden/%C3%85%2F1%20%3F\n" in text


def test_no_program_answers_it(inside: Place) -> None:
    to_processledare(inside)
    send_due(lambda _case: None)

    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"


def test_a_mail_is_text_in_which_nothing_is_escaped(inside: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inside.tenant, "name", "Kommun & förbund")

    assert "Kommun & förbund" in written(to_processledare(inside))[0]
