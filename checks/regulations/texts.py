"""Texts of regulations on a site against their official versions (NORMS 9)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from checks.coverage import (
    Gap,
    address,
    list_gap,
    reason_of,
    search_gap,
    sought,
    titles_of,
    told_outcome,
    unread_gap,
    unread_url,
)
from checks.model import Finding, Given, Norm, OfficialText, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, first_reason, undecided, worst
from checks.registry import check
from checks.regulations.difference import Difference, differences, only_end_missing, plain_title
from checks.timing import day
from crawler.model import (
    ColumnFacts,
    ColumnWant,
    DocumentsWanted,
    Evidence,
    Kind,
    ListedItem,
    Reading,
    RegulationFacts,
)

ADMINISTRATIVE = "administrative-regulations"
RULES = "regulations"
_FOUNDED = date(1949, 10, 1)
"""No regulation in force is older, so a list wanted back to here is read to its end."""

_RULE_ORDER = re.compile(r"人民政府令|(?:部|委员会|局|署|总局)令")
_REPEALED = re.compile(r"废止|失效")
_CHINESE_YEAR = str.maketrans("0123456789", "〇一二三四五六七八九")
_SHOWN = 3
_CUT_TITLE = 6


class RegulationColumns(Params):
    """The columns in which the texts must stand."""

    columns: tuple[str, ...] = Field(min_length=1)


def _wants(params: RegulationColumns, _as_of: date) -> Iterable[ColumnWant]:
    return regulation_wants(params.columns)


def texts_of(given: Given[Any], columns: Sequence[str]) -> tuple[Evidence, ...]:
    """Return the looks at texts, without those that only other columns list, or may list where one was not read."""
    ours: set[str] = set()
    theirs: set[str] = set()
    unknown = False
    for each in given.of(Kind.COLUMN):
        unknown = unknown or each.facts is None
        if isinstance(each.facts, ColumnFacts):
            found = {address(item.url) for item in each.facts.items} | {address(each.facts.url or "")}
            (ours if each.facts.column in columns else theirs).update(found)
    looks = ((each, address(each.subject)) for each in given.of(Kind.REGULATION))
    return tuple(each for each, url in looks if url in ours or (url not in theirs and not unknown))


def regulation_wants(columns: Sequence[str]) -> Iterable[ColumnWant]:
    """Return what must be gathered: the columns to their ends, and every text in them."""
    documents = DocumentsWanted(Reading.REGULATION)
    return tuple(ColumnWant(column, since=_FOUNDED, documents=documents) for column in columns)


@check(
    "regulation-outdated",
    needs={Kind.COLUMN, Kind.REGULATION},
    params=RegulationColumns,
    wants=_wants,
    title="法规规章文本与正式版本一致",
    fail_title="法规规章文本与正式版本不一致",
    norm=Norm("《2021年政务公开工作要点》（国办发〔2021〕12号）", "行政法规、规章文本更新至国家正式版本并集中公开"),
)
def regulation_outdated(given: Given[RegulationColumns]) -> Finding:
    """The regulations that the site must carry stand there in their current official version.

    Why:
        网站上的旧文本会误导办事的公众；要点要求行政法规、规章的文本更新至国家正式版本。
    Passes when:
        名册指定由本网站登载的每一件法规规章都查到文本，题注含正式版本的日期，逐条比对（不计空格、标点全半角等排版差别）一致。
    Fails when:
        查到的文本题注最近日期早于正式版本，或有条文与正式版本不同、缺少或多出；或栏目已查全而没有该件文本。
        站上同时有现行文本的，不作不符合。
    Inconclusive when:
        没有参照的正式文本；栏目没有查全或有页面打不开；正文没有读出或可能没有读完；文本标注已废止、失效；
        题注日期晚于参照文本（参照可能已旧）。
    Not applicable when:
        无（没有参照文本时不能判定）。
    """
    expected = "网站登载的法规规章为现行正式版本，题注和条文与正式版本一致。"
    references = [
        each for each in given.references if given.site.id in each.sites and belongs(each, given.params.columns)
    ]
    columns = tuple(sought(given, column) for column in given.params.columns)
    looks = cited(*(column.evidence for column in columns))
    if not references:
        titles = "、".join(f"“{given.title_of(each)}”" for each in given.params.columns)
        observed = f"名册没有为{given.site.name}{titles}栏目指定可供比对的正式文本，无法判定。"
        return undecided(Reason.NO_REFERENCE, observed, expected=expected, evidence=looks)
    facts = [column.facts for column in columns if column.facts is not None]
    gaps = [column.gap for column in columns if column.gap is not None]
    judged = [_judge(given, official, facts, gaps) for official in references]
    verdict = worst(judged)
    decisive = [each for each in judged if each.part.verdict is verdict]
    shown = "；".join(each.part.observed.rstrip("。") for each in decisive[:_SHOWN])
    more = f"等{len(decisive)}件" if len(decisive) > _SHOWN else ""
    if verdict is Verdict.INCONCLUSIVE:
        reason, remedy = first_reason(decisive), "请人工核对网站文本与正式版本，或在条件具备后重新采集再判。"
    else:
        reason, remedy = None, "".join(each.remedy for each in decisive[:_SHOWN])
    return Finding(
        verdict,
        f"{given.site.name}应登载的{len(references)}件法规规章中：{shown}{more}。",
        expected=expected,
        remedy=remedy,
        reason=reason,
        evidence=cited(*(each.part.evidence for each in judged), looks),
        parts=tuple(each.part for each in judged),
    )


@dataclass(frozen=True, slots=True)
class _Copy:
    """One published copy of a regulation."""

    evidence: Evidence
    facts: RegulationFacts


def belongs(official: OfficialText, columns: Sequence[str]) -> bool:
    """Return whether an official text belongs in the columns judged, by the order its note names (国务院令 …)."""
    note = official.note or ""
    by_rule, by_council = _RULE_ORDER.search(note) is not None, "国务院" in note
    if by_rule == by_council:
        return True
    return (RULES if by_rule else ADMINISTRATIVE) in columns or not {RULES, ADMINISTRATIVE} & set(columns)


def _judge(
    given: Given[RegulationColumns], official: OfficialText, columns: Sequence[ColumnFacts], gaps: Sequence[Gap]
) -> Judged:
    """Return the part for one official text: a current copy settles it, an old one only if no other may exist."""
    wanted = plain_title(official.title)
    copies = [
        _Copy(each, each.facts)
        for each in given.of(Kind.REGULATION)
        if isinstance(each.facts, RegulationFacts) and plain_title(each.facts.regulation.title) == wanted
    ]
    judged = [_judge_copy(copy, official) for copy in copies]
    for verdict in (Verdict.PASS, Verdict.INCONCLUSIVE):
        found = next((each for each in judged if each.part.verdict is verdict), None)
        if found is not None:
            return found
    gap = next((each for each in (*gaps, _gap(given, wanted, columns)) if each is not None), None)
    if judged:
        if gap is None:
            return judged[0]
        observed = f"{judged[0].part.observed.rstrip('。')}，但{gap.told}，不能断定别处没有现行文本。"
        part = Part(Verdict.INCONCLUSIVE, official.title, observed, judged[0].part.url, judged[0].part.evidence)
        return Judged(part, gap.reason)
    name = f"《{official.title}》"
    titles = "、".join(f"“{given.title_of(each)}”" for each in given.params.columns)
    if gap is not None:
        observed = f"未查到{name}，但{gap.told}，不能断定没有登载。"
        return Judged(Part(Verdict.INCONCLUSIVE, official.title, observed), gap.reason)
    cites = tuple(each.id for each in given.of(Kind.COLUMN) if _of_columns(each, given.params.columns))
    url = next((each.url for each in columns if each.found and each.url), given.site.url)
    observed = f"{titles}栏目已查全，没有登载{name}（正式版本日期{day(official.version)}）。"
    remedy = f"请在 {url} 登载{name}的正式版本。"
    return Judged(Part(Verdict.FAIL, official.title, observed, url, cites), remedy=remedy)


def _judge_copy(copy: _Copy, official: OfficialText) -> Judged:
    text = copy.facts.regulation
    name = f"《{official.title}》"
    if copy.facts.status is not None and _REPEALED.search(copy.facts.status):
        observed = f"网站所载{name}标注为“{copy.facts.status}”，不能断定是否作为现行文本登载。"
        return _part(copy, official, Verdict.INCONCLUSIVE, observed, Reason.AMBIGUOUS)
    newest = max(text.dates, default=None)
    current = newest is None or official.version in text.dates
    found = differences(text.articles, official.articles) if text.articles and official.articles else ()
    if newest is not None and not current and newest > official.version:
        observed = f"网站所载{name}题注最近日期{day(newest)}晚于参照文本的{day(official.version)}，参照文本可能已旧。"
        return _part(copy, official, Verdict.INCONCLUSIVE, observed, Reason.NO_REFERENCE)
    if newest is not None and not current:
        return _judge_old(copy, official, newest, found)
    return _judge_articles(copy, official, found)


def _judge_articles(copy: _Copy, official: OfficialText, found: Sequence[Difference]) -> Judged:
    """Return the part for a copy whose note names the official version, or no date at all."""
    text = copy.facts.regulation
    name = f"《{official.title}》"
    if not text.articles or not official.articles or 2 * len(text.articles) < len(official.articles):
        observed = f"网站所载{name}只读出{len(text.articles)}条，正式版本有{len(official.articles)}条，无法逐条比对。"
        return _part(copy, official, Verdict.INCONCLUSIVE, observed, Reason.UNREADABLE)
    if only_end_missing(found, official.articles):
        observed = f"网站所载{name}末尾{len(found)}条没有读出，其余一致，不能断定是否登载完整。"
        return _part(copy, official, Verdict.INCONCLUSIVE, observed, Reason.UNREADABLE)
    note = "" if text.dates else "（网站文本题注没有日期）"
    if found:
        observed = f"网站所载{name}有{len(found)}处条文与正式版本不同{note}：{_told(found)}。"
        return _part(copy, official, Verdict.FAIL, observed)
    version = day(official.version)
    observed = f"{name}{len(official.articles)}条与{version}正式版本一致{note}。"
    return _part(copy, official, Verdict.PASS, observed)


def _judge_old(copy: _Copy, official: OfficialText, newest: date, found: Sequence[Difference]) -> Judged:
    """Return the part for a copy whose note ends before the official version."""
    name = f"《{official.title}》"
    lead = f"网站所载{name}题注最近日期是{day(newest)}，正式版本为{day(official.version)}"
    year = str(official.version.year)
    note = copy.facts.regulation.note or ""
    if not found and (year in note or year.translate(_CHINESE_YEAR) in note):
        observed = f"{lead}，但题注另提到{year}年而日期未能读出，条文未见不同。"
        return _part(copy, official, Verdict.INCONCLUSIVE, observed, Reason.DISPUTED_DATE)
    told = f"，有{len(found)}处条文不同：{_told(found)}" if found else ""
    return _part(copy, official, Verdict.FAIL, f"{lead}{told}。")


def _told(found: Sequence[Difference]) -> str:
    return "；".join(each.told for each in found[:_SHOWN]) + ("等" if len(found) > _SHOWN else "")


def _part(copy: _Copy, official: OfficialText, verdict: Verdict, observed: str, reason: Reason | None = None) -> Judged:
    url = copy.facts.url
    remedy = ""
    if verdict is Verdict.FAIL:
        source = f"（来源：{official.source}）" if official.source else ""
        remedy = f"请将 {url} 的文本更新为《{official.title}》{day(official.version)}正式版本{source}。"
    return Judged(Part(verdict, official.title, observed, url, (copy.evidence.id,)), reason, remedy)


def _gap(given: Given[RegulationColumns], wanted: str, columns: Sequence[ColumnFacts]) -> Gap | None:
    """Return why another copy of the text `wanted` may stand unread on the site."""
    titles = titles_of(columns)
    for each in given.of(Kind.REGULATION):
        if each.facts is None and may_be(titles.get(address(each.subject)), wanted):
            return Gap(reason_of(each.outcome), f"页面 {each.subject} {told_outcome(each.outcome)}")
    if not any(facts.found for facts in columns):
        gap = next((gap for facts in columns if (gap := search_gap(facts)) is not None), None)
        return gap or Gap(Reason.COVERAGE, "网站没有相应栏目，文本可能登载在别处")
    opened = {address(each.subject) for each in given.of(Kind.REGULATION)}
    for facts in columns:
        gap = _column_gap(facts, wanted, opened, titles) if facts.found else search_gap(facts)
        if gap is not None:
            return gap
    return None


def _column_gap(facts: ColumnFacts, wanted: str, opened: set[str], titles: dict[str, str]) -> Gap | None:
    gap = list_gap(facts, None)
    if gap is not None:
        return gap
    unread = [entry for entry in facts.coverage.unread if may_be(titles.get(unread_url(entry)), wanted)]
    unopened = next((item for item in facts.items if _unopened(item, wanted, opened)), None)
    if unread:
        return unread_gap(facts.coverage, unread)
    if unopened is not None:
        return Gap(Reason.COVERAGE, f"列表中的“{unopened.title}”（{unopened.url}）没有读作法规文本")
    return None


def _unopened(item: ListedItem, wanted: str, opened: set[str]) -> bool:
    return address(item.url) not in opened and may_be(item.title, wanted)


def may_be(title: str | None, wanted: str) -> bool:
    """Return whether an entry of this title may hold the text: it names it, or is cut short (…) within its name."""
    if title is None:
        return True
    plain = plain_title(title)
    cut = re.sub(r"(?:\.{2,}|…+)$", "", plain)
    return wanted in plain or (cut != plain and len(cut) >= _CUT_TITLE and wanted.startswith(cut))


def _of_columns(each: Evidence, columns: Sequence[str]) -> bool:
    return isinstance(each.facts, ColumnFacts) and each.facts.column in columns
