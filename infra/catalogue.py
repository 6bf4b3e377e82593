"""`make words`: gathers the texts of the product into its English catalogue, and compiles that.

The texts in the code are Swedish and need no catalogue. Done with Babel alone, since GNU gettext is not on
every machine, and so that the same texts give the same two files, byte for byte.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from infra.claims import CHECKOUT

SOURCES = ("platform", "tenants", "workflows", "reporting")
CATALOGUE = CHECKOUT / "platform" / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")},
    "gettext_noop": None,
}
# Babel would add the day, the hour and its own version, and change them each time.
HEADERS = (
    ("Language", "en"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit\n"),
)
NOTE = "# The English of Samsyn. After a change here or of a text in the code: make words"


class English(Catalog):
    """The catalogue, with a head that never changes."""

    mime_headers = property(lambda _: list(HEADERS), lambda _, __: None)

    def __init__(self) -> None:
        super().__init__(locale="en", header_comment=NOTE, fuzzy=False)

    def texts(self) -> list[Message]:
        """All that is to be translated; the first message of Babel's is the head."""
        return [message for message in self if message.id]


def source_files() -> Iterator[Path]:
    """Every Python file and template that may hold texts, always in the same order."""
    files = (path for source in SOURCES for path in (CHECKOUT / source).rglob("*") if path.is_file())
    return (path for path in sorted(files) if path.suffix == ".py" or is_template(path))


def is_template(path: Path) -> bool:
    """Whether Django draws it: any file in a folder of templates."""
    return "templates" in path.relative_to(CHECKOUT).parts


def as_python(template: str) -> str:
    """A template as calls of gettext, as Django makes it for its own makemessages.

    What it leaves of the markup keeps its indentation, which is none that Python could read.
    """
    return "\n".join(line.lstrip() for line in templatize(template).splitlines())


def add_texts(found: Catalog, source: str, name: str) -> None:
    """Puts the texts of one Python source into the catalogue, each with the file that it stands in."""
    texts = extract("python", BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",))
    for line, text, comments, context in texts:
        found.add(text, locations=[(name, line)], auto_comments=comments, context=context)


def texts_in_sources() -> English:
    """All texts of the product, without translations."""
    found = English()
    for path in source_files():
        source, name = path.read_text(), str(path.relative_to(CHECKOUT))
        try:
            add_texts(found, as_python(source) if is_template(path) else source, name)
        except (SyntaxError, TokenError) as error:
            error.add_note(f"in {name}; nothing was written")
            raise
    return found


def read(po: bytes) -> English:
    """A catalogue from its file; what an earlier tool kept there as obsolete is left behind."""
    catalogue = English()
    for message in read_po(BytesIO(po), ignore_obsolete=True):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            catalogue[key] = message
    return catalogue


def translate(found: English, known: English) -> None:
    """Gives each text its known translation, if it is still word for word the same text."""
    for message in found.texts():
        earlier = known.get(message.id, message.context)
        if earlier and earlier.id == message.id and not earlier.fuzzy:
            message.string = earlier.string
            message.user_comments = earlier.user_comments


def is_translated(message: Message) -> bool:
    """Whether no form of it is missing."""
    return all(message.string or [""])


def written(catalogue: English) -> bytes:
    """The catalogue as people edit it: by msgid, unbroken lines, names of files without lines."""
    po = BytesIO()
    write_po(po, catalogue, width=0, sort_output=True, include_lineno=False)
    return po.getvalue().rstrip() + b"\n"


def compiled(po: bytes) -> bytes:
    """The catalogue as gettext reads it."""
    mo = BytesIO()
    write_mo(mo, read(po))
    return mo.getvalue()


def replace(path: Path, content: bytes) -> None:
    """Writes a file in one step, so that a running site never reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f"{path.suffix}.new")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def update() -> tuple[English, English]:
    """Brings the catalogue and its compiled file up to date; gives it as it was, and as it now is."""
    found, known = texts_in_sources(), read(CATALOGUE.read_bytes()) if CATALOGUE.exists() else English()
    translate(found, known)
    po = written(found)
    replace(CATALOGUE, po)
    replace(CATALOGUE.with_suffix(".mo"), compiled(po))
    return known, found


def main() -> int:
    """Updates the catalogue and says what it dropped and what still needs its English."""
    known, found = update()
    kept = {(message.id, message.context) for message in found.texts()}
    for message in known.texts():
        if (message.id, message.context) not in kept:
            print(f"dropped: {message.id!r} was {message.string!r}")
    missing = [message for message in found.texts() if not is_translated(message)]
    for message in missing:
        print(f"without English: {message.id!r}")
    print(f"{len(found)} texts, {len(missing)} without English, in {CATALOGUE.relative_to(CHECKOUT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
