"""The facts of each kind of evidence: small values that JSON can carry, built by `crawler.assemble` and the probes."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from crawler.model.accessibility import AccessibilityFacts
from crawler.model.availability import AvailabilityFacts
from crawler.model.coverage import Coverage, Place
from crawler.model.front import FrontPage, PageConflict, PageSign
from crawler.model.history import HistoryFacts, WatchFacts
from crawler.model.interaction import Interaction, MessageFacts
from crawler.model.interpretation import InterpretedPolicy
from crawler.model.ipv6_links import Ipv6LinksFacts
from crawler.model.links import LinksFacts
from crawler.model.page import AnnualReportRead, DateRead, Link, ListedItem, SiteIdentity, SuccessionRead
from crawler.model.search import SearchFacts


class Kind(StrEnum):
    """The closed set of evidence kinds: the contract between gathering and judging."""

    SITE = "site"
    COLUMN = "column"
    DOCUMENT = "document"
    ANNUAL_REPORT = "annual-report"
    CONSULTATION = "consultation"
    REGULATION = "regulation"
    INTERPRETATION = "interpretation"
    MESSAGE = "message"
    DNS = "dns"
    IPV6 = "ipv6"
    TLS = "tls"
    IPV6_LINKS = "ipv6-links"
    LINKS = "links"
    SEARCH = "search"
    ACCESSIBILITY = "accessibility"
    AVAILABILITY = "availability"
    BEFORE = "before"
    HISTORY = "history"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the visit to a site as a whole found. `counts` maps an outcome to how many addresses ended so.

    `conflicts` and `signs` are those of the home page and of the other pages read for them (`pages_checked`, the home
    page included); `front` is None when the home page was read before there was such a reading.
    """

    home_url: str
    final_url: str | None
    title: str | None
    identity: SiteIdentity
    family: str | None
    rendered: bool
    counts: dict[str, int]
    soft_404: bool | None = None
    conflicts: tuple[PageConflict, ...] = ()
    signs: tuple[PageSign, ...] = ()
    pages_checked: int = 0
    front: FrontPage | None = None


