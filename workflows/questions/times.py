"""When something happened, as coarsely as its writer likes: read from Swedish, kept as EDTF, said in Swedish.

EDTF (ISO 8601-2) keeps a coarse time as what it is: `2026`, `2026-03`, `2026-21` (its spring), `2026-03-14`,
a period `2026-03/2026-05`, and what goes on since then `2025-09/..`. Rules, without Django.
"""

import re
from datetime import date

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
# Their numbers in EDTF, and how a season that has just been is spoken of.
SEASONS = {"våren": 21, "sommaren": 22, "hösten": 23, "vintern": 24}
LATELY = {"i våras": 21, "i somras": 22, "i höstas": 23, "i vintras": 24}
OPEN = "/.."
EARLIEST = 1950


def understood(text: str, today: date) -> str | None:
    """The time in EDTF; None where it cannot be made out, or has not been yet."""
    plain = " ".join(text.lower().replace("–", "-").split())
    since = re.fullmatch(r"(?:(?:återkommande |har pågått |pågår )?sedan )(.+?)\.?|(.+)/\.\.", plain)
    if since:
        point = _point(since[1] or since[2], today)
        return point + OPEN if point else None
    plain = plain.rstrip(".")
    return _point(plain, today) or _period(plain, today)


def _period(plain: str, today: date) -> str | None:
    for between in ("/", " till och med ", " till ", " - ", "-"):
        first, found, last = plain.partition(between)
        end = _point(last, today) if found else None
        # "mars-maj 2026": the year stands once.
        start = (_point(first, today) or _point(f"{first} {last[-4:]}", today)) if end else None
        if start and end and _days(start)[0] <= _days(end)[0] and start != end:
            return f"{start}/{end}"
    return None


def _point(words: str, today: date) -> str | None:
    point = _read(words.strip().removeprefix("i ").removeprefix("under "), words.strip(), today)
    return point if point and _exists(point) and _days(point)[0] <= today else None


def _read(words: str, whole: str, today: date) -> str | None:
    if whole in LATELY:
        return _latest(LATELY[whole], today)
    if words in ("dag", "går"):
        return (today if words == "dag" else date.fromordinal(today.toordinal() - 1)).isoformat()
    if words in ("år", "fjol", "förra året"):
        return str(today.year - (words != "år"))
    if words in MONTHS:
        number = MONTHS.index(words) + 1
        return f"{today.year - (number > today.month)}-{number:02}"
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", words):
        return words
    named = re.fullmatch(r"(?:den )?(?:(\d{1,2}) )?([a-zåäö]+) (\d{4})", words)
    if not named:
        return None
    day, name, year = named.groups()
    if name in SEASONS and not day:
        return f"{year}-{SEASONS[name]}"
    found = next((n for n, month in enumerate(MONTHS, 1) if len(name) > 2 and month.startswith(name)), None)
    return f"{year}-{found:02}" + (f"-{int(day):02}" if day else "") if found else None


def _latest(season: int, today: date) -> str:
    """The last of that season that has begun."""
    year = today.year if _days(f"{today.year}-{season}")[0] <= today else today.year - 1
    return f"{year}-{season}"


def _exists(point: str) -> bool:
    try:
        first, _last = _days(point)
    except ValueError:
        return False
    return first.year >= EARLIEST


def _days(point: str) -> tuple[date, date]:
    """From which day to which; ValueError where there is no such time."""
    year, *rest = (int(part) for part in point.split("-"))
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if rest[0] in SEASONS.values():
        # Winter is the one that begins in the year before: "vintern 2026" is the one that 2026 began in.
        month = (3, 6, 9, 12)[rest[0] - 21]
        began = date(year - (month == 12), month, 1)
        return began, date(year, (month + 2) % 12 or 12, 28)
    month, *days = rest
    day = days[0] if days else 1
    return date(year, month, day), date(year, month, days[0] if days else 28)


def coarse(edtf: str) -> str:
    """The time without its day."""
    return re.sub(r"\b(\d{4}-\d\d)-\d\d\b", r"\1", edtf)


def in_words(edtf: str) -> str:
    """The time as a person says it; what is no EDTF of ours is said as it is."""
    if edtf.endswith(OPEN):
        return f"sedan {_said(edtf.removesuffix(OPEN))}"
    first, between, last = edtf.partition("/")
    return f"{_said(first)} till {_said(last)}" if between else _said(edtf)


def _said(point: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", point):
        return point
    year, *rest = point.split("-")
    if not rest:
        return year
    season = next((name for name, number in SEASONS.items() if number == int(rest[0])), None)
    if season:
        return f"{season} {year}"
    if not 1 <= int(rest[0]) <= len(MONTHS):
        return point
    day = f"{int(rest[1])} " if rest[1:] else ""
    return f"{day}{MONTHS[int(rest[0]) - 1]} {year}"
