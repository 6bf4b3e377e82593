"""Beat's scheduler: a task for each tenant, and also tasks for what all tenants share."""

from typing import Any

from celery.beat import Scheduler as PlainScheduler
from django_tenants.utils import get_public_schema_name, schema_context
from tenant_schemas_celery.scheduler import TenantAwareScheduler


class Scheduler(TenantAwareScheduler):  # type: ignore[misc]
    """tenant_schemas_celery's, which knows the schemas of tenants alone, and would never send the others."""

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        """Sends an entry that is for the shared schema once, and all others as they are sent there."""
        shared = get_public_schema_name()
        if entry.options.get("headers", {}).get("_schema_name") != shared:
            super().apply_entry(entry, producer)
            return
        with schema_context(shared):
            PlainScheduler.apply_entry(self, entry, producer)
