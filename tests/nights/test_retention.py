"""Retention drops old bodies, never what a result cites or the last answer of an address, and survives any kill."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler import retention
from crawler.clock import set_clock
from crawler.model import Outcome, Purpose, Site, SiteWanted, Visit, Wanted
from crawler.retention import BusyError, prune
from crawler.store import Run, Store
from crawler.warc import Exchange, WarcWriter, files
from crawler.warc_members import members

FIRST = datetime(2022, 1, 1, 17, 0, tzinfo=UTC)
WANTED = Wanted(date(2022, 1, 1), (SiteWanted(Site("a", "某局", "http://a.test/")),))


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    set_clock(None)


def body(number: int, night: int) -> bytes:
    return f"page {number} as it was on night {night} ".encode() * 200


def digest(number: int, night: int) -> str:
    return f"sha256:{hashlib.sha256(body(number, night)).hexdigest()}"


def filled(folder: Path, nights: int = 4, pages: int = 6) -> None:
    """A store in which every page was different every night, except page 0, which never changed."""
    for night in range(nights):
        set_clock(FIRST + timedelta(days=30 * night))
        with Store(folder) as store:
            run = store.begin(WANTED, settings="{}", extractor="1", fresh=True)
            known = store.bodies()
            with WarcWriter(folder, f"{run.id:04d}", user_agent="t", known=known) as warc:
                for number in range(pages):
                    content = body(number, 0 if number == 0 else night)
                    url = f"http://a.test/{number}"
                    place = warc.exchange(Exchange(url, run.began, 200, (("Content-Type", "text/html"),), content))
                    visit = Visit(
                        "a",
                        url,
                        Purpose.DOCUMENT,
                        Outcome.OK,
                        run.began,
                        final_url=url,
                        warc=place.file,
                        offset=place.offset,
                        digest=digest(number, 0 if number == 0 else night),
                        size=len(content),
                        revisit=place.revisit,
                    )
                    store.add_visit(run, f"GET {url}  plain", visit)
            known.write()
            store.end(run, "complete")


def visits(folder: Path) -> list[tuple[int, int, Visit]]:
    """All visits with their nights and pages."""
    with Store(folder) as store:
        rows = store.connection.execute("select run, id, url from visits order by id").fetchall()
        found = []
        for row in rows:
            number = int(row["url"].rsplit("/", 1)[-1])
            (one,) = [
                each.visit
                for each in store.earlier(replace(_any_run(store), id=row["run"] + 1), "a", f"GET {row['url']}  plain")
                if each.id == row["id"]
            ]
            found.append((row["run"] - 1, number, one))
        return found


def _any_run(store: Store) -> Run:
    return Run(store.last_run(), 0, False, FIRST)


def kept(folder: Path) -> set[tuple[int, int]]:
    """The nights and pages whose bodies can be read, each the right one."""
    found = set()
    with Store(folder) as store:
        for night, number, visit in visits(folder):
            content = store.body(visit)
            if content is not None:
                assert content == body(number, 0 if number == 0 else night)
                found.add((night, number))
    return found


ALL = {(night, number) for night in range(4) for number in range(6)}
LAST = {(night, number) for night, number in ALL if night >= 2 or number == 0}
"""The last two runs, and the page that never changed."""


def test_old_bodies_go_and_everything_else_stays(tmp_path: Path) -> None:
    filled(tmp_path)
    assert kept(tmp_path) == ALL
    before = sum(path.stat().st_size for path in files(tmp_path))
    done = prune(tmp_path, [], keep_nights=1)
    assert kept(tmp_path) == LAST
    assert before - sum(path.stat().st_size for path in files(tmp_path)) == done.freed > 0
    assert [night.made for night in done.nights] == [6, 6, 6, 6]


def test_what_a_finding_cites_stays(tmp_path: Path) -> None:
    filled(tmp_path)
    prune(tmp_path, [digest(3, 0), digest(5, 1)], keep_nights=1)
    assert kept(tmp_path) == LAST | {(0, 3), (1, 5)}


def test_enough_nights_keep_everything(tmp_path: Path) -> None:
    filled(tmp_path)
    assert prune(tmp_path, [], keep_nights=400).thinned == ()
    assert kept(tmp_path) == ALL


def test_a_dry_run_tells_the_same_and_does_nothing(tmp_path: Path) -> None:
    filled(tmp_path)
    before = {path.name: path.read_bytes() for path in files(tmp_path)}
    told = prune(tmp_path, [], keep_nights=1, dry_run=True)
    assert {path.name: path.read_bytes() for path in files(tmp_path)} == before
    done = prune(tmp_path, [], keep_nights=1)
    assert [(each.file, each.kept, each.records) for each in told.thinned] == [
        (each.file, each.kept, each.records) for each in done.thinned
    ]
    assert abs(told.freed - done.freed) < 50


def test_again_it_finds_nothing_to_do_and_later_more(tmp_path: Path) -> None:
    filled(tmp_path)
    prune(tmp_path, [digest(3, 0)], keep_nights=1)
    assert prune(tmp_path, [digest(3, 0)], keep_nights=1).thinned == ()
    assert prune(tmp_path, [], keep_nights=1).thinned != ()
    assert kept(tmp_path) == LAST


def test_files_still_read_in_other_tools(tmp_path: Path) -> None:
    filled(tmp_path)
    prune(tmp_path, [digest(3, 0)], keep_nights=1)
    for path in files(tmp_path):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
        assert next(members(path)).kind == "warcinfo"


def test_a_gathering_at_work_is_left_alone(tmp_path: Path) -> None:
    filled(tmp_path)
    with retention._alone(tmp_path), pytest.raises(BusyError, match="prune when it is done"):
        prune(tmp_path, [], keep_nights=1)


@pytest.mark.parametrize("step", ["_copy", "_record", "after"])
def test_a_kill_at_any_step_loses_nothing(tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a file is swapped all of it is there, afterwards all that is kept; the next run clears up."""
    filled(tmp_path)

    class KilledError(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise KilledError

    if step == "after":
        monkeypatch.setattr(Path, "unlink", killed)
    else:
        monkeypatch.setattr(retention, step, killed)
    with pytest.raises(KilledError):
        prune(tmp_path, [], keep_nights=1)
    monkeypatch.undo()
    assert kept(tmp_path) >= LAST
    with sqlite3.connect(tmp_path / "evidence.db") as plain:
        assert plain.execute("pragma integrity_check").fetchone() == ("ok",)
    plain.close()
    prune(tmp_path, [], keep_nights=1)
    assert kept(tmp_path) == LAST
    names = {path.name for path in files(tmp_path)}
    assert len(names) == len(list((tmp_path / "warc").iterdir()))


def test_half_written_files_of_a_killed_retention_are_cleared(tmp_path: Path) -> None:
    filled(tmp_path)
    first = next(iter(files(tmp_path)))
    shutil.copy(first, first.with_name("0001-00000.k1.warc.gz"))
    (tmp_path / "warc" / "0001-00000.k1.warc.gz.part").write_bytes(b"half")
    prune(tmp_path, [], keep_nights=1)
    assert kept(tmp_path) == LAST
    assert not list((tmp_path / "warc").glob("*.part"))
