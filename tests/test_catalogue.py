"""Every text of the product is marked, has its English, and says the same in both languages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.template.base import Lexer, Node, Token, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation

from infra import catalogue
from infra.catalogue import CATALOGUE, English
from infra.claims import CHECKOUT
from tenants.models import Tenant
from tests.conftest import Place, Visitor

AGAIN = "run `make words`, and write the English of what it lists"


@cache
def sources() -> English:
    """The texts of the code as it now is."""
    return catalogue.texts_in_sources()


@cache
def english() -> English:
    """The catalogue as it is committed."""
    return catalogue.read(CATALOGUE.read_bytes())


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A text as its forms: one, or singular and plural; none for a translation that is missing."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def keys(texts: English) -> set[tuple[tuple[str, ...], str | None]]:
    """What identifies each text: its forms and its context."""
    return {(forms(message.id), message.context) for message in texts.texts()}


def pairs() -> Iterator[tuple[str, str]]:
    """Each form of each text with its English."""
    for message in english().texts():
        yield from zip(forms(message.id), forms(message.string), strict=True)


# --- The catalogue -----------------------------------------------------------------------------------------


def test_every_text_of_the_code_is_in_the_catalogue() -> None:
    assert len(keys(sources())) > 300
    assert keys(sources()) - keys(english()) == set(), AGAIN


def test_the_catalogue_keeps_nothing_that_the_code_no_longer_says() -> None:
    assert keys(english()) - keys(sources()) == set(), AGAIN
    assert b"#~" not in CATALOGUE.read_bytes()


def test_every_text_has_its_english_in_every_form() -> None:
    missing = [m.id for m in english().texts() if not catalogue.is_translated(m) or m.fuzzy]
    assert missing == [], AGAIN


def test_the_english_has_the_same_placeholders_and_edges() -> None:
    def frame(text: str) -> tuple[set[str], str, str]:
        space = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return set(re.findall(r"%\(\w+\)[a-z]|%.", text)), *space

    assert [pair for pair in pairs() if frame(pair[0]) != frame(pair[1])] == []


def test_the_compiled_catalogue_is_what_the_readable_one_compiles_to() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == catalogue.compiled(CATALOGUE.read_bytes()), AGAIN


def test_in_swedish_every_text_stands_as_it_is_written() -> None:
    # A text of ours that is also one of Django's would come out in Django's Swedish.
    with translation.override("sv"):
        changed = [text for text, _ in pairs() if translation.gettext(text) != text]
        assert changed == []
        assert translation.gettext("Enter a valid date.") == "Fyll i ett giltigt datum."


# --- How it is made ----------------------------------------------------------------------------------------


def test_running_it_again_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "en" / "django.po"
    monkeypatch.setattr(catalogue, "CATALOGUE", copy)
    written = []
    for _ in range(2):
        catalogue.update()
        written.append((copy.read_bytes(), copy.with_suffix(".mo").read_bytes()))
    assert written[0] == written[1]
    assert {path.name for path in copy.parent.iterdir()} == {"django.po", "django.mo"}
    assert b"Date" not in written[0][0]


def test_a_translation_stays_with_its_text_and_is_never_guessed_for_another() -> None:
    known, found = English(), English()
    known.add("Samma ord", "The same words", user_comments=["as in the law"])
    known.add("Nästan samma ord", "Almost the same words")
    known.add("Ett tal", "A number")
    known.add(("%(n)s dag", "%(n)s dagar"), ("%(n)s day", "%(n)s days"))
    known.add("Till", "To", context="en plats")
    found.add("Samma ord")
    found.add("Nästan samma, ord")
    found.add(("Ett tal", "Flera tal"))
    found.add(("%(n)s dag", "%(n)s hela dagar"))
    found.add("Till", context="ett datum")
    catalogue.translate(found, known)
    assert [m.id for m in found.texts() if catalogue.is_translated(m)] == ["Samma ord"]
    assert b"# as in the law\nmsgid" in catalogue.written(found)


def found_in(source: str) -> set[tuple[str | None, tuple[str, ...]]]:
    """What the tool finds in a template."""
    found = English()
    catalogue.add_texts(found, catalogue.as_python(source), "example.html")
    return {(message.context, forms(message.id)) for message in found.texts()}


@pytest.mark.parametrize(
    "example",
    [
        "{% translate 'Meny' %}",
        "  {% trans \"Det 'här' är 100 % sant\" %}",
        '{% translate "Till" context "ett datum" %}',
        '{% translate "Senare" as later %}{{ later }}',
        '{% translate "Längre ord"|upper %}{{ _("I en variabel") }}',
        '{{ nothing|default:_("Inget svar") }}{% firstof nothing _("Ett annat") %}',
        "{% blocktranslate %}\n  Rad ett\n\n  {{ name }}\n{% endblocktranslate %}",
        "{% blocktranslate with who=name|upper trimmed %}\n  Hej {{ who }},\n  100 %\n"
        "{% endblocktranslate %}",
        "{% blocktranslate trimmed count n=number %}\n {{ n }} dag\n{% plural %}\n {{ n }}\n dagar\n"
        "{% endblocktranslate %}",
        "{% blocktrans count n=number context 'tid' trimmed %}En dag{% plural %}{{ n }} dagar"
        "{% endblocktrans %}",
        "{% blocktranslate asvar later %}I en variabel{% endblocktranslate %}{{ later }}",
        "<p>\n    {% if 1 %}\n  <b>'</b>\n{% translate 'Under ojämna indrag' %}{% endif %}",
        "{% comment %}{% translate 'Aldrig' %}{% endcomment %}{# {% translate 'Aldrig' %} #}",
    ],
)
def test_a_template_gives_exactly_what_django_will_look_up(
    example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[tuple[str | None, tuple[str, ...]]] = set()

    def gettext(text: str) -> str:
        asked.add((None, (text,)))
        return text

    def ngettext(one: str, many: str, number: int) -> str:
        asked.add((None, (one, many)))
        return many

    def pgettext(context: str, text: str) -> str:
        asked.add((context, (text,)))
        return text

    def npgettext(context: str, one: str, many: str, number: int) -> str:
        asked.add((context, (one, many)))
        return many

    for function in (gettext, ngettext, pgettext, npgettext):
        monkeypatch.setattr(f"django.utils.translation._trans.{function.__name__}", function)
    Template("{% load i18n %}" + example).render(Context({"name": "Kim", "number": 3}))
    assert found_in(example) == asked


def looked_up(template: str) -> Iterator[tuple[str, ...]]:
    """The texts that the tags of a compiled template ask for."""
    for node in Template(template).nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            variable: Any = node.filter_expression.var
            yield (variable.literal.replace("%", "%%"),)
        elif isinstance(node, BlockTranslateNode):
            parts = [node.singular, node.plural] if node.plural else [node.singular]
            yield tuple(node.render_token_list(part)[0] for part in parts)


def templates() -> list[Path]:
    """Every template of the product."""
    return [path for path in catalogue.source_files() if catalogue.is_template(path)]


def test_every_tag_of_every_template_is_found() -> None:
    texts = 0
    for path in templates():
        source = path.read_text()
        asked = set(looked_up(source))
        texts += len(asked)
        assert asked <= {text for _, text in found_in(source)}, path
    assert texts > 200


def spoken_calls(source: str) -> Iterator[ast.Call]:
    """The calls of gettext and its kin in Python."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in catalogue.KEYWORDS:
                yield node


