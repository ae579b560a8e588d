"""Annual reports on open-government work (政府信息公开工作年度报告): in time, in form, arithmetic."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from checks.annual_reports.search import COLUMN, ELSEWHERE, Copy, ReportSearch, report_wants, search_report
from checks.coverage import stale_gap
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, first_reason, undecided
from checks.registry import check
from checks.timing import Timing, day, readings, solid, timing, told_date
from crawler.model import AnnualReportRead, Body, ColumnWant, Identity, Kind

_SECTIONS = (
    ("总体情况", re.compile(r"总体情况")),
    ("主动公开政府信息情况", re.compile(r"主动公开政府信息")),
    ("收到和处理政府信息公开申请情况", re.compile(r"收到和处理|公开申请")),
    ("政府信息公开行政复议、行政诉讼情况", re.compile(r"行政复议|行政诉讼")),
    ("存在的主要问题及改进情况", re.compile(r"存在的?(?:主要)?问题")),
    ("其他需要报告的事项", re.compile(r"其他需要报告")),
)
"""The six sections in their order (NORMS 4.1, N04-S1)."""

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
_SIDES = {
    "I1": ("“新收”与“上年结转”之和", "办理结果总计与“结转下年度”之和"),
    "I2": ("办理结果总计", "各项办理结果之和"),
    "I3": ("总计", "各类申请人之和"),
    "I4": ("总计", "各种结果之和"),
}
"""The identities that decide (NORMS 4.5): I1 is printed in the form, I2 to I4 are what its word 总计 means."""

_ROWS = {
    "new": "本年新收政府信息公开申请数量",
    "carried_in": "上年结转政府信息公开申请数量",
    "open": "予以公开",
    "partial": "部分公开",
    "total": "办理结果总计",
    "carried_out": "结转下年度继续办理",
    "reconsideration": "行政复议",
    "direct_litigation": "未经复议直接起诉",
    "after_reconsideration": "复议后起诉",
    "refused": "不予公开",
    "unavailable": "无法提供",
    "unprocessed": "不予处理",
    "other": "其他处理",
}
_SHOWN = 3
_PLAIN = 1e6


class ReportYear(Params):
    """Which year the report is about."""

    year: int = Field(ge=2008, le=2100)


class DueDates(BaseModel):
    """The last day for publication by kind of body; None where no instrument sets a date."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    government: date | None
    department: date | None
    town: date | None


class ReportDue(ReportYear):
    """Which year the report is about and when it was due."""

    due: DueDates


class ReportForm(ReportYear):
    """Which year the report is about and which printed form applies: 60号 of 2019 or 30号 of 2021."""

    layout: Literal["2019", "2021"]


def _wants(params: ReportYear, _as_of: date) -> Iterable[ColumnWant]:
    return report_wants(params.year)


@check(
    "annual-report-late",
    needs={Kind.COLUMN, Kind.ANNUAL_REPORT},
    params=ReportDue,
    wants=_wants,
    title="按期公布政府信息公开工作年度报告",
    fail_title="未按期公布政府信息公开工作年度报告",
    norm=Norm("《中华人民共和国政府信息公开条例》（国务院令第711号）", "第四十九条"),
)
def annual_report_late(given: Given[ReportDue]) -> Finding:
    """The unit's annual report for the year was published by the date set for its kind of body.

    Why:
        条例要求县级以上政府部门在每年1月31日前、县级以上地方政府在3月31日前公布上一年度报告。
    Passes when:
        查到本单位该年度的报告，其公布日期（及列表日期等其他读法）都不晚于规定日期，或在规定日期之前已经采集到。
    Fails when:
        已过规定日期，年报栏目和通知公告栏目已读至该年度之后的全部条目而没有该年度报告；或应查之处都没有年报栏目，
        通知公告中也没有；
        或查到的报告各种日期读法都晚于规定日期，且没有其他未打开的可能版本。
    Inconclusive when:
        年报栏目没有查全、规定日期之后没有再看、有页面打不开、公布日期读不到或互相矛盾（各种读法结论不一）、日期晚于核查日、
        报告属于哪一年度或哪一单位不能断定。
    Not applicable when:
        方案没有为该类单位规定日期（条例未对乡镇、街道规定日期）。
    """
    year, due = given.params.year, _due(given)
    if due is None:
        return Finding(
            Verdict.NOT_APPLICABLE,
            f"对{given.unit.name}这类单位没有规定{year}年度报告的公布日期。",
            expected="没有规定日期，不作判定。",
        )
    expected = f"{given.unit.name}在{day(due)}前公布{year}年度政府信息公开工作年度报告。"
    search = search_report(given, year)
    judged = [_judge_date(copy, due, given.as_of) for copy in search.copies]
    in_time = next((each for each in judged if each.part.verdict is Verdict.PASS), None)
    if in_time is not None:
        return Finding(
            Verdict.PASS,
            given.site.name + in_time.part.observed,
            expected=expected,
            evidence=search.cited,
            parts=_parts(judged),
        )
    if given.as_of <= due:
        told = f"尚未查到{given.unit.name}{year}年度报告" if not judged else f"：{judged[0].part.observed.rstrip('。')}"
        return Finding(
            Verdict.PENDING,
            f"{given.site.name}截至{day(given.as_of)}{told}；规定日期{day(due)}尚未到。",
            expected=expected,
            evidence=search.cited,
            parts=_parts(judged),
        )
    return _overdue(given, search, judged, expected, due)


