"""Consultations (意见征集) and results: what a page is, until when it takes comments, what came of it (NORMS 6)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.extract.interaction.closing import Closing, closing_date
from crawler.extract.interaction.commenting import draft_of, explanation_of, form_on_page, ways_to_comment
from crawler.extract.media import read_media
from crawler.extract.numerals import NUMERAL, number
from crawler.extract.paragraphs import lines_of
from crawler.markup import Area, Source
from crawler.markup.dates import date_in, only_date
from crawler.model.commenting import Channel, WayToComment
from crawler.model.facts import FeedbackFacts
from crawler.model.interpretation import Medium
from crawler.model.page import DateRead, Link, Page, Precision, ReadFrom
from crawler.model.typography import closed_up, half_width

_BOOK = re.compile(r"《[^》]{0,200}》?")
_OPINIONS = r"(?:意见|建议)"
_FEEDBACK_TITLE = re.compile(
    r"(?:意见(?:和建议|建议|征集|征求|征询)?(?:的)?(?:处理|办理|答复)"  # 建议的答复 answers a deputy
    r"|(?:意见|建议)(?:征集|征求|征询)?(?:的)?(?:采纳|吸收|反馈|汇总|结果))(?!表|渠道|方式|邮箱|办法|机制|平台|工作)"
    r"|采纳(?:和反馈)?情况|(?:征集|征求意见|征询|征求|调查)(?:活动)?(?:的)?(?:结果|情况)"
    r"|结果(?:的)?反馈|反馈(?:的)?(?:情况|结果|说明|公告|公示|通报)"
    r"|(?:征|意见|建议|调查|听证|公众|民意).{0,40}结果(?:的)?(?:公告|公示|公布)$"  # of what, else: 中标, 审计, 考试
)
_NOTICE_TITLE = re.compile(
    rf"(?:征求|征集|征询|听取|公开收集)[^。]{{0,60}}{_OPINIONS}|{_OPINIONS}(?:的)?(?:征集|征询|征求)|征求意见"
)
_NOTICE_TEXT = re.compile(rf"(?:公开)?(?:征求|征集)[^。;；]{{0,30}}{_OPINIONS}")
_RESULT_HEADING = re.compile(
    r"[一二三四五六七八九十、.()（）\s【\[]*(?:征集|征求意见|意见征集|公众意见|意见(?:建议)?|公开征求意见|调查|征求)?(?:的)?"
    r"(?:结果反馈|反馈结果|结果公[布示告]|反馈情况|采纳情况|采纳反馈|处理情况|(?:采纳)?情况(?:反馈|说明|公[布示告])|反馈说明|处理结果)"
    r"(?:说明|如下)?[】\]:：\s]*"
)
_COUNT = rf"(\d{{1,3}}(?:,\d{{3}}){{1,3}}|{NUMERAL})\s*(?:条|份|件|项)"
_RECEIVED = re.compile(
    rf"(?:(?:收到|征集到|收集到|反馈)[^。;；\d]{{0,24}}?{_OPINIONS}?|共(?:收集|征集)[^。;；\d]{{0,16}}?{_OPINIONS})"
    rf"[^。;；\d]{{0,12}}?{_COUNT}"
)
_RECEIVED_FROM = re.compile(
    rf"(?:收到|征集到|收集到)[^。;；\d]{{0,24}}?{NUMERAL}\s*(?:人次|人|名|位|封|户|家)[^。;；\d]{{0,12}}?{_COUNT}"
)
"""From how many people, then how many opinions."""
_PUT_FORWARD = re.compile(rf"提[出交][^。;；\d]{{0,12}}?{_COUNT}")
"""Where the title speaks of opinions gathered, they need not be received."""
_TOGETHER = re.compile(rf"(?:共|合计|总计|累计)(?:计)?[^。;；，,\d]{{0,6}}?{_COUNT}")
_NONE_RECEIVED = re.compile(
    rf"(?:未|没有|无)(?:收到|征集到)[^。;；]{{0,16}}(?:{_OPINIONS}|反馈)"
    rf"|期(?:间|内|限内),?(?:均|暂)?(?:无|没有)(?:任何|单位|个人|和|或|社会|公众|群众|市民|公民|人|提出|反馈){{0,6}}{_OPINIONS}"
)
_IN_ALL = re.compile(r"(?:共计?|合计|总计|累计)$")
_ADOPTED = re.compile(rf"(?<!未)(?<!不)(?<!不予)采纳[^。;；\d未不]{{0,8}}?({NUMERAL})\s*(?:条|份|件|项)")
_REJECTED = re.compile(rf"(?:未|不|不予|未予|没有)(?:予以)?采[纳用][^。;；\d]{{0,8}}?({NUMERAL})\s*(?:条|份|件|项)")
_REFUSAL = re.compile(r"(?:未|不|不予|未予|没有|暂不|难以)(?:予以)?(?:采[纳用]|吸收)")
_REASON = re.compile(r"因为|因[^此]|由于|理由|原因|鉴于|考虑到|依据|根据|不符|已有规定|不属于|超出|不宜|缺乏")
_SENTENCE = re.compile(r"[。;；]")
_LONGEST_REASON, _MOST_REASONS = 160, 10
_SAME_SENTENCE = 160
_ADOPTION = re.compile(
    r"采[纳用]|吸收|无(?:反馈)?意见|无修改意见|没有(?:提出)?(?:修改)?意见|修改完善|(?:处理|办理|研究)(?:情况|意见|结果)"
)
_AROUND = 30
_RESULT_DATE = re.compile(r"(?:反馈|公布|发布|公示|回复)(?:时间|日期)\s*[:：]?\s*([^\n]{8,20})")
_SURE, _MAYBE = 0.95, 0.5
_MOST_TEXT = 100_000
_ELSEWHERE = Area.NAVIGATION | Area.FOOTER | Area.SIDE | Area.CRUMB | Area.PAGER | Area.LIST | Area.RELATED
"""Parts of a page that speak of other consultations."""


@dataclass(frozen=True, slots=True)
class ConsultationRead:
    """What a page is to a consultation. `result` is the result section that a notice's own page carries.

    `closes` is the last day for comments, None when it is not certain; `closes_quote` the sentence that says
    so. Both are None for pages that are no notice. `speaks` are the first words on what became of opinions, None
    without any; `length` counts the characters of the text, `pictured` says that pictures stand in a result.
    """

    is_notice: bool = False
    is_feedback: bool = False
    opens: date | None = None
    closes: date | None = None
    closes_quote: str | None = None
    result: FeedbackFacts | None = None
    received: int | None = None
    adopted: int | None = None
    rejected: int | None = None
    reasons: tuple[str, ...] = ()
    speaks: str | None = None
    length: int = 0
    pictured: bool = False
    ways: tuple[WayToComment, ...] = ()
    draft: Link | None = None
    explanation: Link | None = None


def read_consultation(source: Source, page: Page) -> ConsultationRead:
    """Return what the opened page says about a consultation; dates without a year rest on its publication date."""
    document = page.document
    title = document.title or page.column.name or ""
    read = read_consultation_text(title, document.text, document.date_read, url=page.url)
    if read.closes is None and read.is_notice:
        around = [block.text for block in source.flow.blocks if not block.area & _ELSEWHERE]
        closing = closing_date(around, document.date_read, labels_only=True)
        if closing.closes is not None:
            read = replace(read, opens=closing.opens, closes=closing.closes, closes_quote=closing.quote)
    if read.is_feedback or read.result is not None:
        pictured = any(each.medium is Medium.PICTURE for each in read_media(source, title, document.text))
        result = replace(read.result, pictured=pictured, attachments=document.attachments) if read.result else None
        read = replace(read, pictured=pictured, result=result)
    return _with_enclosures(read, source, page) if read.is_notice else read


def _with_enclosures(read: ConsultationRead, source: Source, page: Page) -> ConsultationRead:
    """The notice with what its page offers beside the text: a form, the draft, the explanation."""
    form = form_on_page(source)
    named = any(way.channel is Channel.FORM for way in read.ways)
    lines = lines_of(page.document.text[:_MOST_TEXT])
    files = page.document.attachments
    return replace(
        read,
        ways=read.ways if form is None or named else (*read.ways, form),
        draft=draft_of(files, lines, page.url),
        explanation=explanation_of(files, lines, page.url),
    )


def read_consultation_text(title: str, text: str, published: DateRead | None, *, url: str = "") -> ConsultationRead:
    """Return the same from plain text: `title` as listed, `text` with line breaks, `published` the page's own day."""
    text = text[:_MOST_TEXT]
    lines = lines_of(text)
    is_feedback = names_feedback(title)
    is_notice = not is_feedback and (names_notice(title) or bool(_NOTICE_TEXT.search(text[:4000])))
    received, adopted = _opinions(text, gathered=is_feedback)
    rejected, reasons = _rejected(text) if is_feedback or received is not None else (None, ())
    if not is_feedback and not names_notice(title) and received is not None and "征" in text:
        is_feedback, is_notice = True, False
    closing = closing_date(lines, published) if is_notice else Closing()
    result = _result(lines, url)
    if result is None and received is not None:
        result = FeedbackFacts(url, title, None, _MAYBE, ("征集页面正文提到收到的意见，但不能确认是结果反馈",))
    if result and result.published and closing.closes and result.published.value < closing.closes:
        result = replace(result, confidence=_MAYBE, reasons=(*result.reasons, "所载日期早于征集截止日期"))
    return ConsultationRead(
        is_notice=is_notice,
        is_feedback=is_feedback,
        opens=closing.opens,
        closes=closing.closes,
        closes_quote=closing.quote,
        result=result if is_notice else None,
        received=received,
        adopted=adopted,
        rejected=rejected,
        reasons=reasons,
        speaks=_on_adoption(text),
        length=len("".join(text.split())),
        ways=ways_to_comment(lines) if is_notice else (),
        draft=draft_of((), lines, url) if is_notice else None,
        explanation=explanation_of((), lines, url) if is_notice else None,
    )


