"""Required columns (栏目): present, not blank, kept up to date."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from checks.coverage import (
    Gap,
    Sought,
    form_gap,
    list_gap,
    on_roster,
    search_gap,
    sought,
    stale_gap,
    told_places,
    unread_gap,
)
from checks.durations import Duration
from checks.model import Finding, Given, Norm, Params, Reason, Verdict
from checks.parts import undecided
from checks.registry import check
from checks.timing import day
from crawler.model import ColumnFacts, ColumnWant, Form, Kind, Stopped


class ColumnParams(Params):
    """Which column of the taxonomy is judged."""

    column: str


class OverdueParams(ColumnParams):
    """Which column is judged, and how old its newest item may be."""

    within: Duration


def _first_page(params: ColumnParams, _as_of: date) -> Iterable[ColumnWant]:
    return (ColumnWant(params.column),)


def _back_to_limit(params: OverdueParams, as_of: date) -> Iterable[ColumnWant]:
    return (ColumnWant(params.column, since=params.within.earliest_start(as_of)),)


@check(
    "column-missing",
    needs={Kind.COLUMN},
    params=ColumnParams,
    wants=_first_page,
    title="设有规定的栏目",
    fail_title="未设置规定的栏目",
    norm=Norm("《中华人民共和国政府信息公开条例》（国务院令第711号）", "第十九条至第二十一条、第二十三条"),
)
def column_missing(given: Given[ColumnParams]) -> Finding:
    """A required column is linked from one of the places where columns are kept.

    Why:
        应当主动公开的信息要有固定、找得到的栏目；没有栏目，公众无从查找。
    Passes when:
        在首页、导航、网站地图、上级栏目页等处找到名称相符的栏目，且栏目页能够打开；栏目链接到名册登记的主机也算。
    Fails when:
        应查之处（首页及存在的导航、网站地图、上级栏目页、平台目录）全部正常打开，都没有名称相符的栏目，也没有名称相近的候选栏目。
    Inconclusive when:
        有应查之处打不开、被拦截或未查；栏目页本身打不开；栏目链接到名册以外的网站；只有名称相近、不能断定的栏目。
    Not applicable when:
        无。
    """
    column = sought(given, given.params.column)
    title = f"“{given.title_of(given.params.column)}”"
    expected = f"网站设有{title}栏目，能从首页、导航或上级栏目进入。"
    facts = column.facts
    if facts is None:
        return _not_looked(column, given, expected)
    if facts.found:
        return _present(given, column, facts, expected)
    gap = column.gap or search_gap(facts)
    if gap is not None:
        return undecided(
            gap.reason,
            f"在{given.site.name}未见{title}栏目，但{gap.told}，不能断定没有。",
            expected=expected,
            evidence=column.evidence,
        )
    return Finding(
        Verdict.FAIL,
        f"在{given.site.name}的{told_places(facts.coverage)}查找，均未见{title}栏目。",
        expected=expected,
        remedy=f"请在 {given.site.url} 的导航或政府信息公开专栏中设置{title}栏目并发布相应内容；"
        "如已设有而名称不同，请告知栏目网址，由审核人员登记后重新判定。",
        evidence=column.evidence,
    )


@check(
    "column-blank",
    needs={Kind.COLUMN},
    params=ColumnParams,
    wants=_first_page,
    title="栏目有内容",
    fail_title="栏目空白",
    norm=Norm("《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）", "单项否决指标“信息不更新”：空白栏目"),
)
def column_blank(given: Given[ColumnParams]) -> Finding:
    """A column that exists has content.

    Why:
        空白栏目使公开流于形式；《政府网站发展指引》（国办发〔2017〕47号）同样要求不得有空白栏目。
    Passes when:
        栏目页有信息条目、正文、下级链接、表单或文件之一。
    Fails when:
        栏目页已正常打开并读完，没有任何条目、正文、链接、表单或文件，栏目自报的条数也不大于零。
    Inconclusive when:
        栏目页打不开、被拦截、靠脚本填充而未能读出；栏目在其他网站；自报有条目而未能读出；不能断定有没有该栏目。
    Not applicable when:
        应查之处都已查过，网站没有该栏目（由 column-missing 判定，不重复扣分）。
    """
    column = sought(given, given.params.column)
    expected = f"“{given.title_of(given.params.column)}”栏目有实际内容。"
    facts = column.facts
    if facts is None:
        return _not_looked(column, given, expected)
    if not facts.found:
        return _absent(given, column, facts, expected)
    name = told_column(given, facts)
    if facts.items:
        return Finding(
            Verdict.PASS, f"{name}读到{len(facts.items)}条信息。", expected=expected, evidence=column.evidence
        )
    if facts.form in {Form.TEXT, Form.LINKS, Form.FORM, Form.FILE}:
        return Finding(
            Verdict.PASS, f"{name}{_FORMS[facts.form]}，不是空白。", expected=expected, evidence=column.evidence
        )
    coverage = facts.coverage
    read_out = facts.form is Form.EMPTY and coverage.pages_read > 0 and coverage.stopped is Stopped.END
    if read_out and not facts.total and column.gap is None and not coverage.unread:
        return Finding(
            Verdict.FAIL,
            f"{name}已正常打开并读完，没有任何信息条目、正文、链接或文件。",
            expected=expected,
            remedy=f"请在 {facts.url or given.site.url} 补充发布应当公开的内容；"
            "确无内容可发的，应说明情况或撤并该栏目。",
            evidence=column.evidence,
        )
    gap = column.gap or (form_gap(facts) if facts.form not in {Form.LISTING, Form.EMPTY} else None)
    told = (
        gap.told
        if gap
        else (f"栏目自报有{facts.total}条信息而未能读出" if facts.total else "未读出条目，页面也未能完整读取")
    )
    return undecided(
        gap.reason if gap else Reason.UNREADABLE,
        f"{name}：{told}，不能断定是否空白。",
        expected=expected,
        evidence=column.evidence,
    )


@check(
    "column-overdue",
    needs={Kind.COLUMN},
    params=OverdueParams,
    wants=_back_to_limit,
    title="栏目按期更新",
    fail_title="栏目超期未更新",
    norm=Norm(
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）", "信息更新：各类栏目的更新期限（期限由方案规定）"
    ),
)
def column_overdue(given: Given[OverdueParams]) -> Finding:
    """The newest item of a column lies within the limit.

    Why:
        长期不更新的栏目不能反映现行情况；各类栏目的更新期限由方案按规定填写。
    Passes when:
        栏目列表中至少有一条信息的日期在期限之内（发布日的次日起算）。
    Fails when:
        列表已读完，或已按日期顺序读到期限之前，每一条都有日期，且最新一条也早于期限。
    Inconclusive when:
        期限之内没有信息，但列表没有读够、期限之后没有再看、有条目没有日期、有条目日期晚于核查日（日期可疑），或该年度工作日历未公布；栏目不是列表、不在本站或打不开。
    Not applicable when:
        网站没有该栏目（由 column-missing 判定），或栏目空白（由 column-blank 判定）。
    """
    column = sought(given, given.params.column)
    within = given.params.within
    expected = f"“{given.title_of(given.params.column)}”栏目最近{within.words}内有更新。"
    facts = column.facts
    if facts is None:
        return _not_looked(column, given, expected)
    if not facts.found:
        return _absent(given, column, facts, expected)
    name = told_column(given, facts)
    dates = sorted(each for each in {*(item.date for item in facts.items), facts.newest} if each is not None)
    past = [each for each in dates if each <= given.as_of]
    if past:
        deadline = within.end(past[-1], given.calendar)
        if deadline is None:
            return undecided(
                Reason.NO_CALENDAR,
                f"{name}最新一条信息的日期是{day(past[-1])}，但计算{within.words}所需的工作日历尚未公布。",
                expected=expected,
                evidence=column.evidence,
            )
        if deadline >= given.as_of:
            observed = (
                f"{name}最新一条信息的日期是{day(past[-1])}，在{within.words}的期限之内（核查日{day(given.as_of)}）。"
            )
            return Finding(Verdict.PASS, observed, expected=expected, evidence=column.evidence)
    if facts.form is Form.EMPTY and not facts.items and not facts.total and facts.coverage.stopped is Stopped.END:
        return Finding(
            Verdict.NOT_APPLICABLE,
            f"{name}没有任何条目，是否空白另行判定。",
            expected=expected,
            evidence=column.evidence,
        )
    return _not_fresh(given, column, facts, dates, expected)


def _stale(given: Given[Any], newest: date) -> Gap | None:
    """Return a gap where the list was last read before the limit after its newest item was over."""
    deadline = given.params.within.end(newest, given.calendar)
    return stale_gap(given, (given.params.column,), deadline) if deadline is not None else None


def _not_fresh(given: Given[Any], column: Sought, facts: ColumnFacts, dates: list[date], expected: str) -> Finding:
    """Return the finding on a found column none of whose readable dates lies within the limit."""
    name = told_column(given, facts)
    within = given.params.within
    undated = max(facts.coverage.undated, sum(1 for item in facts.items if item.date is None))
    gap = column.gap or list_gap(facts, within.earliest_start(given.as_of)) or unread_gap(facts.coverage)
    if gap is not None:
        reason, told = gap.reason, gap.told
    elif dates and dates[-1] > given.as_of:
        reason, told = Reason.DISPUTED_DATE, f"列表中有日期{day(dates[-1])}晚于核查日{day(given.as_of)}，日期可疑"
    elif undated:
        reason, told = Reason.NO_DATE, f"列表中有{undated}条信息读不到日期"
    elif not dates:
        reason, told = Reason.NO_DATE, "列表中没有能够读出日期的信息"
    elif (stale := _stale(given, dates[-1])) is not None:
        reason, told = stale.reason, stale.told
    else:
        return Finding(
            Verdict.FAIL,
            f"{name}最新一条信息的日期是{day(dates[-1])}，至核查日{day(given.as_of)}"
            f"已有{(given.as_of - dates[-1]).days}天未更新，超过{within.words}的期限。",
            expected=expected,
            remedy=f"请在 {facts.url or given.site.url} 发布新产生的信息；确无新信息的，请说明情况，并考虑归并该栏目。",
            evidence=column.evidence,
        )
    return undecided(
        reason,
        f"{name}在{within.words}内未见更新，但{told}，不能断定超期。",
        expected=expected,
        evidence=column.evidence,
    )


_FORMS = {Form.TEXT: "有正文内容", Form.LINKS: "有下级栏目或链接", Form.FORM: "有在线表单", Form.FILE: "有可下载的文件"}


def told_column(given: Given[Any], facts: ColumnFacts) -> str:
    """Return how a sentence names a found column: site, standard title, and the site's own wording if it differs."""
    title = given.title_of(facts.column)
    own = f"（网站名称“{facts.name}”）" if facts.name and facts.name != title else ""
    return f"{given.site.name}“{title}”{own}栏目"


