"""Notices of consultation: long enough, and with what the public needs in order to comment (NORMS 6)."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from checks.coverage import Gap, address, reason_of, told_outcome
from checks.documents.search import DocumentSearch, search_documents, summed
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged
from checks.registry import check
from checks.timing import day, readings, solid
from crawler.model import (
    Body,
    ColumnWant,
    ConsultationFacts,
    DocumentFacts,
    DocumentsWanted,
    Evidence,
    Kind,
    Reading,
)

_COLUMN = "consultation"
_RULES = "《重大行政决策程序暂行条例》（国务院令第713号）"
_MAJOR = re.compile(r"(?<!不属于)(?<!不是)(?<!非)重大行政决策")
_NOT_MAJOR = re.compile(r"(?:不属于|不是|非)重大行政决策")
_URGENT = re.compile(r"紧急|特殊情况|特殊原因|急需|时间紧|尽快|缩短")
_DRAFT_TITLE = re.compile(r"征求意见稿|草案|送审稿|修订稿|《")
_ARTICLE = re.compile(r"第\s*[一二三四五六七八九十百\d]+\s*[条章]")
_ELSEWHERE = re.compile(r"附件|附：|附:|点击|下载|链接|详见|请见|全文|如下")
_BASIS = re.compile(r"依据|根据|说明|背景|按照|为了|为进一步|贯彻|落实|起草")
_WAYS = re.compile(r"@|邮箱|电话|传真|地址|信函|来信|邮寄|登录|在线|留言|微信|网站|电邮")
_CLOSING = re.compile(r"截止|截至|日前|之前|以前|期限|日内|期间|为期")
_LONG = 1500
"""Signs from which a notice's own text may be the draft."""
_FEW_ARTICLES = 3


class NoticeElement(StrEnum):
    """What a notice must have."""

    DRAFT = "draft"
    BASIS = "basis"
    WAYS = "ways"
    CLOSING_DATE = "closing-date"


_ELEMENTS = {
    NoticeElement.DRAFT: "草案",
    NoticeElement.BASIS: "依据或说明",
    NoticeElement.WAYS: "提出意见的途径",
    NoticeElement.CLOSING_DATE: "截止日期",
}


class NoticeParams(Params):
    """From which day of publication notices are judged."""

    since: date

    @property
    def columns(self) -> tuple[str, ...]:
        """Where the notices stand."""
        return (_COLUMN,)


class TooShortParams(NoticeParams):
    """The first day, and the fewest days, the first and the last included."""

    days: int = Field(ge=1, le=366)


class IncompleteParams(NoticeParams):
    """The first day, and what every notice must have."""

    elements: tuple[NoticeElement, ...] = Field(min_length=1)


def _wants(params: NoticeParams, _as_of: date) -> Iterable[ColumnWant]:
    since = params.since
    return tuple(
        ColumnWant(_COLUMN, since=since, documents=DocumentsWanted(reading, since=since))
        for reading in (Reading.CONSULTATION, Reading.DOCUMENT)
    )


@check(
    "consultation-too-short",
    needs={Kind.COLUMN, Kind.CONSULTATION, Kind.DOCUMENT},
    params=TooShortParams,
    wants=_wants,
    title="征求意见的时间足够",
    fail_title="征求意见的时间不足",
    norm=Norm(_RULES, "第十五条：公开征求意见的期限一般不少于30日"),
)
def consultation_too_short(given: Given[TooShortParams]) -> Finding:
    """Every consultation on a major administrative decision was open for the required number of days.

    Why:
        时间太短，公众来不及提意见；因情况紧急等原因缩短的，应当在公布时说明。
    Passes when:
        每项征集从公布（或开始）到截止，首尾两天都算，不少于规定天数。
    Fails when:
        政府的征集公告写明属于重大行政决策，时间短于规定天数，公告正文已读出而没有说明缩短的理由。
    Inconclusive when:
        时间短于规定天数，但公告没有写明是重大行政决策、由部门或乡镇开展（参照执行）、写有紧急等理由或正文没有读出；
        截止日期或公布日期不能确定；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有征集。
    """
    fewest = given.params.days
    expected = f"{day(given.params.since)}以来属于重大行政决策的征集，期限不少于{fewest}日，缩短的说明理由。"
    return _judge_notices(given, _judge_length, expected, f"期限都不少于{fewest}日")


