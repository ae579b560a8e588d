"""The labels of document headers and what they mean: 索引号, 发文机关, 成文日期, 发布时间 and their many variants."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from crawler.markup import EDGE, Area, Block, Flow


class Field(StrEnum):
    """What a label's value is."""

    PUBLISHED = "published"
    UPDATED = "updated"
    TIME = "time"
    SENT = "sent"
    ISSUED = "issued"
    SOURCE = "source"
    PUBLISHER = "publisher"
    NUMBER = "number"
    INDEX = "index"
    STATUS = "status"
    TITLE = "title"
    SUBJECT = "subject"
    OTHER = "other"


_WORDS: Final[dict[Field, str]] = {
    Field.PUBLISHED: (
        "发布日期 发布时间 公开日期 公开时间 发表时间 发表日期 发稿时间 发稿日期 上网时间 "
        "上网日期 信息时间 信息日期 公布日期 公布时间 刊发时间 上传时间 上传日期 挂网时间 "
        "登载时间 登载日期 信息发布日期 信息发布时间 文章发布时间 公开发布日期 首次发布时间 "
        "发布於 发布于 发布日 稿件时间 新闻时间 公告日期 公告时间 公示日期 刊登日期 "
        "刊登时间 发表于 文章日期 首发时间 首发日期"
    ),
    Field.UPDATED: (
        "更新时间 更新日期 修改时间 修改日期 最后更新 最近更新 添加时间 添加日期 录入时间 "
        "录入日期 编辑时间 创建时间 来源时间 最后更新时间 信息更新时间 更新于 创建日期"
    ),
    Field.TIME: "时间 日期 发布",
    Field.SENT: "发文日期 发文时间 颁布日期 颁布时间",
    Field.ISSUED: (
        "成文日期 成文时间 生成日期 生成时间 印发日期 印发时间 制发日期 签发日期 制定日期 "
        "信息生成日期 文件日期 形成日期 产生日期 成稿日期 签署日期 信息产生日期"
    ),
    Field.SOURCE: (
        "来源 信息来源 文章来源 稿件来源 文件来源 新闻来源 稿源 资料来源单位 内容来源 文稿来源 供稿 供稿单位 信息提供"
    ),
    Field.PUBLISHER: (
        "发布机构 发文机关 发布单位 发文单位 公开主体 制发机关 发布机关 发文机构 公开机构 "
        "制发单位 公开责任部门 制文机关 发布部门 责任部门 颁布单位 制定机关 公开机关 "
        "信息发布机构 发文部门 公开部门 公开单位 信息公开机构 制作单位 发布者"
    ),
    Field.NUMBER: (
        "发文字号 文号 文件编号 发文文号 文件文号 发文号 文件号 公文文号 文件字号 公文字号 "
        "发文编号 公文编号 发布文号 批准文号"
    ),
    Field.INDEX: "索引号 索引码 信息索引号 信息索引 索引号码 公开目录号 索取号 信息索引码 政府信息索引号",
    Field.STATUS: (
        "有效性 效力状态 时效性 时效状态 是否有效 文件状态 有效状态 信息有效性 公文时效 "
        "文件有效性 生效状态 效力 文件效力 信息状态 时效 废止情况"
    ),
    Field.TITLE: "标题 名称 信息名称 文件名称 信息标题 公文名称 文件标题 公文标题 文件题名 题名",
    Field.SUBJECT: "主题分类 主题词 主题",
    Field.OTHER: (
        "分类 关键词 关键字 公开方式 公开时限 公开范围 体裁分类 体裁 内容概述 信息类别 "
        "内容分类 有效期 失效日期 废止日期 生效日期 实施日期 施行日期 失效时间 生效时间 "
        "施行时间 实施时间 废止时间 有效期限 统一编号 规范性文件编号 服务对象 组配分类 语种 "
        "公开形式 公开类别 公开程序 公开属性 浏览 浏览次数 浏览量 访问量 访问次数 点击 点击数 "
        "点击率 点击次数 点击量 评论 评论数 阅读 阅读量 阅读次数 人气 作者 编辑 责任编辑 责编 审核 "
        "文章作者 文章编辑 信息编辑 信息审核 审稿 签发人 供图 审核人 初审 复审 终审 校对 记者 摄影 "
        "撰稿 录入 录入人 录入者 发布人 文字 字体 字号 字体大小 大小 分享 "
        "分享到 打印 摘要 所属主题 行政区划 载体类型 记录形式 信息分类 栏目 所属栏目 所属分类 "
        "联系电话 留言时间 回复时间 答复时间 咨询时间 受理时间 提问时间 来信时间 截止时间 "
        "截止日期 开始时间 开始日期 结束时间 结束日期 起始时间 征集时间 报名时间 会议时间 活动时间 视力保护色 "
        "保护视力色 收藏 通讯员 转载 有效范围 登记号 文件类型 公文种类 文件类别 发布层级 "
        "信息所属单位 公开依据 适用范围 主题类别 信息格式"
    ),
}
_FIELD: Final = {word: field for field, words in _WORDS.items() for word in words.split()}
_FRAME: Final = Area.NAVIGATION | Area.FOOTER
_LONG: Final = 4
_LONGEST_WORD: Final = max(len(word) for word in _FIELD)
_BLANKS: Final = f" {EDGE}"
_GAPS: Final = re.compile(r"[ \x1f\[\]【】［］()（）]")
_COLON: Final = re.compile("[:：∶﹕]")
_TOLD: Final = re.compile(r"(?<![\u4e00-\u9fff])(发布于|发表于)[\s\x1f]*(?=(?:19|20)\d\d)")
_BEFORE_SHORT: Final = re.compile(r"[^\u4e00-\u9fffA-Za-z]")
_BRACKETS: Final = "[]【】［］()（）"
_MOST: Final = 5_000
"""Labels that are read: a page with more is no document, or one whose header stands before them."""
_LONGEST_BLOCK: Final = 600
_LONGEST_BARE: Final = 16
_LONGEST_EDGED: Final = 120
_FEWEST_LETTERS: Final = 2
_BARE_BESIDE: Final = frozenset(
    {"时间", "日期", "来源", "浏览", "阅读", "点击", "作者", "编辑", "责编", "字号", "字体", "分享", "打印"}
)
_BARE: Final = frozenset({"文号", "索引号", "标题", "名称", "有效性", "时效性"})
_EMPTY: Final = {"", "无", "暂无", "null", "none", "-", "--", "—", "——", "/", "\\", "undefined", "空", "无文号"}


