"""Finds where somebody is reached: private telephones, e-mail of a person, addresses. Rules, without Django.

Numbers of switchboards and of services, and mailboxes of a function, point to nobody.
Source: the Swedish numbering plan (PTS) as phonenumbers has it.
"""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from workflows.masking.plain import Plain

TELEPHONE = re.compile(
    r"(?<![\w/:.+-])(?P<number>(?:(?:\+|00)[ ]?46[ ]?(?:\(0\))?|\(?0)[ ]?[1-9](?:[ ]{0,2}[-–/.]?[ ]{0,2}\(?[0-9]\)?){6,10})"
    r"(?![\w]|[-/:][0-9])"
)
FOREIGN = re.compile(r"(?<![\w/:.-])(?:\+|00[ ]?)(?!46)[1-9](?:[ -]?[0-9]){7,13}(?![\w])")
SERVICE = re.compile(r"(?:\+46|0046|0)(?:77|20|900|939|944|99|8?112|112|118|10)")
# Not a person's line, whatever its number.
SWITCHBOARD = re.compile(
    r"\b(?:växel\w*|vx|kundtjänst\w*|kundcenter\w*|kontaktcenter\w*|servicecenter|medborgarservice|"
    r"reception\w*|jour\w*|rådgivning\w*|huvudnummer\w*|telefontid\w*|faxnummer|fax\w*|mottagning\w*|"
    r"öppettider|allmänna nummer|talsvar\w*|upplysning\w*)\b[^.!?\n]{0,30}\Z",
    re.IGNORECASE,
)
LOOKS_BACK = 50
# Ten digits that say a date, or belong to a company.
ORGANISATION_NUMBER = re.compile(r"(?:org|organisations?)[\w.\- ]{0,14}[ :]*\Z", re.IGNORECASE)

MAIL = re.compile(
    r"(?<![\w.+-])(?P<who>[\w.+'-]+?)[ ]?(?:@|\(at\)|\[at\]|\(a\)|[ ]snabel-?a[ ])[ ]?"
    r"(?P<where>[\w-]+(?:(?:\.|[ ]punkt[ ])[\w-]+)*(?:\.|[ ]punkt[ ])[a-zA-ZåäöÅÄÖ]{2,})",
    re.IGNORECASE,
)
MAILBOX = re.compile(
    r"(?:info|information|registrator\w*|kontakt\w*|kommun\w*|kund\w*|support|helpdesk|service\w*|no-?reply|"
    r"reception\w*|diarium?|diariet|myndighet\w*|brevlåda|brevlada|forvaltning\w*|förvaltning\w*|nämnd\w*|namnd\w*|"
    r"social\w*|soc|vard\w*|vård\w*|omsorg\w*|ekonomi\w*|forsorjning\w*|försörjning\w*|ifo|lss\w*|bistand\w*|"
    r"bistånd\w*|enhet\w*|mottagning\w*|samordning\w*|forbund\w*|förbund\w*|samverkan\w*|avvikelse\w*|lexheller|"
    r"lex\w*|rapport\w*|arende\w*|ärende\w*|faktura\w*|hr|it|jobb|rekrytering|press|webb\w*|web|admin\w*|kansli\w*|"
    r"styrelse\w*|dataskydd\w*|dso|gdpr|patientnamnden|patientnämnden|ombud\w*|po|af|fk|bup|psykiatri\w*|"
    r"arbetsmarknad\w*|jour\w*|post|mail|epost|brev|overformyndar\w*|överförmyndar\w*|medborgar\w*|rehab\w*|"
    r"processledare|chef|handlaggare|handläggare|fragor|frågor|team\w*|kurs\w*|utbildning\w*|bokning\w*|anmalan|anmälan)"
    r"(?:[._+-][\w.+-]*)?",
    re.IGNORECASE,
)

