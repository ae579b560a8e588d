"""Columns counted: enough items in one column, enough columns of a set, too many blank or overdue ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from checks.columns.presence import (
    ColumnParams,
    OverdueParams,
    column_blank,
    column_missing,
    column_overdue,
    told_column,
)
from checks.coverage import Gap, Sought, list_gap, search_gap, sought, stale_gap, unread_gap
from checks.durations import Duration
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from checks.timing import day
from crawler.model import ColumnFacts, ColumnWant, Form, Kind, Stopped

_SHOWN = 6


class ThinParams(ColumnParams):
    """How many items a column must have in a period: from `since` on, for `within` from `since`, or lately."""

    items: int = Field(ge=1, le=1000)
    since: date | None
    within: Duration | None

    @model_validator(mode="after")
    def _has_a_period(self) -> Self:
        if self.since is None and self.within is None:
            raise ValueError("a period needs since, within, or both")
        return self


class ColumnSet(Params):
    """Which columns are counted, and the number that decides."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=100)
    at_least: int = Field(ge=1)

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.at_least > len(self.columns) or len(set(self.columns)) < len(self.columns):
            raise ValueError("at_least is at most the number of columns, and each column stands once")
        return self


class ColumnPeriod(BaseModel):
    """A column and how old its newest item may be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    within: Duration


class OverdueSet(Params):
    """Which columns are counted, each with its own limit, and the number from which it is too many."""

    columns: tuple[ColumnPeriod, ...] = Field(min_length=1, max_length=100)
    at_least: int = Field(ge=1)

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        names = {each.column for each in self.columns}
        if self.at_least > len(names) or len(names) < len(self.columns):
            raise ValueError("at_least is at most the number of columns, and each column stands once")
        return self


def _thin_wants(params: ThinParams, as_of: date) -> Iterable[ColumnWant]:
    return (ColumnWant(params.column, since=_start(params, as_of)),)


def _set_wants(params: ColumnSet, _as_of: date) -> Iterable[ColumnWant]:
    return tuple(ColumnWant(column) for column in params.columns)


def _overdue_wants(params: OverdueSet, as_of: date) -> Iterable[ColumnWant]:
    return tuple(ColumnWant(each.column, since=each.within.earliest_start(as_of)) for each in params.columns)


@check(
    "column-thin",
    needs={Kind.COLUMN},
    params=ThinParams,
    wants=_thin_wants,
    title="栏目在规定时段内有足够的信息",
    fail_title="栏目在规定时段内信息过少",
    norm=Norm("所适用的政务公开工作要点分工方案", "对信息条数的要求（条数和时段由方案规定）"),
)
def column_thin(given: Given[ThinParams]) -> Finding:
    """A column has at least the required number of items dated in the period.

    Why:
        有的要求写明次数（例如负责人每年解读不少于两次），栏目里只有一两条旧信息不算做到。
    Passes when:
        栏目列表中日期在时段之内的信息，条数不少于规定。
    Fails when:
        时段已结束（没有结束日的，算到核查日），列表已读完或已按日期顺序读到时段开始之前，
        时段内的信息加上日期读不到的信息仍少于规定条数。
    Inconclusive when:
        条数不足，但列表没有读够、有页面打不开、没有日期或日期晚于核查日的条目可能补足，或工作日历未公布；
        栏目不是列表、不在本站或打不开。
    Not applicable when:
        网站没有该栏目（由 column-missing 判定），或栏目空白（由 column-blank 判定）。
    """
    params = given.params
    column = sought(given, params.column)
    title = f"“{given.title_of(params.column)}”"
    end = _end(given)
    period = _told_period(params)
    expected = f"{title}栏目{period}至少有{params.items}条信息。"
    facts = column.facts
    gap = column.gap or (search_gap(facts) if facts is not None and not facts.found else None)
    if facts is None or not facts.found:
        if facts is None or gap is not None:
            gap = gap or Gap(Reason.NOT_GATHERED, "没有可用的证据")
            observed = f"{given.site.name}{title}栏目：{gap.told}，无法核对条数。"
            return undecided(gap.reason, observed, expected=expected, evidence=column.evidence)
        observed = f"{given.site.name}没有{title}栏目，是否应当设置另行判定。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=column.evidence)
    name = told_column(given, facts)
    if _blank(facts) and gap is None:
        observed = f"{name}没有任何条目，是否空白另行判定。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=column.evidence)
    if end is None:
        observed = f"{name}：计算时段所需的工作日历尚未公布，无法核对条数。"
        return undecided(Reason.NO_CALENDAR, observed, expected=expected, evidence=column.evidence)
    return _counted(given, column, facts, end, expected)


@check(
    "columns-incomplete",
    needs={Kind.COLUMN},
    params=ColumnSet,
    wants=_set_wants,
    title="规定的一组栏目设置齐全",
    fail_title="规定的一组栏目设置不齐",
    norm=Norm("所适用的政务公开工作要点分工方案或检查指标", "对一组栏目的设置要求（栏目和最低个数由方案规定）"),
)
def columns_incomplete(given: Given[ColumnSet]) -> Finding:
    """Of a set of columns, at least the required number is present.

    Why:
        有些要求针对一组栏目（例如政府信息公开专栏的几个板块、门户网站的几个专栏），缺几个就是几成没有做到。
    Passes when:
        确认设有的栏目个数不少于规定。每个栏目按 column-missing 的规则判断。
    Fails when:
        确认没有的栏目太多：即使不能断定的栏目都算有，个数也少于规定。
    Inconclusive when:
        确认设有的不够，但加上不能断定的可能达到规定个数。
    Not applicable when:
        无。
    """
    of_each = _each(given.params.columns, lambda one: column_missing(_one(given, ColumnParams(column=one))))
    present, absent = _with(of_each, Verdict.PASS), _with(of_each, Verdict.FAIL)
    everything, needed = len(of_each), given.params.at_least
    expected = f"{_titles(given, given.params.columns)}等{everything}个栏目中至少设有{needed}个。"
    share = (
        f"{given.site.name}应设的{everything}个栏目中确认设有{len(present)}个（{100 * len(present) // everything}%）"
    )
    missing = f"，没有{_titles(given, [each.column for each in absent])}" if absent else ""
    verdict = Verdict.INCONCLUSIVE
    if len(present) >= needed:
        verdict = Verdict.PASS
    elif everything - len(absent) < needed:
        verdict = Verdict.FAIL
    remedy = (
        f"请在 {given.site.url} 补设{_titles(given, [each.column for each in absent])}；已设而名称不同的，请告知网址。"
    )
    return _summed(of_each, verdict, f"{share}{missing}", remedy, expected)


@check(
    "columns-blank-many",
    needs={Kind.COLUMN},
    params=ColumnSet,
    wants=_set_wants,
    title="空白栏目没有达到规定个数",
    fail_title="空白栏目达到规定个数",
    norm=Norm("《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）", "单项否决指标“信息不更新”：空白栏目"),
)
def columns_blank_many(given: Given[ColumnSet]) -> Finding:
    """Fewer columns of a set are blank than the number from which it is a fault.

    Why:
        检查指标按空白栏目的个数否决；单个空白栏目由 column-blank 判定。
    Passes when:
        确认空白的栏目加上不能断定的栏目，仍少于规定个数。每个栏目按 column-blank 的规则判断，没有的栏目不算空白。
    Fails when:
        确认空白的栏目达到规定个数。
    Inconclusive when:
        确认空白的不到规定个数，但加上不能断定的可能达到。
    Not applicable when:
        所列栏目确认一个都没有。
    """
    of_each = _each(given.params.columns, lambda one: column_blank(_one(given, ColumnParams(column=one))))
    return _too_many(given, of_each, "空白", "请补充发布内容；确无内容可发的，应撤并该栏目")


@check(
    "columns-overdue-many",
    needs={Kind.COLUMN},
    params=OverdueSet,
    wants=_overdue_wants,
    title="超期未更新的栏目没有达到规定个数",
    fail_title="超期未更新的栏目达到规定个数",
    norm=Norm("《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）", "单项否决指标“信息不更新”：未更新栏目合计"),
)
def columns_overdue_many(given: Given[OverdueSet]) -> Finding:
    """Fewer columns of a set are overdue, each by its own limit, than the number from which it is a fault.

    Why:
        检查指标按超期未更新栏目的合计个数否决；单个栏目由 column-overdue 判定。
    Passes when:
        确认超期的栏目加上不能断定的栏目，仍少于规定个数。每个栏目按 column-overdue 的规则和自己的期限判断。
    Fails when:
        确认超期未更新的栏目达到规定个数。
    Inconclusive when:
        确认超期的不到规定个数，但加上不能断定的可能达到。
    Not applicable when:
        所列栏目确认一个都没有，或都是空白（由 columns-blank-many 判定）。
    """
    limits = {each.column: each.within for each in given.params.columns}
    of_each = _each(
        tuple(limits),
        lambda one: column_overdue(_one(given, OverdueParams(column=one, within=limits[one]))),
    )
    return _too_many(given, of_each, "超期未更新", "请更新这些栏目；确无新信息的，应说明情况或归并")


@dataclass(frozen=True, slots=True)
class _OfColumn:
    """One column of a set with what the check of a single column found."""

    column: str
    finding: Finding


def _one(given: Given[Any], params: ColumnParams) -> Given[Any]:
    return replace(given, params=params)


def _each(columns: Sequence[str], judge: Callable[[str], Finding]) -> tuple[_OfColumn, ...]:
    return tuple(_OfColumn(column, judge(column)) for column in columns)


def _with(of_each: Iterable[_OfColumn], verdict: Verdict) -> tuple[_OfColumn, ...]:
    return tuple(each for each in of_each if each.finding.verdict is verdict)


def _titles(given: Given[Any], columns: Sequence[str]) -> str:
    more = "等" if len(columns) > _SHOWN else ""
    return "、".join(f"“{given.title_of(column)}”" for column in columns[:_SHOWN]) + more


def _too_many(given: Given[Any], of_each: tuple[_OfColumn, ...], what: str, remedy: str) -> Finding:
    """Return the finding of a check that fails when `at_least` columns of the set fail."""
    bad, open_ones = _with(of_each, Verdict.FAIL), _with(of_each, Verdict.INCONCLUSIVE)
    needed = given.params.at_least
    told = f"：{_titles(given, [each.column for each in bad])}" if bad else ""
    observed = f"{given.site.name}核对的{len(of_each)}个栏目中，确认{what}的有{len(bad)}个{told}"
    expected = f"所列{len(of_each)}个栏目中{what}的不到{needed}个。"
    verdict = Verdict.PASS
    if len(bad) >= needed:
        verdict = Verdict.FAIL
    elif len(bad) + len(open_ones) >= needed:
        verdict = Verdict.INCONCLUSIVE
    elif len(_with(of_each, Verdict.NOT_APPLICABLE)) == len(of_each):
        verdict = Verdict.NOT_APPLICABLE
        observed = f"{given.site.name}没有可供核对的栏目"
    return _summed(of_each, verdict, observed, f"{remedy}：{given.site.url}。", expected)


def _summed(of_each: tuple[_OfColumn, ...], verdict: Verdict, observed: str, remedy: str, expected: str) -> Finding:
    """Return the finding on a set of columns, with one part a column."""
    open_ones = _with(of_each, Verdict.INCONCLUSIVE)
    more = f"；另有{len(open_ones)}个不能断定，例如{open_ones[0].finding.observed.rstrip('。')}" if open_ones else ""
    undecided_set = verdict is Verdict.INCONCLUSIVE
    remedies = {Verdict.FAIL: remedy, Verdict.INCONCLUSIVE: "请人工核查，或在条件具备后重新采集再判。"}
    return Finding(
        verdict,
        f"{observed}{more}。",
        expected=expected,
        remedy=remedies.get(verdict, ""),
        reason=open_ones[0].finding.reason if undecided_set else None,
        evidence=cited(*(each.finding.evidence for each in of_each)),
        parts=tuple(
            Part(each.finding.verdict, each.column, each.finding.observed, None, each.finding.evidence)
            for each in of_each
        ),
    )


def _start(params: ThinParams, as_of: date) -> date:
    """Return the day back to which the list must be read."""
    if params.since is not None:
        return params.since
    assert params.within is not None  # noqa: S101 - the validator of ThinParams refuses both None
    return params.within.earliest_start(as_of)


def _end(given: Given[ThinParams]) -> date | None:
    """Return the last day of the period; None where the working-day calendar does not reach."""
    params = given.params
    if params.since is None or params.within is None:
        return given.as_of
    before = params.since - timedelta(days=1) if params.since > date.min else params.since
    return params.within.end(before, given.calendar)


def _told_period(params: ThinParams) -> str:
    if params.since is None:
        return f"最近{params.within.words if params.within else ''}内"
    return f"自{day(params.since)}起" + (f"{params.within.words}内" if params.within else "")


def _blank(facts: ColumnFacts) -> bool:
    return facts.form is Form.EMPTY and not facts.items and not facts.total and facts.coverage.stopped is Stopped.END


def _counted(given: Given[ThinParams], column: Sought, facts: ColumnFacts, end: date, expected: str) -> Finding:
    """Return the finding on a found column from the dates of its items."""
    params, as_of = given.params, given.as_of
    name = told_column(given, facts)
    # One entry may be listed twice, pinned and in its place: an address counts once.
    dates = {item.url: item.date for item in facts.items if item.date is not None}
    lately = [_lately(params, each, given) for each in dates.values() if each <= min(end, as_of)]
    count = sum(1 for each in lately if each)
    undated = max(facts.coverage.undated, sum(1 for item in facts.items if item.date is None))
    future = sum(1 for each in dates.values() if each > as_of)
    observed = f"{name}{_told_period(params)}读到{count}条信息（核查日{day(as_of)}），要求至少{params.items}条"
    if count >= params.items:
        return Finding(Verdict.PASS, f"{observed}。", expected=expected, evidence=column.evidence)
    gap = column.gap or list_gap(facts, _start(params, as_of)) or unread_gap(facts.coverage)
    if end < as_of:
        gap = gap or stale_gap(given, (params.column,), end)
    if any(each is None for each in lately):
        gap = gap or Gap(Reason.NO_CALENDAR, "计算时段所需的工作日历尚未公布")
    if count + undated >= params.items:
        gap = gap or Gap(Reason.NO_DATE, f"列表中有{undated}条信息读不到日期")
    if count + undated + future >= params.items:
        gap = gap or Gap(Reason.DISPUTED_DATE, f"列表中有{future}条信息的日期晚于核查日，日期可疑")
    if gap is not None:
        told = f"{observed}；但{gap.told}，不能断定不足。"
        return undecided(gap.reason, told, expected=expected, evidence=column.evidence)
    if params.since is not None and params.within is not None and as_of <= end:
        told = f"{observed}；时段至{day(end)}，尚未结束。"
        return Finding(Verdict.PENDING, told, expected=expected, evidence=column.evidence)
    remedy = f"请在 {facts.url or given.site.url} 补充发布应当公开的信息；已发布在别处的，请告知网址。"
    return Finding(Verdict.FAIL, f"{observed}。", expected=expected, remedy=remedy, evidence=column.evidence)


def _lately(params: ThinParams, written: date, given: Given[ThinParams]) -> bool | None:
    """Return whether a day lies in the period's beginning and after; None when the calendar does not tell."""
    if params.since is not None:
        return written >= params.since
    assert params.within is not None  # noqa: S101 - the validator of ThinParams refuses both None
    last = params.within.end(written, given.calendar)
    return None if last is None else last >= given.as_of
