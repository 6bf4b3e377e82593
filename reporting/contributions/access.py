"""Who sees the tenant's own counts, and who answers for what is published of them."""

from django.http import Http404, HttpRequest

from workflows.cases.access import Reader, reader_of


def counter_for(request: HttpRequest) -> Reader:
    """A member with a seat that is not for single cases; to all others the page does not exist.

    A seat with figures only may see them: they are what it reads.
    """
    reader = reader_of(request)
    if reader is None or not any(not seat.pointed_out and not seat.body.owns_forms for seat in reader.seats):
        raise Http404
    return reader


def may_hold_back(reader: Reader) -> bool:
    """Whether they sit in a body that receives reports: the case and its counts are theirs to answer for."""
    return bool(reader.receiving)
