"""Finds where somebody is reached: private telephones, e-mail of a person, addresses. Rules, without Django.

Numbers of switchboards and of services, and mailboxes of a function, point to nobody.
Source: the Swedish numbering plan (PTS) as phonenumbers has it.
"""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from workflows.masking.names import AMBIGUOUS, NAMES
from workflows.masking.plain import Plain, scanned
from workflows.masking.words import is_next, listed

SPELLING = re.IGNORECASE | re.VERBOSE

TELEPHONE = re.compile(
    r"""(?<![\w/:.+-])
    (?P<number> (?:(?:\+|00)[ ]?46[ -]?(?:\(0\))?|\(?0) [ ]?[1-9]\)?
        (?:[ ]{0,2}[-–/.]?[ ]{0,2}\(?[0-9]\)?){6,10})
    (?!\w|[-/:][0-9])""",
    SPELLING,
)
FOREIGN = re.compile(r"(?<![\w/:.-])(?:\+|00[ ]?)(?!46)[1-9](?:[ -]?[0-9]){7,13}(?!\w)")
# Numbers that are services by the numbering plan.
SERVICE = re.compile(r"(?:\+46|0046|0)(?:77|20|900|939|944|99|8?112|112|118|10)")
# Not a person's line, whatever its number.
SWITCHBOARD = re.compile(
    r"""\b(?:växel\w*|vx|kundtjänst\w*|kundcenter\w*|kontaktcenter\w*|servicecenter|medborgarservice|reception\w*
    |jour\w*|rådgivning\w*|huvudnummer\w*|telefontid\w*|fax\w*|mottagning\w*|öppettider|allmänna[ ]nummer
    |talsvar\w*|upplysning\w*)\b[^.!?\n]{0,12}\Z""",
    SPELLING,
)
ORGANISATION_NUMBER = re.compile(r"(?:org|organisations?)[\w.\- ]{0,14}[ :]*\Z", re.IGNORECASE)
HOURS = re.compile(r"[0-9]{2}\.[0-9]{2}[ ]?[-–][ ]?[0-9]{2}\.[0-9]{2}")
# Characters before a number that say whose it is.
LOOKS_BACK = 50

MAIL = re.compile(
    r"""(?<![\w.+-])(?P<who>[\w.+'-]+?) [ ]?(?:@|\(at\)|\[at\]|\(a\)|[ ]snabel-?a[ ])[ ]?
    [\w-]+(?:(?:\.|[ ]punkt[ ])[\w-]+)*(?:\.|[ ]punkt[ ])[a-zåäö]{2,}""",
    SPELLING,
)
# What a mailbox is called that several read; with a * what its name begins with.
MAILBOXES = listed("mailboxes")
MAILBOX_STEMS = tuple(one.removesuffix("*") for one in MAILBOXES if one.endswith("*"))

STREETS = (
    "gatan", "gata", "vägen", "väg", "gränd", "gränden", "stigen", "stig", "torget", "torg", "allén", "allé",
    "backen", "backe", "plan", "platsen", "liden", "kajen", "esplanaden", "stråket", "svängen", "leden",
    "slingan", "ringen", "parken", "höjden", "promenaden", "terrassen", "trappan", "bågen", "kroken",
    "vreten", "hagen", "åsen", "gången", "grand", "vagen", "ängen", "kullen", "brinken", "gärdet", "byn",
    "heden", "dalen", "lyckan", "täppan", "strand", "spåret", "rundan", "viken", "udden", "vallen",
)  # fmt: skip
HOUSE = r"[ ]?(?:nr[ ]?)?[0-9]{1,3}(?:[ ]?[A-H](?!\w))?(?![0-9:/%]|[ ]?(?:procent|kr|%))"
FLAT_NUMBER = r"(?:lgh|lägenhet|lägenhetsnr|lägenhetsnummer|läg)\.?[ ]?(?:nr[ ]?)?[0-9]{1,4}(?![0-9])"
FLAT = rf"(?:,?[ ]{FLAT_NUMBER}|,?[ ][1-9][0-9]?[ ]?tr\b\.?)"
PLACE = r"(?-i:[A-ZÅÄÖ][a-zåäöé]+)"
POSTAL = rf"(?:s-|se-)?[1-9][0-9]{{2}}[ ]?[0-9]{{2}}[ ]{{1,2}}(?-i:[A-ZÅÄÖ][A-Za-zåäöÅÄÖé]+)(?:[ ]{PLACE})?"
AFTER_STREET = re.compile(rf"{HOUSE}{FLAT}?(?:,?[ ]{POSTAL})?", SPELLING)
OTHER_ADDRESSES = (
    # Fabriksg. 9 uppg D
    re.compile(
        rf"""(?<!\w)(?:(?-i:[A-ZÅÄÖ])\w{{2,}}|\w{{3,}}s)(?:g|gat|v)\.{HOUSE}
        (?:[ ]uppg(?:ång)?\.?[ ][A-Z0-9]\b)?{FLAT}?""",
        SPELLING,
    ),
    re.compile(rf"(?<![\w.,-]){POSTAL}", SPELLING),
    re.compile(rf"(?<!\w){FLAT_NUMBER}", SPELLING),
    re.compile(rf"(?<!\w)(?:post)?box[ ]?[0-9]{{1,5}}(?:,?[ ]{POSTAL})?", SPELLING),
    # A property: Solberga 3:12, Norra Hult 1:4.
    re.compile(
        rf"""(?<!\w)(?!(?:SFS|SOU|SoL|LSS|Prop|Ds|HFD|JO|Mos|Luk|Matt|Joh|Kl)\b)
        (?:{PLACE}[ ]){{1,3}}[0-9]{{1,3}}:[0-9]{{1,3}}(?![0-9:/-]|[ ]?(?:§|kap))""",
        SPELLING,
    ),
    # A village and the number of the house: bor i Norrby 14, röda huset i Hult, nr 22, körde till Hedås 3.
    re.compile(
        rf"""(?:\b(?:bor|bodde|boende|hem|hemma|flytta\w*|huset|hus|gården|stugan|torpet|adress\w*|skriven
            |folkbokförd)[ ](?:[a-zåäö]+[ ]){{0,3}}?(?:i|på|till|vid|är|om)[ ]|\badress\w*:?[ ])
        (?P<place>{PLACE}(?:[ ]{PLACE})?,?[ ](?:(?:nr|nummer)[ ])?[0-9]{{1,3}}[A-Z]?)
        (?![\w:%/]|[ ](?:år|månad|veck|dag))""",
        SPELLING,
    ),
    re.compile(
        rf"""\b(?:till|på|från|vid)[ ](?P<place>{PLACE}[ ][0-9]{{1,3}}[A-D]?)
        (?=[.,;!?]|\Z|[ ](?:istället|i[ ]stället|och|men|där|som|i)\b)""",
        SPELLING,
    ),
)
CARE_OF = re.compile(rf"(?<!\w)c/o[ ]+[\w-]+(?:[ ]{PLACE})?", SPELLING)