def _present(given: Given[Any], column: Sought, facts: ColumnFacts, expected: str) -> Finding:
    name = told_column(given, facts)
    if facts.form is Form.OFF_SITE and not on_roster(given.site, facts.url or ""):
        return undecided(
            Reason.AMBIGUOUS,
            f"{name}链接到名册以外的网站 {facts.url or '（无地址）'}，不能断定是否由本单位提供。",
            expected=expected,
            evidence=column.evidence,
        )
    if facts.form is None or facts.form is Form.UNREADABLE:
        return undecided(
            form_gap(facts).reason,
            f"{name}有链接 {facts.url or ''}，但{form_gap(facts).told}，不能确认栏目可用。",
            expected=expected,
            evidence=column.evidence,
        )
    where = f"，地址是 {facts.url}" if facts.url else ""
    return Finding(Verdict.PASS, f"{name}已设置{where}。", expected=expected, evidence=column.evidence)


def _absent(given: Given[Any], column: Sought, facts: ColumnFacts, expected: str) -> Finding:
    """Return the finding of checks on a column's content when the column was not found."""
    title = given.title_of(facts.column)
    gap = column.gap or search_gap(facts)
    if gap is not None:
        return undecided(
            gap.reason,
            f"在{given.site.name}未见“{title}”栏目，且{gap.told}，无法核对栏目内容。",
            expected=expected,
            evidence=column.evidence,
        )
    return Finding(
        Verdict.NOT_APPLICABLE,
        f"{given.site.name}没有“{title}”栏目，是否应当设置另行判定。",
        expected=expected,
        evidence=column.evidence,
    )


def _not_looked(column: Sought, given: Given[Any], expected: str) -> Finding:
    told = column.gap.told if column.gap else "没有可用的证据"
    return undecided(
        column.gap.reason if column.gap else Reason.NOT_GATHERED,
        f"{given.site.name}“{given.title_of(given.params.column)}”栏目：{told}，无法判定。",
        expected=expected,
        evidence=column.evidence,
    )
