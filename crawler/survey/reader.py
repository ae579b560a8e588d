"""From the bytes of one visit to what the survey needs of it, and no more: links only where columns are looked for."""

import json
import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from crawler.extract import read_page
from crawler.extract.annual import read_annual_report, read_annual_report_file
from crawler.extract.files.reading import FileRead, file_kind, read_file
from crawler.extract.interaction.consultation import read_consultation_text
from crawler.extract.interaction.message import read_message
from crawler.extract.interaction.pairing import OpenedPage, opened_page
from crawler.extract.interpretations.interpretation import (
    InterpretationPage,
    InterpretationRead,
    PolicyPage,
    interpretation_page,
    policy_page,
)
from crawler.extract.lists.listing import page_lists
from crawler.extract.lists.navigation import read_links
from crawler.extract.regulations.layout import RegulationLayout, read_layout
from crawler.extract.regulations.regulation import parse_regulation, read_regulation
from crawler.history.editions import document_digest
from crawler.markup import Source, open_source
from crawler.model import DocumentRead, Link, ListingRead, Page, Purpose, Visit
from crawler.model import Reading as Kind
from crawler.platforms import Fetch, filled, following, list_page, own_listing, recognise, shown_number, sources
from crawler.survey.frames import read_frames
from crawler.survey.seen import Reading, Special, keep, moves_to, signature
from crawler.survey.sitemaps import ROBOTS, named_sitemaps, read_sitemap, unpacked
from crawler.survey.sitewide import read_sitewide

LONGEST_TEXT = 20_000

_KEPT = frozenset({Purpose.SECTION, Purpose.COLUMN})
_LISTS = _KEPT | {Purpose.LIST_PAGE}
_NEXT_PAGES = (2, 3, 4)
_SEARCHED = frozenset({Purpose.HOME, Purpose.SITE_MAP, Purpose.SECTION, Purpose.COLUMN})
_PAGED = re.compile(
    r"下一?页|后一?页|加载更多|更多\.\.\.|尾页|末页|createPage|totalPage|pageCount|laypage|pagination|\.jpage\("
)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_END_OF_PAGE = re.compile(r"</(?:html|body|frameset)\s*>", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]{0,60})")
_FEWEST_ARTICLES = 3
_MOST_LINKS = 500
_KINDS_OF_FILES = (".doc", ".docx", ".pdf", ".xls", ".xlsx", ".wps", ".zip", ".rar", ".jpg", ".png", ".mp4")


Body = bytes | Callable[[], bytes | None]
"""The bytes of a visit, or how to load them; None when they are not kept any more."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be read off the body of one visit: for which fetch, as which kinds of document, and for signs or not.

    With the bytes themselves it says all that a reading follows from.
    """

    fetch: Fetch
    visit: Visit
    kinds: frozenset[Kind]
    signs: bool = False


class Read(Protocol):
    """Reads a body for a fetch, or knows what it says."""

    def __call__(
        self, fetch: Fetch, visit: Visit, body: Body, kinds: AbstractSet[Kind], *, signs: bool = False
    ) -> Reading | None:
        """Return what the body says; None when there are no bytes."""
        ...


def read_body(
    fetch: Fetch, visit: Visit, body: Body, kinds: AbstractSet[Kind], *, signs: bool = False
) -> Reading | None:
    """Return what `read_visit` makes of a body, loading it first where it is not at hand."""
    data = body() if callable(body) else body
    return None if data is None else read_visit(fetch, visit, data, kinds, signs=signs)


def read_visit(fetch: Fetch, visit: Visit, body: bytes, kinds: AbstractSet[Kind], *, signs: bool = False) -> Reading:
    """Return what the body says, read for the fetch's purpose and, for documents, as the `kinds` wanted of it.

    `signs` asks that every page be read for signs of tampering, too.

    Raises nothing on any bytes.
    """
    if fetch.purpose is Purpose.SITE_MAP and (machine := _for_machines(fetch, body)) is not None:
        return machine
    source = filled(open_source(body, url=visit.final_url or visit.url, media_type=visit.media_type))
    file = _file(source)
    if file is not None:
        return _read_file(source, file, kinds)
    page = read_page(source)
    moved = moves_to(source)
    title = _TITLE.search(source.text[:20_000])
    name = " ".join(title.group(1).split()) if title else None
    if source.too_large or (moved is None and source.flow.truncated):
        # It counts as too large whatever else stands in it; reading on would cost seconds.
        return Reading(page=page, title=name, signature=signature(source, name), moves_to=moved, beyond=True)
    family = recognise(source)
    searched = fetch.purpose in _SEARCHED
    listing = page.listing if page.listing.items else own_listing(source) or page.listing
    return Reading(
        page=page,
        links=source.once(read_links) if searched else (),
        tree=family.columns(source) if searched and family else (),
        branches=family.branches(source) if searched and family else {},
        listing=listing,
        family=family.family if family else None,
        title=name,
        signature=signature(source, name),
        moves_to=moved,
        frames=read_frames(source) if searched else (),
        scripted="<script" in source.text,
        paged=_PAGED.search(source.text) is not None,
        whole=moved is not None or _ends_well(source.text),
        data=_is_data(source.text),
        kept=keep(source) if fetch.purpose in _KEPT else None,
        ahead=_ahead(source, listing) if fetch.purpose in _KEPT and listing.items else (),
        onward=following(source, (fetch.number or 1) + 1) if fetch.purpose in _LISTS else None,
        sources=sources(source) if searched else (),
        number=shown_number(source),
        special=read_special(source, page, kinds),
        sitewide=read_sitewide(source, page, fetch.purpose, signs=signs),
        content=document_digest(page.document) if fetch.purpose is Purpose.DOCUMENT else "",
        excerpts=source.once(page_lists).excerpt and not _shows_own(source),
    )


