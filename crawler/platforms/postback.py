"""ASP.NET lists: further pages are asked by sending the page's own hidden form back (`__doPostBack`)."""

import html
import re

from crawler.markup import Source
from crawler.model import ListingRead, Purpose
from crawler.platforms.address import resolve
from crawler.platforms.fetch import Fetch
from crawler.platforms.plain import NEXT
from crawler.platforms.protocol import Family

_CALL = re.compile(r"""__doPostBack\(\s*\\?['"]([\w$:.]{1,200})\\?['"]\s*,\s*\\?['"]([\w$]{0,40})\\?['"]\s*\)""")
_INPUT = re.compile(r"<input\b[^<>]{0,250000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(type|name|value)\s*=\s*(?:"([^"]{0,200000})"|'([^']{0,200000})')""", re.IGNORECASE)
_COUNTS = (
    re.compile(r"共\s*(?:<[^>]{0,80}>\s*)?(\d{1,5})\s*(?:</[^>]{0,20}>\s*)?页"),
    re.compile(r"(?<![\d/])\d{1,5}\s*/\s*(\d{1,5})\s*页"),
    re.compile(r"页[^\d<>]{0,20}(?:<[^>]{0,80}>\s*)?\d{1,5}\s*/\s*(\d{1,5})(?![\d/.-])"),
)
"""How the pager says its length, surest first: a fraction elsewhere may be part of a date."""
_TOTAL = re.compile(r"共\s*(?:<[^>]{0,80}>\s*)?(\d{1,7})\s*(?:</[^>]{0,20}>\s*)?(?:条|篇|项)")
_LARGEST_FORM = 200_000
"""Characters beyond which a form is not sent back: some servers keep whole tables in it."""
_MOST_ANCHORS = 3000


class Postback(Family):
    """ASP.NET web forms."""

    family = "aspnet"

    def recognises(self, source: Source) -> bool:
        """By links that post the form back and say a page's number or 下一页."""
        return "__doPostBack" in source.text and bool(source.once(_pager))

    def listing(self, source: Source) -> ListingRead | None:
        """The number of pages, where the pager says it; the items are plain markup."""
        pager = source.once(_pager)
        if not pager:
            return None
        count = next((found for shape in _COUNTS if (found := shape.search(source.text))), None)
        total = _TOTAL.search(source.text)
        pages = int(count.group(1)) if count else None
        return ListingRead(pages=pages or None, total=int(total.group(1)) if total else None)

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """The form sent back with the pager's own words for this page."""
        if number < 2 or (listing.pages is not None and number > listing.pages):  # noqa: PLR2004 - page 1 needs no form
            return None
        pager = source.once(_pager)
        call = next((call for text, call in pager if text == str(number)), None)
        if call is None and number == 2:  # noqa: PLR2004 - the page after the first
            call = next((call for text, call in pager if NEXT.match(text)), None)
        if call is None:
            # A pager that counts in its argument can be asked for pages whose links are not shown.
            counted = next((each for text, each in pager if text == each[1] and text.isdigit()), None)
            call = (counted[0], str(number)) if counted is not None and listing.pages is not None else None
        return _posted(source, call, number) if call is not None else None

    def following(self, source: Source, number: int) -> Fetch | None:
        """The link that says the number, or 下一页, on the page before it: its form knows where it stands."""
        pager = source.once(_pager)
        call = next((call for text, call in pager if text == str(number)), None)
        call = call or next((call for text, call in pager if NEXT.match(text)), None)
        return _posted(source, call, number) if call is not None else None


def _pager(source: Source) -> tuple[tuple[str, tuple[str, str]], ...]:
    """The pager's links as (text, (target, argument)), in order."""
    found = []
    for anchor in source.flow.anchors[:_MOST_ANCHORS]:
        text = anchor.text.strip()
        if "__doPostBack" not in anchor.href or not (text.isdigit() or NEXT.match(text)):
            continue
        call = _CALL.search(html.unescape(anchor.href))
        # The days of a calendar are numbers, too; what they post are others.
        if call is not None and (not text.isdigit() or call.group(2) in {text, f"Page${text}", ""}):
            found.append((text, (call.group(1), call.group(2))))
    return tuple(found)


def _posted(source: Source, call: tuple[str, str], number: int) -> Fetch | None:
    url = resolve(source.url, source.url)
    form = {"__EVENTTARGET": call[0], "__EVENTARGUMENT": call[1]}
    for field in _INPUT.findall(source.text):
        attributes = {
            found.group(1).lower(): html.unescape(found.group(2) if found.group(2) is not None else found.group(3))
            for found in _ATTRIBUTE.finditer(field)
        }
        if attributes.get("type", "").lower() == "hidden" and attributes.get("name"):
            form.setdefault(attributes["name"], attributes.get("value", ""))
    if url is None or "__VIEWSTATE" not in form or sum(map(len, form.values())) > _LARGEST_FORM:
        return None
    return Fetch(url, Purpose.LIST_PAGE, number=number, method="POST", form=tuple(form.items()), referer=source.url)
