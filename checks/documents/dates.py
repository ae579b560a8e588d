"""The dates and the number of published documents: published in time, in a possible order, of one year."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from checks.coverage import Gap
from checks.documents.search import DocumentsParams, Opened, judge_documents, of_unit, search_documents, summed, wants
from checks.durations import Duration
from checks.model import Finding, Given, Norm, Reason, Verdict
from checks.parts import Judged
from checks.registry import check
from checks.timing import Timing, day, readings, solid, timing, told_date
from crawler.model import DateRead, DocumentFacts, Kind

_YEAR = re.compile(r"[〔\[［【（(﹝]\s?(?P<year>(?:19|20)\d\d)\s?[〕\]］】）)﹞]")
_CODE = re.compile(r"^[^\u4e00-\u9fff]*(?P<code>[\u4e00-\u9fff]{1,18})\s?[〔\[［【（(﹝]")
_FORWARDED = re.compile(r"转发|转载|批转")
_ORDER = re.compile(r"令\s?(?:第|[0-9〇一二三四五六七八九十百]|$)")
_BULK = 3
_ENOUGH = 5
"""Documents of one publisher from which its usual code may be told."""


class LateParams(DocumentsParams):
    """The columns, the first day of making that counts, and the limit from making to publishing.

    A document published later than `archival` after it was made is rather put up again, or made up for, than late.
    """

    within: Duration
    archival: Duration


class NumberParams(DocumentsParams):
    """The columns, the first day, and how far from New Year a number may still bear the neighbouring year."""

    leeway: Duration


@check(
    "document-late",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=LateParams,
    wants=wants,
    title="文件在规定期限内公开",
    fail_title="文件超过规定期限才公开",
    norm=Norm("《中华人民共和国政府信息公开条例》（国务院令第711号）", "第二十六条（期限由方案规定）"),
)
def document_late(given: Given[LateParams]) -> Finding:
    """Every document made since a day was published within the limit after the day it was made.

    Why:
        条例要求政府信息自形成或变更之日起20个工作日内公开；拖延公开使公众不能及时知情。
    Passes when:
        起算日以来成文的文件，发布日期的各种读法都不晚于成文日期加期限，或在期限之内已经采集到。
    Fails when:
        栏目已查全，至少一件本单位的文件，发布日期的各种读法都晚于期限，该日期标在页面或列表上，且不像成批迁移重发。
    Inconclusive when:
        有文号或索引号的文件读不到成文日期；发布日期读不到、互相矛盾或晚于核查日；不能断定是本单位的文件；
        成文后超过方案给定的补录时限才发布，或同一天发布三件以上成文日期不同的文件（可能是补录或迁移后重发）；工作日历未公布；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有可供核对的文件。
    """
    params = given.params
    search = search_documents(given, params.columns, params.since)
    made: dict[date, set[date]] = {}
    for each in search.documents:
        if each.facts.published is not None and each.facts.issued is not None:
            made.setdefault(each.facts.published.value, set()).add(each.facts.issued)
    bulk = {published for published, issued in made.items() if len(issued) >= _BULK}
    judged = [part for each in search.documents if (part := _judge_late(given, each, bulk)) is not None]
    if search.gap is not None:
        judged = [_doubted(each, search.gap) for each in judged]
    expected = f"{day(params.since)}以来成文的文件，自成文次日起{params.within.words}内公开。"
    return summed(given, search, judged, expected=expected, fine="都在期限之内公开")


@check(
    "document-date-impossible",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=DocumentsParams,
    wants=wants,
    title="文件的成文和发布日期合乎先后",
    fail_title="文件的成文和发布日期不合先后",
    norm=Norm("《中华人民共和国政府信息公开条例》（国务院令第711号）", "第二十六条：信息形成之后公开"),
)
def document_date_impossible(given: Given[DocumentsParams]) -> Finding:
    """No document says that it was published before it was made, or on a day after it was seen online.

    Why:
        日期是判断公开是否及时的依据；不可能的日期说明信息表填写有误或日期被改动。
    Passes when:
        每件有发布日期的文件，发布日期不早于成文日期，也不晚于采集到它的日期。
    Fails when:
        至少一件文件，发布日期的各种读法都早于成文日期；或采集时已在网上，而发布日期的各种读法都晚于采集日。
        该日期须标在页面或列表上。
    Inconclusive when:
        发布日期的读法互相矛盾，只有一部分不可能；日期只见于网页元数据或网址；成文日期晚于采集日；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有带日期的文件。
    """
    expected = "文件的发布日期不早于成文日期，也不晚于采集到它的日期。"
    return judge_documents(given, _judge_order, expected=expected, fine="日期先后都合理")


@check(
    "document-number-mismatch",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=NumberParams,
    wants=wants,
    title="文号与成文日期相符",
    fail_title="文号与成文日期不符",
    norm=Norm(
        "《党政机关公文处理工作条例》（中办发〔2012〕14号）", "第九条：发文字号由发文机关代字、年份、发文顺序号组成"
    ),
)
def document_number_mismatch(given: Given[NumberParams]) -> Finding:
    """The year in a document's number is not later than the year in which it was made.

    Why:
        文号是引用和检索文件的依据；年份与成文日期不符，说明信息表填写有误。
    Passes when:
        文号中的年份与成文年份相同，或只差一年而成文日期在方案给定的年度交替宽限之内。
    Fails when:
        至少一件文件的文号年份晚于成文年份，且成文日期不在年度交替的宽限之内，文件不是转发件。
    Inconclusive when:
        文号年份早于成文年份（可能是转载、转发或补录）；有文号而读不到成文日期或年份；
        机关代字与同一发布机构的其他文件都不同，需要人工核对；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有带文号的文件。
    """
    params = given.params
    search = search_documents(given, params.columns, params.since)
    usual = _usual_codes(search.documents)
    judged = [part for each in search.documents if (part := _judge_number(given, each, usual)) is not None]
    expected = "文号中的年份与成文年份相符，机关代字与发布机构相符。"
    return summed(given, search, judged, expected=expected, fine="文号年份与成文日期都相符")


def _doubted(judged: Judged, gap: Gap) -> Judged:
    """Return a late part as undecided: documents that were not read may show that all were put up again together."""
    if judged.part.verdict is not Verdict.FAIL:
        return judged
    observed = f"{judged.part.observed.rstrip('。')}；但{gap.told}，不能排除迁移后成批重发。"
    return Judged(replace(judged.part, verdict=Verdict.INCONCLUSIVE, observed=observed), gap.reason)


def _judge_late(given: Given[LateParams], document: Opened, bulk: set[date]) -> Judged | None:
    facts = document.facts
    if facts.issued is None:
        if facts.number is None and facts.index is None:
            return None
        return document.open(Reason.NO_DATE, f"{document.name}读不到成文日期。")
    if facts.issued < given.params.since:
        return None
    limit = given.params.within
    deadline = limit.end(facts.issued, given.calendar)
    if deadline is None:
        return document.open(Reason.NO_CALENDAR, f"{document.name}：计算{limit.words}所需的工作日历尚未公布。")
    return _judge_timing(given, document, facts.issued, deadline, bulk)


def _judge_timing(given: Given[LateParams], document: Opened, issued: date, deadline: date, bulk: set[date]) -> Judged:
    facts = document.facts
    lead = f"{document.name}成文于{day(issued)}，发布日期{told_date(facts.published, facts.listed)}"
    when = timing(readings(facts.published, facts.listed), deadline=deadline, as_of=given.as_of)
    if document.seen <= deadline or when is Timing.IN_TIME:
        return document.judged(Verdict.PASS, f"{lead}，不晚于期限{day(deadline)}。")
    if when is Timing.UNKNOWN:
        return document.open(Reason.NO_DATE, f"{lead}，不能断定是否在{day(deadline)}前公开。")
    if when is not Timing.LATE or not solid(facts.published, facts.listed):
        return document.open(Reason.DISPUTED_DATE, f"{lead}，依据不一或不足，不能断定是否在{day(deadline)}前公开。")
    return _judge_lateness(given, document, issued, f"{lead}，晚于期限{day(deadline)}", bulk)


def _judge_lateness(given: Given[LateParams], document: Opened, issued: date, lead: str, bulk: set[date]) -> Judged:
    """Return the part for a document all of whose dates are late: another's, or put up again, accuses nobody."""
    facts = document.facts
    first = min(first for first, _ in readings(facts.published, facts.listed))
    archival = given.params.archival
    archived = archival.end(issued, given.calendar)
    if archived is None or first > archived:
        observed = f"{lead}，与成文相隔{archival.words}以上，可能是补录旧文件或迁移后重发。"
        return document.open(Reason.AMBIGUOUS, observed)
    if facts.published is not None and facts.published.value in bulk:
        return document.open(Reason.AMBIGUOUS, f"{lead}，同一天发布多件不同时间的文件，可能是迁移后重发。")
    if not of_unit(given, facts):
        return document.open(Reason.AMBIGUOUS, f"{lead}，但不能断定是本单位的文件。")
    words = given.params.within.words
    remedy = f"请核对 {facts.url} 的成文和发布日期，如有误请更正；今后文件请在成文后{words}内公开。"
    return document.judged(Verdict.FAIL, f"{lead}。", remedy=remedy)


