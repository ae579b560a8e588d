"""When a page was published: the visible date, its precision, where it was read, and what contradicts it (FIELD)."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from crawler.extract.documents.labels import Field, Labelled, near
from crawler.extract.documents.ownership import of_the_page
from crawler.markup import EDGE, Area, Block, Flow, Source
from crawler.markup.dates import (
    Written,
    begins_range,
    date_in,
    only_date,
    only_month,
    url_day,
    url_month,
    written_dates,
)
from crawler.model import DateRead, Precision, ReadFrom

_META: Final = (
    *("pubdate", "firstpublishedtime", "publishdate", "publish_time", "publishtime", "publishedtime", "pubtime"),
    *(
        "article:published_time",
        "og:published_time",
        "releasedate",
        "release_date",
        "date",
        "dc.date",
        "dcterms.issued",
    ),
)
# 成文日期 and its like are the day a document was made, not the day it went online.
_RANKS: Final = {Field.PUBLISHED: 0, Field.SENT: 2, Field.UPDATED: 3}
_TODAY: Final = re.compile(r"今天|今日|现在是|当前时间|欢迎您|星期[一二三四五六日天]$")
_NOT_PUBLICATION: Final = re.compile(
    r"截止|截至|有效期|施行|实施|生效|失效|废止|征求意见|征集|报名|成文|生成|印发|签发|制定|修订|修正|通过|会议|活动"
    r"|回复|答复|留言|咨询|受理|版权|备案|上一[篇条]|下一[篇条]"
)
_OF_TIME: Final = re.compile("时间|日期|有效期")
_LONGEST_LINE: Final = 160
_ASIDE: Final = Area.RELATED | Area.SIDE | Area.LIST
_FRAME: Final = Area.NAVIGATION | Area.FOOTER | Area.CRUMB | Area.HEADER
_NO_LINE: Final = re.compile(f"{_TODAY.pattern}|{_NOT_PUBLICATION.pattern}")
_SETS_OFF: Final = " \u3000\xa0()（）[]【】|｜:：∶·/—"
_SOURCE: Final = re.compile("来源[:：][^，。；:：]{2,30}$")
_SENTENCE: Final = re.compile(r"[，；！？]")
_SIGNATURE: Final = re.compile(
    r"^[^。；：:，,]{0,40}(?:政府|办公室|办公厅|委员会|常委会|人大|政协|法院|检察院|[省市区县镇乡局厅委办部院站所处会]|支队|大队|总队|中心|公司|学校"
    r"|街道|办事处|指挥部|领导小组|管委会|工作组|专班)\s?(?:[（(][^（()）]{0,20}[）)])?$"
)
_LONGEST_SIGNATURE: Final = 44
_BESIDE: Final = 2
_AFTER: Final = 20
_WITH_CLOCK: Final = 10
_LONGEST_HEAD: Final = 24
_OF_PUBLICATION: Final = re.compile(
    r"(?:发布|公布|公开|发表|发稿|上网|上传|登载|信息|更新|公告|公示)(?:时间|日期)\s?[:：∶]?\s*$|^(?:时间|日期)\s?[:：∶]?\s*$"
)
_OF_A_DAY: Final = re.compile(r"(?:日期|时间|期限|有效期|日)\s?[:：∶]?\s*$")
_UNIVERSAL: Final = re.compile(r"\dT(\d\d):")
_EVENING: Final = 16


@dataclass(frozen=True, slots=True)
class Region:
    """Where a document's parts stand, as block numbers: title (or None), first block of the text, last block."""

    title: int | None
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Claims:
    """What tells a day: labels of the header, labels that close the text, days under the title without a label."""

    header: Sequence[Labelled]
    tail: Sequence[Labelled]
    unlabelled: Sequence[DateRead]
    sure: bool
    """True where a day without a label stands in a line of the page."""
    doubt: AbstractSet[date] = frozenset()
    """Two days that the header shows and of which either may be the page's: only meta tags and the address decide."""


