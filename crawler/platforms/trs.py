"""TRS WCM: static pages `tYYYYMMDD_ID.html`; the number of list pages stands only in a script call."""

import re
from urllib.parse import urljoin

from crawler.markup import Source
from crawler.model import ListingRead, Purpose
from crawler.platforms.address import resolve
from crawler.platforms.fetch import Fetch
from crawler.platforms.protocol import Family

# createPageHTML(total, current, "index", "html"), createPage(...), and Guangdong's createPageHTML('id', total, ...)
_CALL = re.compile(
    r"""\bcreatePage(?:HTML)?\s*\(\s*(?:['"][\w-]{1,40}['"]\s*,\s*)?(\d{1,6})\s*,\s*(\d{1,6})\s*,"""
    r"""\s*['"]([\w-]{1,60})['"]\s*,\s*['"](s?html?)['"]"""
)
_NUMBERED = re.compile(r"_\d{1,6}\.s?html?$")
_MARKS = ("TRS_Editor", "trs_editor_view", "trs_web")
_SHAPES = (
    ("createPage", re.compile(r"createPage(?:HTML)?\s*\(")),
    ("/t20", re.compile(r"/t20\d{6}_\d+\.s?html?")),
)


class Trs(Family):
    """TRS WCM."""

    family = "trs"

    def recognises(self, source: Source) -> bool:
        """By the editor's class names, the paging call, or document names."""
        text = source.text
        return any(mark in text for mark in _MARKS) or any(
            beginning in text and shape.search(text) is not None for beginning, shape in _SHAPES
        )

    def listing(self, source: Source) -> ListingRead | None:
        """The page count; the items are plain markup."""
        call = _call(source)
        if call is None:
            return None
        pages, current = int(call.group(1)), int(call.group(2))
        more = current + 1 < pages + _first(source.url, call)
        return ListingRead(pages=pages, next=_address(source.url, call, current + 1) if more else None)

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:  # noqa: ARG002 - protocol
        """Page 2 of `index` is `index_1.html`; where page 1 counts as 1 (Kaipu UCAP) it is `index_2.html`."""
        call = _call(source)
        if call is None or not 1 <= number <= int(call.group(1)):
            return None
        first = _first(source.url, call)
        address = _address(source.url, call, 0 if number == 1 else number - 1 + first)
        return None if address is None else Fetch(address, Purpose.LIST_PAGE, number=number)


def _call(source: Source) -> re.Match[str] | None:
    return _CALL.search(source.text) if "createPage" in source.text else None


def _first(url: str, call: re.Match[str]) -> int:
    """What the call counts page 1 as: 0, or 1 where a page whose name bears no number calls itself 1."""
    name = url.split("?", 1)[0].rpartition("/")[2]
    return 1 if call.group(2) == "1" and not _NUMBERED.search(name) else 0


def _address(url: str, call: re.Match[str], index: int) -> str | None:
    prefix, ending = call.group(3), call.group(4)
    name = f"{prefix}.{ending}" if index == 0 else f"{prefix}_{index}.{ending}"
    return resolve(urljoin(url, "."), name)
