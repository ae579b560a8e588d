"""Reading a list page by page, back to the wanted date, and saying how far that went (DESIGN 2.6)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from crawler.model import ListedItem, ListingRead, Outcome, Purpose, Stopped
from crawler.platforms import Fetch, list_page
from crawler.survey.desk import Desk, Errand
from crawler.survey.seen import Reading, Seen
from crawler.survey.territory import canonical, identity

_MOST_PINNED = 5
_AT_ONCE = 8
_NOT_THERE = frozenset({Outcome.NOT_FOUND, Outcome.SOFT_NOT_FOUND})
_FIGURES = re.compile(r"[\d\s第页一二三四五六七八九十/_-]+")

# What stopped the worst of several lists stands for all of them.
_WORST_FIRST = (
    Stopped.BLOCKED,
    Stopped.ERROR,
    Stopped.BUDGET,
    Stopped.TRAP,
    Stopped.NO_PAGING,
    Stopped.NOT_STARTED,
    Stopped.SINCE,
    Stopped.END,
)


@dataclass(frozen=True, slots=True)
class ListResult:
    """The items of a list, each address once and in the list's order, and how far it was read.

    `counts` says how many of the items each page read brought; it is empty where several lists are taken as one.
    """

    items: tuple[ListedItem, ...] = ()
    pages_read: int = 0
    pages_total: int | None = None
    total: int | None = None
    oldest: date | None = None
    stopped: Stopped = Stopped.NOT_STARTED
    unread: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()
    counts: tuple[int, ...] = ()


@dataclass(slots=True)
class _Progress:
    """What the reading of one list knows so far. `listed` counts entries, repeated ones included."""

    pages: list[tuple[ListedItem, ...]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)
    listed: int = 0
    total: int | None = None

    def add(self, items: Sequence[ListedItem]) -> bool:
        """Take a page's items; return whether any of them is new."""
        named = [(identity(item.url), item) for item in reversed(items)]
        fresh = {name: item for name, item in named if name not in self.urls}
        self.urls.update(fresh)
        self.pages.append(tuple(fresh.values())[::-1])
        self.listed += len(items)
        return bool(fresh)

    @property
    def complete(self) -> bool:
        """True when as many entries were read as the list says it has."""
        return self.total is not None and max(self.listed, len(self.urls)) >= self.total


def read_list(desk: Desk, first: Seen, *, since: date | None, whole: bool, most: int) -> Errand[ListResult]:
    """Read the list whose first page is `first`: to its end when `whole`, back to `since`, or its first page only.

    Reading stops early only when every item of a page is dated and older than `since` and all dates so far were in
    order (up to five pinned items at the top excepted). What is an excerpt from other columns is never read to its
    end: what they hold besides may be newer.
    """
    if first.held is None:
        return ListResult(stopped=Stopped.NOT_STARTED)
    state, pager = _begin(first)
    keys = {_key(first.fetch)}
    pages = pager.pages
    stopped, unread = Stopped.NOT_STARTED, ""
    while stopped is Stopped.NOT_STARTED:
        number = len(state.pages) + 1
        ask = pager.way(number, desk)
        if ask is None:
            stopped = _end(state, pager, pages)
        elif not whole and (since is None or _is_back_to(state.pages, since)):
            stopped = Stopped.SINCE
        elif _key(ask) in keys:
            stopped = Stopped.TRAP if pages is not None and number <= pages else _end(state, pager, pages)
        elif number > most:
            stopped = Stopped.BUDGET
        else:
            keys.add(_key(ask))
            asked = replace(ask, column=first.fetch.column, referer=ask.referer or first.url)
            seen = yield from desk.open(asked)
            state.seen.append(seen)
            stopped, unread = _take(state, seen, number, pages, pager)
            pager.turn(seen)
    if pager.excerpt and stopped in {Stopped.END, Stopped.SINCE}:
        stopped = Stopped.NO_PAGING
    items = tuple(item for page in state.pages for item in page)
    return ListResult(
        items=items,
        pages_read=sum(1 for each in state.seen if each.ok),
        pages_total=pages,
        total=state.total,
        oldest=None if pager.excerpt else _oldest(state.pages, stopped),
        stopped=stopped,
        unread=(unread,) if unread else (),
        seen=tuple(state.seen),
        counts=tuple(len(page) for page in state.pages),
    )


def joined(results: Sequence[ListResult]) -> ListResult:
    """Return several lists as one: as far read as the one that was read least."""
    if not results:
        return ListResult()
    items = {canonical(item.url): item for result in reversed(results) for item in reversed(result.items)}
    unfinished = [result.oldest for result in results if result.stopped is not Stopped.END]
    reached = [each for each in unfinished if each is not None]
    ended = [result.oldest for result in results if result.oldest is not None]
    oldest = max(reached, default=None) if unfinished else min(ended, default=None)
    totals = [result.total for result in results]
    return ListResult(
        items=tuple(items.values())[::-1],
        pages_read=sum(result.pages_read for result in results),
        pages_total=None,
        total=sum(each for each in totals if each is not None) if None not in totals else None,
        oldest=None if len(reached) < len(unfinished) else oldest,
        stopped=min((result.stopped for result in results), key=_WORST_FIRST.index),
        unread=tuple(dict.fromkeys(each for result in results for each in result.unread)),
        seen=tuple(each for result in results for each in result.seen),
    )