STREET = (
    r"(?:gatan|gata|vägen|väg|gränd|gränden|stigen|stig|torget|torg|allén|allé|backen|backe|plan|platsen|"
    r"liden|kajen|esplanaden|stråket|svängen|leden|slingan|ringen|parken|höjden|promenaden|"
    r"terrassen|trappan|bågen|kroken|vreten|hagen|åsen|gången|grand|vagen|backen|ängen|kullen|brinken|"
    r"gärdet|byn|heden|dalen|lyckan|täppan|strand|spåret|rundan|viken|udden|vallen)"
)
HOUSE = r"[ ]?(?:nr[ ]?)?[0-9]{1,3}(?:[ ]?[A-Ha-h](?![\wåäö]))?(?![0-9:/%]|[ ]?(?:procent|kr|%))"
FLAT = r"(?:,?[ ](?:lgh|lägenhet|lägenhetsnr|lägenhetsnummer|läg)\.?[ ]?(?:nr[ ]?)?[0-9]{1,4}(?![0-9])|,?[ ](?:[1-9]|[1-9][0-9])[ ]?tr\b\.?)"
POSTAL = r"(?:s-|se-)?[1-9][0-9]{2}[ ]?[0-9]{2}[ ]{1,2}[A-ZÅÄÖ][A-Za-zåäöÅÄÖé]+(?:[ ](?:[A-ZÅÄÖ][a-zåäöé]+))?"
ADDRESSES = (
    re.compile(
        rf"(?<![\w])(?-i:(?:[A-ZÅÄÖ][\w.:]*[ ]){{0,2}})[\w:-]*{STREET}{HOUSE}"
        rf"{FLAT}?(?:,?[ ]{POSTAL})?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w.,-]){POSTAL}"),
    re.compile(r"(?<![\w])(?:lgh|lägenhet|lägenhetsnummer|lägenhetsnr)\.?[ ]?(?:nr[ ]?)?[0-9]{1,4}(?![0-9])", re.IGNORECASE),
    re.compile(r"(?<![\w])c/o[ ]+[\wåäöÅÄÖ-]+(?:[ ][A-ZÅÄÖ][\wåäö-]+)?", re.IGNORECASE),
    # A property: Solberga 3:12, Norra Hult 1:4.
    re.compile(
        r"(?<![\w])(?!(?:SFS|SOU|SoL|LSS|Prop|prop|Ds|HFD|JO|Mos|Luk|Matt|Joh|Kl|kl)\b)"
        r"(?:[A-ZÅÄÖ][a-zåäöé-]+[ ]){1,3}[0-9]{1,3}:[0-9]{1,3}(?![0-9:/-]|[ ]?(?:§|kap))"
    ),
    re.compile(r"(?<![\w])(?:post)?box[ ]?[0-9]{1,5}(?:,?[ ]" + POSTAL + r")?", re.IGNORECASE),
    # A village and the number of the house: bor i Norrby 14, huset på Hedåsen 3.
    re.compile(
        r"(?:\b(?:bor|bodde|boende|hem|hemma|flyttat|flyttade|flyttar|huset|hus|gården|stugan|torpet|adress\w*|"
        r"skriven|folkbokförd)[ ](?:[a-zåäö]+[ ]){0,3}?(?:i|på|till|vid|är|om)[ ]|\badress\w*:?[ ])"
        r"(?P<place>[A-ZÅÄÖ][a-zåäöé]+(?:[ ][A-ZÅÄÖ][a-zåäöé]+)?[ ][0-9]{1,3}[A-Za-z]?)(?![\w:%/]|[ ](?:år|månad|veck|dag))"
    ),
)
# The box of an authority is no home.
BOXES = re.compile(r"(?:post)?box", re.IGNORECASE)


def mobiles(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a private mobile number stands."""
    return ((start, end) for start, end, mobile in telephones(read.text) if mobile)


def landlines(read: Plain) -> Iterator[tuple[int, int]]:
    """Where the number of some other line of a person stands."""
    return ((start, end) for start, end, mobile in telephones(read.text) if not mobile)


def telephones(text: str) -> Iterator[tuple[int, int, bool]]:
    """Every number that somebody is called on, and whether it is a mobile."""
    for match in TELEPHONE.finditer(text):
        start, end = match.span("number")
        before = text[max(0, start - LOOKS_BACK) : start]
        digits = re.sub(r"[^\d+]", "", re.sub(r"\(0\)", "", match["number"]))
        if SERVICE.match(digits) or SWITCHBOARD.search(before) or ORGANISATION_NUMBER.search(before):
            continue
        kind = kind_of(digits)
        if kind is not None:
            yield start, end, kind in (PhoneNumberType.MOBILE, PhoneNumberType.PAGER)
    for match in FOREIGN.finditer(text):
        if kind_of(re.sub(r"[^\d+]", "", match[0])) is not None:
            yield match.start(), match.end(), True


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
    return (match.span() for match in MAIL.finditer(read.text) if not MAILBOX.fullmatch(match["who"]))


def homes(read: Plain) -> Iterator[tuple[int, int]]:
    """Where an address stands, of whatever kind."""
    for pattern in ADDRESSES:
        for match in pattern.finditer(read.text):
            place = "place" if "place" in pattern.groupindex else 0
            yield match.span(place)