@check(
    "consultation-notice-incomplete",
    needs={Kind.COLUMN, Kind.CONSULTATION, Kind.DOCUMENT},
    params=IncompleteParams,
    wants=_wants,
    title="征集公告要素齐全",
    fail_title="征集公告要素不全",
    norm=Norm(_RULES, "第十四条、第十五条（要素由方案规定）"),
)
def consultation_notice_incomplete(given: Given[IncompleteParams]) -> Finding:
    """Every notice of a consultation on a draft has what the plan requires: draft, basis, ways to comment, last day.

    Why:
        没有草案和依据，公众不知道对什么提意见；没有途径和截止日期，意见送不到、赶不上。
    Passes when:
        每份征集公告都读到要求的要素：正文、附件或页面所载的日期。
    Fails when:
        标题写明是征求某一草案意见的公告，正文已读出，没有附件，也没有指向别处，却没有草案，或没有依据、说明。
    Inconclusive when:
        没有读到途径或截止日期（可能在页面的表单或信息栏里）；要素可能在附件或链接里；标题没有写明草案；
        正文没有读出；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有征集。
    """
    told = "、".join(_ELEMENTS[each] for each in given.params.elements)
    expected = f"{day(given.params.since)}以来的征集公告有{told}。"
    return _judge_notices(given, _judge_elements, expected, f"都有{told}")


class _Notice:
    """One notice of the period with its text, None when the page was not read as a document."""

    def __init__(self, look: Evidence, facts: ConsultationFacts, document: Evidence | None) -> None:
        self.facts = facts
        read = document.facts if document is not None else None
        self.document = read if isinstance(read, DocumentFacts) and read.text.strip() else None
        self.evidence = (look.id, document.id) if document is not None else (look.id,)
        self.files = bool(facts.attachments) or bool(self.document and self.document.attachments)

    @property
    def text(self) -> str:
        return f"{self.facts.title}\n{self.document.text}" if self.document is not None else self.facts.title

    def judged(self, verdict: Verdict, observed: str, reason: Reason | None = None, remedy: str = "") -> Judged:
        part = Part(verdict, self.facts.title, observed, self.facts.url, self.evidence)
        return Judged(part, reason, remedy)

    def open(self, reason: Reason, observed: str) -> Judged:
        return self.judged(Verdict.INCONCLUSIVE, observed, reason)


def _judge_notices(
    given: Given[Any], judge: Callable[[Given[Any], _Notice], Judged], expected: str, fine: str
) -> Finding:
    since = given.params.since
    search = search_documents(given, (_COLUMN,), since)
    documents = {address(each.subject): each for each in given.of(Kind.DOCUMENT)}
    documents |= {address(each.facts.url): each for each in documents.values() if isinstance(each.facts, DocumentFacts)}
    judged = []
    for look in given.of(Kind.CONSULTATION):
        facts = look.facts
        if not isinstance(facts, ConsultationFacts):
            observed = f"征集页面 {look.subject} {told_outcome(look.outcome)}，无法核对。"
            part = Part(Verdict.INCONCLUSIVE, look.subject, observed, look.subject, (look.id,))
            judged.append(Judged(part, reason_of(look.outcome)))
            continue
        spans = readings(facts.published)
        if spans and all(last < since for _, last in spans):
            continue
        document = documents.get(address(look.subject)) or documents.get(address(facts.url))
        found = judge(given, _Notice(look, facts, document))
        if spans and any(first >= since for first, _ in spans):
            judged.append(found)
        elif found.part.verdict is not Verdict.PASS:
            judged.append(_doubted(found))
    return summed(given, _with_consultations(given, search), judged, expected=expected, fine=fine)


def _doubted(judged: Judged) -> Judged:
    """Return the part of a notice that may lie before the period: nothing is claimed of it."""
    part = judged.part
    observed = f"{part.observed.rstrip('。')}；公布日期不明，不能断定是否在检查时段内。"
    return Judged(Part(Verdict.INCONCLUSIVE, part.subject, observed, part.url, part.evidence), Reason.NO_DATE)


def _with_consultations(given: Given[Any], search: DocumentSearch) -> DocumentSearch:
    """Return the search with a gap where the only looks at notices failed, and without the column's other documents."""
    failed = next((each for each in given.of(Kind.CONSULTATION) if each.facts is None), None)
    gap = search.gap
    if gap is None and failed is not None:
        gap = Gap(reason_of(failed.outcome), f"征集页面 {failed.subject} {told_outcome(failed.outcome)}")
    return DocumentSearch((), search.columns, gap, search.evidence)


