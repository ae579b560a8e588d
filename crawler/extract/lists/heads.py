"""What stands over a date in a list: the head of its table column, the year that heads its group of rows."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from crawler.extract.dates import url_day
from crawler.extract.lists.marks import Mark
from crawler.markup import Area, Flow

_CELLS = frozenset({"td", "th"})
_YEAR = re.compile(r"[\[【（(]?\s*((?:19|20)\d\d)\s?(?:年度?)?\s*[\]】）)]?")
_YEAR_OR_MONTH = re.compile(r"[\[【（(]?\s*(?:19|20)\d\d\s?(?:年度?|[-/.年]\s?\d{1,2}\s?月?份?)?\s*[\]】）)]?")
_NOT_ITS_DAY = re.compile(
    r"截止|截至|有效|失效|废止|施行|实施|生效|开始|起始|结束|活动|会议|开庭|出生|开标|听证|报名|考试|面试|拍卖|竣工|到期|最后"
)
_PUBLISHED = re.compile(r"发布|公开|公布|上网|登载|上传|(?:公告|公示|挂网|刊登|发表|添加|录入)(?:时间|日期)")
_NAMED_DAY = re.compile(r"([\u4e00-\u9fff]{1,8})\s?(?:时间|日期)\W*$")
_ITS_DAY = re.compile(
    r"发(?:布|文|表|帖|稿|送|起|信)|公[布开示告]|登[载记]|刊[登发载]|颁[布发]|[印制签核]发|成文|生成|形成|产生|制[定作]|撰写|落款|更新|修[改订]"
    r"|上[网传线]|挂网|添加|录入|创建|建立|新增|编辑|入库|推送|报[道送]|[来写]信|来访|提[交问出]|受理|收[件信]|[交转]办|留言|咨询|投诉|诉求|反馈"
    r"|办[理结]|处[理罚]|决定|许可|通过|批[准复]|信息|文[章件]|新闻|稿件|内容|归档|数据|页面|记录|最[近新]|出版|访谈|直播"
)
"""After what a day is named that may be the row's own; of others (开工时间, 抽样日期) it is not known."""
_LABEL = re.compile(r"(?:日期|时间)\s?[:：]?$")
_PERSON = re.compile(r"作者|发帖|发布人|楼主|网友|用户|[来写]信人|留言人|姓名|最后")
_ANSWERED = re.compile(r"回复|答复|办结|回应")
_LONGEST_YEAR = 10
_LONGEST_HEAD = 16
_LONGEST_CELL = 40
_CLIMB = 4
_FARTHEST = 400
"""Elements between the first row and the line of heads over it."""
_LARGEST_ROW = 60
_MOST_LOOKS = 20_000
_FRAME = Area.NAVIGATION | Area.FOOTER | Area.PAGER | Area.CRUMB | Area.SIDE


def _may_be_its_day(name: str) -> bool:
    """True for a day without a name, and for one that is named as that of a publication, a text or a message."""
    if _PUBLISHED.search(name):
        return True
    if _NOT_ITS_DAY.search(name):
        return False
    after = _NAMED_DAY.search(name)
    return after is None or _ANSWERED.search(name) is not None or _ITS_DAY.search(after[1]) is not None