def published(source: Source, claims: Claims, region: Region) -> DateRead | None:
    """Return the publication date, None when none is certain.

    Order: a label, an unlabelled line between title and text, meta tags, the address, the end of the text. Every other
    source that names another day is listed in `disputed_by`.
    """
    if claims.doubt:
        told = [
            read
            for read in (*_from_meta(source.flow, source.url), *_from_url(source.url))
            if read.value in claims.doubt
        ]
        return told[0] if len({read.value for read in told}) == 1 else None
    labels = claims.header
    shown = [each for each in labels if not source.flow.blocks[each.block].area & Area.HIDDEN]
    found = [
        *_from_labels(source.flow, shown, region, claims.sure),
        *claims.unlabelled,
        *(_from_labels(source.flow, labels, region) if len(shown) < len(labels) else ()),
        *_from_meta(source.flow, source.url),
        *_from_url(source.url),
    ]
    if not found:
        found = _from_labels(source.flow, claims.tail, region)
    if not found and not any(each.field is Field.ISSUED for each in labels):
        found = _from_end(source.flow, region)
    if not found:
        return None
    best = found[0]
    disputes = [name for name, claim in _claims(source, found, best.read_from) if claim and not _agrees(claim, best)]
    return DateRead(best.value, best.precision, best.read_from, tuple(dict.fromkeys(disputes)))


def date_line(flow: Flow, listed: frozenset[int]) -> int | None:
    """Return the first block that is a header line with a date and no label, outside menus and lists."""
    for number, block in enumerate(flow.blocks):
        if block.linked or len(block.raw) > _LONGEST_LINE or block.area & (_ASIDE | _FRAME) or number in listed:
            continue
        if "20" in block.raw or "19" in block.raw:
            text = block.raw.replace("\x1f", " ")
            dates = written_dates(text)
            if len(dates) == 1 and _stands_apart(text, dates[0]) and not _NO_LINE.search(text):
                return number
    return None


def _from_labels(flow: Flow, labels: Sequence[Labelled], region: Region, told: bool = False) -> list[DateRead]:
    """The dates of labels, surest first; when a document was sent or changed counts only where no day is `told`."""
    ranked = []
    has_publication = told or any(each.field is Field.PUBLISHED for each in labels)
    for each in labels:
        if each.block > region.end and (each.block > region.end + _AFTER or flow.blocks[each.block].area & _ASIDE):
            continue
        rank = _RANKS.get(each.field)
        if each.field is Field.TIME and _is_header_line(flow, labels, each, region):
            rank = 1
        if rank is None or (each.field is Field.SENT and has_publication):
            continue
        if each.value_block != each.block and not _is_day_or_month(each.value):
            continue
        dates = written_dates(each.value[:40], compact=True)
        if not dates and rank == 0 and (month := only_month(each.value)) is not None:
            ranked.append((rank, DateRead(month, Precision.MONTH, ReadFrom.LABEL)))
        if dates and dates[0].start <= 2 and not begins_range(each.value, dates[0]):  # noqa: PLR2004  # a bracket may stand before it
            ranked.append((rank, _read(dates[0], ReadFrom.LABEL)))
    ranked.sort(key=lambda pair: (pair[0], pair[1].precision is Precision.MONTH))
    # A later change of a page does not contradict its publication: it counts only where nothing else is said.
    surest = [read for rank, read in ranked if rank < _RANKS[Field.UPDATED]]
    return surest if surest or told else [read for _, read in ranked]


def _is_day_or_month(value: str) -> bool:
    return only_date(value[:60]) is not None or date_in(value[:14]) is not None or only_month(value) is not None


def _is_header_line(flow: Flow, labels: Sequence[Labelled], label: Labelled, region: Region) -> bool:
    """时间 and 日期 alone mean publication only where a document's header stands: beside 来源, or under the title."""
    if label.block > region.body and flow.blocks[label.block].area & Area.LIST:
        return False
    if region.title is not None and 0 <= label.block - region.title <= 4:  # noqa: PLR2004  # lines of a header
        return True
    return any(
        each.field in {Field.SOURCE, Field.OTHER, Field.PUBLISHER} and each is not label
        for each in near(labels, label.block, _BESIDE)
    )


