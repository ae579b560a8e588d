"""Which record holds a body: what was stored once is pointed at the next time, in the same night or a year later."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from crawler.store.rows import moment, moment_text
from crawler.warc import Original, WarcPlace

_PENDING = 200
"""Bodies after which they are written: one transaction for many costs a tenth of one for each."""


@dataclass(frozen=True, slots=True)
class _New:
    place: WarcPlace
    url: str
    seen_at: datetime


class Bodies:
    """The table `bodies`. What a kill loses of it costs no more than a body stored twice."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pending: dict[str, _New] = {}

    def find(self, payload: str) -> Original | None:
        """Return the record that holds the payload with this digest (as WARC spells it), or None."""
        if payload in self._pending:
            # What refers to a record must not be on disk before the row that leads to it.
            self.write()
        sql = "select warc, offset, url, seen_at from bodies where payload = ?"
        row = self._connection.execute(sql, [payload]).fetchone()
        if row is None:
            return None
        return Original(payload, row["url"], moment(row["seen_at"]), WarcPlace(row["warc"], row["offset"]))

    def keep(self, payload: str, place: WarcPlace, url: str, seen_at: datetime) -> None:
        """Remember that the record at `place`, already written, holds this payload."""
        self._pending[payload] = _New(place, url, seen_at)
        if len(self._pending) >= _PENDING:
            self.write()

    def write(self) -> None:
        """Write what is not written yet."""
        rows = [
            (payload, new.place.file, new.place.offset, new.url, moment_text(new.seen_at))
            for payload, new in self._pending.items()
        ]
        self._connection.execute("begin")
        self._connection.executemany("insert or ignore into bodies values (?, ?, ?, ?, ?)", rows)
        self._connection.execute("commit")
        self._pending.clear()
