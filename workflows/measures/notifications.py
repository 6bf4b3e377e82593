"""Who is told of a measure: a row in the outbox, with the reference and nothing of what was agreed."""

from workflows.cases.holders import acting_in
from workflows.measures.models import Measure
from workflows.outbox.posting import post


def over(measure: Measure) -> None:
    """The day of a measure has passed: those who have the case are told, else those who took it in."""
    case, key = measure.case, f"measure:{measure.pk}:over:{measure.due}"
    seats = acting_in(case, case.body_id)
    if not seats.exists():
        seats = acting_in(case, case.first_body_id)
    for user in seats.values_list("user", flat=True):
        post(f"{key}:{user}", "measure_over", case.reference, to_user=user)
