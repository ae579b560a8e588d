"""What a site's home page shows beside its columns: tags, links, aids, search, dated items."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.model.conflicts import Conflict, Said
from crawler.model.coverage import Look
from crawler.model.page import Link, ListedItem
from crawler.model.search import SearchForm
from crawler.model.tampering import Sign


class AidKind(StrEnum):
    """What an aid is for."""

    ELDERLY = "elderly"
    BARRIER_FREE = "barrier-free"


@dataclass(frozen=True, slots=True)
class Aid:
    """An entry to an aid (长者模式, 无障碍浏览 …): its words, or the script that brings it, and where it leads."""

    kind: AidKind
    words: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PageSign:
    """A sign of tampering and the page that shows it."""

    url: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class PageConflict:
    """A conflict about whose page it is, and the page."""

    url: str
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The home page (with the site map, where there is one).

    `tags` are the meta tags of the guideline that the page carries, with their values. `links` lead from the home page
    and the site map, pictures by their wording, each once, at most 1,500; `hosts` are all that the home page's markup
    names, scripts included. `items` are the dated items of its blocks, newest first, at most 50; `undated` counts
    links to documents with no date beside them or in their address; `newest_by_address` is the newest date that such an
    address has. `looks` are the pages that the links were taken from. `scripted` says that
    scripts run in it; `search_named` that it has a box to type into or speaks of searching.
    """

    tags: tuple[Said, ...] = ()
    links: tuple[Link, ...] = ()
    hosts: tuple[str, ...] = ()
    aids: tuple[Aid, ...] = ()
    search: SearchForm | None = None
    search_named: bool = False
    items: tuple[ListedItem, ...] = ()
    undated: int = 0
    newest_by_address: date | None = None
    looks: tuple[Look, ...] = ()
    scripted: bool = True
