"""The proof of a form, before it is published: what would not work, and for whom. Rules, without Django."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from workflows.questions.sheet import BROUGHT, ONE, SEVERAL, TEXTS, Question, Sheet

What = Literal[
    "no_title",
    "no_questions",
    "no_label",
    "no_choices",
    "same_choice",
    "unknown_party",
    "no_parties_before",
    "condition_not_before",
    "circular",
    "condition_cannot_be_met",
    "unreachable",
    "role_twice",
    "role_of_another_value",
    "role_of_another_kind",
    "role_not_fed",
    "role_not_always_fed",
    "more_than_a_page",
]

# What every report has to say, whatever its form: lists, masked text and counts are made of it.
NEEDED = ("event", "client_consequence", "parties")
# The kinds of question that can feed a role; a role that is not here takes any text.
KINDS_OF: dict[str, Collection[str]] = {
    "parties": ("parties",),
    "involved": ("party_texts", "long_text"),
    "when": ("when", "short_text", "long_text"),
    "recurrence": ("one_choice", "yes_no"),
    "affected": ("number_band", "one_choice"),
    "own_or_other": ("one_choice",),
    "receiver": ("one_choice",),
    "kind": ("one_choice",),
    "raised_directly": ("one_choice", "yes_no"),
    "systemic": ("one_choice", "yes_no"),
}


NO_CODES: Mapping[str, Collection[str]] = {}
# The roles whose answers mean something to more than a reader: a stage, a type.
CODED = frozenset({"receiver", "kind"})


@dataclass(frozen=True)
class Fault:
    """What is wrong with a form: at which question ("" for the form as a whole), as what, and about what.

    The door says it in words, beside the question.
    """

    where: str
    what: What
    about: str = ""


def faults_of(
    sheet: Sheet,
    *,
    needed: Collection[str] = NEEDED,
    parties: Collection[str] | None = None,
    codes: Mapping[str, Collection[str]] = NO_CODES,
    pages: int = 1,
) -> list[Fault]:
    """Everything that must be changed before the form is published.

    `parties` are the codes of the tree that all organisations share, None where nobody knows them; `codes`
    what can be answered to a coded role, where that is known; `pages` how many the printed form takes.
    """
    found = list(_of_the_whole(sheet, needed, pages))
    for question in sheet.questions:
        found += _of_one(sheet, question, parties)
        found += _of_codes(question, codes)
    return found


def _of_the_whole(sheet: Sheet, needed: Collection[str], pages: int) -> Iterator[Fault]:
    if not sheet.title.strip():
        yield Fault("", "no_title")
    if not any(question.is_answered for question in sheet.questions):
        yield Fault("", "no_questions")
    for role in needed:
        question = sheet.feeding(role)
        if question is None:
            yield Fault("", "role_not_fed", role)
        elif question.shown_if or not question.required:
            yield Fault(question.id, "role_not_always_fed", role)
    if pages > 1:
        yield Fault("", "more_than_a_page", str(pages))


def _of_one(sheet: Sheet, question: Question, parties: Collection[str] | None) -> Iterator[Fault]:
    if not question.label.strip():
        yield Fault(question.id, "no_label")
    yield from _of_choices(question, parties)
    yield from _of_role(sheet, question)
    if question.kind == "party_texts" and question.of not in _before(sheet, question, {"parties"}):
        yield Fault(question.id, "no_parties_before")
    if question.shown_if:
        yield from _of_conditions(sheet, question)


def _of_choices(question: Question, parties: Collection[str] | None) -> Iterator[Fault]:
    if question.kind not in ONE | SEVERAL or question.kind in BROUGHT:
        return
    least = 2 if question.kind == "one_choice" else 1
    if len(question.choices) < least or not all(one.label.strip() for one in question.choices):
        yield Fault(question.id, "no_choices")
    for said in ([one.value for one in question.choices], [one.label.strip() for one in question.choices]):
        twice = next((one for one in said if said.count(one) > 1), None)
        if twice is not None:
            yield Fault(question.id, "same_choice", twice)
            break
    if question.kind == "parties" and parties is not None:
        for one in question.choices:
            if one.value not in parties:
                yield Fault(question.id, "unknown_party", one.label)


def _of_role(sheet: Sheet, question: Question) -> Iterator[Fault]:
    if not question.role:
        return
    if sheet.feeding(question.role) != question:
        yield Fault(question.id, "role_twice", question.role)
    if question.kind not in KINDS_OF.get(question.role, TEXTS):
        yield Fault(question.id, "role_of_another_kind", question.role)


def _of_codes(question: Question, codes: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    if question.role in codes:
        for one in question.choices:
            if one.value not in codes[question.role]:
                yield Fault(question.id, "role_of_another_value", one.label)


def _of_conditions(sheet: Sheet, question: Question) -> Iterator[Fault]:
    known = _before(sheet, question, ONE | SEVERAL)
    for condition in question.shown_if:
        if condition.question not in known:
            circular = question.id in _hangs_on(sheet, condition.question)
            yield Fault(question.id, "circular" if circular else "condition_not_before", condition.question)
            return
        choices = {one.value for one in sheet.question(condition.question).choices}
        if not condition.any_of or not choices.issuperset(condition.any_of):
            yield Fault(question.id, "condition_cannot_be_met", condition.question)
            return
    if not is_reachable(sheet, question):
        yield Fault(question.id, "unreachable")


def _before(sheet: Sheet, question: Question, kinds: Collection[str]) -> set[str]:
    place = sheet.questions.index(question)
    return {one.id for one in sheet.questions[:place] if one.kind in kinds}


def _hangs_on(sheet: Sheet, question_id: str) -> set[str]:
    """The questions whose answers decide whether that one is asked, itself among them."""
    by_id = {one.id: one for one in sheet.questions}
    found: set[str] = set()
    left = [question_id]
    while left:
        one = left.pop()
        if one in by_id and one not in found:
            found.add(one)
            left += [condition.question for condition in by_id[one].shown_if]
    return found


def is_reachable(sheet: Sheet, question: Question) -> bool:
    """Whether somebody can answer so that the question is asked, its conditions being about earlier ones.

    Conditions only ask for answers, so each question that they are about can be looked at by itself: of one
    choice, all that is asked of it must be the same answer; of several, each can be chosen.
    """
    wanted: dict[str, list[set[str]]] = {}
    for name in _hangs_on(sheet, question.id):
        for condition in sheet.question(name).shown_if:
            wanted.setdefault(condition.question, []).append(set(condition.any_of))
    for name, sets in wanted.items():
        one = sheet.question(name)
        choices = {choice.value for choice in one.choices}
        left = [choices.intersection(*sets)] if one.kind in ONE else [choices & some for some in sets]
        if not all(left):
            return False
    return True
