"""Kaipu UCAP (开普): lists that a script fetches from `/common/search/{id}` as JSON; static ones are paged as TRS's."""

import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from crawler.markup import Source
from crawler.model import ListedItem, ListingRead, Purpose
from crawler.platforms.address import resolve, with_query
from crawler.platforms.fetch import Fetch
from crawler.platforms.protocol import Family
from crawler.platforms.records import MOST, read_date

_INTERFACE = re.compile(r"/common/search/[0-9a-f]{32}$")
_NAMED = re.compile(
    r"""["'](?P<path>[^"'\s<>]{0,200}/common/search/(?P<id>[0-9a-f]{32})?)(?P<query>\?[^"'\s<>]{0,300})?["']"""
)
_CHANNEL = re.compile(
    r"""<meta[^>]{0,100}\bname\s*=\s*["']channelId["'][^>]{0,100}\bcontent\s*=\s*["']([0-9a-f]{32})["']""",
    re.IGNORECASE,
)
_QUERY = {"_isAgg": "true", "_isJson": "true", "_pageSize": "20", "_template": "index", "page": "1"}
_SIZE = re.compile(r"_pageSize=(\d{1,3})")


class Ucap(Family):
    """The search interface of Kaipu UCAP."""

    family = "ucap"

    def recognises(self, source: Source) -> bool:
        """By the interface's address in a script, or as the answer's own; by the CMS's mark in its pages."""
        return (
            "/common/search/" in source.text
            or _INTERFACE.search(urlsplit(source.url).path) is not None
            or ("UCAP-CONTENT" in source.text)
        )

    def listing(self, source: Source) -> ListingRead | None:
        """The results of an answer; `rows` says how many make a page."""
        data = _data(source)
        results = data.get("results") if data is not None else None
        if data is None or not isinstance(results, list):
            return None
        items = tuple(item for each in results[:MOST] if (item := _item(each, source.url)) is not None)
        total, rows = _count(data.get("total")), _count(data.get("rows")) or len(items)
        pages = max(1, -(-total // rows)) if total is not None and rows else None
        return ListingRead(items=items, total=total, pages=pages)

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """The same interface address with another page number."""
        if number < 1 or (listing.pages is not None and number > listing.pages) or _data(source) is None:
            return None
        return Fetch(with_query(source.url, page=str(number)), Purpose.LIST_PAGE, number=number)

    def sources(self, source: Source) -> tuple[Fetch, ...]:
        """The interface that a script of the page names, for the channel it names or that the page is of."""
        if _data(source) is not None or "/common/search/" not in source.text:
            return ()
        channel = _CHANNEL.search(source.text[:50_000])
        found = []
        for named in _NAMED.finditer(source.text):
            id_ = named.group("id") or (channel.group(1) if channel else None)
            path = named.group("path") if named.group("id") else f"{named.group('path')}{id_}"
            url = resolve(source.url, path) if id_ else None
            if url is not None:
                size = _SIZE.search(named.group("query") or "")
                query = {**_QUERY, "_pageSize": size.group(1)} if size else _QUERY
                found.append(Fetch(with_query(url, **query), Purpose.LIST_PAGE, number=1, referer=source.url))
        return tuple(dict.fromkeys(found))[:2]

    def shown_number(self, source: Source) -> int | None:
        """The answer's `page`."""
        data = _data(source)
        return _count(data.get("page")) if data is not None else None


def _data(source: Source) -> dict[str, Any] | None:
    """The `data` of an answer, some of which wrap it in `results`; None on other pages."""
    if not _INTERFACE.search(urlsplit(source.url).path):
        return None
    value = source.once(_json)
    for _ in range(2):
        if isinstance(value, dict) and isinstance(value.get("results"), list):
            return value
        value = (value.get("data") or value.get("results")) if isinstance(value, dict) else None
    return value if isinstance(value, dict) and isinstance(value.get("results"), list) else None


def _json(source: Source) -> Any:
    try:
        return json.loads(source.text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _item(result: Any, base: str) -> ListedItem | None:
    if not isinstance(result, dict):
        return None
    title, url = result.get("title"), result.get("url")
    address = resolve(base, url) if isinstance(url, str) else None
    if not isinstance(title, str) or not title.strip() or address is None:
        return None
    return ListedItem(" ".join(title.split()), address, _day(result))


def _day(result: dict[str, Any]) -> date | None:
    shown = next((result[name] for name in ("publishedTimeStr", "publishedTime") if result.get(name)), None)
    return read_date(shown) if isinstance(shown, str) else None


def _count(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 8:  # noqa: PLR2004 - millions
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**7 else None
