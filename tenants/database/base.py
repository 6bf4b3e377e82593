"""Where Django looks for the engine that `ENGINE = "tenants.database"` names."""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django_tenants.postgresql_backend.base import DatabaseWrapper as SchemaDatabaseWrapper


class DatabaseWrapper(SchemaDatabaseWrapper):  # type: ignore[misc]
    """django-tenants' backend, and the one place for a database role per tenant when that comes.

    It asks the server less: for the search path only when another one is wanted than the session has, and
    for a sign of life only when there is something to read where nothing was asked.
    """

    # The schemas that the session searches now; None where that is not certain.
    searched: list[str] | None = None
    search_path_set_schemas: list[str] | None
    asks_shared_only = False

    @contextmanager
    def shared_only(self) -> Iterator[None]:
        """For a while only shared tables are asked for, by their schema: any search path will do."""
        self.asks_shared_only = True
        try:
            yield
        finally:
            self.asks_shared_only = False

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.searched is not None and self.search_path_set_schemas is None:
            if self.asks_shared_only:
                return
            if self.searched == self._get_cursor_search_paths():
                self.search_path_set_schemas = self.searched
                return
        super()._handle_search_path(cursor)
        self.searched = self.search_path_set_schemas

    # What django-tenants no longer trusts after these, is not to be trusted here either.

    def close(self) -> None:
        """Closes the session, and with it its search path."""
        self.searched = None
        super().close()

    def rollback(self) -> None:
        """Rolls back, also a search path that was set in the transaction."""
        self.searched = None
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        """Rolls back to a savepoint, also a search path that was set after it."""
        try:
            super().savepoint_rollback(sid)
        finally:
            self.searched = None

    def is_usable(self) -> bool:
        """Whether the session is alive, which every request asks first.

        Where a server has gone, its last words or the end of the stream wait to be read. Where nothing waits
        and nothing has failed, the server isn't asked.
        """
        if self.connection is None or self.errors_occurred or self.connection.closed:
            return bool(super().is_usable())
        waiting = select.poll()
        waiting.register(self.connection.pgconn.socket, select.POLLIN | select.POLLPRI)
        return not waiting.poll(0) or bool(super().is_usable())
