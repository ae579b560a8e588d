"""The title of a document: what the visible heading, the tags and the window title agree on."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from crawler.extract.documents.labels import Field, Labelled, is_empty, near
from crawler.extract.documents.ownership import Owned, owned
from crawler.extract.documents.publication import date_line, line_of_a_day
from crawler.extract.lists.navigation import breadcrumb
from crawler.markup import Area, Block, Flow, Source
from crawler.markup.dates import only_date
from crawler.model import Precision

_SEPARATORS: Final = re.compile(r"\s*(?:_{1,2}|\||｜|—{2,}|--+|\s[-–—]\s|>>|»)\s*")
_DASH: Final = re.compile(r"\s*[-–—]\s*")
_COLON: Final = re.compile("[:：∶﹕]")
_SIGNS: Final = re.compile(r"[\s\W_]+")
_FIGURES: Final = re.compile(r"[\d\W_]+")
_GENERIC: Final = re.compile(
    r"^(?:首页|正文|详情|内容|新闻列表页|文章|详细页|信息公开|详情页|内容页|细览|无标题文档|新闻详情|index|home"
    r"|(?:征集|反馈|征集反馈|处理)结果|结果反馈|反馈结果|征集公告|草案正文|相关(?:附件|链接|文件|新闻|信息|解读))$|^(?:欢迎|当前位置)"
)
_SITE: Final = re.compile(r"(?:政府|网|网站|门户|平台|委员会|局|厅|办公室|政府网站|部|街道|镇)$")
_CATALOGUE: Final = re.compile("(?:政府|政务)?信息公开|(?:政务|党务|基层)公开")
_BELOW_TITLE: Final = re.compile(
    r"\s*(?:[—－-]{1,3}|[（(].*[)）]\s*$|[\u4e00-\u9fff]{0,10}[长任记席]\s[\u4e00-\u9fff]{1,3}\s?[\u4e00-\u9fff]{1,3}\s*$"
    r"|[\u4e00-\u9fff]{1,18}\s?[〔\[［【（(](?:19|20)\d\d[〕\]］】）)]\s?第?\d{1,5}号\s*$)"
)
"""Subtitles, dates of adoption, who spoke, and numbers, which stand between a title and its date line."""
_BRIEF: Final = frozenset({"公示", "公告", "通告", "通知", "启事", "声明"})
"""What some bodies call a notice, and all of them a column: a title only where its date line stands next to it."""
_HEADS: Final = Area.HEADING | Area.TITLE
_NO_TITLE: Final = Area.NAVIGATION | Area.FOOTER | Area.CRUMB | Area.HIDDEN
_HEADING_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "ucaptitle"})
_LONGEST: Final = 300
_LOOK_BACK: Final = 4
_ENOUGH: Final = 0.8
_LONG_ENOUGH: Final = 6
_MOST_LINES: Final = 5
_BESIDE: Final = 8
_OF_A_TERM: Final = frozenset(
    ("开始时间", "开始日期", "起始时间", "征集时间", "截止时间", "截止日期", "结束时间", "结束日期")
)
_FACTS: Final = frozenset({Field.NUMBER, Field.PUBLISHER, Field.ISSUED, Field.SENT, Field.SUBJECT})
_SHORTEST_SHOWN: Final = 4


def title_of(
    source: Source, labels: Sequence[Labelled], body: range, listed: frozenset[int] = frozenset()
) -> str | None:
    """Return the document's title without the site's name, None when the page shows none."""
    flow = source.flow
    parted = owned(flow, labels, body.start, body.stop - 1) if body else Owned(labels, ())
    candidates: list[tuple[float, str]] = []
    for each in labels:
        if (
            each.field is Field.TITLE
            and not is_empty(each.value)
            and 2 < len(each.value) <= _LONGEST  # noqa: PLR2004
            and _names_the_document(flow, each, labels, parted)
        ):
            candidates.append((3.0, each.value))
            break
    meta = flow.meta("articletitle")
    if meta is not None and not _GENERIC.search(meta) and "<" not in meta:
        candidates.append((3.0, meta))
    candidates += _visible(flow, labels, parted, body, listed)
    candidates += _window(flow)
    scores: dict[str, float] = {}
    for weight, text in candidates:
        key = _key(text)
        if key:
            scores[key] = scores.get(key, 0) + weight
    if not scores:
        return None
    best = max(scores, key=lambda key: scores[key])
    spelled = [text for _, text in candidates if _key(text) == best]
    return max(spelled, key=len) if scores[best] >= _ENOUGH else None


def _names_the_document(flow: Flow, label: Labelled, labels: Sequence[Labelled], parted: Owned) -> bool:
    """False for a label of the text: 名称 of whom to ask, 文件名称 over a column; a table of facts tells more."""
    beside = {each.field for each in near(labels, label.block, _BESIDE)}
    if Field.INDEX in beside:
        return True
    if (label.label == "名称" or not _COLON.search(flow.blocks[label.block].raw)) and not beside & _FACTS:
        return False
    return label in near(parted.header, label.block, 0)


def title_block(flow: Flow, title: str | None, labels: Sequence[Labelled], body: int) -> int | None:
    """Return the number of the block that shows the title, nearest above the text; None when no block does."""
    if title is None:
        return None
    key = _key(title)
    shortest, longest = min(len(key), 6), 4 * len(title) + 40
    in_table = {each.value_block for each in labels if each.field is Field.TITLE}
    best, whole = None, False
    for number, block in enumerate(flow.blocks):
        if block.linked and block.area & (Area.NAVIGATION | Area.CRUMB | Area.LIST):
            continue
        if not shortest <= len(block.raw) <= longest or key[:1] not in block.raw:
            continue
        text = _key(block.text)
        if not text or not (text == key or (len(text) >= _LONG_ENOUGH and _is_part(flow, number, text, key))):
            continue
        if _is_heading(flow, block):
            return _last_line(flow, number)
        if number > body + _LOOK_BACK and best is not None:
            break
        if (number not in in_table and (text == key or not whole)) or best is None:
            if best is not None and best not in in_table and _day_between(flow, best, number):
                break  # the text begins with its title once more
            best, whole = number, text == key
    return best


def _day_between(flow: Flow, title: int, again: int) -> bool:
    """True where the line of the page stands between a title and the same words below it."""
    return again - title <= _BESIDE and any(
        line_of_a_day(block.raw) is not None for block in flow.blocks[title + 1 : again]
    )


def _is_part(flow: Flow, number: int, text: str, key: str) -> bool:
    """True where the block shows more than the title or begins one broken into lines; who signs may begin it, too."""
    if text.startswith(key):
        return True
    following = _key(flow.blocks[number + 1].text) if number + 1 < len(flow.blocks) else ""
    return key.startswith(text) and (
        2 * len(text) >= len(key) or (following != "" and key.startswith(text + following[: len(key) - len(text)]))
    )


def _last_line(flow: Flow, number: int) -> int:
    last = number
    while (
        last + 1 < len(flow.blocks)
        and last - number < _MOST_LINES
        and flow.blocks[last + 1].node == flow.blocks[number].node
        and not _is_line_of_the_page(flow.blocks[last + 1])
    ):
        last += 1
    return last


def _is_line_of_the_page(block: Block) -> bool:
    """True for a line with the page's day, which some templates set within the heading.

    A day in words and brackets (（2021年7月1日）) is the title's: when a speech was held.
    """
    raw = block.raw
    if "20" not in raw:
        return False
    read = line_of_a_day(raw)
    bracketed = "年" in raw and raw.lstrip().startswith(("（", "("))
    return read is not None and (read.precision is Precision.MINUTE or not bracketed or "来源" in raw)


def _is_heading(flow: Flow, block: Block) -> bool:
    if block.area & (Area.HIDDEN | Area.CRUMB | Area.NAVIGATION) or block.linked:
        return False
    return flow.tags[block.node] in _HEADING_TAGS or block.area & Area.TITLE != 0


def _visible(
    flow: Flow, labels: Sequence[Labelled], parted: Owned, body: range, listed: frozenset[int]
) -> list[tuple[float, str]]:
    """Headings and title-like lines above the text."""
    found = []
    start = body.start if body else len(flow.blocks)
    line = _line_of_the_date(flow, parted, start, listed)
    taken = {number for each in labels for number in (each.block, each.value_block)}
    last = max(start, line or 0) + 3
    for number, block in enumerate(flow.blocks[: last + 1]):
        if number in taken or _is_link(flow, number, block):
            continue
        if block.area & _NO_TITLE:
            continue
        if number and flow.blocks[number - 1].node == block.node and block.area & (Area.HEADING | Area.TITLE):
            continue
        text = _whole_heading(flow, number) if block.area & (Area.HEADING | Area.TITLE) else block.text.strip()
        if not (2 < len(text) <= _LONGEST or text in _BRIEF) or _GENERIC.search(text) or text.endswith(("：", ":")):  # noqa: PLR2004
            continue
        if _FIGURES.fullmatch(text):
            continue
        lines = _lines_to(flow, number, line)
        near = 0 < lines <= 2 and not _BELOW_TITLE.match(text)  # noqa: PLR2004  # a subtitle may stand between
        weight = _weight_of_place(flow, block)
        if text in _BRIEF:
            weight = 1.5 if near and lines == 1 else 0.0
        elif near and "。" not in text and only_date(text) is None:
            weight += 1.5 if lines == 1 else 0.6
        elif line is not None and line > start and number == start - 1 and "。" not in text:
            # The date is printed below the text: nothing stands between this line and the title.
            weight += 0.9
        elif (
            line is not None
            and number - _BESIDE <= line < start == number
            and not _BELOW_TITLE.match(text)
            and "。" not in text
        ):
            # A table of facts stands above a text that begins with its title.
            weight += 0.85
        if weight:
            found.append((weight, text))
    return found


def _weight_of_place(flow: Flow, block: Block) -> float:
    tag = flow.tags[block.node]
    if tag in _HEADING_TAGS:
        return 2.0 if tag in {"h1", "ucaptitle"} else 1.5
    return 1.2 if block.area & Area.TITLE else 0.0


def _lines_to(flow: Flow, number: int, line: int | None) -> int:
    """How many lines below the block the date stands, subtitles aside; below one where it does not."""
    below = _last_line(flow, number) + 1
    lines = 0 if line is None else line - below + 1
    if 1 < lines <= _MOST_LINES:
        lines -= sum(
            bool(_BELOW_TITLE.match(each.text) or _FIGURES.fullmatch(each.text)) for each in flow.blocks[below:line]
        )
    return lines


def _is_link(flow: Flow, number: int, block: Block) -> bool:
    """True for a block that is mostly links; a heading whose link only a script follows is none."""
    if block.linked * 2 <= len(block.raw):
        return False
    if not block.area & _HEADS:
        return True
    at = bisect_left(flow.anchors, number, key=lambda anchor: anchor.block)
    href = flow.anchors[at].href.strip().lower() if at < len(flow.anchors) and flow.anchors[at].block == number else "x"
    return href not in {"", "#"} and not href.startswith("javascript:")


def _whole_heading(flow: Flow, number: int) -> str:
    """A heading's lines as one: titles are broken by hand."""
    node = flow.blocks[number].node
    lines: list[str] = []
    for block in flow.blocks[number : number + _MOST_LINES]:
        if block.node != node or (lines and _is_line_of_the_page(block)):
            break
        lines.append(block.text.strip())
    return "".join(lines)


