"""How old a stored answer may be and still stand for tonight's look: what a second night need not ask again."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.model.visit import Purpose, Visit

_DAY = 86_400
_NOON_IN_BEIJING = 4 * 3_600
"""Seconds of UTC. A night runs from noon to noon, so that one that begins at 23:00 does not end on another day."""
_ROBOTS = _DAY
"""Seconds that a robots.txt may be used without asking for it again (RFC 9309 2.4)."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """In how many nights each kind of page is asked again; 0 asks every night.

    `lists` counts for the pages of columns and the first pages of their lists, `by_column` replaces it for some
    columns (taxonomy id, nights). A list is read beyond its first page when that has changed, and else at every
    `whole_lists`th turn of its column. `site_maps` counts for site maps, section pages, the site's search and the
    impossible path, `documents` for documents, their attachments and linked addresses, `measurements` for DNS, IPv6
    and TLS. The home page, and whatever failed when it was last asked, are asked every night. `resting` names sites
    that have no turn tonight: of them everything that is stored counts, whatever its age. Nights are counted from
    noon to noon in Beijing.
    """

    documents: int = 28
    lists: int = 14
    whole_lists: int = 2
    site_maps: int = 28
    measurements: int = 7
    by_column: tuple[tuple[str, int], ...] = ()
    resting: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        nights = (self.documents, self.lists, self.site_maps, self.measurements, *(each for _, each in self.by_column))
        if any(each < 0 for each in nights) or self.whole_lists < 1:
            raise ValueError("a freshness counts nights: none of its numbers is negative, whole_lists at least 1")

    def nights(self, purpose: Purpose, column: str | None) -> int:
        """Return in how many nights a page asked for this purpose and column is asked again."""
        if purpose in {Purpose.DOCUMENT, Purpose.ATTACHMENT, Purpose.LINK}:
            return self.documents
        if purpose in {Purpose.COLUMN, Purpose.LIST_PAGE}:
            lists = dict(self.by_column).get(column or "", self.lists)
            return lists * self.whole_lists if purpose is Purpose.LIST_PAGE else lists
        if purpose in {Purpose.SITE_MAP, Purpose.SECTION, Purpose.IMPOSSIBLE, Purpose.SEARCH}:
            return self.site_maps
        return 0

    def holds(self, visit: Visit, purpose: Purpose, column: str | None, tonight: datetime) -> bool:
        """Whether an earlier visit still stands for a page wanted for `purpose` and `column` in a run begun `tonight`.

        Which night an address has its turn follows from the address; the pages of one column's lists share theirs,
        because a list that is read half old and half new has gaps.
        """
        site, url, seen = visit.site, visit.url, visit.seen_at
        if site in self.resting:
            return True
        if purpose is Purpose.ROBOTS:
            return (tonight - seen).total_seconds() < _ROBOTS
        every = self.nights(purpose, column)
        if every == 0:
            return False
        shared = column if purpose in {Purpose.COLUMN, Purpose.LIST_PAGE} else None
        turn = _place(f"{site} {shared or url}")
        return (night(seen) + turn) // every == (night(tonight) + turn) // every

    def measured(self, site: str, what: str, seen: datetime, tonight: datetime) -> bool:
        """Whether a measurement (`dns`, `ipv6`, `tls`) made at `seen` still stands `tonight`."""
        if site in self.resting:
            return True
        turn = _place(f"{site} {what}")
        every = self.measurements
        return every > 0 and (night(seen) + turn) // every == (night(tonight) + turn) // every


def night(moment: datetime) -> int:
    """Return the number of the night that a moment (UTC) belongs to."""
    return int(moment.astimezone(UTC).timestamp() - _NOON_IN_BEIJING) // _DAY


def _place(name: str) -> int:
    """A number that spreads names evenly over the nights, the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
