"""Reading who the reporter is: the first receiver's alone, with a reason that is kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from tenants import clock
from workflows.cases import texts
from workflows.cases.models import Case, Contact, ContactReading


@transaction.atomic
def read(case: Case, reason: str, by: User) -> Contact:
    """The contact, once the reason for reading it has been kept."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Skriv varför du behöver kontaktuppgifterna.")})
    if faults := texts.faults_of(reason=reason):
        raise ValidationError(faults)
    ContactReading.objects.create(case=case, reason=reason, by=by, at=clock.now())
    return case.contact
