"""Which list of a page is its main one: by its weight, what heads it, where its links lead, and the pager below it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from crawler.extract.lists.navigation import breadcrumb
from crawler.extract.lists.rows import Group, Row
from crawler.markup import EDGE, Anchor, Area, Block, Flow, Source

_ASIDE: Final = re.compile(
    r"热点|热门|排行|推荐|猜你|关注度|点击[量率榜]|(?:相关|精彩|延伸)(?:阅读|文章|信息|链接|新闻|报道|稿件|内容|推荐)|随机"
    r"|大家都在|阅读榜"
)
_MORE: Final = re.compile(r"(?:查看|阅读)?(?:更多|more|>{2,}|»)[\s>».…+\]】]*$", re.IGNORECASE)
_POSITION: Final = re.compile(r"(?:当前|所在|现在|您|你|我)的?(?:所在)?位置|^首\s?页")
_COLUMN_HEAD: Final = re.compile(
    r"序号|.{0,4}(?:日期|时间)|.{0,4}(?:标题|名称|题名|主题)|[文编]号|发文字号|索引号|.{0,4}(?:机构|单位|部门|机关|来源)|.{0,2}状态|操作"
    r"|(?:浏览|点击|阅读|查看)(?:次数|量|数)?|.{0,2}(?:有效性|满意度|类型|类别)"
)
_LATEST: Final = re.compile(r"最新|图片新闻|今日|新闻快讯|滚动")
_NOTHING: Final = re.compile(
    r"(?:暂无|暂时没有|没有(?:找到|查到|检索到)?|未(?:找到|查到))(?:相关|任何|符合条件的?|更多)?的?(?:信息|数据|内容|记录|文章|文件)"
    r"|(?:栏目|内容|信息)(?:正在)?(?:建设|更新|整理)中|共\s?0\s?条"
)
_NOTHING_WORDS: Final = ("暂无", "没有", "未找到", "未查到", "建设中", "更新中", "整理中", "0条", "0 条")
_COLUMN: Final = re.compile(r"/col/?col(\d{2,})/|[?&]((?:catid|cid|classid|columnid|lmid|typeid)=\d+)", re.IGNORECASE)
_NEXT: Final = frozenset({"下一页", "下页", "下一页>", "下一页>>", "后一页"})
_INDEX: Final = re.compile(r"(?:index|default|list)\.[a-z]{3,5}$", re.IGNORECASE)
_HALVES: Final = re.compile(r"(?:^|[\s_-])(?:fl|fr|left|right|half|w50|col-\w\w-6)(?:[\s_-]|$)")
_FARTHEST: Final = 6
_LONGEST_HEAD: Final = 24
_LONGEST_NOTICE: Final = 24
_SHORTEST: Final = 6
_CLIMB: Final = 4
_NOWHERE: Final = 1 << 30
_MOST_RIVALS: Final = 8
_MOST_ASKED: Final = 6
_MOST_TOP: Final = 4
_TWO: Final = 2
_BELOW, _ELSEWHERE = "below", "elsewhere"
_ASIDE_WEIGHT, _LATEST_WEIGHT, _BLOCK, _OTHER, _ABOVE = 0.08, 0.5, 0.6, 0.35, 0.4
"""What a list weighs that is headed as one beside, as the latest of all, as a way to another column below the page or
elsewhere, or that stands above the breadcrumb."""
_OWN, _HERE, _PAGED = 1.5, 3.0, 2.0
"""What a list weighs that is headed by the column's name, leads below the page, or is paged."""


class Head(NamedTuple):
    """The short line just above a list, as it stands in the page, and where its 更多 or the line itself leads."""

    text: str = ""
    more: bool = False
    link: str | None = None


class Chosen(NamedTuple):
    """The main list; `excerpt` is True when it is another column's, or when all are such and there is none."""

    group: Group | None
    excerpt: bool = False


