"""Rows of lists: which link belongs to which date, and which rows make one list."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from crawler.extract.lists.day_heads import rows_under_days
from crawler.extract.lists.heads import Heads, begins_with_year
from crawler.extract.lists.link_names import LinkNames
from crawler.extract.lists.marks import Mark
from crawler.extract.lists.wording import NUMBER, OFFICE, OTHERS, VIEW, WORDY, is_bracketed
from crawler.markup import Anchor, Area, Flow, begins

_DOCUMENT_URL: Final = re.compile(
    r"/t20\d{6}_|content_\d|/art/|art_\d|post_\d|[0-9a-f]{24,32}\.|\d{6,}[^/]*\.s?html?|/20\d{4}/|/20\d\d[-/]\d\d|\d{5,}\.(?:s?html?|jsp?|aspx?)"
    r"|[0-9a-f]{4}-[0-9a-f]{12}\.|/content\.s?html?$"
    r"|\.(?:pdf|docx?|xlsx?|wps|rar|zip|ofd)$|mp\.weixin|[?&](?:id|infoid|articleid|aid|newsid|nid)=",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def leads_to_document(href: str) -> bool:
    """True when the address has the shape that content systems give to documents and files."""
    return _DOCUMENT_URL.search(href[-200:]) is not None


_SHORTEST_NAME: Final = 6
_CLIMB: Final = 9
_MOST_IN_ROW: Final = 12
_MOST_TOGETHER: Final = 60
_NO_ROWS: Final = Area.NAVIGATION | Area.FOOTER | Area.PAGER
_ROW_TAGS: Final = frozenset({"tr", "li", "dl"})
LONG_NAME: Final = 40
"""What of a name counts for the weight of a list."""


class Row(NamedTuple):
    """A list row: the link that names it, its mark if it has one, and the row's outermost node."""

    anchor: int
    mark: Mark | None
    node: int
    name: str


@dataclass(slots=True)
class Group:
    """Rows that stand side by side in `container`."""

    container: int
    rows: list[Row]


