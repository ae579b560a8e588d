"""The process that gathers: a fresh one each time, because a reactor runs only once."""

import asyncio
import fcntl
import gc
import os
import signal
import time
import traceback
from collections import Counter
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

import msgspec
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.clock import set_clock
from crawler.extract import EXTRACTOR
from crawler.model import Wanted
from crawler.net.resolver import Names
from crawler.net.session import Session
from crawler.net.settings import LOG_FILE, GatherSettings
from crawler.progress import GatherSummary
from crawler.readers.cache import ReadingCache
from crawler.scratch import Scratch
from crawler.spiders.portal import PortalSpider
from crawler.store import Store
from crawler.survey.shelf import Shelf
from crawler.warc import WarcWriter, files, mend

_DNS_PATIENCE = 10.0
"""Seconds for one name, or the time limit of a request where that is shorter."""
_LAST_GRACE = 8.0
"""Seconds to end after the parent is gone; then the process is ended as if killed, which loses nothing stored."""
_TRIES = 20
_BETWEEN = 0.1
"""Seconds between two attempts to take the lock."""
_LOCK = "gather.lock"


def gather_here(pipe: Connection, order: bytes, folder: Path, settings: GatherSettings) -> None:
    """Gather in this process, telling `pipe` of progress and at last a GatherSummary, or a sentence on what failed.

    Stops when the other end of the pipe is closed: a crawler must not outlive who ordered it.
    """
    # Ctrl-C reaches the whole group of processes; the parent tells us by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        wanted = msgspec.json.decode(order, type=Wanted)
        with (folder / _LOCK).open("a") as lock:
            if not _locked(lock):
                pipe.send(f"another gathering is at work in {folder}; wait for it or name another folder")
                return
            # The parent never writes: it was killed while this process was still loading.
            if pipe.poll():
                return
            pipe.send(_gather(pipe, wanted, folder, settings))
    except BrokenPipeError:
        return
    except Exception:  # noqa: BLE001 - the parent tells it
        pipe.send(f"the gathering process failed; what it stored is kept\n{traceback.format_exc()}")


def _locked(lock: IO[str]) -> bool:
    """Take the lock; try for a moment, because the child of a parent that was killed may be about to leave it."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(_BETWEEN)
        else:
            return True
    return False


def _gather(pipe: Connection, wanted: Wanted, folder: Path, settings: GatherSettings) -> GatherSummary | str:
    started = time.monotonic()
    set_clock(settings.at)
    text = msgspec.json.encode(settings, enc_hook=str).decode()
    with Store(folder) as store:
        if store.interrupted():
            for path in list(files(folder))[-1:]:
                mend(path)
        run = store.begin(wanted, settings=text, extractor=EXTRACTOR, fresh=settings.fresh)
        bodies = store.bodies()
        with WarcWriter(folder, f"{run.id:04d}", user_agent=settings.user_agent, known=bodies) as warc:
            patience = min(_DNS_PATIENCE, settings.timeout)
            names = Names(resolver=settings.resolver, allow_private=settings.allow_private, timeout=patience)
            sites = {each.site.id: each.site for each in wanted.sites}
            with Scratch(folder) as scratch, ExitStack() as stack:
                session = Session(settings, folder, run, store, warc, names, sites=sites, shelf=Shelf(scratch))
                if settings.freshness is not None:
                    session.readings = stack.enter_context(ReadingCache(folder, run.began))
                spider = _crawl(pipe, session, wanted)
        bodies.write()
        if spider is None or not spider.complete:
            store.end(run, "stopped")
            failure = None if spider is None else spider.failure
            if failure is None:
                return "the gathering was stopped before it was complete; what it stored is kept"
            return "the gathering failed; what it stored is kept\n" + "".join(traceback.format_exception(failure))
        store.end(run, "complete")
        outcomes: Counter[str] = Counter()
        size = 0
        for visit in store.visits():
            outcomes[visit.outcome.value] += 1
            size += visit.size
        return GatherSummary(
            run=run.id,
            resumed=run.resumed,
            sites=len(wanted.sites),
            visits=outcomes.total(),
            fetched=spider.fetched,
            bytes=size,
            seconds=time.monotonic() - started,
            outcomes=dict(outcomes),
        )


def _crawl(pipe: Connection, session: Session, wanted: Wanted) -> PortalSpider | None:
    process = AsyncCrawlerProcess(scrapy_settings(session.settings, session.folder))
    crawler = process.create_crawler(PortalSpider)
    process.crawl(crawler, session=session, wanted=wanted, tell=pipe.send)
    loop = asyncio.get_event_loop()
    stopping: set[asyncio.Future[Any]] = set()

    def stop() -> None:
        loop.remove_reader(pipe.fileno())
        stopping.add(asyncio.ensure_future(process.stop()))
        # Scrapy 2.19 never ends when it is told to stop just while it ends by itself; nobody may be left to insist.
        loop.call_later(_LAST_GRACE, os._exit, 1)

    # What was loaded stays until the end; the collector need not go through it again and again.
    gc.collect()
    gc.freeze()
    # The parent never writes: the pipe becomes readable only when its other end is closed.
    loop.add_reader(pipe.fileno(), stop)
    process.start(install_signal_handlers=False)
    spider = crawler.spider
    return spider if isinstance(spider, PortalSpider) else None


def scrapy_settings(settings: GatherSettings, folder: Path) -> Settings:
    """Return Scrapy's settings for a gathering: those of `crawler.settings` and what the operator set."""
    made = Settings()
    made.setmodule("crawler.settings", priority="project")
    made.setdict(
        {
            "USER_AGENT": settings.user_agent,
            "DOWNLOAD_DELAY": settings.delay,
            "DOWNLOAD_TIMEOUT": settings.timeout,
            "LOG_FILE": str(folder / LOG_FILE),
        },
        priority="cmdline",
    )
    return made
