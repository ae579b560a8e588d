"""Pages read in other processes: the same evidence, and a page that breaks its reader breaks nothing else."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.gather import GatherError, GatherSettings, Progress, gather, reextract
from crawler.model import Kind, Outcome, Purpose, Visit
from crawler.model import Reading as DocumentKind
from crawler.platforms import Fetch
from crawler.readers.frames import Answer, Incoming, framed
from crawler.readers.pool import NoReadersError, Pool, ReadingError
from crawler.readers.readers import Readers
from crawler.store import Store
from crawler.survey.reader import Assignment, read_visit
from crawler.survey.shelf import Packed, pack
from tests.crawl.servers import page, serve_web
from tests.crawl.test_resume import ITEMS, child, routes, said, wanted

PAGES = sorted(Path(__file__).parents[1].joinpath("pages").rglob("*.html"))[::9]
SETTINGS = GatherSettings(allow_private=True, delay=0.01, timeout=5, back_off=0.1, readers=2, readers_after=0)
SLOW = b"<html><head><title>x</title></head><body>" + b"<div><p>2022-01-01 <a href='/a'>b</a></p></div>" * 6000
"""As many elements as are read: about a second of reading."""
ENDLESS = SLOW[:41] + b"<" * 7_500_000
"""A second of the parser's time: more than the tests allow."""


def assignment(url: str = "http://www.zean.test/a.html", purpose: Purpose = Purpose.COLUMN) -> Assignment:
    visit = Visit("site", url, purpose, Outcome.OK, datetime(2022, 2, 15, 4, tzinfo=UTC), media_type="text/html")
    return Assignment(Fetch(url, purpose), visit, frozenset(DocumentKind), signs=True)


def readers_of(process: int) -> list[int]:
    """The processes that read for a gathering."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [each for each in map(int, children) if b"crawler.readers" in Path(f"/proc/{each}/cmdline").read_bytes()]


def gone(process: int) -> bool:
    """Whether a process has ended; one that nobody has waited for has ended, too."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something becomes true in a time that no loaded machine exceeds."""
    until = time.monotonic() + 60
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_packets_are_put_together_from_pieces(size: int) -> None:
    answers = [Answer(None, "x" * count) for count in (0, 1, 300)]
    stream = b"".join(map(framed, answers))
    incoming, found = Incoming(), []
    for at in range(0, len(stream), size):
        found += list(incoming.feed(stream[at : at + size]))
    assert [framed(each)[4:] for each in answers] == found


def test_another_process_reads_what_this_one_would(tmp_path: Path) -> None:
    async def run() -> list[Packed]:
        pool = Pool(2, limit=60, log=tmp_path / "log")
        pool.start()
        try:
            return await asyncio.gather(*(pool.read(assignment(), file.read_bytes()) for file in PAGES))
        finally:
            pool.close()

    task = assignment()
    here = [read_visit(task.fetch, task.visit, file.read_bytes(), task.kinds, signs=True) for file in PAGES]
    assert asyncio.run(run()) == list(map(pack, here))


def test_readers_that_have_grown_are_replaced_and_no_page_is_blamed(tmp_path: Path) -> None:
    async def run() -> None:
        pool = Pool(2, limit=600, log=tmp_path / "log", memory=1)
        pool.start()
        try:
            found = await asyncio.gather(*(pool.read(assignment(), b"<html></html>") for _ in range(12)))
            assert all(isinstance(each, Packed) for each in found)
        finally:
            pool.close()

    asyncio.run(run())


def test_a_reader_is_not_taken_for_as_large_as_who_started_it(tmp_path: Path) -> None:
    async def run() -> None:
        pool = Pool(1, limit=600, log=tmp_path / "log", memory=300_000_000)
        pool.start()
        try:
            await pool.read(assignment(), b"<html></html>")
            first = pool.processes
            await pool.read(assignment(), b"<html></html>")
            assert pool.processes == first
        finally:
            pool.close()

    ballast = b"x" * 350_000_000
    asyncio.run(run())
    assert ballast


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    async def run() -> None:
        pool = Pool(1, limit=0.3, log=tmp_path / "log")
        pool.start()
        try:
            small = pool.read(assignment(), b"<html><body>1</body></html>")
            slow = pool.read(assignment("http://www.zean.test/slow.html"), ENDLESS)
            after = pool.read(assignment(), b"<html><body>2</body></html>")
            first, broken, second = await asyncio.gather(small, slow, after, return_exceptions=True)
            assert isinstance(first, Packed)
            assert isinstance(broken, ReadingError)
            assert "processor time" in str(broken)
            assert isinstance(second, Packed)
        finally:
            pool.close()

    asyncio.run(run())


