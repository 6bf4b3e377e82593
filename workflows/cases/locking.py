"""The lock under which a case is changed."""

from workflows.cases.models import Case


class Closed(Exception):
    """The case is closed, so that the change no longer has a case to be made in."""


def locked(case: Case) -> Case:
    """The case, for a change that must see the latest and be seen by the next."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
