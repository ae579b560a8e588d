"""The nights' knowledge of each site in `evidence.db`: a row is written only where a night changed something."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlite_utils import Database, Migrations

from crawler.history import KnownColumn, KnownEdition, KnownItem, KnownSite, Why
from crawler.history.state import key
from crawler.model import DateRead, Edition, NightsAbsent, Provenance, Reach, Redesign, Vanished
from crawler.store.database import EvidenceDatabase
from crawler.store.rows import moment, moment_text
from crawler.store.schema import table

MIGRATIONS = Migrations("history")
T = TypeVar("T")


@MIGRATIONS()
def first_tables(db: Database) -> None:
    """Which run a site's history was last recorded for; its watched columns, their items, editions of documents."""
    table(db, "history_sites").create(
        {"site": str, "run": int, "redesigns": str}, pk="site", strict=True, not_null={"run", "redesigns"}
    )
    table(db, "history_columns").create(
        {
            "site": str,
            "column": str,
            "url": str,
            "extractor": str,
            "first_look": str,
            "last_look": str,
            "looks": int,
            "listed": int,
            "appeared": int,
            "past": str,
            "pages": str,
        },
        pk=("site", "column"),
        strict=True,
        not_null={"url", "extractor", "first_look", "last_look", "looks", "listed", "appeared", "past", "pages"},
    )
    table(db, "history_items").create(
        {
            "site": str,
            "column": str,
            "key": str,
            "url": str,
            "title": str,
            "listed": str,
            "first_seen": str,
            "last_absent": str,
            "gone_since": str,
            "why": str,
            "moved_from": str,
            "together": int,
            "absent": str,
            "gone": str,
            "shown_on": str,
            "absent_on": str,
            "gone_on": str,
        },
        pk=("site", "column", "key"),
        strict=True,
        not_null={"url", "title", "first_seen", "why", "together"},
    )
    table(db, "history_editions").create(
        {
            "site": str,
            "key": str,
            "seen_at": str,
            "column": str,
            "url": str,
            "title": str,
            "digest": str,
            "published": str,
            "baseline": int,
            "extractor": str,
            "source": str,
        },
        pk=("site", "key", "seen_at"),
        strict=True,
        not_null={"column", "url", "digest", "baseline", "extractor", "source"},
    )
    db.create_view(
        "item_history",
        "select i.site, i.column, i.title, i.url, i.listed, i.first_seen, "
        "coalesce(replace(json_extract(i.gone, '$.last_seen'), 'Z', '+00:00'), c.last_look) as last_seen, "
        "i.last_absent, i.gone_since, i.why, i.moved_from "
        "from history_items i join history_columns c on c.site = i.site and c.column = i.column",
    )