@pytest.mark.parametrize(("kills", "read"), [(1, True), (2, False)])
def test_a_reader_that_is_killed_once_is_no_fault_of_the_page(tmp_path: Path, kills: int, read: bool) -> None:
    async def run() -> None:
        pool = Pool(1, limit=600, log=tmp_path / "log")
        pool.start()
        try:
            slow = asyncio.create_task(pool.read(assignment(), SLOW))
            killed: set[int] = set()
            while len(killed) < kills:
                await asyncio.sleep(0.02)
                for each in set(pool.processes) - killed if pool.busy else ():
                    os.kill(each, signal.SIGKILL)
                    killed.add(each)
            if read:
                assert isinstance(await slow, Packed)
            else:
                with pytest.raises(ReadingError, match="signal 9"):
                    await slow
            assert isinstance(await pool.read(assignment(), b"<html></html>"), Packed)
        finally:
            pool.close()

    asyncio.run(run())


def test_a_reader_that_was_stopped_is_ended_by_the_clock(tmp_path: Path) -> None:
    async def run() -> None:
        pool = Pool(1, limit=0.3, log=tmp_path / "log")
        pool.start()
        try:
            await pool.read(assignment(), b"<html></html>")
            (process,) = pool.processes
            os.kill(process, signal.SIGSTOP)
            with pytest.raises(ReadingError, match="not done after 3 s"):
                await pool.read(assignment(), b"<html></html>")
            assert gone(process)
        finally:
            pool.close()

    asyncio.run(run())


def test_where_no_reader_starts_pages_are_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        log = tmp_path / "log"
        async with Readers(1, after=0, seconds=60, log=log) as readers:
            task = assignment()
            made = await readers.read(task, b"<html></html>")
            assert made == read_visit(task.fetch, task.visit, b"<html></html>", task.kinds, signs=True)
            assert not readers.elsewhere
        pool = Pool(1, limit=60, log=log)
        pool.close()
        with pytest.raises(NoReadersError):
            await pool.read(task, b"")

    monkeypatch.setattr("sys.executable", "/bin/false")
    asyncio.run(run())


def test_the_number_of_readers_changes_no_evidence(tmp_path: Path) -> None:
    with serve_web(routes()) as web:
        order = wanted(web)
        gather(order, tmp_path / "none", replace(SETTINGS, readers=0))
        gather(order, tmp_path / "two", SETTINGS)
        gather(order, tmp_path / "later", replace(SETTINGS, readers_after=10))
    assert said(tmp_path / "none") == said(tmp_path / "two") == said(tmp_path / "later")


def test_a_page_that_never_ends_costs_that_page_only(tmp_path: Path) -> None:
    site = routes()
    site["/tzgg/7.html"] = page(ENDLESS.decode() + "</body></html>")
    with serve_web(site) as web:
        order = wanted(web)
        gather(order, tmp_path, replace(SETTINGS, reading_seconds=0.3))
    with Store(tmp_path) as store:
        documents = {
            each.subject.rpartition("/")[2]: each.outcome for each in store.evidence() if each.kind is Kind.DOCUMENT
        }
        assert store.connection.execute("select state from runs").fetchone()[0] == "complete"
    assert len(documents) == ITEMS
    assert {name for name, outcome in documents.items() if outcome is not Outcome.OK} == {"7.html"}
    assert documents["7.html"] is Outcome.OUR_FAULT
    found = said(tmp_path)
    reextract(order, tmp_path)
    assert said(tmp_path) == found


def test_no_reader_outlives_a_gathering_that_is_killed(tmp_path: Path) -> None:
    """Not even one that is busy with a page and does not look at its line."""
    site = routes()
    site["/tzgg/"] = page(SLOW.decode() + "</body></html>")
    found: list[int] = []
    with serve_web(site) as web:

        def kill(event: Progress) -> None:
            found[:] = found or readers_of(child())
            if any(each.path == "/tzgg/" for each in web.asked) and len(found) == 2 and not event.done:
                os.kill(child(), signal.SIGKILL)

        with pytest.raises(GatherError):
            gather(wanted(web), tmp_path, SETTINGS, kill, lambda: kill(Progress("", "", 0, 0, done=False)))
    assert len(found) == 2
    assert eventually(lambda: all(map(gone, found)))


def test_no_reader_outlives_a_gathering_that_ends(tmp_path: Path) -> None:
    found: set[int] = set()
    with serve_web(routes()) as web:
        gather(wanted(web), tmp_path, SETTINGS, lambda event: found.update(() if event.done else readers_of(child())))
    assert found
    assert eventually(lambda: all(map(gone, found)))
