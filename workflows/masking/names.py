"""Finds names of people, initials, and relatives by name. Rules and lists, without Django.

A word is taken for a name by what it is (a list of names in use in Sweden), by how it stands (a capital in
the middle of a sentence) and by what stands beside it (a title, a relative, another name). A name that is
also a word (Björn, Per, Lund) needs more of that. Beside a church, a law or a syndrome nothing is a name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflows.masking.plain import Plain
from workflows.masking.words import Word, listed, words

GIVEN, SURNAMES, AMBIGUOUS = listed("given_names"), listed("surnames"), listed("ambiguous_names")
KIN, TITLES, AUTHORITIES = listed("kin"), listed("titles"), listed("authorities")
OF_ORGANISATIONS = listed("beside_organisations")

# Endings that only surnames have, for those that no list knows.
SURNAME_ENDINGS = re.compile(
    r"(?:sson|sdotter|qvist|kvist|quist|ström|gren|stedt|strand|berg|lund|dahl|crantz|"
    r"[vw]i[cć]|ovi[cć]|evski|owski|[cs]ki|ska|enko|chuk|oglu|oğlu|zadeh|pour|yan|shvili|opoulos|nen)\Z"
)
# Of those, what a place or a plain word may end in too: not enough where nothing else points to a person.
COMMON_ENDINGS = re.compile(r"(?:ström|gren|strand|berg|lund|dahl|ska|nen|yan|pour|[cs]ki)\Z")
ORGANISATION_ENDINGS = re.compile(
    r"(?:gatan|vägen|torget|parken|skolan|gymnasiet|kyrkan|kliniken|mottagningen|sjukhuset|sjukhus|hemmet|"
    r"gården|huset|stiftelsen|fonden|kommunen|kommun|regionen|enheten|centralen|förbundet|boendet|teamet|"
    r"metoden|lagen|modellen|skalan|syndrom|mässan|kassan|verket|styrelsen|nämnden|förmedlingen|tjänsten)\Z"
)
PARTICLES = frozenset("von af av de del della da dos van der den la al el bin ibn ben abu ter zu".split())
# Before a place, not before a person.
INTO = frozenset("i till från mot utanför nära norr söder öster väster kring runt via ur".split())
# What people do, after a name that is also a word.
DOES = frozenset(
    """sa säger sade ringde ringer mår mådde är var har hade kan kunde vill ville fick får kom kommer går gick
    bor bodde blev blir tycker tyckte skrev skriver frågade frågar berättade berättar svarade svarar behöver
    behövde väntar väntade orkar orkade undrar undrade menar menade lovade lovar hörde hör läste läser tog tar
    gjorde gör vet visste ska skulle måste sover sov grät gråter flyttade flyttar saknar saknade söker sökte
    deltog deltar hälsar mejlade mailade meddelade bad ber försökte försöker slutade började vägrade""".split()
)
# What stands right before somebody who is spoken of by initials.
SPOKEN_OF = frozenset(
    "med för av till hos om och mvh hälsningar hälsning vh // / att när då där från åt som".split()
)
INITIALS = re.compile(
    r"(?<![\w.])[A-ZÅÄÖ]\.[ ]?(?:[A-ZÅÄÖ]\.[ ]?)?[A-ZÅÄÖ]\.(?!\w)"
    r"|(?<![\w.-])[A-ZÅÄÖ]-[A-ZÅÄÖ](?:[. ]{0,2}[A-ZÅÄÖ]\b\.?)?(?![\w-])"
    r"|(?<![\w./:-])[A-ZÅÄÖ]{2,3}(?![\w/:-]|\.\w)"
    r"|(?<![\w.])[A-ZÅÄÖ] [A-ZÅÄÖ](?![\w.])"
)
# Longer runs of capitals are headings, not people.
HEADING = 3


@dataclass(frozen=True)
class Mention:
    """A stretch of words that names somebody; full: by more than one name."""

    start: int
    end: int
    full: bool
    kin: bool


def full_names(read: Plain) -> Iterator[tuple[int, int]]:
    """Where somebody is named by given name and surname."""
    return ((one.start, one.end) for one in mentions(read) if one.full)


def single_names(read: Plain) -> Iterator[tuple[int, int]]:
    """Where somebody is named by one of them."""
    return ((one.start, one.end) for one in mentions(read) if not one.full and not one.kin)


def kin(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a relative is named, with the word that says whose."""
    return ((one.start, one.end) for one in mentions(read) if one.kin)


def initials(read: Plain) -> Iterator[tuple[int, int]]:
    """Where somebody is spoken of by initials."""
    heard = words(read.text)
    for match in INITIALS.finditer(read.text):
        plain = re.sub(r"[^\w]", "", match[0]).lower()
        before = [one for one in heard if one.end <= match.start()]
        after = next((one for one in heard if one.start >= match.end()), None)
        last = before[-1] if before else None
        if match[0].isalpha() or " " in match[0].strip():
            if plain in AUTHORITIES or (last and last.shouted and len(last.text) > HEADING):
                continue
            near = bool(last) and (last.lower in TITLES | KIN | SPOKEN_OF)
            does = after is not None and after.lower in DOES and after.lower not in ("är", "har", "kan", "ska")
            if not (near or does) or (last and last.lower in SPOKEN_OF and "." not in match[0] and not does):
                continue
        yield match.start(), match.start() + len(match[0].rstrip())


