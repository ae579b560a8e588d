"""The first middleware: every request and every redirect hop is checked before it may leave."""

import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response

from crawler.model import Outcome
from crawler.net.look import LookEndedError
from crawler.net.pace import LONGEST_REST, is_strained, next_delay, rest
from crawler.net.resolver import AddressForbiddenError, AddressNotFoundError
from crawler.net.session import netloc_of, session_of, slot_of


class Guard:
    """Refuses what must not be asked, and puts each request into the queue of its own host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Guard":
        """Return the middleware, as Scrapy makes them."""
        guard = cls(crawler)
        crawler.signals.connect(guard.answered, signals.response_downloaded)
        return guard

    def answered(self, request: Request, response: Response) -> None:
        """Pace the host by its answer."""
        wait = None
        if is_strained(response.status):
            retry_after = response.headers.get("Retry-After")
            wait = rest(None if retry_after is None else retry_after.decode("latin-1"), datetime.now(UTC))
        latency = float(request.meta.get("download_latency", 0.0))
        self._pace(request, latency, strained=is_strained(response.status), wait=wait)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Pace a host that did not answer in time."""
        if isinstance(exception, DownloadTimeoutError):
            self._pace(request, 0.0, strained=True, wait=None)

    def _pace(self, request: Request, latency: float, *, strained: bool, wait: float | None) -> None:
        """Count a host's pause from its last answer: counted from the request, a slow answer would use it up."""
        engine = self._crawler.engine
        key = request.meta.get("download_slot", "")
        slot = None if engine is None else engine.downloader.slots.get(key)
        if engine is None or slot is None:
            return
        session = session_of(self._crawler)
        least = max(session.settings.delay, session.host(netloc_of(request.url)).crawl_delay)
        slot.delay = next_delay(slot.delay, least=least, latency=latency, strained=strained)
        # A queue that was empty for a minute is made anew: with the pause that its host had.
        engine.downloader.per_slot_settings[key] = {"delay": slot.delay}
        slot.lastseen = time.monotonic()
        if wait is not None:
            slot.lastseen += max(0.0, min(wait, LONGEST_REST) - slot.delay)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise LookEndedError with the outcome that it has thereby."""
        session = session_of(self._crawler)
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise LookEndedError(Outcome.UNREADABLE, "the address is not one of http or https")
        if parts.username is not None or parts.password is not None:
            raise LookEndedError(Outcome.UNREADABLE, "the address carries a user name or password")
        netloc = netloc_of(request.url)
        given_up = session.host(netloc).given_up
        if given_up is not None:
            outcome = Outcome.BLOCKED if session.host(netloc).blocked else Outcome.TIMEOUT
            raise LookEndedError(outcome, f"not asked: {netloc} is left alone, {given_up}")
        try:
            await session.names.addresses(parts.hostname)
        except AddressNotFoundError as error:
            raise LookEndedError(Outcome.DNS_FAILED, str(error)) from error
        except AddressForbiddenError as error:
            raise LookEndedError(Outcome.ADDRESS_FORBIDDEN, str(error)) from error
        # A redirect copies the slot of the request before it; delays count per host that is asked.
        request.meta["download_slot"] = slot_of(request.url)


class Redirects(RedirectMiddleware):
    """Follows redirects; one too many is an outcome of its own."""

    def process_response(  # type: ignore[override]  # `spider` is deprecated and not passed any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the next request of the chain, or the response when it is the last."""
        try:
            following: Request | Response = super().process_response(request, response)
        except IgnoreRequest as error:
            chain = " -> ".join([*request.meta.get("redirect_urls", []), request.url])
            raise LookEndedError(Outcome.REDIRECT_LOOP, chain[:500]) from error
        if isinstance(following, Request) and following.url in [*request.meta.get("redirect_urls", []), request.url]:
            raise LookEndedError(Outcome.REDIRECT_LOOP, f"{following.url} leads back to itself")
        return following
