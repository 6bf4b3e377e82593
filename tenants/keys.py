"""The keys from a tenant's tables to tables that all tenants share."""

from typing import Any

from django.db import models


class SharedKey(models.ForeignKey):  # type: ignore[type-arg]
    """A key from a tenant's table to a shared table, without a constraint in the database.

    With real constraints, deleting a shared row looks for rows in every tenant's schema and takes a lock in
    each. Shared rows are ended or anonymised, never deleted; a nightly check finds orphans.
    """

    def __init__(self, to: Any, **options: Any) -> None:
        options["on_delete"] = models.DO_NOTHING
        options["db_constraint"] = False
        options["related_name"] = "+"
        super().__init__(to, **options)
