"""How a form gets a new version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tenants import clock
from workflows.questions import sheet
from workflows.questions.models import FormVersion, QuestionForm


@transaction.atomic
def publish(slug: str, content: Mapping[str, Any]) -> QuestionForm:
    """Makes this the version that is answered from now on; the same content twice is the same version."""
    plain = sheet.content_of(sheet.read(content))
    version, _new = FormVersion.objects.get_or_create(
        hash=sheet.hash_of(plain), defaults={"content": plain, "created_at": clock.now()}
    )
    form, _new = QuestionForm.objects.update_or_create(slug=slug, defaults={"version": version})
    return form
