"""What a text that somebody wrote about a case must not be, whichever verb it was given to."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from workflows.masking.stops import STOPS, refuse_stops
from workflows.questions.answers import LONGEST_TEXT, UNSTORABLE


def faults_of(kinds: Collection[str] = STOPS, /, **texts: str) -> dict[str, str]:
    """A sentence for each text that cannot be kept: too long, not storable, or with one of the stops."""
    long = [name for name, text in texts.items() if len(text) > LONGEST_TEXT]
    unstorable = [name for name, text in texts.items() if UNSTORABLE.search(text)]
    return (
        refuse_stops(kinds, **{name: text for name, text in texts.items() if name not in long})
        | dict.fromkeys(long, _("Texten är för lång. Korta den."))
        | dict.fromkeys(unstorable, _("Texten innehåller tecken som inte går att spara. Skriv om den."))
    )
