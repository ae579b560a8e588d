"""Which labels speak of the document: those above and below its text, not those its text writes of other things.

A notice names the department in charge (责任部门), the day of an earlier notice (首次公告日期), whom to ask (名称) and
the number of a licence (批准文号) in the words of a header.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final, NamedTuple

from crawler.extract.documents.labels import Field, Labelled, near
from crawler.markup import Area, Block, Flow
from crawler.markup.dates import date_in, written_dates
from crawler.model import DateRead, Precision

_PROSE: Final = 40
_GAP: Final = 2
_BESIDE: Final = 8
_PAGE_WORDS: Final = (
    "浏览 浏览次数 浏览量 访问量 访问次数 点击 点击数 点击率 点击次数 点击量 阅读 阅读量 阅读次数 人气 作者 编辑 "
    "责任编辑 责编 字体 字号 字体大小 大小 分享 分享到 打印 视力保护色 保护视力色 收藏"
)
_PAGE: Final = frozenset(_PAGE_WORDS.split())
"""What a page says of itself beside its day."""
_COUNTER: Final = re.compile("浏览|阅读|点击|访问量|打印|字[体号]")
_DAYS: Final = frozenset({Field.PUBLISHED, Field.TIME})
_OF_TEXTS: Final = frozenset(["公示日期", "公示时间", "公告日期", "公告时间", "公布日期", "公布时间", "日期", "时间"])
"""Labels that notices write in their texts, too; 发布时间 and its like come from the page's template."""
_AT_THE_END: Final = frozenset({Field.PUBLISHED, Field.UPDATED, Field.TIME, Field.SOURCE, Field.OTHER})


class Owned(NamedTuple):
    """The labels of a document: `header` are certain; `tail` close the text, where some sites print day and source."""

    header: Sequence[Labelled]
    tail: Sequence[Labelled]


def owned(flow: Flow, labels: Sequence[Labelled], start: int, end: int) -> Owned:
    """Part the labels by the text that lies in the blocks from `start`, where header lines may still stand, to `end`.

    Header lines run on from the start, and back from the end, as long as hardly a line without a label lies between.
    """
    inside = [each for each in labels if start <= each.block <= end]
    if not inside:
        return Owned(labels, ())
    held = {each.block for each in inside} | {each.value_block for each in inside}
    sentences = {each.block for each in inside if each.field is not Field.OTHER and "。" in flow.blocks[each.block].raw}
    first = _run(flow, held - sentences, range(start, end + 1), start - 1)
    last = _run(flow, held - sentences, range(end, first, -1), end + 1)
    # A table with the index number may stand below the text, too.
    if any(each.field is Field.INDEX and each.block >= last for each in inside):
        return Owned([each for each in labels if not first < each.block < last], ())
    return Owned(
        [each for each in labels if each.block <= first or each.block > end],
        [each for each in inside if each.block >= last and each.field in _AT_THE_END],
    )


def of_the_page(flow: Flow, labels: Sequence[Labelled], block: int) -> bool:
    """True for a line with the source or with what a page says of itself: counter, size of letters, printer.

    The source may stand in the line above or below, unless a day stands there as well.
    """
    return any(
        (each.block == block and (each.field is Field.SOURCE or each.label in _PAGE))
        or (each.field is Field.SOURCE and each.block != block and not written_dates(flow.blocks[each.block].raw))
        for each in near(labels, block, 1)
    )


