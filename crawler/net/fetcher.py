"""One look at one address, through all middlewares, with its outcome; nothing is raised whatever the server does."""

import asyncio
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlencode

from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.clock import now
from crawler.model import Outcome
from crawler.net.blocks import block_name, stops_host
from crawler.net.control import UNREACHED
from crawler.net.look import Look, LookEndedError, error_outcome, status_outcome
from crawler.net.pace import LONGEST_REST, rest
from crawler.net.recorder import header_pairs
from crawler.net.session import Session, netloc_of
from crawler.warc import Original

_REFUSALS = 2
"""Bare 403 answers in a row after which a host is taken to refuse us as such."""
_FORBIDDEN = 403
_RESTING = frozenset({429, 503})
_UNANSWERED = frozenset({Outcome.TIMEOUT, Outcome.DROPPED, Outcome.REFUSED})


class Fetcher:
    """Asks addresses on behalf of sites."""

    def __init__(self, crawler: Crawler, session: Session) -> None:
        self._crawler = crawler
        self._session = session

    async def look(
        self,
        site: str,
        url: str,
        *,
        method: str = "GET",
        form: Iterable[tuple[str, str]] = (),
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        robots: bool = False,
        original: Original | None = None,
    ) -> Look:
        """Return what became of one request, redirects followed. `robots` marks the request for robots.txt itself.

        `original` is the stored record that the request's headers ask about; an answer of 304 stands for it.
        """
        all_headers = dict(headers or {})
        if form:
            body = urlencode(list(form)).encode()
            all_headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        meta = {"site": site, "robots": robots, "original": original}
        began = time.monotonic()
        try:
            request = Request(url, method=method, headers=all_headers, body=body, meta=meta, dont_filter=True)
            response = await self._engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever a hostile server provokes becomes an outcome
            return await self._failed(url, error, began)
        self._session.control.answered()
        return self._answered(response)

    @property
    def _engine(self) -> ExecutionEngine:
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("the engine is not running")
        return engine

    async def look_patiently(self, site: str, url: str, *, robots: bool = False) -> Look:
        """Return the same, asking again after a wait as long as the failure is transient and retries are left."""
        settings = self._session.settings
        for attempt in range(settings.retries):
            look = await self.look(site, url, robots=robots)
            if not look.transient:
                return look
            await asyncio.sleep(settings.back_off * 2**attempt)
        return await self.look(site, url, robots=robots)

    async def _failed(self, url: str, error: Exception, began: float) -> Look:
        outcome, note = error_outcome(error)
        ours = isinstance(error, LookEndedError)
        if outcome in UNREACHED and await self._session.control.our_fault(began):
            note = f"the control address did not answer either; {note}"
            return Look(outcome=Outcome.NO_ROUTE, seen_at=now(), url=url, note=note, again=True)
        if outcome in _UNANSWERED and not ours:
            self._session.host(netloc_of(url)).unanswered += 1
        return Look(outcome=outcome, seen_at=now(), url=url, note=note or None, final=ours)

    def _answered(self, response: Response) -> Look:
        host = self._session.host(netloc_of(response.url))
        host.unanswered = 0
        outcome, note = status_outcome(response.status), None
        block = block_name(response.status, response.body)
        if block is not None and response.status == _FORBIDDEN and _is_head(response):
            # Many servers refuse HEAD as such, and folders: no reason to leave a host alone that answers pages.
            block = None
        wait = _rest(response)
        if wait is not None and host.rests < self._session.settings.retries and wait <= LONGEST_REST:
            # It says itself when to come back; the guard keeps us away until then.
            host.rests += 1
            note = f"asked to come back after {wait:g} s"
        elif wait is not None and wait > LONGEST_REST:
            outcome, note = Outcome.BLOCKED, f"asked to stay away for {wait:g} s"
            host.blocked = f"it {note}"
        elif block is not None:
            note = block
            host.refusals += 1
            if stops_host(block) or host.refusals >= _REFUSALS:
                outcome = Outcome.BLOCKED
                host.blocked = f"blocked by {block} at {response.url[:300]}"
        else:
            host.refusals = host.rests = 0
            if "dataloss" in response.flags:
                outcome, note = Outcome.TRUNCATED, "the connection ended before the body was complete"
        meta = response.meta
        kind = response.headers.get("Content-Type")
        return Look(
            outcome=outcome,
            seen_at=meta["seen_at"],
            url=response.url,
            status=response.status,
            media_type=None if kind is None else kind.decode("latin-1")[:200],
            body=response.body,
            place=meta["place"],
            note=note,
            headers=header_pairs(response.headers),
        )


def _rest(response: Response) -> float | None:
    """The seconds for which a server with too much to do asks us to wait; None when it does not."""
    header = response.headers.get("Retry-After") if response.status in _RESTING else None
    return None if header is None else rest(header.decode("latin-1"), datetime.now(UTC))


def _is_head(response: Response) -> bool:
    return response.request is not None and response.request.method == "HEAD"
