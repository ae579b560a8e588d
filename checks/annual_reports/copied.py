"""Annual reports that take over last year's text (NORMS 4)."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from checks.annual_reports.report import ReportYear
from checks.annual_reports.search import ReportSearch, report_wants, search_report
from checks.model import Finding, Given, Norm, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from crawler.model import ColumnWant, Kind

_SHOWN = 2


class CopiedParams(ReportYear):
    """The year, and the share of its prose from which a report counts as taken over from the year before."""

    share: float = Field(gt=0.5, le=1)


def _both_years(params: CopiedParams, _as_of: date) -> Iterable[ColumnWant]:
    return report_wants(params.year - 1)


@check(
    "annual-report-copied",
    needs={Kind.COLUMN, Kind.ANNUAL_REPORT},
    params=CopiedParams,
    wants=_both_years,
    title="年度报告的文字是当年写的",
    fail_title="年度报告照抄上一年度的文字",
    norm=Norm(
        "《中华人民共和国政府信息公开条例》（国务院令第711号）", "第五十条：年度报告的内容（相同的比例由方案规定）"
    ),
)
def annual_report_copied(given: Given[CopiedParams]) -> Finding:
    """The prose of the report is not last year's with other figures.

    Why:
        年度报告应当写当年的情况、问题和改进；改几个数字的旧报告没有信息。
    Passes when:
        两个年度的报告都已读出，总体情况、主要问题和其他事项三部分的文字，与上一年度相同的比例低于规定。
        标题、表格和数字不参加比较。
    Fails when:
        本单位该年度报告的文字与本单位上一年度报告相同的比例达到规定，年报栏目已查全，没有其他可能的版本。
    Inconclusive when:
        有一个年度的报告没有读出足够的文字（附件、图片）；查到的两份报告没有比较过；
        有一个年度的报告没有查到而栏目又没有查全。
    Not applicable when:
        栏目已查全，没有该年度或上一年度的报告。
    """
    year, share = given.params.year, given.params.share
    expected = f"{year}年度报告的文字与{year - 1}年度报告相同的不到{share:.0%}。"
    ours, theirs = search_report(given, year), search_report(given, year - 1)
    evidence = cited(ours.cited, theirs.cited)
    for search, which in ((ours, year), (theirs, year - 1)):
        if not search.copies:
            told = f"{given.site.name}未查到{given.unit.name}{which}年度报告"
            if search.gap is not None:
                observed = f"{told}，但{search.gap.told}，无法比较。"
                return undecided(search.gap.reason, observed, expected=expected, evidence=evidence)
            return Finding(Verdict.NOT_APPLICABLE, f"{told}，无从比较。", expected=expected, evidence=evidence)
    found = _shares(ours, theirs)
    if not found:
        observed = f"{given.site.name}两个年度的报告没有都读出足够的文字，无法比较。"
        return undecided(Reason.UNREADABLE, observed, expected=expected, evidence=evidence)
    repeated, url, quotes = min(found)
    told = f"{given.site.name}{year}年度报告的文字有{repeated:.0%}与{year - 1}年度报告相同"
    if repeated < share:
        return Finding(Verdict.PASS, f"{told}。", expected=expected, evidence=evidence)
    shown = f"，例如“{'”“'.join(quote.rstrip('。') for quote in quotes[:_SHOWN])}”" if quotes else ""
    if ours.gap is not None:
        observed = f"{told}{shown}；但{ours.gap.told}，可能另有版本。"
        return undecided(ours.gap.reason, observed, expected=expected, evidence=evidence)
    remedy = f"请按当年情况重新编写 {url} 的报告。"
    return Finding(Verdict.FAIL, f"{told}{shown}。", expected=expected, remedy=remedy, evidence=evidence)


def _shares(ours: ReportSearch, theirs: ReportSearch) -> list[tuple[float, str, tuple[str, ...]]]:
    """Return for each copy compared with one of the unit's own of the year before the share, its address, and quotes.

    Where a copy was compared with several, the greatest share speaks: they are editions of one report.
    """
    before = {copy.facts.url for copy in theirs.copies}
    found = []
    for copy in ours.copies:
        compared = [
            (each.succession.repeated, copy.facts.url, each.succession.quotes)
            for each in copy.facts.beside
            if each.url in before and each.succession.repeated is not None
        ]
        if compared:
            found.append(max(compared))
    return found
