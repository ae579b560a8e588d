"""What a rendered page looks like: a small picture, kept beside it as evidence for people."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

from crawler.net.chromium import VIEW

if TYPE_CHECKING:
    from playwright.async_api import Page

_HIGHEST = 3000
"""Pixels of a page's height that are shown; below stands more of the same list, or the foot."""
_LARGEST = 250_000
_QUALITIES = (40, 15)
_WAIT = 5.0
"""Seconds for one step; a page that does not hold still has no picture."""


async def take_picture(page: "Page") -> bytes | None:
    """Return a JPEG of the page, at most 1,280 by 3,000 pixels and 250 kB, or None where there is none to be had.

    Pictures and style sheets of the page were not loaded: it shows the words, not the design.
    """
    with contextlib.suppress(Exception):
        height = await asyncio.wait_for(page.evaluate("document.documentElement.scrollHeight"), _WAIT)
        # The page's own script may answer anything here.
        shown = min(max(int(height), 200), _HIGHEST) if isinstance(height, int | float) else VIEW[1]
        await asyncio.wait_for(page.set_viewport_size({"width": VIEW[0], "height": shown}), _WAIT)
        for quality in _QUALITIES:
            picture = await page.screenshot(type="jpeg", quality=quality, timeout=_WAIT * 1000, animations="disabled")
            if len(picture) <= _LARGEST:
                return picture
    return None