def _judge_length(given: Given[TooShortParams], notice: _Notice) -> Judged:
    facts, fewest = notice.facts, given.params.days
    name = f"“{facts.title}”"
    starts = [each for span in readings(facts.published) for each in span] + ([facts.opens] if facts.opens else [])
    if facts.closes is None or not starts:
        return notice.open(Reason.NO_DATE, f"{name}的公布或截止日期不能确定，不能计算期限。")
    shortest, longest = ((facts.closes - each).days + 1 for each in (max(starts), min(starts)))
    told = f"{name}自{day(min(starts))}至{day(facts.closes)}，共{longest}日"
    if shortest >= fewest:
        return notice.judged(Verdict.PASS, f"{told}。")
    if longest >= fewest or not (solid(facts.published) or facts.opens is not None):
        return notice.open(Reason.DISPUTED_DATE, f"{told}，起始日期依据不一或不足。")
    return _judge_short(given, notice, f"{told}，少于{fewest}日")


def _judge_short(given: Given[TooShortParams], notice: _Notice, told: str) -> Judged:
    """Return the part for a notice that was surely open for fewer days."""
    if not _MAJOR.search(notice.text) or _NOT_MAJOR.search(notice.text):
        return notice.open(Reason.AMBIGUOUS, f"{told}；公告没有写明属于重大行政决策，是否适用该期限需要人工核对。")
    if given.unit.body is not Body.GOVERNMENT:
        return notice.open(Reason.AMBIGUOUS, f"{told}；{given.unit.name}参照执行该期限，需要人工核对。")
    if notice.document is None:
        return notice.open(Reason.UNREADABLE, f"{told}；公告正文没有读出，不知是否说明了缩短的理由。")
    if _URGENT.search(notice.text):
        return notice.open(Reason.AMBIGUOUS, f"{told}；公告提到紧急等情况，理由是否成立需要人工核对。")
    days = given.params.days
    remedy = f"请延长 {notice.facts.url} 的征集期限或说明理由；今后属于重大行政决策的，征集期限不少于{days}日。"
    return notice.judged(Verdict.FAIL, f"{told}，公告写明属于重大行政决策而没有说明缩短的理由。", remedy=remedy)


def _judge_elements(given: Given[IncompleteParams], notice: _Notice) -> Judged:
    facts = notice.facts
    name = f"“{facts.title}”"
    if notice.document is None:
        return notice.open(Reason.UNREADABLE, f"{name}的正文没有读出，不能核对要素。")
    lacking = [each for each in given.params.elements if not _has(notice, each)]
    if not lacking:
        told = "、".join(_ELEMENTS[each] for each in given.params.elements)
        return notice.judged(Verdict.PASS, f"{name}有{told}。")
    told = f"{name}没有读到{'、'.join(_ELEMENTS[each] for each in lacking)}"
    sure = [each for each in lacking if each in {NoticeElement.DRAFT, NoticeElement.BASIS}]
    if not sure or notice.files or _ELSEWHERE.search(notice.document.text):
        return notice.open(Reason.UNREADABLE, f"{told}，可能在附件、链接或页面的其他部分。")
    if not _DRAFT_TITLE.search(facts.title):
        return notice.open(Reason.AMBIGUOUS, f"{told}，但标题没有写明是征求草案意见，是否应有草案需要人工核对。")
    shown = "、".join(_ELEMENTS[each] for each in sure)
    remedy = f"请在 {facts.url} 补充公布{shown}。"
    return notice.judged(Verdict.FAIL, f"{name}正文和附件都没有{shown}。", remedy=remedy)


def _has(notice: _Notice, element: NoticeElement) -> bool:
    text = notice.document.text if notice.document is not None else ""
    match element:
        case NoticeElement.DRAFT:
            return notice.files or len(text) >= _LONG or len(_ARTICLE.findall(text)) >= _FEW_ARTICLES
        case NoticeElement.BASIS:
            return _BASIS.search(text) is not None
        case NoticeElement.WAYS:
            return _WAYS.search(text) is not None
        case NoticeElement.CLOSING_DATE:
            facts = notice.facts
            return facts.closes is not None or facts.closes_quote is not None or _CLOSING.search(text) is not None
