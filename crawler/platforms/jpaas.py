"""jpaas, the newer Hanweb (大汉): lists are units that a script fetches; the answer says which page it is.

The interface may answer page 1 whatever page is asked, so `shown_number` reads the echo.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from crawler.markup import Source
from crawler.model import ListingRead, Purpose
from crawler.platforms.address import resolve
from crawler.platforms.fetch import Fetch
from crawler.platforms.protocol import Family
from crawler.platforms.records import read_fragment

_INTERFACE = "/front/page/build/unit"
_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_UNIT = re.compile(r"<script\b([^<>]{0,4000})>", re.IGNORECASE)
_PAGER = re.compile(r"<div\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(querydata|url|uniturl|rows|count|pageno)\s*=\s*(?:"([^"]{0,3000})"|'([^']{0,3000})')""", re.IGNORECASE
)
_FIELD = re.compile(r"""'([A-Za-z]{1,30})'\s*:\s*'([^'{}]{0,300})'""")
_LIST_UNIT = re.compile(r"列表|list|分页|内容|信息|栏目")
_NO_LIST = re.compile(r"导航|位置|菜单|头部|底部|页眉|页脚|nav|menu|head|foot|banner|左侧|栏目名")
_MOST_UNITS = 3
_FEWEST = 2


class Jpaas(Family):
    """jpaas-publish-server."""

    family = "jpaas"

    def recognises(self, source: Source) -> bool:
        """By the address of its interface, in the page or as the page's own."""
        return _INTERFACE in source.text or _INTERFACE in source.url

    def listing(self, source: Source) -> ListingRead | None:
        """The items of an answer, with its figures; of a page only the figures of the pager it was written with."""
        markup = _answered(source)
        pager = _pager(markup if markup is not None else source.text)
        total, rows = _number(pager.get("count")), _number(pager.get("rows"))
        pages = -(-total // rows) if total is not None and rows else None
        if markup is None:
            return ListingRead(total=total, pages=pages) if pages is not None else None
        items = read_fragment(markup, source.url)
        if len(items) < _FEWEST and total is None:
            items = tuple(item for item in items if item.date is not None)
        return ListingRead(items=items, total=total, pages=pages)

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """The unit again with `paramJson`, for as many rows as page 1 holds."""
        if number < 1 or (listing.pages is not None and number > listing.pages):
            return None
        markup = _answered(source)
        pager = _pager(markup if markup is not None else source.text)
        fields = _fields(pager.get("querydata", ""))
        if not fields and markup is not None:
            fields = {name: values[-1] for name, values in parse_qs(urlsplit(source.url).query).items()}
        rows = _number(pager.get("rows")) or len(listing.items)
        if not fields.get("pageId") or not rows:
            return None
        return _fetch(source.url, pager.get("uniturl"), fields, number, rows)

    def sources(self, source: Source) -> tuple[Fetch, ...]:
        """The units that are called lists, else all that may be; menus, heads and feet are none."""
        if _answered(source) is not None:
            return ()
        found = []
        for attributes in _with_query(_UNIT, source.text):
            fields = _fields(attributes.get("querydata", ""))
            name = fields.get("tagId", "")
            if fields.get("pageId") and fields.get("pageType", "column") == "column" and not _NO_LIST.search(name):
                fetch = _fetch(source.url, attributes.get("url"), fields, None, None)
                if fetch is not None:
                    found.append((_LIST_UNIT.search(name) is None, fetch))
        named = [fetch for plain, fetch in found if not plain] or [fetch for _, fetch in found]
        return tuple(dict.fromkeys(named))[:_MOST_UNITS]

    def shown_number(self, source: Source) -> int | None:
        """The pager's `pageno`."""
        markup = _answered(source)
        return _number(_pager(markup).get("pageno")) if markup is not None else None


def _fetch(
    base: str, address: str | None, fields: dict[str, str], number: int | None, rows: int | None
) -> Fetch | None:
    url = resolve(base, address or _PATH)
    if url is None or _INTERFACE not in url:
        return None
    query = {name: value for name, value in fields.items() if name != "paramJson"}
    if number is not None:
        query["paramJson"] = json.dumps({"pageNo": number, "pageSize": str(rows)}, separators=(",", ":"))
    return Fetch(f"{url.split('?', 1)[0]}?{urlencode(query)}", Purpose.LIST_PAGE, number=number, referer=base)


def _answered(source: Source) -> str | None:
    """The HTML that an answer of the interface carries; None for pages and for answers that carry none."""
    if _INTERFACE not in source.url:
        return None
    value = source.once(_json)
    data = value.get("data") if isinstance(value, dict) else None
    markup = data.get("html") if isinstance(data, dict) else None
    return markup if isinstance(markup, str) else None


def _json(source: Source) -> Any:
    try:
        return json.loads(source.text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _pager(markup: str | None) -> dict[str, str]:
    return next(_with_query(_PAGER, markup), {}) if markup else {}


def _with_query(tag: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    """The attributes of each such tag that carries the query of a unit."""
    if "querydata" in text.lower():
        found = (each.group(1) for each in tag.finditer(text))
        yield from (_attributes(each) for each in found if "querydata" in each.lower())


def _attributes(text: str) -> dict[str, str]:
    return {
        found.group(1).lower(): html.unescape(found.group(2) if found.group(2) is not None else found.group(3))
        for found in _ATTRIBUTE.finditer(text)
    }


def _fields(query: str) -> dict[str, str]:
    return dict(_FIELD.findall(query))


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else None  # noqa: PLR2004 - millions
