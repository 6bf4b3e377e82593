"""Finds personnummer and samordningsnummer, however they are spelt. Rules, without Django.

A number with a correct check digit is found in any spelling. A wrong one was mistyped or masked and points
to the same person, so it is found too, wherever its spelling is not rather that of something else: a
telephone number, a date with a time, a piece of a longer number.
Source: Skatteverket, SKV 707 and SKV 704; python-stdnum finds no samordningsnummer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflows.masking.plain import LOOKALIKES, Plain, scanned

# Added to the day in a samordningsnummer.
SAMORDNING = 60

SPELLING = re.compile(
    r"""
    (?<![0-9])
    (?P<century> (?:18|19|20) \x20? )?
    (?P<year> [0-9]{2} )
    (?P<gap> \x20?[-./]\x20? | \x20? )    (?P<month> 0[0-9] | 1[0-2] )
    (?P=gap)                              (?P<day> [0-36-9][0-9] )
    (?P<between> \s{0,3}[-+]{0,2}\s{0,3} | \x20?[./:_,]\x20? )
    (?P<last> [0-9]{2}[\x20-][0-9]{2} | [0-9A-Za-z*|?_]{4} )
    (?![0-9])
    """,
    re.VERBOSE,
)
# Twelve digits with spaces or dashes anywhere: one only where the check digit is right.
CUT = re.compile(r"(?<![0-9+(-])(?:19|20)(?:[ -]?[0-9]){10}(?![0-9-])")
MASKED = re.compile(
    r"(?P<digits>[0-9]{0,3})(?P<masks>[*?_]+|[xX]+|[nN]+|[yY]+|[zZ]+|[oO]+)(?P<more>[0-9]{0,3})"
)
YEAR_OR_TIME = re.compile(r"(?:19|20)[0-9]{2}|(?:[01][0-9]|2[0-3])[0-5][0-9]")
TELEPHONE = re.compile(r"(?:tel|mobil|ring|sms|fax)\w*[\s.:]*(?:(?:nr|på|till)[\s.:]*)?\Z", re.IGNORECASE)
TELEPHONE_CUE = 25


@dataclass(frozen=True)
class Number:
    """A piece of plain text that is spelt as a number of ten or twelve digits, and its parts."""

    start: int
    end: int
    before: str
    after: str
    century: str
    year: str
    gap: str
    month: str
    day: str
    between: str
    last: str

    @property
    def is_samordningsnummer(self) -> bool:
        """Whether the day says so."""
        return int(self.day) >= SAMORDNING

    @property
    def dashed(self) -> bool:
        """Whether a dash, or the plus of who is over a hundred, stands before the last four."""
        return bool(set("-+") & set(self.between))

    @property
    def joined(self) -> bool:
        """Whether the last four belong to the date for the eye too: by a dash, or by nothing between."""
        return self.dashed or not self.between

    @property
    def in_pairs(self) -> bool:
        """Whether the last four stand as two and two."""
        return len(self.last) > 4

    @property
    def digits(self) -> str:
        """The last four with digits for the letters that look like them; a word keeps its letters."""
        last = re.sub(r"[ -]", "", self.last)
        return last.translate(LOOKALIKES) if re.search("[0-9]", last) else last

    @property
    def is_right(self) -> bool:
        """Whether the check digit is."""
        return self.digits.isdigit() and check_sum(self.year + self.month + self.day + self.digits) == 0


def personnummer(text: Plain) -> Iterator[tuple[int, int]]:
    """Where a personnummer starts and ends in the plain text."""
    return ((n.start, n.end) for n in text.once(all_numbers) if not n.is_samordningsnummer)


def samordningsnummer(text: Plain) -> Iterator[tuple[int, int]]:
    """Where a samordningsnummer starts and ends in the plain text."""
    return ((n.start, n.end) for n in text.once(all_numbers) if n.is_samordningsnummer)


def all_numbers(read: Plain) -> list[Number]:
    """Every number of either kind, also where a scanner took digits for letters or spaces cut it."""
    found = list(numbers(read.text))
    digits = read.once(scanned)
    if digits != read.text:
        found += numbers(digits)
    for match in CUT.finditer(digits):
        joined = re.sub(r"[^0-9]", "", match[0])
        whole = SPELLING.fullmatch(joined)
        if whole is not None:
            start, end = match.span()
            number = Number(start, end, "", "", **whole.groupdict(default=""))
            if is_plausible(number) and number.is_right:
                found.append(number)
    return found


def numbers(text: str) -> Iterator[Number]:
    """Every number of either kind, from the left."""
    at = 0
    while match := SPELLING.search(text, at):
        number = Number(
            match.start(),
            match.end(),
            text[max(0, match.start() - TELEPHONE_CUE) : match.start()],
            text[match.end() : match.end() + 3],
            **match.groupdict(default=""),
        )
        found = is_one(number)
        if found:
            yield number
        at = match.end() if found else match.start() + 1


def is_one(number: Number) -> bool:
    """Whether what is spelt as a number is one, as far as anybody can tell."""
    if not is_plausible(number) or is_piece_of_more(number):
        return False
    if number.after[:1].isalnum() and not number.last[-1].isdigit() and number.after[0] != number.last[-1]:
        return False
    if number.is_right:
        return not (is_spelt_as_telephone(number) and TELEPHONE.search(number.before))
    return is_masked(number) or is_mistyped(number)


def is_plausible(number: Number) -> bool:
    """Whether somebody can have been born then; who has no known birthday has month 00 or day 60."""
    month, day = int(number.month), int(number.day)
    if month >= 1 and (1 <= day <= 31 or SAMORDNING < day <= SAMORDNING + 31):
        return True
    return number.is_right and (day == SAMORDNING or (month == 0 and day > SAMORDNING)) and day <= 91


def is_piece_of_more(number: Number) -> bool:
    """Whether it goes on: in pairs of digits, or with the year of a second date (`2026-04-30–2026-05-02`)."""
    if number.in_pairs and not number.dashed:
        return bool(re.search(r"[0-9]{2}[ -]\Z", number.before) or re.match(r"[ -][0-9]{2}", number.after))
    return bool(re.fullmatch(r"(?:19|20)[0-9]{2}", number.last) and re.match(r"[-./][0-9]{2}", number.after))


def is_masked(number: Number) -> bool:
    """Whether some of the last four, or all, have been taken out."""
    match = MASKED.fullmatch(number.last)
    if match is None or set(number.between) & set("./:_,"):
        return False
    mask = match["masks"][0]
    if match["digits"] or match["more"]:
        # A letter amid digits is as easily a size; a blot is a blot.
        amid = match["digits"] and match["more"]
        return number.joined and mask in ("*" if amid else "*?_xX")
    # A line to write on, and a row of signs, are as long as one likes.
    return number.dashed or (mask not in "?_" and number.after[:1] != mask)


def is_mistyped(number: Number) -> bool:
    """Whether a wrong check digit is likelier a slip than a sign of some other number."""
    if not number.digits.isdigit() or number.in_pairs:
        return False
    lookalikes = sum(not one.isdigit() for one in number.last)
    return not (
        set(number.between) & set("./:_,")
        or ("\n" in number.between and not number.dashed)
        or (lookalikes and (lookalikes > 2 or not number.joined))
        or re.search(r"[0-9][-./:+]\Z", number.before)
        or re.match(r"[-./:][0-9]", number.after)
        or is_spelt_as_telephone(number)
        or is_spelt_as_time(number)
    )


def is_spelt_as_telephone(number: Number) -> bool:
    """Whether it has ten digits, the first of them 0, and no dash where a personnummer has it."""
    return not number.century and number.year.startswith("0") and not number.dashed


def is_spelt_as_time(number: Number) -> bool:
    """Whether it is a date with dashes, and then a year or the time of a day: `2026-04-30 1430`."""
    return bool(number.gap and not number.dashed and YEAR_OR_TIME.fullmatch(number.digits))


def check_sum(ten: str) -> int:
    """The Luhn sum modulo ten of ten digits: 0 where the last of them is the right check digit."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(value // 10 + value % 10 for value in doubled) % 10
