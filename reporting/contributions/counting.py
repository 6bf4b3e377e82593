"""Counts a tenant's cases into a quarter's release, once each."""

from collections import Counter
from datetime import datetime, time

from django.db import transaction

from reporting.contributions.models import Contribution
from reporting.contributions.pairs import pair_of
from reporting.contributions.periods import Period
from tenants import clock
from tenants.parties import tops
from workflows.cases.models import Classification
from workflows.questions.models import Word

# Pair, level and category.
Counted = tuple[str, str, str]


@transaction.atomic
def count(period: Period) -> int:
    """Counts the cases that had been classified when the quarter closed and are in no release yet.

    A case that comes late, because the tenant could not be counted in time, is counted in the next release.
    Returns how many there are; doing it again counts nothing twice. Runs in a tenant.
    """
    found = [
        Contribution(case_id=one.case_id, release=str(period), pair=pair, level=level, category=category)
        for one, (pair, level, category) in countable(period)
    ]
    Contribution.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def countable(period: Period) -> list[tuple[Classification, Counted]]:
    """The cases that are in no release, with the codes they would be counted as if the quarter closed now.

    A case whose level or category points to no shared code is not counted.
    """
    closes = datetime.combine(period.after, time(), clock.STOCKHOLM)
    classified = Classification.objects.filter(at__lt=closes, case__contribution=None)
    latest = classified.order_by("case_id", "-at", "-pk").distinct("case_id")
    shared = {
        (word.list, word.code): word.shared for word in Word.objects.filter(list__in=["level", "category"])
    }
    top_of = tops()
    found = []
    for one in latest:
        level, category = shared.get(("level", one.level), ""), shared.get(("category", one.category), "")
        if level and category:
            pair = pair_of(one.from_party, one.to_party, one.parties, top_of)
            found.append((one, (pair, level, category)))
    return found


def so_far(running: Period) -> Counter[Counted]:
    """What would be counted of the tenant in the air if the quarter closed now."""
    return Counter(codes for _one, codes in countable(running))


def counted(period: Period) -> Counter[Counted]:
    """How many cases of the tenant in the air were counted in a period, by pair, level and category."""
    releases = [str(one) for one in period.quarters]
    rows = Contribution.objects.filter(release__in=releases).values_list("pair", "level", "category")
    return Counter((pair, level, category) for pair, level, category in rows)


def by_dimension(own: Counter[Counted]) -> dict[str, list[tuple[str, int]]]:
    """How the tenant's cases spread over each dimension, the most first."""
    spread = {}
    for place, dimension in ((1, "level"), (2, "category"), (0, "pair")):
        counted: Counter[str] = Counter()
        for codes, number in own.items():
            counted[codes[place]] += number
        spread[dimension] = counted.most_common()
    return spread