def above_the_text(
    flow: Flow, labels: Sequence[Labelled], unlabelled: Sequence[tuple[int, DateRead]], text: int, end: int
) -> tuple[Sequence[Labelled], frozenset[date]]:
    """The labels without those of a text that begins with some: when a law was published, and by whom; when to come.

    They are told from the header by a day of their own, below the one that the page gives itself. `text` is the first
    block of the node that holds the text, `end` its last. With them the two days, if any, of which either may be the
    page's.
    """
    days = {each.block: day for each in labels if each.field in _DAYS and (day := date_in(each.value[:40])) is not None}
    rival = _rival(flow, labels, unlabelled, days, end)
    doubt = _in_doubt(rival, text)
    stated = [(each.block, days[each.block]) for each in labels if each.field is Field.PUBLISHED and each.block in days]
    stated += [(block, day) for block, day in days.items() if of_the_page(flow, labels, block)]
    # Without any of that, what stands outside of the text is the page's.
    stated += [
        (block, read.value)
        for block, read in unlabelled
        if block < text
        or read.precision is Precision.MINUTE
        or of_the_page(flow, labels, block)
        or _counts(flow, block)
    ]
    if rival is not None and rival.wins:
        stated.append((rival.line, rival.day))
    if not stated:
        return labels, doubt
    line, day = min(stated)
    first = max(line + 1, text)
    others = [
        block
        for block, other in days.items()
        if first <= block <= end
        and other != day
        and not of_the_page(flow, labels, block)
        and not _is_among_facts(labels, block, first)
    ]
    if not others:
        return labels, doubt
    kept = [
        each
        for each in labels
        if not first <= each.block <= end or each.field is Field.SOURCE or _is_among_facts(labels, each.block, first)
    ]
    return kept, doubt


class _Rival(NamedTuple):
    """A day without a label above one, the `other`, whose label is set like the text.

    It `wins` where it is set in another way and notices write such labels in their texts.
    """

    line: int
    day: date
    other: date
    wins: bool


def _in_doubt(rival: _Rival | None, text: int) -> frozenset[date]:
    """The two days of a text that shows one without a label above one whose label is set like its lines.

    Either may be the page's: the first may stand under a title of the text's own, the second may begin the text.
    """
    if rival is None or rival.line < text or rival.wins:
        return frozenset()
    return frozenset({rival.day, rival.other})


def _rival(
    flow: Flow,
    labels: Sequence[Labelled],
    unlabelled: Sequence[tuple[int, DateRead]],
    days: Mapping[int, date],
    end: int,
) -> _Rival | None:
    if not unlabelled or not days:
        return None
    line, bare = min(unlabelled, key=lambda each: each[0])
    below = next(
        (each for each in labels if each.field in _DAYS and line < each.block <= end and each.block in days), None
    )
    if (
        below is None
        or days[below.block] == bare.value
        or bare.precision is Precision.MINUTE
        or _counts(flow, line)
        or any(
            each.field is Field.PUBLISHED or below.field is Field.TIME
            for each in near(labels, line, 0)
            if each.field in _DAYS
        )
        or any(of_the_page(flow, labels, block) for block in (line, below.block))
        or _is_among_facts(labels, below.block, line)
    ):
        return None
    text = next((number for number in range(below.block + 1, end + 1) if _is_prose(flow.blocks[number])), None)
    if text is None or any(_is_prose(flow.blocks[number]) for number in range(line + 1, below.block)):
        return None
    if not _is_set_like(flow, below.block, text):
        return None
    wins = below.label in _OF_TEXTS and not _is_set_like(flow, line, text)
    return _Rival(line, bare.value, days[below.block], wins)


def _counts(flow: Flow, block: int) -> bool:
    """True for a line that also tells how often the page was read, with or without a colon."""
    return _COUNTER.search(flow.blocks[block].raw) is not None


def _is_set_like(flow: Flow, block: int, other: int) -> bool:
    one, two = flow.blocks[block].node, flow.blocks[other].node
    return (flow.tags[one], flow.parents[one], flow.names[one]) == (flow.tags[two], flow.parents[two], flow.names[two])


def _is_among_facts(labels: Sequence[Labelled], block: int, first: int) -> bool:
    """True in a table of facts, which an index number tells, from the block `first` on."""
    return any(each.field is Field.INDEX and each.block >= first for each in near(labels, block, _BESIDE))


def _run(flow: Flow, held: AbstractSet[int], numbers: range, last: int) -> int:
    """The last of the blocks that are held one after another, from the first of `numbers` on."""
    gap = 0
    for number in numbers:
        block = flow.blocks[number]
        if number in held:
            last, gap = number, 0
        elif gap == _GAP or _is_prose(block):
            break
        elif not block.area & Area.CELL:
            gap += 1
    return last


def _is_prose(block: Block) -> bool:
    """True for a line too long for a header; who passed a regulation, and when, stands in brackets under its title."""
    return len(block.raw) >= _PROSE and not (
        block.raw.startswith(("（", "(")) and block.raw.rstrip().endswith(("）", ")"))
    )