def _judge_order(document: Opened) -> Judged | None:
    facts = document.facts
    spans = readings(facts.published, facts.listed)
    if not spans:
        return None
    told = f"{document.name}的发布日期是{told_date(facts.published, facts.listed)}"
    if any(first > document.seen for first, _ in spans):
        return _judge_future(document, told)
    if facts.issued is None:
        return document.judged(Verdict.PASS, f"{told}，没有与之矛盾的日期。")
    return _judge_made(document, facts.issued, f"{told}，成文日期是{day(facts.issued)}")


def _judge_future(document: Opened, told: str) -> Judged:
    """Return the part for a document seen online before a day on which it says that it was published."""
    facts = document.facts
    lead = f"{told}，而{day(document.seen)}采集时已经公布"
    spans = readings(facts.published, facts.listed)
    if all(first > document.seen for first, _ in spans) and solid(facts.published, facts.listed):
        return document.judged(Verdict.FAIL, f"{lead}。", remedy=_mend(facts))
    return document.open(Reason.DISPUTED_DATE, f"{lead}，但日期依据不一或不足。")


def _judge_made(document: Opened, issued: date, lead: str) -> Judged:
    """Return the part for a document with both dates, published before it was seen."""
    facts = document.facts
    if issued > document.seen:
        return document.open(Reason.DISPUTED_DATE, f"{lead}，晚于采集日{day(document.seen)}，可能误读了其他日期。")
    before = [last < issued for _, last in readings(facts.published, facts.listed)]
    if all(before) and solid(facts.published, facts.listed):
        return document.judged(Verdict.FAIL, f"{lead}，发布早于成文。", remedy=_mend(facts))
    # The page's own visible date decides where it is in order; other readings only add doubt to a bad one.
    if any(before) and not _in_order(facts.published, issued):
        return document.open(Reason.DISPUTED_DATE, f"{lead}，日期依据不一或不足，不能断定发布早于成文。")
    return document.judged(Verdict.PASS, f"{lead}，先后合理。")


