"""What a plan needs gathered, as plain values: the crawl is derived from these and from nothing else (DESIGN 2.5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.model.places import Site


class Reading(StrEnum):
    """As what the documents of a column are read."""

    DOCUMENT = "document"
    ANNUAL_REPORT = "annual-report"
    CONSULTATION = "consultation"
    FEEDBACK = "feedback"
    REGULATION = "regulation"
    POLICY = "policy"
    INTERPRETATION = "interpretation"
    MESSAGE = "message"
    CHANNEL = "channel"


class Probe(StrEnum):
    """Measurements other than pages."""

    DNS = "dns"
    IPV6 = "ipv6"
    TLS = "tls"
    ACCESSIBILITY = "accessibility"
    IPV6_LINKS = "ipv6-links"


@dataclass(frozen=True, slots=True)
class DocumentsWanted:
    """Which documents of a column must be opened.

    Those listed on or after `since` (None: all), and, where `title_any` is not empty, whose title contains one of its
    phrases; at most `limit`, newest first.
    """

    reading: Reading
    since: date | None = None
    title_any: tuple[str, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class ColumnWant:
    """A check's wish: this column, read back to `since` (None: its first page is enough), with these documents."""

    column: str
    since: date | None = None
    documents: DocumentsWanted | None = None


@dataclass(frozen=True, slots=True)
class ProbeWant:
    """A check's wish for a measurement."""

    probe: Probe


@dataclass(frozen=True, slots=True)
class LinksWant:
    """A check's wish to know whether links within the site open: at most so many pages and files are asked for it."""

    pages: int
    files: int


@dataclass(frozen=True, slots=True)
class SearchWant:
    """A check's wish to try the site's own search with so many titles that the site lists."""

    titles: int


@dataclass(frozen=True, slots=True)
class SignsWant:
    """A check's wish that every page that is read be read for signs of tampering, too, not the home page alone."""


Want = ColumnWant | ProbeWant | LinksWant | SearchWant | SignsWant


@dataclass(frozen=True, slots=True)
class ColumnWanted:
    """A wish joined with the taxonomy: how to recognise the column, and all that any check wants of it.

    `names` are the standard names, `synonyms` those met in the field, `negatives` phrases that rule a candidate out,
    `parents` column ids under which it is usually kept (their pages are searched too).
    """

    column: str
    names: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    since: date | None = None
    documents: tuple[DocumentsWanted, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteWanted:
    """All that one site is visited for. `search_only` columns are parents: opened to find others, not judged."""

    site: Site
    columns: tuple[ColumnWanted, ...] = ()
    search_only: tuple[ColumnWanted, ...] = ()
    probes: frozenset[Probe] = frozenset()
    links: LinksWant | None = None
    search: SearchWant | None = None
    signs: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a whole audit gathers. `as_of` is the day it is judged for; nothing is fetched because of it alone."""

    as_of: date
    sites: tuple[SiteWanted, ...]
