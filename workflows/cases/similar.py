"""Cases like this one: how they were solved, which go on now, and how often it comes back at the same unit.

All of it within the cases that the reader may read, and a solution in as many words as they may read.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q, Value, When

from tenants import clock
from workflows.cases import given, lists, references
from workflows.cases.lists import Row
from workflows.cases.models import Case, Move
from workflows.cases.sight import Seen
from workflows.chains.chain import QUICK
from workflows.chains.deadlines import add_months

# Of each kind so many are shown, the latest.
MOST = 5
# What says how a case was solved.
SOLVES = ("solution", "decision", "prevention")


@dataclass(frozen=True)
class Alike:
    """A case like the one that is read, and what solved it in words; `together`: it is known to belong."""

    row: Row
    same_category: bool
    solved: list[tuple[str, str]]
    joinable: bool
    together: bool


@dataclass(frozen=True)
class Again:
    """How many cases name the same unit with the same category since a day, this one with them."""

    code: str
    name: str
    number: int


@dataclass(frozen=True)
class Similar:
    """What a reader is shown beside a case."""

    closed: list[Alike]
    open: list[Alike]
    again: list[Again]
    since: date
    together: list[str]


def similar_to(seen: Seen) -> Similar:
    """The latest closed and open cases like this one, and how often it comes back."""
    found = [*alike(seen, closed=True), *alike(seen, closed=False)]
    together = references_of(seen)
    shown = described(seen, found, together)
    since = add_months(clock.today(), -12)
    return Similar(
        closed=[one for one in shown if one.row.case.closed_at],
        open=[one for one in shown if not one.row.case.closed_at],
        again=again(seen, since),
        since=since,
        together=together,
    )


def alike(seen: Seen, *, closed: bool) -> list[Case]:
    """The latest cases of the same category; then those of the same level that have a party in common."""
    case = seen.case
    if not case.category:
        return []
    related = Q(level=case.level, parties__overlap=case.parties) if case.parties else Q()
    same = When(category=case.category, then=Value(value=True))
    found = seen.reader.cases().filter(Q(category=case.category) | related, closed_at__isnull=not closed)
    ranked = found.exclude(pk=case.pk).annotate(same_category=models.Case(same, default=Value(value=False)))
    ordered = ranked.order_by("-same_category", "-closed_at" if closed else "-received_at", "-pk")
    return list(ordered.select_related("body", "form_version")[:MOST])


def described(seen: Seen, found: list[Case], together: list[str]) -> list[Alike]:
    """The cases in words, in three queries however many they are."""
    rows = lists.rows_of(seen.reader, Paginator(found, 2 * MOST).get_page(1))
    solved = solutions(seen, found)
    return [
        Alike(
            row,
            same_category=row.case.category == seen.case.category,
            solved=solved.get(row.case.pk, []),
            joinable=seen.full and seen.reader.receives(row.case) and row.case.reference not in together,
            together=row.case.reference in together,
        )
        for row in rows
    ]


def solutions(seen: Seen, found: list[Case]) -> dict[int, list[tuple[str, str]]]:
    """What solved each case; what was written on its quick track is its first receiver's alone."""
    received = {case.pk for case in found if seen.reader.receives(case)}
    moves = Move.objects.filter(case__in=[case.pk for case in found], given__has_any_keys=SOLVES)
    said: dict[int, list[tuple[str, str]]] = {}
    for case, track, told in moves.order_by("case_id", "number").values_list("case", "track", "given"):
        if track != QUICK or case in received:
            solves = {name: text for name, text in told.items() if name in SOLVES}
            said.setdefault(case, []).extend(given.readable(solves, {}))
    return said


def again(seen: Seen, since: date) -> list[Again]:
    """Unit by unit, the most first; a unit is a party of the shared tree, and never a person."""
    case = seen.case
    if not (case.category and case.parties):
        return []
    alike = seen.reader.cases().filter(
        category=case.category, parties__overlap=case.parties, received_at__gte=lists.start_of(since)
    )
    named = Counter(code for codes in alike.values_list("parties", flat=True) for code in codes)
    numbers = [(code, named[code]) for code in case.parties if named[code]]
    return [
        Again(code, seen.parties.get(code, code), number)
        for code, number in sorted(numbers, key=lambda one: -one[1])
    ]


def references_of(seen: Seen) -> list[str]:
    """The cases that somebody has joined with this one, as far as the reader may read both."""
    joined = {one.number for one in seen.references if one.system == references.together()}
    return sorted(seen.reader.cases().filter(reference__in=joined).values_list("reference", flat=True))
