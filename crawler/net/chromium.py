"""A Chromium that lends pages: contexts are changed every so many pages, the process every so many contexts.

A page that was left in order is lent again to the next visit of the same host: a new one costs more than most visits.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Whatever would get past our routing (a redirect, a socket, a literal address) finds no name and no way out.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_PAGES_PER_CONTEXT = 50
_PAGES_PER_PROCESS = 500
_MOST_IDLE = 2
"""Pages of a context that are kept for another visit."""
_WAIT = 5.0
"""Seconds that a page, a context or the process has to close; what takes longer is given up."""
VIEW = (1280, 900)
"""Width and height in pixels of the window that pages are laid out for."""


@dataclass(slots=True, eq=False)
class _Process:
    browser: "Browser"
    pages: int = 0
    contexts: int = 0
    retired: bool = False


@dataclass(slots=True, eq=False)
class _Seat:
    """One context with the pages open in it."""

    process: _Process
    context: "BrowserContext"
    pages: int = 0
    open: int = 0
    retired: bool = False
    idle: list[tuple[str, "Page"]] = field(default_factory=list)
    """Pages that were cleared, with the host that they may be lent for again; the oldest first."""


class Chromium:
    """Lends pages; starts when the first one is asked for."""

    def __init__(self, executable: Path, *, user_agent: str, timeout: float) -> None:
        self._executable = executable
        self._user_agent = user_agent
        self._timeout = timeout
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._process: _Process | None = None
        self._seat: _Seat | None = None

    @asynccontextmanager
    async def page(self, host: str = "") -> AsyncIterator["Page"]:
        """Lend a blank page of a context without storage of its own, for a visit of `host` (name and port).

        It is closed afterwards, whatever happened, unless it is in order and may be lent for this host again.
        """
        async with self._starting:
            seat = await self._seated()
            page = _taken(seat, host) or await seat.context.new_page()
            seat.pages += 1
            seat.process.pages += 1
            seat.open += 1
        kept = False
        try:
            yield page
            kept = bool(host) and await _cleared(page, host, seat)
        finally:
            seat.open -= 1
            over: Page | None = page
            if kept:
                seat.idle.append((host, page))
                over = seat.idle.pop(0)[1] if len(seat.idle) > _MOST_IDLE else None
            try:
                if over is not None:
                    await asyncio.wait_for(over.close(), _WAIT)
            except Exception:  # noqa: BLE001 - whatever a browser that hangs or broke says of it
                self._give_up(seat)
            await self._clear(seat)

    async def close(self) -> None:
        """End the browser."""
        process, self._process, self._seat = self._process, None, None
        if process is not None:
            await _quietly_closed(process.browser)
        with contextlib.suppress(Exception):
            if self._playwright is not None:
                await asyncio.wait_for(self._playwright.stop(), 2 * _WAIT)

    async def _seated(self) -> _Seat:
        """The context for the next page; a new one when the present one has had its pages."""
        process = self._process
        if process is not None and (process.pages >= _PAGES_PER_PROCESS or not process.browser.is_connected()):
            process.retired = True
            self._process, process = None, None
        seat = self._seat
        if seat is not None and (seat.process is not process or seat.retired or seat.pages >= _PAGES_PER_CONTEXT):
            seat.retired = True
            self._seat = None
            await self._clear(seat)
            seat = None
        if process is None:
            process = self._process = _Process(await self._launched())
        if seat is None:
            context = await process.browser.new_context(
                user_agent=self._user_agent,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                viewport={"width": VIEW[0], "height": VIEW[1]},
                service_workers="block",
                accept_downloads=False,
            )
            context.set_default_timeout(self._timeout * 1000)
            process.contexts += 1
            seat = self._seat = _Seat(process, context)
        return seat

    async def _launched(self) -> "Browser":
        from playwright.async_api import async_playwright  # noqa: PLC0415 - slow to import, seldom needed

        if self._playwright is None:
            self._playwright = await async_playwright().start()
        return await self._playwright.chromium.launch(
            executable_path=str(self._executable),
            headless=True,
            args=list(_FLAGS),
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )

    def _give_up(self, seat: _Seat) -> None:
        """Take no more pages of a process in which one does not even close."""
        seat.retired = seat.process.retired = True
        if self._seat is seat:
            self._seat = None
        if self._process is seat.process:
            self._process = None

    async def _clear(self, seat: _Seat) -> None:
        """Close a context that is done with and, when it was the last of its process, the process."""
        if not seat.retired or seat.open:
            return
        seat.retired = False  # closed once
        await _quietly_closed(seat.context)
        seat.process.contexts -= 1
        if seat.process.retired and not seat.process.contexts:
            await _quietly_closed(seat.process.browser)


def _taken(seat: _Seat, host: str) -> "Page | None":
    """A page that was kept for `host`, no longer kept."""
    at = next((at for at, (name, _) in enumerate(seat.idle) if name == host), None)
    return None if at is None else seat.idle.pop(at)[1]


async def _cleared(page: "Page", host: str, seat: _Seat) -> bool:
    """Make a page blank again; false when it cannot be lent again.

    It must have stayed on its host, and have opened no window: a window could reach back into the next visit.
    """
    with contextlib.suppress(Exception):
        if urlsplit(page.url).netloc != host or len(seat.context.pages) > seat.open + len(seat.idle):
            return False
        async with asyncio.timeout(_WAIT):
            # Blank first: what the page still asks for as it goes is answered by the visit that it belongs to.
            await page.goto("about:blank")
            await page.unroute_all(behavior="ignoreErrors")
            await page.set_viewport_size({"width": VIEW[0], "height": VIEW[1]})
        return True
    return False


async def _quietly_closed(what: "BrowserContext | Browser") -> None:
    with contextlib.suppress(Exception):
        await asyncio.wait_for(what.close(), _WAIT)
