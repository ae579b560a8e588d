"""Which list of a page is its main one: by its weight, what heads it, where its links lead, and the pager below it."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.extract.rows import Group, Row
from crawler.markup import EDGE, Area, Flow, Source

_ASIDE = re.compile(
    r"热点|热门|排行|推荐|猜你|关注度|点击[量率榜]|(?:相关|精彩|延伸)(?:阅读|文章|信息|链接|新闻|报道|稿件|内容|推荐)|随机"
    r"|大家都在|阅读榜"
)
_MORE = re.compile(r"(?:更多|more|>{2,}|»)\W*$", re.IGNORECASE)
_COLUMN_HEAD = re.compile(r"序号|日期|时间|标题|名称|题名|[文编]号|索引号|机构|单位|状态|浏览|点击")
_NOTHING = re.compile(
    r"(?:暂无|暂时没有|没有(?:找到|查到|检索到)?|未(?:找到|查到))(?:相关|任何|符合条件的?|更多)?的?(?:信息|数据|内容|记录|文章|文件)"
    r"|(?:栏目|内容|信息)(?:正在)?(?:建设|更新|整理)中|共\s?0\s?条"
)
_COLUMN = re.compile(r"/col/?col(\d{2,})/|[?&]((?:catid|cid|classid|columnid|lmid|typeid)=\d+)", re.IGNORECASE)
_NEXT = frozenset({"下一页", "下页", "下一页>", "下一页>>", "后一页"})
_FARTHEST = 6
_LONGEST_HEAD = 24
_LONGEST_NOTICE = 24
_SHORTEST = 6
_CLIMB = 4
_COMPETES = 0.04
"""The share of the heaviest list's weight below which no other is looked at."""
_AHEAD, _BLOCK, _HERE, _PAGED = 0.08, 0.6, 3.0, 2.0
"""What a list weighs that is headed as a block beside or a way to another column; leads below the page, is paged."""


def main_list(source: Source, weighed: Sequence[tuple[float, Group]]) -> Group | None:
    """Return the main list among those that have a weight above zero, None when there is none.

    A list of what is read most, or of what is recommended, is not taken for the main one when nothing else is there;
    nor is a block beside a line that says that there is nothing.
    """
    heaviest = max((weight for weight, _ in weighed), default=0.0)
    rivals = [(weight, group) for weight, group in weighed if weight > max(0.0, _COMPETES * heaviest)]
    if not rivals:
        return None
    flow = source.flow
    heads = [_head(flow, group) for _, group in rivals]
    aside = [_is_aside(flow, head) for head in heads]
    if len(rivals) == 1 and not aside[0] and not _MORE.search(heads[0]) and not _says_nothing(flow):
        return rivals[0][1]
    here = [_leads_here(source, group) for _, group in rivals]
    paged = _paged(flow, [group for _, group in rivals]) if len(rivals) > 1 else -1
    best, most = -1, 0.0
    for place, (weight, _) in enumerate(rivals):
        total = weight * (1 + (_HERE - 1) * here[place]) * (_PAGED if place == paged else 1.0)
        if aside[place]:
            total *= _AHEAD
        elif _MORE.search(heads[place]):
            total *= _BLOCK
        if total > most:
            best, most = place, total
    chosen = rivals[best][1]
    if here[best] == 0 and best != paged:
        area = flow.areas[chosen.container] if chosen.container >= 0 else Area.NONE
        beside = area & (Area.SIDE | Area.RELATED) or _MORE.search(heads[best])
        if aside[best] or (beside and _says_nothing(flow)):
            return None
    return chosen


