"""What the extractors read off one page: the object that `mingjian inspect --json` prints (DESIGN 6).

Field names and order are an interface; absent facts are None, never guessed.
"""

import datetime as dt
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PageKind(StrEnum):
    """What a page is, as far as its bytes tell."""

    HOME = "home"
    LISTING = "listing"
    DOCUMENT = "document"
    ANNUAL_REPORT = "annual-report"
    FORM = "form"
    SHELL = "shell"
    BLOCKED = "blocked"
    ERROR = "error"
    OTHER = "other"


class Precision(StrEnum):
    """How finely a date was written."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class ReadFrom(StrEnum):
    """Where a date was read, best source first."""

    LABEL = "label"
    HEADER = "header"
    LIST = "list"
    META = "meta"
    DATA = "data"
    URL = "url"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date with its precision, where it was read, and what contradicts it (`meta 2022-04-24`)."""

    value: date
    precision: Precision = Precision.DAY
    read_from: ReadFrom = ReadFrom.LABEL
    disputed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A titled link; `url` is absolute."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One entry of a listing; `date` is None when the list shows none that is certain."""

    title: str
    url: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """Footer and meta facts that say whose page it is (NORMS 1.7, 2.1)."""

    name: str | None = None
    code: str | None = None
    icp: str | None = None
    police: str | None = None
    organiser: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """The column a page says it stands in."""

    name: str | None = None
    breadcrumb: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """The facts of one published document. `published` is the day it was put online, `issued` the day it was made."""

    title: str | None = None
    published: date | None = None
    precision: Precision | None = None
    read_from: ReadFrom | None = None
    disputed_by: tuple[str, ...] = ()
    source: str | None = None
    number: str | None = None
    index: str | None = None
    issued: date | None = None
    publisher: str | None = None
    status: str | None = None
    attachments: tuple[Link, ...] = ()
    text: str = ""

    @property
    def date_read(self) -> DateRead | None:
        """The publication date as one value, or None when none is certain."""
        if self.published is None:
            return None
        return DateRead(
            self.published, self.precision or Precision.DAY, self.read_from or ReadFrom.TEXT, self.disputed_by
        )


@dataclass(frozen=True, slots=True)
class ListingRead:
    """The main list of a page and what it says of its own paging; `pages` and `total` are None when it says nothing."""

    items: tuple[ListedItem, ...] = ()
    next: str | None = None
    pages: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """One arithmetic identity of an annual report (NORMS 4.5); `holds` is None when a blank cell leaves it open.

    `column` counts the seven columns from 0; `row` names the row or block it is about (I3, I4, I7, I9).
    """

    id: str
    column: int | None
    holds: bool | None
    left: int | float | None
    right: int | float | None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class RequestsRead:
    """The table of information requests: row key to seven cells; a blank cell is None, not 0."""

    rows: dict[str, tuple[int | float | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewsRead:
    """The table of reconsiderations and lawsuits: three blocks of five cells."""

    reconsideration: tuple[int | float | None, ...] = ()
    direct_litigation: tuple[int | float | None, ...] = ()
    after_reconsideration: tuple[int | float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class DisclosureRead:
    """The table of section 二 (NORMS 4.2): row key to its cells by column key, as far as the page has them.

    Rows: rules, normative, licences, services, penalties, coercion, fees, procurement. Columns of the form of 2021:
    made, repealed, valid; decided; amount (10,000 yuan). Of 2019: made, newly_public, all_public; last_year, change,
    decided; projects, amount. A blank cell is None, not 0.
    """

    rows: dict[str, dict[str, int | float | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnualReportRead:
    """An annual report on open-government work (信息公开年报): layout, sections found, tables and their identities.

    `sections` holds the recognised headings as printed, without blanks, in the order of the page (一、总体情况).
    `unit` is whose report it is, as its title or its first sentences print it.
    """

    year: int | None = None
    layout: str | None = None
    sections: tuple[str, ...] = ()
    requests: RequestsRead = field(default_factory=RequestsRead)
    reviews: ReviewsRead = field(default_factory=ReviewsRead)
    identities: tuple[Identity, ...] = ()
    disclosure: DisclosureRead | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class SuccessionRead:
    """A report beside the one of the year before: what was carried over, and how much of the text was.

    `identities` are I5 (carried in now = carried out then, per column) and I6 (valid now = valid then + made -
    repealed, per row). `repeated` is the share of this year's prose (sections 一, 五, 六; figures left aside) that
    stands in last year's, None when either has too little of it; `quotes` are whole sentences that do.
    """

    year: int
    identities: tuple[Identity, ...] = ()
    repeated: float | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything read off one saved page."""

    url: str
    encoding: str | None = None
    kind: PageKind = PageKind.OTHER
    site: SiteIdentity = field(default_factory=SiteIdentity)
    column: ColumnRead = field(default_factory=ColumnRead)
    columns: tuple[Link, ...] = ()
    document: DocumentRead = field(default_factory=DocumentRead)
    listing: ListingRead = field(default_factory=ListingRead)
    annual_report: AnnualReportRead | None = None
