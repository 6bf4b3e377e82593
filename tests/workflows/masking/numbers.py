"""Personnummer and samordningsnummer for hypothesis, in the spellings that people use."""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from workflows.masking.personnummer import SAMORDNING, check_sum


@dataclass(frozen=True)
class Given:
    """A number as it is spelt, and what it is."""

    spelling: str
    kind: str


# How the date and the last four are put together. {c} is the century, {y} two digits of the year.
ALWAYS = (
    "{y}{m}{d}-{last}",
    "{c}{y}{m}{d}-{last}",
    "{c}{y}{m}{d}{last}",
    "{c}{y}{m}{d} {last}",
    "{c} {y}{m}{d}-{last}",
    "{c}{y}-{m}-{d}-{last}",
    "{c}{y} {m} {d} - {last}",
    "{y}-{m}-{d}-{last}",
    "{y} {m} {d}-{last}",
    "{c}{y}.{m}.{d}-{last}",
    "{y}{m}{d}+{last}",
    "{c}{y}{m}{d}+{last}",
    "{y}{m}{d}–{last}",
    "{y}{m}{d} — {last}",
    "{y}{m}{d}\N{MINUS SIGN}{last}",
    "{y}{m}{d}\N{NON-BREAKING HYPHEN}{last}",
    "{y}{m}{d} -\N{NO-BREAK SPACE}{last}",
    "{y}{m}{d}-\n{last}",
    "{c}{y}{m}{d}\N{NO-BREAK SPACE}{last}",
    "{y}{m}\N{ZERO WIDTH SPACE}{d}-{last}",
)
# Only a right check digit tells these from telephone numbers, dates with times, sums and versions.
RIGHT = (
    "{y}{m}{d}{last}",
    "{y}{m}{d} {last}",
    "{y}{m}{d}\N{SOFT HYPHEN}{last}",
    "{c}{y}-{m}-{d} {last}",
    "{c}{y}-{m}-{d}{last}",
    "{y} {m} {d} {last}",
    "{c}{y}{m}{d}/{last}",
    "{y}{m}{d}, {last}",
    "{y}{m}{d}.{last}",
    "{y}{m}{d}\n{last}",
    "{y}{m}{d}-{last:.2} {end}",
    "{y} {m} {d} {last:.2} {end}",
)
WIDE = str.maketrans("0123456789-+", "０１２３４５６７８９－＋")
LOOKALIKES = (("0", "O"), ("0", "o"), ("1", "l"), ("1", "I"))
MASKS = ("XXXX", "xxxx", "****", "••••", "####", "████", "●●●●")


def spelt(pattern: str, born: date, kind: str, last: str) -> str:
    """The number in a spelling."""
    day = born.day + (SAMORDNING if kind == "samordningsnummer" else 0)
    text = f"{born:%Y%m}{day:02}"
    return pattern.format(c=text[:2], y=text[2:4], m=text[4:6], d=text[6:], last=last, end=last[2:])


def last_four(born: date, kind: str, serial: int, off: int) -> str:
    """A serial and its check digit, or one that is so much off."""
    nine = spelt("{y}{m}{d}{last}", born, kind, f"{serial:03}")
    right = -check_sum(f"{nine}0") % 10
    return f"{serial:03}{(right + off) % 10}"


births = st.dates(date(1900, 1, 1), date(2026, 12, 31))
kinds = st.sampled_from(["personnummer", "samordningsnummer"])
serials = st.integers(980, 999)
wide = st.booleans()


@st.composite
def right(draw: st.DrawFn) -> Given:
    """A number with its right check digit, in any spelling."""
    born, kind = draw(births), draw(kinds)
    spelling = spelt(
        draw(st.sampled_from(ALWAYS + RIGHT)), born, kind, last_four(born, kind, draw(serials), 0)
    )
    return Given(spelling.translate(WIDE) if draw(wide) else spelling, kind)


@st.composite
def wrong(draw: st.DrawFn) -> Given:
    """A number with a wrong check digit, in a spelling that only such numbers have."""
    born, kind = draw(births), draw(kinds)
    last = last_four(born, kind, draw(serials), draw(st.integers(1, 9)))
    # Ten digits that do not begin with 0 are no telephone number.
    more = ("{y}{m}{d}{last}", "{y}{m}{d} {last}") if born.year % 100 >= 10 else ()
    spelling = spelt(draw(st.sampled_from(ALWAYS + more)), born, kind, last)
    return Given(spelling.translate(WIDE) if draw(wide) else spelling, kind)


@st.composite
def scanned(draw: st.DrawFn) -> Given:
    """A number in whose last four a scanner has read a letter for a digit."""
    born, kind = draw(births), draw(kinds)
    last = last_four(born, kind, draw(st.sampled_from([980, 981, 990, 991])), 0)
    seen, read = draw(st.sampled_from([pair for pair in LOOKALIKES if pair[0] in last]))
    return Given(spelt(draw(st.sampled_from(ALWAYS)), born, kind, last.replace(seen, read)), kind)


@st.composite
def masked(draw: st.DrawFn) -> Given:
    """A date of birth with the last four taken out, all or the end of them."""
    born, kind = draw(births), draw(kinds)
    keep = draw(st.integers(0, 3))
    last = f"98{draw(st.integers(0, 9))}"[:keep] + draw(st.sampled_from(MASKS))[keep:]
    spellings = ["{y}{m}{d}-{last}", "{c}{y}{m}{d}-{last}", "{y}{m}{d}{last}", "{c}{y}{m}{d}{last}"]
    whole = ["{y}{m}{d} {last}", "{c}{y}{m}{d} {last}"] if keep == 0 else []
    return Given(spelt(draw(st.sampled_from(spellings + whole)), born, kind, last), kind)
