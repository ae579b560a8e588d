"""Reading and writing `evidence.db`: rows are only added, so a killed run loses at most the request in flight."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from sqlite_utils import Database

from crawler.model import Evidence, Kind, Purpose, Visit, Wanted
from crawler.store.rows import (
    evidence_from_row,
    evidence_row,
    moment_text,
    visit_from_row,
    visit_row,
    wanted_from_json,
    wanted_row,
)
from crawler.store.schema import MIGRATIONS
from crawler.warc import WarcPlace, read_body

PROBED = frozenset({Kind.DNS, Kind.IPV6, Kind.TLS, Kind.ACCESSIBILITY})
"""Kinds that are measured and not read off pages: extracting again keeps them."""
_FILE = "evidence.db"
_WAIT = 30.0
"""Seconds to wait for another process that is writing."""


class StoreError(Exception):
    """The store cannot be used as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """One gathering. `resumed` is true when it goes on where an earlier one with the same Wanted stopped."""

    id: int
    extraction: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class SiteTally:
    """How the visit to one site ended; `outcomes` maps an outcome to how many addresses ended so."""

    state: str
    visits: int
    bytes: int
    outcomes: dict[str, int]
    family: str | None = None
    note: str | None = None


class Store:
    """The store in `folder`, made when there is none yet; a context manager that closes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # Autocommit: every row is durable against a kill as soon as it is written.
        self._connection = sqlite3.connect(folder / _FILE, timeout=_WAIT, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode=wal")
        self._connection.execute("pragma synchronous=normal")
        self._db = Database(self._connection)
        if MIGRATIONS.pending(self._db):
            MIGRATIONS.apply(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    # Writing

    def begin(self, wanted: Wanted, *, settings: str, extractor: str, fresh: bool = False) -> Run:
        """Begin a run, or go on with the last one when it was to gather the same `wanted` and did not get to its end.

        A run that is complete is history: whoever asks again wants to know what is there now. `fresh` begins a new run
        in any case.
        Measurements that the run already holds are kept; everything read off pages is extracted anew.
        """
        row = wanted_row(wanted)
        last = self._one("select id, wanted, state from runs order by id desc limit 1")
        unfinished = last is not None and last["wanted"] == row["digest"] and last["state"] != "complete"
        resumed = unfinished and not fresh
        with self._db.atomic():
            self._insert("wanted", row)
            if last is not None and resumed:
                run = int(last["id"])
                self._connection.execute("update runs set state = 'running', ended_at = null where id = ?", [run])
            else:
                started = {"wanted": row["digest"], "settings": settings, "started_at": _now(), "state": "running"}
                run = self._insert("runs", started)
            extraction = self._begin_extraction(run, extractor)
        return Run(run, extraction, resumed)

    def extract_again(self, extractor: str) -> Run:
        """Begin another extraction of the last run. Raises StoreError when nothing was gathered yet."""
        run = self.last_run()
        with self._db.atomic():
            return Run(run, self._begin_extraction(run, extractor), resumed=True)

    def end(self, run: Run, state: str) -> None:
        """Record how a run ended: `complete`, `stopped` or `failed`."""
        self._connection.execute("update runs set state = ?, ended_at = ? where id = ?", [state, _now(), run.id])

    def add_visit(self, run: Run, key: str, visit: Visit) -> None:
        """Keep one visit, made for the fetch with `key`; a key that the site already has changes nothing."""
        self._insert("visits", visit_row(run.id, key, visit))

    def add_evidence(self, run: Run, evidence: Iterable[Evidence]) -> None:
        """Keep evidence as found by the current extraction of `run`."""
        with self._db.atomic():
            for each in evidence:
                self._insert("evidence", evidence_row(each))
                self._insert("extracted", {"extraction": run.extraction, "evidence": each.id})

    def begin_site(self, run: Run, *, site: str, name: str, url: str) -> None:
        """Record that the visit to a site begins."""
        row = {"run": run.id, "site": site, "name": name, "url": url, "state": "running", "started_at": _now()}
        self._insert("sites", row)

    def end_site(self, run: Run, site: str, tally: SiteTally) -> None:
        """Record how the visit to a site ended."""
        row = {
            "state": tally.state,
            "visits": tally.visits,
            "bytes": tally.bytes,
            "outcomes": msgspec.json.encode(tally.outcomes, order="deterministic").decode(),
            "family": tally.family,
            "note": tally.note,
            "ended_at": _now(),
        }
        changes = ", ".join(f"{name} = :{name}" for name in row)
        self._connection.execute(
            f"update sites set {changes} where run = :run and site = :site",  # noqa: S608 - names from this module
            {**row, "run": run.id, "site": site},
        )

    # Reading

    def wanted(self) -> Wanted:
        """Return what the last run was to gather. Raises StoreError when there was none."""
        sql = "select wanted.json from runs join wanted on wanted.digest = runs.wanted where runs.id = ?"
        row = self._one(sql, [self.last_run()])
        if row is None:
            raise StoreError(f"{self.folder}: the last run does not say what it was to gather; gather again")
        return wanted_from_json(row["json"])

    def settings(self) -> str:
        """Return the settings of the last run, as JSON. Raises StoreError when there was none."""
        row = self._one("select settings from runs where id = ?", [self.last_run()])
        return "{}" if row is None else str(row["settings"])

    def last_run(self) -> int:
        """Return the number of the last run. Raises StoreError when there was none."""
        row = self._one("select max(id) as id from runs")
        if row is None or row["id"] is None:
            raise StoreError(f"{self.folder} holds no evidence; gather some with `mingjian crawl`")
        return int(row["id"])

    def visits(self, site: str | None = None) -> Iterator[Visit]:
        """Yield the visits of the last run in the order they were made, of all sites or of one."""
        sql = "select * from visits where run = ? and (? is null or site = ?) order by id"
        for row in self._connection.execute(sql, [self.last_run(), site, site]):
            yield visit_from_row(dict(row))

    def visits_by_key(self, run: Run, site: str) -> dict[str, Visit]:
        """Return what `run` has of a site, by the key of the fetch that each visit answers."""
        rows = self._connection.execute("select * from visits where run = ? and site = ? order by id", [run.id, site])
        return {row["key"]: visit_from_row(dict(row)) for row in rows}

    def robots(self, run: Run, url: str) -> Visit | None:
        """Return the visit to the robots.txt at `url`, on behalf of whichever site it was made in `run`."""
        sql = "select * from visits where run = ? and purpose = ? and url = ?"
        row = self._one(sql, [run.id, Purpose.ROBOTS.value, url])
        return None if row is None else visit_from_row(dict(row))

    def body(self, visit: Visit) -> bytes | None:
        """Return the body that a visit brought, as it was before content encoding, or None when none was kept."""
        if visit.warc is None or visit.offset is None:
            return None
        return read_body(self.folder, WarcPlace(visit.warc, visit.offset))

    def body_by_digest(self, digest: str) -> bytes | None:
        """Return the body with this digest (`sha256:…`), or None when no visit brought it."""
        row = self._one("select * from visits where digest = ? and warc is not null order by id limit 1", [digest])
        return None if row is None else self.body(visit_from_row(dict(row)))

    def evidence(self) -> Iterator[Evidence]:
        """Yield the evidence of the last extraction, ordered by site, kind, subject and id."""
        for row in self._connection.execute("select * from current_evidence order by site, kind, subject, id"):
            yield evidence_from_row(dict(row))

    def probed(self, run: Run, site: str) -> frozenset[Kind]:
        """Return the kinds of measurements that the current extraction of `run` has of a site."""
        sql = (
            "select distinct kind from extracted join evidence on evidence.id = extracted.evidence "
            "where extraction = ? and site = ?"
        )
        rows = self._connection.execute(sql, [run.extraction, site])
        return frozenset(Kind(row["kind"]) for row in rows) & PROBED

    # Rows

    def _begin_extraction(self, run: int, extractor: str) -> int:
        before = self._one("select max(id) as id from extractions where run = ?", [run])
        extraction = self._insert("extractions", {"run": run, "extractor": extractor, "made_at": _now()})
        if before is not None and before["id"] is not None:
            marks = ", ".join("?" * len(PROBED))
            self._connection.execute(
                "insert into extracted select ?, evidence from extracted join evidence on evidence.id = evidence "  # noqa: S608 - only marks
                f"where extraction = ? and kind in ({marks})",
                [extraction, before["id"], *sorted(kind.value for kind in PROBED)],
            )
        return extraction

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        sql = f"insert or ignore into {table} ({names}) values ({marks})"  # noqa: S608 - names from this module
        return self._connection.execute(sql, list(row.values())).lastrowid or 0

    def _one(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(sql, list(values)).fetchone()
        return row


def _now() -> str:
    return moment_text(datetime.now(UTC))
