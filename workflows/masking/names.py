"""Finds names of people, initials, and relatives by name. Rules and lists, without Django.

A word is taken for a name by what it is (a list of names in use in Sweden), by how it stands (a capital in
the middle of a sentence) and by what stands beside it (a title, a relative, another name). A name that is
also a word (Björn, Per, Lund) needs more of that. Beside a church, a law or a syndrome nothing is a name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflows.masking.plain import Plain
from workflows.masking.words import Word, is_next, listed

GIVEN, SURNAMES, AMBIGUOUS = listed("given_names"), listed("surnames"), listed("ambiguous_names")
NAMES = GIVEN | SURNAMES
KIN, TITLES, AUTHORITIES = listed("kin"), listed("titles"), listed("authorities")
OF_ORGANISATIONS, NEVER = listed("beside_organisations"), listed("never_names")

# Endings that only surnames have, for those that no list knows; and those that a place or a plain word may
# have too, which are not enough where nothing else points to a person.
SURNAME_ENDINGS = (
    "sson", "sdotter", "qvist", "kvist", "quist", "stedt", "crantz", "vic", "vić", "wic", "ovic", "ović",
    "evski", "owski", "owska", "enko", "chuk", "oglu", "oğlu", "zadeh", "shvili", "opoulos",
)  # fmt: skip
COMMON_ENDINGS = (
    "inen", "onen", "ström", "gren", "strand", "berg", "lund", "dahl", "blad", "pour", "yan", "ski", "ska",
)  # fmt: skip
ORGANISATION_ENDINGS = (
    "gatan", "vägen", "torget", "parken", "skolan", "gymnasiet", "kyrkan", "kliniken", "mottagningen",
    "sjukhuset", "sjukhus", "hemmet", "gården", "huset", "stiftelsen", "fonden", "kommunen", "kommun",
    "regionen", "enheten", "centralen", "förbundet", "boendet", "teamet", "metoden", "lagen", "modellen",
    "skalan", "syndrom", "mässan", "kassan", "verket", "styrelsen", "nämnden", "förmedlingen", "tjänsten",
    "kontoret", "kansliet", "ledningen", "byrån", "rådet", "föreningen", "avdelningen", "gruppen",
    "konventionen", "programmet", "projektet", "index",
)  # fmt: skip
SAINT = re.compile(r"\b(?:s:ta?|st|s:te)\.?[ ]\Z", re.IGNORECASE)
PARTICLES = listed("particles")
# Before a place, not before a person.
INTO = listed("before_places")
# What people say and do, after a name that is also a word.
SAYS = listed("says")
DOES = SAYS | listed("does")
# What stands right before somebody who is spoken of by initials.
SPOKEN_OF = listed("spoken_of")
INITIALS = re.compile(
    r"(?<![\w.])(?P<dotted>[A-ZÅÄÖ]\.[ ]?(?:[A-ZÅÄÖ]\.[ ]?)?[A-ZÅÄÖ]\.)(?!\w)"
    r"|(?<![\w.-])(?P<dashed>[A-ZÅÄÖ]-[A-ZÅÄÖ](?:[. ]{1,2}[A-ZÅÄÖ]\b\.?|[A-ZÅÄÖ])?)(?![\w-])"
    r"|(?<![\w.])/[ ]?(?P<signed>[A-ZÅÄÖ]{2,3})(?=\W*(?:\Z|\n))"
    r"|(?<![\w./:-])(?P<bare>[A-ZÅÄÖ][a-zåäö]?[A-ZÅÄÖ]{1,2}|[A-ZÅÄÖ] [A-ZÅÄÖ])(?![\w/:-]|\.\w)"
)
# Characters before a name in which a saint's S:t stands.
SAINTED = 6
# What may end in a dot without ending the sentence.
ABBREVIATED = listed("abbreviated")
# Of capitals only: two are somebody's initials sooner than those of an authority that nobody has listed.
SHORT = 2


@dataclass(frozen=True)
class Mention:
    """A stretch of words that names somebody; full: by more than one name."""

    start: int
    end: int
    full: bool
    kin: bool


def full_names(read: Plain) -> Iterator[tuple[int, int]]:
    """Where somebody is named by given name and surname."""
    return ((one.start, one.end) for one in read.once(mentions) if one.full)


def single_names(read: Plain) -> Iterator[tuple[int, int]]:
    """Where somebody is named by one of them."""
    return ((one.start, one.end) for one in read.once(mentions) if not one.full and not one.kin)


def kin(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a relative is named, with the word that says whose."""
    return ((one.start, one.end) for one in read.once(mentions) if one.kin)


