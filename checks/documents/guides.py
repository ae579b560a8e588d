"""The guide (政府信息公开指南): complete, and written under the rules in force (NORMS N03-12a)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from checks.coverage import (
    Gap,
    address,
    form_gap,
    list_gap,
    reason_of,
    search_gap,
    sought,
    told_outcome,
    unread_gap,
)
from checks.documents.search import Opened
from checks.model import Finding, Given, Norm, Params, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from checks.timing import day, readings, solid, told_date
from crawler.model import ColumnFacts, ColumnWant, DocumentFacts, DocumentsWanted, Form, Kind, Reading
from crawler.model.typography import normalise

GUIDE = "guide"
_NORM = Norm(
    "《中华人民共和国政府信息公开条例》（国务院令第711号）",
    "第十二条：公开指南包括信息的分类、编排体系、获取方式和公开工作机构的名称、办公地址、办公时间、联系电话、传真号码、互联网联系方式，并及时更新",
)
_LEAST = 200
"""Characters below which a guide was hardly read: it may be a picture."""
_LONGEST_TEXT = 20_000
_SHOWN = 3

Words = Annotated[tuple[str, ...], Field(min_length=1, max_length=50)]


class GuideElements(Params):
    """What the guide must tell, each as words of the same meaning, the first of which names it."""

    elements: tuple[Words, ...] = Field(min_length=1, max_length=50)


class GuideAge(Params):
    """Words that only a guide under former rules has, words of the rules in force, and a day before which it is old."""

    outdated: Words
    current: tuple[str, ...] = Field(max_length=50)
    not_before: date | None


def _wants(_params: Params, _as_of: date) -> Iterable[ColumnWant]:
    return (ColumnWant(GUIDE, documents=DocumentsWanted(Reading.DOCUMENT)),)


@check(
    "guide-incomplete",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=GuideElements,
    wants=_wants,
    title="政府信息公开指南要素齐全",
    fail_title="政府信息公开指南要素不全",
    norm=_NORM,
)
def guide_incomplete(given: Given[GuideElements]) -> Finding:
    """The guide tells everything that the regulation lists.

    Why:
        指南告诉公众信息怎么分类、到哪里找、向谁申请；缺地址、时间、电话，公众就无从申请。
    Passes when:
        每个要素至少有一个同义词出现在指南栏目各页的标题、正文或附件名称中。
    Fails when:
        指南的页面都已打开，正文完整，没有附件，仍有要素的所有同义词都没有出现。
    Inconclusive when:
        有要素没有出现，但指南有附件、正文太短（可能是图片）或过长被截断，有页面打不开，列表没有读完，或不在本站。
    Not applicable when:
        确认网站没有指南栏目，或栏目空白（由 column-missing、column-blank 判定）。
    """
    names = [words[0] for words in given.params.elements]
    expected = f"政府信息公开指南载有：{'、'.join(names)}。"
    held = _held(given, expected)
    if isinstance(held, Finding):
        return held
    lacking = [words[0] for words in given.params.elements if not any(normalise(word) in held.text for word in words)]
    told = f"{given.site.name}的指南（{held.documents[0].name}，共{len(held.text)}字）应有要素{len(names)}项"
    if not lacking:
        return Finding(Verdict.PASS, f"{told}，都有载明。", expected=expected, evidence=held.evidence)
    told = f"{told}，没有读到{len(lacking)}项：{'、'.join(lacking)}"
    if held.gap is not None:
        observed = f"{told}；但{held.gap.told}，不能断定。"
        return undecided(held.gap.reason, observed, expected=expected, evidence=held.evidence)
    remedy = f"请在 {held.documents[0].facts.url} 补充：{'、'.join(lacking)}。"
    return Finding(Verdict.FAIL, f"{told}。", expected=expected, remedy=remedy, evidence=held.evidence)


@check(
    "guide-stale",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=GuideAge,
    wants=_wants,
    title="政府信息公开指南按现行规定更新",
    fail_title="政府信息公开指南没有按现行规定更新",
    norm=_NORM,
)
def guide_stale(given: Given[GuideAge]) -> Finding:
    """The guide is written under the rules in force, not under former ones.

    Why:
        旧指南的答复期限、收费和申请条件与现行条例不同，照着申请会走错路。
    Passes when:
        指南正文已读出，没有旧规定的词语，并写有现行规定的词语，或其日期不早于方案给定的日期（方案没有给定的不看日期）。
    Fails when:
        指南的页面都已打开，没有附件，有旧规定的词语而没有现行规定的词语；
        或各页日期的各种读法都早于给定日期，日期标在页面或列表上，也没有现行规定的词语。
    Inconclusive when:
        新旧规定的词语都有；日期早于给定日期而写有现行规定的词语；日期读不到、互相矛盾，也没有现行规定的词语；
        指南有附件，正文太短（可能是图片）或过长被截断，有页面打不开，列表没有读完，或不在本站。
    Not applicable when:
        确认网站没有指南栏目，或栏目空白（由 column-missing、column-blank 判定）。
    """
    params = given.params
    expected = f"政府信息公开指南按现行规定编写，没有“{'”“'.join(params.outdated[:_SHOWN])}”等旧规定的词语。"
    held = _held(given, expected)
    if isinstance(held, Finding):
        return held
    old, new = _found(held.text, params.outdated), _found(held.text, params.current)
    gap = _doubt(params, held, old, new)
    lead = f"{given.site.name}的指南（{held.documents[0].name}）"
    told = lead + (f"仍有“{'”“'.join(old[:_SHOWN])}”等旧规定的词语" if old else "没有读到旧规定的词语")
    told += f"，写有“{new[0]}”" if new else "，没有现行规定的词语"
    if _too_old(params, held):
        dates = told_date(held.documents[0].facts.published, held.documents[0].facts.listed)
        told += f"，日期{dates}，早于{day(params.not_before or given.as_of)}"
    if gap is not None:
        observed = f"{told}；{gap.told}。"
        return undecided(gap.reason, observed, expected=expected, evidence=held.evidence)
    if not old and not _too_old(params, held):
        return Finding(Verdict.PASS, f"{told}。", expected=expected, evidence=held.evidence)
    remedy = f"请按现行条例修订 {held.documents[0].facts.url} 的指南。"
    return Finding(Verdict.FAIL, f"{told}。", expected=expected, remedy=remedy, evidence=held.evidence)


@dataclass(frozen=True, slots=True)
class _Held:
    """The guide's pages, their text without typography, and why more may stand elsewhere."""

    documents: tuple[Opened, ...]
    text: str
    gap: Gap | None
    evidence: tuple[str, ...]