def _mend(facts: DocumentFacts) -> str:
    return f"请核对并更正 {facts.url} 的成文日期和发布日期。"


def _in_order(read: DateRead | None, issued: date) -> bool:
    return read is not None and solid(read) and readings(read)[0][1] >= issued


def _judge_number(given: Given[NumberParams], document: Opened, usual: dict[str, frozenset[str]]) -> Judged | None:
    facts = document.facts
    if facts.number is None or (_ORDER.search(facts.number) and not _YEAR.search(facts.number)):
        # An order (令) is numbered through, without a year.
        return None
    told = f"{document.name}的文号是“{facts.number[:40]}”"
    match = _YEAR.search(facts.number)
    if match is None:
        return document.open(Reason.UNREADABLE, f"{told}，没有读出年份。")
    if facts.issued is None:
        return document.open(Reason.NO_DATE, f"{told}，读不到成文日期，不能核对。")
    year, lead = int(match["year"]), f"{told}，成文日期是{day(facts.issued)}"
    if year == facts.issued.year or _near_new_year(given, facts.issued, year):
        return _judge_code(document, lead, usual)
    if year > facts.issued.year:
        return _judge_ahead(document, lead)
    return document.open(Reason.AMBIGUOUS, f"{lead}，文号年份早于成文年份，可能是转载或补录。")


def _judge_ahead(document: Opened, lead: str) -> Judged:
    """Return the part for a number of a later year than the document."""
    if _FORWARDED.search(document.facts.title or ""):
        return document.open(Reason.AMBIGUOUS, f"{lead}，年份不符，但该文是转发件，文号可能是原文的。")
    remedy = f"请核对并更正 {document.facts.url} 信息表中的文号或成文日期。"
    return document.judged(Verdict.FAIL, f"{lead}，文号年份晚于成文年份。", remedy=remedy)


def _judge_code(document: Opened, lead: str, usual: dict[str, frozenset[str]]) -> Judged:
    """Return the part for a number of the right year by its organ code, which can only raise a question."""
    code, codes = _code(document.facts), usual.get(document.facts.publisher or "", frozenset())
    if code is None or not codes or any(code[0] == each[0] for each in codes):
        return document.judged(Verdict.PASS, f"{lead}，年份相符。")
    others = f"“{document.facts.publisher}”其他文件的代字（{'、'.join(sorted(codes)[:3])}）"
    return document.open(Reason.AMBIGUOUS, f"{lead}，年份相符，但机关代字与{others}不同，需要人工核对。")


def _near_new_year(given: Given[NumberParams], issued: date, year: int) -> bool:
    """Return whether a number of the neighbouring year may be excused by the turn of the year."""
    if abs(year - issued.year) != 1:
        return False
    earlier, later = (issued, date(year, 1, 1)) if year > issued.year else (date(year, 12, 31), issued)
    end = given.params.leeway.end(earlier, given.calendar)
    return end is None or end >= later


def _code(facts: DocumentFacts) -> str | None:
    match = _CODE.match(facts.number or "")
    return match["code"] if match else None


def _usual_codes(documents: Sequence[Opened]) -> dict[str, frozenset[str]]:
    """Return the codes that stand in at least two numbers of a publisher with enough documents to tell."""
    of_each: dict[str, Counter[str]] = {}
    for each in documents:
        code = _code(each.facts)
        if code is not None and each.facts.publisher:
            of_each.setdefault(each.facts.publisher, Counter())[code] += 1
    return {
        publisher: frozenset(code for code, times in codes.items() if times > 1)
        for publisher, codes in of_each.items()
        if codes.total() >= _ENOUGH
    }
