"""Tags that the base template and pages use: `{% load ui %}`."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ui.responsible import Responsible, responsible_for
from ui.theme import version_of
from ui.views import theme_of

register = template.Library()

# The choices of a select as Django's widget gives them: a name or none, the choices, and a number.
Groups = Iterable[tuple[str | None, Iterable[dict[str, Any]], int]]


def request_of(context: Context) -> HttpRequest | None:
    """The page's request; None on an error page that is drawn without one."""
    request: HttpRequest | None = context.get("request")
    return request


@register.simple_block_tag
def text(content: str) -> SafeString:
    """What stands between the tags, on one line: `{% text as heading %}…{% endtext %}` to use it twice."""
    return mark_safe(" ".join(content.split()))  # noqa: S308 - already escaped when the block was drawn


@register.simple_tag(takes_context=True)
def theme_url(context: Context) -> str:
    """The address of the style sheet with the organisation's colour; a new colour has a new address."""
    return reverse("theme", args=[version_of(theme_of(request_of(context)))])


@register.simple_tag(takes_context=True)
def responsible(context: Context) -> Responsible:
    """Who answers for this site: `{% responsible as actor %}`."""
    return responsible_for(request_of(context))


@register.filter
def options(groups: Groups) -> SafeString:
    """What is inside a select. Written here: a template for each of a hundred takes longer than the page."""
    return mark_safe("\n".join(written(groups)))  # noqa: S308 - each of its lines is escaped


def written(groups: Groups) -> Iterator[str]:
    """The lines of a select: its options, of which few have attributes, and what groups them.

    Escaped by Python's own function: Django's looks at each of hundreds for a text that is still to be
    translated, which is the tenth part of a page with many selects.
    """
    for name, choices, _index in groups:
        if name:
            yield f'<optgroup label="{escape(str(name))}">'
        for one in choices:
            attributes = flatatt(one["attrs"]) if one["attrs"] else ""
            value, label = escape(str(one["value"])), escape(str(one["label"]))
            yield f'<option value="{value}"{attributes}>{label}</option>'
        if name:
            yield "</optgroup>"


@register.simple_tag
def error_title(*forms: BaseForm | str) -> str:
    """The first word of the title of a page that was sent back, so that it is heard before all else."""
    return gettext("Fel: ") if failed(forms) else ""


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: BaseForm | str) -> dict[str, object]:
    """What to do before sending again, each with a link to its field. Empty when nothing is wrong."""
    return {"forms": failed(forms)}


def failed(forms: tuple[BaseForm | str, ...]) -> list[BaseForm]:
    """Those with errors. A page without a form gives an empty string."""
    return [form for form in forms if isinstance(form, BaseForm) and form.errors]
