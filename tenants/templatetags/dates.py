"""Dates in words: `{% load dates %}`."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from tenants import clock
from tenants.working_days import working_days_between

register = template.Library()


@register.filter
def in_words(day: date) -> str:
    """A date to keep, as a person says it: "om 3 arbetsdagar, fre 4 dec"."""
    return said(day, clock.today(), get_language())


@lru_cache(1000)  # a list has the same few days over and over
def said(day: date, today: date, _language: str | None) -> str:
    """The same on a day, in a language."""
    left = working_days_between(today, day)
    return f"{distance(left, day == today)}, {date_format(day, 'D j M').lower()}"


def distance(left: int, is_today: bool) -> str:  # noqa: FBT001
    """How far away a date is, in working days; late where it has passed."""
    if is_today:
        return gettext("i dag")
    if left > 0:
        return ngettext("om %(days)d arbetsdag", "om %(days)d arbetsdagar", left) % {"days": left}
    if left < 0:
        return ngettext("%(days)d arbetsdag sen", "%(days)d arbetsdagar sen", -left) % {"days": -left}
    return gettext("före nästa arbetsdag")