class Heads:
    """The column heads of a page's tables: the first row of a table, where its cells are words without digits."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._heads: dict[int, tuple[str, ...]] = {}
        self._cells: dict[int, list[int]] = {}
        self._lines: dict[int, tuple[str, ...]] = {}
        self._looks = _MOST_LOOKS

    def day_of(self, marks: Sequence[Mark]) -> Mark | None:
        """Of the dates of one row the one on which it was published, None when each is the day of something else.

        That is the date whose label or column head says so; else the one of the answer in a mailbox; else the latest:
        made, then published. Of several that nothing names it is none: the last may be the end of a term.
        """
        named = [(mark, mark.label or self.over(mark.node) or self._label(mark)) for mark in marks]
        if len(named) > 1 and not any(name for _, name in named):
            named = list(zip(marks, self._above(marks), strict=True))
        if len(named) == 1 and not named[0][1]:
            return named[0][0]
        named = [(mark, name) for mark, name in named if _may_be_its_day(name)]
        for shape in (_PUBLISHED, _ANSWERED):
            for mark, name in named:
                if name and shape.search(name):
                    return mark
        if not any(name for _, name in named) and len({mark[3:6] for mark, _ in named}) > 1:
            return None
        dated = [mark for mark, _ in named if mark.value is not None]
        if dated:
            return max(dated, key=lambda mark: mark.value.toordinal() if mark.value else 0)
        return named[0][0] if named else None

    def is_person(self, cell: int) -> bool:
        """True when the column of a cell is headed as one of who wrote (作者, 最后回复), whose links name no row."""
        return _PERSON.search(self.over(cell)) is not None

    def _label(self, mark: Mark) -> str:
        """The words just before a date, when they are its label in an element of its own."""
        before = mark.run - mark.runs
        text = self._flow.runs[before].text if before >= 0 else ""
        return text if len(text) <= _LONGEST_HEAD and _LABEL.search(text) else ""

    def over(self, node: int) -> str:
        """The head of the column in which `node` stands; empty outside tables whose heads are as many as the cells."""
        flow = self._flow
        for _ in range(_CLIMB):
            if node < 0 or flow.tags[node] in _CELLS:
                break
            node = flow.parents[node]
        if node < 0 or flow.tags[node] not in _CELLS or len(self._texts[node]) > _LONGEST_CELL:
            return ""
        row = flow.parents[node]
        table = row
        while table >= 0 and flow.tags[table] != "table":
            table = flow.parents[table]
        if table < 0:
            return ""
        cells = self._cells_of(row)
        if table not in self._heads:
            self._heads[table] = self._of(table) or self._before(table, len(cells))
        heads = self._heads[table]
        return heads[cells.index(node)] if len(cells) == len(heads) else ""

    def _of(self, table: int) -> tuple[str, ...]:
        tags, end = self._flow.tags, self._flow.ends[table]
        first = next((node for node in range(table + 1, end + 1) if tags[node] == "tr"), None)
        heads = () if first is None else tuple(self._texts[cell] for cell in self._cells_of(first))
        wordy = all(len(head) <= _LONGEST_HEAD and not any(sign.isdigit() for sign in head) for head in heads)
        return heads if wordy else ()

    def _before(self, table: int, width: int) -> tuple[str, ...]:
        """The heads that stand in a table of their own just before `table`, which has cells of `width` in a row."""
        tags, ends = self._flow.tags, self._flow.ends
        last = next((node for node in range(table - 1, -1, -1) if tags[node] == "table"), None)
        if last is None or ends[last] >= table or "tr" not in tags[last : ends[last] + 1]:
            return ()
        heads = self._of(last)
        return heads if len(heads) == width and any("日期" in head or "时间" in head for head in heads) else ()

    def _above(self, marks: Sequence[Mark]) -> list[str]:
        """For the dates of a row that is no table's what stands over each: a line of as many words just above."""
        flow = self._flow
        row = marks[0].node
        for _ in range(_CLIMB):
            if row < 0 or all(row < mark.node <= flow.ends[row] for mark in marks):
                break
            row = flow.parents[row]
        nothing = [""] * len(marks)
        if row < 0 or flow.tags[row] in {"body", "html", "td"}:
            return nothing
        parts = self._parts(row)
        around = flow.parents[row]
        if around not in self._lines:
            self._lines[around] = self._line(row, len(parts))
        heads = self._lines[around]
        if len(heads) != len(parts):
            return nothing
        return [
            next((head for part, head in zip(parts, heads, strict=True) if part <= mark.node <= flow.ends[part]), "")
            for mark in marks
        ]

    def _line(self, row: int, width: int) -> tuple[str, ...]:
        """The words of the nearest element before `row`, its like in tag and parts: 日期 or 时间 is one, no digits."""
        flow = self._flow
        for node in range(row - 1, max(0, row - _FARTHEST), -1):
            self._looks -= 1
            if self._looks < 0:
                return ()
            if flow.tags[node] != flow.tags[row] or flow.ends[node] >= row or len(parts := self._parts(node)) != width:
                continue
            words = [self._words(part) for part in parts]
            if all(len(word) <= _LONGEST_HEAD and not any(sign.isdigit() for sign in word) for word in words):
                return tuple(words) if any("日期" in word or "时间" in word for word in words) else ()
        return ()

    def _parts(self, node: int) -> list[int]:
        flow = self._flow
        inside = range(node + 1, min(flow.ends[node], node + _LARGEST_ROW) + 1)
        return [each for each in inside if flow.parents[each] == node]

    def _words(self, node: int) -> str:
        inside = range(node, min(self._flow.ends[node], node + _LARGEST_ROW) + 1)
        return "".join(self._said.get(each, "") for each in inside)[: _LONGEST_HEAD + 1]

    @cached_property
    def _said(self) -> Mapping[int, str]:
        """What each element says by itself, as far as a head needs it."""
        said: dict[int, str] = {}
        for run in self._flow.runs:
            said[run.node] = said.get(run.node, "") + run.text[: _LONGEST_HEAD + 1]
        return said

    def _cells_of(self, row: int) -> list[int]:
        if row not in self._cells:
            flow = self._flow
            inside = range(row + 1, flow.ends[row] + 1)
            self._cells[row] = [node for node in inside if flow.parents[node] == row and flow.tags[node] in _CELLS]
        return self._cells[row]

    @cached_property
    def _texts(self) -> Mapping[int, str]:
        """The text of every cell without blanks, as far as a head or a date needs it."""
        flow, texts = self._flow, defaultdict[int, str](str)
        for run in flow.runs:
            node = run.node
            for _ in range(_CLIMB):
                if node < 0 or flow.tags[node] in _CELLS:
                    break
                node = flow.parents[node]
            if node >= 0 and flow.tags[node] in _CELLS and len(texts[node]) <= _LONGEST_CELL:
                texts[node] += "".join(run.text[: _LONGEST_CELL + 1].split())
        return texts


