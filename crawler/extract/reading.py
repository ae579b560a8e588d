"""Everything read off one saved page: what `mingjian inspect` prints (DESIGN 6)."""

from typing import Final

from crawler.extract.annual import read_annual_report, read_annual_report_file
from crawler.extract.documents.document import document_of
from crawler.extract.files.reading import file_kind, read_file
from crawler.extract.kind import page_kind
from crawler.extract.lists.listing import Lists, listing_of, page_lists
from crawler.extract.lists.navigation import read_column, read_columns
from crawler.extract.sites.identity import read_identity
from crawler.markup import Source
from crawler.model import DocumentRead, ListingRead, Page, PageKind, ReadFrom

EXTRACTOR: Final = "7"
"""The version that evidence names; raised whenever the same bytes may read otherwise."""

_NO_DOCUMENT: Final = frozenset({PageKind.HOME, PageKind.LISTING, PageKind.SHELL, PageKind.BLOCKED, PageKind.ERROR})
_NO_LISTING: Final = frozenset({PageKind.DOCUMENT, PageKind.SHELL, PageKind.BLOCKED, PageKind.ERROR})
_NO_COLUMNS: Final = frozenset({PageKind.DOCUMENT, PageKind.SHELL, PageKind.BLOCKED, PageKind.ERROR})
_LONG_TEXT: Final = 300


def read_page(source: Source) -> Page:
    """Return the facts of one page; absent facts are None. Never raises on any bytes.

    The facts of what a page is not are left out: a list page has no publication date, an article's related links are
    no listing.
    """
    if not source.is_page:
        return _read_other(source)
    lists = source.once(page_lists)
    document = document_of(source, lists)
    listing = ListingRead() if _surely_document(document, lists) else listing_of(source, lists)
    # A page cut off by our limits is refused as too large: its tables need not be read.
    may_report = not source.flow.truncated and _may_report(source.text)
    report = read_annual_report(source) if may_report else None
    kind = PageKind.ANNUAL_REPORT if report is not None else page_kind(source, document, listing)
    return Page(
        url=source.url,
        encoding=source.encoding,
        kind=kind,
        site=read_identity(source),
        column=read_column(source),
        columns=() if kind in _NO_COLUMNS else read_columns(source),
        document=DocumentRead() if kind in _NO_DOCUMENT else document,
        listing=ListingRead() if kind in _NO_LISTING or report is not None else listing,
        annual_report=report,
    )


def _surely_document(document: DocumentRead, lists: Lists) -> bool:
    """True when a labelled date heads a long text beside few list rows: its lists need not be read to know."""
    rows = len(lists.main.rows) if lists.main is not None else 0
    return document.read_from is ReadFrom.LABEL and len(document.text) > _LONG_TEXT and 40 * rows < len(document.text)


def _may_report(text: str) -> bool:
    """False for the many pages that lack words which no annual report lacks; saves most of the time spent on them."""
    return "复议" in text and "申请" in text and "公开" in text


def _read_other(source: Source) -> Page:
    """A file instead of a page, or bytes without any markup."""
    if file_kind(source.body) is None:
        kind = page_kind(source, DocumentRead(), ListingRead())
        return Page(url=source.url, encoding=source.encoding, kind=kind)
    read = read_file(source.body, source.media_type, source.url)
    report = None if read is None else read_annual_report_file(read)
    text = "" if read is None else read.text
    return Page(
        url=source.url,
        kind=PageKind.OTHER if report is None else PageKind.ANNUAL_REPORT,
        document=DocumentRead(text=text),
        annual_report=report,
    )
