"""What was looked at and what was not: the ground on which absence may be claimed (DESIGN 2.1, 2.6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.model.outcome import Outcome


class Place(StrEnum):
    """Where a column can be looked for on a site."""

    PIN = "pin"
    HOME = "home"
    NAVIGATION = "navigation"
    HOME_BLOCK = "home-block"
    SITE_MAP = "site-map"
    SECTION = "section"
    PLATFORM_TREE = "platform-tree"


class Stopped(StrEnum):
    """Why the reading of a list ended. Only END and SINCE let absence be claimed."""

    NOT_STARTED = "not-started"
    END = "end"
    SINCE = "since"
    BUDGET = "budget"
    BLOCKED = "blocked"
    ERROR = "error"
    TRAP = "trap"
    NO_PAGING = "no-paging"


@dataclass(frozen=True, slots=True)
class Look:
    """One place looked at in search of a column."""

    place: Place
    url: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the search for a column and the reading of its list went.

    `pages_total` is what the list itself says it has (None: it does not say). `oldest` is the oldest date that a
    consistently ordered list was read back to. `undated` counts items without a date that could be read.
    `unread` lists the addresses that had to be opened and could not be, as `outcome url`.
    """

    looks: tuple[Look, ...] = ()
    pages_read: int = 0
    pages_total: int | None = None
    oldest: date | None = None
    undated: int = 0
    stopped: Stopped = Stopped.NOT_STARTED
    unread: tuple[str, ...] = ()

    @property
    def searched(self) -> bool:
        """True when the home page and every other place that exists was opened, so that absence means something."""
        places = {look.place for look in self.looks if look.outcome is Outcome.OK}
        every_look_ended_well = all(look.outcome is Outcome.OK for look in self.looks)
        return every_look_ended_well and bool(places & {Place.HOME, Place.NAVIGATION, Place.PLATFORM_TREE})

    def reaches(self, since: date | None) -> bool:
        """True when the list was read completely, or in order back to `since`, and every opened document was read."""
        if self.unread or self.undated:
            return False
        return self.reads_list_back_to(since)

    def reads_list_back_to(self, since: date | None) -> bool:
        """True when the list itself was read to its end, or in date order back to `since` (inclusive)."""
        if self.stopped is Stopped.END:
            return True
        return self.stopped is Stopped.SINCE and since is not None and self.oldest is not None and self.oldest < since
