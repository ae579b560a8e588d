"""Fujian's disclosure pages: the first items are written into the page, the rest by `POST /fjdzapp/search` (JSON)."""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

from crawler.markup import Source
from crawler.model import ListedItem, ListingRead, Purpose
from crawler.platforms.address import resolve
from crawler.platforms.fetch import Fetch
from crawler.platforms.protocol import Family
from crawler.platforms.records import MOST, read_date

_INTERFACE = "/fjdzapp/search"
_ADDRESS = re.compile(r"""["']([^"'\s<>]{0,200}/fjdzapp/search)[^"'<>]{0,200}["']""")
_FIELD = re.compile(
    r"""\b(channelid|sortfield|classsql|classcol|classnum|classsort|cache|templet|prepage)['"]?\s*[:=]\s*"""
    r"""(?:'([^'<>]{0,300})'|"([^"<>]{0,300})"|(\d{1,9}|true|false))"""
)
_TOTAL = re.compile(r"""\brecordCount['"]?\s*[:=]\s*['"]?(\d{1,7})""")
_NEEDED = frozenset({"channelid", "classsql"})
_PER_PAGE = 75
_NAMES = (("doctitle", "title"), ("docpuburl", "chnldocurl", "url"), ("docreltime", "docpubtime", "pubdate"))
_CHINA = timezone(timedelta(hours=8))


class Fujian(Family):
    """TRS with Fujian's search application."""

    family = "fujian"

    def recognises(self, source: Source) -> bool:
        """By the interface's address."""
        return _INTERFACE in source.text or _INTERFACE in source.url

    def listing(self, source: Source) -> ListingRead | None:
        """The documents of an answer; of a page the number of entries: its items are plain markup.

        `pages` of a page counts itself and the answers, which begin with the first entry again.
        """
        documents = _documents(source)
        if documents is not None:
            value = source.once(_json)
            items = tuple(item for each in documents[:MOST] if (item := _item(each, source.url)) is not None)
            told = (_count(value.get(name)) for name in ("recordCount", "count", "total"))
            return ListingRead(items=items, total=next((each for each in told if each is not None), None))
        found = _TOTAL.search(source.text)
        if found is None:
            return None
        total = int(found.group(1))
        return ListingRead(total=total, pages=1 + -(-total // _size(_fields(source.text))))

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """A POST for the answer before: page 2 is the interface's first, which repeats what the page itself shows."""
        if number < 2 or _documents(source) is not None:  # noqa: PLR2004 - page 1 is the page itself
            return None
        if listing.pages is not None and number > listing.pages:
            return None
        if listing.total is not None and listing.total <= len(listing.items):
            return None
        fields = _fields(source.text)
        named = _ADDRESS.search(source.text)
        url = resolve(source.url, named.group(1) if named else _INTERFACE)
        if url is None or not fields.keys() >= _NEEDED:
            return None
        form = {**fields, "page": str(number - 1), "prepage": str(_size(fields))}
        return Fetch(url, Purpose.LIST_PAGE, number=number, method="POST", form=tuple(form.items()), referer=source.url)


def _size(fields: dict[str, str]) -> int:
    own = fields.get("prepage", "")
    return int(own) if own.isascii() and own.isdigit() and 0 < int(own[:6]) <= 500 else _PER_PAGE  # noqa: PLR2004 - what the interface bears


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(text):
        fields.setdefault(found.group(1), next(each for each in found.groups()[1:] if each is not None))
    return fields


def _documents(source: Source) -> list[Any] | None:
    """The documents of an answer of the interface; None on other pages."""
    if not urlsplit(source.url).path.endswith(_INTERFACE):
        return None
    value = source.once(_json)
    if not isinstance(value, dict):
        return None
    return next((value[name] for name in ("data", "docs") if isinstance(value.get(name), list)), None)


def _json(source: Source) -> Any:
    try:
        return json.loads(source.text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _item(document: Any, base: str) -> ListedItem | None:
    if not isinstance(document, dict):
        return None
    title, url, day = (next((document[name] for name in names if document.get(name)), None) for names in _NAMES)
    address = resolve(base, url) if isinstance(url, str) else None
    if not isinstance(title, str) or address is None:
        return None
    return ListedItem(" ".join(title.split()), address, _day(day))


def _day(value: Any) -> date | None:
    """A date as written, or a unix time in milliseconds as the day it was in China."""
    if isinstance(value, str) and not value.isdigit():
        return read_date(value)
    milliseconds = int(value) if isinstance(value, int | str) and len(str(value)) == 13 else 0  # noqa: PLR2004 - of this century
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(_CHINA).date() if milliseconds > 0 else None


def _count(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 8:  # noqa: PLR2004 - millions
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**7 else None
