"""Retention: old bodies are dropped by policy; facts, digests and what findings cite stay.

A record keeps the name it was given, file and offset: evidence and results cite it by that. When a file is thinned,
what is kept of it goes into another file, byte for byte, and the table `moved` says where.
"""

import fcntl
import os
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path

from crawler.clock import now
from crawler.store import Store, StoreError
from crawler.store.rows import moment_text
from crawler.warc import files, warcinfo
from crawler.warc_members import Member, members

KEEP_NIGHTS = 60
_WORTH = 0.1
"""Part of a file that must be dropped before it is written again."""
_LOCK = "gather.lock"
_FEWEST_RUNS = 2
_PART = ".part"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_PROOFS = {
    "history_editions": "select source from history_editions",
    "history_items": "select shown_on, absent_on, gone_on, gone from history_items",
    "history_columns": "select past, pages from history_columns",
}


class BusyError(Exception):
    """Something else is at work in the folder; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Thinned:
    """One WARC file: its records and bytes, and what is kept of them."""

    file: str
    records: int
    kept: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class NightSize:
    """What one run added: visits made, visits taken from earlier runs, and bytes of WARC files as they are now."""

    run: int
    began: str
    made: int
    taken: int
    warc: int


@dataclass(frozen=True, slots=True)
class SiteSize:
    """What is stored of one site: different addresses, visits, and the bytes of its bodies before compression."""

    site: str
    addresses: int
    visits: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Pruned:
    """What retention did, or would do; sizes are of the store as it is afterwards."""

    thinned: tuple[Thinned, ...]
    nights: tuple[NightSize, ...]
    sites: tuple[SiteSize, ...]
    database: int

    @property
    def freed(self) -> int:
        """Bytes of WARC files that were dropped."""
        return sum(each.before - each.after for each in self.thinned)


def prune(folder: Path, cited: Iterable[str], *, keep_nights: int = KEEP_NIGHTS, dry_run: bool = False) -> Pruned:
    """Drop the bodies that no rule keeps; return what was dropped, or with `dry_run` what would be.

    Kept are: everything that a run of the last `keep_nights` nights made or took over, always of the last two runs;
    the last good answer of every address; every body whose digest (`sha256:…`) is in `cited` or that the history rests
    on; and pictures of what is kept. A kill at any moment leaves the store as it was before a file or as it is after
    it. Raises BusyError when a gathering is at work in `folder`.
    """
    with _alone(folder), Store(folder) as store:
        connection = store.connection
        first_kept = _first_kept(connection, keep_nights)
        _choose(connection, first_kept, cited)
        if not dry_run:
            _clear(folder, connection)
        thinned = []
        for path in files(folder):
            if _run_of(path) < first_kept:
                each = _thin(path, connection, dry_run=dry_run)
                if each is not None:
                    thinned.append(each)
        connection.execute("drop table temp.keep")
        return Pruned(
            tuple(thinned),
            tuple(_nights(folder, connection)),
            tuple(_sites(connection)),
            sum(path.stat().st_size for path in folder.glob("*.db*")),
        )


def _first_kept(connection: sqlite3.Connection, keep_nights: int) -> int:
    """The first run whose files are not touched."""
    since = moment_text(now() - timedelta(days=keep_nights))
    recent = connection.execute("select min(id) from runs where started_at >= ?", [since]).fetchone()[0]
    last = connection.execute("select id from runs order by id desc limit ?", [_FEWEST_RUNS]).fetchall()
    runs = [each for each in (recent, *(row[0] for row in last)) if each is not None]
    if not runs:
        raise StoreError("nothing was gathered here yet, so there is nothing to drop")
    return min(int(each) for each in runs)


def _choose(connection: sqlite3.Connection, first_kept: int, cited: Iterable[str]) -> None:
    """Fill `temp.keep` with the names of the records to keep."""
    run = connection.execute
    run("create temp table keep (warc text, offset int, primary key (warc, offset)) without rowid")
    run("create temp table standing (visit integer primary key)")
    run("create temp table needed (digest text primary key) without rowid")
    run("insert or ignore into standing select id from visits where run >= ?", [first_kept])
    run("insert or ignore into standing select visit from reused where until >= ?", [first_kept])
    run("insert or ignore into standing select max(id) from visits where outcome = 'ok' group by site, key")
    run("insert or ignore into needed select digest from visits join standing on id = visit where digest is not null")
    digests = chain(cited, _of_history(connection))
    connection.executemany("insert or ignore into needed values (?)", ((each,) for each in digests))
    run("insert or ignore into keep select warc, offset from visits join standing on id = visit where warc is not null")
    run("insert or ignore into keep select warc, offset from visits join needed using (digest) where warc is not null")
    run(
        "insert or ignore into keep select json_extract(picture, '$.warc'), json_extract(picture, '$.offset') "
        "from visits where picture is not null and (id in (select visit from standing) "
        "or digest in (select digest from needed))"
    )
    run("drop table standing")
    run("drop table needed")


def _of_history(connection: sqlite3.Connection) -> Iterator[str]:
    """The bodies that prove what the history says: pages that showed an item or did not, editions of documents."""
    known = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    for table, sql in _PROOFS.items():
        for row in connection.execute(sql) if table in known else ():
            for text in row:
                yield from _DIGEST.findall(text or "")


def _thin(path: Path, connection: sqlite3.Connection, *, dry_run: bool) -> Thinned | None:
    """Write a file again without what is not kept; None when too little would be saved by it."""
    name = f"{path.parent.name}/{path.name}"
    kept = list(_kept(path, name, connection))
    total = sum(1 for _ in members(path))
    before = path.stat().st_size
    head = zlib.compress(warcinfo(path.name, "Mingjian retention"), 9, zlib.MAX_WBITS | 16)
    after = len(head) + sum(length for _, _, length in kept) if kept else 0
    if before - after < before * _WORTH:
        return None
    made = Thinned(name, total, len(kept), before, after)
    if not dry_run:
        target = _copy(path, [offset for _, offset, _ in kept], head) if kept else None
        _record(connection, target, kept, made, len(head))
        path.unlink()
    return made


Name = tuple[str, int] | None
"""The name a record was given; requests have none, they go with the answer before them."""


def _kept(path: Path, name: str, connection: sqlite3.Connection) -> Iterator[tuple[Name, int, int]]:
    """The records of a file to keep: the name each was given, where it is now, and its length."""
    answers: set[str] = set()
    for each in members(path):
        if each.kind == "request":
            if each.fields.get("warc-concurrent-to") in answers:
                yield None, each.offset, len(each.packed)
            continue
        given = _given(connection, name, each)
        if connection.execute("select 1 from temp.keep where warc = ? and offset = ?", given).fetchone():
            answers.add(each.fields.get("warc-record-id", ""))
            yield given, each.offset, len(each.packed)


def _given(connection: sqlite3.Connection, name: str, member: Member) -> tuple[str, int]:
    sql = "select warc, offset from moved where to_warc = ? and to_offset = ?"
    row = connection.execute(sql, [name, member.offset]).fetchone()
    return (name, member.offset) if row is None else (row[0], row[1])


def _copy(path: Path, offsets: list[int], head: bytes) -> str:
    """Copy the records at `offsets` into a new file that is on disk when this returns; return its name."""
    wanted = set(offsets)
    target = _free_name(path)
    part = target.with_name(target.name + _PART)
    with part.open("wb") as out:
        out.write(head)
        for each in members(path):
            if each.offset in wanted:
                out.write(each.packed)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)
    _on_disk(target.parent)
    return f"{target.parent.name}/{target.name}"


def _record(
    connection: sqlite3.Connection,
    target: str | None,
    kept: list[tuple[Name, int, int]],
    made: Thinned,
    head: int,
) -> None:
    """Let the new file stand for the old one, in one transaction."""
    name, rows, offset = made.file, [], head
    for given, _, length in kept:
        if given is not None:
            rows.append((*given, target, offset))
        offset += length
    connection.execute("begin immediate")
    try:
        connection.execute("delete from moved where to_warc = ?", [name])
        connection.executemany("insert or replace into moved values (?, ?, ?, ?)", rows)
        connection.execute(
            "insert or replace into thinned values (?, ?, ?, ?, ?)",
            [name, target, made.before, made.after, moment_text(now())],
        )
        # Nothing may be stored by pointing at a body that is gone.
        connection.execute(
            "delete from bodies where not exists (select 1 from temp.keep where keep.warc = bodies.warc "
            "and keep.offset = bodies.offset) and warc in (select warc from thinned)"
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _clear(folder: Path, connection: sqlite3.Connection) -> None:
    """Remove what a killed retention left: half-written files, new ones that nothing leads to, old ones replaced."""
    for part in (folder / "warc").glob(f"*{_PART}"):
        part.unlink()
    for path in list(files(folder)):
        name = f"{path.parent.name}/{path.name}"
        replaced = connection.execute("select 1 from thinned where warc = ?", [name]).fetchone()
        led_to = connection.execute("select 1 from thinned where now_in = ?", [name]).fetchone()
        if replaced or (_generation(path) and not led_to):
            path.unlink()


def _free_name(path: Path) -> Path:
    stem = path.name.removesuffix(".warc.gz")
    base = stem.partition(".k")[0]
    return path.with_name(f"{base}.k{_generation(path) + 1}.warc.gz")


def _generation(path: Path) -> int:
    number = path.name.removesuffix(".warc.gz").partition(".k")[2]
    return int(number) if number.isdigit() else 0


def _run_of(path: Path) -> int:
    number = path.name.partition("-")[0]
    return int(number) if number.isdigit() else 0


def _nights(folder: Path, connection: sqlite3.Connection) -> Iterator[NightSize]:
    sizes: dict[int, int] = {}
    for path in files(folder):
        sizes[_run_of(path)] = sizes.get(_run_of(path), 0) + path.stat().st_size
    sql = (
        "select id, started_at, (select count(*) from visits where run = runs.id) as made, "
        "(select count(*) from reused where runs.id between since and until) as taken from runs order by id"
    )
    for row in connection.execute(sql):
        yield NightSize(row["id"], row["started_at"], row["made"], row["taken"], sizes.get(row["id"], 0))


def _sites(connection: sqlite3.Connection) -> Iterator[SiteSize]:
    sql = (
        "select site, count(distinct key) as addresses, count(*) as visits, "
        "sum(case when revisit then 0 else size end) as bytes from visits group by site order by bytes desc, site"
    )
    for row in connection.execute(sql):
        yield SiteSize(row["site"], row["addresses"], row["visits"], row["bytes"] or 0)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    if not (folder / "evidence.db").exists():
        raise StoreError(f"{folder} holds no evidence, so there is nothing to drop")
    with (folder / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(f"a gathering is at work in {folder}; prune when it is done") from error
        yield


def _on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