def stopped_by(outcome: Outcome) -> Stopped:
    """Return what a failed look means for a list."""
    if outcome in {Outcome.BLOCKED, Outcome.ROBOTS_FORBIDDEN}:
        return Stopped.BLOCKED
    return Stopped.BUDGET if outcome is Outcome.BUDGET_SPENT else Stopped.ERROR


def _take(state: _Progress, seen: Seen, number: int, pages: int | None, pager: "_Pager") -> tuple[Stopped, str]:
    """Take the answer for page `number`; return what stops the list here (NOT_STARTED: nothing) and what was unread."""
    beyond = pages is not None and number > pages
    reading = seen.reading
    if not seen.ok or reading is None:
        ended = beyond and seen.outcome in _NOT_THERE
        return (Stopped.END, "") if ended else (stopped_by(seen.outcome), f"{seen.outcome} {seen.fetch.url}")
    items = reading.listing.items
    if reading.number is not None and reading.number != number:
        return (Stopped.END if beyond else Stopped.TRAP), ""
    if reading.data and state.total is None:
        state.total = reading.listing.total
    if not items:
        ended = beyond or (pages is None and _is_blank(reading, pager, state))
        return (Stopped.END, "") if ended else (Stopped.ERROR, f"{Outcome.UNREADABLE} {seen.fetch.url}")
    if state.add(items):
        return Stopped.NOT_STARTED, ""
    return (Stopped.END if beyond or state.complete else Stopped.TRAP), ""


def _is_blank(reading: Reading, pager: "_Pager", state: _Progress) -> bool:
    """True when a page without items is the list's own last page, and not an error, a log-in or another site's."""
    if reading.data:
        return reading.listing.total is not None or state.complete
    return _title(reading) == pager.title if pager.title else reading.paged


def _title(reading: Reading) -> str:
    return _FIGURES.sub("", reading.title or "")


def _key(fetch: Fetch) -> str:
    """What makes two pages of a list the same request, whatever moment their addresses name."""
    return replace(fetch, url=identity(fetch.url)).key


def _pages(listing: ListingRead) -> int | None:
    """How many requests the whole list takes, as far as it says."""
    if listing.pages is not None:
        return listing.pages
    if listing.total is not None and listing.items:
        return -(-listing.total // len(listing.items))
    return None


def _begin(first: Seen) -> tuple[_Progress, "_Pager"]:
    """What the first page says; its reading itself is not held while others are waited for."""
    reading = first.reading
    if reading is None:
        raise ValueError(f"{first.fetch.url} was not read")
    state = _Progress(seen=[first], total=reading.listing.total)
    state.add(reading.listing.items)
    return state, _Pager(first, reading)


class _Pager:
    """How the pages of a list are asked for."""

    def __init__(self, first: Seen, reading: Reading) -> None:
        self._first = first
        self.pages = _pages(reading.listing)
        self.paged = reading.paged
        self.title = _title(reading)
        self.excerpt = reading.excerpts
        self._ways = dict(enumerate(reading.ahead, 2))
        self._opens = reading.kept is not None
        self._onward = reading.onward
        self._next = reading.listing.next

    def turn(self, seen: Seen) -> None:
        """Take the page that was read last: the next one may be known only to it."""
        reading = seen.reading
        if reading is not None:
            self._onward, self._next = reading.onward, reading.listing.next

    def way(self, number: int, desk: Desk) -> Fetch | None:
        """Return how to ask for page `number`, the one after the page read last; None when there is no way."""
        if number not in self._ways and self._opens:
            self._ways = self._worked_out(number)
        fetch = self._ways.get(number) or self._onward
        if fetch is None and self._next is not None:
            fetch = Fetch(canonical(self._next), Purpose.LIST_PAGE, number=number)
        return fetch if fetch is not None and desk.territory.credits(fetch.url) else None

    def _worked_out(self, number: int) -> dict[int, Fetch | None]:
        """The ways to some pages at once: the first page is opened again for it."""
        reading = self._first.reading
        if reading is None or reading.kept is None:
            return {}
        source = reading.kept.source()
        return {each: list_page(source, reading.listing, each) for each in range(number, number + _AT_ONCE)}


def _end(state: _Progress, pager: _Pager, pages: int | None) -> Stopped:
    """END when the list says so itself; NO_PAGING when there is more, or may be, and no way to ask for it."""
    if state.total is not None:
        return Stopped.END if state.complete else Stopped.NO_PAGING
    if pages is not None:
        return Stopped.END if len(state.pages) >= pages else Stopped.NO_PAGING
    return Stopped.END if len(state.pages) > 1 or not pager.paged else Stopped.NO_PAGING


def _is_back_to(pages: Sequence[Sequence[ListedItem]], since: date) -> bool:
    last = pages[-1]
    older = bool(last) and all(item.date is not None and item.date < since for item in last)
    return older and _ordered(pages) is not None


def _ordered(pages: Sequence[Sequence[ListedItem]]) -> tuple[date, ...] | None:
    """Return the dates without the pinned ones when they never rise, else None."""
    dates = [item.date for page in pages for item in page if item.date is not None]
    first = len([item for item in pages[0] if item.date is not None]) if pages else 0
    for pinned in range(min(_MOST_PINNED, max(first - 1, 0)) + 1):
        rest = dates[pinned:]
        if all(later <= earlier for earlier, later in pairwise(rest)):
            return tuple(rest)
    return None


def _oldest(pages: Sequence[Sequence[ListedItem]], stopped: Stopped) -> date | None:
    if stopped is Stopped.END:
        return min((item.date for page in pages for item in page if item.date is not None), default=None)
    ordered = _ordered(pages)
    return ordered[-1] if ordered else None
