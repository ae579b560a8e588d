"""The spider: it asks what each site's survey wants, keeps every visit, and hands it back to the survey."""

import asyncio
import contextlib
import logging
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from typing import Any

from scrapy import Spider
from twisted.internet.interfaces import IReactorPluggableNameResolver

from crawler.clock import now
from crawler.model import Outcome, Purpose, SiteWanted, Visit, Wanted
from crawler.net.fetcher import Fetcher
from crawler.net.look import Look
from crawler.net.rendering import Browser
from crawler.net.session import Session, netloc_of
from crawler.net.settings import LOG_FILE
from crawler.net.twisted_names import GuardedResolver
from crawler.net.visits import visit_of
from crawler.platforms.fetch import Fetch
from crawler.probes import probe_site
from crawler.progress import Progress
from crawler.readers.readers import Readers
from crawler.remember import SiteMemory
from crawler.replay import SiteRun, stored_body
from crawler.reuse import NOT_MODIFIED, Reuse, conditions, unchanged
from crawler.store import Run, SiteTally, Store
from crawler.survey import Budget
from crawler.survey.reader import Body
from crawler.warc import Original

_LOG = logging.getLogger(__name__)
_TELL_EVERY = 0.2
"""Seconds between two progress events of one site; more where many sites would tell as often."""
_TELLING = 20
"""Sites that may tell of themselves that often."""
_AHEAD = 8
"""Pages of one site that may be fetched while others are still read."""