def names_feedback(title: str) -> bool:
    """True when a title announces the result of a consultation (names of documents in 《》 do not count)."""
    bare = _BOOK.sub("", "".join(title.split()))
    return bare != "意见反馈" and bool(_FEEDBACK_TITLE.search(bare))  # that alone is the name of a form


def names_notice(title: str) -> bool:
    """True when a title asks for opinions. A 公示 or the collecting of anything but opinions is no consultation."""
    bare = _BOOK.sub("", "".join(title.split()))
    return bool(_NOTICE_TITLE.search(bare)) and not _FEEDBACK_TITLE.search(bare)


def _opinions(text: str, *, gathered: bool = False) -> tuple[int | None, int | None]:
    plain = closed_up(text[:20_000])
    received = next((found for found in _RECEIVED.finditer(plain) if "问卷" not in found[0]), None)
    if any(head in plain for head in "人名位封户家"):
        several = _RECEIVED_FROM.search(plain, 0, received.start() if received else len(plain))
        received = several or received
    adopted = _ADOPTED.search(plain)
    if received is None and gathered and not _NONE_RECEIVED.search(plain):
        received = _PUT_FORWARD.search(plain)
    count = _in_all(plain, received) if received else None
    if count is None and _NONE_RECEIVED.search(plain):
        return 0, None
    return count, number(adopted.group(1)) if adopted else None


