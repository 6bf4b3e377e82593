"""How a chain gets a new version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tenants import clock
from workflows.chains import chain
from workflows.chains.models import ChainVersion, EscalationChain


@transaction.atomic
def publish(slug: str, content: Mapping[str, Any]) -> EscalationChain:
    """Makes this the version that new cases get; open cases stay on their own."""
    plain = chain.content_of(chain.read(content))
    version, _new = ChainVersion.objects.get_or_create(
        hash=chain.hash_of(plain), defaults={"content": plain, "created_at": clock.now()}
    )
    escalation, _new = EscalationChain.objects.update_or_create(slug=slug, defaults={"version": version})
    return escalation
