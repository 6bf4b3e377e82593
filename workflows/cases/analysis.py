"""The analysis of a case: registrera → analysera → rapportera (seed 000), in that order."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from workflows.cases import texts
from workflows.cases.locking import Closed, locked
from workflows.cases.models import Analysis, Case
from workflows.questions import answers as given
from workflows.questions.sentences import sentence
from workflows.questions.sheet import Sheet


class NotAsked(Exception):
    """The case has no analysis sheet."""


def sheet_of(case: Case) -> Sheet | None:
    """The sheet that is filled in, where the case's chain asks for one."""
    return case.analysis_version.sheet if case.analysis_version else None


def latest(case: Case) -> Analysis | None:
    """The filling-in that holds."""
    return case.analyses.last()


@transaction.atomic
def fill_in(case: Case, answers: Mapping[str, object], by: User) -> Analysis:
    """Stores the analysis as the one that holds; the earlier ones stay as history.

    Raises ValidationError with a sentence for each answer that must be changed, Closed, and NotAsked.
    """
    asked = sheet_of(case)
    if asked is None:
        raise NotAsked
    kept, faults = given.check(asked, answers, clock.today())
    said = {fault.where: sentence(asked, fault) for fault in faults}
    said |= texts.faults_of(**given.texts_in(asked, kept))
    if said:
        raise ValidationError(said)
    changed = locked(case)
    if changed.closed_at:
        raise Closed
    if not (changed.type and changed.level):
        raise ValidationError(_("Bedöm ärendet först: analysen bygger på typ, nivå och kategori."))
    now = clock.now()
    changed.analysed_at = now
    changed.version += 1
    changed.save(update_fields=["analysed_at", "version"])
    return Analysis.objects.create(case=changed, answers=kept, by=by, at=now)
