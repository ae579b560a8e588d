"""The first middleware: every request and every redirect hop is checked before it may leave."""

import time
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.model import Outcome
from crawler.net.look import LookEndedError
from crawler.net.resolver import AddressForbiddenError, AddressNotFoundError
from crawler.net.session import netloc_of, session_of


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

    def answered(self, request: Request) -> None:
        """Count a host's delay from its last answer: counted from the request, a slow answer would use it up."""
        engine = self._crawler.engine
        slot = None if engine is None else engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.lastseen = time.monotonic()

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
        request.meta["download_slot"] = netloc


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