def _overdue(
    given: Given[ReportDue], search: ReportSearch, judged: Sequence[Judged], expected: str, due: date
) -> Finding:
    """Return the finding after the due date when no copy was published in time as far as can be told."""
    year = given.params.year
    open_ones = [each for each in judged if each.part.verdict is Verdict.INCONCLUSIVE]
    if open_ones:
        return _open(first_reason(open_ones), given.site.name + open_ones[0].part.observed, search, judged, expected)
    gap = search.gap or search.gap_elsewhere
    if not judged:
        gap = gap or stale_gap(given, (COLUMN, *ELSEWHERE), due)
    if gap is not None:
        seen = judged[0].part.observed.rstrip("。") if judged else f"未查到{given.unit.name}{year}年度报告"
        return _open(gap.reason, f"{given.site.name}{seen}，但{gap.told}，不能断定逾期。", search, judged, expected)
    if judged:
        return Finding(
            Verdict.FAIL,
            given.site.name + judged[0].part.observed,
            expected=expected,
            remedy=f"逾期已成事实：请核对 {judged[0].part.url} 的公布日期，"
            "如显示有误请更正并提供证明；下一年度请按期公布。",
            evidence=search.cited,
            parts=_parts(judged),
        )
    place = f"“{given.title_of(COLUMN)}”栏目" if search.column and search.column.found else ""
    url = search.column.url if search.column and search.column.url else given.site.url
    missing = "" if search.column and search.column.found else "（网站没有设置年报栏目）"
    also = f"“{'”“'.join(search.elsewhere)}”栏目中也没有，" if search.elsewhere else ""
    return Finding(
        Verdict.FAIL,
        f"截至{day(given.as_of)}，{given.site.name}{place}没有{given.unit.name}{year}年度政府信息公开工作年度报告{missing}，"
        f"{also}"
        f"已超过规定日期{day(due)}{(given.as_of - due).days}天。",
        expected=expected,
        remedy=f"请尽快在 {url} 公布{year}年度政府信息公开工作年度报告；如已公布在别处，请告知网址。",
        evidence=search.cited,
    )


@check(
    "annual-report-malformed",
    needs={Kind.COLUMN, Kind.ANNUAL_REPORT},
    params=ReportForm,
    wants=_wants,
    title="年度报告格式规范",
    fail_title="年度报告格式不规范",
    norm=Norm(
        "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号；2019、2020年度为〔2019〕60号）",
        "报告的六个部分及统计表样式",
    ),
)
def annual_report_malformed(given: Given[ReportForm]) -> Finding:
    """The annual report has the six sections in order and the tables of the form in force for its year.

    Why:
        全国统一格式使各单位的报告可以逐项比较；沿用已废止的旧表样，统计口径就不一致。
    Passes when:
        报告的六个部分（总体情况、主动公开、依申请公开、行政复议和行政诉讼、存在问题及改进、其他事项）齐全、顺序正确，统计表用的是该年度适用的样式。
    Fails when:
        报告正文已读出，缺少其中的部分、顺序不对，或统计表用的是另一版样式，且没有其他未打开的版本。
    Inconclusive when:
        报告只有不能识读的文件或图片；正文没有读出标题；部分内容可能在附件中；统计表样式不能断定；报告没有查到而栏目又没有查全。
    Not applicable when:
        栏目已查全，没有该年度报告（是否逾期由 annual-report-late 判定）。
    """
    expected = f"{given.params.year}年度报告有规定的六个部分，顺序正确，统计表采用{given.params.layout}年版格式。"
    return judge_copies(given, expected, lambda copy: _judge_form(copy, given.params.layout))


