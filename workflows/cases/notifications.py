"""Who is told of what happens to a case: a row in the outbox, in the same transaction."""

from accounts.models import Membership
from tenants import air
from workflows.bodies.models import Seat
from workflows.cases.models import Case, Contact, Letter, Move, Todo
from workflows.outbox.posting import post


def received(case: Case) -> None:
    """The first receiver has a new report."""
    tell_body(case, case.first_body_id, "received", f"case:{case.pk}:received")


def nobody_seated(todo: Todo) -> None:
    """A case has nobody who has it: the administrators can give a seat."""
    case, key = todo.case, f"case:{todo.case_id}:todo:{todo.pk}"
    administrators = Membership.objects.current().filter(tenant=air.tenant(), administrator=True)
    for user in administrators.values_list("user", flat=True):
        post(f"{key}:{user}", "nobody_seated", case.reference, to_user=user)


def moved(case: Case, move: Move) -> None:
    """The body that the case came to has it now."""
    tell_body(case, move.body_id, "moved", f"case:{case.pk}:move:{move.number}")


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


def tell_body(case: Case, body: int, template: str, key: str) -> None:
    """A mail to each who sits in the body and reads cases."""
    seats = Seat.objects.current().filter(body=body).exclude(sight="figures")
    for user in seats.values_list("user", flat=True):
        post(f"{key}:{user}", template, case.reference, to_user=user)


def tell_reporter(case: Case, template: str, key: str) -> None:
    """A mail to the reporter, where they left an address; it is looked up when it is sent."""
    if Contact.objects.filter(case=case).exclude(email="").exists():
        post(key, template, case.reference, to_reporter_of=case.pk)


def address_of_reporter(case: int) -> str | None:
    """The address that a reporter left, for the outbox to ask when it sends."""
    return Contact.objects.filter(case=case).values_list("email", flat=True).first() or None
