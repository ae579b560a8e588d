"""`<recordset>` XML whose records are fields (title, address, date) instead of HTML rows."""

import html
import re

from crawler.markup import Source
from crawler.model import ListedItem, ListingRead
from crawler.platforms.address import resolve
from crawler.platforms.protocol import Family
from crawler.platforms.records import read_date, records

_FIELD = re.compile(r"<([A-Za-z_]{1,30})>\s*(?:<!\[CDATA\[([^<\]]{0,2000})\]\]>|([^<]{0,2000}))\s*</\1>")
_TITLES = ("title", "subject", "vc_title", "doctitle", "name")
_URLS = ("url", "link", "href", "linkurl", "docpuburl", "vc_url")
_DATES = ("date", "pubdate", "publishdate", "time", "pubtime", "deploytime", "c_deploytime", "docreltime")
_TOTAL = re.compile(
    r"<(?:totalrecord|total|recordcount|count)>\s*(\d{1,7})\s*<|<recordset\b[^>]{0,200}\btotal\s*=\s*[\"'](\d{1,7})",
    re.IGNORECASE,
)
# Spelled out: with IGNORECASE it would be tried at every sign instead of at every "<".
_MARK = re.compile("<[Rr][Ee][Cc][Oo][Rr][Dd][Ss][Ee][Tt]")
_FEWEST = 1


class Recordset(Family):
    """Records of fields, in an answer or in a page's data island."""

    family = "recordset"

    def recognises(self, source: Source) -> bool:
        """By a record set that has records of fields."""
        return _MARK.search(source.text) is not None and bool(source.once(_items))

    def listing(self, source: Source) -> ListingRead | None:
        """The records that have a title and an address."""
        items = source.once(_items)
        total = _TOTAL.search(source.text)
        count = int(total.group(1) or total.group(2)) if total else None
        pages = -(-count // len(items)) if count is not None and items else None
        return ListingRead(items=items, total=count, pages=pages) if len(items) >= _FEWEST else None


def _items(source: Source) -> tuple[ListedItem, ...]:
    found = []
    for record in records(source.text):
        fields = {
            each.group(1).lower(): html.unescape(each.group(2) or each.group(3) or "").strip()
            for each in _FIELD.finditer(record)
        }
        title = next((fields[name] for name in _TITLES if fields.get(name)), "")
        url = resolve(source.url, next((fields[name] for name in _URLS if fields.get(name)), None))
        if title and "<" not in title and url is not None:
            day = next((fields[name] for name in _DATES if fields.get(name)), "")
            found.append(ListedItem(" ".join(title.split()), url, read_date(day)))
    return tuple(found)
