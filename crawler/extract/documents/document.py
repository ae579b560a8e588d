"""One published document: title, dates, source, numbers, status, attachments and text."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from crawler.extract.documents.attachments import attachments
from crawler.extract.documents.body import blocks_within, body_node
from crawler.extract.documents.labels import Field, Labelled, is_empty, labelled
from crawler.extract.documents.ownership import above_the_text, owned
from crawler.extract.documents.publication import Claims, Region, is_a_fact, published, unlabelled_days
from crawler.extract.documents.titles import title_block, title_of
from crawler.extract.lists.listing import Lists, page_lists
from crawler.markup import Area, Flow, Source
from crawler.markup.dates import date_in, only_date, written_dates
from crawler.model import DateRead, DocumentRead, ReadFrom

_NUMBER: Final = re.compile(
    r"[（(]?(?P<number>[\u4e00-\u9fff]{1,18}\s?[〔\[［【（(﹝]\s?(?:19|20)\d\d\s?[〕\]］】）)﹞]\s?第?\s?\d{1,5}\s?号"
    r"|[\u4e00-\u9fff]{2,20}公告\s?(?:19|20)\d\d年第\s?\d{1,4}\s?号"
    r"|(?:[\u4e00-\u9fff]{2,16}令)\s?第?\s?[0-9〇一二三四五六七八九十百]{1,5}\s?号)[）)]?"
)
_BEHIND: Final = re.compile(
    r"[（(](?P<number>[\u4e00-\u9fff]{1,18}\s?[〔\[［【﹝]\s?(?:19|20)\d\d\s?[〕\]］】﹞]\s?第?\s?\d{1,5}\s?号)[）)]\s*$"
)
_SPEAKS_OF: Final = re.compile("解读|图解|图说|读懂|问答|说明|学习|废止|失效")
_PARTS: Final = re.compile(r"[\s\x1f|｜]+")
_STATUS: Final = re.compile(
    r"(?:本?(?:文件|文|规定|办法|通知)已(?:经)?(?:废止|失效|宣布失效)|[【\[（(](?:已?废止|已?失效|有效)[】\]）)])"
)
_STATE: Final = re.compile(r"废止|失效|有效")
_TOOL: Final = re.compile(
    r"(?:^|[\s|｜])[\s\[【（(]*(?:我要)?(?:打印|关闭|收藏|分享|复制|下载|纠错|字体|字号|字级|朗读|大\s?中\s?小|小\s?中\s?大|A\s?[+＋]|听全文|听新闻|语音播报|语音朗读)"
    r"(?:本页|此页|本文|全文|文章|网页|页面|窗口|链接|到|至|大小|调整)?(?=$|[\s\[\]【】（）()|｜:：])"
)
_ROUND: Final = "()（）"
_LONGEST_VALUE: Final = 120
_SIGN_OFF_LINES: Final = 8
_HEADER_LINES: Final = 3
_NO_TEXT: Final = Area.NAVIGATION | Area.FOOTER | Area.CRUMB


def read_document(source: Source) -> DocumentRead:
    """Return the facts of the page as a document; absent facts are None, whatever kind of page it is."""
    return document_of(source, page_lists(source))


def document_of(source: Source, lists: Lists) -> DocumentRead:
    """Return the facts of the page as a document, blind to the rows of `lists`, whose dates are those of others."""
    flow = source.flow
    if not flow.blocks:
        return DocumentRead()
    every = [each for each in labelled(flow) if each.block not in lists.blocks and each.value_block not in lists.blocks]
    node = body_node(flow)
    body = blocks_within(flow, node) if node is not None else range(0)
    title = title_of(source, every, body, lists.blocks)
    region = _region(flow, title, every, body)
    top = body.start if body else len(flow.blocks)
    days, sure = unlabelled_days(flow, every, region, top, lists.blocks)
    labels, tail = owned(flow, every, _first(region, body), region.end)
    kept, doubt = above_the_text(flow, labels, days, top, region.end)
    if len(kept) < len(labels):
        # The days of labels that the text writes of other things are none without a label, either.
        others = {each.block for each in labels} - {each.block for each in kept}
        days, labels = [each for each in days if each[0] not in others], kept
    read = published(source, Claims(labels, tail, [day for _, day in days], sure, doubt), region)
    text = _text(flow, region, body, every, lists.blocks)
    return DocumentRead(
        title=title,
        published=None if read is None else read.value,
        precision=None if read is None else read.precision,
        read_from=None if read is None else read.read_from,
        disputed_by=() if read is None else read.disputed_by,
        source=_value([*labels, *tail], Field.SOURCE) or _plain(flow.meta("contentsource", "source")),
        number=_number(labels, flow, region) or _number_behind(title),
        index=_value(labels, Field.INDEX),
        issued=_issued(labels, flow, region, read),
        publisher=_value(labels, Field.PUBLISHER),
        status=_status(labels, flow, region),
        attachments=attachments(source, region),
        text=text,
    )


def _region(flow: Flow, title: str | None, labels: Sequence[Labelled], body: range) -> Region:
    start = body.start if body else len(flow.blocks)
    end = body.stop - 1 if body else len(flow.blocks) - 1
    place = title_block(flow, title, labels, start)
    if place is not None and place == end and body:
        # Nothing but the title is a line of text: pictures, enclosures or the cells of a table follow it.
        return Region(place, min(place + _HEADER_LINES, len(flow.blocks) - 1), len(flow.blocks) - 1)
    if place is not None and start <= place <= end:
        # The title stands inside the node taken for the text: its header lines follow it.
        start = next((n for n in range(place + 1, end + 1) if len(flow.blocks[n].raw) >= 40), end)  # noqa: PLR2004
    return Region(place, start, end)


def _first(region: Region, body: range) -> int:
    """The first block below the title that may be text."""
    title = region.title
    return region.body if title is None or not body or title < body.start else min(title + 1, region.body)


def _value(labels: Sequence[Labelled], field: Field) -> str | None:
    """The first value of the field that says something."""
    for each in labels:
        if each.field is field and not is_empty(each.value) and len(each.value) <= _LONGEST_VALUE:
            value = each.value
            if field is Field.INDEX and "。" in value:
                continue  # a sentence that happens to follow an empty label
            if field in {Field.SOURCE, Field.PUBLISHER}:
                value = _name(value)
            if value and not is_empty(value):
                return value
    return None


def _name(value: str) -> str:
    """The unit that a value of 来源 names: without the date behind it, the tools of the page, or its own repetition."""
    found = written_dates(value)
    value = value[: found[0].start] if found else value
    tool = _TOOL.search(value)
    if tool is not None:
        value = value[: tool.start()]
    value = value.strip(" |｜:：[]【】")
    half = len(value) // 2
    if value[half : half + 1] == " " and value[:half] == value[half + 1 :]:
        # Once for the reader, once hidden for whoever sends the page on.
        value = value[:half]
    opened, closed = value.count("（") + value.count("("), value.count("）") + value.count(")")
    whole = value[:1] in {"（", "("} and value[-1:] in {"）", ")"}
    return value.strip(_ROUND) if whole or opened != closed else value


def _plain(value: str | None) -> str | None:
    return None if value is None or is_empty(value) else value


def _number(labels: Sequence[Labelled], flow: Flow, region: Region) -> str | None:
    for each in labels:
        if each.field is Field.NUMBER:
            if is_empty(each.value):
                return None
            if len(each.value) <= _LONGEST_VALUE and any(
                sign.isdigit() or sign in "号一二三四五六七八九十" for sign in each.value
            ):
                return each.value
    first = region.title if region.title is not None else region.body
    for place, block in enumerate(flow.blocks[first : region.body + 8], first):
        match = _NUMBER.fullmatch(block.text.strip()) if len(block.raw) < 50 else None  # noqa: PLR2004  # a line of its own
        if match is not None and not is_a_fact(flow, place):
            return match["number"]
    for block in flow.blocks[first : region.body] if region.title is not None else ():
        # In a header line it stands apart, beside the date.
        if "号" in block.raw and len(block.raw) < 120:  # noqa: PLR2004
            for part in _PARTS.split(block.raw):
                match = _NUMBER.fullmatch(part) if "号" in part else None
                if match is not None:
                    return match["number"]
    return None


def _number_behind(title: str | None) -> str | None:
    """The number in brackets behind a title (…的通知（银发〔2026〕63号）); behind a name in 《》 it is that text's."""
    if title is None or "号" not in title[-2:] or "《" in title.rpartition("》")[2] or _SPEAKS_OF.search(title):
        return None
    match = _BEHIND.search(title)
    return match["number"] if match is not None and match.start() > 0 and title[match.start() - 1] != "》" else None


