"""Everything read off one saved page: what `mingjian inspect` prints (DESIGN 6)."""

from crawler.extract.annual import read_annual_report
from crawler.extract.document import read_document
from crawler.extract.identity import read_identity
from crawler.extract.kind import page_kind
from crawler.extract.listing import read_listing
from crawler.extract.navigation import read_column, read_columns
from crawler.markup import Source
from crawler.model import Page, PageKind

EXTRACTOR = "1"
"""The version that evidence names; raised whenever the same bytes may read otherwise."""


def read_page(source: Source) -> Page:
    """Return the facts of one page; absent facts are None. Never raises on any bytes."""
    document = read_document(source)
    listing = read_listing(source)
    report = read_annual_report(source)
    kind = PageKind.ANNUAL_REPORT if report is not None else page_kind(source, document, listing)
    return Page(
        url=source.url,
        encoding=source.encoding,
        kind=kind,
        site=read_identity(source),
        column=read_column(source),
        columns=read_columns(source),
        document=document,
        listing=listing,
        annual_report=report,
    )