class Labelled(NamedTuple):
    """A label with its value; `block` is where the label stands, `value_block` where the value does."""

    field: Field
    label: str
    value: str
    block: int
    value_block: int


def labelled(flow: Flow) -> tuple[Labelled, ...]:
    """Return the labels of the page in reading order with their values (empty string for an empty one).

    Menus and footers are left out; so are long paragraphs, whose colons are prose.
    """
    found: list[Labelled] = []
    blocks = flow.blocks
    for number, (raw, _, area, _, _) in enumerate(blocks):
        if not raw or len(raw) > _LONGEST_BLOCK or area & _FRAME:
            continue
        if not ("：" in raw or ":" in raw or "∶" in raw or "﹕" in raw or "布于" in raw or "表于" in raw):
            edged = EDGE in raw
            if len(raw) > (_LONGEST_EDGED if edged else _LONGEST_BARE) or not (edged or _bare(raw) in _FIELD):
                continue
        found += _in_block(number, blocks)
        if len(found) > _MOST:
            break
    return tuple(found)


def near(labels: Sequence[Labelled], block: int, distance: int) -> Sequence[Labelled]:
    """Return those of the labels, which are in reading order, that stand at most so many blocks from `block`."""
    start = bisect_left(labels, block - distance, key=_block_of)
    return labels[start : bisect_right(labels, block + distance, lo=start, key=_block_of)]