@check(
    "annual-report-inconsistent",
    needs={Kind.COLUMN, Kind.ANNUAL_REPORT},
    params=ReportYear,
    wants=_wants,
    title="年度报告数据前后一致",
    fail_title="年度报告数据前后矛盾",
    norm=Norm(
        "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号；2019、2020年度为〔2019〕60号）",
        "第三、四部分统计表的勾稽关系",
    ),
)
def annual_report_inconsistent(given: Given[ReportYear]) -> Finding:
    """The figures of the annual report's tables add up.

    Why:
        统计表表头写明勾稽关系（第一项加第二项之和等于第三项加第四项之和），总计各栏应等于分项之和；对不上说明数据有误。
    Passes when:
        报告的勾稽关系全部成立：新收加结转等于办结加结转下年；办结总计等于各项之和；总计栏等于各类申请人之和；复议、诉讼总计等于各结果之和。
    Fails when:
        至少一处勾稽关系的两边都已读出数字而不相等，且没有其他未打开的版本。
    Inconclusive when:
        没有读出统计表；没有不相等之处，但有空白单元格使部分关系无法核对（空白不当作零）；报告没有查到而栏目又没有查全。
    Not applicable when:
        栏目已查全，没有该年度报告（是否逾期由 annual-report-late 判定）。
    """
    expected = f"{given.params.year}年度报告各统计表的勾稽关系成立，应填的数字（含零）都已填写。"
    return judge_copies(given, expected, _judge_figures)


def _due(given: Given[ReportDue]) -> date | None:
    due = given.params.due
    return {Body.GOVERNMENT: due.government, Body.DEPARTMENT: due.department, Body.TOWN: due.town}.get(given.unit.body)


def _judge_date(copy: Copy, due: date, as_of: date) -> Judged:
    """Return the verdict on one copy's date of publication."""
    facts = copy.facts
    told = told_date(facts.published, facts.listed)
    seen = copy.evidence.seen_at.date()
    if seen <= due:
        observed = f"“{facts.title}”在{day(seen)}采集时已经公布，不晚于规定日期{day(due)}。"
        return _judged(copy, Verdict.PASS, observed)
    when = timing(readings(facts.published, facts.listed), deadline=due, as_of=as_of)
    if when is Timing.IN_TIME:
        return _judged(copy, Verdict.PASS, f"“{facts.title}”公布日期是{told}，不晚于规定日期{day(due)}。")
    if when is Timing.UNKNOWN:
        return _judged(copy, Verdict.INCONCLUSIVE, f"“{facts.title}”读不到公布日期。", Reason.NO_DATE)
    if when is Timing.FUTURE:
        observed = f"“{facts.title}”的日期{told}晚于核查日{day(as_of)}，日期可疑。"
        return _judged(copy, Verdict.INCONCLUSIVE, observed, Reason.DISPUTED_DATE)
    if when is Timing.UNCLEAR or not solid(facts.published, facts.listed):
        observed = f"“{facts.title}”的公布日期{told}依据不一或不足，不能断定是否晚于{day(due)}。"
        return _judged(copy, Verdict.INCONCLUSIVE, observed, Reason.DISPUTED_DATE)
    late = f"{(facts.published.value - due).days}天" if facts.published is not None else ""
    return _judged(copy, Verdict.FAIL, f"“{facts.title}”公布日期是{told}，晚于规定日期{day(due)}{late}。")


def _judge_form(copy: Copy, layout: str) -> Judged:
    report = copy.facts.report
    if report is None or not report.sections:
        files = "（只有附件）" if copy.facts.attachments else ""
        return _judged(copy, Verdict.INCONCLUSIVE, f"“{copy.facts.title}”的正文没有读出{files}。", Reason.UNREADABLE)
    places = [_place(report, words) for _, words in _SECTIONS]
    missing = [name for (name, _), place in zip(_SECTIONS, places, strict=True) if place is None]
    found = [place for place in places if place is not None]
    faults = []
    if missing:
        faults.append(f"缺少{'、'.join(f'“{name}”' for name in missing)}部分")
    if any(first >= second for first, second in pairwise(found)):
        faults.append("各部分的顺序不符合规定")
    if report.layout is not None and report.layout != layout:
        faults.append(f"统计表采用{report.layout}年版样式，应为{layout}年版")
    if missing and copy.facts.attachments and report.layout in {layout, None}:
        observed = f"“{copy.facts.title}”网页正文{'，'.join(faults)}，但另有附件，不能断定全文是否齐全。"
        return _judged(copy, Verdict.INCONCLUSIVE, observed, Reason.AMBIGUOUS)
    if faults:
        return _judged(copy, Verdict.FAIL, f"“{copy.facts.title}”{'，'.join(faults)}。")
    if report.layout is None:
        observed = f"“{copy.facts.title}”六个部分齐全，但统计表没有读出，不能断定采用哪一版样式。"
        return _judged(copy, Verdict.INCONCLUSIVE, observed, Reason.UNREADABLE)
    return _judged(copy, Verdict.PASS, f"“{copy.facts.title}”六个部分齐全、顺序正确，统计表为{layout}年版样式。")


