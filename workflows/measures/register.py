"""The register of measures: what it is narrowed to, within the cases that its reader may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from tenants import clock
from workflows.cases.access import Reader
from workflows.measures import words
from workflows.measures.models import Measure
from workflows.measures.states import KNOWN_EFFECTS

PER_PAGE = 50
OPEN = Q(done_at=None)
KNOWN = Q(effect__in=sorted(KNOWN_EFFECTS))


@dataclass(frozen=True)
class Wanted:
    """What the register is narrowed to. Empty means everything."""

    view: str = "all"
    owner: str = ""
    kind: str = ""
    effect: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""


def views(today: date) -> Mapping[str, Q]:
    """Where a measure can stand, as somebody asks for it."""
    return {
        "open": OPEN,
        "overdue": OPEN & Q(due__lt=today),
        "done": ~OPEN,
        "unknown": ~OPEN & ~KNOWN,
        "all": Q(),
    }


def of(reader: Reader) -> QuerySet[Measure]:
    """The measures of the cases that the reader may read: no others exist."""
    return Measure.objects.filter(case__in=reader.cases())


def narrowed(reader: Reader, wanted: Wanted) -> QuerySet[Measure]:
    """The measures that the reader may read and wants to see."""
    found = of(reader).filter(views(clock.today()).get(wanted.view, OPEN))
    if wanted.owner:
        found = found.filter(owner__in=words.below(wanted.owner))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.effect:
        found = found.filter(effect=wanted.effect)
    if wanted.since:
        found = found.filter(due__gte=wanted.since)
    if wanted.until:
        found = found.filter(due__lte=wanted.until)
    return found.filter(said(wanted.q)) if wanted.q else found


def said(text: str) -> Q:
    """Measures that have the words, in what all who read the case read."""
    places = ("case__reference", "what", "owner_function", "cost_benefit", "result", "effect_text")
    found = Q()
    for place in places:
        found |= Q(**{f"{place}__icontains": text})
    return found


def counts(reader: Reader) -> dict[str, int]:
    """How many measures each view has, in one query."""
    asked = {name: Count("pk", filter=what) for name, what in views(clock.today()).items()}
    found: dict[str, int] = of(reader).aggregate(**asked)
    return found


def page_of(measures: QuerySet[Measure], number: str, known: int | None = None) -> Page[Measure]:
    """One page, the nearest date first; `known` spares counting them again."""
    related = measures.select_related("case", "body", "created_by")
    paginator = Paginator(related.order_by("due", "pk"), PER_PAGE)
    if known is not None:
        vars(paginator)["count"] = known  # a cached property, which need not ask then
    return paginator.get_page(number)