def mobiles(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a private mobile number stands."""
    return ((start, end) for start, end, mobile in read.once(telephones) if mobile)


def landlines(read: Plain) -> Iterator[tuple[int, int]]:
    """Where the number of some other line of a person stands."""
    return ((start, end) for start, end, mobile in read.once(telephones) if not mobile)


def telephones(read: Plain) -> list[tuple[int, int, bool]]:
    """Every number that somebody is called on, and whether it is a mobile."""
    text, found = read.once(scanned), []
    for match in TELEPHONE.finditer(text):
        # Brackets round the whole number are of the sentence.
        start, end = match.start("number"), match.start("number") + len(match["number"].rstrip(")"))
        start += text[start] == "(" and ")" not in text[start:end]
        before = text[max(0, start - LOOKS_BACK) : start]
        digits = re.sub(r"[^\d+]", "", re.sub(r"\(0\)", "", match["number"]))
        if (
            SERVICE.match(digits)
            or SWITCHBOARD.search(before)
            or ORGANISATION_NUMBER.search(before)
            or HOURS.match(match["number"])
        ):
            continue
        kind = kind_of(digits)
        if kind is not None:
            found.append((start, end, kind == PhoneNumberType.MOBILE))
    abroad = (
        match for match in FOREIGN.finditer(text) if kind_of(re.sub(r"[^\d+]", "", match[0])) is not None
    )
    return found + [(*match.span(), True) for match in abroad]


def kind_of(digits: str) -> int | None:
    """What kind of line a number is on, nothing where no such number can be: one digit off is still one."""
    try:
        number = phonenumbers.parse(digits, "SE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.UNKNOWN and re.match(r"(?:\+46|0046|0)7[02369]", digits):
        return PhoneNumberType.MOBILE
    return kind


def mails(read: Plain) -> Iterator[tuple[int, int]]:
    """Where the e-mail address of a person stands."""
    return (match.span() for match in MAIL.finditer(read.text) if is_of_a_person(match["who"]))


def is_of_a_person(who: str) -> bool:
    """Whether the part before the @ is a person: not a function, or a function and a name."""
    parts = [part for part in re.split(r"[\W\d_]+", who.lower()) if part]
    shared = bool(parts) and (parts[0] in MAILBOXES or parts[0].startswith(MAILBOX_STEMS))
    return not shared or any(part in NAMES and part not in AMBIGUOUS for part in parts)


def care_of(read: Plain) -> Iterator[tuple[int, int]]:
    """Where it says with whom somebody lives."""
    return (match.span() for match in CARE_OF.finditer(read.text))


def homes(read: Plain) -> Iterator[tuple[int, int]]:
    """Where an address stands that has a number."""
    yield from streets(read)
    for pattern in OTHER_ADDRESSES:
        for match in pattern.finditer(read.text):
            place = "place" if "place" in pattern.groupindex else 0
            yield match.span(place)


def streets(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a street and the number of a house stand, with what belongs to them."""
    for at, word in enumerate(read.words):
        if not word.lower.endswith(STREETS):
            continue
        match = AFTER_STREET.match(read.text, word.end)
        if not match:
            continue
        first = at
        # Östra Långgatan, Gamla vägen: a street of one word is called more than "vägen".
        while first and at - first < 2:
            before = read.words[first - 1]
            if not (before.capital and is_next(read.text, before, read.words[first])):
                break
            first -= 1
        if first < at or word.lower not in STREETS:
            yield read.words[first].start, match.end()