def _judge_figures(copy: Copy) -> Judged:
    identities = (
        [] if copy.facts.report is None else [each for each in copy.facts.report.identities if each.id in _SIDES]
    )
    broken = [told_identity(each) for each in identities if each.holds is False]
    open_ones = sum(1 for each in identities if each.holds is None)
    blanks = f"；另有{open_ones}处因空白单元格无法核对" if open_ones else ""
    if broken:
        more = f"等{len(broken)}处" if len(broken) > _SHOWN else f"共{len(broken)}处"
        observed = f"“{copy.facts.title}”勾稽关系不成立{more}：{'；'.join(broken[:_SHOWN])}{blanks}。"
        return _judged(copy, Verdict.FAIL, observed)
    if not identities:
        return _judged(copy, Verdict.INCONCLUSIVE, f"“{copy.facts.title}”没有读出统计表。", Reason.UNREADABLE)
    if open_ones:
        told = f"可核对的{len(identities) - open_ones}处勾稽关系成立，{open_ones}处因空白单元格无法核对"
        observed = f"“{copy.facts.title}”{told}。"
        return _judged(copy, Verdict.INCONCLUSIVE, observed, Reason.UNREADABLE)
    return _judged(copy, Verdict.PASS, f"“{copy.facts.title}”{len(identities)}处勾稽关系全部成立。")


def told_identity(identity: Identity) -> str:
    """Return a broken identity in Chinese with both sides' figures."""
    left, right = _SIDES[identity.id]
    if identity.row is not None:
        where = f"“{_told_row(identity.row)}”一行"
    elif identity.column is not None and 0 <= identity.column < len(APPLICANTS):
        where = f"“{APPLICANTS[identity.column]}”一栏"
    else:
        where = "统计表"
    return f"{where}{left}为{_figure(identity.left)}，{right}为{_figure(identity.right)}"


def judge_copies(given: Given[Any], expected: str, judge: Callable[[Copy], Judged]) -> Finding:
    """Return the finding on the year's report: the best copy speaks, and none is accused while another is unread."""
    search = search_report(given, given.params.year)
    judged = [judge(copy) for copy in search.copies]
    good = next((each for each in judged if each.part.verdict is Verdict.PASS), None)
    if good is not None:
        return Finding(
            Verdict.PASS,
            given.site.name + good.part.observed,
            expected=expected,
            evidence=search.cited,
            parts=_parts(judged),
        )
    open_ones = [each for each in judged if each.part.verdict is Verdict.INCONCLUSIVE]
    if open_ones:
        return _open(first_reason(open_ones), given.site.name + open_ones[0].part.observed, search, judged, expected)
    if search.gap is not None:
        seen = judged[0].part.observed.rstrip("。") if judged else f"未查到{given.unit.name}{given.params.year}年度报告"
        return _open(
            search.gap.reason, f"{given.site.name}{seen}，但{search.gap.told}，不能断定。", search, judged, expected
        )
    if not judged:
        observed = f"{given.site.name}没有{given.unit.name}{given.params.year}年度报告可供核对。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=search.cited)
    bad = judged[0]
    remedy = f"请更正 {bad.part.url} 的报告内容后重新公布，并注明更正日期。"
    return Finding(
        Verdict.FAIL,
        given.site.name + bad.part.observed,
        expected=expected,
        remedy=remedy,
        evidence=search.cited,
        parts=_parts(judged),
    )


def _open(reason: Reason, observed: str, search: ReportSearch, judged: Sequence[Judged], expected: str) -> Finding:
    finding = undecided(reason, observed, expected=expected, evidence=search.cited)
    return Finding(
        finding.verdict,
        finding.observed,
        expected=finding.expected,
        remedy=finding.remedy,
        reason=finding.reason,
        evidence=finding.evidence,
        parts=_parts(judged),
    )


def _judged(copy: Copy, verdict: Verdict, observed: str, reason: Reason | None = None) -> Judged:
    return Judged(Part(verdict, copy.facts.title, observed, copy.facts.url, (copy.evidence.id,)), reason)


def _parts(judged: Sequence[Judged]) -> tuple[Part, ...]:
    """Return the parts where there are several; a single copy is told by the finding itself."""
    return tuple(each.part for each in judged) if len(judged) > 1 else ()


def _place(report: AnnualReportRead, words: re.Pattern[str]) -> int | None:
    return next((place for place, section in enumerate(report.sections) if words.search(section)), None)


def _told_row(row: str) -> str:
    """Return the printed name of a row; `refused_3` is the third row under 不予公开."""
    name, _, number = row.rpartition("_")
    return f"{_ROWS[name]}第{number}项" if number.isdigit() and name in _ROWS else _ROWS.get(row, row)


def _figure(value: float | None) -> str:
    return "空白" if value is None else f"{value:g}" if abs(value) < _PLAIN else f"{value:.0f}"
