"""robots.txt (RFC 9309): asked once per host, kept as a visit, obeyed unless an authority has released the site."""

import asyncio
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler

from crawler.markup.decode import decode
from crawler.model import Outcome, Purpose, Visit
from crawler.net.fetcher import Fetcher
from crawler.net.look import LookEndedError
from crawler.net.session import Rules, Session, netloc_of, session_of, slot_of
from crawler.net.visits import visit_of
from crawler.platforms.fetch import Fetch
from crawler.reuse import robots_answer

_LARGEST = 512_000
"""Bytes of a robots.txt that are read; RFC 9309 2.5 asks for at least 500 KiB."""
_LONGEST_DELAY = 30.0
"""Seconds of Crawl-delay that are honoured; more would only end the visit by its budget of time."""


class Robots:
    """Lets a request pass only when its host's robots.txt does."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Robots":
        """Return the middleware, as Scrapy makes them."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise LookEndedError."""
        if request.meta.get("robots"):
            return
        session = session_of(self._crawler)
        site = request.meta["site"]
        host = session.host(netloc_of(request.url))
        if host.rules is None:
            host.rules = asyncio.ensure_future(self._read(session, site, request.url))
        rules = await asyncio.shield(host.rules)
        if session.sites[site].robots_override is not None:
            return
        if rules.failed is not None:
            raise LookEndedError(*rules.failed)
        if rules.parser is not None and not rules.parser.can_fetch(request.url, session.settings.user_agent):
            raise LookEndedError(Outcome.ROBOTS_FORBIDDEN, "robots.txt of the host forbids this address")

    async def _read(self, session: Session, site: str, url: str) -> Rules:
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        fetch = Fetch(address, Purpose.ROBOTS)
        visit = session.store.robots(session.run, address)
        if visit is None:
            visit = robots_answer(session.store, session.run, site, session.settings.freshness, fetch)
        if visit is None:
            look = await Fetcher(self._crawler, session).look_patiently(site, address, robots=True)
            visit, body = visit_of(site, fetch, look), look.body
            session.store.add_visit(session.run, fetch.key, visit)
        else:
            body = session.store.body(visit)
        rules = read_rules(visit, body)
        self._slow_down(session, url, rules)
        return rules

    def _slow_down(self, session: Session, url: str, rules: Rules) -> None:
        """Honour Crawl-delay where it asks for more patience than the operator does."""
        asked = None if rules.parser is None else rules.parser.crawl_delay(session.settings.user_agent)
        if asked is None or asked <= session.settings.delay or self._crawler.engine is None:
            return
        delay = min(float(asked), _LONGEST_DELAY)
        session.host(netloc_of(url)).crawl_delay = delay
        downloader, slot = self._crawler.engine.downloader, slot_of(url)
        downloader.per_slot_settings[slot] = {"delay": delay}
        if slot in downloader.slots:
            downloader.slots[slot].delay = max(delay, downloader.slots[slot].delay)


def read_rules(visit: Visit, body: bytes | None) -> Rules:
    """Return the rules that the visit to a robots.txt came to (RFC 9309 2.3.1)."""
    if visit.outcome in {Outcome.OK, Outcome.TRUNCATED}:
        return Rules(parser=Protego.parse(decode((body or b"")[:_LARGEST])[0]))
    if visit.status is not None and visit.status >= 500:  # noqa: PLR2004 - 5xx
        return Rules(failed=(Outcome.ROBOTS_FORBIDDEN, f"robots.txt answers {visit.status}: RFC 9309 then forbids all"))
    unavailable = visit.status is not None or visit.outcome in {
        Outcome.REDIRECT_LOOP,
        Outcome.UNREADABLE,
        Outcome.TOO_LARGE,
    }
    if unavailable:
        return Rules()
    return Rules(failed=(visit.outcome, f"robots.txt could not be asked: {visit.note or visit.outcome.value}"))