def main_list(source: Source, weighed: Sequence[tuple[float, Group]]) -> Chosen:
    """Return the main list among those that have a weight above zero.

    A list of what is read most, or of what is recommended, is not taken for the main one when nothing else is there;
    nor is an excerpt from a column that lies elsewhere (its 更多 leads there), a block beside a line that says that
    there is nothing, or what stands above the breadcrumb: a single row, or rows of which none leads below the page. An
    excerpt from a column below the page stands for it, as far as a reader is concerned who sees this page alone.
    """
    ranked = sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: -pair[0])
    if not ranked:
        return Chosen(None)
    flow = source.flow
    heads = [_head(source, ranked[0][1])]
    least = ranked[0][0] * _factor(source, heads[0], ranked[0][1]) / (_HERE * _PAGED * _OWN)
    # Lighter ones could not win whatever is found for them.
    rivals = [pair for pair in ranked[:_MOST_RIVALS] if pair[0] > least]
    heads += [_head(source, group) for _, group in rivals[1:]]
    here = [1.0] if len(rivals) == 1 else [_leads_here(source, group) for _, group in rivals]
    scores = [
        weight * _factor(source, heads[place], group) * (1 + (_HERE - 1) * here[place])
        for place, (weight, group) in enumerate(rivals)
    ]
    best, paged = scores.index(max(scores)), -1
    if sum(_PAGED * score > _ABOVE * scores[best] for score in scores) > 1:
        if (crumb := _crumb(flow)) >= 0:
            scores = [
                score * (_ABOVE if flow.anchors[group.rows[0].anchor].node < crumb else 1.0)
                for score, (_, group) in zip(scores, rivals, strict=True)
            ]
        paged = _paged(flow, [group for _, group in rivals])
        if paged >= 0:
            scores[paged] *= _PAGED
        best = scores.index(max(scores))
    chosen, head = rivals[best][1], heads[best]
    if _is_above(source, chosen):
        return Chosen(None, excerpt=True)
    if not _may_be_aside(flow, chosen, head) or best == paged or (paged < 0 and _paged(flow, [chosen]) == 0):
        return Chosen(chosen)
    away = not _leads_here(source, chosen)
    belongs = None if head.link is None else _column_of(source, head, chosen)
    if belongs == _BELOW:
        return Chosen(chosen, excerpt=True)
    if belongs == _ELSEWHERE or (away and _is_aside(flow, head)):
        return Chosen(None, excerpt=not _says_nothing(source))
    beside = bool(_area(flow, chosen) & (Area.SIDE | Area.RELATED)) or head.more
    return Chosen(None if beside and away and _says_nothing(source) else chosen)


def with_columns(source: Source, main: Group, groups: Sequence[Group]) -> Group:
    """Return the list with those that stand beside it in elements of its like without headings: the page's columns."""
    flow = source.flow
    if main.container < 0 or not _like(flow, main.container):
        return main
    beside = [
        group
        for group in groups
        if group.container >= 0
        and _like(flow, group.container) == _like(flow, main.container)
        and not _is_headed(flow, group)
    ]
    if len(beside) < _TWO or main not in beside:
        return main
    return Group(main.container, [row for group in beside for row in group.rows])


def _like(flow: Flow, node: int) -> tuple[int, str, str, str] | None:
    """What two lists have in common that are columns of one: the element around both, and what they stand in."""
    parent = flow.parents[node]
    if parent < 0 or flow.parents[parent] < 0 or flow.tags[parent] in {"body", "html"}:
        return None
    # Tabs stand in like elements, too, of which a style sheet shows one.
    name = flow.names[parent].split()
    if not name or not _HALVES.search(flow.names[parent]) or flow.areas[parent] & Area.HIDDEN:
        return None
    return flow.parents[parent], flow.tags[parent], flow.tags[node], name[0]


def _is_headed(flow: Flow, group: Group) -> bool:
    """True when anything is said in the element around the list before its first row."""
    start, first = flow.parents[group.container], _first(flow, group.rows[0])
    at = bisect_left(flow.blocks, start, key=lambda block: block.node)
    return any(block.raw and start <= block.node < first for block in flow.blocks[at : at + _FARTHEST])


