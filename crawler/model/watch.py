"""What one night saw of a column's list and of the documents opened from it: what the history is made of."""

from dataclasses import dataclass
from datetime import date, datetime

from crawler.model.evidence import Provenance
from crawler.model.page import DateRead, ListedItem


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of a list as it was seen; `items` are those that no page before it had, in the list's order."""

    source: Provenance
    items: tuple[ListedItem, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back the first pages of a list showed everything: past `oldest`, or all of it where that is None.

    `at` is when the oldest of these pages was seen: what the list did not show at that moment was not on it.
    """

    at: datetime
    oldest: date | None


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column's list as one night saw it. `reaches` go from the first page down, each deeper than the one before."""

    column: str
    url: str
    pages: tuple[ListedPage, ...]
    reaches: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class DocumentLook:
    """A document as one night saw it; `digest` is that of its main text without counters and blanks."""

    column: str
    url: str
    title: str | None
    published: DateRead | None
    digest: str
    source: Provenance


@dataclass(frozen=True, slots=True)
class SiteLook:
    """All that one night saw of a site's lists and documents, with the version of the extractors that read it."""

    site: str
    extractor: str
    columns: tuple[ColumnLook, ...]
    documents: tuple[DocumentLook, ...]
