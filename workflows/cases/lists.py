"""The list of cases: what it is narrowed to, and what each row says in one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Func, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from tenants import clock
from workflows.cases import duties
from workflows.cases.access import Reader
from workflows.cases.facets import FACETS
from workflows.cases.models import Answer, Case, Classification, MaskedText
from workflows.questions.models import Word

PER_PAGE = 50
SENTENCE = 120

OPEN = Q(closed_at=None)
# Years of cases: nobody works through them, and to count them takes longer than the rest of the page.
NOT_COUNTED = ("closed", "all")

# The facets that have a word of each of the tenant's lists; a list of cases is narrowed by the list's name.
FACETS_BY_LIST: Mapping[str, tuple[str, ...]] = {
    name: tuple(facet.name for facet in FACETS if facet.list == name)
    for name in ("consequence", "cause", "area", "aim", "target_group", "affected")
}


@dataclass(frozen=True)
class Row:
    """A case as a sentence first: the consequence for the client."""

    case: Case
    sentence: str
    state: str
    due: date | None
    overdue: bool

    @property
    def duties(self) -> list[str]:
        """What a body has taken on in it, in words."""
        return duties.named(self.case)


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to. Empty means everything."""

    view: str = ""
    state: str = ""
    body: str = ""
    overdue: bool = False
    party: str = ""
    from_party: str = ""
    to_party: str = ""
    level: str = ""
    category: str = ""
    type: str = ""
    consequence: str = ""
    cause: str = ""
    area: str = ""
    aim: str = ""
    target_group: str = ""
    affected: str = ""
    duty: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""


def views(today: date) -> Mapping[str, Q]:
    """The ready-made views of a person's day."""
    week = today + timedelta(days=6 - today.weekday())
    return {
        "": OPEN,
        "new": OPEN & Q(state=Case.State.RECEIVED),
        "overdue": OPEN & Q(due__lt=today),
        "week": OPEN & Q(due__range=(today, week)),
        "waiting": OPEN & Q(state=Case.State.WAITING),
        "closed": ~OPEN,
        "all": Q(),
    }


def narrowed(reader: Reader, wanted: Wanted) -> QuerySet[Case]:
    """The cases that the reader may read and wants to see."""
    today = clock.today()
    cases = reader.cases().filter(views(today).get(wanted.view, OPEN), judged(wanted))
    if wanted.body:
        cases = cases.filter(body__key=wanted.body)
    if wanted.overdue:
        cases = cases.filter(OPEN, due__lt=today)
    if wanted.since:
        cases = cases.filter(received_at__gte=start_of(wanted.since))
    if wanted.until and wanted.until < date.max:
        cases = cases.filter(received_at__lt=start_of(wanted.until + timedelta(days=1)))
    return cases.filter(said(reader, wanted.q)) if wanted.q else cases


def judged(wanted: Wanted) -> Q:
    """Cases in that state and of that kind, as far as it is asked for."""
    alike = ("state", "type", "level", "category")
    found = Q(**{name: value for name in alike if (value := getattr(wanted, name))})
    for name, field in (("party", "parties"), ("duty", "duties")):
        if value := getattr(wanted, name):
            found &= Q(**{f"{field}__contains": [value]})
    if wanted.from_party or wanted.to_party:
        found &= Q(pk__in=between(wanted.from_party, wanted.to_party))
    for name, described in FACETS_BY_LIST.items():
        if value := getattr(wanted, name):
            found &= reduce(or_, (Q(facets__contains={facet: [value]}) for facet in described))
    return found


