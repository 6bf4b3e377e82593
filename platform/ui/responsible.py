"""Who answers for the site that a page belongs to."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Responsible:
    """The organisation behind a page, and how to reach a person there."""

    name: str
    contact_name: str
    contact_email: str
    contact_phone: str


def responsible_for(request: HttpRequest | None) -> Responsible:
    """The tenant of the request; on the shared site the organisation that runs it, from the settings."""
    tenant = getattr(request, "tenant", None)
    if tenant is None:
        return Responsible(
            getattr(settings, "OPERATOR_NAME", "Samsyn"),
            getattr(settings, "OPERATOR_CONTACT", ""),
            getattr(settings, "OPERATOR_EMAIL", ""),
            getattr(settings, "OPERATOR_PHONE", ""),
        )
    return Responsible(tenant.name, tenant.contact_name, tenant.contact_email, tenant.contact_phone)
