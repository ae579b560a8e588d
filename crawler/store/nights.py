"""The store as the keeper of many runs: which was last and how it ended, what each site cost, what a run came to."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from crawler.model import Evidence, Kind, Wanted
from crawler.store.database import FILE
from crawler.store.rows import evidence_from_row, moment, wanted_row
from crawler.store.schema import MIGRATIONS
from crawler.store.store import Run

_COMPLETE = "complete"
_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class SiteCost:
    """What one run had to do with one site. `asked` counts requests of that run, `reused` answers of earlier ones.

    `state` is `complete`, `failed`, or `running` when the run did not get to the site's end.
    """

    site: str
    name: str
    state: str
    asked: int
    unchanged: int
    reused: int
    bytes: int
    outcomes: dict[str, int]
    note: str | None


def gathered_run(folder: Path, wanted: Wanted, after: int) -> int | None:
    """Return the number of the last run of the store when it is complete, gathered `wanted`, and came after `after`."""
    if not (folder / FILE).exists():
        return None
    with _open(folder) as db:
        row = db.execute("select id, wanted, state from runs order by id desc limit 1").fetchone()
    if row is None or row["id"] <= after or row["state"] != _COMPLETE:
        return None
    return int(row["id"]) if row["wanted"] == wanted_row(wanted)["digest"] else None


def last_run(folder: Path) -> int:
    """Return the number of the last run of the store, 0 when there is none."""
    if not (folder / FILE).exists():
        return 0
    with _open(folder) as db:
        return int(db.execute("select coalesce(max(id), 0) as id from runs").fetchone()["id"])


def run_handle(folder: Path, run: int) -> Run:
    """Return a run with its last extraction, to add evidence to. Raises LookupError when the store has no such run."""
    with _open(folder) as db:
        sql = "select max(extractions.id) as extraction, started_at from runs join extractions on run = runs.id"
        row = db.execute(f"{sql} where runs.id = ?", [run]).fetchone()
    if row["extraction"] is None:
        raise LookupError(f"{folder} has no run {run}")
    return Run(run, int(row["extraction"]), True, moment(row["started_at"]))


def evidence_of(folder: Path, run: int, kind: Kind | None = None) -> Iterator[Evidence]:
    """Yield the evidence of the last extraction of a run, or that of one kind, ordered by site, kind, subject, id."""
    sql = (
        "select evidence.id, site, kind, subject, outcome, seen_at, coalesce(facts.json, evidence.facts) as facts, "
        "provenance from confirmations join evidence on evidence.id = confirmations.evidence "
        "left join facts on facts.digest = evidence.said "
        "where (select max(id) from extractions where run = :run) between since and until "
        "and (:kind is null or kind = :kind) order by site, kind, subject, evidence.id"
    )
    with _open(folder) as db:
        for row in db.execute(sql, {"run": run, "kind": None if kind is None else kind.value}):
            yield evidence_from_row(dict(row))


def site_costs(folder: Path, run: int) -> tuple[SiteCost, ...]:
    """Return what a run had to do with each site, in the order in which the sites were begun."""
    with _open(folder) as db:
        asked = _counts(db, "select site, count(*) as n from visits where run = ? group by site", run)
        same = _counts(db, "select site, count(*) as n from visits where run = ? and revisit group by site", run)
        reused = _counts(
            db,
            "select site, count(*) as n from reused join visits on visits.id = reused.visit "
            "where ? between since and until group by site",
            run,
        )
        rows = db.execute("select * from sites where run = ? order by rowid", [run]).fetchall()
    return tuple(
        SiteCost(
            site=row["site"],
            name=row["name"],
            state=row["state"],
            asked=asked.get(row["site"], 0),
            unchanged=same.get(row["site"], 0),
            reused=reused.get(row["site"], 0),
            bytes=row["bytes"] or 0,
            outcomes=json.loads(row["outcomes"] or "{}"),
            note=row["note"],
        )
        for row in rows
    )


def _counts(db: sqlite3.Connection, sql: str, run: int) -> dict[str, int]:
    return {row["site"]: int(row["n"]) for row in db.execute(sql, [run])}


@contextmanager
def _open(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / FILE, timeout=_WAIT, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        # A probe may have made the file before anything was gathered.
        if MIGRATIONS.pending(tables := Database(db)):
            MIGRATIONS.apply(tables)
        yield db
