"""The annual report of one year and one unit: the copies found, and what stands against saying there is no other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

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
from checks.model import Given, Reason
from checks.parts import cited
from crawler.model import AnnualReportFacts, ColumnFacts, ColumnWant, DocumentsWanted, Evidence, Kind, Reading
from crawler.model.typography import plain_digits

COLUMN = "annual-report"
ELSEWHERE = ("notices",)
"""Columns in which reports are published, too: one that stands there was published, whatever its own column shows."""

_PHRASES = ("信息公开工作年度报告", "信息公开年度报告", "信息公开年报", "信息公开工作报告", "政务公开年度报告")

_TITLE = re.compile(r"年报|年度报告|公开.{0,8}报告")
_OTHER_REPORT = re.compile(r"网站|新媒体|法治|预算|决算|财政收支|统计公报|执法|信访|安全生产|绩效|审计")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ORGAN = re.compile(r"(?:局|委员会|办公室|办事处|街道|镇|乡|中心|集团|公司|银行|医院|学校|法院|检察院)")


@dataclass(frozen=True, slots=True)
class Copy:
    """One published copy of the annual report sought."""

    evidence: Evidence
    facts: AnnualReportFacts


@dataclass(frozen=True, slots=True)
class ReportSearch:
    """The copies found, newest evidence included, and the gap because of which another copy may exist.

    `gap` None means: its own column was read, so what is not in `copies` does not stand there. Only with
    `gap_elsewhere` None, too, was it not published at all. `elsewhere` names the other columns that were read for it.
    """

    copies: tuple[Copy, ...]
    gap: Gap | None
    evidence: tuple[str, ...]
    column: ColumnFacts | None
    gap_elsewhere: Gap | None = None
    elsewhere: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of everything a verdict rests on: the copies first, then the column."""
        return cited((copy.evidence.id for copy in self.copies), self.evidence)


def report_wants(year: int) -> Iterable[ColumnWant]:
    """Return what must be gathered: all that its own column got since the year's end, and reports among notices."""
    since = date(year + 1, 1, 1)
    among = DocumentsWanted(Reading.ANNUAL_REPORT, since=since, title_any=_PHRASES)
    return (
        ColumnWant(COLUMN, since=since, documents=DocumentsWanted(Reading.ANNUAL_REPORT, since=since)),
        *(ColumnWant(column, since=since, documents=among) for column in ELSEWHERE),
    )


def search_report(given: Given[Any], year: int) -> ReportSearch:
    """Return the copies of the unit's annual report for `year` that the evidence holds, and the gap if there is one."""
    column = sought(given, COLUMN)
    others = [sought(given, each) for each in ELSEWHERE]
    opened = [
        Copy(each, each.facts)
        for each in given.of(Kind.ANNUAL_REPORT)
        if isinstance(each.facts, AnnualReportFacts) and _is_report(each.facts)
    ]
    of_year = tuple(copy for copy in opened if _years(copy.facts) == {year})
    own = _own(given, of_year)
    gaps = (
        column.gap,
        _column_gap(column.facts, given, year) if column.facts else None,
        _failed_gap(given, [each.facts for each in (column, *others) if each.facts], year),
        _doubtful_gap(opened, year),
        Gap(Reason.AMBIGUOUS, f"查到的“{of_year[0].facts.title}”等{len(of_year)}份报告不能断定是否属于本单位")
        if of_year and not own
        else None,
    )
    failed = (each.id for each in given.of(Kind.ANNUAL_REPORT) if each.facts is None)
    beyond = (other.gap or (_elsewhere_gap(other.facts, given, year) if other.facts else None) for other in others)
    return ReportSearch(
        own,
        next((gap for gap in gaps if gap is not None), None),
        cited(column.evidence, *(other.evidence for other in others), failed),
        column.facts,
        next((gap for gap in beyond if gap is not None), None),
        tuple(given.title_of(other.facts.column) for other in others if other.facts and other.facts.found),
    )


def _is_report(facts: AnnualReportFacts) -> bool:
    return facts.report is not None or _titled_report(facts.title)


def _titled_report(title: str) -> bool:
    return _TITLE.search(title) is not None and _OTHER_REPORT.search(title) is None


