"""One night beside all before: what appeared, what went, what moved, what reads otherwise."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from crawler.history.editions import with_editions
from crawler.history.state import (
    KEYED,
    Items,
    KnownColumn,
    KnownItem,
    KnownSite,
    Why,
    day_of,
    key,
    plain_title,
    reach_of,
    same_title,
)
from crawler.model import (
    Answered,
    ColumnLook,
    ListedItem,
    ListedPage,
    NightsAbsent,
    Outcome,
    Provenance,
    Reach,
    Redesign,
    SiteLook,
    Vanished,
)

_PAST_LOOKS = 40
"""Looks kept of a column's list: what a claimed date of more than so many nights ago is compared with."""
_REDESIGNED = 0.6
"""Share of a site's known items that must have moved on one look for it to count as a redesign."""
_FEW = 10
"""Known items below which nothing is called a redesign."""
_MANY_GONE = 5
_SAMPLE = 3
"""Of many items that went together so many are asked for: their addresses answer alike."""
_ASKED_A_NIGHT = 10
_PAGES = 3
"""Pages of a list kept as proof of what it showed; further ones are in the store with the night's visits."""
_ANSWERS = 14
Past = tuple[tuple[Reach, ...], ...]
_TELLING = frozenset({Outcome.OK, Outcome.NOT_FOUND, Outcome.SOFT_NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Night:
    """What is known after a night, and the addresses of items gone from their lists that should be asked themselves."""

    known: KnownSite
    ask: tuple[str, ...]


def compare(known: KnownSite, look: SiteLook) -> Night:
    """Return what is known of a site after one more night.

    A column that was not looked at anew changes nothing. The same look compared twice changes nothing the second time.
    """
    step = _Step(known, look)
    for each in look.columns:
        if each.pages:
            step.take(each)
    step.settle()
    editions = with_editions(known.editions, look)
    redesigns = known.redesigns if step.redesign is None else (*known.redesigns, step.redesign)
    after = KnownSite(known.site, step.columns, step.items, editions, redesigns)
    return Night(after, _to_ask(after))


def answered(known: KnownSite, answers: Mapping[str, Provenance]) -> KnownSite:
    """Return what is known once items that are gone were asked for at their own address (url to the look at it)."""
    items = dict(known.items)
    for place, item in known.items.items():
        answer = answers.get(item.url)
        if answer is None or item.gone is None or answer.outcome not in _TELLING:
            continue
        told = Answered(answer.seen_at, answer.outcome)
        gone = replace(item.gone, answers=(*item.gone.answers, told)[-_ANSWERS:])
        lists = [each for each in item.gone_on if each.url != item.url]
        asked = [*(each for each in item.gone_on if each.url == item.url), answer][-_PAGES:]
        why = Why.DELISTED if answer.outcome is Outcome.OK and item.why is Why.NONE else item.why
        items[place] = replace(item, gone=gone, gone_on=(*lists, *asked), why=why)
    return replace(known, items=items)


class _Step:
    """The comparison of one night, column by column."""

    def __init__(self, known: KnownSite, look: SiteLook) -> None:
        self.columns = dict(known.columns)
        self.items: Items = dict(known.items)
        self.redesign: Redesign | None = None
        self._extractor = look.extractor
        self._titles: dict[str, list[KnownItem]] = {}
        for item in known.items.values():
            self._titles.setdefault(plain_title(item.title)[:KEYED], []).append(item)
        self._by_key: dict[str, KnownItem] = {}
        for (_, where), item in known.items.items():
            if where not in self._by_key or item.first_seen < self._by_key[where].first_seen:
                self._by_key[where] = item
        self._at: datetime | None = None
        self._known = 0
        self._moved = 0
        self._lost: set[tuple[str, str]] = set()
        self._shown: dict[str, set[str]] = {}
        self._fresh: list[tuple[str, str]] = []

    def take(self, look: ColumnLook) -> None:
        """Compare one column's list with what is known of it."""
        before = self.columns.get(look.column)
        newest = max(page.source.seen_at for page in look.pages)
        if before is not None and newest <= before.last_look:
            return
        shown = {key(item.url): (item, page) for page in reversed(look.pages) for item in reversed(page.items)}
        self._shown[look.column] = set(shown)
        self._at = newest if self._at is None else max(self._at, newest)
        same = before is not None and key(before.url) == key(look.url) and before.extractor == self._extractor
        past = before.past if before is not None and same else ()
        listed = [place for place, item in self.items.items() if place[0] == look.column and item.gone is None]
        self._known += len(listed)
        new = self._appear(look, shown, past, before)
        if before is not None:
            missing = [place for place in listed if place[1] not in shown]
            self._miss(look, missing, before, same=same)
            self._still_gone(look, shown, same=same)
        counted = bool(look.reaches) and (before is None or look.reaches[0].at > before.last_look)
        self._know(look, past, counted=counted, shown=len(shown), new=0 if before is None else new)

    def settle(self) -> None:
        """Say what moved, what went together, and whether the whole site was redesigned."""
        self._relocate()
        gone = [place for place in self._lost if self.items[place].why is Why.NONE]
        if self._known >= _FEW and self._moved >= _REDESIGNED * self._known and self._at is not None:
            self.redesign = Redesign(self._at, self._known, self._moved, len(self._lost) - self._moved)
            for place in self._fresh:
                self.items[place] = replace(self.items[place], absent=None, absent_on=(), together=0)
            for place in self._lost:
                if self.items[place].why is not Why.MOVED:
                    self.items[place] = replace(self.items[place], why=Why.REDESIGN)
        together = Counter(column for column, _ in gone)
        for place in gone:
            item = self.items[place]
            if item.gone is not None:
                self.items[place] = replace(item, gone=replace(item.gone, together=together[place[0]]))

    def _appear(
        self,
        look: ColumnLook,
        shown: Mapping[str, tuple[ListedItem, ListedPage]],
        past: Past,
        before: KnownColumn | None,
    ) -> int:
        """Take all items shown; return how many of them nobody had seen before."""
        fresh: list[tuple[str, str]] = []
        doubtful: list[tuple[str, str]] = []
        for where, (item, page) in shown.items():
            place = (look.column, where)
            known = self.items.get(place)
            if known is not None:
                self.items[place] = self._again(known, item, before)
                continue
            made = self._made(look.column, item, page, before, past)
            self.items[place] = made
            if made.moved_from is None and made.first_seen == page.source.seen_at:
                fresh.append(place)
                if made.absent is not None:
                    doubtful.append(place)
        self._fresh += fresh
        for place in doubtful:
            self.items[place] = replace(self.items[place], together=len(doubtful))
        return len(fresh)

    def _again(self, known: KnownItem, item: ListedItem, before: KnownColumn | None) -> KnownItem:
        """Return an item that is listed once more; a date that was changed since is compared with the looks anew."""
        listed = item.date or known.listed
        now = replace(known, title=item.title or known.title, listed=listed, gone=None, gone_on=(), why=Why.NONE)
        if listed == known.listed or known.last_absent is None or before is None:
            return now
        return replace(now, absent=_absent(before, listed, (listed,), until=known.first_seen))

    def _made(
        self, column: str, item: ListedItem, page: ListedPage, before: KnownColumn | None, past: Past
    ) -> KnownItem:
        """Return an item not listed in this column before, with what the site is known to have shown of it."""
        seen_at = page.source.seen_at
        earlier = self._earlier(item)
        if earlier is not None:
            moved = earlier.url if key(earlier.url) != key(item.url) else earlier.moved_from
            return KnownItem(
                column,
                item.url,
                item.title,
                item.date,
                min(earlier.first_seen, seen_at),
                earlier.shown_on,
                earlier.last_absent,
                earlier.absent,
                earlier.absent_on,
                earlier.together,
                moved,
            )
        made = KnownItem(column, item.url, item.title, item.date, seen_at)
        if before is None:
            return made
        made = replace(made, shown_on=page.source)
        looks = [at for each in past if (at := reach_of(each, item.date)) is not None and at < seen_at]
        if not looks:
            return made
        absent = _absent(before, item.date, (item.date,), until=seen_at)
        return replace(made, last_absent=max(looks), absent=absent, absent_on=before.pages[:_PAGES] if absent else ())

    def _earlier(self, item: ListedItem) -> KnownItem | None:
        """Return what the site already showed of this item: at the same address, or the same title of the same day."""
        known = self._by_key.get(key(item.url))
        if known is not None:
            return known
        title = plain_title(item.title)
        found = [
            each
            for each in self._titles.get(title[:KEYED], ())
            if same_title(plain_title(each.title), title) and _same_day(each.listed, item.date)
        ]
        return min(found, key=lambda each: (each.first_seen, each.url), default=None)

    def _miss(self, look: ColumnLook, missing: Iterable[tuple[str, str]], before: KnownColumn, *, same: bool) -> None:
        """Take the items that the list no longer shows, as far as it was read past their places."""
        order = [item.date for page in look.pages for item in page.items]
        for place in missing:
            item = self.items[place]
            at = reach_of(look.reaches, item.listed)
            if same and (at is None or at <= before.last_look):
                continue
            gone = Vanished(at or look.pages[0].source.seen_at, before.last_look, 1, 1)
            why = Why.LIST_CHANGED if not same else Why.NONE if _amid(order, item.listed) else Why.ROLLED_OFF
            sources = (*before.pages[:_PAGES], *(page.source for page in look.pages[:_PAGES]))
            self.items[place] = replace(item, gone=gone, gone_on=sources, why=why)
            self._lost.add(place)

    def _still_gone(self, look: ColumnLook, shown: Mapping[str, object], *, same: bool) -> None:
        for place, item in list(self.items.items()):
            if place[0] != look.column or item.gone is None or place in self._lost or place[1] in shown:
                continue
            at = reach_of(look.reaches, item.listed)
            if same and at is not None and at > item.gone.since:
                self.items[place] = replace(item, gone=replace(item.gone, looks=item.gone.looks + 1))

    def _relocate(self) -> None:
        """Mark what is gone from its place and stands elsewhere under the same title and day."""
        stand: dict[str, list[KnownItem]] = {}
        for (column, where), item in self.items.items():
            if item.gone is None and where in self._shown.get(column, ()):
                stand.setdefault(plain_title(item.title)[:KEYED], []).append(item)
        for place, item in list(self.items.items()):
            if item.gone is None or item.why is Why.MOVED:
                continue
            title = plain_title(item.title)
            found = [
                each
                for each in stand.get(title[:KEYED], ())
                if same_title(plain_title(each.title), title) and _same_day(each.listed, item.listed)
            ]
            if not found:
                continue
            to = min(found, key=lambda each: (each.column != item.column, each.url)).url
            self.items[place] = replace(item, why=Why.MOVED, gone=replace(item.gone, moved_to=to))
            self._moved += place in self._lost

    def _know(self, look: ColumnLook, past: Past, *, counted: bool, shown: int, new: int) -> None:
        before = self.columns.get(look.column)
        pages = tuple(page.source for page in look.pages)
        at = max(page.seen_at for page in pages)
        if before is None:
            self.columns[look.column] = KnownColumn(
                look.column,
                look.url,
                self._extractor,
                at,
                at,
                int(counted),
                (look.reaches,) if counted else (),
                pages,
                shown,
            )
            return
        kept = before.past if past else ()
        self.columns[look.column] = replace(
            before,
            url=look.url,
            extractor=self._extractor,
            last_look=at,
            looks=before.looks + counted,
            past=(*kept, look.reaches)[-_PAST_LOOKS:] if counted else kept,
            pages=pages,
            listed=shown,
            appeared=before.appeared + new,
        )


def _absent(
    column: KnownColumn, place: date | None, claimed: Iterable[date | None], *, until: datetime
) -> NightsAbsent | None:
    """Return the looks after the day claimed and before `until` that reached the item's place."""
    days = [each for each in claimed if each is not None]
    if not days:
        return None
    reached = {at for each in column.past if (at := reach_of(each, place)) is not None and at < until}
    looks = sorted(at for at in reached if day_of(at) > max(days))
    return NightsAbsent(len(looks), looks[0], looks[-1]) if looks else None


def _amid(order: list[date | None], listed: date | None) -> bool:
    """Whether an older item still stands behind a newer one: the list did not just drop its tail.

    Lists that show only the newest items, and old items pinned to the top, are no sign of a withdrawal.
    """
    if listed is None:
        return False
    newer = next((number for number, each in enumerate(order) if each is not None and each >= listed), None)
    return newer is not None and any(each is not None and each < listed for each in order[newer + 1 :])


def _same_day(one: date | None, other: date | None) -> bool:
    return one is None or other is None or one == other


def _to_ask(known: KnownSite) -> tuple[str, ...]:
    """Return the addresses to ask: of those gone for no known reason, the least asked first, few of many together."""
    chosen: list[KnownItem] = []
    sampled: Counter[tuple[str, datetime]] = Counter()
    waiting = [
        item
        for item in known.items.values()
        if item.gone is not None and item.why is Why.NONE and len(item.gone.answers) < _ANSWERS
    ]
    waiting.sort(key=lambda item: (len(item.gone.answers) if item.gone else 0, item.column, item.url))
    for item in waiting:
        if item.gone is None:
            continue
        group = (item.column, item.gone.since)
        sampled[group] += 1
        if item.gone.together < _MANY_GONE or sampled[group] <= _SAMPLE:
            chosen.append(item)
    return tuple(dict.fromkeys(item.url for item in chosen))[:_ASKED_A_NIGHT]