class HistoryLog(EvidenceDatabase):
    """The history in the store of `folder`, made when there is none yet; a context manager that closes it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, MIGRATIONS)

    def recorded(self, site: str) -> int | None:
        """Return the run that a site's history was last recorded for, or None when it never was."""
        row = self._connection.execute("select run from history_sites where site = ?", [site]).fetchone()
        return None if row is None else int(row["run"])

    def known(self, site: str) -> KnownSite:
        """Return all that is known of a site; nothing when no night has recorded anything."""
        marker = self._connection.execute("select redesigns from history_sites where site = ?", [site]).fetchone()
        redesigns = () if marker is None else _read(tuple[Redesign, ...], marker["redesigns"])
        columns = {row["column"]: _column(row) for row in self._rows("history_columns", site)}
        items = {(row["column"], row["key"]): _item(row) for row in self._rows("history_items", site)}
        editions: dict[str, tuple[KnownEdition, ...]] = {}
        for row in self._rows("history_editions", site):
            editions[row["key"]] = (*editions.get(row["key"], ()), _edition(row))
        return KnownSite(site, columns, items, editions, redesigns)

    def record(self, run: int, before: KnownSite, after: KnownSite) -> None:
        """Keep what `run` came to know of a site, in one transaction: all of it or nothing.

        `before` is what `known` returned; rows that are the same are not written again.
        """
        columns = [_column_row(after.site, each) for each in _new(before.columns, after.columns)]
        items = [_item_row(after.site, each) for each in _new(before.items, after.items)]
        changed = [where for where, each in after.editions.items() if before.editions.get(where) != each]
        editions = [_edition_row(after.site, each) for where in changed for each in after.editions[where]]
        with self._db.atomic():
            self._write("history_columns", columns)
            self._write("history_items", items)
            self._connection.executemany(
                "delete from history_editions where site = ? and key = ?",
                [(after.site, where) for where in changed if where in before.editions],
            )
            self._write("history_editions", editions)
            self._write("history_sites", [{"site": after.site, "run": run, "redesigns": _json(after.redesigns)}])

    def _rows(self, name: str, site: str) -> Iterable[sqlite3.Row]:
        return self._connection.execute(f"select * from {name} where site = ? order by rowid", [site])  # noqa: S608 - names from this module

    def _write(self, name: str, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        names = ", ".join(f'"{each}"' for each in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        self._connection.executemany(
            f"insert or replace into {name} ({names}) values ({marks})",  # noqa: S608 - names from this module
            [list(row.values()) for row in rows],
        )


def _new(before: Mapping[Any, T], after: Mapping[Any, T]) -> list[T]:
    return [each for place, each in after.items() if before.get(place) != each]


def _column_row(site: str, known: KnownColumn) -> dict[str, Any]:
    return {
        "site": site,
        "column": known.column,
        "url": known.url,
        "extractor": known.extractor,
        "first_look": moment_text(known.first_look),
        "last_look": moment_text(known.last_look),
        "looks": known.looks,
        "listed": known.listed,
        "appeared": known.appeared,
        "past": _json(known.past),
        "pages": _json(known.pages),
    }


def _column(row: sqlite3.Row) -> KnownColumn:
    return KnownColumn(
        column=row["column"],
        url=row["url"],
        extractor=row["extractor"],
        first_look=moment(row["first_look"]),
        last_look=moment(row["last_look"]),
        looks=row["looks"],
        past=_read(tuple[tuple[Reach, ...], ...], row["past"]),
        pages=_read(tuple[Provenance, ...], row["pages"]),
        listed=row["listed"],
        appeared=row["appeared"],
    )


def _item_row(site: str, known: KnownItem) -> dict[str, Any]:
    return {
        "site": site,
        "column": known.column,
        "key": key(known.url),
        "url": known.url,
        "title": known.title,
        "listed": None if known.listed is None else known.listed.isoformat(),
        "first_seen": moment_text(known.first_seen),
        "last_absent": None if known.last_absent is None else moment_text(known.last_absent),
        "gone_since": None if known.gone is None else moment_text(known.gone.since),
        "why": known.why.value,
        "moved_from": known.moved_from,
        "together": known.together,
        "absent": None if known.absent is None else _json(known.absent),
        "gone": None if known.gone is None else _json(known.gone),
        "shown_on": None if known.shown_on is None else _json(known.shown_on),
        "absent_on": _json(known.absent_on) if known.absent_on else None,
        "gone_on": _json(known.gone_on) if known.gone_on else None,
    }


def _item(row: sqlite3.Row) -> KnownItem:
    return KnownItem(
        column=row["column"],
        url=row["url"],
        title=row["title"],
        listed=None if row["listed"] is None else date.fromisoformat(row["listed"]),
        first_seen=moment(row["first_seen"]),
        shown_on=None if row["shown_on"] is None else _read(Provenance, row["shown_on"]),
        last_absent=None if row["last_absent"] is None else moment(row["last_absent"]),
        absent=None if row["absent"] is None else _read(NightsAbsent, row["absent"]),
        absent_on=() if row["absent_on"] is None else _read(tuple[Provenance, ...], row["absent_on"]),
        together=row["together"],
        moved_from=row["moved_from"],
        gone=None if row["gone"] is None else _read(Vanished, row["gone"]),
        gone_on=() if row["gone_on"] is None else _read(tuple[Provenance, ...], row["gone_on"]),
        why=Why(row["why"]),
    )


def _edition_row(site: str, known: KnownEdition) -> dict[str, Any]:
    edition = known.edition
    return {
        "site": site,
        "key": key(known.url),
        "seen_at": moment_text(edition.seen_at),
        "column": known.column,
        "url": known.url,
        "title": edition.title,
        "digest": edition.digest,
        "published": None if edition.published is None else _json(edition.published),
        "baseline": int(edition.baseline),
        "extractor": known.extractor,
        "source": _json(known.source),
    }


def _edition(row: sqlite3.Row) -> KnownEdition:
    published = None if row["published"] is None else _read(DateRead, row["published"])
    edition = Edition(moment(row["seen_at"]), row["digest"], row["title"], published, bool(row["baseline"]))
    return KnownEdition(row["column"], row["url"], edition, row["extractor"], _read(Provenance, row["source"]))


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _read(kind: type[T], text: str) -> T:
    return msgspec.json.decode(text, type=kind)
