"""Fragments of HTML that lists are sent as: one record, one item."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import lxml.etree
import lxml.html

from crawler.model import ListedItem
from crawler.platforms.address import resolve

MOST = 2000
"""Records beyond which an answer is not read further: no list page is that long."""

_LARGEST = 2_000_000
_HIGHEST = 8
_RECORD = re.compile(r"<record\b[^<>]{0,200}>")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_CUT = re.compile(r"(?:\.{2,}|…+)$")


def read_records(records: Iterable[str], base: str) -> tuple[ListedItem, ...]:
    """Return one item for each record that holds a link: its full title, address and date.

    The title attribute wins over the link's text, which many templates cut. Records without link are skipped.
    """
    pieces = [record for record, _ in zip(records, range(MOST), strict=False)]
    if not pieces:
        return ()
    markup = "<html><body>" + "".join(f"<section>{piece}</section>" for piece in pieces) + "</body></html>"
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        root = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return ()
    items = (_item(section, base) for section in root.iter("section"))
    return tuple(item for item in items if item is not None)


def records(text: str) -> Iterator[str]:
    """Yield what stands in each `<record>` of a record set, without the CDATA around it; at most `MOST`."""
    at = 0
    for _ in range(MOST):
        opened = _RECORD.search(text, at)
        closed = text.find("</record>", opened.end()) if opened else -1
        if opened is None or closed < 0:
            return
        inner = text[opened.end() : closed].strip()
        yield inner.removeprefix("<![CDATA[").removesuffix("]]>")
        at = closed


def read_fragment(markup: str, base: str) -> tuple[ListedItem, ...]:
    """Return the items of a list that an interface answers as HTML, whatever elements its rows are made of.

    A row is the widest element around a link that holds no other link; links without a name of two signs are none.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
    text = f"<html><body><div>{markup[:_LARGEST]}</div></body></html>"
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return ()
    found: dict[str, ListedItem] = {}
    rows: set[str | None] = set()
    for anchor, _ in zip(root.iter("a"), range(MOST), strict=False):
        if anchor.get("href") in rows:
            continue
        rows.add(anchor.get("href"))
        item = _item(_row(anchor), base)
        if item is not None and len(item.title) > 1 and not item.title.isdigit():
            found.setdefault(item.url, item)
    return tuple(found.values())


def read_date(text: str) -> date | None:
    """Return the first full calendar date in `text`, or None."""
    for year, month, day in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _item(section: lxml.html.HtmlElement, base: str) -> ListedItem | None:
    for anchor in section.iter("a"):
        url = resolve(base, anchor.get("href"))
        title = _title(anchor)
        if url is not None and title:
            texts = (text for text in section.itertext() if text.strip())
            around = " ".join(text for text in texts if text.strip() not in title)
            return ListedItem(title, url, read_date(around))
    return None


def _row(anchor: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The widest element around a link in which every link leads to the same address."""
    row = anchor
    for _ in range(_HIGHEST):
        above = row.getparent()
        if above is None or any(each.get("href") != anchor.get("href") for each in above.iter("a")):
            break
        row = above
    return row


def _title(anchor: lxml.html.HtmlElement) -> str:
    full = " ".join((anchor.get("title") or "").split())
    shown = " ".join("".join(anchor.itertext()).split())
    if full and (not shown or _CUT.search(shown) or len(full) >= len(shown)):
        return full
    return shown or full
