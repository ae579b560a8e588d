"""Reading and writing `evidence.db`: rows are only added, so a killed run loses at most the request in flight."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from crawler.clock import now
from crawler.model import Evidence, Kind, Outcome, Picture, Purpose, Visit, Wanted
from crawler.store.bodies import Bodies
from crawler.store.database import EvidenceDatabase
from crawler.store.descriptions import write_metadata
from crawler.store.rows import (
    evidence_from_row,
    evidence_row,
    facts_row,
    moment,
    moment_text,
    visit_from_row,
    visit_row,
    wanted_from_json,
    wanted_row,
)
from crawler.store.schema import MIGRATIONS
from crawler.warc import WarcPlace, read_body, read_original

PROBED = frozenset({Kind.DNS, Kind.IPV6, Kind.TLS, Kind.IPV6_LINKS, Kind.ACCESSIBILITY})
"""Kinds that are measured and not read off pages: extracting again keeps them."""
_FEW = 5
_OF_RUN = (
    "select * from visits where run = :run and {0} union all "
    "select visits.* from reused join visits on visits.id = reused.visit "
    "where :run between since and until and {0} order by id"
)
"""The visits that a run made and those of earlier runs that it took instead."""
_HOLDERS = (
    "select warc, offset from visits where digest = ? and warc is not null and not revisit "
    "group by warc, offset order by min(id) limit 20"
)
"""The records that hold a body, the first ones first."""


class StoreError(Exception):
    """The store cannot be used as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """One gathering, begun at `began` (UTC). `resumed`: it goes on where one with the same Wanted stopped."""

    id: int
    extraction: int
    resumed: bool
    began: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """A visit of an earlier run by its row. `judged` is what its survey made of it where that is not its outcome."""

    id: int
    visit: Visit
    judged: Outcome | None


@dataclass(frozen=True, slots=True)
class SiteTally:
    """How the visit to one site ended; `outcomes` maps an outcome to how many addresses ended so."""

    state: str
    visits: int
    bytes: int
    outcomes: dict[str, int]
    family: str | None = None
    note: str | None = None