def _issued(labels: Sequence[Labelled], flow: Flow, region: Region, read: DateRead | None) -> date | None:
    wanted = [Field.ISSUED]
    if (read is not None and read.read_from is ReadFrom.HEADER) or any(
        each.field is Field.PUBLISHED and date_in(each.value) for each in labels
    ):
        wanted.append(Field.SENT)
    for field in wanted:
        for each in labels:
            if each.field is field and (value := date_in(each.value[:40])) is not None:
                return value
    signed_off = read is None or read.read_from is not ReadFrom.TEXT
    if not signed_off or any(each.field is Field.ISSUED for each in labels):
        return None
    for number in range(min(region.end, len(flow.blocks) - 1), max(region.body, region.end - _SIGN_OFF_LINES) - 1, -1):
        written = only_date(flow.blocks[number].text)
        if written is not None and not is_a_fact(flow, number):
            return written.value
    return None


def _status(labels: Sequence[Labelled], flow: Flow, region: Region) -> str | None:
    value = _value(labels, Field.STATUS)
    if value is not None and len(value) <= 20 and (_STATE.search(value) or "施行" in value):  # noqa: PLR2004
        return value
    first = region.title if region.title is not None else 0
    for block in flow.blocks[max(0, first - 3) : region.body + 3]:
        raw = block.raw
        if len(raw) >= 80 or not ("止" in raw or "效" in raw):  # noqa: PLR2004  # a mark, not a sentence
            continue
        if block.area & Area.HIDDEN:  # in every page of a template, shown by script where it holds (FIELD, Traps)
            continue
        match = _STATUS.search(block.text)
        state = _STATE.search(match[0]) if match else None
        if state is not None:
            return state[0]
    return None


def _text(flow: Flow, region: Region, body: range, labels: Sequence[Labelled], listed: frozenset[int]) -> str:
    """The lines of the text; header lines above it, rows of lists and menus inside the same node are no text."""
    header = {each.block for each in labels if each.field is not Field.OTHER} if region.title is not None else set()
    lines = [
        block.text.strip()
        for number, block in enumerate(flow.blocks[body.start : body.stop], body.start)
        if block.raw
        and not (number in header and number < region.body)
        and not block.area & _NO_TEXT
        and not (number in listed and block.linked)
    ]
    return "\n".join(line for line in lines if line)
