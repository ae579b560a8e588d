"""A Chromium that lends pages: contexts are changed every so many pages, the process every so many contexts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
    async def page(self) -> AsyncIterator["Page"]:
        """Lend a blank page of a context without storage of its own; it is closed afterwards, whatever happened."""
        async with self._starting:
            seat = await self._seated()
            page = await seat.context.new_page()
            seat.pages += 1
            seat.process.pages += 1
            seat.open += 1
        try:
            yield page
        finally:
            seat.open -= 1
            try:
                await asyncio.wait_for(page.close(), _WAIT)
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


async def _quietly_closed(what: "BrowserContext | Browser") -> None:
    with contextlib.suppress(Exception):
        await asyncio.wait_for(what.close(), _WAIT)
