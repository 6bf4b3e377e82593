"""`manage.py check_text`: the check of text, for whoever wants to measure it."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.masking.findings import check
from workflows.masking.suggestions import suggestions


class Command(BaseCommand):
    help = (
        'Reads JSON Lines, {"text": …} with an optional "population" (inhabitants of the municipality), and '
        "prints for each what points to a person. Nothing is stored or logged."
    )
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        """One line out for each line in; a line that cannot be read ends it, by its number."""
        for number, line in enumerate(sys.stdin, start=1):
            if line.strip():
                text, population = self.asked(number, line)
                findings = [
                    {
                        "start": one.start,
                        "end": one.end,
                        "class": one.kind,
                        "strength": one.strength,
                        "suggestion": next(iter(suggestions(text, one)), ""),
                    }
                    for one in check(text, population)
                ]
                self.stdout.write(json.dumps({"findings": findings}, ensure_ascii=False))

    @staticmethod
    def asked(number: int, line: str) -> tuple[str, int | None]:
        """The text and the population of a line."""
        try:
            asked = json.loads(line)
            text, population = asked["text"], asked.get("population")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CommandError(f'Line {number} is not JSON with a "text".') from None
        if not isinstance(text, str) or not (population is None or isinstance(population, int)):
            raise CommandError(f'Line {number}: "text" is a string and "population" a whole number.')
        return text, population