def with_headline(source: Source, main: Group, groups: Sequence[Group]) -> Group:
    """Return the list with its headline: the row that stands alone just above it, in an element beside it, with a date.

    Where the list's own links lead below the page, the headline's must, too.
    """
    flow = source.flow
    if main.container < 0 or main.rows[0].mark is None:
        return main
    first, around = _first(flow, main.rows[0]), flow.parents[main.container]
    for group in groups:
        row = group.rows[0]
        if len(group.rows) > 1 or flow.parents[row.node] != around or not row.node < flow.ends[row.node] < first:
            continue
        between = flow.anchors_in(around)
        others = [number for number in between if flow.ends[row.node] < flow.anchors[number].node < first]
        if others or len(row.name) < _SHORTEST or _is_aside(flow, _head(flow, group)):
            continue
        if _leads_here(source, main) and not _leads_here(source, group):
            continue
        return Group(main.container, [row, *main.rows])
    return main


def _head(flow: Flow, group: Group) -> str:
    """The short line just above the first row, in an element close around the list; empty when there is none.

    As it stands in the page: EDGE parts the tabs of a row of tabs, of which the first is the one shown.
    """
    row = group.rows[0]
    number = flow.anchors[row.anchor].block
    if row.mark is not None:
        number = min(number, flow.runs[row.mark.run - row.mark.runs + 1].block)
    around = group.container
    for _ in range(_CLIMB):
        if around < 0 or flow.tags[around] in {"body", "html"}:
            break
        around = flow.parents[around]
    for block in reversed(flow.blocks[max(0, number - _FARTHEST) : number]):
        if not block.raw or block.area & Area.HIDDEN or block.node >= row.node or _COLUMN_HEAD.search(block.raw):
            continue
        near = around < 0 or around <= block.node
        return block.raw if near and len(block.raw) <= _LONGEST_HEAD else ""
    return ""


def _is_aside(flow: Flow, head: str) -> bool:
    """True when the heading is that of a block beside the main list, and not the name of the page's own column."""
    name = _MORE.sub("", head.partition(EDGE)[0]).strip()
    if not _ASIDE.search(name):
        return False
    shown = " ".join((flow.titles[0] if flow.titles else "", flow.meta("columnname", "lanmu") or ""))
    return name not in shown


def _leads_here(source: Source, group: Group) -> float:
    """The share of rows whose addresses lie below the page's own folder, or name its column."""
    parts = urlsplit(source.url)
    folder = parts.path.rsplit("/", 1)[0] + "/"
    below = f"{parts.scheme}://{parts.netloc}{folder}" if len(folder) > 1 else ""
    column = _COLUMN.search(source.url)
    named = "" if column is None else (f"_{column[1]}_" if column[1] else column[2])
    if not below and not named:
        return 0.0
    found = 0
    for row in group.rows:
        url = source.absolute(source.flow.anchors[row.anchor].href)
        found += url is not None and ((below != "" and url.startswith(below)) or (named != "" and named in url))
    return found / len(group.rows)


def _paged(flow: Flow, groups: Sequence[Group]) -> int:
    """Which of the groups a pager follows, in an element close around it and before the next group; -1 for none."""
    pagers = [node for node, area in enumerate(flow.areas) if area & Area.PAGER]
    pagers += [anchor.node for anchor in flow.anchors if anchor.text in _NEXT]
    if not pagers:
        return -1
    first = min(pagers)
    starts = sorted((_first(flow, group.rows[0]), place) for place, group in enumerate(groups))
    before = [place for start, place in starts if start < first]
    if not before:
        return -1
    around = groups[before[-1]].container
    for _ in range(_CLIMB):
        if around < 0 or flow.tags[around] in {"body", "html"}:
            return -1
        if flow.ends[around] >= first:
            return before[-1]
        around = flow.parents[around]
    return -1


def _first(flow: Flow, row: Row) -> int:
    return min(row.node, flow.anchors[row.anchor].node)


def _says_nothing(flow: Flow) -> bool:
    """True when a short line says that there is nothing to list."""
    return any(
        ("无" in block.raw or "没有" in block.raw or "未" in block.raw or "中" in block.raw or "0" in block.raw)
        and len(block.raw) <= _LONGEST_NOTICE
        and not block.area & Area.HIDDEN
        and _NOTHING.search(block.text) is not None
        for block in flow.blocks
    )
