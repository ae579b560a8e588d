"""Hanweb JCMS (大汉): list items inside `<datastore>` scripts, further ones from `dataproxy.jsp`."""

import html
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.markup import Source
from crawler.model import ListingRead, Purpose
from crawler.platforms.address import resolve
from crawler.platforms.fetch import Fetch
from crawler.platforms.protocol import Family
from crawler.platforms.records import MOST, read_records, records

_TOTAL = re.compile(r"""\btotal(?:Record|record)s?['"]?\s*[:=>]\s*['"]?(\d{1,7})""")
_PER_PAGE = re.compile(r"""\bperPage['"]?\s*:\s*['"]?(\d{1,4})""")
_PROXY = re.compile(r"""['"]([^'"<>\s]{0,300}dataproxy\.jsp[^'"<>\s]{0,1000})['"]""")
_FIELD = re.compile(
    r"""\b(columnid|unitid|webid|path|webname|permissiontype|appid|col|sourceContentType)['"]?\s*:\s*"""
    r"""(?:'([^'<>]{0,200})'|"([^"<>]{0,200})"|(\d{1,12}))"""
)
# Sought as they stand, and shapes only behind their beginning: scanning every page for one expression costs more.
_MARKS = ("<datastore", "<recordset>", "dataproxy.jsp", ".jpage(")
_ADDRESSES = (
    ("/art/20", re.compile(r"/art/20\d\d/\d{1,2}/\d{1,2}/art_\d+_\d+\.html")),
    ("/col/col", re.compile(r"/col/col\d+/")),
)
_NEEDED = frozenset({"columnid", "unitid"})


class Hanweb(Family):
    """Hanweb JCMS."""

    family = "hanweb"

    def recognises(self, source: Source) -> bool:
        """By the datastore, the proxy, or its address scheme."""
        text = source.text
        return any(mark in text for mark in _MARKS) or any(
            beginning in text and shape.search(text) is not None for beginning, shape in _ADDRESSES
        )

    def listing(self, source: Source) -> ListingRead | None:
        """Items of the datastore, which holds several of the pages that a reader sees; `pages` counts requests."""
        if "<record>" not in source.text and ".jpage(" not in source.text:
            return None
        items = read_records((_unescaped(record) for record in records(source.text)), source.url)
        total = _number(_TOTAL, source.text)
        per_request = len(items) or _number(_PER_PAGE, source.text) or 0
        pages = -(-total // per_request) if total is not None and per_request else None
        return ListingRead(items=items, total=total, pages=pages)

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """A POST for the records after those of the pages before; each request asks for as many as page 1 held."""
        size = min(len(listing.items), MOST) or _number(_PER_PAGE, source.text) or 0
        first = (number - 1) * size + 1
        if size == 0 or listing.total is None or not 1 <= first <= listing.total:
            return None
        fields = _fields(source.text)
        proxy = resolve(source.url, _proxy(source.text))
        if proxy is None or not fields.keys() >= _NEEDED:
            return None
        last = min(first + size - 1, listing.total)
        address = f"{proxy}?startrecord={first}&endrecord={last}&perpage={_number(_PER_PAGE, source.text) or size}"
        form = {"col": "1", "appid": "1", "webid": "1", "path": "/", "permissiontype": "0", **fields}
        return Fetch(
            address, Purpose.LIST_PAGE, number=number, method="POST", form=tuple(form.items()), referer=source.url
        )


def _unescaped(record: str) -> str:
    return html.unescape(record) if "&lt;" in record and "<a" not in record else record


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found.group(1)) if found else None


def _proxy(text: str) -> str:
    found = _PROXY.search(text)
    return found.group(1).split("?", 1)[0] if found else "/module/web/jpage/dataproxy.jsp"


def _fields(text: str) -> dict[str, str]:
    """The list's own parameters: from the `nextgroup` link, then from the `.jpage({...})` call."""
    fields: dict[str, str] = {}
    for found in _PROXY.finditer(text):
        query = urlsplit(html.unescape(found.group(1))).query
        fields.update((name, unquote(value)) for name, value in parse_qsl(query) if name != "page")
    for found in _FIELD.finditer(text):
        fields.setdefault(found.group(1), next((each for each in found.groups()[1:] if each is not None), ""))
    return fields