class PortalSpider(Spider):
    """Visits many sites at once, each one request at a time, so that none waits for another."""

    name = "portal"

    def __init__(self, session: Session, wanted: Wanted, tell: Callable[[Progress], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = session
        self.wanted = wanted
        self.tell = tell
        self.fetched = 0
        self.failure: BaseException | None = None
        self.complete = False

    async def start(self) -> AsyncIterator[Any]:
        """Visit all sites; yields nothing, because what is found goes straight into the store."""
        from twisted.internet import reactor  # noqa: PLC0415 - there is none before the process has installed it

        if not IReactorPluggableNameResolver.providedBy(reactor):
            raise RuntimeError("this reactor cannot be given a name resolver, so private addresses cannot be refused")
        reactor.installNameResolver(GuardedResolver(self.session.names))
        session = self.session
        fetcher = Fetcher(self.crawler, session)
        gate = asyncio.Semaphore(session.settings.sites_at_once)
        readers = _readers(session)
        try:
            async with readers, Browser(session, fetcher) as browser:
                visits = [_SiteVisit(self, each, fetcher, browser, readers) for each in self.wanted.sites]
                await asyncio.gather(*(each.run(gate) for each in visits))
            self.complete = True
        except Exception as error:
            self.failure = error
            raise
        nothing: tuple[Any, ...] = ()
        for each in nothing:
            yield each


class _SiteVisit:
    """The visit to one site."""

    def __init__(
        self, spider: PortalSpider, wanted: SiteWanted, fetcher: Fetcher, browser: Browser, readers: Readers
    ) -> None:
        self._spider = spider
        self._session = spider.session
        self._site = wanted.site
        self._wanted = wanted
        self._fetcher = fetcher
        self._browser = browser
        self._readers = readers
        self._run = SiteRun(wanted, Budget(pages=spider.session.settings.page_budget), spider.session.shelf)
        freshness = spider.session.settings.freshness
        self._reuse = (
            None if freshness is None else Reuse(spider.session.store, spider.session.run, wanted.site.id, freshness)
        )
        self._stored: dict[str, Visit] = {}
        self._later: list[tuple[float, int, Fetch]] = []
        self._reading: deque[asyncio.Task[None]] = deque()
        self._outcomes: Counter[str] = Counter()
        self._bytes = 0
        self._home: Visit | None = None
        self._told = 0.0

    async def run(self, gate: asyncio.Semaphore) -> None:
        """Ask until the survey wants nothing more, then measure, then keep the evidence."""
        async with gate:
            store, run, site = self._session.store, self._session.run, self._site
            store.begin_site(run, site=site.id, name=site.name, url=site.url)
            try:
                await self._visit(store, run)
            except Exception as error:  # noqa: BLE001 - one site must not end the others; it is logged and stored
                self._run.keep_failure(store, run, error)
            finally:
                for task in self._reading:
                    task.cancel()
            state = "complete" if self._run.broken is None else "failed"
            tally = SiteTally(
                state, self._outcomes.total(), self._bytes, dict(self._outcomes), self._run.family, self._run.broken
            )
            store.end_site(run, site.id, tally)
            self._tell(done=True)

    async def _visit(self, store: Store, run: Run) -> None:
        self._stored = store.visits_by_key(run, self._site.id)
        self._run.start()
        await self._answer_all()
        self._run.keep_evidence(store, run)
        with SiteMemory(self._session.folder, run.id, self._site.id) as memory:
            self._run.ask_again(memory.compare(self._run.look()))
            await self._answer_all()
            memory.keep(self._run.answers)
            store.add_evidence(run, memory.evidence())
        measured = await probe_site(self._session, self._wanted, self._home, self._browser)
        store.add_evidence(run, measured)
        if self._reuse is not None:
            self._reuse.end()
        store.doubt(run, self._site.id, self._run.doubts)

    async def _answer_all(self) -> None:
        """Answer what is queued, from the store or from the site, until nothing more is asked."""
        while True:
            turn = await self._next()
            if self._reading and (turn is None or len(self._reading) >= _AHEAD):
                await self._reading.popleft()
            if turn is None:
                if not self._run.queue and not self._reading:
                    return
                continue
            fetch, attempts = turn
            if not await self._recall(fetch):
                await self._ask(fetch, attempts)
            else:
                await asyncio.sleep(0)

    async def _next(self) -> tuple[Fetch, int] | None:
        """Return the next fetch with the attempts made so far, waiting for one that is to be asked again later."""
        if self._later and (not self._run.queue or self._is_due(*self._later[0][:2])):
            due, attempts, fetch = self._later.pop(0)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            return fetch, attempts
        return (self._run.queue.popleft(), 0) if self._run.queue else None

    def _is_due(self, due: float, attempts: int) -> bool:
        """Whether an address is asked again before what is queued; for the last time it is asked after all that."""
        return attempts < self._session.settings.retries and due <= time.monotonic()

    async def _recall(self, fetch: Fetch) -> bool:
        """Answer a fetch from what is stored, if it can be: by this run, before it was killed, or by an earlier one."""
        store, stored = self._session.store, self._stored.get(fetch.key)
        visit = self._reuse.answer(fetch) if stored is None and self._reuse is not None else stored
        if visit is None and fetch.url.endswith("/robots.txt"):
            visit = self._robots(fetch)
        if visit is None:
            return False
        # Who blocked this run before it was killed is not asked again now.
        if visit.outcome is Outcome.BLOCKED:
            self._session.host(netloc_of(visit.final_url or visit.url)).blocked = visit.note or "blocked"
        body = stored_body(store, visit)
        if stored is not None and self._reuse is not None:
            self._reuse.recall(fetch, visit, body)
        await self._take(fetch, visit, body)
        return True

    def _robots(self, fetch: Fetch) -> Visit | None:
        """What this run's own look at robots.txt found, kept as this site's too, so that a replay finds it."""
        found = self._session.store.robots(self._session.run, fetch.url)
        if found is None:
            return None
        visit = replace(found, site=self._site.id, purpose=fetch.purpose)
        self._session.store.add_visit(self._session.run, fetch.key, visit)
        return visit

    async def _ask(self, fetch: Fetch, attempts: int) -> None:
        settings = self._session.settings
        if self._bytes >= settings.byte_budget:
            await self._refuse(fetch)
            return
        earlier = None if self._reuse is None else self._reuse.before(fetch)
        original = None if self._reuse is None or earlier is None else self._reuse.original(earlier)
        asked = {} if original is None or earlier is None else conditions(earlier)
        look = await self._look(fetch, asked, original)
        self._spider.fetched += 1
        again = self._reuse is None or not self._reuse.failed_before(fetch)
        if look.transient and again and attempts < settings.retries:
            self._later.append((time.monotonic() + settings.back_off * 2**attempts, attempts + 1, fetch))
            self._later.sort(key=lambda turn: turn[0])
            return
        visit = visit_of(self._site.id, fetch, look)
        body: Body | None = look.body if visit.digest is not None else None
        if asked and earlier is not None and look.status == NOT_MODIFIED:
            visit, body = unchanged(visit, earlier), stored_body(self._session.store, earlier)
        self._session.store.add_visit(self._session.run, fetch.key, visit)
        if self._reuse is not None:
            self._reuse.learn(fetch, visit, body)
        await self._take(fetch, visit, body)

    async def _refuse(self, fetch: Fetch) -> None:
        """Answer a fetch without asking: what the site may send is used up. Stored, so that replays find the same."""
        note = f"not asked: the site has sent {self._bytes} bytes, which is all that it may"
        look = Look(Outcome.BUDGET_SPENT, now(), fetch.url, note=note, final=True)
        visit = visit_of(self._site.id, fetch, look)
        self._session.store.add_visit(self._session.run, fetch.key, visit)
        await self._take(fetch, visit, None)

    async def _look(self, fetch: Fetch, asked: Mapping[str, str], original: Original | None) -> Look:
        if fetch.browser:
            return await self._browser.render(self._site.id, fetch.url)
        headers = {**asked, "Referer": fetch.referer} if fetch.referer is not None else dict(asked)
        return await self._fetcher.look(
            self._site.id, fetch.url, method=fetch.method, form=fetch.form, headers=headers, original=original
        )

    async def _take(self, fetch: Fetch, visit: Visit, body: Body | None) -> None:
        """Count a visit and hand it to the survey; where others read, the next may be fetched meanwhile."""
        if visit.purpose is Purpose.HOME and (self._home is None or self._home.outcome is not Outcome.OK):
            self._home = visit
        self._outcomes[visit.outcome.value] += 1
        self._bytes += visit.size
        assignment = None if body is None else self._run.assignment(fetch, visit)
        if assignment is None or body is None:
            self._run.take(fetch, visit, None)
        elif self._readers.elsewhere:
            await self._readers.turn()
            task = asyncio.create_task(self._run.read(self._readers, assignment, body))
            task.add_done_callback(lambda _: self._readers.done())
            self._reading.append(task)
        else:
            await self._run.read(self._readers, assignment, body)
        self._tell(done=False)

    def _tell(self, *, done: bool) -> None:
        now = time.monotonic()
        if not done and now - self._told < _TELL_EVERY * max(1.0, len(self._spider.wanted.sites) / _TELLING):
            return
        self._told = now
        queued = len(self._run.queue) + len(self._later) + len(self._reading)
        with contextlib.suppress(OSError):  # the reader may have gone; then the child is told to stop by the pipe
            self._spider.tell(Progress(self._site.id, self._site.name, self._outcomes.total(), queued, done))


def _readers(session: Session) -> Readers:
    """The readers of a gathering. A run that goes on may have been ended by a page: then none is read here."""
    settings = session.settings
    return Readers(
        settings.readers,
        after=0 if session.run.resumed else settings.readers_after,
        seconds=settings.reading_seconds,
        log=session.folder / LOG_FILE,
        cache=session.readings,
    )
