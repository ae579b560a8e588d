"""Figures of annual reports beside last year's report, beside the report's own prose, and beside what can be."""

from collections.abc import Iterable
from datetime import date

from checks.annual_reports.report import APPLICANTS, ReportYear, judge_copies
from checks.annual_reports.search import Copy, report_wants, search_report
from checks.model import Finding, Given, Norm, Part, Reason, Verdict
from checks.parts import Judged, cited, undecided
from checks.registry import check
from crawler.model import AnnualReportRead, Body, ColumnWant, Identity, Kind

_FORM = "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号；2019、2020年度为〔2019〕60号）"
_SHOWN = 3
_MADE = {
    "made": "制作（制发）",
    "repealed": "废止",
    "valid": "现行有效",
    "newly_public": "新公开",
    "all_public": "对外公开",
}
"""What a report may say of 规章 that a body without the power to make them cannot."""


def _both_years(params: ReportYear, _as_of: date) -> Iterable[ColumnWant]:
    return report_wants(params.year - 1)


def _one_year(params: ReportYear, _as_of: date) -> Iterable[ColumnWant]:
    return report_wants(params.year)


@check(
    "annual-report-carry-over",
    needs={Kind.COLUMN, Kind.ANNUAL_REPORT},
    params=ReportYear,
    wants=_both_years,
    title="年度报告的上年结转数与上一年度报告相符",
    fail_title="年度报告的上年结转数与上一年度报告不符",
    norm=Norm(_FORM, "第三部分统计表“上年结转政府信息公开申请数量”"),
)
def annual_report_carry_over(given: Given[ReportYear]) -> Finding:
    """What the report carries in from last year is what last year's report carried out, column by column.

    Why:
        上年结转数应等于上一年度报告的结转下年度数；对不上，两份报告至少有一份数据有误。
    Passes when:
        两个年度的报告都已读出，可核对的各栏（至少“总计”一栏）全部相等。
    Fails when:
        从不判为不符合：机构合并、职能划转都会使两年的数字不同，只作为线索交人工核对。
    Inconclusive when:
        有一栏不相等（需要人工核对）；单元格空白或统计表没有读出；有一个年度的报告没有查到而栏目又没有查全。
    Not applicable when:
        栏目已查全，没有该年度或上一年度的报告。
    """
    year = given.params.year
    expected = f"{year}年度报告的“上年结转”与{year - 1}年度报告的“结转下年度继续办理”相等。"
    ours, theirs = search_report(given, year), search_report(given, year - 1)
    evidence = cited(ours.cited, theirs.cited)
    for search, which in ((ours, year), (theirs, year - 1)):
        if not search.copies:
            told = f"{given.site.name}未查到{given.unit.name}{which}年度报告"
            if search.gap is not None:
                observed = f"{told}，但{search.gap.told}，无法核对结转数。"
                return undecided(search.gap.reason, observed, expected=expected, evidence=evidence)
            return Finding(Verdict.NOT_APPLICABLE, f"{told}，无从比较。", expected=expected, evidence=evidence)
    pairs = [_compared(one, other) for one in ours.copies for other in theirs.copies]
    best = next((pair for pair in pairs if pair and not any(a != b for _, a, b in pair)), None)
    if best is not None:
        observed = f"{given.site.name}{year}年度报告的上年结转数与{year - 1}年度报告相等（核对{len(best)}栏）。"
        return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence)
    pair = next((pair for pair in pairs if pair), ())
    if not pair:
        observed = f"{given.site.name}两个年度报告的结转数没有都读出（空白不当作零），无法核对。"
        return undecided(Reason.UNREADABLE, observed, expected=expected, evidence=evidence)
    differing = [f"“{name}”一栏本年写{a:g}，上一年度报告为{b:g}" for name, a, b in pair if a != b]
    more = f"等{len(differing)}栏" if len(differing) > _SHOWN else ""
    told = "；".join(differing[:_SHOWN]) + more
    observed = (
        f"{given.site.name}{year}年度报告的上年结转数：{told}。如非机构合并、职能划转，应有一份有误，需要人工核对。"
    )
    return undecided(Reason.AMBIGUOUS, observed, expected=expected, evidence=evidence)


@check(
    "annual-report-prose-mismatch",
    needs={Kind.COLUMN, Kind.ANNUAL_REPORT},
    params=ReportYear,
    wants=_one_year,
    title="年度报告的文字与统计表相符",
    fail_title="年度报告的文字与统计表不符",
    norm=Norm(_FORM, "第一部分总体情况与第三、四部分统计表"),
)
def annual_report_prose_mismatch(given: Given[ReportYear]) -> Finding:
    """The figures that the prose of the report tells are those of its tables.

    Why:
        总体情况里写的申请数、办结数应与统计表一致；不一致说明报告没有认真核对。
    Passes when:
        文字中读到的数字都与统计表的相应栏相等。
    Fails when:
        从不判为不符合：文字的口径可能与表格不同（例如含上年结转），只作为线索交人工核对。
    Inconclusive when:
        有数字不相等（需要人工核对）；文字中没有读到可以比对的数字；表格空白或没有读出；报告没有查到而栏目又没有查全。
    Not applicable when:
        栏目已查全，没有该年度报告（是否逾期由 annual-report-late 判定）。
    """
    expected = f"{given.params.year}年度报告文字中的数字与统计表相等。"
    return judge_copies(given, expected, _judge_prose)


