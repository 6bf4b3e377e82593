"""Things for a body to do about a case."""

from datetime import datetime

from tenants.working_days import add_working_days
from workflows.bodies.models import Body
from workflows.cases.models import Case, Todo

# Working days within which a to-do should be done.
WITHIN = 3


def add(case: Case, body: Body, kind: str, now: datetime) -> Todo:
    """Gives a body a to-do; where it has the same one open already, that one stays."""
    todo, _new = Todo.objects.get_or_create(
        case=case,
        body=body,
        kind=kind,
        done_at=None,
        defaults={"due": add_working_days(now.date(), WITHIN), "at": now},
    )
    return todo


def done(case: Case, kind: str, now: datetime) -> None:
    """The thing has been done, by whoever did it."""
    case.todos.filter(kind=kind, done_at=None).update(done_at=now)


def end_all(case: Case, now: datetime) -> None:
    """A closed case leaves nothing to do."""
    case.todos.filter(done_at=None).update(done_at=now)
