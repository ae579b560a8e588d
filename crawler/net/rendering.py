"""Rendering with a Chromium that has no network of its own: all it asks for is fetched by us, guarded and recorded."""

import asyncio
import contextlib
import hashlib
import time
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from crawler.clock import now
from crawler.model import Outcome, Picture
from crawler.net.chromium import Chromium
from crawler.net.fetcher import Fetcher
from crawler.net.look import Look
from crawler.net.pictures import take_picture
from crawler.net.session import Session
from crawler.warc import LARGEST_BODY

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

_NOT_NEEDED = frozenset({"image", "media", "font", "stylesheet", "websocket", "manifest", "ping", "other"})
_DROPPED_HEADERS = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "set-cookie"}
)
_REQUESTS_PER_PAGE = 60
_AT_ONCE = 2
_QUIET = 0.35
"""Seconds without a request after which a page is taken to be complete; scripts wait that long between two steps."""
_CACHED = 20_000_000
"""Bytes of scripts kept for the pages that share them."""
_LARGEST_CACHED = 1_000_000
_MOST_SAID = 2_000_000
"""Characters taken of what a script says of a page; the page may have a hand in it."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is run in a page when it has come to rest: a library, and an expression whose value is a string."""

    library: str
    expression: str


class Browser:
    """Renders pages one or two at a time; starts the browser when the first page needs it."""

    def __init__(self, session: Session, fetcher: Fetcher) -> None:
        self._session = session
        self._fetcher = fetcher
        self._gate = asyncio.Semaphore(_AT_ONCE)
        settings = session.settings
        self._chromium = (
            Chromium(settings.browser, user_agent=settings.user_agent, timeout=settings.timeout)
            if settings.browser is not None
            else None
        )
        self._rendered: Counter[str] = Counter()
        self._scripts = _Scripts()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._chromium is not None:
            await self._chromium.close()

    async def render(self, site: str, url: str) -> Look:
        """Return the page at `url` as a browser builds it. `body` is the document then, in UTF-8.

        What is not HTML, or not OK, is returned as fetched.
        """
        look, _ = await self._open(site, url, None)
        return look

    async def measure(self, site: str, url: str, script: Script) -> tuple[Look, str | None]:
        """Return the page at `url` as `render` does, with its style sheets in force, and what `script` says of it.

        What it says is None when the page could not be opened, or when it says more than is taken.
        """
        return await self._open(site, url, script)

    async def _open(self, site: str, url: str, script: Script | None) -> tuple[Look, str | None]:
        settings = self._session.settings
        if self._chromium is None:
            return self._ended(Outcome.NEEDS_BROWSER, url, "no browser was given to this gathering"), None
        if self._rendered[site] >= settings.render_budget:
            note = f"{settings.render_budget} pages of the site were rendered"
            return self._ended(Outcome.BUDGET_SPENT, url, note), None
        self._rendered[site] += 1
        shell = await self._fetcher.look(site, url)
        if shell.outcome is not Outcome.OK or "html" not in (shell.media_type or "html"):
            return shell, None
        async with self._gate:
            try:
                return await asyncio.wait_for(self._build(self._chromium, site, shell, script), settings.timeout * 3)
            except Exception as error:  # noqa: BLE001 - a browser that breaks is our fault, whatever it raises
                return self._failed(url, error), None

    async def _build(
        self, chromium: Chromium, site: str, shell: Look, script: Script | None
    ) -> tuple[Look, str | None]:
        visit = _PageVisit(self._fetcher, site, shell, self._scripts, styled=script is not None)
        async with chromium.page(urlsplit(shell.url).netloc) as page:
            await page.route("**/*", visit.answer)
            await page.goto(shell.url, wait_until="domcontentloaded")
            await visit.rest(self._session.settings.timeout)
            body = (await page.content()).encode("utf-8", "replace")
            final = page.url
            picture = await take_picture(page) if self._session.settings.pictures else None
            said = None if script is None else await _say(page, script)
        if len(body) > LARGEST_BODY:
            return self._ended(Outcome.TOO_LARGE, shell.url, "the rendered document grows beyond our limit"), None
        moment = now()
        media_type = "text/html; charset=utf-8"
        place = self._session.warc.resource(final, moment, media_type, body)
        look = replace(
            shell,
            url=final,
            seen_at=moment,
            media_type=media_type,
            body=body,
            place=place,
            rendered=True,
            note=None,
            picture=self._kept(final, moment, picture),
        )
        return look, said

    def _kept(self, url: str, moment: datetime, picture: bytes | None) -> Picture | None:
        """Write a picture of a page beside it and return where it is."""
        if picture is None:
            return None
        place = self._session.warc.resource(f"urn:view:{url}", moment, "image/jpeg", picture)
        return Picture(place.file, place.offset, f"sha256:{hashlib.sha256(picture).hexdigest()}")

    def _failed(self, url: str, error: Exception) -> Look:
        """The look that ended in `error`; Playwright has a TimeoutError of its own beside Python's."""
        # One page among many that are drawn at once may starve: it is asked again before that counts.
        if type(error).__name__ == "TimeoutError":
            note = "the page did not come to rest in the browser"
            return replace(self._ended(Outcome.TIMEOUT, url, note), again=True)
        return replace(self._ended(Outcome.OUR_FAULT, url, f"the browser failed: {error}"[:300]), again=True)

    def _ended(self, outcome: Outcome, url: str, note: str) -> Look:
        return Look(outcome=outcome, seen_at=now(), url=url, note=note, final=True)


