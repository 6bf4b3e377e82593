"""What a reader sees of a case: the one place where a sight decides what is shown, for pages and for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, Value
from django.utils.translation import gettext as _

from tenants.models import Level, Party
from tenants.working_days import Working
from workflows.bodies.models import Seat
from workflows.cases import (
    analysis,
    duties,
    facets,
    given,
    history,
    masked,
    moves,
    needs,
    outcomes,
    pointed,
)
from workflows.cases.access import Reader, may_acknowledge, may_ask_for_contact
from workflows.cases.history import Event
from workflows.cases.holders import acting_in
from workflows.cases.models import (
    Case,
    Classification,
    CrossReference,
    Letter,
    MaskedText,
    Note,
    PointedOut,
    Reply,
    Todo,
)
from workflows.cases.needs import Lack
from workflows.cases.outcomes import NOT_OPEN, Possible
from workflows.questions.models import Word
from workflows.questions.sheet import Question

# The lists that all tenants share, beside those of the tenant's words.
PARTY = "party"
SHARED_LEVEL = "shared_level"


@dataclass(frozen=True)
class Called:
    """What a code is called, which approach it suggests, and which shared code it is counted as."""

    name: str
    suggests: str = ""
    shared: str = ""
    lossy: bool = False


def vocabulary() -> Mapping[tuple[str, str], Called]:
    """The tenant's words, the shared parties and the shared levels, by list and code; in one query.

    Also those that have ended: a case may have been called so.
    """
    columns = ("list", "code", "name", "suggests", "shared", "lossy")
    shared = (F("code"), F("name"), Value(""), Value(""), Value(value=False))
    parties = Party.objects.order_by().values_list(Value(PARTY), *shared)
    levels = Level.objects.order_by().values_list(Value(SHARED_LEVEL), *shared)
    rows = Word.objects.order_by().values_list(*columns).union(parties, levels)
    return {(listed, code): Called(*said) for listed, code, *said in rows}


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
    def answers(self) -> dict[str, Any]:
        """What the reporter answered, by question: for the first receiver alone."""
        return {answer.question: answer.value for answer in self.case.answers.all()} if self.full else {}

    @cached_property
    def approved(self) -> MaskedText | None:
        """The text that bodies read."""
        return masked.approved(self.case)

    @cached_property
    def masked(self) -> dict[str, object]:
        """What a body reads: the approved text, and the chosen answers, which name nobody."""
        text = self.approved
        if text is None:
            return {}
        free = {question.id for question in masked.questions_of(self.case)}
        chosen = {a.question: a.value for a in self.case.answers.all() if a.question not in free}
        chosen |= masked.coarse(self.case, chosen)
        return {**chosen, **{question: words for question, words in text.texts.items() if words}}

    @property
    def readable(self) -> list[tuple[Question, str]]:
        """The questions with what this reader may read of the answers, in words."""
        given = self.answers if self.full else self.masked
        sheet = self.case.form_version.sheet
        return [(q, q.readable(given[q.id])) for q in sheet.questions if q.id in given]  # type: ignore[arg-type]

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The keys of the bodies that the reader acts in about it."""
        return self.reader.bodies_in(self.case)

    @cached_property
    def outcomes(self) -> tuple[Possible, ...]:
        """What the reader can choose, also what still lacks something."""
        case, here = self.case, moves.pointed_in(self.case, self.reader.user)
        return outcomes.all_outcomes(case.chain_version.chain, case.present, self.bodies, case.has, here)

    @property
    def possible(self) -> list[Possible]:
        """What the reader can do now."""
        return [one for one in self.outcomes if not one.unmet]

    @property
    def lacking(self) -> list[Possible]:
        """What the reader could do if the case had what it needs."""
        return [one for one in self.outcomes if one.unmet]

    @property
    def lacks(self) -> list[tuple[Possible, list[Lack]]]:
        """The same, each with what the case needs first."""
        return [(one, needs.lacks(one.unmet)) for one in self.lacking]

    @cached_property
    def events(self) -> list[Event]:
        """What has happened; what was written on the quick track is the first receiver's."""
        return history.happened(self.case, full=self.full)

    @property
    def told(self) -> list[tuple[Event, list[tuple[str, str]]]]:
        """The same, each with what was given for it in words."""
        parties = self.parties if any("addressee" in event.given for event in self.events) else {}
        return [(event, given.readable(event.given, parties)) for event in self.events]

    @cached_property
    def replies(self) -> list[Reply]:
        """What the reporter was told."""
        told = [move.reply for move in history.moves_of(self.case) if hasattr(move, "reply")]
        return told if self.full else []

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
        return list(self.case.todos.filter(body__key__in=self.bodies, done_at=None))

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

    # --- Triage and analysis -----------------------------------------------------------------------------

    @cached_property
    def vocabulary(self) -> Mapping[tuple[str, str], Called]:
        """What everything that a case is described with is called."""
        return vocabulary()

    @property
    def names(self) -> Mapping[tuple[str, str], str]:
        """What each is called."""
        return {key: word.name for key, word in self.vocabulary.items()}

    @property
    def parties(self) -> Mapping[str, str]:
        """What the parties of the shared tree are called, by code."""
        return {code: name for (listed, code), name in self.names.items() if listed == PARTY}

    @property
    def level(self) -> Called:
        """The case's level, in the organisation's own scheme."""
        return self.vocabulary.get((Word.List.LEVEL, self.case.level), Called(self.case.level))

    @property
    def suggested(self) -> str:
        """The code of the approach that the level suggests."""
        return self.level.suggests

    @property
    def counted_as(self) -> str:
        """What the level is counted as together with organisations that have other levels, in words."""
        shared = self.called(SHARED_LEVEL, self.level.shared)
        return _("%(level)s, fast nivån här rymmer mer") % {"level": shared} if self.level.lossy else shared

    @cached_property
    def judged(self) -> list[tuple[str, str]]:
        """How the case has been judged, in words; the reason is there for the first receiver."""
        found = self.classification
        if found is None:
            return []
        recurrence = self.case.form_version.sheet.feeding("recurrence")
        said = [
            (_("Nivå"), self.called(Word.List.LEVEL, found.level)),
            (_("Räknas hos alla som"), self.counted_as),
            (_("Kategori"), self.called(Word.List.CATEGORY, found.category)),
            (_("Typ"), self.called(Word.List.TYPE, found.type)),
            (_("Angreppssätt"), self.called(Word.List.APPROACH, found.approach)),
            (_("Föreslaget angreppssätt"), self.called(Word.List.APPROACH, self.suggested)),
            (_("Parter"), ", ".join(self.called(PARTY, code) for code in found.parties)),
            (_("Från"), self.called(PARTY, found.from_party)),
            (_("Till"), self.called(PARTY, found.to_party)),
            (_("Hur ofta"), recurrence.label_of(found.recurrence) if recurrence else found.recurrence),
            *facets.readable(found.facets, self.names),
            (_("Varför det bedömdes så"), found.reason),
        ]
        return [(name, words) for name, words in said if words]

    def called(self, listed: str, code: str) -> str:
        """What a code of a list is called."""
        return self.vocabulary.get((listed, code), Called(code)).name

    @cached_property
    def analysis(self) -> dict[str, object]:
        """The analysis as it was last filled in: for the first receiver, and for bodies once they read."""
        if self.case.analysis_version_id is None or not (self.full or self.approved):
            return {}
        latest = analysis.latest(self.case)
        return dict(latest.answers) if latest else {}

    @property
    def analysed(self) -> list[tuple[Question, str]]:
        """The questions of the analysis with their answers in words."""
        sheet, given = analysis.sheet_of(self.case), self.analysis
        asked = sheet.questions if sheet and given else ()
        return [(q, q.readable(given[q.id])) for q in asked if q.id in given]  # type: ignore[arg-type]

    # --- Dates, duties, and who else ---------------------------------------------------------------------

    @property
    def duties(self) -> list[str]:
        """What a body has taken on in it, in words."""
        return duties.named(self.case)

    @property
    def due(self) -> date | None:
        """The next date for this reader."""
        return self.case.due_for(full=self.full)

    @cached_property
    def dates(self) -> list[tuple[str, date]]:
        """The dates by name, the nearest first; that of the next word is the first receiver's."""
        case, stages = self.case, {stage.key: stage for stage in self.case.chain_version.chain.stages}
        tracks = ((case.quick_stage, case.quick_due), (case.system_stage, case.system_due))
        named = [(stages[key].name, day) for key, day in tracks if key not in NOT_OPEN and day]
        if self.full and case.word_due:
            named.append((_("Nästa besked till rapportören"), case.word_due))
        if case.statement_due:
            named.append((_("Yttrandet ska ha kommit"), case.statement_due))
        if self.due and self.due not in [day for _name, day in named]:
            named.append((_("Nästa datum"), self.due))
        return sorted(named, key=lambda one: one[1])

    @cached_property
    def counted(self) -> Working | None:
        """How the date of the system track was counted, where it was in working days."""
        return history.counted(self.case)

    @cached_property
    def everybody_pointed_out(self) -> list[PointedOut]:
        """Who is pointed out, whoever reads: nobody is where the organisation points nobody out."""
        return list(pointed.current(self.case)) if self.full or self.waits else []

    @property
    def waits(self) -> bool:
        """Whether the reader has a seat that waits to be pointed out."""
        return any(seat.pointed_out for seat in self.reader.reading)

    @cached_property
    def is_pointed_out(self) -> bool:
        """Whether the reader is one of them."""
        return any(one.seat.user_id == self.reader.user.pk for one in self.everybody_pointed_out)

    @property
    def pointed_out(self) -> list[PointedOut]:
        """Who is pointed out: for the first receiver and for them."""
        return self.everybody_pointed_out if self.full or self.is_pointed_out else []

    @property
    def in_parties(self) -> list[tuple[PointedOut, str]]:
        """The same, each with the party that they speak for."""
        return [(one, self.called(PARTY, one.seat.party)) for one in self.pointed_out]

    @property
    def points_out(self) -> bool:
        """Whether the first receiver may point people out: where the chain wants it, or somebody is."""
        stages = self.case.chain_version.chain.stages
        wanted = any("paired" in outcome.needs for stage in stages for outcome in stage.outcomes)
        return self.full and (wanted or bool(self.pointed_out))

    @property
    def may_acknowledge(self) -> bool:
        """Whether the reader's party has the outcome, and has not yet said so."""
        return may_acknowledge(self.reader, self.case)

    @cached_property
    def references(self) -> list[CrossReference]:
        """Where else the matter stands: for the first receiver, since a number there may lead to a person."""
        return list(self.case.cross_references.select_related("by")) if self.full else []
