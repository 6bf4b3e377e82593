"""Where Django looks for the engine that `ENGINE = "tenants.database"` names."""

from django_tenants.postgresql_backend.base import DatabaseWrapper as SchemaDatabaseWrapper


class DatabaseWrapper(SchemaDatabaseWrapper):  # type: ignore[misc]
    """django-tenants' backend, and the one place for a database role per tenant when that comes."""
