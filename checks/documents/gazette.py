"""The government gazette (政府公报): every issue of a year, in time, and the history since the first (NORMS N12-G2)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from checks.coverage import Gap, list_gap, looked_on, search_gap, sought, unread_gap
from checks.durations import Duration, months_later
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, undecided, whole
from checks.registry import check
from checks.timing import day
from crawler.model import ColumnFacts, ColumnWant, Kind, ListedItem
from crawler.model.typography import half_width

GAZETTE = "gazette"
_NORM = Norm(
    "《国务院办公厅关于推进政府公报创新发展的意见》（国办发〔2018〕22号）",
    "办好政府公报电子版，与纸质版同步；建立覆盖创刊以来刊登内容的数据库",
)
_FOUNDED = date(1949, 10, 1)
_NUMERALS = "〇零一二三四五六七八九十"
_ISSUE = re.compile(
    rf"第\s*(?P<first>\d{{1,3}}|[{_NUMERALS}]{{1,3}})\s*(?:[-—~至、,及和]\s*第?\s*(?P<last>\d{{1,3}}|[{_NUMERALS}]{{1,3}})\s*)?[期号](?!\s*令)"
)
_SERIAL = re.compile(r"总\s*第?\s*(?P<serial>\d{1,5})\s*[期号]|总\s*(?P<bare>\d{1,5})\s*期")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年|[.\-/第])")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
_BULK = 3
_MOST_ISSUES = 120
_SHOWN = 8


class IssuesParams(Params):
    """A year, how many issues it has (None: not fixed), and how long after its end all must be there."""

    year: int = Field(ge=1949, le=2100)
    issues: int | None = Field(ge=1, le=_MOST_ISSUES)
    within: Duration


class GazetteLateParams(Params):
    """A year, how many months an issue covers, and how long after their end it must be there."""

    year: int = Field(ge=1949, le=2100)
    months: int = Field(ge=1, le=12)
    within: Duration


class HistoryParams(Params):
    """The year of the first issue."""

    since_year: int = Field(ge=1949, le=2100)


@dataclass(frozen=True, slots=True)
class Issue:
    """One listed issue: its year, the numbers it bears (several when combined), and its number since the first."""

    year: int
    first: int
    last: int
    serial: int | None
    item: ListedItem

    @property
    def name(self) -> str:
        """The issue as a sentence names it: 2021年第5期."""
        return (
            f"{self.year}年第{self.first}期"
            if self.first == self.last
            else f"{self.year}年第{self.first}-{self.last}期"
        )


def _year_wants(params: IssuesParams | GazetteLateParams, _as_of: date) -> Iterable[ColumnWant]:
    return _wants(date(params.year, 1, 1))


def _history_wants(_params: HistoryParams, _as_of: date) -> Iterable[ColumnWant]:
    return _wants(_FOUNDED)


def _wants(since: date) -> Iterable[ColumnWant]:
    return (ColumnWant(GAZETTE, since=since),)


@check(
    "gazette-missing",
    needs={Kind.COLUMN},
    params=IssuesParams,
    wants=_year_wants,
    title="全年的政府公报各期都已公开",
    fail_title="全年的政府公报缺期",
    norm=_NORM,
)
def gazette_missing(given: Given[IssuesParams]) -> Finding:
    """Every issue of the year is listed in the gazette's column.

    Why:
        公报登载的规章和规范性文件为标准文本；缺一期，那一期的文件就没有标准文本可查。
    Passes when:
        栏目列表中该年度的期号从第1期起没有缺漏；方案写明全年期数的，到最后一期齐全。合刊（第5-6期）算各期都有。
    Fails when:
        列表已读完或已读到该年度之前，该年度的期号中间缺期；或全年期数已知、期限已过而缺期。
    Inconclusive when:
        条目没有写期号（例如按文章逐篇登载）；列表没有读够，或有打不开的页面；栏目没有找到而没有查全。
    Not applicable when:
        确认网站没有公报栏目（由 column-missing 判定）。
    """
    params = given.params
    expected = f"{params.year}年的政府公报各期齐全" + (f"（共{params.issues}期）。" if params.issues else "。")
    held = _held(given, expected, date(params.year, 1, 1))
    if isinstance(held, Finding):
        return held
    numbers = {number for issue in held.issues if issue.year == params.year for number in _numbers(issue)}
    deadline = params.within.end(date(params.year, 12, 31), given.calendar)
    looked = looked_on(given, (GAZETTE,))
    over = deadline is not None and given.as_of > deadline and looked is not None and looked > deadline
    highest = max(numbers, default=0)
    between = [number for number in range(1, highest) if number not in numbers]
    after = list(range(highest + 1, (params.issues or highest) + 1))
    lead = f"{given.site.name}“{held.facts.name or GAZETTE}”栏目列有{params.year}年的公报{len(numbers)}期"
    missing = between + (after if over else [])
    if not missing and not after and numbers:
        return Finding(Verdict.PASS, f"{lead}，期号没有缺漏。", expected=expected, evidence=held.evidence)
    if not missing and after:
        return _not_yet(given, f"{lead}，第{after[0]}期以后的", deadline, held, expected)
    told = f"{lead}，缺第{'、'.join(map(str, missing[:_SHOWN]))}期" if missing else f"{lead}，没有任何一期"
    if held.gap is not None or not missing:
        gap = held.gap or Gap(Reason.AMBIGUOUS, "全年期数和有无其他公布方式需要人工核对")
        return undecided(gap.reason, f"{told}；但{gap.told}，不能断定缺期。", expected=expected, evidence=held.evidence)
    remedy = f"请在 {held.facts.url or given.site.url} 补充{params.year}年缺少的各期公报。"
    return Finding(Verdict.FAIL, f"{told}。", expected=expected, remedy=remedy, evidence=held.evidence)


@check(
    "gazette-late",
    needs={Kind.COLUMN},
    params=GazetteLateParams,
    wants=_year_wants,
    title="政府公报按期上网",
    fail_title="政府公报上网逾期",
    norm=_NORM,
)
def gazette_late(given: Given[GazetteLateParams]) -> Finding:
    """Every listed issue of the year was put online within the limit after the months that it covers.

    Why:
        电子版应与纸质版同步；隔了许久才上网，公报就失去了公布文件的作用。
    Passes when:
        该年度每一期的列表日期，都不晚于该期所属月份结束后的规定期限。
    Fails when:
        列表已读够，至少一期的列表日期晚于期限，且同一天上网的不到三期。
    Inconclusive when:
        条目没有写期号或没有日期；同一天上网三期以上（可能是成批补录或迁移）；日期晚于核查日；工作日历未公布；列表没有读够。
    Not applicable when:
        确认网站没有公报栏目，或列表已读够而没有该年度的公报（由 gazette-missing 判定）。
    """
    params = given.params
    expected = f"{params.year}年每期政府公报在所属月份结束后{params.within.words}内上网（每期{params.months}个月）。"
    held = _held(given, expected, date(params.year, 1, 1))
    if isinstance(held, Finding):
        return held
    issues = [issue for issue in held.issues if issue.year == params.year]
    lead = f"{given.site.name}“{held.facts.name or GAZETTE}”栏目列有{params.year}年的公报{len(issues)}期"
    if not issues:
        if held.gap is not None:
            observed = f"{lead}；但{held.gap.told}，不能断定没有。"
            return undecided(held.gap.reason, observed, expected=expected, evidence=held.evidence)
        return Finding(Verdict.NOT_APPLICABLE, f"{lead}，无从核对。", expected=expected, evidence=held.evidence)
    judged = [_judge_issue(given, issue, issues, held) for issue in issues]
    if held.gap is not None and all(each.part.verdict is Verdict.PASS for each in judged):
        observed = f"{lead}，都按期上网，但{held.gap.told}，可能还有没读到的。"
        return undecided(held.gap.reason, observed, expected=expected, evidence=held.evidence)
    return whole(judged, lead=lead, fine="都按期上网", expected=expected, evidence=held.evidence)


@check(
    "gazette-history-incomplete",
    needs={Kind.COLUMN},
    params=HistoryParams,
    wants=_history_wants,
    title="创刊以来的政府公报齐全",
    fail_title="创刊以来的政府公报不齐",
    norm=_NORM,
)
def gazette_history_incomplete(given: Given[HistoryParams]) -> Finding:
    """Issues of every year since the first are listed, without a gap in their numbers.

    Why:
        要求建立覆盖创刊以来公报内容的数据库；历史公报不全，旧的规章文件就查不到标准文本。
    Passes when:
        列表已读到末尾，创刊年至核查日上一年每年都有公报，各年期号和总期号（写明的）都没有缺漏。
    Fails when:
        列表已读到末尾，有的年份一期也没有，或某年的期号、总期号中间缺期。
    Inconclusive when:
        条目没有写期号或年份；列表没有读完，或有打不开的页面；栏目没有找到而没有查全。
    Not applicable when:
        确认网站没有公报栏目（由 column-missing 判定）。
    """
    since = given.params.since_year
    expected = f"{since}年以来的政府公报各年各期齐全。"
    held = _held(given, expected, None)
    if isinstance(held, Finding):
        return held
    lead = f"{given.site.name}“{held.facts.name or GAZETTE}”栏目列有公报{len(held.issues)}期"
    lacking = _lacking(held.issues, since, given.as_of)
    if not lacking and held.gap is None:
        return Finding(Verdict.PASS, f"{lead}，{since}年以来没有缺漏。", expected=expected, evidence=held.evidence)
    more = f"等{len(lacking)}处" if len(lacking) > _SHOWN else ""
    told = f"{lead}，缺{'、'.join(lacking[:_SHOWN])}{more}" if lacking else f"{lead}，读到的没有缺漏"
    if held.gap is not None:
        observed = f"{told}；但{held.gap.told}，不能断定。"
        return undecided(held.gap.reason, observed, expected=expected, evidence=held.evidence)
    remedy = f"请在 {held.facts.url or given.site.url} 补充缺少的历史公报：{'、'.join(lacking[:_SHOWN])}。"
    return Finding(Verdict.FAIL, f"{told}。", expected=expected, remedy=remedy, evidence=held.evidence)


def _not_yet(given: Given[IssuesParams], lead: str, deadline: date | None, held: "_Held", expected: str) -> Finding:
    """Return the finding on a year whose last issues are not listed and need not be, or were not looked for since."""
    if deadline is None:
        observed = f"{lead}期限不能计算，所需的工作日历尚未公布。"
        return undecided(Reason.NO_CALENDAR, observed, expected=expected, evidence=held.evidence)
    if given.as_of > deadline:
        observed = f"{lead}没有读到，列表是期限{day(deadline)}之前采集的，之后没有再看。"
        return undecided(Reason.COVERAGE, observed, expected=expected, evidence=held.evidence)
    observed = f"{lead}期限未到（至{day(deadline)}才应到齐）。"
    if held.gap is not None:
        return undecided(held.gap.reason, observed, expected=expected, evidence=held.evidence)
    return Finding(Verdict.PENDING, observed, expected=expected, evidence=held.evidence)


@dataclass(frozen=True, slots=True)
class _Held:
    """The gazette's column as found: its issues, and why there may be more."""

    facts: ColumnFacts
    issues: tuple[Issue, ...]
    gap: Gap | None
    evidence: tuple[str, ...]


