"""What a body is called here. Bodies change names; what they have had follows them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workflows.bodies.models import Body


def rename(body: Body, name: str) -> Body:
    """Gives the body another name, on every page and from now on."""
    name = name.strip()
    if not name:
        raise ValidationError({"name": _("Skriv vad organet heter.")})
    if Body.objects.filter(name__iexact=name).exclude(pk=body.pk).exists():
        raise ValidationError({"name": _("Ett annat organ heter redan så.")})
    body.name = name
    body.save(update_fields=["name"])
    return body