def with_headline(source: Source, main: Group, groups: Sequence[Group]) -> Group:
    """Return the list with its headlines: the few rows just above it, in an element beside it, none older than its own.

    A single one of any date is taken. Where the list's own links lead below the page, the headlines' must, too.
    """
    flow = source.flow
    if main.container < 0 or main.rows[0].mark is None:
        return main
    first, around = _first(flow, main.rows[0]), flow.parents[main.container]
    above = [
        group
        for group in groups
        if len(group.rows) <= _MOST_TOP
        and group.rows[0].node < flow.ends[group.rows[-1].node] < first
        and around in {flow.parents[group.rows[0].node], flow.parents[group.container]}
    ]
    group = max(above, key=lambda each: each.rows[-1].node, default=None)
    if group is None or (_leads_here(source, main) and not _leads_here(source, group)):
        return main
    rows, last = group.rows, flow.ends[group.rows[-1].node]
    newest = max((row.mark.value for row in main.rows if row.mark and row.mark.value), default=None)
    days = [row.mark.value for row in rows if row.mark and row.mark.value]
    if len(rows) > 1 and (newest is None or len(days) < len(rows) or min(days) < newest):
        return main
    between = any(last < flow.anchors[number].node < first for number in flow.anchors_in(around))
    if between or any(len(row.name) < _SHORTEST for row in rows) or _is_aside(flow, _head(source, group)):
        return main
    return Group(main.container, [*rows, *main.rows])


def _factor(source: Source, head: Head, group: Group) -> float:
    """What the heading makes of a list's weight."""
    flow = source.flow
    if _is_aside(flow, head):
        return _ASIDE_WEIGHT
    name = _name(head)
    if name and _is_column(flow, name):
        return _OWN
    factor = _LATEST_WEIGHT if _LATEST.search(name) else 1.0
    if head.link is not None and _column_of(source, head, group) == _ELSEWHERE:
        return factor * _OTHER
    return factor * (_BLOCK if head.more else 1.0)


def _may_be_aside(flow: Flow, group: Group, head: Head) -> bool:
    beside = bool(_area(flow, group) & (Area.SIDE | Area.RELATED))
    return beside or head.more or head.link is not None or _is_aside(flow, head)


def _area(flow: Flow, group: Group) -> int:
    return flow.areas[group.container] if group.container >= 0 else Area.NONE


def _crumb(flow: Flow) -> int:
    """Where the breadcrumb stands, -1 for nowhere."""
    return next((block.node for block in flow.blocks if _is_crumb(block)), -1)


def _is_crumb(block: Block) -> bool:
    return bool(block.raw) and (bool(block.area & Area.CRUMB) or "位置" in block.raw[:20])


def _is_above(source: Source, group: Group) -> bool:
    """True when all rows stand above the breadcrumb and none leads below the page, or there is but one."""
    flow = source.flow
    last = flow.anchors[group.rows[-1].anchor]
    below = [block for block in islice(flow.blocks, last.block, None) if _is_crumb(block)]
    if not below or last.node >= _crumb(flow):
        return False
    if len(group.rows) == 1:
        return True
    # A link to 地理位置 in a menu or at the foot of the page is no breadcrumb.
    surely = any(block.linked and not block.area & Area.FOOTER and _POSITION.search(block.text[:20]) for block in below)
    return surely and not _leads_here(source, group) and _paged(flow, [group]) < 0


def _head(source: Source, group: Group) -> Head:
    """The short line just above the first row, in an element close around the list.

    Its text is as it stands in the page: EDGE parts the tabs of a row of tabs, of which the first is the one shown.
    """
    flow, row = source.flow, group.rows[0]
    number = flow.anchors[row.anchor].block
    if row.mark is not None:
        number = min(number, flow.runs[row.mark.run - row.mark.runs + 1].block)
    around = group.container
    for _ in range(_CLIMB):
        if around < 0 or flow.tags[around] in {"body", "html"}:
            break
        around = flow.parents[around]
    more: Head | None = None
    for place in range(number - 1, max(0, number - _FARTHEST) - 1, -1):
        block = flow.blocks[place]
        if not block.raw or block.area & Area.HIDDEN or block.node >= row.node or _COLUMN_HEAD.fullmatch(block.raw):
            continue
        if len(block.raw) > _LONGEST_HEAD or not (around < 0 or around <= block.node):
            break
        links = _links_in(flow, place)
        leads = _MORE.search(block.text) is not None
        link = next((anchor.href for anchor in reversed(links) if _MORE.search(anchor.text)), None)
        if link is None and len(links) == 1 and block.area & (Area.HEADING | Area.TITLE):
            link = links[0].href
        if leads and len(_MORE.sub("", block.text).strip()) < 2 and more is None:  # noqa: PLR2004  # its name stands above
            more = Head("", more=True, link=link)
            continue
        return Head(block.raw, leads or more is not None, more.link if more is not None and more.link else link)
    return more or Head()


