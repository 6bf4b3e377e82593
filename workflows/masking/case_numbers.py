"""Finds numbers that lead to one person's file or money. Rules, without Django.

A law, a commission or a court's published ruling has a number too, and says nothing about anybody.
"""

import re
from collections.abc import Iterator

from workflows.masking.plain import Plain

CUE = re.compile(
    r"\b(?P<cue>(?:d(?:iarie)?|ärende|arende|akt|dossier|mål|personakt|journal|fall|skade|ids?|kund|klient|lma|"
    r"försäkrings|ref(?:erens)?)[- ]?(?:nr|nummer|id|beteckning|kort(?:s?nr|s?nummer|et)?|kortnr|numret)?\.?|"
    r"(?:lma|ärende|mål|akt|dossier)[- ]?\w*|beteckning(?:en)?|vårt nr|ert nr|er ref|vår ref)"
    r"(?:[ ](?:i|hos|på|är|har|nr|nummer|med|fk|af|FK|AF|SN|kommunen|Försäkringskassan|Arbetsförmedlingen|"
    r"tingsrätten|förvaltningsrätten|kammarrätten|Migrationsverket)\.?){0,4}"
    r"[ ]?[:#.]?[ ]*"
    r"(?P<number>(?:[A-ZÅÄÖ]{1,6}[- .]?)?[0-9][0-9A-Z]*(?:[./:–-][ ]?[0-9A-Z]+|[ ][0-9]{2,})*)",
    re.IGNORECASE,
)
# Formats that nothing else has: SN 2024/123, VN-2023-00456, T 1234-24, 2024-SN-0012.
BARE = re.compile(
    r"(?<![\w/:.-])(?:"
    r"(?P<unit>[A-ZÅÄÖ]{2,6})[ -]?20[0-9]{2}[/:.–-][ ]?[0-9]{2,7}(?:[/.-][0-9]{1,4})?"
    r"|20[0-9]{2}[/.-][A-ZÅÄÖ]{2,5}[/.-]?[0-9]{2,6}"
    r"|(?P<roll>[TBÖFPÄK]|FT|PMT|UM)[ ][0-9]{2,6}[-/][0-9]{2}(?:[0-9]{2})?"
    r"|[A-ZÅÄÖ]{2,5}[ -]?[0-9]{2,6}[/][0-9]{2}"
    r"|20[0-9]{2}[/:][0-9]{3,7}"
    r"|[0-9]{2}[- ][0-9]{6}(?:/[0-9])?"
    r"|[0-9]{2,6}-20[0-9]{2}"
    r")(?![\w/:-])"
)
PUBLISHED = re.compile(
    r"\b(?:SFS|SOU|Ds|prop|proposition\w*|HFD|NJA|RÅ|JO|MIG|AD|bet|skr|dir|SOSFS|HSLF-FS|HSLF|FS|AFS|ref|lag|lagen|"
    r"förordning\w*|föreskrift\w*|kommittédirektiv|direktiv\w*|utredning\w*|betänkande\w*|bestämmelse\w*|JK|DO|"
    r"riksdagens|protokoll\w*|motion\w*|cirkulär\w*|EU|beslut från JO|avgörande\w*|rättsfall\w*|domstolens)"
    r"[\s.:(]{0,3}(?:dnr|ref|mål|nr|s)?[\s.:]{0,3}\Z",
    re.IGNORECASE,
)
LAW = re.compile(r"(?:SFS|SOU|DS|HFD|NJA|RÅ|JO|MIG|AD|HSLF|SOSFS|AFS|FS|JK|EU|KV|PROP)\Z")
IN_BRACKETS = re.compile(r"\(\Z")
LOOKS_BACK = 40

ACCOUNT_CUE = re.compile(
    r"\b(?:(?:bank|löne|spar|person)?konto(?:t|nr|nummer|numret)?|clearing(?:nr|nummer|numret)?|bankgiro(?:t|nr|nummer)?|"
    r"bg|plusgiro(?:t|nr|nummer)?|postgiro|pg|(?:bank|kredit|betal|konto)?kort(?:et|nr|nummer|numret)?|"
    r"swedbank|handelsbanken|shb|seb|nordea|ica[- ]?banken|länsförsäkringar(?: bank)?|sparbanken|skandiabanken)"
    r"\b[^0-9\n]{0,25}"
    r"(?P<number>[0-9]{2,5}(?:[-–, .][ ]?(?:(?:konto(?:nr|nummer)?|kto)\.?:?[ ])?[0-9]{1,9}){1,6}(?:[-–][0-9])?|[0-9]{6,16})",
    re.IGNORECASE,
)
IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?:[ ]?[0-9]{4}){4,6}[ ]?[0-9]{0,3}(?!\w)", re.IGNORECASE)
CLEARING = re.compile(r"(?<![\w/:.-])[1-9][0-9]{3}(?:-[0-9])?[-–,][ ]?[0-9]{1,3}(?:[ .]?[0-9]{3}){1,2}[ ]?[-–]?[ ]?[0-9]{0,2}(?![\w/:-])")
CARD = re.compile(r"(?<![\w-])[3-6][0-9]{3}(?:[ -]?[0-9]{4}){3}(?![\w-])")


def case_numbers(read: Plain) -> Iterator[tuple[int, int]]:
    """Where the number of somebody's case, file or card stands."""
    text = read.text
    for match in CUE.finditer(text):
        number = match["number"]
        if len(re.sub(r"\D", "", number)) >= 3 and not _is_published(text, match.start(), number):
            yield match.span("number")
    for match in BARE.finditer(text):
        if LAW.match(match["unit"] or "") or _is_published(text, match.start(), match[0]):
            continue
        yield match.span()


def _is_published(text: str, start: int, number: str) -> bool:
    before = text[max(0, start - LOOKS_BACK) : start]
    return bool(PUBLISHED.search(before) or IN_BRACKETS.search(before) and re.fullmatch(r"[12][0-9]{3}:[0-9]+", number))


def accounts(read: Plain) -> Iterator[tuple[int, int]]:
    """Where the number of a bank account, or of a card, stands."""
    text = read.text
    for match in ACCOUNT_CUE.finditer(text):
        digits = len(re.sub(r"\D", "", match["number"]))
        if digits >= 6:
            yield match.span("number")
    for pattern in (IBAN, CLEARING, CARD):
        for match in pattern.finditer(text):
            if len(re.sub(r"\D", "", match[0])) >= 10:
                yield match.span()
