"""Finds when somebody was born, and a place, an age and a date that together say who. Rules, without Django.

The date of an event is no date of birth: a birth is told by a word for it, or is a date from long before
any case.
"""

import re
from collections.abc import Iterator

from workflows.masking.plain import Plain

SPELLING = re.IGNORECASE | re.VERBOSE

MONTH = r"""(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december
    |(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|nov|dec)\b\.?)(?!\w)"""
DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:[:.]?(?:e|a)\b)?"
CENTURY = r"(?:19|20)"
SPELT = rf"{DAY}[ ]{MONTH}(?:[ -]?{CENTURY}?[0-9]{{2}}(?![0-9]))?"
SLASHED = rf"{DAY}[ ]?/[ ]?(?:0?[1-9]|1[0-2])(?:[ /-]{{1,2}}{CENTURY}?[0-9]{{2}})?(?![0-9])"
NUMBERED = "(?:{})".format(
    "|".join(
        rf"{CENTURY}?[0-9]{{2}}{gap}(?:0[1-9]|1[0-2]){gap}(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
        for gap in ("-", "[.]", "/", "[ ]", "")
    )
)
YEAR = rf"(?:{CENTURY}[0-9]{{2}}|['’´-]?[0-9]{{2}}|[0-9]{{2}}-?(?:an|talet))(?![0-9])"
ORDINAL = r"""(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde|elfte|tolfte|trettonde
    |fjortonde|femtonde|sextonde|sjuttonde|artonde|nittonde|tjugonde|tjugo[a-zåäö]+|trettionde|trettioförsta)"""
SEASON = r"""(?:våren|sommaren|hösten|vintern|midsommar\w*|jul(?:en|afton|dagen)?|nyår\w*|påsk\w*|pingst\w*
    |lucia\w*|valborg\w*)"""
DATE = rf"""(?:{NUMBERED}|{SPELT}|{SLASHED}
    |(?:den[ ])?{ORDINAL}[ ]{MONTH}(?:[ ]{CENTURY}?[0-9]{{2}}(?![0-9]))?)"""
WEEKDAY = r"(?:mån|tis|ons|tors|fre|lör|sön)dag"
DAYS = rf"(?:i[ ]{WEEKDAY}s|på[ ]{WEEKDAY}|i[ ]?går|i[ ]?dag|i[ ]morgon|{SEASON})"
# Seventy-one, twenty: how an age is spelt, and how old somebody is said to become.
TENS = r"[a-zåäö]*(?:tio|ton)(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio)?"

BORN = re.compile(
    rf"""\b(?:född(?:es|a)?|fött|födelse(?:datum|tid|år|dag(?:en)?|nr)|föds|fdd|född[ ]?datum|f\.
        |f(?=[ ][-'’0-9])|årgång|årsbarn)
    (?:[ ]?[:=]|[ ](?:är|var|den|år|i|på|en|av|som|vårt|hennes|hans|mitten|början|slutet|{WEEKDAY}\w*))*
    [ ]?(?P<date>{DATE}|(?:(?:{MONTH}|{SEASON})[ ])?(?P<year>{YEAR}))""",
    SPELLING,
)
# Föddes på skottdagen 1988; 20/11 -58 är hon född; en 74:a.
BORN_SOMEHOW = (
    re.compile(
        rf"""\b(?:född|fött|(?<!sen[ ])föddes|(?:kom|kommit)[ ]till[ ]världen)(?:[ ][\w-]+){{1,4}}?
        [ ](?P<date>{DATE}|{CENTURY}[0-9]{{2}}(?![0-9]))""",
        SPELLING,
    ),
    re.compile(rf"(?P<date>{DATE})(?:[ ]\w+){{0,3}}?[ ](?:född|fött)\b(?![ ]\w+[ ]?[0-9])", SPELLING),
    re.compile(r"\b(?:ålder:?|en|är)[ ](?P<date>[0-9]{2}:(?:a|an))\b", SPELLING),
)
BIRTHDAY = re.compile(
    rf"""\b(?:fyllde|fyller|fyllt|blev|blir|firade|firar)(?:[ ]\w+){{0,2}}?
    [ ](?:[0-9]{{1,3}}|{TENS}|år|födelsedag\w*)
    (?:[ ](?:år|den|på|nu|i|förra|just|jämnt|sin|{ORDINAL})){{0,4}}
    ,?[ ](?:den[ ])?(?P<date>{DATE}|(?:på[ ])?{DAYS})""",
    SPELLING,
)
BIRTHDAYS = re.compile(
    rf"""(?:födelsedag(?:en)?|årsdag(?:en)?)(?:[ ](?:är|var|den|på|som|infaller|firas|firades|i|år)){{0,4}}
    ,?[ ](?:den[ ])?(?P<date>{DATE})
    |(?P<before>{DATE})(?:[ ](?:är|var))?[ ](?:hennes|hans|sin|klientens|brukarens|patientens)
    [ ](?:[0-9]+-)?(?:års|födelse)dag""",
    SPELLING,
)
# Which are tried where one of the words stands: most texts hold none.
TOLD = (
    (
        ("föd", "född", "fött", "fdd", "f.", "f ", "årgång", "årsbarn", "till världen", "ålder", ":a"),
        (BORN, *BORN_SOMEHOW),
    ),
    (("fyll", "födelsedag", "årsdag", "blir ", "blev ", "fira"), (BIRTHDAY, BIRTHDAYS)),
)
# Not anybody's age: the organisation's, or this year's volume of something.
THING = re.compile(
    r"""(?:förbundet|föreningen|verksamheten|kommunen|mottagningen|projektet|enheten|skolan|lagen|styrelsen
    |insatsen|samarbetet|modellen|tanken|idén)[ ]\Z""",
    SPELLING,
)
BARE = re.compile(
    r"""(?<![\w/:.+-])(?P<year>(?:19|20)?[0-9]{2})(?P<gap>[-./]?)(?:0[1-9]|1[0-2])(?P=gap)
    (?:0[1-9]|[12][0-9]|3[01])(?![\w/:-])""",
    SPELLING,
)
NOT_A_DATE = re.compile(
    r"(?:\bkr\b|kronor|nr|nummer|version|konto|\bbg|giro|summa\w*|blankett\w*|dnr|lag[ ]\(?|SFS)\W{0,3}\Z",
    re.IGNORECASE,
)
# A date from before this year is no event that a case is about; of two digits, what those could be instead.
EVENTS_FROM = 2010
RECENT = frozenset(f"{year:02}" for year in range(10, 41))

