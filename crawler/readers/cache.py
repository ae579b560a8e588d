"""What was read off stored bodies, kept for the next nights: a page that did not change need not be read again.

A cache and nothing else: deleting `readings.db` costs time, never a fact. A reading made by other code than this is not
used.
"""

import hashlib
import logging
import sqlite3
import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from crawler.model.freshness import night
from crawler.survey.reader import Assignment
from crawler.survey.shelf import Packed

_LOG = logging.getLogger(__name__)
_FILE = "readings.db"
_READ_BY = ("crawler.extract", "crawler.markup", "crawler.model", "crawler.platforms", "crawler.survey")
_LARGEST = 1_000_000
"""Bytes of one packed reading beyond which it is made anew each time."""
_TOUCH = 7
"""Nights after which it is noted again that a reading is in use."""
_KEEP = 45
"""Nights that a reading is kept without being used: a document comes up again every 28 by itself."""
_PENDING = 200
_PACKER = msgspec.msgpack.Encoder()
_UNPACKER = msgspec.msgpack.Decoder(Packed)


class ReadingCache:
    """Readings by what was read, as what, and by which code; a context manager that writes what is pending."""

    def __init__(self, folder: Path, tonight: datetime) -> None:
        self._night = night(tonight)
        self._pending: dict[bytes, bytes] = {}
        self._touched: list[bytes] = []
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = _open(folder / _FILE)
        except sqlite3.DatabaseError:
            _LOG.warning("%s cannot be read and is begun anew; nothing but time is lost", folder / _FILE)
            for each in (_FILE, f"{_FILE}-wal", f"{_FILE}-shm"):
                (folder / each).unlink(missing_ok=True)
            self._connection = _open(folder / _FILE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is pending, drop what was not used for long, and close the file."""
        if self._connection is None:
            return
        self._write()
        self._try("delete from readings where used < ?", [(self._night - _KEEP,)])
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def find(self, assignment: Assignment) -> Packed | None:
        """Return what is known of a body; None when it must be read."""
        if assignment.visit.digest is None:
            return None
        key = _key(assignment)
        packed = self._pending.get(key)
        if packed is None and self._connection is not None:
            try:
                row = self._connection.execute("select packed, used from readings where key = ?", [key]).fetchone()
            except sqlite3.DatabaseError as error:
                self._give_up(error)
                row = None
            if row is not None:
                packed = row[0]
                if row[1] <= self._night - _TOUCH:
                    self._touched.append(key)
        if packed is None:
            return None
        try:
            return _UNPACKER.decode(zlib.decompress(packed))
        except (zlib.error, msgspec.DecodeError):
            return None

    def keep(self, assignment: Assignment, made: Packed) -> None:
        """Keep what was read off a body."""
        if assignment.visit.digest is None or self._connection is None:
            return
        packed = zlib.compress(_PACKER.encode(made), 1)
        if len(packed) <= _LARGEST:
            self._pending[_key(assignment)] = packed
            if len(self._pending) >= _PENDING:
                self._write()

    def _write(self) -> None:
        rows = [(key, self._night, packed) for key, packed in self._pending.items()]
        self._pending.clear()
        self._try("insert or replace into readings (key, used, packed) values (?, ?, ?)", rows)
        self._try("update readings set used = ? where key = ?", [(self._night, key) for key in self._touched])
        self._touched.clear()

    def _try(self, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
        if self._connection is None or not rows:
            return
        try:
            with self._connection:
                self._connection.executemany(sql, rows)
        except sqlite3.DatabaseError as error:
            self._give_up(error)

    def _give_up(self, error: sqlite3.DatabaseError) -> None:
        """Go on without: a full disk or a broken cache must not end a gathering."""
        _LOG.warning("readings are not kept any more tonight: %s", error)
        self._connection = None


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=off")
    connection.execute(
        "create table if not exists readings (key blob primary key, used integer not null, packed blob not null)"
    )
    connection.commit()
    return connection


def _key(assignment: Assignment) -> bytes:
    fetch, visit = assignment.fetch, assignment.visit
    about = (
        _code(),
        visit.digest,
        visit.final_url,
        visit.media_type,
        fetch.key,
        fetch.purpose,
        fetch.column,
        fetch.number,
        sorted(assignment.kinds),
        assignment.signs,
    )
    return hashlib.sha256(msgspec.json.encode(about)).digest()[:16]


@cache
def _code() -> str:
    """A digest of the code that readings follow from: they are never mixed with those of another version."""
    state = hashlib.sha256()
    for package in _READ_BY:
        for source in _sources(files(package)):
            state.update(source)
    return state.hexdigest()


def _sources(folder: Traversable) -> list[bytes]:
    found = []
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.name.endswith(".py"):
            found.append(each.read_bytes())
        elif each.is_dir() and each.name != "__pycache__":
            found.extend(_sources(each))
    return found