class _Scripts:
    """Scripts that pages have in common, by their addresses; the oldest make room for new ones."""

    def __init__(self) -> None:
        self._looks: OrderedDict[str, Look] = OrderedDict()
        self._size = 0

    def get(self, url: str) -> Look | None:
        """Return the look at this script, if it is still kept."""
        look = self._looks.get(url)
        if look is not None:
            self._looks.move_to_end(url)
        return look

    def put(self, url: str, look: Look) -> None:
        """Keep a look at a script, unless it is large."""
        size = len(look.body or b"")
        if look.body is None or size > _LARGEST_CACHED or url in self._looks:
            return
        self._looks[url] = look
        self._size += size
        while self._size > _CACHED:
            _, old = self._looks.popitem(last=False)
            self._size -= len(old.body or b"")


class _PageVisit:
    """Answers what one page asks for, by our own fetcher."""

    def __init__(self, fetcher: Fetcher, site: str, shell: Look, scripts: _Scripts, *, styled: bool = False) -> None:
        self._fetcher = fetcher
        self._site = site
        self._shell: Look | None = shell
        self._netloc = urlsplit(shell.url).netloc
        self._scripts = scripts
        self._not_needed = _NOT_NEEDED - {"stylesheet"} if styled else _NOT_NEEDED
        self._asked = 0
        self._open = 0
        self._last = time.monotonic()

    async def answer(self, route: "Route") -> None:
        """Fulfil a request of the page, or abort it."""
        self._open += 1
        try:
            await self._answer(route)
        finally:
            self._open -= 1
            self._last = time.monotonic()

    async def _answer(self, route: "Route") -> None:
        request = route.request
        self._asked += 1
        # A hostile page must not make us write anywhere but on its own host.
        foreign = request.method != "GET" and urlsplit(request.url).netloc != self._netloc
        if foreign or request.resource_type in self._not_needed or self._asked > _REQUESTS_PER_PAGE:
            await _quietly(route.abort())
            return
        if self._shell is not None and request.is_navigation_request():
            look, self._shell = self._shell, None
        else:
            look = await self._look(route)
        if look.body is None or look.status is None:
            await _quietly(route.abort())
            return
        await _quietly(route.fulfill(status=look.status, headers=_kept(look.headers), body=look.body))

    async def rest(self, patience: float) -> None:
        """Wait until the page has asked for nothing more for a while, or `patience` seconds are over."""
        until = time.monotonic() + patience
        self._last = time.monotonic()
        while time.monotonic() < until and (self._open or time.monotonic() < self._last + _QUIET):  # noqa: ASYNC110 - quiet is a time span, no event
            await asyncio.sleep(_QUIET / 5)

    async def _look(self, route: "Route") -> Look:
        request = route.request
        cached = self._scripts.get(request.url)
        if cached is not None and request.resource_type == "script":
            return cached
        headers = {"Referer": request.headers["referer"]} if "referer" in request.headers else {}
        if "content-type" in request.headers:
            headers["Content-Type"] = request.headers["content-type"]
        look = await self._fetcher.look(
            self._site, request.url, method=request.method, headers=headers, body=request.post_data_buffer or b""
        )
        if request.resource_type == "script":
            self._scripts.put(request.url, look)
        return look


def _kept(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in _DROPPED_HEADERS}


async def _quietly(answering: "asyncio.Future[None] | object") -> None:
    """Answer a request that may belong to a page that is closed by now."""
    from playwright.async_api import Error  # noqa: PLC0415 - as above

    with contextlib.suppress(Error):
        await answering  # type: ignore[misc]  # Playwright returns plain coroutines


async def _say(page: "Page", script: Script) -> str | None:
    await page.evaluate(script.library)
    said = await page.evaluate(script.expression)
    return said if isinstance(said, str) and len(said) <= _MOST_SAID else None