class Store(EvidenceDatabase):
    """The store in `folder`, made when there is none yet; a context manager that closes it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, MIGRATIONS)
        self.folder = folder
        if self._migrated:
            write_metadata(folder)

    @property
    def connection(self) -> sqlite3.Connection:
        """The database itself, for what looks after the store as a whole."""
        return self._connection

    def bodies(self) -> Bodies:
        """Return what the store knows of the bodies that it holds, for whoever writes more."""
        return Bodies(self._connection)

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
                started = {
                    "wanted": row["digest"],
                    "settings": settings,
                    "started_at": moment_text(now()),
                    "state": "running",
                }
                run = self._insert("runs", started)
            extraction = self._begin_extraction(run, extractor)
        return Run(run, extraction, resumed, self._began(run))

    def extract_again(self, extractor: str) -> Run:
        """Begin another extraction of the last run. Raises StoreError when nothing was gathered yet."""
        run = self.last_run()
        with self._db.atomic():
            return Run(run, self._begin_extraction(run, extractor), True, self._began(run))

    def end(self, run: Run, state: str) -> None:
        """Record how a run ended: `complete`, `stopped` or `failed`."""
        self._connection.execute(
            "update runs set state = ?, ended_at = ? where id = ?", [state, moment_text(now()), run.id]
        )

    def add_visit(self, run: Run, key: str, visit: Visit) -> None:
        """Keep one visit, made for the fetch with `key`; a key that the site already has changes nothing."""
        self._insert("visits", visit_row(run.id, key, visit))

    def reuse(self, run: Run, visits: Iterable[int]) -> None:
        """Record that `run` took these visits of earlier runs, by their rows, instead of asking again."""
        with self._db.atomic():
            for each in visits:
                self._lengthen("reused", "visit", each, run.id)

    def doubt(self, run: Run, site: str, judged: Mapping[str, Outcome]) -> None:
        """Record which visits of `run`, by the keys of their fetches, ended well and were judged otherwise."""
        with self._db.atomic():
            for key, outcome in judged.items():
                sql = "update visits set judged = ? where run = ? and site = ? and key = ?"
                self._connection.execute(sql, [outcome.value, run.id, site, key])

    def add_evidence(self, run: Run, evidence: Iterable[Evidence]) -> None:
        """Keep evidence as found by the current extraction of `run`; what is there already is only confirmed."""
        with self._db.atomic():
            for each in evidence:
                facts = facts_row(each)
                if facts is not None:
                    self._insert("facts", facts)
                self._insert("evidence", evidence_row(each, None if facts is None else facts["digest"]))
                self._lengthen("confirmations", "evidence", each.id, run.extraction)

    def begin_site(self, run: Run, *, site: str, name: str, url: str) -> None:
        """Record that the visit to a site begins."""
        row = {
            "run": run.id,
            "site": site,
            "name": name,
            "url": url,
            "state": "running",
            "started_at": moment_text(now()),
        }
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
            "ended_at": moment_text(now()),
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

    def interrupted(self) -> bool:
        """Whether the last run did not get to its end, so that what it wrote last may be half written."""
        row = self._one("select state from runs order by id desc limit 1")
        return row is None or row["state"] != "complete"

    def last_run(self) -> int:
        """Return the number of the last run. Raises StoreError when there was none."""
        row = self._one("select max(id) as id from runs")
        if row is None or row["id"] is None:
            raise StoreError(f"{self.folder} holds no evidence; gather some with `mingjian crawl`")
        return int(row["id"])

    def visits(self, site: str | None = None) -> Iterator[Visit]:
        """Yield the visits of the last run in the order they were made, of all sites or of one."""
        for row in self._connection.execute(
            _OF_RUN.format("(:site is null or site = :site)"), _which(self.last_run(), site)
        ):
            yield visit_from_row(dict(row))

    def visits_by_key(self, run: Run, site: str) -> dict[str, Visit]:
        """Return what `run` has of a site, by the key of the fetch that each visit answers."""
        rows = self._connection.execute(_OF_RUN.format("site = :site"), _which(run.id, site))
        return {row["key"]: visit_from_row(dict(row)) for row in rows}

    def earlier(self, run: Run, site: str, key: str) -> tuple[Earlier, ...]:
        """Return what runs before `run` have of one fetch, the latest first, at most a few."""
        sql = "select * from visits where site = ? and key = ? and run < ? order by id desc limit ?"
        rows = self._connection.execute(sql, [site, key, run.id, _FEW])
        return tuple(
            Earlier(row["id"], visit_from_row(dict(row)), None if row["judged"] is None else Outcome(row["judged"]))
            for row in rows
        )

    def robots(self, run: Run, url: str) -> Visit | None:
        """Return the visit to the robots.txt at `url`, on behalf of whichever site it was made in `run`."""
        sql = "select * from visits where run = ? and purpose = ? and url = ?"
        row = self._one(sql, [run.id, Purpose.ROBOTS.value, url])
        return None if row is None else visit_from_row(dict(row))

    def body(self, visit: Visit) -> bytes | None:
        """Return the body that a visit brought, as it was before content encoding, or None when none is kept.

        A visit that found what an earlier one had stored is answered from that one's record.
        """
        if visit.warc is None or visit.offset is None:
            return None
        if visit.revisit:
            return None if visit.digest is None else self.body_by_digest(visit.digest)
        return self.body_at(WarcPlace(visit.warc, visit.offset))

    def body_by_digest(self, digest: str) -> bytes | None:
        """Return the body with this digest (`sha256:…`), or None when no visit brought it or none is kept any more."""
        rows = self._connection.execute(_HOLDERS, [digest]).fetchall()
        bodies = (self.body_at(WarcPlace(row["warc"], row["offset"])) for row in rows)
        return next((body for body in bodies if body is not None), None)

    def picture_by_digest(self, digest: str) -> bytes | None:
        """Return the JPEG of the rendered page with this digest (`sha256:…`), or None when none is kept."""
        sql = "select picture from visits where digest = ? and picture is not null order by id limit 1"
        row = self._one(sql, [digest])
        if row is None:
            return None
        picture = msgspec.json.decode(row["picture"], type=Picture)
        return self.body_at(WarcPlace(picture.warc, picture.offset))

    def body_at(self, place: WarcPlace) -> bytes | None:
        """Return the body of the record at `place`, or None when it is not kept any more."""
        return read_body(self.folder, self.where(place))

    def where(self, place: WarcPlace) -> WarcPlace:
        """Return where a record lies now: retention moves what it keeps, and records keep the names they were given."""
        sql = "select to_warc, to_offset from moved where warc = ? and offset = ?"
        row = self._one(sql, [place.file, place.offset])
        return place if row is None else WarcPlace(row["to_warc"], row["to_offset"], place.revisit)

    def original_place(self, payload: str, digest: str | None) -> WarcPlace | None:
        """Return the record that holds a body, by its digest as WARC spells it or as visits have it; else None."""
        original = Bodies(self._connection).find(payload)
        if original is not None:
            return original.place
        rows = self._connection.execute(_HOLDERS, [digest]).fetchall()
        places = (WarcPlace(row["warc"], row["offset"]) for row in rows)
        return next((place for place in places if read_original(self.folder, self.where(place)) is not None), None)

    def visit_of_source(self, digest: str | None, warc: str, offset: int | None) -> Visit | None:
        """Return the visit whose record lies there, or None."""
        row = self._one("select * from visits where digest = ? and warc = ? and offset = ?", [digest, warc, offset])
        return None if row is None else visit_from_row(dict(row))

    def facts_json(self, evidence: str) -> str | None:
        """Return the facts of a piece of evidence as JSON; None when it has none or is not there."""
        sql = "select coalesce(json, facts) as facts from evidence left join facts on digest = said where id = ?"
        row = self._one(sql, [evidence])
        return None if row is None else row["facts"]

    def evidence(self) -> Iterator[Evidence]:
        """Yield the evidence of the last extraction, ordered by site, kind, subject and id."""
        for row in self._connection.execute("select * from current_evidence order by site, kind, subject, id"):
            yield evidence_from_row(dict(row))

    def measured_before(self, run: Run, site: str, kinds: Iterable[Kind]) -> tuple[Evidence, ...]:
        """Return the last measurement of each kind before the extraction of `run`, where it ended well."""
        found = []
        for kind in kinds:
            sql = (
                "select evidence.*, json from confirmations join evidence on evidence.id = evidence "
                "left join facts on digest = said where site = ? and kind = ? and since < ? order by until desc limit 1"
            )
            row = self._one(sql, [site, kind.value, run.extraction])
            if row is not None and row["outcome"] == Outcome.OK:
                values = dict(row)
                found.append(evidence_from_row({**values, "facts": values["json"] or values["facts"]}))
        return tuple(found)

    def probed(self, run: Run, site: str) -> frozenset[Kind]:
        """Return the kinds of measurements that the current extraction of `run` has of a site."""
        sql = (
            "select distinct kind from confirmations join evidence on evidence.id = evidence "
            "where ? between since and until and site = ?"
        )
        rows = self._connection.execute(sql, [run.extraction, site])
        return frozenset(Kind(row["kind"]) for row in rows) & PROBED

    # Rows

    def _begin_extraction(self, run: int, extractor: str) -> int:
        before = self._one("select max(id) as id from extractions where run = ?", [run])
        extraction = self._insert("extractions", {"run": run, "extractor": extractor, "made_at": moment_text(now())})
        if before is not None and before["id"] is not None:
            marks = ", ".join("?" * len(PROBED))
            rows = self._connection.execute(
                "select evidence from confirmations join evidence on evidence.id = evidence "  # noqa: S608 - only marks
                f"where ? between since and until and kind in ({marks})",
                [before["id"], *sorted(kind.value for kind in PROBED)],
            )
            for row in rows.fetchall():
                self._lengthen("confirmations", "evidence", row["evidence"], extraction)
        return extraction

    def _began(self, run: int) -> datetime:
        row = self._one("select started_at from runs where id = ?", [run])
        if row is None:
            raise StoreError(f"{self.folder}: run {run} is not there")
        return moment(row["started_at"])

    def _lengthen(self, table: str, subject: str, name: int | str, until: int) -> None:
        """Let what holds up to the run or extraction before `until` hold up to it too, or begin to hold with it."""
        sql = f"update {table} set until = ? where {subject} = ? and until in (?, ?)"  # noqa: S608 - names from this module
        if not self._connection.execute(sql, [until, name, until - 1, until]).rowcount:
            self._insert(table, {subject: name, "since": until, "until": until})

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        sql = f"insert or ignore into {table} ({names}) values ({marks})"  # noqa: S608 - names from this module
        return self._connection.execute(sql, list(row.values())).lastrowid or 0

    def _one(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(sql, list(values)).fetchone()
        return row


def _which(run: int, site: str | None) -> dict[str, Any]:
    return {"run": run, "site": site}
