"""What one survey saw of lists and documents, as the history takes it: each list page with its own moment."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from crawler.extract import EXTRACTOR
from crawler.history.editions import document_digest
from crawler.model import ColumnLook, DocumentLook, ListedItem, ListedPage, Provenance, Reach, SiteLook, Stopped
from crawler.model.facts import Form
from crawler.survey.assemble import ColumnDone
from crawler.survey.seen import Seen, provenance
from crawler.survey.territory import canonical

_LISTS = frozenset({Form.LISTING, Form.LINKS})
_MOST_PINNED = 5


def site_look(site: str, done: Sequence[ColumnDone]) -> SiteLook:
    """Return what a survey saw: the lists of its columns as far as they were read, and every document it opened."""
    columns = [look for each in done if (look := column_look(each)) is not None]
    documents = {look.url: look for each in done for look in _documents(each)}
    return SiteLook(site, EXTRACTOR, tuple(columns), tuple(documents.values()))


def column_look(done: ColumnDone) -> ColumnLook | None:
    """Return what was seen of a column's list; None when it has none that could be read."""
    contents, found = done.contents, done.found
    if contents is None or contents.form not in _LISTS or found.seen is None:
        return None
    listed = contents.list
    pages = _pages(listed.items, listed.counts, [each for each in listed.seen if each.ok])
    if not pages:
        return None
    reaches = () if listed.unread else reached(pages, listed.stopped)
    return ColumnLook(found.wanted.column, canonical(found.seen.url), pages, reaches)


def reached(pages: Sequence[ListedPage], stopped: Stopped) -> tuple[Reach, ...]:
    """Return how far back the list is known, page by page, with the moment for which that holds.

    A list in the order of its dates (a few pinned items at its top excepted) is known past the last date of each page
    read; a list read to its end is known whole. Any other list shows nothing by what it does not show.
    """
    if stopped not in {Stopped.END, Stopped.SINCE}:
        return ()
    found: list[Reach] = []
    ordered = _ordered([item.date for page in pages for item in page.items])
    for number in range(1, len(pages) + 1):
        at = min(page.source.seen_at for page in pages[:number])
        dates = [item.date for page in pages[:number] for item in page.items if item.date is not None]
        if number == len(pages) and stopped is Stopped.END:
            reach = Reach(at, None)
        elif ordered and dates:
            reach = Reach(at, dates[-1])
        else:
            continue
        # Of pages that hold for the same moment the deepest says all that the others do.
        if found and found[-1].at == at:
            found.pop()
        found.append(reach)
    return tuple(found)


def _ordered(dates: Sequence[date | None]) -> bool:
    known = [each for each in dates if each is not None]
    if len(known) != len(dates):
        return False
    return any(
        all(later <= earlier for earlier, later in pairwise(known[pinned:]))
        for pinned in range(min(_MOST_PINNED, len(known) // 3) + 1)
    )


def _pages(items: Sequence[ListedItem], counts: Sequence[int], seen: Sequence[Seen]) -> tuple[ListedPage, ...]:
    """The items by the page that showed them; several lists taken as one are one page, as old as their oldest."""
    sources = [source for each in seen if (source := provenance(each, EXTRACTOR)) is not None]
    if not sources:
        return ()
    plain = tuple(ListedItem(each.title, canonical(each.url), each.date) for each in items)
    if not counts or len(sources) < len(counts):
        return (ListedPage(min(sources, key=lambda each: each.seen_at), plain),)
    pages: list[ListedPage] = []
    start = 0
    for source, count in zip(sources, counts, strict=False):
        pages.append(ListedPage(source, plain[start : start + count]))
        start += count
    return tuple(pages)


def _documents(done: ColumnDone) -> Iterable[DocumentLook]:
    for each in done.opened:
        seen = each.seen
        source: Provenance | None = provenance(seen, EXTRACTOR)
        reading = seen.reading if seen.ok else None
        if reading is None or source is None:
            continue
        document = reading.page.document
        if not document.text:
            continue
        digest = reading.content or document_digest(document)
        url = canonical(each.item.url)
        yield DocumentLook(each.column, url, document.title or each.item.title, document.date_read, digest, source)