def _held(given: Given[Any], expected: str, since: date | None) -> _Held | Finding:
    """Return the column with its issues, or the finding when there is none to judge by."""
    column = sought(given, GAZETTE)
    title, facts = f"“{given.title_of(GAZETTE)}”", column.facts
    gap = column.gap or (search_gap(facts) if facts is not None and not facts.found else None)
    if facts is None or not facts.found:
        if facts is None or gap is not None:
            gap = gap or Gap(Reason.NOT_GATHERED, "没有可用的证据")
            observed = f"{given.site.name}{title}栏目：{gap.told}，无法核对。"
            return undecided(gap.reason, observed, expected=expected, evidence=column.evidence)
        observed = f"{given.site.name}没有{title}栏目，是否应当设置另行判定。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=column.evidence)
    issues = _issues(facts.items)
    gap = gap or list_gap(facts, since) or unread_gap(facts.coverage) or _unnamed(facts)
    if not issues:
        gap = column.gap or Gap(Reason.UNREADABLE, "列表的条目没有写期号")
        observed = f"{given.site.name}{title}栏目没有读到期号，{gap.told}，无法核对。"
        return undecided(gap.reason, observed, expected=expected, evidence=column.evidence)
    return _Held(facts, issues, gap, column.evidence)


def _unnamed(facts: ColumnFacts) -> Gap | None:
    """Return a gap where most entries bear no number: the list may be of articles, or of contents."""
    named = len(_issues(facts.items))
    if 2 * named < len(facts.items):
        return Gap(Reason.AMBIGUOUS, f"{len(facts.items)}条中只有{named}条写有期号，可能按文章登载")
    return None


