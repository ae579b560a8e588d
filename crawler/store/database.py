"""The one database of a store: opened the same way by all that keep something in it."""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database, Migrations

FILE = "evidence.db"
_WAIT = 30.0
"""Seconds to wait for another process that is writing."""


class EvidenceDatabase:
    """The database in `folder`, made when there is none yet; a context manager that closes it.

    `migrations` are those of the tables in question; `_migrated` says that some of them were due.
    """

    def __init__(self, folder: Path, migrations: Migrations) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # Autocommit: every row is durable against a kill as soon as it is written.
        self._connection = sqlite3.connect(folder / FILE, timeout=_WAIT, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode=wal")
        self._connection.execute("pragma synchronous=normal")
        self._db = Database(self._connection)
        self._migrated = bool(migrations.pending(self._db))
        if self._migrated:
            migrations.apply(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
