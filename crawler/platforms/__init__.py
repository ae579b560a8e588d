"""CMS families: how each writes its lists, pages them, and where it keeps what a page does not show.

One file a family, chosen by evidence in the page; a new family is one file, its place in `PLATFORMS`, and its cases.
"""

import codecs
import re

from crawler.markup import Source, open_source
from crawler.model import ListingRead
from crawler.platforms.fetch import Fetch
from crawler.platforms.fujian import Fujian
from crawler.platforms.gkmlpt import Gkmlpt
from crawler.platforms.hanweb import Hanweb
from crawler.platforms.jpaas import Jpaas
from crawler.platforms.pagination import Pagination
from crawler.platforms.plain import Plain
from crawler.platforms.postback import Postback
from crawler.platforms.protocol import Platform
from crawler.platforms.recordset import Recordset
from crawler.platforms.trs import Trs
from crawler.platforms.ucap import Ucap
from crawler.platforms.written import Written

__all__ = [
    "PLATFORMS",
    "Fetch",
    "Platform",
    "filled",
    "following",
    "list_page",
    "own_listing",
    "recognise",
    "shown_at",
    "shown_number",
    "sources",
]

_FILLED = "<!-- filled by the script's own data -->"
_PLACE = re.compile(
    r"""<div[^>]{0,200}\b(?:id|class)\s*=\s*["'](?:detail|article-content|content)["'][^>]{0,200}>(?=\s*</div>)"""
)

PLATFORMS: tuple[Platform, ...] = (
    Gkmlpt(),
    Jpaas(),
    Ucap(),
    Fujian(),
    Recordset(),
    Hanweb(),
    Trs(),
    Pagination(),
    Written(),
    Postback(),
    Plain(),
)


def recognise(source: Source) -> Platform | None:
    """Return the first family that bears its marks in the page, the surest marks first; None when there are none."""
    return next(iter(source.once(_families)), None)


def own_listing(source: Source) -> ListingRead | None:
    """Return what the families know of this page's list: the first that has items, else the first with figures."""
    return source.once(_own_listing)


def _families(source: Source) -> tuple[Platform, ...]:
    return tuple(each for each in PLATFORMS if each.recognises(source))


def _own_listing(source: Source) -> ListingRead | None:
    reads = [read for each in source.once(_families) if (read := each.listing(source)) is not None]
    return next((read for read in reads if read.items), reads[0] if reads else None)


def shown_at(url: str) -> str:
    """Return the address at which a person sees what `url` answers to a program."""
    return next((shown for each in PLATFORMS if (shown := each.shown_at(url)) != url), url)


def filled(source: Source) -> Source:
    """Return the page with what its family keeps in a script put where the script would draw it; else the page itself.

    Filling twice changes nothing.
    """
    if "window._CONFIG" not in source.text or _FILLED in source.text:
        return source
    drawn = (each.document_html(source) for each in source.once(_families))
    html = next((each for each in drawn if each), None)
    if html is None:
        return source
    place = _PLACE.search(source.text)
    at = place.end() if place else source.text.lower().rfind("</body")
    if at < 0:
        at = len(source.text)
    text = f"{source.text[:at]}{_FILLED}{html}{source.text[at:]}"
    # With the mark of UTF-8, so that no label in the page is believed instead.
    body = codecs.BOM_UTF8 + text.encode("utf-8", "replace")
    return open_source(body, url=source.url, media_type=source.media_type)


def list_page(source: Source, listing: ListingRead, number: int) -> Fetch | None:
    """Return how to ask for list page `number`, by the first family that knows; None when none does.

    `source` and `listing` are those of the list's first page.
    """
    ways = (each.list_page(source, listing, number) for each in source.once(_families))
    return next((way for way in ways if way is not None), None)


def sources(source: Source) -> tuple[Fetch, ...]:
    """Return where the page's own script would fetch its list from, by all families that bear their marks in it."""
    return tuple(fetch for each in source.once(_families) for fetch in each.sources(source))


def following(source: Source, number: int) -> Fetch | None:
    """Return how to go on from this list page to page `number`, the one after it, where only it knows the way."""
    ways = (each.following(source, number) for each in source.once(_families))
    return next((way for way in ways if way is not None), None)


def shown_number(source: Source) -> int | None:
    """Return which page of its list the answer says it is, from 1; None where it does not say."""
    told = (each.shown_number(source) for each in source.once(_families))
    return next((number for number in told if number is not None), None)
