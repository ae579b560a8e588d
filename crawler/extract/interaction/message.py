"""Published letters with their replies (来信选登): when received, when and by whom answered, and what (NORMS N12-M1).

Only what a page labels is taken: a date without a label, or two that contradict each other, are left unknown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.markup import EDGE, Area, Block, Flow, Source
from crawler.markup.dates import date_in
from crawler.model.typography import half_width


class _Field(StrEnum):
    RECEIVED = "received"
    REPLIED = "replied"
    DEPARTMENT = "department"
    QUESTION = "question"
    ANSWER = "answer"
    STATUS = "status"
    OTHER = "other"


_WORDS: dict[_Field, str] = {
    _Field.RECEIVED: (
        "受理日期 受理时间 来信时间 来信日期 留言时间 留言日期 写信时间 写信日期 提问时间 提问日期 咨询时间 咨询日期 "
        "提交时间 提交日期 投诉时间 反映时间 信件时间 登记时间 接收时间 收件时间 收信时间 发信时间 诉求时间 "
        "信件提交时间"
    ),
    _Field.REPLIED: (
        "答复日期 答复时间 回复日期 回复时间 办结时间 办结日期 反馈时间 反馈日期 解答时间 回信时间 办复时间 办复日期"
    ),
    _Field.DEPARTMENT: (
        "答复部门 答复单位 答复机构 回复部门 回复单位 回复机构 办理单位 办理部门 办理机构 处理部门 处理单位 "
        "受理部门 受理单位 承办单位 承办部门 解答单位 解答部门 反馈单位"
    ),
    _Field.QUESTION: "来信内容 信件内容 留言内容 咨询内容 问题内容 提问内容 诉求内容 投诉内容 写信内容 反映内容",
    _Field.ANSWER: (
        "答复内容 回复内容 办理结果 处理结果 答复意见 回复意见 答复情况 回复情况 解答内容 反馈内容 回信内容 处理意见 "
        "办理意见"
    ),
    _Field.STATUS: "办理状态 处理状态 信件状态 回复状态 答复状态 办理进度 受理状态",
    _Field.OTHER: (
        "信件标题 来信标题 留言标题 信件主题 来信主题 留言主题 咨询主题 标题 主题 信件编号 来信编号 编号 写信人 来信人 "
        "留言人 咨询人 姓名 网友 信件类型 信件类别 来信类型 留言类型 类型 类别 点击数 浏览次数 满意度 评价 打印 来源 "
        "发布时间 收信人 收信单位 来信对象 所属区域 查询码"
    ),
}
_FIELD = {word: field for field, words in _WORDS.items() for word in words.split()}
_ONCE = tuple(word for word, field in _FIELD.items() if field in {_Field.RECEIVED, _Field.QUESTION})
_HANGING = re.compile(r"^.{1,14}[:：]$")
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<word>{'|'.join(sorted(_FIELD, key=lambda word: (-len(word), word)))})\s*[:：∶]"
)
_SIGNED = re.compile(
    r"^[【\[]?(?P<who>[\u4e00-\u9fff]{2,24}?(?:局|委|办|厅|委员会|办公室|中心|镇|街道|办事处|人民政府|站|所|大队|支队))"
    r"(?:的)?(?:答复|回复)[】\]]?\s*[:：]"
)
_STATISTICS = re.compile(
    r"(?:来信|信件|留言|咨询|诉求|收件|受理|办结|办理|答复|回复|处理)(?:总)?(?:数|量|件数|率|总计)?\s*[:：]?\s*(?:共|为|约)?\s*(?P<count>\d[\d,]*)\s*(?:封|件|条|个|次|宗|%)"
    r"|(?:来信|信件|留言|咨询|收件|受理|办结|答复|回复)(?:总数|总量|件数|总计|数|量|率)\s*[:：]?\s*\d[\d,.]*"
)
_MENUS = Area.NAVIGATION | Area.FOOTER | Area.CRUMB | Area.SIDE | Area.PAGER
_LONGEST_VALUE = 300
_LONGEST_CELL = 60
_LONGEST_BLOCK = 20_000
"""Signs of one block that are read: a letter is shorter."""
_MOST_BLOCKS = 2000
_FEWEST_FIELDS = 2
_NEAR = 5


@dataclass(frozen=True, slots=True)
class MessageRead:
    """One letter as its page labels it; `labels` are all labels of letters found, in order, as printed."""

    received: date | None = None
    replied: date | None = None
    department: str | None = None
    question: str | None = None
    answer: str | None = None
    status: str | None = None
    labels: tuple[str, ...] = ()


def read_message(source: Source) -> MessageRead | None:
    """Return the published letter of a page, None where fewer than two of its parts are labelled.

    A page that repeats the label of a letter's arrival or text holds several letters, and is none.
    """
    values: dict[_Field, list[str]] = {}
    labels = Counter[str]()
    for field, label, value in _labelled(source.flow, _blocks(source)):
        labels[label] += 1
        if value:
            values.setdefault(field, []).append(value)
    known = {_FIELD[label] for label in labels if label in _FIELD} - {_Field.OTHER}
    known |= set(values) - {_Field.OTHER}
    several = any(labels[word] > 1 for word in _ONCE)
    if (
        several
        or len(known) < _FEWEST_FIELDS
        or not known & {_Field.QUESTION, _Field.ANSWER, _Field.REPLIED, _Field.RECEIVED}
    ):
        return None
    return MessageRead(
        # A letter is counted from when it was taken up at the latest, and answered when the first reply came.
        received=max(_days(values.get(_Field.RECEIVED, ())), default=None),
        replied=min(_days(values.get(_Field.REPLIED, ())), default=None),
        department=_first(values, _Field.DEPARTMENT, _LONGEST_CELL),
        question=_first(values, _Field.QUESTION, _LONGEST_VALUE),
        answer=_first(values, _Field.ANSWER, _LONGEST_VALUE),
        status=_first(values, _Field.STATUS, _LONGEST_CELL),
        labels=tuple(labels),
    )


def read_statistics(source: Source) -> str | None:
    """Return the words in which a page counts letters and replies (来信总数 120 件 已办结 118 件), None without any."""
    for block in _blocks(source):
        text = half_width(" ".join(block.text.split()))
        if len(text) <= _LONGEST_VALUE and _STATISTICS.search(text) and not _LABEL.match(text):
            return text[:_LONGEST_VALUE]
    return None


def _blocks(source: Source) -> list[Block]:
    return [block for block in source.flow.blocks[:_MOST_BLOCKS] if block.raw.strip() and not block.area & _MENUS]


def _labelled(flow: Flow, blocks: Sequence[Block]) -> Iterator[tuple[_Field, str, str]]:
    """Each label with its value: what follows its colon, else the blocks below it up to the next label."""
    for at, block in enumerate(blocks):
        text = block.raw[:_LONGEST_BLOCK].replace(EDGE, " ").strip()
        signed = _SIGNED.match(text)
        if signed is not None:
            yield _Field.DEPARTMENT, "答复部门", signed["who"]
            yield _Field.ANSWER, "答复内容", text[signed.end() :].strip() or _below(blocks, at)
            continue
        places = list(_LABEL.finditer(text))
        if not places:
            bare = _bare(text)
            if bare in _FIELD:
                heads = _heads_column(flow, blocks, at)
                yield _FIELD[bare], bare, "" if heads else _below(blocks, at)
            continue
        for number, match in enumerate(places):
            end = places[number + 1].start() if number + 1 < len(places) else len(text)
            value = text[match.end() : end].strip(" |｜;；")
            last = number + 1 == len(places)
            yield _FIELD[match["word"]], match["word"], value or (_below(blocks, at) if last else "")


def _below(blocks: Sequence[Block], at: int) -> str:
    """The text under a label that ends its block, up to the next label."""
    kept: list[str] = []
    for block in blocks[at + 1 : at + 40]:
        text = block.raw[:_LONGEST_BLOCK].replace(EDGE, " ").strip()
        if _LABEL.search(text) or _SIGNED.match(text) or _bare(text) in _FIELD or _HANGING.match(text):
            break
        kept.append(text)
        if sum(map(len, kept)) > _LONGEST_VALUE:
            break
    return " ".join(kept)


def _heads_column(flow: Flow, blocks: Sequence[Block], at: int) -> bool:
    """True for a label in a row of labels: what follows in the next row is the value of the row's first."""
    row = _row(flow, blocks[at].node)
    if row < 0 or at == 0 or at + 1 == len(blocks):
        return False
    before = _bare(blocks[at - 1].raw.replace(EDGE, " ")) in _FIELD and _row(flow, blocks[at - 1].node) == row
    return before and _row(flow, blocks[at + 1].node) != row


def _row(flow: Flow, node: int) -> int:
    """The table row that a node stands in, -1 for none near."""
    for _ in range(_NEAR):
        if node < 0 or flow.tags[node] == "tr":
            break
        node = flow.parents[node]
    return node if node >= 0 and flow.tags[node] == "tr" else -1


def _bare(text: str) -> str:
    return "".join(text.split()).strip("[]【】:：")


def _days(values: Iterable[str]) -> list[date]:
    """The days of labelled dates; a value that runs on is prose, not a date."""
    days = (date_in(half_width(value)) for value in values if len(value) <= _LONGEST_CELL)
    return [day for day in days if day is not None]


def _first(values: dict[_Field, list[str]], field: _Field, longest: int) -> str | None:
    found = next(iter(values.get(field, ())), None)
    return " ".join(found.split())[:longest] if found else None