class Rows:
    """The rows of one page."""

    def __init__(self, flow: Flow, marks: tuple[Mark, ...]) -> None:
        self.flow = flow
        # By node, so that those in an element stand together: text behind an inner element belongs to the outer one.
        self.marks = tuple(sorted(marks, key=lambda mark: mark.node))
        self.heads = Heads(flow)
        self.mark_nodes = [mark.node for mark in self.marks]
        self.links = LinkNames(flow, marks)
        self.names, self.usable, self.runs_of = self.links.names, self.links.usable, self.links.runs_of
        # Links by the run they begin with, and for each flat list whether its dates follow their links.
        self.order = [
            (runs[0], number) for number, runs in sorted(self.runs_of.items()) if runs and self.usable[number]
        ]
        self.follows: dict[int, bool] = {}

    def dated(self) -> list[Group]:
        """The groups of rows that carry dates, in reading order; rows without a date that stand among them are in."""
        rows: list[Row] = []
        seen: set[tuple[int, int]] = set()
        around, headed = rows_under_days(self.flow, self.marks, self.links.naming)
        heads = {each.mark.run for each in headed}
        for place, mark in sorted(enumerate(self.marks), key=lambda pair: pair[1].run):
            row = self._row_of(place, mark) if mark.run not in heads else None
            if row is not None and (row.anchor, row.node) not in seen:
                seen.add((row.anchor, row.node))
                rows.append(row)
        groups = self._merged([self._with_undated(group) for group in self._grouped(rows)])
        if headed:
            groups.append(Group(around, [Row(link, mark, node, self.names[link]) for link, mark, node in headed]))
        return groups

    def undated(self, dated: Sequence[int] = ()) -> list[Group]:
        """The groups of at least three links that stand alone in equal elements side by side.

        `dated` are the nodes of rows with dates, rising: the other links of such a row are no rows of their own.
        """
        flow, usable, parents = self.flow, self.usable, self.flow.parents
        spans: dict[int, range] = {-1: range(0)}
        rows = []
        for number, anchor in enumerate(flow.anchors):
            if not usable[number] or anchor.area & _NO_ROWS:
                continue
            at = bisect_right(dated, anchor.node) - 1
            if at >= 0 and anchor.node <= flow.ends[dated[at]]:
                continue
            node = anchor.node
            for _ in range(_CLIMB):
                parent = parents[node]
                beside = spans.get(parent)
                if beside is None:
                    beside = spans[parent] = flow.anchors_in(parent)
                if not 0 < len(beside) <= _MOST_IN_ROW or (len(beside) > 1 and self._stands_with(beside, anchor)):
                    break
                node = parent
            mine = self._marks_in(node) if self.marks else range(0)
            mark = self.heads.day_of([self.marks[mine.start]]) if len(mine) == 1 else None
            rows.append(Row(number, mark, node, self.names[number]))
        by_parent: dict[tuple[int, str], list[Row]] = {}
        for row in rows:
            by_parent.setdefault((flow.parents[row.node], flow.tags[row.node]), []).append(row)
        groups = [Group(parent, _distinct(members)) for (parent, _), members in by_parent.items()]
        return [group for group in self._merged(groups) if len(group.rows) >= 3]  # noqa: PLR2004

    def _stands_with(self, beside: range, anchor: Anchor) -> bool:
        """True when among the links `beside` one has a name and leads elsewhere."""
        anchors, names = self.flow.anchors, self.names
        return any(names[other] and anchors[other].href != anchor.href for other in beside)

    def most_undated(self) -> int:
        """No group of undated rows has names longer than this together, each counted up to `LONG_NAME`."""
        return sum(min(len(name), LONG_NAME) for name, usable in zip(self.names, self.usable, strict=True) if usable)

    def _row_of(self, place: int, mark: Mark) -> Row | None:
        flow = self.flow
        node, inside = self._around(mark)
        if not inside:
            return None if node < 0 else self._flat_row(place, mark, node)
        if not self.usable[inside[0]]:
            return self._viewed(node, mark)
        in_row = self._marks_in(node)
        if not (
            len(inside) == 1
            or len(in_row) == 1
            or len({flow.anchors[number].href for number in inside}) == 1
            or (flow.tags[node] in _ROW_TAGS and self._is_one_row(inside, in_row))
        ):
            return self._flat_row(place, mark, node)
        if len(inside) > _MOST_IN_ROW or len(in_row) > _MOST_IN_ROW:  # dates of a whole block, not of a row
            return None
        chosen = self.heads.day_of([self.marks[number] for number in in_row] or [mark])
        while flow.parents[node] >= 0 and len(self._marks_in(flow.parents[node])) == len(in_row):
            parent = flow.parents[node]
            if flow.tags[parent] in {"body", "html"} or self._has_more(parent, inside):
                break
            node = parent
        if len(self.names[inside[0]]) < _SHORTEST_NAME or (flow.tags[node] == "td" and self.heads.is_person(node)):
            # The date may stand with a mere mark of the row (2026-05-28 解读), or with who wrote a message, and when:
            # its name is farther off.
            subjects = self._subjects(flow.parents[node]) if flow.tags[node] == "td" else []
            if subjects:
                node = flow.parents[node]
                chosen = self.heads.day_of([self.marks[number] for number in self._marks_in(node)])
            inside = subjects or [number for number in flow.anchors_in(node) if self.usable[number]]
        best = self._naming(inside) if len(inside) > 1 else inside[0]
        return Row(best, chosen, node, self._whole(best, node))

    def _subjects(self, row: int) -> list[int]:
        """The links of a table row that may name it, in cells that have no date and are not headed as people's."""
        flow, found = self.flow, []
        for number in flow.anchors_in(row)[:_MOST_IN_ROW]:
            cell = flow.anchors[number].node
            while flow.parents[cell] > row:
                cell = flow.parents[cell]
            if self.usable[number] and len(self.names[number]) >= _SHORTEST_NAME and not self._marks_in(cell):
                found += [] if self.heads.is_person(cell) else [number]
        return found

    def _around(self, mark: Mark) -> tuple[int, list[int]]:
        """The closest element around a date with links that may name its row, and these; -1 where none is close.

        Without links it has too many for a row; where none of those in a row has a name, it has that row's.
        """
        flow, node = self.flow, mark.node
        for _ in range(_CLIMB):
            if node < 0:
                break
            span = flow.anchors_in(node)
            if len(span) > _MOST_TOGETHER:
                return node, []
            inside = [number for number in span if self.usable[number]]
            if inside or (span and flow.tags[node] in _ROW_TAGS):
                return node, inside or list(span)
            node = flow.parents[node]
        return -1, []

    def _viewed(self, node: int, mark: Mark) -> Row | None:
        """A row whose only link says 查看: its longest text is its name."""
        flow = self.flow
        views = [number for number in flow.anchors_in(node) if VIEW.fullmatch(flow.anchors[number].text)]
        if len({flow.anchors[number].href for number in views}) != 1:
            return None
        lines: dict[int, str] = {}
        for number in range(flow.anchors[views[0]].block, -1, -1):
            block = flow.blocks[number]
            if block.node < node:
                break
            if not block.linked and flow.runs[mark.run].block != number:
                lines[number] = block.text
        name = max(lines.values(), key=len, default="")
        if len(name) < _SHORTEST_NAME:
            return None
        chosen = self.heads.day_of([self.marks[number] for number in self._marks_in(node)] or [mark])
        return Row(views[0], chosen, node, name)

    def _has_more(self, node: int, inside: list[int]) -> bool:
        """True when the links in `node` are those of other rows, too: more than two of them lead elsewhere."""
        anchors, span = self.flow.anchors, self.flow.anchors_in(node)
        if len(span) <= len(inside) + 2:
            return False
        if len(span) > _MOST_IN_ROW:
            return True
        return len({anchors[number].href for number in span}) > len({anchors[number].href for number in inside}) + 1

    def _whole(self, best: int, node: int) -> str:
        """The name of a row's link; where it is cut, whole as its picture tells it."""
        name, anchors = self.names[best], self.flow.anchors
        if name[-1] not in "….":
            return name
        shown = name.rstrip(".…")
        titles = (
            anchors[number].title for number in self.flow.anchors_in(node) if anchors[number].href == anchors[best].href
        )
        return next((title for title in titles if begins(title, shown)), name)

    def _is_one_row(self, inside: list[int], in_row: range) -> bool:
        """True when the links and the dates of an element do not take turns: it holds one row, not several."""
        order = sorted(
            [(self.runs_of[number][0], False) for number in inside if self.runs_of.get(number)]
            + [(self.marks[number].run, True) for number in in_row]
        )
        turns = [dated for (_, before), (_, dated) in pairwise(order) if dated != before]
        return turns.count(True) <= 1 and turns.count(False) <= 1

    def marks_of(self, row: Row) -> tuple[Mark, ...]:
        """All dates that stand in the row, also those that are days of something else."""
        inside = tuple(self.marks[number] for number in self._marks_in(row.node))
        return inside if row.mark is None or row.mark in inside else (row.mark, *inside)

    def _marks_in(self, node: int) -> range:
        return range(bisect_left(self.mark_nodes, node), bisect_right(self.mark_nodes, self.flow.ends[node]))

    def _naming(self, inside: list[int]) -> int:
        """The link that names the row: a heading's, else the longest wording; of equal addresses the first."""
        flow = self.flow
        for number in inside:
            if flow.tags[flow.parents[flow.anchors[number].node]] in {"h2", "h3", "h4", "h5"} and self.names[number]:
                return number
        # The row's own address stands at its picture, too; the policy that an interpretation names leads elsewhere.
        hrefs = [anchor.href for anchor in flow.anchors[max(0, inside[0] - 1) : inside[-1] + 1]]
        best = max(
            inside,
            key=lambda number: (
                not is_bracketed(self.names[number])
                and not OTHERS.match(self.names[number])
                and not self.links.is_category(number),
                not OFFICE.search(self.names[number]),
                hrefs.count(flow.anchors[number].href) > 1,
                len(self.names[number]),
            ),
        )
        same = [number for number in inside if flow.anchors[number].href == flow.anchors[best].href]
        return next(
            (
                number
                for number in same
                if len(self.names[number]) >= _SHORTEST_NAME
                and WORDY.search(self.names[number])
                and not NUMBER.fullmatch(self.names[number])
            ),
            best,
        )

    def _flat_row(self, place: int, mark: Mark, node: int) -> Row | None:
        best = self._beside(node, place)
        if best is None:
            return None
        at = self.flow.anchors[best].node
        while self.flow.tags[node] == "tr" and self.flow.parents[at] > node:
            at = self.flow.parents[at]  # two items side by side: their cells are the rows
        return Row(best, mark, at, self.names[best])

    def _beside(self, node: int, place: int) -> int | None:
        """In a flat list, dates all follow or all precede their links: the first of the two decides."""
        mark = self.marks[place]
        if node not in self.follows:
            first = bisect_left(self.order, self.flow.anchors_in(node).start, key=lambda pair: pair[1])
            first_run = min(self.marks[number].run for number in self._marks_in(node))
            self.follows[node] = first < len(self.order) and self.order[first][0] < first_run
        at = bisect_left(self.order, mark.run, key=lambda pair: pair[0])
        if self.follows[node]:
            at -= 1
        if not 0 <= at < len(self.order) or self.order[at][1] not in self.flow.anchors_in(node):
            return None
        return self.order[at][1]

    def _grouped(self, rows: list[Row]) -> list[Group]:
        groups: dict[int, Group] = {}
        for row in rows:
            parent = self.flow.parents[row.node]
            groups.setdefault(parent, Group(parent, [])).rows.append(row)
        return list(groups.values())

    def _merged(self, groups: list[Group]) -> list[Group]:
        """Lists cut into pieces of five rows, and rows that each are a table, are one list."""
        flow = self.flow
        merged: dict[tuple[int, str, str], Group] = {}
        pieces = {self._key(group.container) for group in groups if len(group.rows) > 1}
        for group in groups:
            key = self._key(group.container)
            if len(group.rows) == 1 and (alone := self._key(group.rows[0].node)) in pieces:
                key = alone  # the last piece has a single row
            if len(groups) > 1 and (part := self._part(key[0])) >= 0:
                key = (flow.parents[part], flow.tags[part], key[1])
            if key in merged:
                merged[key].rows += group.rows
            else:
                merged[key] = group
        return list(merged.values())

    def _key(self, node: int) -> tuple[int, str, str]:
        flow = self.flow
        return (flow.parents[node], flow.tags[node], flow.names[node]) if node >= 0 else (-1, "", "")

    def _part(self, node: int) -> int:
        """The element around `node` or itself that holds a year and the part of the list that it heads; -1 for none."""
        for _ in range(2):
            if node < 0 or self.flow.tags[node] in {"body", "html"}:
                return -1
            if begins_with_year(self.flow, node):
                return node
            node = self.flow.parents[node]
        return -1

    def _with_undated(self, group: Group) -> Group:
        flow = self.flow
        have = {row.node for row in group.rows}
        tags = {flow.tags[row.node] for row in group.rows}
        hrefs = {flow.anchors[row.anchor].href for row in group.rows}
        if group.container < 0 or len(group.rows) < 2 or "a" in tags:  # noqa: PLR2004
            return group
        rows = list(group.rows)
        names, first, last = {flow.names[row.node] for row in rows}, min(have), max(have)
        for number in flow.anchors_in(group.container):
            anchor = flow.anchors[number]
            if anchor.area & (Area.NAVIGATION | Area.FOOTER | Area.PAGER | Area.CRUMB):
                continue
            if not self.usable[number] or anchor.href in hrefs or len(self.names[number]) < 6:  # noqa: PLR2004
                continue
            node = anchor.node
            for _ in range(_CLIMB):
                if flow.parents[node] == group.container or node < 0:
                    break
                node = flow.parents[node]
            if not (first < node < last or flow.names[node] in names):
                continue
            if flow.parents[node] == group.container and node not in have and flow.tags[node] in tags:
                have.add(node)
                rows.append(Row(number, None, node, self.names[number]))
        rows.sort(key=lambda row: flow.anchors[row.anchor].node)
        return Group(group.container, rows)


def _distinct(rows: list[Row]) -> list[Row]:
    return list({row.node: row for row in reversed(rows)}.values())[::-1]