def _links_in(flow: Flow, block: int) -> list[Anchor]:
    node = flow.blocks[block].node
    return [flow.anchors[number] for number in flow.anchors_in(node) if flow.anchors[number].block == block]


def _is_aside(flow: Flow, head: Head) -> bool:
    """True when the heading is that of a block beside the main list, and not the name of the page's own column."""
    name = _name(head)
    return _ASIDE.search(name) is not None and not _is_column(flow, name)


def _name(head: Head) -> str:
    return _MORE.sub("", head.text.partition(EDGE)[0]).strip()


def _is_column(flow: Flow, name: str) -> bool:
    """True when the page's own column bears this name."""
    shown = (*flow.titles[:1], flow.meta("columnname", "lanmu") or "", *flow.once(breadcrumb)[-1:])
    return any(name in each for each in shown)


def _column_of(source: Source, head: Head, group: Group) -> str | None:
    """Where the column lies to which the head leads, when it is another than the page and the list's rows are its own.

    They are when they lie below its folder; or, where it is its 更多 that leads there, when the folder is no folder
    around the page and the rows do not lie below the page either, or when only the query tells the two apart.
    """
    url = source.absolute(head.link) if head.link is not None and head.link.strip() not in {"", "#"} else None
    if url is None:
        return None
    here, there = urlsplit(source.url), urlsplit(url)
    mine, theirs = _INDEX.sub("", here.path), _INDEX.sub("", there.path)
    folder, page = _folder(there), _folder(here)
    same = there.netloc == here.netloc and mine.rstrip("/") == theirs.rstrip("/")
    if same or (folder == page and theirs != there.path.rpartition("/")[0] + "/"):
        # Columns of one folder, or told apart by the query.
        other = head.more and (not same or (here.query != there.query and bool(there.query)))
        return None if not other else _BELOW if _leads_here(source, group) else _ELSEWHERE
    if page.startswith(folder):
        return None
    below = sum((source.absolute(source.flow.anchors[row.anchor].href) or "").startswith(folder) for row in group.rows)
    if folder.startswith(page):
        return _BELOW if 2 * below >= len(group.rows) else None
    if 2 * below >= len(group.rows) or (head.more and not _leads_here(source, group)):
        return _ELSEWHERE
    return None


def _folder(parts: SplitResult) -> str:
    """The address of the folder that a page stands in; a last part without a dot is a folder's name."""
    above, _, last = parts.path.rpartition("/")
    return f"{parts.scheme}://{parts.netloc}{above if '.' in last or not last else parts.path}/"


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
    rows = group.rows[:_MOST_ASKED]
    for row in rows:
        url = source.absolute(source.flow.anchors[row.anchor].href)
        found += url is not None and ((below != "" and url.startswith(below)) or (named != "" and named in url))
    return found / len(rows)


def _paged(flow: Flow, groups: Sequence[Group]) -> int:
    """Which of the groups a pager follows, in an element close around it and before the next group; -1 for none."""
    areas, parents = flow.areas, flow.parents
    starts = sorted((_first(flow, group.rows[0]), place) for place, group in enumerate(groups))
    begin = starts[0][0]
    # Not what stands in an element that is called a page as a whole.
    pagers = (
        node for node in range(begin, len(areas)) if areas[node] & Area.PAGER and not areas[parents[node]] & Area.PAGER
    )
    named = (anchor.node for anchor in flow.anchors if anchor.node >= begin and anchor.text in _NEXT)
    first = min(next(pagers, _NOWHERE), next(named, _NOWHERE))
    if first == _NOWHERE:
        return -1
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


def _says_nothing(source: Source) -> bool:
    """True when a short line says that there is nothing to list."""
    if not any(word in source.text for word in _NOTHING_WORDS):
        return False
    return any(
        len(block.raw) <= _LONGEST_NOTICE and not block.area & Area.HIDDEN and _NOTHING.search(block.text) is not None
        for block in source.flow.blocks
    )