def with_shared_levels(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases, each with the shared level that the organisation's own is counted as."""
    levels = Word.objects.filter(list=Word.List.LEVEL, code=OuterRef("level"))
    return cases.annotate(shared_level=Coalesce(Subquery(levels.order_by().values("shared")), Value("")))


def between(from_party: str, to_party: str) -> QuerySet[Any, Any]:
    """The cases whose trouble goes from the one party to the other, by the classification that holds."""
    wanted = {"from_party": from_party, "to_party": to_party}
    held = Classification.objects.filter(pk__in=newest_of(Classification.objects.all()))
    return held.filter(**{name: code for name, code in wanted.items() if code}).order_by().values("case")


def start_of(day: date) -> datetime:
    """Midnight in Stockholm."""
    return datetime(day.year, day.month, day.day, tzinfo=clock.STOCKHOLM)


def said(reader: Reader, words: str) -> Q:
    """Cases whose reference or whose text, as far as this reader may read it, has the words."""
    answers = Answer.objects.annotate(words=Cast("value", TextField()))
    raw = answers.filter(words__icontains=words, case__first_body__in=reader.receiving)
    # The texts and not their keys: a question's id is in every case.
    values = Func("texts", template="jsonb_path_query_array(%(expressions)s, '$.*')::text")
    masked = MaskedText.objects.annotate(words=Cast(values, TextField()))
    newest = masked.filter(words__icontains=words, pk__in=newest_approved())
    return Q(reference__icontains=words) | Q(pk__in=raw.values("case")) | Q(pk__in=newest.values("case"))


def newest_approved() -> QuerySet[Any, Any]:
    """The approved text of each case that bodies read: the last one."""
    return newest_of(MaskedText.objects.filter(approved_at__isnull=False))


def newest_of(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The last one of each case."""
    newest: QuerySet[Any, Any] = rows.order_by().values("case").annotate(newest=Max("pk")).values("newest")
    return newest


def counts(reader: Reader) -> dict[str, int]:
    """How many cases each view of the open ones has, in one query that reads none of the closed."""
    open_views = {name: what for name, what in views(clock.today()).items() if name not in NOT_COUNTED}
    asked = {name or "open": Count("pk", filter=what) for name, what in open_views.items()}
    found: dict[str, int] = reader.cases().filter(OPEN).aggregate(**asked)
    return {("" if name == "open" else name): number for name, number in found.items()}


def page_of(cases: QuerySet[Case], number: str, known: int | None = None) -> Page[Case]:
    """One page, the nearest date first, then the newest; `known` spares counting them again."""
    # A form's content is long, and its sheet mostly read already.
    related = cases.select_related("body", "form_version").defer("form_version__content")
    ordered = related.order_by(F("due").asc(nulls_last=True), "-received_at", "-pk")
    paginator = Paginator(ordered, PER_PAGE)
    if known is not None:
        vars(paginator)["count"] = known  # a cached property, which need not ask then
    return paginator.get_page(number)


def rows_of(reader: Reader, page: Page[Case]) -> list[Row]:
    """The rows of a page, in two queries however long it is."""
    cases, today = list(page.object_list), clock.today()
    states = {value: str(label) for value, label in Case.State.choices}
    sheets = {case.form_version_id: case.form_version.sheet for case in cases}
    asked = {pk: sheet.feeding("client_consequence") for pk, sheet in sheets.items()}
    mine = [case for case in cases if reader.receives(case)]
    others = [case for case in cases if not reader.receives(case)]
    wanted = {question.id for question in asked.values() if question}
    answers = Answer.objects.filter(case__in=mine, question__in=wanted) if mine else ()
    raw = {(answer.case_id, answer.question): str(answer.value) for answer in answers}
    approved = MaskedText.objects.filter(case__in=others, pk__in=newest_approved()) if others else ()
    masked = {text.case_id: text.texts for text in approved}

    def sentence(case: Case) -> str:
        question = asked[case.form_version_id]
        if question is None:
            return case.reference
        words = raw.get((case.pk, question.id), "") or masked.get(case.pk, {}).get(question.id, "")
        return shortened(words) if words else _("Avidentifierad text saknas än")

    def row(case: Case) -> Row:
        due = case.due_for(full=reader.receives(case))
        return Row(case, sentence(case), states[case.state], due, bool(due and due < today))

    return [row(case) for case in cases]


def shortened(words: str) -> str:
    """As much of a text as a row has room for."""
    return words if len(words) <= SENTENCE else f"{words[: SENTENCE - 1].rstrip()}…"
