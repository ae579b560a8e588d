"""Days that stand once above several rows (今日关注: one day, then what was published on it)."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from crawler.extract.lists.marks import Mark
from crawler.extract.lists.wording import OTHERS, is_bracketed
from crawler.markup import Area, Flow

_TAGS: Final = frozenset({"dt", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div"})
_ROWS: Final = frozenset({"li", "td", "th"})
"""Tags of headings, and of what is one only where no link stands in it or in the table row around it."""
_FEWEST, _MOST = 2, 200
_PAIR: Final = 2
_ABOUT: Final = re.compile(r"解读|图解|读懂|附件|附表")
"""What stands in one row with the document it is about."""
_SHORTEST_NAME: Final = 6
_CLIMB: Final = 4
_FRAME: Final = Area.NAVIGATION | Area.FOOTER | Area.PAGER | Area.CRUMB | Area.HIDDEN


class Headed(NamedTuple):
    """A link below a day: its place among the page's links, the day, and the outermost element of its row."""

    anchor: int
    mark: Mark
    node: int


_NOTHING: Final[tuple[int, tuple[Headed, ...]]] = (-1, ())


def rows_under_days(flow: Flow, marks: Sequence[Mark], named: Callable[[int], str]) -> tuple[int, tuple[Headed, ...]]:
    """Return the links that stand below days which head more than one of them, and the element around them all.

    `marks` are the dates of the page and `named` tells the wording of a link, empty where that names nothing. There are
    none unless all is certain. The days stand alone on their lines in elements of one kind, are different ones and go
    on in one direction of time; nothing else in between bears a date. All links below them name something and stand
    alone in elements of one kind. Two below every day are none: a document and what is about it make one row.
    """
    heads = _lines(flow, marks)
    if not _FEWEST <= len(heads) <= _MOST:
        return _NOTHING
    heads.sort(key=lambda mark: mark.run)
    around = _around(flow, heads)
    if around < 0 or not _go_on(flow, heads) or _dates_in(flow, marks, heads, around) > len(heads):
        return _NOTHING
    links = flow.anchors_in(around)
    starts = [bisect_left(flow.anchor_nodes, mark.node) for mark in heads]
    if any(named(link) for link in range(links.start, starts[0])):
        return _NOTHING
    below = [
        [link for link in range(start, end) if named(link) and not flow.anchors[link].area & _FRAME]
        for start, end in pairwise([*starts, links.stop])
    ]
    paired = max(map(len, below)) <= _PAIR
    if not all(mine and all(_is_name(named(link), paired=paired) for link in mine) for mine in below):
        return _NOTHING
    kinds = {_kind(flow, _row(flow, link, around)) for mine in below if len(mine) > 1 for link in mine}
    if len(kinds) != 1 or {len(mine) for mine in below} == {_PAIR}:
        return _NOTHING
    kind = kinds.pop()
    found = [
        Headed(link, mark, _row(flow, link, around, kind))
        for mark, mine in zip(heads, below, strict=True)
        for link in mine
    ]
    alone = {each.node for each in found if _kind(flow, each.node) == kind and each.node > each.mark.node}
    return (around, tuple(found)) if len(alone) == len(found) else _NOTHING


def _go_on(flow: Flow, heads: Sequence[Mark]) -> bool:
    """True when the days stand in elements of one kind, are different ones, and go on in one direction."""
    days = [mark.value for mark in heads if mark.value is not None]
    kinds = {_kind(flow, flow.blocks[flow.runs[mark.run].block].node) for mark in heads}
    return len(kinds) == 1 and len(set(days)) == len(days) and days in (sorted(days), sorted(days, reverse=True))


def _dates_in(flow: Flow, marks: Sequence[Mark], heads: Sequence[Mark], around: int) -> int:
    return sum(heads[0].run <= mark.run and mark.node <= flow.ends[around] for mark in marks)


def _kind(flow: Flow, node: int) -> tuple[str, str]:
    return flow.tags[node], flow.names[node]


def _lines(flow: Flow, marks: Sequence[Mark]) -> list[Mark]:
    """The dates that are whole lines; where the first in elements of a kind is none, the others are not asked."""
    found: list[Mark] = []
    kinds: dict[tuple[str, str], bool] = {}
    for mark in marks:
        kind = _kind(flow, mark.node)
        if mark.value is not None and mark.runs == 1 and kinds.get(kind, True):
            is_line = _is_line(flow, mark)
            kinds.setdefault(kind, is_line)
            if is_line:
                found.append(mark)
    return found


def _is_line(flow: Flow, mark: Mark) -> bool:
    """True when the date is all that stands on its line, and no link."""
    run = flow.runs[mark.run]
    raw, node, area, _, _ = flow.blocks[run.block]
    if run.anchor >= 0 or raw != run.text or area & _FRAME:
        return False
    tag = flow.tags[node]
    return tag in _TAGS or (tag in _ROWS and not flow.anchors_in(node if tag == "li" else flow.parents[node]))


def _around(flow: Flow, heads: Sequence[Mark]) -> int:
    """The closest element around all the days; -1 where it is too far off."""
    node = flow.parents[heads[0].node]
    for _ in range(_CLIMB):
        if node < 0 or flow.tags[node] in {"body", "html"}:
            break
        if flow.ends[node] >= heads[-1].node:
            return node
        node = flow.parents[node]
    return -1


def _is_name(name: str, *, paired: bool) -> bool:
    """True for the name of a row; where no day has more than two, one may be about the other."""
    if paired and _ABOUT.search(name):
        return False
    return len(name) >= _SHORTEST_NAME and not is_bracketed(name) and not OTHERS.match(name)


def _row(flow: Flow, link: int, around: int, kind: tuple[str, str] | None = None) -> int:
    """The outermost element in `around` that has no other link in it; the first of `kind`, where that is given."""
    node = flow.anchors[link].node
    while (parent := flow.parents[node]) != around and _kind(flow, node) != kind:
        if len(flow.anchors_in(parent)) > 1:
            break
        node = parent
    return node