class Form(StrEnum):
    """What stands at a column's address."""

    LISTING = "listing"
    TEXT = "text"
    LINKS = "links"
    FORM = "form"
    FILE = "file"
    OFF_SITE = "off-site"
    EMPTY = "empty"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One column that the plan wants, as found on one site; `found` is False when no place showed it.

    `column` is the taxonomy id; `name` the site's own wording. `items` are those read, in the list's order, each URL
    once. `reasons` say why this candidate was taken. `rivals` are other candidates, best first. `interaction` is read
    only where a check asks whether the public can write there.
    """

    column: str
    found: bool
    name: str | None = None
    url: str | None = None
    found_in: Place | None = None
    form: Form | None = None
    items: tuple[ListedItem, ...] = ()
    total: int | None = None
    newest: date | None = None
    reasons: tuple[str, ...] = ()
    rivals: tuple[Link, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    interaction: Interaction | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document opened because a check needs it. `text` is its main text, cut at 20,000 characters."""

    column: str
    url: str
    title: str | None
    published: DateRead | None
    listed: date | None = None
    issued: date | None = None
    source: str | None = None
    publisher: str | None = None
    number: str | None = None
    index: str | None = None
    status: str | None = None
    attachments: tuple[Link, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class BesideReport:
    """What a report shows beside the report of the year before that stands at `url`, of the same site."""

    url: str
    succession: SuccessionRead


@dataclass(frozen=True, slots=True)
class AnnualReportFacts:
    """One annual report. `report` is None when only a file or picture that could not be read was published.

    `beside` compares it with every report of the year before that was opened; whose they are, the checks decide.
    """

    url: str
    title: str
    year: int | None
    published: DateRead | None
    listed: date | None = None
    report: AnnualReportRead | None = None
    attachments: tuple[Link, ...] = ()
    beside: tuple[BesideReport, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """The published result of a consultation and how surely it belongs to it (`confidence` from 0 to 1).

    `received`, `adopted` and `rejected` count the opinions as the result tells them, None when it does not;
    `refusals` are its sentences that say why some were not adopted, `speaks` its first words on adoption.
    `length` counts the characters of the text that was read, None when it was not counted; `pictured` says that
    pictures stand in the text.
    """

    url: str
    title: str
    published: DateRead | None
    confidence: float
    reasons: tuple[str, ...] = ()
    received: int | None = None
    adopted: int | None = None
    rejected: int | None = None
    refusals: tuple[str, ...] = ()
    speaks: str | None = None
    length: int | None = None
    attachments: tuple[Link, ...] = ()
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class ConsultationFacts:
    """One consultation with its feedback, if any was found.

    `closes` is the last day for comments, None when it cannot be read with certainty. `candidates` are feedback pages
    that may or may not belong here; as long as there are any, absence of feedback cannot be claimed.
    """

    url: str
    title: str
    published: DateRead | None
    opens: date | None
    closes: date | None
    closes_quote: str | None = None
    feedback: FeedbackFacts | None = None
    candidates: tuple[FeedbackFacts, ...] = ()
    attachments: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article (条) of a regulation: its label as printed (第一条) and its text without the label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class RegulationText:
    """A regulation as text: title, note under the title (题注), the note's dates in order, and the articles.

    `dates` are those of promulgation and revisions. `effective` is the day from which the note says it is in force,
    None where the note does not say or names several.
    """

    title: str
    note: str | None
    dates: tuple[date, ...]
    articles: tuple[Article, ...]
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class RegulationFacts:
    """A regulation text as published on a site.

    `order` quotes the signing order (公布令) that stands on the page beside the text, `download` the words that offer
    the text as a file, `head` is what stands before the first article (None when it was not read).
    """

    url: str
    published: DateRead | None
    regulation: RegulationText
    status: str | None = None
    attachments: tuple[Link, ...] = ()
    order: str | None = None
    download: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class HostRecords:
    """The address records of one host name. `error` names the resolver's answer when it was not a plain one."""

    host: str
    a: tuple[str, ...] = ()
    aaaa: tuple[str, ...] = ()
    cname: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class DnsFacts:
    """The DNS records behind a site: its host, the zone's apex, and its name servers with their addresses."""

    host: HostRecords
    apex: HostRecords | None
    zone: str | None
    name_servers: tuple[HostRecords, ...]
    resolver: str


@dataclass(frozen=True, slots=True)
class Ipv6Facts:
    """Reaching the home page over IPv6. `route` is False when this machine has no way to try."""

    host: str
    route: bool
    reached: bool | None
    status: int | None = None
    similarity: float | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What a TLS handshake with a site showed. `offered` is False when nothing answers with TLS on its port."""

    host: str
    port: int
    offered: bool
    protocol: str | None = None
    subject: str | None = None
    issuer: str | None = None
    not_after: date | None = None
    trusted: bool | None = None
    name_matches: bool | None = None
    error: str | None = None


Facts = (
    SiteFacts
    | ColumnFacts
    | DocumentFacts
    | AnnualReportFacts
    | ConsultationFacts
    | RegulationFacts
    | InterpretedPolicy
    | MessageFacts
    | DnsFacts
    | Ipv6Facts
    | TlsFacts
    | Ipv6LinksFacts
    | LinksFacts
    | SearchFacts
    | AccessibilityFacts
    | AvailabilityFacts
    | HistoryFacts
    | WatchFacts
)

FACTS_OF: dict[Kind, type] = {
    Kind.SITE: SiteFacts,
    Kind.COLUMN: ColumnFacts,
    Kind.DOCUMENT: DocumentFacts,
    Kind.ANNUAL_REPORT: AnnualReportFacts,
    Kind.CONSULTATION: ConsultationFacts,
    Kind.REGULATION: RegulationFacts,
    Kind.INTERPRETATION: InterpretedPolicy,
    Kind.MESSAGE: MessageFacts,
    Kind.DNS: DnsFacts,
    Kind.IPV6: Ipv6Facts,
    Kind.TLS: TlsFacts,
    Kind.IPV6_LINKS: Ipv6LinksFacts,
    Kind.LINKS: LinksFacts,
    Kind.SEARCH: SearchFacts,
    Kind.ACCESSIBILITY: AccessibilityFacts,
    Kind.AVAILABILITY: AvailabilityFacts,
    # The site as an earlier night saw it, where tonight needs to be held against it.
    Kind.BEFORE: SiteFacts,
    Kind.HISTORY: HistoryFacts,
    Kind.WATCH: WatchFacts,
}
