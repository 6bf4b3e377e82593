"""Why something about a measure or a statement can't be done now, in the words that a person reads."""

from django.utils.translation import gettext as _

from workflows.bodies.models import Body


def closed() -> str:
    """The case has ended."""
    return _("Ärendet är avslutat, så inget nytt beslutas eller frågas i det.")


def not_theirs(holder: Body) -> str:
    """Another body has the case."""
    return _("Det här görs av dem som har ärendet nu: %(body)s.") % {"body": holder.name}


def overtaken() -> str:
    """Somebody else wrote first."""
    return _("Någon annan har följt upp åtgärden medan du skrev. Läs vad som står nedan, och skicka igen.")


def already_entered() -> str:
    """The answer is there."""
    return _("Yttrandet är redan inskrivet, och ändras inte.")