def clean(value: str) -> str:
    """A value as a reader sees it, without what hangs at its ends."""
    value = " ".join(value.replace(EDGE, " ").split())
    return value.strip(" |｜:：;；,，[]【】")


def is_empty(value: str) -> bool:
    """True for values that say there is none: 无, null, a dash."""
    return value.lower() in _EMPTY


def _block_of(label: Labelled) -> int:
    return label.block


def _in_block(number: int, blocks: list[Block]) -> list[Labelled]:
    raw = blocks[number].raw
    places = _places(raw)
    found = []
    for place, (_, start, word) in enumerate(places):
        end = places[place + 1][0] if place + 1 < len(places) else len(raw)
        value = clean(raw[start:end])
        where = number
        if not value and place + 1 == len(places):
            where, value = _next_value(number, blocks)
        found.append(Labelled(_FIELD[word], word, value, number, where))
    return found


def _places(raw: str) -> list[tuple[int, int, str]]:
    """The labels in a block as (start, start of the value, word): before a colon, else alone in an element."""
    found = []
    for match in _COLON.finditer(raw):
        start, word = _word_before(raw, match.start())
        if word:
            found.append((start, match.end(), word))
    if "布于" in raw or "表于" in raw:
        # 发布于 2021-07-05 needs no colon; in a sentence it is no label.
        told = _TOLD.search(raw) if len(raw) <= _LONGEST_EDGED and "。" not in raw else None
        if told is not None and all(end <= told.start() or start > told.start() for start, end, _ in found):
            found.append((told.start(), told.end(), told[1]))
            found.sort()
    if found:
        return found
    start = 0
    parts = raw.split(EDGE)
    for part in parts:
        word = _bare(part) if len(part) <= _LONGEST_BARE else ""
        if word in _FIELD and (len(word) >= _LONG or word in _BARE or (len(parts) > 1 and word in _BARE_BESIDE)):
            found.append((start, start + len(part), word))
        start += len(part) + 1
    return found


def _bare(part: str) -> str:
    return part.replace(" ", "").strip(_BRACKETS)


def _word_before(raw: str, end: int) -> tuple[int, str]:
    """The longest label that ends at `end`, blanks between its signs aside, with its start; an empty word for none."""
    tail = raw[max(0, end - _LONGEST_WORD) : end]
    if tail and not _GAPS.search(tail):
        # Nothing stands between the signs: the longest ending that is a label is the one.
        for size in range(len(tail), _FEWEST_LETTERS - 1, -1):
            word = tail[-size:]
            if word in _FIELD:
                start = end - size
                if size >= _LONG or start == 0 or _BEFORE_SHORT.match(raw[start - 1]):
                    return start, word
        return end, ""
    letters = ""
    places: list[int] = []
    at = end
    while at > 0 and len(letters) < _LONGEST_WORD and end - at < 3 * _LONGEST_WORD:
        at -= 1
        sign = raw[at]
        if sign in _BLANKS or (not letters and sign in _BRACKETS):
            continue
        letters = sign + letters
        places.insert(0, at)
    for drop in range(len(letters) - _FEWEST_LETTERS + 1):
        word = letters[drop:]
        if word in _FIELD:
            start = places[drop]
            if len(word) >= _LONG or start == 0 or _BEFORE_SHORT.match(raw[start - 1]):
                return start, word
    return end, ""


def _next_value(number: int, blocks: list[Block]) -> tuple[int, str]:
    """The value of a label that ends its block: the next block, when that is short and no label itself."""
    if number + 1 >= len(blocks):
        return number, ""
    block = blocks[number + 1]
    if len(block.raw) > _LONGEST_BLOCK // 2 or any(start == 0 for start, _, _ in _places(block.raw)):
        return number, ""
    return number + 1, clean(block.raw)