def _shows_own(source: Source) -> bool:
    own = own_listing(source)
    return own is not None and bool(own.items)


def _ahead(source: Source, listing: ListingRead) -> tuple[Fetch | None, ...]:
    """How the next few pages are asked for, worked out while the page is open; not for forms, which are large."""
    ways = tuple(list_page(source, listing, number) for number in _NEXT_PAGES)
    return () if any(way is not None and way.form for way in ways) else ways


def _for_machines(fetch: Fetch, body: bytes) -> Reading | None:
    """What a robots.txt or a site map in XML says; None for pages."""
    text = unpacked(body).decode("utf-8", "replace")
    if fetch.url.endswith(ROBOTS):
        addresses = named_sitemaps(text) if "<html" not in text.lower() else ()
    elif "<urlset" in text[:2000] or "<sitemapindex" in text[:2000]:
        addresses = read_sitemap(text)
    else:
        return None
    return Reading(page=Page(url=fetch.url), addresses=addresses, data=True)


def read_special(source: Source, page: Page, kinds: AbstractSet[Kind]) -> Special:
    """Return what the readers of the wanted kinds of document make of a page."""
    talk = kinds & {Kind.CONSULTATION, Kind.FEEDBACK}
    links = _links(source) if talk or kinds & {Kind.POLICY, Kind.INTERPRETATION} else ()
    regulation = read_regulation(source, page) if Kind.REGULATION in kinds else None
    return Special(
        annual=page.annual_report or (read_annual_report(source) if Kind.ANNUAL_REPORT in kinds else None),
        regulation=regulation,
        opened=opened_page(source, page, links=links) if talk else None,
        policy=policy_page(source, page, links=links) if Kind.POLICY in kinds else None,
        interpretation=interpretation_page(source, page, links=links) if Kind.INTERPRETATION in kinds else None,
        message=read_message(source) if Kind.MESSAGE in kinds else None,
        layout=read_layout(source, page.document.text) if regulation is not None else RegulationLayout(),
    )


def _is_data(text: str) -> bool:
    """True for JSON and for XML that is no page."""
    start = text[:500].lstrip("\ufeff \t\r\n").lower()
    return start.startswith(("{", "[", "<datastore", "<recordset")) or (
        start.startswith("<?xml") and "<html" not in start
    )


def _ends_well(text: str) -> bool:
    """True when the end of the markup or of the data has arrived: what is missing from half a page proves nothing."""
    if not _is_data(text):
        return _END_OF_PAGE.search(text) is not None
    end = text[-200:].rstrip()
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        try:
            json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return False
        return True
    root = _ROOT.search(text[:1000])
    return root is not None and end.endswith(f"</{root.group(1)}>")


def _links(source: Source) -> tuple[str, ...]:
    urls = (source.absolute(anchor.href) for anchor in source.flow.anchors[:_MOST_LINKS])
    return tuple(dict.fromkeys(url for url in urls if url is not None))


def _file(source: Source) -> str | None:
    """The kind of file that the bytes are, or that media type and name say where they are no markup."""
    kind = file_kind(source.body)
    if kind is not None:
        return kind
    media = (source.media_type or "").lower()
    if "html" in media or "xml" in media or "json" in media or "text/" in media:
        return None
    name = source.url.split("?", 1)[0].lower()
    ending = next((each for each in _KINDS_OF_FILES if name.endswith(each)), None)
    if ending is not None and "<html" not in source.text[:2000].lower():
        return ending.removeprefix(".")
    return media.split("/")[-1] if media.startswith(("application/", "image/", "video/")) else None


def _read_file(source: Source, file: str, kinds: AbstractSet[Kind]) -> Reading:
    read = read_file(source.body, source.media_type, source.url)
    text = read.text[:LONGEST_TEXT] if read is not None else ""
    link = Link(source.url.rsplit("/", 1)[-1], source.url)
    page = Page(url=source.url, document=DocumentRead(text=text, attachments=(link,)))
    return Reading(page=page, file=file, special=_special_of_file(source, read, kinds) if read else Special())


def _special_of_file(source: Source, read: FileRead, kinds: AbstractSet[Kind]) -> Special:
    regulation = parse_regulation(read.text) if Kind.REGULATION in kinds else None
    opened = None
    if kinds & {Kind.CONSULTATION, Kind.FEEDBACK}:
        title = next((line.strip() for line in read.text.splitlines() if line.strip()), "")
        opened = OpenedPage(source.url, title, None, read_consultation_text(title, read.text, None, url=source.url))
    return Special(
        annual=read_annual_report_file(read) if Kind.ANNUAL_REPORT in kinds else None,
        regulation=regulation if regulation and len(regulation.articles) >= _FEWEST_ARTICLES else None,
        opened=opened,
        # A file has no title of its own: the survey gives it the one in the list.
        policy=PolicyPage(source.url, "", None) if Kind.POLICY in kinds else None,
        interpretation=InterpretationPage(source.url, "", None, InterpretationRead(is_interpretation=True))
        if Kind.INTERPRETATION in kinds
        else None,
    )