def _years(facts: AnnualReportFacts) -> set[int]:
    """Return the year that a report is about; several when title and body disagree, none when neither says."""
    years = _title_years(facts.title)
    return {facts.year} if facts.year is not None and (not years or facts.year in years) else years


def _title_years(title: str) -> set[int]:
    return {int(each) for each in _YEAR.findall(plain_digits(title))}


def _own(given: Given[Any], copies: tuple[Copy, ...]) -> tuple[Copy, ...]:
    """Return the copies that belong to the unit; on a portal or a section other bodies' reports stand beside them."""
    named = tuple(copy for copy in copies if _names(given, copy.facts.title))
    if named:
        return named
    if given.site.portal or given.site.section:
        return tuple(copy for copy in copies if not _ORGAN.search(_without_report(copy.facts.title)))
    return copies


def _names(given: Given[Any], title: str) -> bool:
    return any(len(name) > 1 and name in title for name in (given.unit.name, *given.unit.aliases))


def _without_report(title: str) -> str:
    return re.sub(r"政府信息公开.*|政务公开.*", "", title)


def _may_be(given: Given[Any], title: str | None, year: int) -> bool:
    """Return whether an unopened entry of this title may be the report sought."""
    if title is None:
        return True
    years = _title_years(title)
    if (years and year not in years) or _OTHER_REPORT.search(title):
        return False
    if (given.site.portal or given.site.section) and not _names(given, title):
        return not _ORGAN.search(_without_report(title))
    return True


def _column_gap(facts: ColumnFacts, given: Given[Any], year: int) -> Gap | None:
    if not facts.found:
        return search_gap(facts)
    since = date(year + 1, 1, 1)
    gap = list_gap(facts, since)
    if gap is not None:
        return gap
    titles = titles_of([facts])
    unread = [entry for entry in facts.coverage.unread if _may_be(given, titles.get(unread_url(entry)), year)]
    gap = unread_gap(facts.coverage, unread)
    if gap is not None:
        return gap
    looks = given.of(Kind.ANNUAL_REPORT)
    opened = {address(each.subject) for each in looks}
    opened |= {address(each.facts.url) for each in looks if isinstance(each.facts, AnnualReportFacts)}
    for item in facts.items:
        wanted = item.date is None or item.date >= since or year in _title_years(item.title)
        if wanted and address(item.url) not in opened and _may_be(given, item.title, year):
            return Gap(Reason.COVERAGE, f"列表中的“{item.title}”（{item.url}）没有打开")
    if facts.coverage.undated > sum(1 for item in facts.items if item.date is None):
        return Gap(Reason.NO_DATE, f"列表中有{facts.coverage.undated}条信息读不到日期")
    return None


def _elsewhere_gap(facts: ColumnFacts, given: Given[Any], year: int) -> Gap | None:
    """Return why the report may stand among the entries of another column; only entries titled as reports matter."""
    if not facts.found:
        return search_gap(facts)
    gap = list_gap(facts, date(year + 1, 1, 1))
    if gap is not None:
        return gap
    opened = {address(each.subject) for each in given.of(Kind.ANNUAL_REPORT)}
    for item in facts.items:
        if _titled_report(item.title) and _may_be(given, item.title, year) and address(item.url) not in opened:
            return Gap(Reason.COVERAGE, f"“{given.title_of(facts.column)}”中的“{item.title}”（{item.url}）没有打开")
    return None


def _failed_gap(given: Given[Any], columns: Iterable[ColumnFacts], year: int) -> Gap | None:
    titles = titles_of(columns)
    for each in given.of(Kind.ANNUAL_REPORT):
        if each.facts is None and _may_be(given, titles.get(address(each.subject)), year):
            return Gap(reason_of(each.outcome), f"页面 {each.subject} {told_outcome(each.outcome)}")
    return None


def _doubtful_gap(opened: Iterable[Copy], year: int) -> Gap | None:
    for copy in opened:
        years = _years(copy.facts)
        if not years or (len(years) > 1 and year in years):
            return Gap(Reason.AMBIGUOUS, f"“{copy.facts.title}”（{copy.facts.url}）是哪一年度的报告不能确定")
    return None
