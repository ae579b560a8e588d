"""The log of visits: one row for each address asked, whatever became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.model.outcome import Outcome


class Purpose(StrEnum):
    """Why an address was asked."""

    ROBOTS = "robots"
    HOME = "home"
    IMPOSSIBLE = "impossible"
    SITE_MAP = "site-map"
    SECTION = "section"
    COLUMN = "column"
    LIST_PAGE = "list-page"
    DOCUMENT = "document"
    ATTACHMENT = "attachment"
    LINK = "link"
    SEARCH = "search"
    RECHECK = "recheck"


@dataclass(frozen=True, slots=True)
class Picture:
    """A small JPEG of a rendered page: the WARC record that holds it, and its digest (`sha256:…`)."""

    warc: str
    offset: int
    digest: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One address asked on behalf of one site.

    `column` is the taxonomy id it was asked for (None for the home page and the like), `number` the list page's
    number from 1. `seen_at` is UTC. `warc`, `offset` and `digest` (`sha256:…` of the payload) are None when no body
    was kept. `etag` and `last_modified` are what the server gave to ask by next time; `revisit` says that the record
    holds no body of its own, because an earlier one holds the same. `picture` is what a rendered page looked like.
    """

    site: str
    url: str
    purpose: Purpose
    outcome: Outcome
    seen_at: datetime
    column: str | None = None
    number: int | None = None
    final_url: str | None = None
    status: int | None = None
    media_type: str | None = None
    rendered: bool = False
    warc: str | None = None
    offset: int | None = None
    digest: str | None = None
    size: int = 0
    note: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    revisit: bool = False
    picture: Picture | None = None
