"""Finds numbers that lead to one person's file or money. Rules, without Django.

A law, a commission or a court's published ruling has a number too, and says nothing about anybody.
"""

import re
from collections.abc import Iterator

from workflows.masking.plain import Plain

SPELLING = re.IGNORECASE | re.VERBOSE

CUE = re.compile(
    r"""\b(?:
        (?:d(?:iarie)?|ärende|arende|akt|dossier|mål|personakt|journal|fall|skade|ids?|klient|lma|försäkrings
            |ref(?:erens)?)[- ]?(?:nr|nummer|id|beteckning|kort(?:s?nr|s?nummer|et)?|numret)?\.?
        |(?:lma|ärende|mål|akt|dossier)-?\w*
        |beteckning(?:en)?|vårt[ ]nr|ert[ ]nr|er[ ]ref|vår[ ]ref)(?!\w)
    (?:[ ](?:i|hos|på|är|har|nr|nummer|med|fk|af|sn|kommunen|försäkringskassan|arbetsförmedlingen|tingsrätten
        |förvaltningsrätten|kammarrätten|migrationsverket)\.?){0,4}
    [ ]?[:\#.]?[ ]*
    (?P<number>(?-i:(?:[A-ZÅÄÖ]{1,6}[- .]?){1,2}|[a-zåäö]{1,3}[ ])?
        [0-9][0-9A-Z]*(?:[./:–-][ ]?[0-9A-Z]+|[ ][0-9]{2,})*)""",
    SPELLING,
)
# Formats that nothing else has: SN 2024/123, VN-2023-00456, LSS.2291-05, T 1234-24, 2024-SN-0012.
BARE = re.compile(
    r"""(?<![\w/:.-])(?:
    (?P<unit>[A-ZÅÄÖ]{2,6}(?:-[A-ZÅÄÖ]{2,5})?)[ -]?20[0-9]{2}[/:.–-][ ]?[0-9]{2,7}(?:[/.-][0-9]{1,4})?
    |20[0-9]{2}[/.-][A-ZÅÄÖ]{2,5}[/.-]?[0-9]{2,6}
    |(?:[TBÖFPÄK]|FT|PMT|UM)[ ][0-9]{2,6}[-/][0-9]{2}(?:[0-9]{2})?
    |[A-ZÅÄÖ]{2,5}(?:[ -]?[0-9]{2,6}/|\.[0-9]{3,6}-)[0-9]{2}
    |20[0-9]{2}[/:][0-9]{3,7}
    |[0-9]{2}[- ][0-9]{6}(?:/[0-9])?
    |[0-9]{2,6}-20[0-9]{2}
    )(?![\w/-]|:[0-9])""",
    re.VERBOSE,
)
PUBLISHED = re.compile(
    r"""\b(?:SFS|SOU|Ds|prop|proposition\w*|HFD|NJA|RÅ|JO|MIG|AD|bet|skr|dir|SOSFS|HSLF-FS|HSLF|FS|AFS|ref|lag|lagen
    |förordning\w*|föreskrift\w*|kommittédirektiv|direktiv\w*|utredning\w*|betänkande\w*|bestämmelse\w*|JK|DO
    |riksdagens|protokoll\w*|motion\w*|cirkulär\w*|EU|beslut[ ]från[ ]JO|avgörande\w*|rättsfall\w*|domstolens)
    [\s.:(]{0,3}(?:dnr|ref|mål|nr|s)?[\s.:]{0,3}\Z""",
    SPELLING,
)
LAW = re.compile(r"(?:HSLF-FS|SFS|SOU|DS|HFD|NJA|RÅ|JO|MIG|AD|HSLF|SOSFS|AFS|FS|JK|EU|KV|PROP)\Z")
# Characters before a number that say whose it is.
LOOKS_BACK = 40

ACCOUNT_CUE = re.compile(
    r"""\b(?:(?:bank|löne|spar|person)?konto(?:t|nr|nummer|numret)?|clearing(?:nr|nummer|numret)?
        |bankgiro(?:t|nr|nummer)?|bg|plusgiro(?:t|nr|nummer)?|postgiro|pg
        |(?:bank|kredit|betal|konto)?kort(?:et|nr|nummer|numret)?|swedbank|handelsbanken|shb|seb|nordea
        |ica[- ]?banken|länsförsäkringar(?:[ ]bank)?|sparbanken|skandiabanken)\b[^0-9\n]{0,25}
    (?P<number>[0-9]{2,5}(?:[-–, .][ ]?(?:(?:konto(?:nr|nummer)?|kto)\.?:?[ ])?[0-9]{1,9}){1,6}(?:[-–][0-9])?
        |[0-9]{6,16})""",
    SPELLING,
)
ACCOUNTS = (
    re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?:[ ]?[0-9]{4}){4,6}[ ]?[0-9]{0,3}(?!\w)", re.IGNORECASE),
    # Clearing and account, 8327-9,123 456 789; a card.
    re.compile(
        r"""(?<![\w/:.-])[1-9][0-9]{3}(?:-[0-9])?[-–,][ ]?[0-9]{1,3}(?:[ .]?[0-9]{3}){1,2}
        [ ]?[-–]?[ ]?[0-9]{0,2}(?![\w/:-])""",
        re.VERBOSE,
    ),
    re.compile(r"(?<![\w-])[3-6][0-9]{3}(?:[ -]?[0-9]{4}){3}(?![\w-])"),
)
# Digits.
SHORTEST, SHORTEST_ACCOUNT, SHORTEST_BARE_ACCOUNT = 3, 6, 10


def case_numbers(read: Plain) -> Iterator[tuple[int, int]]:
    """Where the number of somebody's case, file or card stands."""
    text = read.text
    for match in CUE.finditer(text):
        number = match["number"]
        if digits_in(number) >= SHORTEST and not _is_published(text, match.start(), number):
            yield match.span("number")
    for match in BARE.finditer(text):
        if LAW.match(match["unit"] or "") or _is_published(text, match.start(), match[0]):
            continue
        yield match.span()


def _is_published(text: str, start: int, number: str) -> bool:
    before = text[max(0, start - LOOKS_BACK) : start]
    in_brackets = before.endswith("(") and re.fullmatch(r"[12][0-9]{3}:[0-9]+", number)
    return bool(PUBLISHED.search(before) or in_brackets)


def accounts(read: Plain) -> Iterator[tuple[int, int]]:
    """Where the number of a bank account, or of a card, stands."""
    for match in ACCOUNT_CUE.finditer(read.text):
        if digits_in(match["number"]) >= SHORTEST_ACCOUNT:
            yield match.span("number")
    for pattern in ACCOUNTS:
        for match in pattern.finditer(read.text):
            if digits_in(match[0]) >= SHORTEST_BARE_ACCOUNT:
                yield match.span()


def digits_in(text: str) -> int:
    """How many there are."""
    return sum(one.isdigit() for one in text)
