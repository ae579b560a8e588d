"""What the nights together say of one listed item, and of the watching of one column's list (DESIGN 2.6)."""

from dataclasses import dataclass
from datetime import date, datetime

from crawler.model.outcome import Outcome
from crawler.model.page import DateRead


@dataclass(frozen=True, slots=True)
class NightsAbsent:
    """Looks that reached the place where an item would have stood, and did not show it (moments in UTC)."""

    looks: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What an item's own address answered on one night, when the list no longer showed it."""

    at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Vanished:
    """An item that its list no longer shows, though the list was read past the item's place.

    `since` is the first such look, `looks` their number; `together` counts the items of the column that went on the
    same look, this one included. `answers` are those of its own address, oldest first; `moved_to` is where the same
    title with the same date stands now.
    """

    since: datetime
    last_seen: datetime
    looks: int
    together: int
    answers: tuple[Answered, ...] = ()
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as it first read so: `digest` is that of its main text without counters and blanks.

    `baseline` editions are no change by the publisher as far as we know: the first one, the first one read by another
    version of our extractors, or one of a night on which most documents of the site changed together.
    """

    seen_at: datetime
    digest: str
    title: str | None
    published: DateRead | None
    baseline: bool = False


@dataclass(frozen=True, slots=True)
class HistoryFacts:
    """One listed item or opened document over the nights.

    `listed` is the date that the list shows, `published` the one that its own page gives, where it was opened.
    `absent` are the looks after the day it claims and before `first_seen`: None where no look contradicts the claim.
    `together` counts the items of the column that appeared on the same look with such a contradiction. `moved_from` is
    the address at which the same item was known before. `gone` is None while it is listed. `editions` has more than
    one entry when the document's text or date changed.
    """

    column: str
    url: str
    title: str
    listed: date | None
    published: DateRead | None
    watched_since: datetime
    first_seen: datetime
    absent: NightsAbsent | None = None
    together: int = 0
    moved_from: str | None = None
    gone: Vanished | None = None
    editions: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class Redesign:
    """A look on which most of a site's known items had other addresses: how many were known, moved, not found again."""

    at: datetime
    known: int
    moved: int
    lost: int


@dataclass(frozen=True, slots=True)
class WatchFacts:
    """How long and how often a column's list was looked at.

    A night on which the list was not asked anew is no look. `items` are those now listed as far as it was read,
    `appeared` those that came up since the first look, `documents` the documents opened and compared. `left_out` counts
    histories that are not told because there are too many.
    """

    column: str
    url: str
    first_look: datetime
    last_look: datetime
    looks: int
    items: int
    appeared: int
    documents: int
    redesigns: tuple[Redesign, ...] = ()
    left_out: int = 0
