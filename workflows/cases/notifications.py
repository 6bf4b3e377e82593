"""Who is told of what happens to a case: a row in the outbox, in the same transaction."""

from accounts.models import Membership
from tenants import air
from workflows.cases.holders import acting_in
from workflows.cases.models import Case, Contact, Letter, Move, PointedOut, Todo
from workflows.outbox.posting import post


def received(case: Case) -> bool:
    """The first receiver has a new report. Whether there is anybody to be told."""
    return tell_body(case, case.first_body_id, "received", f"case:{case.pk}:received")


def nobody_seated(todo: Todo) -> None:
    """A case has nobody who has it: the administrators can give a seat."""
    case, key = todo.case, f"case:{todo.case_id}:todo:{todo.pk}"
    administrators = Membership.objects.current().filter(tenant=air.tenant(), administrator=True)
    for user in administrators.values_list("user", flat=True):
        post(f"{key}:{user}", "nobody_seated", case.reference, to_user=user)


def moved(case: Case, move: Move) -> None:
    """The body that the case came to has it now."""
    tell_body(case, move.body_id, "moved", f"case:{case.pk}:move:{move.number}")


def news(case: Case, move: Move) -> None:
    """The reporter can read that something has happened."""
    tell_reporter(case, "news", f"case:{case.pk}:move:{move.number}:news")


def pointed_out(pointed: PointedOut) -> None:
    """Somebody in a party has a case to read and to act in."""
    key = f"case:{pointed.case_id}:pointed:{pointed.pk}"
    post(key, "pointed_out", pointed.case.reference, to_user=pointed.seat.user_id)


def to_parties(case: Case, move: Move) -> None:
    """Everybody who is pointed out is told that the case is answered: seed 004, to all parties concerned."""
    for pointed in case.pointed_out.filter(ended_at=None).select_related("seat"):
        key = f"case:{case.pk}:move:{move.number}:party:{pointed.pk}"
        post(key, "to_parties", case.reference, to_user=pointed.seat.user_id)


def soon(case: Case, body: int, key: str) -> None:
    """A date of the case is near."""
    tell_body(case, body, "soon", f"case:{case.pk}:{key}")


def over(case: Case, body: int, key: str) -> None:
    """A date of the case has passed."""
    tell_body(case, body, "over", f"case:{case.pk}:{key}")


def word_soon(case: Case, key: str) -> None:
    """The reporter is to have a word within a day or so."""
    tell_body(case, case.first_body_id, "word_soon", f"case:{case.pk}:{key}")


def word_over(case: Case, key: str) -> None:
    """The promise of a word to the reporter has been broken."""
    tell_body(case, case.first_body_id, "word_over", f"case:{case.pk}:{key}")


def waits_below(case: Case, body: int, days: int, key: str) -> None:
    """A body above is told that a case waits for its masked text: reference and days, and nothing else."""
    tell_body(case, body, "waits_below", f"case:{case.pk}:{key}", days=days)


def replied(case: Case, move: Move) -> None:
    """The reporter has an answer."""
    tell_reporter(case, "reply", f"case:{case.pk}:move:{move.number}:reply")


def wrote(letter: Letter) -> None:
    """The one has written to the other."""
    case, key = letter.case, f"case:{letter.case_id}:letter:{letter.pk}"
    if letter.from_reporter:
        tell_body(case, case.first_body_id, "letter_from_reporter", key)
    else:
        tell_reporter(case, "letter", key)


def did_not_help(case: Case, key: int) -> None:
    """The reporter says that it did not help."""
    tell_body(case, case.first_body_id, "feedback_no", f"case:{case.pk}:feedback:{key}")


def tell_body(case: Case, body: int, template: str, key: str, *, days: int | None = None) -> bool:
    """A mail to each who sits in the body and reads cases. Whether there is anybody."""
    users = list(acting_in(case, body).values_list("user", flat=True))
    for user in users:
        post(f"{key}:{user}", template, case.reference, to_user=user, days=days)
    return bool(users)


def tell_reporter(case: Case, template: str, key: str) -> None:
    """A mail to the reporter, where they left an address; it is looked up when it is sent."""
    if Contact.objects.filter(case=case).exclude(email="").exists():
        post(key, template, case.reference, to_reporter_of=case.pk)


def address_of_reporter(case: int) -> str | None:
    """The address that a reporter left, for the outbox to ask when it sends."""
    return Contact.objects.filter(case=case).values_list("email", flat=True).first() or None
