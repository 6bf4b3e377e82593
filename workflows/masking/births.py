"""Finds when somebody was born, and a place, an age and a date that together say who. Rules, without Django.

The date of an event is no date of birth: a birth is told by a word for it, or is a date from long before
any case.
"""

import re
from collections.abc import Iterator

from workflows.masking.plain import Plain

MONTH = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|nov|dec)\b\.?"
)
DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:[:.]?(?:e|a)\b)?"
SPELT = rf"{DAY}[ ]{MONTH}(?:[ -]?(?:19|20)?[0-9]{{2}}(?![0-9]))?"
SLASHED = rf"{DAY}[ ]?/[ ]?(?:0?[1-9]|1[0-2])(?:[ /-]{{1,2}}(?:19|20)?[0-9]{{2}})?(?![0-9])"
NUMBERED = "(?:{})".format(
    "|".join(
        rf"(?:(?:19|20)?[0-9]{{2}}){gap}(?:0[1-9]|1[0-2]){gap}(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
        for gap in ("-", r"[.]", "/", "[ ]", "")
    )
)
YEAR = r"(?:(?:19|20)[0-9]{2}|['’´-]?[0-9]{2}|[0-9]{2}-?(?:an|talet))(?![0-9])"
ORDINAL = (
    r"(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde|elfte|tolfte|trettonde|fjortonde|"
    r"femtonde|sextonde|sjuttonde|artonde|nittonde|tjugonde|tjugo[a-zåäö]+|trettionde|trettioförsta)"
)
DATE = rf"(?:{NUMBERED}|{SPELT}|{SLASHED}|(?:den[ ])?{ORDINAL}[ ]{MONTH}(?:[ ](?:19|20)?[0-9]{{2}}(?![0-9]))?)"

BORN = re.compile(
    rf"\b(?:född(?:es|a|elsedatum|elsetid|elseår|elsedag(?:en)?|s)?|föds|fdd|födelsenr|född[ ]?datum|f\.|f(?=[ ][-'’0-9])|årgång|"
    rf"årsbarn|kommit till världen)(?:[ ]?[:=]|[ ](?:är|var|den|år|i|på|en|av|som|den[ ]?är|vårt|hennes|hans|"
    rf"mitten|början|slutet|av|fredag\w*|måndag\w*|tisdag\w*|onsdag\w*|torsdag\w*|lördag\w*|söndag\w*))*[ ]?"
    rf"(?P<date>{DATE}|(?:{MONTH}[ ])?{YEAR})",
    re.IGNORECASE,
)
BIRTHDAY = re.compile(
    rf"\b(?:fyllde|fyller|fyllt|blev|blir|fyllde[ ]år|firade|firar)(?:[ ]\w+){{0,2}}?[ ](?:[0-9]{{1,3}}|[a-zåäö]*(?:tio|ton|ett|två|tre|fyra|fem|sex|sju|åtta|nio)|år|födelsedag\w*)"
    rf"(?:[ ](?:år|den|på|nu|i|förra|just|jämnt|sin|{ORDINAL})){{0,4}},?[ ](?:den[ ])?(?P<date>{DATE})",
    re.IGNORECASE,
)
BIRTHDAYS = re.compile(
    rf"(?:födelsedag(?:en)?|årsdag(?:en)?)(?:[ ](?:är|var|den|på|som|infaller|firas|firades|i|år)){{0,4}},?[ ](?:den[ ])?(?P<date>{DATE})"
    rf"|(?P<other>{DATE})(?:[ ](?:är|var)){{0,1}}[ ](?:hennes|hans|sin|klientens|brukarens|patientens)[ ](?:[0-9]+-)?(?:års|födelse)dag",
    re.IGNORECASE,
)
BARE = re.compile(
    r"(?<![\w/:.+-])(?P<year>(?:19|20)?[0-9]{2})(?P<d>[-./]?)(?P<month>0[1-9]|1[0-2])(?P=d)(?P<day>0[1-9]|[12][0-9]|3[01])(?![\w/:-])"
)
# A date this many years before the youngest date that a case can be about is a birth. Years of two digits.
RECENT = frozenset(f"{year:02}" for year in range(10, 41))
OLDER_THAN = 2010
NOT_A_DATE = re.compile(r"(?:\bkr\b|kronor|nr|nummer|version|konto|\bbg|giro|summa\w*|blankett\w*|dnr|lag[ ]\(?|SFS[ ]?)\W{0,3}\Z", re.IGNORECASE)

AGE = (
    r"(?:\b[1-9][0-9]?[- ]?år(?:ing(?:en|ar)?|ig[ae]?|s)?\b|\b[1-9][0-9]?[ ]år(?:[ ]gam\w+)?\b|\b[a-zåäö]*(?:tio|ton)(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio)?årig(?:a|e)?\b|"
    r"\b[a-zåäö]*(?:tio|ton)(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio)?åring(?:en)?\b)"
)
PLACE = r"(?:\b(?:i|från|på|utanför|vid|nära|till)[ ](?!Försäkring|Arbets|Social|Region|Kommun|Migration|Skatte|FK\b|AF\b|SIP\b)(?-i:[A-ZÅÄÖ][a-zåäöé]{2,}(?:[ ][A-ZÅÄÖ][a-zåäöé]+)?)|\b(?-i:[A-ZÅÄÖ][a-zåäöé]{2,})(?:bo|bon|borna)\b)"
WHEN = rf"(?:(?:den[ ])?(?:{DATE})|\b(?:i|förra|under)[ ](?:mån|tis|ons|tors|fre|lör|sön)dags\b)"
PLACES, AGES, WHENS = (
    re.compile(PLACE, re.IGNORECASE),
    re.compile(AGE, re.IGNORECASE),
    re.compile(WHEN, re.IGNORECASE),
)
# Characters between the first and the last of the three that are still read together.
TOGETHER = 140


def births(read: Plain) -> Iterator[tuple[int, int]]:
    """Where it says when somebody was born."""
    text = read.text
    for pattern in (BORN, BIRTHDAY, BIRTHDAYS):
        for match in pattern.finditer(text):
            which = "other" if "other" in pattern.groupindex and match["other"] else "date"
            yield (match.start() if which == "date" else match.start(which)), match.end(which)
    for match in BARE.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if is_long_ago(match["year"]) and not NOT_A_DATE.search(before):
            yield match.span()


def is_long_ago(year: str) -> bool:
    """Whether a year, of two digits or four, is before what a case is about."""
    return int(year) < OLDER_THAN if len(year) == 4 else year not in RECENT


def place_age_dates(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a place, an age and a date stand so near that together they say who."""
    text = read.text
    ages = [match.span() for match in AGES.finditer(text)]
    if not ages:
        return
    places = [match.span() for match in PLACES.finditer(text)]
    whens = [match.span() for match in WHENS.finditer(text)]
    end = 0
    for age in ages:
        if age[0] < end:
            continue
        place = min(places, key=lambda one: abs(one[0] - age[0]), default=None)
        when = min(whens, key=lambda one: abs(one[0] - age[0]), default=None)
        if place and when:
            start, last = min(age[0], place[0], when[0]), max(age[1], place[1], when[1])
            if last - start <= TOGETHER:
                end = last
                yield start, last