def mentions(read: Plain) -> Iterator[Mention]:
    """Everybody who is named, from the left."""
    heard, at = words(read.text), 0
    while at < len(heard):
        taken = _run(read.text, heard, at)
        if taken:
            first, last = heard[at], heard[at + taken - 1]
            before = heard[at - 1] if at and read.text[heard[at - 1].end : first.start] == " " else None
            is_kin = before is not None and before.lower in KIN
            start = before.start if is_kin and before else first.start
            yield Mention(start, last.end, taken > 1, is_kin)
        at += taken or 1


def _run(text: str, heard: Sequence[Word], at: int) -> int:
    """How many words from this one on name somebody: 0 where it is no name."""
    word = heard[at]
    before = heard[at - 1] if at and not text[heard[at - 1].end : word.start].strip(" .:,") else None
    if not word.capital:
        return _typed_small(text, heard, at, before)
    if ORGANISATION_ENDINGS.search(word.lower) or word.lower in AUTHORITIES:
        return 0
    run = _capitals(text, heard, at)
    after = heard[at + run] if at + run < len(heard) and _joined(text, heard, at + run - 1) else None
    if _of_organisation(before) or _of_organisation(after) or _of_organisation(heard[at + run - 1]):
        return 0
    known = is_given(word) or is_surname(word)
    if run > 1:
        last = heard[at + run - 1]
        sure = is_surname(last) or is_given(last) or len(last.text) == 1
        if is_given(word) and (sure or not is_ambiguous(word) or not word.first):
            return run
        if sure and not word.first and not (word.lower in TITLES or word.lower in KIN):
            return run
        if word.first and not known and not _introduces(before):
            return 0
    if _introduces(before) and not word.shouted and word.lower not in TITLES | KIN:
        return run
    if not known:
        return 0
    if is_ambiguous(word):
        if before and before.lower in INTO:
            return 0
        does = after is not None and after.lower in DOES
        if word.first:
            return int(is_given(word) and does)
        return int(is_given(word) or does)
    return 1


def _typed_small(text: str, heard: Sequence[Word], at: int, before: Word | None) -> int:
    """The same for a name that was typed without its capital: only where it can be nothing else."""
    word = heard[at]
    if is_ambiguous(word) or len(word.text) < 4 or not _in(word, GIVEN) or _of_organisation(before):
        return 0
    if at + 1 < len(heard) and _joined(text, heard, at):
        after = heard[at + 1]
        if _of_organisation(after):
            return 0
        if _in(after, SURNAMES) and (not is_ambiguous(after) or after.capital):
            return 2
    return 1


def _capitals(text: str, heard: Sequence[Word], at: int) -> int:
    """How many words with capitals stand in a row from here, with the particles between them."""
    run = 1
    for place in range(at + 1, min(at + 5, len(heard))):
        if not _joined(text, heard, place - 1):
            break
        word = heard[place]
        if word.lower in PARTICLES and not word.capital:
            continue
        if not word.capital or word.lower in AUTHORITIES or (word.shouted and not heard[at].shouted):
            break
        run = place - at + 1
    return run


def _joined(text: str, heard: Sequence[Word], at: int) -> bool:
    """Whether nothing but a space, or the dot of an initial, stands between a word and the next."""
    gap = text[heard[at].end : heard[at + 1].start]
    return gap in (" ", "  ") or (gap in (". ", ".") and len(heard[at].text) == 1)


def _introduces(before: Word | None) -> bool:
    return before is not None and (before.lower in TITLES or before.lower in KIN)


def _of_organisation(word: Word | None) -> bool:
    return word is not None and (
        word.lower in OF_ORGANISATIONS or bool(ORGANISATION_ENDINGS.search(word.lower))
    )


def is_given(word: Word) -> bool:
    """Whether it is a given name, also in the genitive or of two with a hyphen."""
    return _in(word, GIVEN) or (
        "-" in word.text and all(part in GIVEN for part in word.lower.removesuffix("s").split("-"))
    )


def is_surname(word: Word) -> bool:
    """Whether it is a surname, or ends as only surnames do."""
    return (
        _in(word, SURNAMES)
        or bool(SURNAME_ENDINGS.search(word.lower.removesuffix("s")))
        or ("-" in word.text and any(part in SURNAMES for part in word.lower.removesuffix("s").split("-")))
    )


def is_ambiguous(word: Word) -> bool:
    """Whether it is a name, and also a word or a place."""
    return (
        word.lower in AMBIGUOUS
        or (word.lower.endswith("s") and word.lower[:-1] in AMBIGUOUS and word.lower not in GIVEN | SURNAMES)
        or (not _in(word, GIVEN) and not _in(word, SURNAMES) and bool(COMMON_ENDINGS.search(word.lower)))
    )


def _in(word: Word, names: frozenset[str]) -> bool:
    return word.lower in names or (
        word.lower.endswith(("s", "'s", "’s")) and re.sub(r"['’]?s\Z", "", word.lower) in names
    )
