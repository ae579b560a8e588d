"""What one visit showed: read once when it arrives; the bytes are not kept."""

import hashlib
import re
import zlib
from dataclasses import dataclass, field, replace
from typing import Protocol

from crawler.extract.interaction.message import MessageRead
from crawler.extract.interaction.pairing import OpenedPage
from crawler.extract.interpretations.interpretation import InterpretationPage, PolicyPage
from crawler.extract.lists.navigation import NavigationLink
from crawler.extract.regulations.layout import RegulationLayout
from crawler.markup import Source, open_source
from crawler.model import (
    AnnualReportRead,
    Link,
    ListingRead,
    Outcome,
    Page,
    PageKind,
    Provenance,
    RegulationText,
    Visit,
)
from crawler.platforms import Fetch
from crawler.platforms.address import resolve
from crawler.survey.sitewide import NOTHING_SITEWIDE, Sitewide

_REFRESH = re.compile(
    r"""<meta[^>]{0,200}http-equiv\s*=\s*["']?refresh["']?[^>]{0,200}url\s*=\s*["']?([^"'>\s]{1,1000})""", re.IGNORECASE
)
_SCRIPT_MOVE = re.compile(
    r"""(?:window\.|document\.|self\.|top\.|parent\.)?location(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*["']([^"']{1,1000})["']"""
)
_MARKUP = re.compile(r"<[^>]{0,2000}>")
_VARYING = re.compile(r"[\d\s]+|mingjian-[0-9a-f]+")
_SCRIPT = re.compile(r"<script[^>]{0,500}>[^<]{0,4000}</script>", re.IGNORECASE)
_SMALL = 4000
_SIGNED = 5000
_SIGNED_BLOCKS = 1000
_FEW_WORDS = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """A page's bytes, packed, for the pages whose list or text is needed again within the survey."""

    packed: bytes
    url: str
    media_type: str | None

    def source(self) -> Source:
        """The page, decoded again; it is parsed only if a reader asks for the tree."""
        return open_source(zlib.decompress(self.packed), url=self.url, media_type=self.media_type)


def keep(source: Source) -> Kept:
    """Return the page packed: a fifth of its bytes, and none of its tree."""
    return Kept(zlib.compress(source.body, 1), source.url, source.media_type)


@dataclass(frozen=True, slots=True)
class Special:
    """What the readers of single kinds of document made of a page; None where it is not of the kind."""

    annual: AnnualReportRead | None = None
    regulation: RegulationText | None = None
    opened: OpenedPage | None = None
    policy: PolicyPage | None = None
    interpretation: InterpretationPage | None = None
    message: MessageRead | None = None
    layout: RegulationLayout = field(default_factory=RegulationLayout)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read off a page's bytes.

    `links` and `tree` are filled only for pages on which columns are looked for; `branches` names the addresses below a
    column of the tree; `file` is pdf, docx or another kind of file and None for pages; `scripted` and `paged` say
    that scripts run in it, and that it speaks of further pages; `whole` is False when the body ends before its markup
    does; `beyond` is True when our own limits left a part of it unread; `data` marks answers of interfaces (JSON, XML);
    `sitewide` is what it tells of the site as a whole; `ahead` is how the list's next pages, from the second on, are
    asked for, as far as that was worked out when the page was at hand, `onward` how the one after this is, where only
    this page knows; `frames` are the pages that it frames, `sources` what its own script would fetch its list from;
    `number` is the page of a list that an answer says it is; `content` is the digest of a document's text by which its
    editions are told apart, empty for other pages; `addresses` are the entries of a site map for machines; `excerpts`
    says that what it lists are excerpts from other columns.
    """

    page: Page
    links: tuple[NavigationLink, ...] = ()
    tree: tuple[Link, ...] = ()
    branches: dict[str, tuple[str, ...]] = field(default_factory=dict)
    listing: ListingRead = field(default_factory=ListingRead)
    family: str | None = None
    title: str | None = None
    signature: bytes = b""
    moves_to: str | None = None
    frames: tuple[str, ...] = ()
    file: str | None = None
    scripted: bool = False
    paged: bool = False
    whole: bool = True
    data: bool = False
    kept: Kept | None = None
    special: Special = field(default_factory=Special)
    beyond: bool = False
    sources: tuple[Fetch, ...] = ()
    number: int | None = None
    addresses: tuple[Link, ...] = ()
    ahead: tuple[Fetch | None, ...] = ()
    onward: Fetch | None = None
    sitewide: Sitewide = NOTHING_SITEWIDE
    content: str = ""
    excerpts: bool = False


class Readings(Protocol):
    """Where readings are kept."""

    def reading(self, number: int) -> Reading:
        """Return the reading with this number."""
        ...


@dataclass(frozen=True, slots=True)
class Gist:
    """What every round asks of all pages, and so is at hand of each reading.

    `special` says that a reader of a single kind made something of it, `blank` that it is a file without any text.
    """

    kind: PageKind
    family: str | None
    signature: bytes
    moves_to: str | None
    whole: bool
    beyond: bool
    sitewide: Sitewide
    special: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A reading put aside, `number` on its `shelf`, and its gist."""

    gist: Gist
    shelf: Readings
    number: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One answered fetch: its visit (None: never asked, for the reason `outcome` gives) and what was read."""

    fetch: Fetch
    outcome: Outcome
    visit: Visit | None = None
    held: Held | None = None

    @property
    def reading(self) -> Reading | None:
        """What was read off the page; unpacked anew unless it was asked for just before, so best asked for once."""
        return self.held.shelf.reading(self.held.number) if self.held else None

    @property
    def url(self) -> str:
        """The address the page finally came from."""
        return (self.visit.final_url if self.visit else None) or self.fetch.url

    @property
    def kind(self) -> PageKind | None:
        """The kind of page, None when nothing could be read."""
        return self.held.gist.kind if self.held else None

    @property
    def ok(self) -> bool:
        """True when there is something to judge by."""
        return self.outcome is Outcome.OK and self.held is not None


def brief(visit: Visit, url: str) -> Visit:
    """Return a visit without what only reading and asking again need; addresses that are `url` are that very string."""
    return replace(
        visit,
        url=url if visit.url == url else visit.url,
        final_url=url if visit.final_url == url else visit.final_url,
        media_type=None,
        etag=None,
        last_modified=None,
        note=None,
    )


def provenance(seen: Seen, extractor: str) -> Provenance | None:
    """Return the way back to the bytes of a visit; None for what was never asked."""
    visit = seen.visit
    if visit is None:
        return None
    return Provenance(
        visit.url, visit.seen_at, seen.outcome, visit.status, visit.warc, visit.offset, visit.digest, extractor
    )


def signature(source: Source, title: str | None) -> bytes:
    """Return what two answers share when a server says the same of two addresses: title and words without figures.

    As a digest: whether two are the same is all that is ever asked.
    """
    blocks = source.flow.blocks
    words = "".join(block.raw for block in blocks[:_SIGNED_BLOCKS]) if blocks else source.text
    said = f"{title or ''}|{_VARYING.sub('', words[:_SIGNED])}"
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def moves_to(source: Source) -> str | None:
    """Return where a page that holds nothing but a redirect by meta or script leads, else None."""
    if len(source.text) > _SMALL:
        return None
    found = _REFRESH.search(source.text) or _SCRIPT_MOVE.search(source.text)
    if found is None or len(_VARYING.sub("", _MARKUP.sub("", _SCRIPT.sub("", source.text)))) > _FEW_WORDS:
        return None
    target = resolve(source.url, found.group(1))
    return target if target != source.url else None