def test_every_call_in_python_names_its_text_and_not_a_variable() -> None:
    # What is worked out at run time can be in no catalogue.
    calls = [
        (path, call)
        for path in catalogue.source_files()
        if path.suffix == ".py"
        for call in spoken_calls(path.read_text())
    ]
    assert len(calls) > 100
    unknown = [
        f"{path.relative_to(CHECKOUT)}:{call.lineno}"
        for path, call in calls
        if not all(isinstance(arg, ast.Constant) for arg in call.args[:1])
    ]
    assert unknown == []


# --- What is not marked ------------------------------------------------------------------------------------

# Names, which are the same in every language.
NAMES = re.compile(r"\b(Samsyn|Svenska|English)\b")
LETTER = re.compile(r"[^\W\d_]")
SPOKEN = {"alt", "aria-description", "aria-label", "aria-valuetext", "label", "placeholder", "title"}
# The filters that show what stands in them.
SHOWN = re.compile(r"""\|(?:default|default_if_none|yesno|pluralize):(?P<quote>["'])(.*?)(?P=quote)""")


def is_words(text: str) -> bool:
    """Whether there is something in it to translate."""
    return bool(LETTER.search(NAMES.sub("", text)))


class Seen(HTMLParser):
    """Collects the words that stand in the markup: text, and the attributes that are shown or read out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += [data.strip()] if is_words(data) else []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_button = tag == "input" and dict(attrs).get("type") in {"submit", "button", "reset"}
        shown = SPOKEN | {"value"} if is_button else SPOKEN
        self.words += [value for name, value in attrs if name in shown and value and is_words(value)]


def outside(template: str) -> Iterator[Token]:
    """The parts of a template that stand in no comment and no block of translated words."""
    closing = ""
    for token in Lexer(template).tokenize():
        tag = token.contents.split(" ")[0] if token.token_type is TokenType.BLOCK else ""
        if closing:
            closing = "" if tag == closing else closing
        else:
            closing = f"end{tag}" if tag in {"blocktranslate", "blocktrans", "comment"} else ""
            yield token


def unmarked(template: str) -> list[str]:
    """The words of a template that would be shown without being translated."""
    page, shown = Seen(), []
    for token in outside(template):
        if token.token_type is TokenType.TEXT:
            page.feed(token.contents)
        elif token.token_type is not TokenType.COMMENT:
            shown += [words for _, words in SHOWN.findall(token.contents) if is_words(words)]
    page.close()
    return page.words + shown


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<h1>Rapport</h1>", ["Rapport"]),
        ("{{ name }} – <b>har {{ case }}</b> · 2026", ["har"]),
        ('<nav aria-label="Meny"><img alt="" title=\'En bild\'></nav>', ["Meny", "En bild"]),
        ('<input type="submit" value="Skicka"><input type="hidden" value="skickat">', ["Skicka"]),
        ('{{ name|default:"ingen" }}{{ name|join:", " }}', ["ingen"]),
        ("{% blocktranslate %}Ett{% endblocktranslate %}två{% comment %}tre{% endcomment %}", ["två"]),
        ("Samsyn: {% translate 'Hej' %} {{ _('Hej') }} {% url 'report' %} {# inget #} 3 < 4", []),
    ],
)
def test_words_that_are_not_marked_are_noticed(template: str, words: list[str]) -> None:
    assert unmarked(template) == words


def test_no_template_says_anything_that_is_not_marked() -> None:
    found = {str(path.relative_to(CHECKOUT)): unmarked(path.read_text()) for path in templates()}
    assert {path: words for path, words in found.items() if words} == {}


# --- Both languages ----------------------------------------------------------------------------------------


def text_of_front_page(at: Visitor, place: Place, language: str) -> str:
    """The front page of an organisation as a visitor reads it who has chosen a language, on one line."""
    visitor = at(place)
    visitor.cookies["django_language"] = language
    return " ".join(visitor.get("/").text.split())


def test_a_page_speaks_the_language_that_the_visitor_chose(at: Visitor, norrvik: Place) -> None:
    english = text_of_front_page(at, norrvik, "en")
    assert '<html lang="en">' in english
    assert "<h1>Report when cooperation fails</h1>" in english
    assert f"Tell {norrvik.tenant.name}." in english
    assert "ärende" not in english
    assert "<h1>Rapportera när samarbetet brister</h1>" in text_of_front_page(at, norrvik, "sv")


@pytest.mark.parametrize(
    ("days", "swedish", "english"),
    [(1, "1 arbetsdag", "1 working day"), (4, "4 arbetsdagar", "4 working days")],
)
def test_one_and_many_are_told_apart_in_both_languages(
    at: Visitor, norrvik: Place, days: int, swedish: str, english: str
) -> None:
    Tenant.objects.filter(pk=norrvik.tenant.pk).update(first_contact_days=days)
    assert f"<dd> {swedish} </dd>" in text_of_front_page(at, norrvik, "sv")
    assert f"<dd> {english} </dd>" in text_of_front_page(at, norrvik, "en")
