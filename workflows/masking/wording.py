"""Finds one employee pointed out by function and unit, and words that judge a person. Rules, without Django.

"En handläggare på Försäkringskassan" is one of thousands; "enhetschefen på LSS-enheten Norr" is one. A
judgement of the system ("ansvaret är oklart") is what a report is for; of a person it is not.
"""

import re
from collections.abc import Iterator, Sequence

from workflows.masking.names import GIVEN
from workflows.masking.plain import Plain
from workflows.masking.words import Word, listed

FUNCTIONS = (
    "chefen", "rektorn", "föreståndaren", "samordnaren", "koordinatorn", "kuratorn", "läkaren", "psykologen",
    "sköterskan", "handläggaren", "sekreteraren", "förmedlaren", "utredaren", "terapeuten", "pedagogen",
    "ledaren", "coachen", "vägledaren", "konsulenten", "assistenten", "stödjaren", "personen", "mentorn",
    "läraren", "barnmorskan", "logopeden", "ombudet", "receptionisten", "vaktmästaren", "vikarien",
    "ordföranden", "ansvarige", "ansvariga", "diakonen", "prästen", "strategen", "direktören", "inspektören",
    "biträdet",
)  # fmt: skip
# Functions that are one in each municipality, by their short names.
ALONE = frozenset({"MAS", "SAS", "MAR"})
UNIT = (
    r"(?:[\wåäöÅÄÖé-]*(?:enhet(?:en)?|avdelning(?:en)?|skola(?:n)?|gymnasi(?:et|um)|vårdcentral(?:en)?|hälsocentral(?:en)?|"
    r"mottagning(?:en)?|boende(?:t)?|team(?:et)?|klinik(?:en)?|kontor(?:et)?|sektion(?:en)?|grupp(?:en)?|hem(?:met)?|servicehus(?:et)?|församling(?:en)?|"
    r"gård(?:en)?|förskola(?:n)?|sjukhus(?:et)?|rehab|psykiatri(?:n)?|stöd(?:et)?|verksamhet(?:en)?|förvaltning(?:en)?|"
    r"bistånd(?:et)?|assistans(?:en)?|omsorg(?:en)?|socialtjänst(?:en)?|hemtjänst(?:en)?|ifo|bup|vc|hc|lss|avd\.?)|"
    r"af|fk|soc|arbetsförmedlingen|försäkringskassan|kommunen|regionen|förbundet|samordningsförbundet|komvux)"
)
NAMED = r"(?-i:[A-ZÅÄÖ][a-zåäöé]+(?:[ ][A-ZÅÄÖ][a-zåäöé]+)?|[0-9]{1,3}[A-Z]?\b|[A-ZÅÄÖ]\b)"
INTO = r"(?:på|vid|för|hos|i|inom|från)"
AT_UNIT = re.compile(
    rf"[ ]{INTO}[ ](?:"
    # LSS-enheten Norr, försörjningsstöd i Solvik, barn- och ungdomsenheten i Solvik
    rf"(?:[\wåäöÅÄÖé-]+[ ]){{0,3}}?{UNIT}[ ](?:{INTO}[ ])?{NAMED}"
    rf"|[a-zåäö-]+(?:[ ]och[ ][a-zåäö-]+)?[ ](?:i|på)[ ]{NAMED}"
    rf"|{NAMED}[ ]kommun\b"
    # Almby skola, Norra vårdcentralen, Björkens boende
    rf"|(?:{NAMED}[ ]){{1,2}}{UNIT}"
    # lillforsa vårdcentral
    r"|(?!(?:vilken|någon|varje|annan|andra|deras|samma|hennes)[ ])[a-zåäö]{4,}"
    r"[ ](?:vårdcentral|hälsocentral|skola|förskola|servicehus|gymnasium)\b"
    # Björkgården, Almbyskolan
    r"|(?-i:[A-ZÅÄÖ][a-zåäöé]+(?:gården|skolan|kliniken|hemmet|huset|gymnasiet|enheten|mottagningen|boendet|teamet|centralen))\b"
    r")",
    re.IGNORECASE,
)