def _line_of_the_date(flow: Flow, parted: Owned, start: int, listed: frozenset[int]) -> int | None:
    """The block with the day of publication: of a label above the text, of none, or of a label below it."""
    labelled = _publication_line(parted.header)
    if labelled is not None and labelled < start:
        return labelled
    line, below = date_line(flow, listed), _publication_line(parted.tail)
    if labelled is None and line is None and below is None:
        # A consultation's own page may tell from when until when it takes comments, and no more.
        return next(
            (each.block for each in parted.header if each.label in _OF_A_TERM and each.block <= start + _LOOK_BACK),
            None,
        )
    if labelled is not None:
        # A text may begin with a labelled day of its own, below the line of the page.
        return line if line is not None and line < start else labelled
    return below if below is not None and (line is None or line > start + _LOOK_BACK) else line


def _publication_line(labels: Sequence[Labelled]) -> int | None:
    for each in labels:
        if each.field in {Field.PUBLISHED, Field.TIME, Field.SOURCE, Field.UPDATED} and each.value:
            return each.block
    return None


def _window(flow: Flow) -> list[tuple[float, str]]:
    """The parts of the window title: the first that is no site name weighs most."""
    if not flow.titles:
        return []
    whole = flow.titles[0]
    if not whole or len(whole) > _LONGEST or "<" in whole:
        return []
    site = _key(flow.meta("sitename") or "")
    found: list[tuple[float, str]] = []
    parts = [part for part in _SEPARATORS.split(whole) if part]
    columns = {*flow.once(breadcrumb), flow.meta("columnname")}
    for place, part in enumerate(parts):
        if _GENERIC.search(part) or (site and _key(part) == site) or part in columns:
            continue
        is_site = len(part) < 20 and _names_a_site(part)  # noqa: PLR2004
        weight = 0.6 if is_site else 0.9 if place == 0 else 0.8
        # A column's or a site's name is in many window titles; the document's own is printed above its text as well.
        found.append((weight if is_site or not _is_shown(flow, part) else 2.2, part))
        behind = part.rpartition(" ")[2]
        if _LONG_ENOUGH < len(behind) < len(part) and _is_shown(flow, behind):
            found.append((2.2, behind))  # site, column and title with blanks between
        head, dash, tail = part.rpartition("-")
        if dash and _SITE.search(tail.strip()) and len(head) > 4:  # noqa: PLR2004
            found.append((2.2 if _is_shown(flow, head) else 0.9, head.strip()))
    return found


def _names_a_site(part: str) -> bool:
    """True for a site's name, also with that of its catalogue behind it (…人民政府网站-政府信息公开)."""
    return _SITE.search(part) is not None or (
        part.endswith("公开") and all(_SITE.search(each) or _CATALOGUE.fullmatch(each) for each in _DASH.split(part))
    )


def _is_shown(flow: Flow, part: str) -> bool:
    key, length = _key(part), len(part)
    if length < _SHORTEST_SHOWN:
        return False
    return any(
        length <= len(block.raw) + 4 <= length + 24 and _key(block.text) == key
        for block in flow.blocks
        if not block.area & (Area.NAVIGATION | Area.CRUMB | Area.FOOTER)
    )


def _key(text: str) -> str:
    return _SIGNS.sub("", text)
