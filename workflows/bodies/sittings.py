"""When a body meets: dates that deadlines hang on."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants import clock
from workflows.bodies.models import Body, Sitting


def plan(body: Body, on: date) -> Sitting:
    """Plans a sitting from tomorrow on; planned twice it is one."""
    if on <= clock.today():
        raise ValidationError({"on": _("Välj en dag från och med i morgon.")})
    sitting, _new = Sitting.objects.get_or_create(body=body, on=on)
    return sitting


def call_off(sitting: Sitting) -> None:
    """Takes away a sitting that has not been held. Dates that hung on it follow to the next."""
    if sitting.on <= clock.today():
        raise ValidationError(_("Sammanträdet har redan varit."))
    sitting.delete()
