"""How far the demo's time has been moved: one row, in the shared schema of the demo alone."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

THE_ONE = 1


class Offset(models.Model):
    """How far ahead of the real time the demo is. Without the row it is not."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    ahead = models.DurationField(default=timedelta)

    class Meta:
        constraints = [
            models.CheckConstraint(name="the demo has one time", condition=Q(id=THE_ONE)),
            models.CheckConstraint(
                name="the demo is never behind the real time", condition=Q(ahead__gte=timedelta())
            ),
        ]

    def __str__(self) -> str:
        return str(self.ahead)