def _in_all(plain: str, received: re.Match[str]) -> int | None:
    """The number received; of several ways told in one sentence, the total that closes it, else none."""
    rest = _SENTENCE.split(plain[received.end() : received.end() + _SAME_SENTENCE], maxsplit=1)[0]
    again = list(_RECEIVED.finditer(rest)) if "收到" in rest and "收到" in received[0] else []
    if not again:
        return _counted(received)
    last = again[-1]
    total = _TOGETHER.search(rest, last.end())
    if total is None and _IN_ALL.search(rest, 0, last.start()):
        total = last  # …, 共收到12条
    return _counted(total) if total else None


def _counted(match: re.Match[str]) -> int | None:
    return number(match.group(1).replace(",", ""))


def _on_adoption(text: str) -> str | None:
    plain = closed_up(text[:20_000])
    found = _ADOPTION.search(plain) or _RECEIVED.search(plain) or _NONE_RECEIVED.search(plain)
    return plain[max(0, found.start() - _AROUND) : found.end() + _AROUND] if found else None


def _rejected(text: str) -> tuple[int | None, tuple[str, ...]]:
    """How many opinions were not adopted, and the sentences that say why."""
    plain = closed_up(text[:20_000])
    count = _REJECTED.search(plain)
    value = number(count.group(1)) if count else None
    reasons = dict.fromkeys(
        sentence[:_LONGEST_REASON]
        for sentence in _SENTENCE.split(plain)
        if _REFUSAL.search(sentence) and _REASON.search(sentence)
    )
    return value, tuple(reasons)[:_MOST_REASONS]


def _result(lines: Sequence[str], url: str) -> FeedbackFacts | None:
    """The result section on the notice's own page: sure when it says what came in, else only a candidate."""
    for at, line in enumerate(lines):
        if len(line) > 40 or not _RESULT_HEADING.fullmatch(line):  # noqa: PLR2004 - a heading is short
            continue
        section = "\n".join(lines[at + 1 :])
        received, adopted = _opinions(section)
        told = received is not None or adopted is not None or "采纳" in section
        reason = "征集页面自身载有结果反馈" if told else "征集页面有结果反馈栏，内容未能确认"
        rejected, refusals = _rejected(section)
        return FeedbackFacts(
            url,
            line.strip(" :："),
            _result_date(section),
            _SURE if told else _MAYBE,
            (reason,),
            received=received,
            adopted=adopted,
            rejected=rejected,
            refusals=refusals,
            speaks=_on_adoption(section),
            length=len("".join(section.split())),
        )
    return None


def _result_date(section: str) -> DateRead | None:
    """The labelled day of the section, else the one day that closes it as a signature."""
    label = _RESULT_DATE.search(half_width(section))
    day = date_in(label.group(1)) if label else None
    if day is not None:
        return DateRead(day, Precision.DAY, ReadFrom.LABEL)
    signed = {written.value for line in section.split("\n") if (written := only_date(line)) is not None}
    return DateRead(signed.pop(), Precision.DAY, ReadFrom.TEXT) if len(signed) == 1 else None
