"""What to write instead of what was found. Rules, without Django.

The words are of the text, so they are Swedish in every language of the pages.
"""

import re

from workflows.masking.births import AGES, PLACES, WHENS, is_long_ago
from workflows.masking.findings import Finding

PLAIN = {
    "personnummer": "[personnummer]",
    "samordningsnummer": "[samordningsnummer]",
    "mobile": "[telefon]",
    "phone": "[telefon]",
    "email": "[e-post]",
    "address": "[adress]",
    "case_number": "[ärendenummer]",
    "account": "[konto]",
}
# Who somebody can be said to be, where the name alone does not tell.
ANYBODY = ("[namn]", "en handläggare", "den enskilde")
# One employee by function and unit, made one of many.
ONE_OF_MANY = (
    (r"chefen|föreståndaren|rektorn|direktören|ordföranden", "en chef"),
    (r"handläggaren|sekreteraren|förmedlaren|utredaren|assistenten", "en handläggare"),
    (r"läkaren|sköterskan|psykologen|kuratorn|terapeuten|logopeden|barnmorskan", "en person i vården"),
    (r"läraren|pedagogen|mentorn", "en person i skolan"),
)
ADULT, DECADE = 20, 10


def suggestions(text: str, finding: Finding) -> tuple[str, ...]:
    """What can stand in its place, the best first; nothing where only the writer can know."""
    said = text[finding.start : finding.end]
    match finding.kind:
        case "name" | "initials":
            genitive = "s" if finding.kind == "name" and said.endswith(("s", "S")) and " " in said else ""
            return tuple(f"{one}{genitive}" for one in ANYBODY)
        case "kin":
            return (said.split()[0],)
        case "birth_date":
            return (born(said),)
        case "place_age_date":
            return (coarser(said),)
        case "function_unit":
            return (one_of_many(said),)
        case "affect":
            return ()
    return (PLAIN[finding.kind],)


def born(said: str) -> str:
    """A birth by its decade: `född 12 mars 1984` becomes `född på 1980-talet`."""
    digits = re.search(r"(?<!\d)(?:(?:19|20)\d{2}|\d{2})(?=[-./ ]?\d{2}[-./ ]?\d{2}(?!\d))", said)
    years = [digits[0]] if digits else re.findall(r"(?:19|20)\d{2}|\d{2}(?!.*\d)", said)[-1:]
    if not years or (
        len(years[0]) == 2 and not digits and re.search(r"\d{1,2}[ ]?/|(?:\d[ ][a-z]+)\Z", said)
    ):
        return "[födelsedatum]"
    year = years[0] if len(years[0]) == 4 else f"{'19' if is_long_ago(years[0]) else '20'}{years[0]}"
    return f"född på {year[:3]}0-talet"


def coarser(said: str) -> str:
    """A place, an age and a date, each less exact."""

    def aged(match: re.Match[str]) -> str:
        years = re.match(r"\d+", match[0])
        if not years:
            return "[ålder]"
        if int(years[0]) < ADULT:
            return "ung person"
        decade = f"{int(years[0]) // DECADE * DECADE}-årsåldern"
        return f"person i {decade}" if "åring" in match[0] else f"i {decade}"

    said = AGES.sub(aged, said)
    said = PLACES.sub(lambda m: f"{m[0].split(' ')[0]} [ort]" if " " in m[0] else "[ort]", said)
    return WHENS.sub("[datum]", said)


def one_of_many(said: str) -> str:
    """Somebody of that sort."""
    first = said.split()[0].lower()
    return next(
        (words for ends, words in ONE_OF_MANY if re.search(rf"(?:{ends})\Z", first)), "en medarbetare"
    )
