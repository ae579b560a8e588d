"""Paging by jQuery plug-ins (Shanghai and others): the number of pages in a script, page 2 at `index_2.html`."""

import re
from urllib.parse import urljoin, urlsplit

from crawler.markup import Source
from crawler.model import ListingRead, Purpose
from crawler.platforms.address import resolve
from crawler.platforms.fetch import Fetch
from crawler.platforms.protocol import Family

_CALL = re.compile(r"\.pagination\(\s*\{([^{}]{0,2000})")
_PAGES = re.compile(r"""\btotalPages?['"]?\s*:\s*['"]?(\d{1,5})""")
_NAME = re.compile(r"([A-Za-z][\w-]{0,40}?)(?:_(\d{1,5}))?\.(s?html?)$")


class Pagination(Family):
    """Static list pages counted from 1, named in a `.pagination({totalPage: N})` call."""

    family = "pagination"

    def recognises(self, source: Source) -> bool:
        """By the call with its number of pages."""
        return _pages(source) is not None

    def listing(self, source: Source) -> ListingRead | None:
        """The page count; the items are plain markup."""
        pages = _pages(source)
        if pages is None:
            return None
        following = _address(source.url, 2) if pages > 1 and _current(source.url) == 1 else None
        return ListingRead(pages=pages, next=following)

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """Page 2 of `index.html` is `index_2.html`."""
        if listing.pages is None or not 1 <= number <= listing.pages:
            return None
        address = _address(source.url, number)
        return None if address is None else Fetch(address, Purpose.LIST_PAGE, number=number)


def _pages(source: Source) -> int | None:
    if ".pagination(" not in source.text:
        return None
    call = _CALL.search(source.text)
    found = _PAGES.search(call.group(1)) if call else None
    return int(found.group(1)) if found else None


def _current(url: str) -> int:
    name = _NAME.search(urlsplit(url).path.rpartition("/")[2])
    return int(name.group(2)) if name and name.group(2) else 1


def _address(url: str, number: int) -> str | None:
    name = _NAME.search(urlsplit(url).path.rpartition("/")[2])
    stem, ending = (name.group(1), name.group(3)) if name else ("index", "html")
    return resolve(urljoin(url, "."), f"{stem}.{ending}" if number == 1 else f"{stem}_{number}.{ending}")