def unlabelled_days(
    flow: Flow, labels: Sequence[Labelled], region: Region, top: int, listed: frozenset[int]
) -> tuple[list[tuple[int, DateRead]], bool]:
    """The dates that stand between title and text without a label, as (block, date); True for a line of the page's.

    `listed` are the blocks of list rows, whose dates belong to others. Where one stands in a line of the page, beside
    its clock time, the source or the counter, or above `top`, the first block of the node that holds the text, the
    others are the text's (of a speech under its title).
    """
    if region.title is None:
        return [], False
    taken = {each.block for each in labels if each.field not in {Field.SOURCE, Field.PUBLISHER}}
    # Values that are another label's date: 成文日期, 有效期 and their like.
    taken_values = {
        each.value_block
        for each in labels
        if (each.field is Field.ISSUED or (each.field is Field.OTHER and _OF_TIME.search(each.label)))
        and written_dates(each.value[:_LONGEST_LINE])
    }
    found = []
    for number in range(region.title + 1, min(region.body + 2, region.title + 14, len(flow.blocks))):
        block = flow.blocks[number]
        text = block.raw.replace("\x1f", " ")
        if number in taken_values or number in listed or (number in taken and _NOT_PUBLICATION.search(text)):
            continue
        if number >= region.body and only_date(text) is None and not of_the_page(flow, labels, number):
            continue
        if block.area & Area.CELL and _names_a_day(flow.blocks[number - 1]):
            continue
        if block.area & Area.BODY and not flow.blocks[region.title].area & Area.BODY:
            continue
        read = line_of_a_day(text)
        if read is None:
            continue
        if read.precision is Precision.MINUTE or of_the_page(flow, labels, number):
            return [(number, read)], True
        if not is_a_fact(flow, number) and not (
            number > region.title + 2 and _is_signature(flow.blocks[number - 1].text)
        ):
            found.append((number, read))
    for number in range(max(0, region.title - 2), region.title):
        # Some print the line of the page above the title.
        block = flow.blocks[number]
        read = None if block.area & (_ASIDE | _FRAME) else line_of_a_day(block.raw)
        if read is not None and any(each.block == number and each.field is Field.SOURCE for each in labels):
            return [(number, read)], True
    above = [each for each in found if each[0] < top]
    return above or found, False


def line_of_a_day(text: str) -> DateRead | None:
    """Return the one date of a line that says of nothing else when it is, None for other lines."""
    text = text.replace(EDGE, " ")
    dates = written_dates(text) if len(text) <= _LONGEST_LINE and not _TODAY.search(text) else ()
    if (
        len(dates) != 1
        or begins_range(text, dates[0])
        or _NOT_PUBLICATION.search(text)
        or not (_stands_apart(text, dates[0]) or _ends_a_source(text, dates[0]))
    ):
        return None
    return _read(dates[0], ReadFrom.HEADER)


def is_a_fact(flow: Flow, number: int) -> bool:
    """True for a cell beside others of its row."""
    block = flow.blocks[number]
    if not block.area & Area.CELL:
        return False
    beside = (number - 1, number + 1)
    return any(
        other < len(flow.blocks)
        and flow.tags[block.node] in {"td", "th"}
        and flow.parents[flow.blocks[other].node] == flow.parents[block.node]
        for other in beside
    )


def _names_a_day(block: Block) -> bool:
    """True for a cell that says of which day the next one speaks (处罚决定日期), in whatever words."""
    return block.area & Area.CELL != 0 and len(block.raw) <= _LONGEST_HEAD and _OF_A_DAY.search(block.text) is not None


def _stands_apart(text: str, found: Written) -> bool:
    """A date of a header line is set off by blanks, brackets or bars; one that begins or ends a sentence is not.

    One behind a label is what that label says, which others have read.
    """
    before, after = text[: found.start].strip(), text[found.end :].strip()
    if _OF_A_DAY.search(before) is not None and not _OF_PUBLICATION.search(before):
        return False
    if "。" in text or (before and text[found.start - 1] not in _SETS_OFF):
        return False
    if not after:
        return True
    # The clock's pattern may have taken the blank behind it.
    return not _SENTENCE.search(after) and any(sign in _SETS_OFF for sign in text[found.end - 1 : found.end + 1])