def _issues(items: Sequence[ListedItem]) -> tuple[Issue, ...]:
    found = {issue.item.url + issue.name: issue for item in items if (issue := _issue(item)) is not None}
    return tuple(found.values())


def _issue(item: ListedItem) -> Issue | None:
    """Return the issue that an entry names; None without a number or a year."""
    text = half_width(item.title)
    serial = _SERIAL.search(text)
    match = _ISSUE.search(_SERIAL.sub(" ", text))
    year = _YEAR.search(text)
    if match is None or year is None:
        return None
    first = _value(match["first"])
    last = _value(match["last"]) if match["last"] else first
    if first is None or last is None or not 0 < first <= last <= _MOST_ISSUES:
        return None
    number = int(serial["serial"] or serial["bare"]) if serial is not None else None
    return Issue(int(year["year"]), first, last, number, item)


def _value(numeral: str) -> int | None:
    if numeral.isascii():
        return int(numeral)
    tens, found, ones = numeral.partition("十")
    if not found:
        return _DIGITS.get(numeral)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)


def _numbers(issue: Issue) -> range:
    return range(issue.first, issue.last + 1)


def _judge_issue(given: Given[GazetteLateParams], issue: Issue, issues: Sequence[Issue], held: _Held) -> Judged:
    params, published = given.params, issue.item.date
    month = min(issue.last * params.months, 12)
    end = date.fromordinal(months_later(date(issue.year, month, 1), 1).toordinal() - 1)
    deadline = params.within.end(end, given.calendar)

    def judged(verdict: Verdict, told: str, reason: Reason | None = None) -> Judged:
        remedy = f"请说明 {issue.item.url} 的上网日期；今后公报请按期上网。" if verdict is Verdict.FAIL else ""
        part = Part(verdict, issue.item.title, f"{issue.name}{told}。", issue.item.url, held.evidence)
        return Judged(part, reason, remedy)

    if published is None or published > given.as_of:
        told = "没有读到上网日期" if published is None else f"的日期{day(published)}晚于核查日"
        return judged(Verdict.INCONCLUSIVE, told, Reason.NO_DATE if published is None else Reason.DISPUTED_DATE)
    if deadline is None:
        return judged(Verdict.INCONCLUSIVE, f"：计算{params.within.words}所需的工作日历尚未公布", Reason.NO_CALENDAR)
    if published <= deadline:
        return judged(Verdict.PASS, f"于{day(published)}上网")
    told = f"于{day(published)}上网，晚于期限{day(deadline)}"
    bulk = sum(1 for each in issues if each.item.date == published) >= _BULK
    doubt = Gap(Reason.AMBIGUOUS, f"同日上网{_BULK}期以上，可能是补录或迁移") if bulk else held.gap
    if doubt is not None:
        return judged(Verdict.INCONCLUSIVE, f"{told}，但{doubt.told}，不能断定逾期", doubt.reason)
    return judged(Verdict.FAIL, told)


def _lacking(issues: Sequence[Issue], since: int, as_of: date) -> list[str]:
    """Return the years without an issue, and the issues that lie between others of their year."""
    of_year: dict[int, set[int]] = {}
    for issue in issues:
        of_year.setdefault(issue.year, set()).update(_numbers(issue))
    lacking = [f"{year}年各期" for year in range(since, as_of.year) if year not in of_year]
    for year in sorted(of_year):
        if year >= since:
            known = of_year[year]
            lacking += [f"{year}年第{number}期" for number in range(1, max(known)) if number not in known]
    combined = any(issue.first != issue.last for issue in issues)
    serials = {issue.serial for issue in issues if issue.serial is not None}
    if serials and not combined and len(serials) == len(issues):
        lacking += [f"总第{number}期" for number in range(min(serials), max(serials)) if number not in serials]
    return lacking
