"""Dates in words: `{% load dates %}`."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from tenants import clock
from tenants.working_days import working_days_between

register = template.Library()


@register.filter
def in_words(day: date) -> str:
    """A date to keep, as a person says it: "om 3 arbetsdagar, fre 4 dec"."""
    left = working_days_between(clock.today(), day)
    return f"{distance(left, day == clock.today())}, {date_format(day, 'D j M').lower()}"


def distance(left: int, is_today: bool) -> str:  # noqa: FBT001
    """How far away a date is, in working days; late where it has passed."""
    if is_today:
        return gettext("i dag")
    if left > 0:
        return ngettext("om %(days)d arbetsdag", "om %(days)d arbetsdagar", left) % {"days": left}
    if left < 0:
        return ngettext("%(days)d arbetsdag sen", "%(days)d arbetsdagar sen", -left) % {"days": -left}
    return gettext("före nästa arbetsdag")
