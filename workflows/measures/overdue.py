"""What the clock does about measures: it tells once when a day has passed and nothing is done."""

from django.db import transaction

from tenants import clock
from workflows.measures import notifications
from workflows.measures.models import Measure

# In one round of the clock; what is left is done in the next.
MOST = 500


def mind_measures(most: int = MOST) -> int:
    """Tells of what is late in the tenant in the air, at most so many; says how many."""
    told = 0
    while told < most and mind_next():
        told += 1
    return told


@transaction.atomic
def mind_next() -> bool:
    """Tells of the one that has been late the longest and that nobody is changing; False if there is none."""
    today = clock.today()
    late = Measure.objects.filter(done_at=None, told_on=None, due__lt=today).order_by("due", "pk")
    measure = late.select_related("case").select_for_update(of=("self",), skip_locked=True).first()
    if measure is None:
        return False
    notifications.over(measure)
    measure.told_on = today
    measure.save(update_fields=["told_on"])
    return True
