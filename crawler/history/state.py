"""What is known of a site from all nights so far: its watched columns, their items, the editions of documents."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from crawler.model import Edition, NightsAbsent, Provenance, Reach, Redesign, Vanished
from crawler.model.typography import normalise

_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_CUT = re.compile(r"(?:\.{2,}|…+)$")
_BEIJING = timedelta(hours=8)
KEYED = 15
"""Characters of a normalised title that two spellings of it, one of them cut short, share."""


class Why(StrEnum):
    """Why an item that its list no longer shows is no withdrawal; NONE where nothing explains it."""

    NONE = ""
    MOVED = "moved"
    DELISTED = "delisted"
    ROLLED_OFF = "rolled-off"
    LIST_CHANGED = "list-changed"
    REDESIGN = "redesign"


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column's list as the nights know it.

    `url` is the list's address, `extractor` the version that read it last. `past` are the reaches of the last looks,
    oldest first, all of the same list and extractor; `pages` the pages of the last one.
    """

    column: str
    url: str
    extractor: str
    first_look: datetime
    last_look: datetime
    looks: int
    past: tuple[tuple[Reach, ...], ...]
    pages: tuple[Provenance, ...]
    listed: int = 0
    appeared: int = 0


@dataclass(frozen=True, slots=True)
class KnownItem:
    """One item of a column's list.

    `last_absent` is the last look before `first_seen` that reached the item's place and did not show it; `absent`
    those after the day that the item claims. `shown_on` is the page that first showed it (None where that was the first
    look), `absent_on` the pages of the look before. `gone` is set once the list no longer shows it; `gone_on` are pages
    of the last look that showed it, of the first that did not, and the last answers of its own address; `why` says when
    that is no withdrawal.
    """

    column: str
    url: str
    title: str
    listed: date | None
    first_seen: datetime
    shown_on: Provenance | None = None
    last_absent: datetime | None = None
    absent: NightsAbsent | None = None
    absent_on: tuple[Provenance, ...] = ()
    together: int = 0
    moved_from: str | None = None
    gone: Vanished | None = None
    gone_on: tuple[Provenance, ...] = ()
    why: Why = Why.NONE


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """One edition of a document, with the version of the extractors that read it and the page it was read from."""

    column: str
    url: str
    edition: Edition
    extractor: str
    source: Provenance


Items = dict[tuple[str, str], KnownItem]
"""Items by column and key of the address."""


@dataclass(frozen=True, slots=True)
class KnownSite:
    """Everything that the nights know of one site. Editions stand by the key of their address, oldest first."""

    site: str
    columns: dict[str, KnownColumn] = field(default_factory=dict)
    items: Items = field(default_factory=dict)
    editions: dict[str, tuple[KnownEdition, ...]] = field(default_factory=dict)
    redesigns: tuple[Redesign, ...] = ()


def key(url: str) -> str:
    """Return an address for comparison over the nights: the same with http and https."""
    return _SCHEME.sub("", url)


def plain_title(title: str) -> str:
    """Return a title for comparison: typography made equal, the dots of a cut title left out."""
    return normalise(_CUT.sub("", title.strip()))


def same_title(one: str, other: str) -> bool:
    """Whether two plain titles are the same, where the longer one may have been cut to the shorter."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= KEYED and long.startswith(short))


def day_of(moment: datetime) -> date:
    """Return the day in China of a moment in UTC."""
    return (moment + _BEIJING).date()


def reach_of(reaches: tuple[Reach, ...], place: date | None) -> datetime | None:
    """Return when everything down to the place of an item of this date had been seen; None when it was not.

    An undated item may stand anywhere: only a list that was read whole shows that it is not there.
    """
    for each in reaches:
        if each.oldest is None or (place is not None and each.oldest < place):
            return each.at
    return None
