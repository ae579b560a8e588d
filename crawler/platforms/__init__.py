"""CMS families: how each writes its lists, pages them, and where it keeps what a page does not show.

One file a family, chosen by evidence in the page; a new family is one file, its place in `PLATFORMS`, and its cases.
"""

from crawler.markup import Source
from crawler.model import ListingRead
from crawler.platforms.fetch import Fetch
from crawler.platforms.gkmlpt import Gkmlpt
from crawler.platforms.hanweb import Hanweb
from crawler.platforms.plain import Plain
from crawler.platforms.protocol import Platform
from crawler.platforms.trs import Trs

__all__ = ["PLATFORMS", "Fetch", "Platform", "list_page", "own_listing", "recognise"]

PLATFORMS: tuple[Platform, ...] = (Gkmlpt(), Hanweb(), Trs(), Plain())


def recognise(source: Source) -> Platform | None:
    """Return the first family that bears its marks in the page, the surest marks first; None when there are none."""
    return next((platform for platform in PLATFORMS if platform.recognises(source)), None)


def own_listing(source: Source) -> ListingRead | None:
    """Return what the families know of this page's list: the first that has items, else the first with figures."""
    reads = [read for each in PLATFORMS if each.recognises(source) and (read := each.listing(source)) is not None]
    return next((read for read in reads if read.items), reads[0] if reads else None)


def list_page(source: Source, listing: ListingRead, number: int) -> Fetch | None:
    """Return how to ask for list page `number`, by the first family that knows; None when none does.

    `source` and `listing` are those of the list's first page.
    """
    ways = (each.list_page(source, listing, number) for each in PLATFORMS if each.recognises(source))
    return next((way for way in ways if way is not None), None)