def _ends_a_source(text: str, found: Written) -> bool:
    """A date with its clock time printed right behind the name of the source (来源：市府办2021-07-05 16:30)."""
    return found.minute and not text[found.end :].strip() and _SOURCE.search(text[: found.start]) is not None


def _from_meta(flow: Flow, url: str) -> list[DateRead]:
    """The dates of meta tags, without those that only repeat when the page was generated (FIELD, Dates)."""
    generated = " ".join(flow.meta(name) or "" for name in ("others", "maketime", "generator-time"))
    found = []
    for name in _META:
        content = flow.meta(name)
        value = _day_of(content)
        if content is None or value is None:
            continue
        repeats = len(content) > _WITH_CLOCK and content in generated
        if not repeats or value == url_day(url):
            found.append(DateRead(value, Precision.DAY, ReadFrom.META))
    return found


def _day_of(content: str | None) -> date | None:
    """The day that a tag names; a moment in universal time (2019-11-26T17:20:33Z) is eight hours later in China."""
    value = date_in(content)
    if content is None or value is None or not content.endswith(("Z", "+00:00", "+0000")):
        return value
    moment = _UNIVERSAL.search(content)
    return value + timedelta(days=1) if moment is not None and int(moment[1]) >= _EVENING else value


def _from_url(url: str) -> list[DateRead]:
    value = url_day(url)
    return [] if value is None else [DateRead(value, Precision.DAY, ReadFrom.URL)]


def _from_end(flow: Flow, region: Region) -> list[DateRead]:
    """A date alone in one of the last lines of the text: where some towns print it."""
    for number in range(min(region.end, len(flow.blocks) - 1), max(region.body, region.end - 6), -1):
        block = flow.blocks[number]
        if block.area & (Area.FOOTER | Area.NAVIGATION | Area.LIST):
            continue
        written = None if is_a_fact(flow, number) else only_date(block.text)
        if written is not None:
            # Under the name of a unit it is the day of signing, behind the name of another day that one.
            before = flow.blocks[number - 1].text if number else ""
            other = _OF_A_DAY.search(before[-_LONGEST_HEAD:]) and not _OF_PUBLICATION.search(before)
            return [] if other or _is_signature(before) else [_read(written, ReadFrom.TEXT)]
    return []


def _is_signature(text: str) -> bool:
    return len(text) <= _LONGEST_SIGNATURE and _SIGNATURE.search(text.strip()) is not None


def _claims(
    source: Source, found: Iterable[DateRead], best: ReadFrom
) -> list[tuple[str, date | tuple[int, int] | None]]:
    """Everything in the page that claims a publication date, as (how to name it, what it says)."""
    # Beside a labelled date, one without a label in the same header is more often the document's own than a claim.
    unsure = {ReadFrom.TEXT, ReadFrom.HEADER} if best is ReadFrom.LABEL else {ReadFrom.TEXT}
    claims: list[tuple[str, date | tuple[int, int] | None]] = [
        (f"{read.read_from} {read.value.isoformat()}", read.value) for read in found if read.read_from not in unsure
    ]
    claims += [(f"meta {value.isoformat()}", value) for name in _META if (value := _day_of(source.flow.meta(name)))]
    if url_day(source.url) is None:
        month = url_month(source.url)
        if month is not None:
            claims.append((f"url {month[0]}-{month[1]:02d}", month))
    return claims


def _agrees(claim: date | tuple[int, int], best: DateRead) -> bool:
    if best.precision is Precision.MONTH and not isinstance(claim, tuple):
        claim = (claim.year, claim.month)
    if isinstance(claim, tuple):
        return claim == (best.value.year, best.value.month)
    return claim == best.value


def _read(written: Written, read_from: ReadFrom) -> DateRead:
    return DateRead(written.value, Precision.MINUTE if written.minute else Precision.DAY, read_from)