def headed_years(flow: Flow, marks: Sequence[Mark], urls: Sequence[str]) -> dict[int, int]:
    """For each date without a year (by its run) the year that heads its group of rows, where that is certain.

    `marks` are the dates of one list and `urls` the addresses of its rows, in reading order. A heading is a line with
    nothing but a year that shares a close ancestor with the rows below it. Each heading of the list must have rows
    of its own (else it is a row of tabs), head another year than the one before, and have rows in the order of their
    days (else they run over a turn of the year) whose full dates and addresses do not name another year.
    """
    if not marks or all(mark.value is not None for mark in marks):
        return {}
    blocks = [flow.runs[mark.run].block for mark in marks]
    headings = [each for each in _headings(flow, set(blocks)) if each[0] < blocks[-1]]
    found: dict[int, int] = {}
    for place, (number, node, year) in enumerate(headings):
        end = headings[place + 1][0] if place + 1 < len(headings) else len(flow.blocks)
        inside = range(bisect_left(blocks, number), bisect_left(blocks, end))
        if not inside or (place and headings[place - 1][2] == year):
            return {}
        mine = [marks[each] for each in inside]
        if not _stands_over(flow, node, mine) or not _in_order(mine):
            return {}
        named = {day.year for each in inside if (day := url_day(urls[each])) is not None}
        named |= {mark.value.year for mark in mine if mark.value is not None}
        if named - {year}:
            return {}
        found.update((mark.run, year) for mark in mine if mark.value is None)
    return found


def begins_with_year(flow: Flow, node: int) -> bool:
    """True when the first words inside `node` are a year, or a year and a month, and nothing else."""
    at = bisect_left(flow.runs, node, key=lambda run: run.node)
    return (
        at < len(flow.runs)
        and flow.runs[at].node <= flow.ends[node]
        and (_YEAR_OR_MONTH.fullmatch(flow.runs[at].text[: _LONGEST_YEAR + 1]) is not None)
    )


def _headings(flow: Flow, rows: set[int]) -> list[tuple[int, int, int]]:
    """Lines of nothing but a year, as (block, node, year)."""
    found = []
    for number, block in enumerate(flow.blocks):
        if not block.raw or len(block.raw) > _LONGEST_YEAR or block.linked or number in rows or block.area & _FRAME:
            continue
        year = _YEAR.fullmatch(block.text)
        if year is not None:
            found.append((number, block.node, int(year[1])))
    return found


def _stands_over(flow: Flow, node: int, marks: Sequence[Mark]) -> bool:
    for _ in range(_CLIMB):
        if node < 0 or flow.tags[node] in {"body", "html"}:
            return False
        if all(node <= mark.node <= flow.ends[node] for mark in marks):
            return True
        node = flow.parents[node]
    return False


def _in_order(marks: Sequence[Mark]) -> bool:
    days = [(mark.month, mark.day) for mark in marks if mark.value is None]
    return days in (sorted(days), sorted(days, reverse=True))
