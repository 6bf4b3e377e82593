"""The talk between the reporter and the first receiver, its notes, and what the reporter says afterwards."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from workflows.cases import moves, notifications, standing, texts, todos
from workflows.cases.locking import Closed, locked
from workflows.cases.models import Case, Feedback, Letter, Note, Todo
from workflows.masking.findings import NUMBERS


def accepted(text: str, empty: str) -> str:
    """The text as it is stored, or a ValidationError that says what to do about it."""
    text = text.strip()
    if not text:
        raise ValidationError({"text": empty})
    if faults := texts.faults_of(NUMBERS, text=text):
        raise ValidationError(faults)
    return text


@transaction.atomic
def write_to_reporter(case: Case, text: str, by: User) -> Letter:
    """A letter from the first receiver: the next word that was promised."""
    sent = accepted(text, _("Skriv ditt meddelande till rapportören."))
    open_case = locked(case)
    if open_case.closed_at:
        raise Closed
    now = clock.now()
    letter = Letter.objects.create(case=open_case, by=by, text=sent, at=now)
    todos.done(open_case, Todo.Kind.READ_LETTER, now)
    told(open_case, now)
    notifications.wrote(letter)
    return letter


def told(case: Case, now: datetime) -> None:
    """The reporter has had a word: the next one is due by the promise, and a new case is a talk now."""
    after = standing.told(moves.standing_of(case), now.date(), moves.promises())
    moves.write(case, after, case.chain_version.chain, now)
    todos.done(case, Todo.Kind.GIVE_WORD, now)
    case.version += 1
    case.save()


@transaction.atomic
def write_from_reporter(case: Case, text: str) -> Letter:
    """A letter from the reporter, also what they want to add. A closed case takes them in, too."""
    sent = accepted(text, _("Skriv det du vill lägga till."))
    changed = locked(case)
    now = clock.now()
    letter = Letter.objects.create(case=changed, text=sent, at=now)
    todos.add(changed, changed.first_body, Todo.Kind.READ_LETTER, now)
    changed.version += 1
    changed.save(update_fields=["version"])
    notifications.wrote(letter)
    return letter


@dataclass(frozen=True)
class NewNote:
    """A note and whether it is a working paper or a record (tryckfrihetsförordningen 2:12)."""

    text: str
    standing: str
    # Whether it is of a talk with the reporter, which is a word to them.
    talk: bool = False


@transaction.atomic
def note(case: Case, wanted: NewNote, by: User) -> Note:
    """A note of a call or a thought, for the first receiver alone."""
    text = accepted(wanted.text, _("Skriv anteckningen."))
    if wanted.standing not in Note.Standing.values:
        raise ValidationError({"standing": _("Välj om det är arbetsmaterial eller en handling.")})
    changed = locked(case)
    if changed.closed_at:
        raise Closed
    now = clock.now()
    if wanted.talk:
        told(changed, now)
    else:
        changed.version += 1
        changed.save(update_fields=["version"])
    return Note.objects.create(
        case=changed, text=text, standing=wanted.standing, talk=wanted.talk, by=by, at=now
    )


@dataclass(frozen=True)
class Opinion:
    """Whether it helped, and what the reporter wants to say about it."""

    helped: str
    text: str = ""


@transaction.atomic
def say_whether_it_helped(case: Case, opinion: Opinion) -> Feedback:
    """The reporter says afterwards whether it helped; "no" gives the first receiver a to-do."""
    if opinion.helped not in Feedback.Helped.values:
        raise ValidationError({"helped": _("Välj Ja, Delvis eller Nej.")})
    text = accepted(opinion.text, "") if opinion.text.strip() else ""
    changed = locked(case)
    if not changed.replies.exists():
        raise ValidationError({"helped": _("Du kan svara på det här när du har fått ett svar.")})
    now = clock.now()
    feedback = Feedback.objects.create(case=changed, helped=opinion.helped, text=text, at=now)
    if opinion.helped == Feedback.Helped.NO:
        todos.add(changed, changed.first_body, Todo.Kind.DID_NOT_HELP, now)
        notifications.did_not_help(changed, feedback.pk)
    changed.version += 1
    changed.save(update_fields=["version"])
    return feedback


def read_by_reporter(case: Case) -> None:
    """The reporter has the page with the letters before them."""
    case.letters.filter(by__isnull=False, read_at=None).update(read_at=clock.now())