# Words that judge whoever they are said of, also with more on them (jättelat), and phrases that do.
JUDGING = listed("judging")
MORE = ("jätte", "super", "as", "skit", "ur")
PHRASES: dict[str, list[list[str]]] = {}
for phrase in sorted(listed("said_of_people"), key=len, reverse=True):
    PHRASES.setdefault(phrase.split()[0], []).append(phrase.split())
# Between a person and the word that judges.
LINKS = listed("links")
PEOPLE = listed("people")
PEOPLE_ENDINGS = (
    "läggare", "chef", "sekreterare", "förmedlare", "läkare", "sköterska", "kurator", "psykolog", "människa",
    "människor", "brukare", "klient", "patient", "mamma", "pappa", "person", "utredare", "samordnare",
    "ledare", "rektor", "lärare", "kvinna", "kille", "tjej", "dam", "vikarie", "anhörig", "kollega", "typ",
    "förälder", "gubbe", "tant", "personal",
)  # fmt: skip
DEFINITE = ("n", "en", "et", "na", "rna", "arna", "erna")
# What may not care without being anybody.
THINGS = (
    "systemet", "rutinen", "rutinerna", "lagen", "verket", "heten", "organisationen", "kommunen", "regionen",
)  # fmt: skip
# Words that are read back for the one who is judged.
LOOKS_BACK = 9


def function_units(read: Plain) -> Iterator[tuple[int, int]]:
    """Where one employee is pointed out by function and unit."""
    for word in read.words:
        if word.lower.endswith(FUNCTIONS) or word.text in ALONE:
            match = AT_UNIT.match(read.text, word.end)
            if match:
                yield word.start, match.end()


def affects(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a person is judged."""
    heard = read.words
    for at, word in enumerate(heard):
        for phrase in PHRASES.get(word.lower, ()):
            said = heard[at : at + len(phrase)]
            if [one.lower for one in said] == phrase and not (at and is_thing(heard[at - 1])):
                yield word.start, said[-1].end
                break
        if judges(word) and (is_person_after(heard, at) or is_said_of_a_person(read.text, heard, at)):
            yield word.start, word.end


def judges(word: Word) -> bool:
    """Whether the word judges whoever it is said of."""
    return word.lower in JUDGING or any(
        word.lower.startswith(more) and word.lower.removeprefix(more) in JUDGING for more in MORE
    )


def is_person(word: Word) -> bool:
    """Whether the word is for a person."""
    bare = {word.lower, *(word.lower.removesuffix(end) for end in DEFINITE)}
    return (
        word.lower in PEOPLE
        or any(one.endswith(PEOPLE_ENDINGS) for one in bare)
        or (word.capital and word.lower in GIVEN)
    )


def is_thing(word: Word) -> bool:
    """Whether the word is for something that is nobody."""
    return word.lower.endswith(THINGS) or word.lower in ("ingen", "det", "samhället")


def is_person_after(heard: Sequence[Word], at: int) -> bool:
    """Whether it stands before a person: en hopplös handläggare."""
    return at + 1 < len(heard) and is_person(heard[at + 1]) and heard[at + 1].lower not in PEOPLE - {"folk"}


def is_said_of_a_person(text: str, heard: Sequence[Word], at: int) -> bool:
    """Whether a person, and then a link, stands before it in the sentence: hon är så hopplös."""
    before = []
    for one in reversed(heard[max(0, at - LOOKS_BACK) : at]):
        if re.search(r"[.!?\n]", text[one.end : heard[at].start]):
            break
        before.append(one)
    link = next((place for place, one in enumerate(before) if one.lower in LINKS), None)
    if link is None:
        return False
    subject = next((one for one in before[link + 1 :] if is_person(one) or is_thing(one)), None)
    return subject is not None and is_person(subject)
