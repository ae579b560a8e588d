"""What all parts of one gathering share: settings, names, the store, the WARC file, and what is known of each host."""

import asyncio
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from protego import Protego
from scrapy.crawler import Crawler

from crawler.model import Outcome, Site
from crawler.net.control import Control
from crawler.net.resolver import Names
from crawler.net.settings import GatherSettings
from crawler.readers.cache import ReadingCache
from crawler.store import Run, Store
from crawler.survey.shelf import Shelf
from crawler.warc import WarcWriter

GIVE_UP_AFTER = 5
"""Looks in a row that a host does not answer before it is left alone."""


@dataclass(slots=True)
class Rules:
    """A host's robots.txt. `failed` is how asking for it ended when it says nothing that can be obeyed."""

    parser: Protego | None = None
    failed: tuple[Outcome, str] | None = None


@dataclass(slots=True)
class Host:
    """What is known of one host and port.

    `rests` counts the answers in a row that asked us to come back later, `crawl_delay` is what its robots.txt asks for.
    """

    blocked: str | None = None
    refusals: int = 0
    unanswered: int = 0
    rests: int = 0
    crawl_delay: float = 0.0
    rules: "asyncio.Future[Rules] | None" = None

    @property
    def given_up(self) -> str | None:
        """Why this host is asked no more, or None."""
        if self.blocked is not None:
            return self.blocked
        if self.unanswered >= GIVE_UP_AFTER:
            return f"it left {self.unanswered} requests in a row unanswered"
        return None


@dataclass(slots=True)
class Session:
    """One gathering as its parts see it."""

    settings: GatherSettings
    folder: Path
    run: Run
    store: Store
    warc: WarcWriter
    names: Names
    hosts: dict[str, Host] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)
    readings: ReadingCache | None = None
    control: Control = field(init=False)

    def __post_init__(self) -> None:
        self.control = Control(self.settings)

    def host(self, netloc: str) -> Host:
        """Return what is known of `netloc`, as `netloc_of` spells it."""
        return self.hosts.setdefault(netloc, Host())


@lru_cache(maxsize=1_000)
def netloc_of(url: str) -> str:
    """Return `host:port` of an http(s) URL, the port always spelled out: the unit that delays apply to.

    Raises ValueError when the URL has no host or an impossible port.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"{url!r} names no host")
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.hostname}:{port}"


def slot_of(url: str) -> str:
    """Return the queue that requests to `url` stand in: one a host, and http and https of a name are one host."""
    netloc = netloc_of(url)
    name, _, port = netloc.rpartition(":")
    return f"{name}:80" if port == "443" else netloc


def session_of(crawler: Crawler) -> Session:
    """Return the session that the crawler's spider was made with."""
    session = getattr(crawler.spider, "session", None)
    if not isinstance(session, Session):
        raise TypeError("this middleware works only with a spider that has a gathering session")
    return session
