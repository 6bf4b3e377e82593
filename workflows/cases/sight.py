"""What a reader sees of a case: the one place where a sight decides what is shown, for pages and for JSON."""

from dataclasses import dataclass
from functools import cached_property

from workflows.bodies.models import Seat
from workflows.cases import history, masked, moves, outcomes
from workflows.cases.access import Reader, may_ask_for_contact
from workflows.cases.history import Event
from workflows.cases.holders import acting_in
from workflows.cases.models import Case, Classification, Letter, Note, Reply, Todo
from workflows.cases.outcomes import Possible
from workflows.questions.sheet import Question


@dataclass(frozen=True)
class Seen:
    """A case as one reader sees it. What the sight does not give is not there to be shown."""

    reader: Reader
    case: Case

    @cached_property
    def full(self) -> bool:
        """Whether everything is seen, as first receiver."""
        return self.reader.receives(self.case)

    @cached_property
    def answers(self) -> dict[str, object]:
        """What the reporter answered, by question: for the first receiver alone."""
        return {answer.question: answer.value for answer in self.case.answers.all()} if self.full else {}

    @cached_property
    def masked(self) -> dict[str, object]:
        """What a body reads: the approved text, and the chosen answers, which name nobody."""
        text = masked.approved(self.case)
        if text is None:
            return {}
        free = {question.id for question in masked.questions_of(self.case)}
        chosen = {a.question: a.value for a in self.case.answers.all() if a.question not in free}
        return {**chosen, **{question: words for question, words in text.texts.items() if words}}

    @property
    def readable(self) -> list[tuple[Question, str]]:
        """The questions with what this reader may read of the answers, in words."""
        given = self.answers if self.full else self.masked
        sheet = self.case.form_version.sheet
        return [(q, q.readable(given[q.id])) for q in sheet.questions if q.id in given]  # type: ignore[arg-type]

    @cached_property
    def outcomes(self) -> tuple[Possible, ...]:
        """What the reader can choose, also what still lacks something."""
        case, bodies = self.case, self.reader.bodies_in(self.case)
        chain, here = case.chain_version.chain, moves.pointed_in(case, self.reader.user)
        return outcomes.all_outcomes(chain, case.present, bodies, case.has, here)

    @property
    def possible(self) -> list[Possible]:
        """What the reader can do now."""
        return [one for one in self.outcomes if not one.unmet]

    @property
    def lacking(self) -> list[Possible]:
        """What the reader could do if the case had what it needs."""
        return [one for one in self.outcomes if one.unmet]

    @cached_property
    def events(self) -> list[Event]:
        """What has happened; what was written on the quick track is the first receiver's."""
        return history.happened(self.case, full=self.full)

    @cached_property
    def replies(self) -> list[Reply]:
        """What the reporter was told."""
        return list(self.case.replies.select_related("by")) if self.full else []

    @cached_property
    def letters(self) -> list[Letter]:
        """The talk with the reporter."""
        return list(self.case.letters.select_related("by")) if self.full else []

    @cached_property
    def notes(self) -> list[Note]:
        """The first receiver's notes."""
        return list(self.case.notes.select_related("by")) if self.full else []

    @cached_property
    def has_contact(self) -> bool:
        """Whether the reader may ask who reported it."""
        return may_ask_for_contact(self.reader, self.case)

    @cached_property
    def todos(self) -> list[Todo]:
        """What the reader's bodies have to do about it."""
        bodies = self.reader.bodies_in(self.case)
        return list(self.case.todos.filter(body__key__in=bodies, done_at=None))

    @cached_property
    def classification(self) -> Classification | None:
        """The one that holds. Its reason is the first receiver's."""
        found = self.case.classifications.last()
        if found is not None and not self.full:
            found.reason = ""
        return found

    @cached_property
    def holders(self) -> list[Seat]:
        """Who sits where the case is."""
        return list(acting_in(self.case, self.case.body_id))