AGES = re.compile(
    rf"""\b[1-9][0-9]?[- ]?år(?:ing(?:en|ar)?|ig[ae]?|s)?\b|\b[1-9][0-9]?[ ]år(?:[ ]gam\w+)?\b
    |\b{TENS}åri(?:g[ae]?|ng(?:en)?)\b
    |\b(?:kille|tjej|man|kvinna|flicka|pojke|person|pappa|mamma|dam|herre|yngling)(?:n|en)?
        (?:[ ]på|[ ]om|,)?[ ][1-9][0-9]\b""",
    SPELLING,
)
CAPITAL = r"[A-ZÅÄÖ][a-zåäöé]{2,}"
PLACES = re.compile(
    rf"""\b(?:[iI]|från|[pP]å|utanför|vid|nära|till)[ ]
        (?!Försäkring|Arbets|Social|Region|Kommun|Migration|Skatte){CAPITAL}(?:[ ]{CAPITAL})?
    |\b{CAPITAL}(?:bo|bon|borna)\b
    |(?:(?<=,[ ])|\A|(?<=:[ ])){CAPITAL}(?:[ ]{CAPITAL})?(?=,)""",
    re.VERBOSE,
)
WHENS = re.compile(rf"(?:(?:den[ ])?{DATE}|\b{DAYS}\b)", SPELLING)
# Characters from the first to the last of the three, where they are still read together.
TOGETHER = 140


def births(read: Plain) -> Iterator[tuple[int, int]]:
    """Where it says when somebody was born."""
    text, small = read.text, read.text.lower()
    for words, patterns in TOLD:
        for pattern in patterns if any(word in small for word in words) else ():
            yield from (spoken(match) for match in pattern.finditer(text) if not is_of_a_thing(text, match))
    for match in BARE.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if is_long_ago(match["year"]) and not NOT_A_DATE.search(before):
            yield match.span()


def spoken(match: re.Match[str]) -> tuple[int, int]:
    """The words and the date; the date alone where it stands first."""
    if match.groupdict().get("before"):
        return match.span("before")
    return match.start(), match.end("date")


def is_of_a_thing(text: str, match: re.Match[str]) -> bool:
    """Whether it is the age of an organisation, or this year's volume of something."""
    year = match.groupdict().get("year")
    recent = year is not None and len(year) == 4 and not is_long_ago(year)
    before = text[max(0, match.start() - 30) : match.start()]
    return (recent and match[0].lower().startswith("årgång")) or bool(THING.search(before))


def is_long_ago(year: str) -> bool:
    """Whether a year, of two digits or four, is before what a case is about."""
    return int(year) < EVENTS_FROM if len(year) == 4 else year not in RECENT


def place_age_dates(read: Plain) -> Iterator[tuple[int, int]]:
    """Where a place, an age and a date stand so near that together they say who."""
    text, read_to = read.text, 0
    ages = [match.span() for match in AGES.finditer(text)]
    places = [match.span() for match in PLACES.finditer(text)] if ages else []
    whens = [match.span() for match in WHENS.finditer(text)] if places else []
    for age in ages:
        place = min(places, key=lambda one: abs(one[0] - age[0]), default=None)
        when = min(whens, key=lambda one: abs(one[0] - age[0]), default=None)
        if age[0] >= read_to and place and when:
            start, end = min(age[0], place[0], when[0]), max(age[1], place[1], when[1])
            if end - start <= TOGETHER:
                read_to = end
                yield start, end
