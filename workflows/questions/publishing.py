"""How a form gets a new version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from tenants import clock
from workflows.questions import sheet
from workflows.questions.models import FormVersion, Publication, QuestionForm
from workflows.questions.sheet import Sheet

REPORT = QuestionForm.Purpose.REPORT


def stored(form: Sheet) -> FormVersion:
    """The version with this content, which is stored once."""
    plain = sheet.content_of(form)
    version, _new = FormVersion.objects.get_or_create(
        hash=sheet.hash_of(plain), defaults={"content": plain, "created_at": clock.now()}
    )
    return version


@transaction.atomic
def publish(
    slug: str, content: Mapping[str, Any], by: User | None = None, *, purpose: str = REPORT
) -> QuestionForm:
    """Makes this the version that is answered from now on; what is answered already is left as it is."""
    version = stored(sheet.read(content))
    form, new = QuestionForm.objects.select_for_update().get_or_create(
        slug=slug, defaults={"version": version, "purpose": purpose}
    )
    if new or form.version_id != version.pk:
        form.version = version
        form.save(update_fields=["version"])
        Publication.objects.create(form=form, version=version, by=by, at=clock.now())
    return form