def _held(given: Given[Any], expected: str) -> _Held | Finding:
    """Return the guide as read, or the finding when there is none to judge by."""
    column = sought(given, GUIDE)
    facts, title = column.facts, f"“{given.title_of(GUIDE)}”"
    documents = tuple(
        Opened(each, each.facts)
        for each in given.of(Kind.DOCUMENT)
        if isinstance(each.facts, DocumentFacts) and each.facts.column == GUIDE
    )
    evidence = cited(column.evidence, (each.evidence.id for each in documents))
    gap = column.gap or (_column_gap(given, facts) if facts is not None else None)
    if documents:
        gap = gap or next((each for one in documents if (each := _text_gap(one)) is not None), None)
        text = normalise("\n".join(_words(each.facts) for each in documents))
        return _Held(documents, text, gap, evidence)
    if facts is not None and gap is None:
        what = "是空白的" if facts.found else "没有设置"
        observed = f"{given.site.name}{title}栏目{what}，另行判定。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=evidence)
    gap = gap or Gap(Reason.NOT_GATHERED, "没有可用的证据")
    observed = f"{given.site.name}{title}栏目没有读到指南：{gap.told}。"
    return undecided(gap.reason, observed, expected=expected, evidence=evidence)


def _column_gap(given: Given[Any], facts: ColumnFacts) -> Gap | None:
    """Return why a page of the guide may not have been read."""
    failed = next(
        (each for each in given.of(Kind.DOCUMENT) if each.facts is None and _of_guide(each.subject, facts)), None
    )
    if failed is not None:
        return Gap(reason_of(failed.outcome), f"页面 {failed.subject} {told_outcome(failed.outcome)}")
    if not facts.found:
        return search_gap(facts)
    if facts.form in {Form.TEXT, Form.FILE}:
        return unread_gap(facts.coverage)
    if facts.form not in {Form.LISTING, Form.LINKS, Form.EMPTY}:
        return form_gap(facts)
    return list_gap(facts, None) or unread_gap(facts.coverage) or _unopened(given, facts)


def _of_guide(subject: str, facts: ColumnFacts) -> bool:
    urls = {address(item.url) for item in facts.items} | {address(facts.url or "")}
    return address(subject) in urls


def _unopened(given: Given[Any], facts: ColumnFacts) -> Gap | None:
    opened = {address(each.subject) for each in given.of(Kind.DOCUMENT)}
    item = next((each for each in facts.items if address(each.url) not in opened), None)
    return Gap(Reason.COVERAGE, f"列表中的“{item.title}”（{item.url}）没有打开") if item is not None else None


def _text_gap(document: Opened) -> Gap | None:
    facts = document.facts
    if facts.attachments:
        return Gap(Reason.UNREADABLE, f"{document.name}有附件“{facts.attachments[0].title}”，内容没有核对")
    length = len("".join(facts.text.split()))
    if length < _LEAST:
        return Gap(Reason.UNREADABLE, f"{document.name}的正文只读出{length}字，可能是图片")
    if len(facts.text) >= _LONGEST_TEXT:
        return Gap(Reason.UNREADABLE, f"{document.name}的正文过长，只读了前{_LONGEST_TEXT}字")
    return None


def _words(facts: DocumentFacts) -> str:
    return "\n".join((facts.title or "", facts.text, *(link.title for link in facts.attachments)))


def _found(text: str, words: Sequence[str]) -> list[str]:
    return [word for word in words if normalise(word) in text]


def _too_old(params: GuideAge, held: _Held) -> bool:
    """Return whether every page of the guide surely bears a date before the day given."""
    if params.not_before is None:
        return False
    spans = [readings(each.facts.published, each.facts.listed) for each in held.documents]
    return all(each and all(last < params.not_before for _, last in each) for each in spans)


def _doubt(params: GuideAge, held: _Held, old: Sequence[str], new: Sequence[str]) -> Gap | None:
    """Return why nothing can be said of the guide's age."""
    too_old = _too_old(params, held)
    if (old or too_old) and new:
        return Gap(Reason.AMBIGUOUS, "新旧的迹象都有，需要人工核对")
    if not old and not new and params.not_before is not None and not _dated(params.not_before, held):
        return held.gap or Gap(Reason.NO_DATE, "指南的日期读不到或依据不足，不能断定是否按现行规定编写")
    return held.gap


def _dated(not_before: date, held: _Held) -> bool:
    """Return whether the dates settle it: all pages surely before the day by dates readers see, or one surely after."""
    spans = [readings(each.facts.published, each.facts.listed) for each in held.documents]
    if any(each and all(first >= not_before for first, _ in each) for each in spans):
        return True
    shown = all(solid(each.facts.published, each.facts.listed) for each in held.documents)
    return shown and all(each and all(last < not_before for _, last in each) for each in spans)
