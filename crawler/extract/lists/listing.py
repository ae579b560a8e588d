"""The main list of a page: its items in order with their dates, and what it says of its paging."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from crawler.extract.dates import date_in, day, with_year_of
from crawler.extract.lists.heads import headed_years
from crawler.extract.lists.mainlist import main_list, with_columns, with_headline
from crawler.extract.lists.marks import marks
from crawler.extract.lists.paging import next_page, page_count, total_count
from crawler.extract.lists.rows import LONG_NAME, Group, Row, Rows, leads_to_document
from crawler.markup import Area, Source
from crawler.model import ListedItem, ListingRead
from crawler.platforms import own_listing

_NUMBERED: Final = re.compile(r"(?:^|/)[\w-]{0,40}\d[\w-]{0,40}\.(?:s?html?|jsp|aspx?|php)$", re.IGNORECASE)
_TOLD: Final = re.compile(r"(?:发布|发表|更新|添加|录入|公开)(?:时间|日期)\s?[:：]\s?(?=\d)")
_FARTHEST: Final = 4
_ASIDE: Final = Area.SIDE | Area.RELATED | Area.NAVIGATION | Area.FOOTER | Area.HIDDEN
_LONGEST_ROW: Final = 300
_SHORT_TITLE: Final = 8
_UNDATED: Final = 0.4
"""What a list without dates weighs against one with dates."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a page: the main one, and the blocks that rows of dated lists of at least two rows fill.

    `excerpt` is True when the main one is part of another column's, or when there is none because all there are that.
    """

    main: Group | None
    blocks: frozenset[int]
    excerpt: bool = False


def read_listing(source: Source) -> ListingRead:
    """Return the page's main list; a family's own reading (data in scripts, XML answers) goes before the visible one.

    Dates without a year get one only when the item's own address fixes it.
    """
    return listing_of(source, source.once(page_lists))


def listing_of(source: Source, lists: Lists) -> ListingRead:
    """Return the main list of `lists` as items, with what the page says of its paging."""
    own = own_listing(source)
    if own is not None and own.items:
        return own
    items = _items(source, lists.main) if lists.main is not None else ()
    own = own or ListingRead()
    return ListingRead(
        items,
        own.next or next_page(source),
        own.pages or (page_count(source) if items else None),
        own.total if own.total is not None else (total_count(source) if items else None),
    )


def dated_items(source: Source) -> tuple[ListedItem, ...]:
    """Return the items of all lists of the page that have a date, in reading order, each address and title once."""
    flow = source.flow
    if not flow.anchors:
        return ()
    groups = Rows(flow, marks(flow)).dated()
    items = (item for group in groups for item in _items(source, group) if item.date is not None)
    return tuple({(item.title, item.url): item for item in items}.values())


def page_lists(source: Source) -> Lists:
    """Return the lists that the page shows."""
    flow = source.flow
    if not flow.anchors:
        return Lists(None, frozenset())
    rows = Rows(flow, marks(flow))
    groups = rows.dated()
    dated = [
        (_weight(source, group), group) for group in groups if len(group.rows) > 1 or _is_row(source, group.rows[0])
    ]
    best = max(dated, key=lambda pair: pair[0], default=None)
    if best is None or best[0] < _UNDATED * rows.most_undated():
        undated = (group for group in rows.undated(_spans(groups)) if _reads_like_titles(source, group))
        dated += [(_weight(source, group) * _UNDATED, group) for group in undated]
    main, excerpt = main_list(source, dated)
    if main is not None and len(groups) > 1:
        main = with_headline(source, with_columns(source, main, groups), groups)
    listed = [group for group in groups if len(group.rows) > 1 or group is main]
    marked = (
        # What a single link and a date have around them both may be the whole document.
        mark
        for group in listed
        for row in group.rows
        for mark in (rows.marks_of(row) if len(group.rows) > 1 else (row.mark,))
        if mark is not None
    )
    return Lists(main, frozenset(flow.runs[mark.run].block for mark in marked), excerpt)


def beside_names(source: Source) -> int:
    """Return how many signs the rows of the main list have beside their names; 0 where the rows are long texts."""
    flow, main = source.flow, source.once(page_lists).main
    if main is None:
        return 0
    starts = sorted(row.node for row in main.rows)
    within = 0
    for raw, node, _, _, _ in flow.blocks:
        at = bisect_right(starts, node) - 1
        if at >= 0 and node <= flow.ends[starts[at]]:
            within += len(raw)
    rest = within - sum(len(row.name) for row in main.rows)
    return rest if 0 < rest <= _LONGEST_ROW * len(starts) else 0


def _spans(groups: Sequence[Group]) -> list[int]:
    """The rows of dated lists of two rows and more, as nodes."""
    return sorted({row.node for group in groups if len(group.rows) > 1 for row in group.rows})


def _is_row(source: Source, row: Row) -> bool:
    """A single dated link is a list of one only when it stands in a row and leads to a document."""
    flow = source.flow
    node, standing = flow.anchors[row.anchor].node, False
    while node >= row.node and not standing:
        standing = flow.tags[node] in {"li", "tr", "dd", "dl", "record"}
        node = flow.parents[node]
    anchor = flow.anchors[row.anchor]
    if not standing or len(row.name) < 6 or not (leads_to_document(anchor.href) or _NUMBERED.search(anchor.href)):  # noqa: PLR2004
        return False
    # A link and a date far apart are those of a side block and of the document, in one cell of the layout.
    return row.mark is None or abs(flow.runs[row.mark.run].block - anchor.block) <= _FARTHEST


def _weight(source: Source, group: Group) -> float:
    flow = source.flow
    area = flow.areas[group.container] if group.container >= 0 else Area.NONE
    total = float(sum(min(len(row.name), LONG_NAME) for row in group.rows))
    if area & _ASIDE:
        # The main column is called left as often as the one beside it.
        total *= 0.6 if area & _ASIDE == Area.SIDE and group.rows[0].mark is not None else 0.25
    if area & (Area.FOOTER | Area.NAVIGATION):
        total *= 0.25
    return total


def _reads_like_titles(source: Source, group: Group) -> bool:
    flow = source.flow
    names = [row.name for row in group.rows]
    documents = sum(leads_to_document(flow.anchors[row.anchor].href) for row in group.rows)
    average = sum(len(name) for name in names) / len(names)
    if average >= _SHORT_TITLE:
        documents += sum(_NUMBERED.search(flow.anchors[row.anchor].href) is not None for row in group.rows)
    return average >= 12 or (documents * 10 >= 6 * len(names) and average >= 6)  # noqa: PLR2004


def _items(source: Source, group: Group) -> tuple[ListedItem, ...]:
    found: dict[tuple[str, str, date | None], ListedItem] = {}
    dated = sorted((row for row in group.rows if row.mark is not None), key=lambda row: row.mark.run if row.mark else 0)
    years = headed_years(
        source.flow,
        [row.mark for row in dated if row.mark is not None],
        [source.flow.anchors[row.anchor].href for row in dated],
    )
    for row in group.rows:
        anchor = source.flow.anchors[row.anchor]
        # A link that only a script follows still is an item; it leads nowhere that can be asked.
        url = source.absolute(anchor.href) or source.url
        item = ListedItem(row.name, url, _date(row, url, years) or _told(row, anchor.title))
        # Templates print a list twice, for desks and phones; placeholder pages link every row to "#".
        key = (
            (item.title, url, item.date)
            if anchor.href.strip() not in {"", "#"}
            else (item.title, str(row.node), item.date)
        )
        found.setdefault(key, item)
    return tuple(found.values())


def _told(row: Row, title: str) -> date | None:
    """The day that the link's title tells (发布时间：2021-07-05), where the row shows none or the same day."""
    if not title or not ("时间" in title or "日期" in title):
        return None
    told = _TOLD.search(title)
    value = None if told is None else date_in(title[told.end() : told.end() + 20])
    if value is None or (row.mark is not None and (row.mark.month, row.mark.day) != (value.month, value.day)):
        return None
    return value


def _date(row: Row, url: str, years: Mapping[int, int]) -> date | None:
    if row.mark is None:
        return None
    if row.mark.value is not None:
        return row.mark.value
    year = years.get(row.mark.run)
    headed = None if year is None else day(year, row.mark.month, row.mark.day)
    return with_year_of(url, row.mark.month, row.mark.day) or headed