def initials(read: Plain) -> Iterator[tuple[int, int]]:
    """Where somebody is spoken of by initials."""
    for match in INITIALS.finditer(read.text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if kind in ("dotted", "signed") or _is_spoken_of(read, start, end):
            yield start, start + len(match[kind].rstrip())


def _is_spoken_of(read: Plain, start: int, end: int) -> bool:
    """Whether a person stands where these capitals stand."""
    said = read.text[start:end]
    if re.sub(r"\W", "", said).lower() in AUTHORITIES:
        return False
    before = next((one for one in reversed(read.words) if one.end <= start), None)
    after = next((one for one in read.words if one.start >= end), None)
    if before and before.shouted and len(before.text) > len(said):
        return False
    if _introduces(before):
        return True
    does = after is not None and after.lower in DOES
    spoken_of = before is not None and before.lower in SPOKEN_OF
    return (does or spoken_of) and (len(said) <= SHORT or "-" in said or said.upper() != said)


def mentions(read: Plain) -> list[Mention]:
    """Everybody who is named, from the left."""
    heard, at, found = read.words, 0, []
    while at < len(heard):
        taken = _run(read.text, heard, at)
        if taken:
            first, last = heard[at], heard[at + taken - 1]
            before = heard[at - 1] if at and is_next(read.text, heard[at - 1], first) else None
            relative = before if before and before.lower in KIN else None
            found.append(Mention((relative or first).start, last.end, taken > 1, relative is not None))
        at += taken or 1
    return found


def _run(text: str, heard: Sequence[Word], at: int) -> int:
    """How many words from this one on name somebody: 0 where it is no name."""
    word = heard[at]
    before = _before(text, heard, at)
    if not word.capital:
        return _typed_small(text, heard, at, before)
    if is_plain(word):
        return 0
    if _is_turned(text, heard, at):
        return 2
    run = _capitals(text, heard, at)
    names, after = heard[at : at + run], None
    if at + run < len(heard) and _joined(text, heard, at + run - 1):
        after = heard[at + run]
    if all(len(one.text) == 1 for one in names) or _is_beside_organisation(text, names, before, after):
        return 0
    if run > 1 and _is_full(names):
        return run
    known = is_given(word) or is_surname(word)
    if _introduces(before) and not word.shouted:
        return run
    return _alone(text, word, before, after) if known else 0


def _is_full(names: Sequence[Word]) -> bool:
    """Whether words with capitals in a row are given name and surname."""
    first, last = names[0], names[-1]
    sure = is_surname(last) or is_given(last) or len(last.text) == 1
    if is_given(first):
        return sure or not is_ambiguous(first) or not first.first
    return sure and not first.first


def _is_beside_organisation(
    text: str, names: Sequence[Word], before: Word | None, after: Word | None
) -> bool:
    """Whether what stands beside it makes it the name of something else: a saint's church, a syndrome."""
    first, last = names[0], names[-1]
    beside = (before, after) if len(names) > 1 and _in(last, SURNAMES) else (before, after, last)
    saint = SAINT.search(text[max(0, first.start - SAINTED) : first.start])
    return saint is not None or any(map(is_of_organisation, beside))


def _is_turned(text: str, heard: Sequence[Word], at: int) -> bool:
    """Whether the surname stands first, as in a list: Jansson, Evy."""
    word, after = heard[at], heard[at + 1] if at + 1 < len(heard) else None
    return (
        after is not None
        and text[word.end : after.start] == ", "
        and after.capital
        and _in(word, SURNAMES)
        and _in(after, GIVEN)
        and (word.shouted == after.shouted)
        and not (is_ambiguous(word) or is_given(word))
    )


def _before(text: str, heard: Sequence[Word], at: int) -> Word | None:
    """The word before, in the same sentence; a short one may have a dot of its own (dr. Lund)."""
    if not at:
        return None
    before = heard[at - 1]
    gap = text[before.end : heard[at].start]
    return before if not gap.strip(" :,\n") or (gap == ". " and before.lower in ABBREVIATED) else None


def _alone(text: str, word: Word, before: Word | None, after: Word | None) -> int:
    """Whether a single word that is some name is one here."""
    if word.shouted:
        return 0
    if not is_ambiguous(word):
        return 1
    if before and before.lower in INTO:
        return 0
    does = after is not None and after.lower in DOES and after.lower != "är"
    says = after is not None and after.lower in SAYS and (_in(word, GIVEN) or _in(word, SURNAMES))
    at_work = after is not None and after.lower in ("på", "från") and is_authority_next(text, after)
    if word.first:
        return int((is_given(word) and (does or at_work)) or says)
    return int(is_given(word) or does)


def is_authority_next(text: str, word: Word) -> bool:
    """Whether the word after this one is an authority: Björn på AF."""
    following = re.match(r"[ ]([\w-]+)", text[word.end : word.end + 30])
    return following is not None and following[1].lower() in AUTHORITIES


def _typed_small(text: str, heard: Sequence[Word], at: int, before: Word | None) -> int:
    """The same for a name that was typed without its capital: only where it can be nothing else."""
    word = heard[at]
    if len(word.text) < 3 or not _in(word, GIVEN) or is_plain(word) or is_of_organisation(before):
        return 0
    after = heard[at + 1] if at + 1 < len(heard) and _joined(text, heard, at) else None
    if is_of_organisation(after):
        return 0
    if is_ambiguous(word) or word.lower.removesuffix("s") in AMBIGUOUS:
        if before and before.lower in INTO:
            return 0
        return int(word.lower in GIVEN and after is not None and after.lower in SAYS)
    if after and _in(after, SURNAMES) and (not is_ambiguous(after) or after.capital):
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


def is_plain(word: Word) -> bool:
    """Whether it is nobody's name wherever it stands: an authority, a pronoun, a title."""
    return (
        word.lower in NEVER
        or word.lower in TITLES
        or word.lower in KIN
        or is_authority(word)
        or is_of_organisation(word)
    )


def is_authority(word: Word) -> bool:
    """Whether it is the name of one; SoL is a law, and Sol is somebody."""
    return _in(word, AUTHORITIES) and not (word.text == word.text.capitalize() and word.lower in NAMES)


def is_of_organisation(word: Word | None) -> bool:
    """Whether it makes what stands beside it an organisation, a law, a diagnosis."""
    if word is None or (word.capital and word.lower in GIVEN):
        return False
    return word.lower in OF_ORGANISATIONS or word.lower.removesuffix("s").endswith(ORGANISATION_ENDINGS)


def is_given(word: Word) -> bool:
    """Whether it is a given name, also in the genitive or of two with a hyphen."""
    return _in(word, GIVEN) or ("-" in word.text and all(part in GIVEN for part in _parts(word)))


def is_surname(word: Word) -> bool:
    """Whether it is a surname, or ends as surnames do."""
    base = word.lower.removesuffix("s")
    return (
        _in(word, SURNAMES)
        or base.endswith(SURNAME_ENDINGS + COMMON_ENDINGS)
        or ("-" in word.text and _are_capitals(word) and any(part in SURNAMES for part in _parts(word)))
    )


def is_ambiguous(word: Word) -> bool:
    """Whether it is a name, and also a word or a place."""
    if word.lower in AMBIGUOUS:
        return True
    base = word.lower.removesuffix("s")
    if base in AMBIGUOUS and base != word.lower:
        # Stigs and Livs are nobody else's; Lunds is a town's.
        return word.lower not in GIVEN and base not in GIVEN
    return not (_in(word, GIVEN) or _in(word, SURNAMES)) and base.endswith(COMMON_ENDINGS)


def _parts(word: Word) -> list[str]:
    return word.lower.removesuffix("s").split("-")


def _are_capitals(word: Word) -> bool:
    return all(part[:1].isupper() for part in word.text.split("-"))


def _in(word: Word, names: frozenset[str]) -> bool:
    return word.lower in names or (word.lower.endswith("s") and re.sub(r"['’´]?s\Z", "", word.lower) in names)
