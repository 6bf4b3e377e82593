"""A brief (underlag): what the cases of a list say together, to take to a meeting or to one party.

It is read by others than the one who makes it, so every reader gets the masked text and nothing else in it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from workflows.cases import lists
from workflows.cases.access import Reader
from workflows.cases.lists import Row, Wanted
from workflows.cases.models import Case, Classification, MaskedText
from workflows.cases.sight import PARTY, Called, vocabulary
from workflows.questions.models import Word

# So many cases are told of one by one.
MOST = 50

Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Level:
    """A level: how many cases, which approach it suggests, and which have been chosen."""

    name: str
    number: int
    suggested: str
    chosen: list[tuple[str, int]]


@dataclass(frozen=True)
class Pair:
    """From which party to which the trouble goes, by code and name, and in how many cases."""

    from_code: str
    to_code: str
    from_name: str
    to_name: str
    number: int


@dataclass(frozen=True)
class Brief:
    """The figures, and the latest cases that have a text to tell."""

    number: int
    levels: list[Level]
    categories: list[tuple[str, int]]
    parties: list[tuple[str, int]]
    pairs: list[Pair]
    rows: list[Row]


def brief(reader: Reader, wanted: Wanted) -> Brief:
    """What the chosen cases say together; also a search finds only what the masked text says."""
    others = reader.masked
    cases = lists.narrowed(others, wanted)
    said = list(cases.values_list("level", "category", "parties"))
    words = vocabulary()
    names = {key: word.name for key, word in words.items()}
    told = cases.filter(pk__in=MaskedText.objects.filter(approved_at__isnull=False).values("case"))
    newest = told.order_by("-received_at", "-pk").select_related("body", "form_version")[:MOST]
    held = latest(cases)
    return Brief(
        number=len(said),
        levels=levels_of(Counter(level for level, _in, _of in said), held, words),
        categories=counted((category for _level, category, _of in said), Word.List.CATEGORY, names),
        parties=counted((code for _level, _in, codes in said for code in codes), PARTY, names),
        pairs=pairs_of(held, names),
        rows=lists.rows_of(others, Paginator(list(newest), MOST).get_page(1)),
    )


def latest(cases: QuerySet[Case]) -> QuerySet[Classification]:
    """The classification of each case that holds: the last one."""
    of_cases = Classification.objects.filter(case__in=cases.order_by().values("pk"))
    return Classification.objects.filter(pk__in=lists.newest_of(of_cases)).order_by()


def counted(codes: Iterable[str], listed: str, names: Names) -> list[tuple[str, int]]:
    """How many of each, in words, the most first."""
    found = Counter(codes)
    said = [(names.get((listed, code), code) or _("Inte bedömt än"), found[code]) for code in found]
    return sorted(said, key=lambda one: (-one[1], one[0]))


def levels_of(
    numbers: Mapping[str, int],
    held: QuerySet[Classification],
    words: Mapping[tuple[str, str], Called],
) -> list[Level]:
    """Each level with how it is to be tackled, the most common first."""
    chosen: dict[str, list[tuple[str, int]]] = {}
    rows = held.exclude(approach="").values_list("level", "approach").annotate(n=Count("pk"))
    for level, approach, number in rows.order_by("-n", "approach"):
        called = words.get((Word.List.APPROACH, approach), Called(approach))
        chosen.setdefault(level, []).append((called.name, number))
    found = []
    for code, number in sorted(numbers.items(), key=lambda one: (-one[1], one[0])):
        level_word = words.get((Word.List.LEVEL, code), Called(code))
        suggested = words.get((Word.List.APPROACH, level_word.suggests), Called("")).name
        name = level_word.name or _("Inte bedömt än")
        found.append(Level(name, number, suggested, chosen.get(code, [])))
    return found


def pairs_of(held: QuerySet[Classification], names: Names) -> list[Pair]:
    """From whom to whom, the most common first."""
    given = held.exclude(from_party="").exclude(to_party="")
    rows = given.values_list("from_party", "to_party").annotate(n=Count("pk"))
    return [
        Pair(one, other, names.get((PARTY, one), one), names.get((PARTY, other), other), number)
        for one, other, number in rows.order_by("-n", "from_party", "to_party")
    ]