@check(
    "annual-report-figures-impossible",
    needs={Kind.COLUMN, Kind.ANNUAL_REPORT},
    params=ReportYear,
    wants=_one_year,
    title="年度报告的数字合乎常理",
    fail_title="年度报告有不可能的数字",
    norm=Norm("《中华人民共和国立法法》", "地方政府规章的制定机关；年度报告格式第二部分“规章”一行"),
)
def annual_report_figures_impossible(given: Given[ReportYear]) -> Finding:
    """A township's report claims no government rules (规章), and counts are whole numbers that are not negative.

    Why:
        乡镇、街道无权制定规章，把内部制度填作规章，汇总后全市的数据就错了。
    Passes when:
        统计表已读出，没有这样的数字。
    Fails when:
        乡镇、街道的报告在“规章”一行填了大于零的数字，且没有其他未打开的版本。
    Inconclusive when:
        第二部分统计表没有读出（乡镇、街道）；有负数或小数（可能是识读有误）；报告没有查到而栏目又没有查全。
    Not applicable when:
        栏目已查全，没有该年度报告（是否逾期由 annual-report-late 判定）。
    """
    expected = f"{given.params.year}年度报告的数字都有可能：乡镇、街道的规章为0，件数是不小于0的整数。"
    return judge_copies(given, expected, lambda copy: _judge_possible(copy, town=given.unit.body is Body.TOWN))


def _compared(one: Copy, other: Copy) -> tuple[tuple[str, float, float], ...]:
    """Return the columns known on both sides as (name, carried in, carried out); none unless the total is known."""
    if one.facts.report is None or other.facts.report is None:
        return ()
    ours = one.facts.report.requests.rows.get("carried_in", ())
    theirs = other.facts.report.requests.rows.get("carried_out", ())
    known = tuple(
        (name, a, b) for name, a, b in zip(APPLICANTS, ours, theirs, strict=False) if a is not None and b is not None
    )
    return known if known and known[-1][0] == APPLICANTS[-1] else ()


def _judge_prose(copy: Copy) -> Judged:
    told = _identities(copy.facts.report, "I7")
    known = [each for each in told if each.holds is not None]
    broken = [each for each in known if not each.holds]
    name = f"“{copy.facts.title}”"
    if broken:
        shown = "；".join(f"文字写{each.left or 0:g}，表格为{each.right or 0:g}" for each in broken[:_SHOWN])
        observed = f"{name}有{len(broken)}处文字与统计表的数字不同：{shown}。口径是否相同需要人工核对。"
        return _judged(copy, Verdict.INCONCLUSIVE, observed, Reason.AMBIGUOUS)
    if not known:
        observed = f"{name}没有读到文字与统计表可以比对的数字。"
        return _judged(copy, Verdict.INCONCLUSIVE, observed, Reason.UNREADABLE)
    return _judged(copy, Verdict.PASS, f"{name}文字中的{len(known)}个数字与统计表相等。")


def _judge_possible(copy: Copy, *, town: bool) -> Judged:
    report, name = copy.facts.report, f"“{copy.facts.title}”"
    rows = report.disclosure.rows if report is not None and report.disclosure is not None else {}
    claimed = [
        f"{word}{value:g}件" for key, word in _MADE.items() if (value := rows.get("rules", {}).get(key)) and value > 0
    ]
    if town and claimed:
        return _judged(copy, Verdict.FAIL, f"{name}的“规章”一行填了{'、'.join(claimed)}，乡镇、街道无权制定规章。")
    if any(each.holds is False for each in _identities(report, "I9")):
        observed = f"{name}的统计表有负数或小数，可能是识读有误，需要人工核对。"
        return _judged(copy, Verdict.INCONCLUSIVE, observed, Reason.AMBIGUOUS)
    if report is None or (town and "rules" not in rows) or (not report.requests.rows and not rows):
        return _judged(copy, Verdict.INCONCLUSIVE, f"{name}的统计表没有读出。", Reason.UNREADABLE)
    return _judged(copy, Verdict.PASS, f"{name}没有不可能的数字。")


def _identities(report: AnnualReportRead | None, name: str) -> list[Identity]:
    return [] if report is None else [each for each in report.identities if each.id == name]


def _judged(copy: Copy, verdict: Verdict, observed: str, reason: Reason | None = None) -> Judged:
    return Judged(Part(verdict, copy.facts.title, observed, copy.facts.url, (copy.evidence.id,)), reason)
