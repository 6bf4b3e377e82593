"""`manage.py check_form FILE`: proves a form file as it is proven before it is published."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from tenants import vocabulary
from workflows.builder import words
from workflows.questions import files, paper, proof
from workflows.questions.sheet import Sheet, code_of, content_of, hash_of


class Command(BaseCommand):
    help = (
        "Proves a form file and prints each fault, as `QUESTION: what to do`; ends with 1 where there is one."
    )

    # It needs no database: a form can be looked at anywhere.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--analysis", action="store_true", help="it is filled in after triage, so nothing must be asked"
        )

    def handle(self, *, file: Path, analysis: bool, **_options: Any) -> None:
        """Reads, proves and tells."""
        try:
            form = files.read(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as missing:
            raise CommandError(f"{file} cannot be read: {missing}") from None
        except files.Unreadable as broken:
            where = f" on line {broken.line}" if broken.line else ""
            raise CommandError(f"{file} is no form{where}: {broken}") from None
        found = proof.faults_of(
            form,
            needed=() if analysis else proof.NEEDED,
            parties=vocabulary.parties(),
            pages=1 if analysis else pages_of(form),
        )
        with translation.override(settings.LANGUAGE_CODE):
            for fault in found:
                self.stdout.write(f"{fault.where or form.title}: {words.sentence(form, fault)}")
        if found:
            raise SystemExit(1)


def pages_of(form: Sheet) -> int:
    """How many pages it takes at the least; one where no paper can be drawn here."""
    code = code_of(hash_of(content_of(form)))
    try:
        return paper.blank(paper.Wanted(form, "Organisation", code, "https://example.org")).pages
    except paper.NoPaper:
        return 1
