"""Which regulations a site lists: all that it must, and none that is no longer in force (NORMS 9)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from checks.coverage import Gap, address, list_gap, reason_of, search_gap, sought, titles_of, told_outcome, unread_url
from checks.documents.search import cut_short
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, undecided, whole
from checks.registry import check
from checks.regulations.difference import plain_title
from checks.regulations.texts import belongs, may_be, regulation_wants, texts_of
from checks.timing import day
from crawler.model import ColumnFacts, ColumnWant, Evidence, Kind, RegulationFacts

_GATHERED = (
    "《国务院办公厅政府信息与政务公开办公室关于做好规章集中公开并动态更新工作的通知》（国办公开办函〔2021〕33号）"
)
_VOID = re.compile(r"废止|失效")
_PARTLY = re.compile(r"部分")
_SHOWN = 3


class ListedParams(Params):
    """The columns, and the titles that must stand in them; empty for those that the operator names for the site."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)
    titles: tuple[str, ...] = Field(max_length=2000)


class Repealed(BaseModel):
    """A regulation that is no longer in force, since which day, and by which instrument."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=2)
    since: date
    by: str


class RepealedParams(Params):
    """The columns, what was repealed, and whether the columns are meant for regulations in force only."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)
    repealed: tuple[Repealed, ...] = Field(max_length=500)
    current_only: bool


def _wants(params: ListedParams | RepealedParams, _as_of: date) -> Iterable[ColumnWant]:
    return regulation_wants(params.columns)


@check(
    "regulation-unlisted",
    needs={Kind.COLUMN, Kind.REGULATION},
    params=ListedParams,
    wants=_wants,
    title="应登载的法规规章都已列出",
    fail_title="应登载的法规规章没有列全",
    norm=Norm(_GATHERED, "现行有效规章在政府信息公开专栏集中公开"),
)
def regulation_unlisted(given: Given[ListedParams]) -> Finding:
    """Every regulation of the reference list stands in the columns.

    Why:
        规章分散各处或没有列全，公众不知道有哪些规定现行有效。
    Passes when:
        清单（方案所列，或名册为本网站指定的正式文本）中的每一件，都在栏目的条目或打开的文本中查到同名的。
    Fails when:
        至少一件，所列栏目至少设有一个，都已读到列表末尾，没有含该名称的条目，也没有名称被截断、可能是它的条目。
    Inconclusive when:
        方案没有清单，名册也没有指定正式文本；栏目没有查全、一个都没有设或不是列表；有被截断的或打不开的可能条目。
    Not applicable when:
        无（没有清单时不能判定）。
    """
    params = given.params
    titles = params.titles or tuple(
        each.title for each in given.references if given.site.id in each.sites and belongs(each, params.columns)
    )
    columns = tuple(sought(given, column) for column in params.columns)
    looks = cited(*(column.evidence for column in columns))
    places = "、".join(f"“{given.title_of(each)}”" for each in params.columns)
    expected = f"清单所列的法规规章都在{places}栏目登载。"
    if not titles:
        observed = f"方案和名册都没有列出{given.site.name}{places}栏目应登载的法规规章，无法判定。"
        return undecided(Reason.NO_REFERENCE, observed, expected=expected, evidence=looks)
    facts = [column.facts for column in columns if column.facts is not None]
    gap = next((column.gap for column in columns if column.gap is not None), None) or _lists_gap(facts)
    judged = [_judge_listed(given, title, facts, gap) for title in titles]
    lead = f"{given.site.name}{places}栏目应登载的{len(titles)}件法规规章"
    return whole(judged, lead=lead, fine="都已列出", expected=expected, evidence=looks)


@check(
    "regulation-repealed",
    needs={Kind.COLUMN, Kind.REGULATION},
    params=RepealedParams,
    wants=_wants,
    title="已废止的法规规章没有当作现行登载",
    fail_title="已废止的法规规章当作现行登载",
    norm=Norm(_GATHERED, "动态更新：只登载现行有效的规章，废止、失效的及时移除"),
)
def regulation_repealed(given: Given[RepealedParams]) -> Finding:
    """No regulation stands in the columns as valid that was repealed.

    Why:
        公众按网站上的规章办事；已废止的当作现行，会误导办事人。
    Passes when:
        方案列出的已废止法规规章，栏目中都没有；或有同名而题注日期在废止之后的（重新制定）；
        栏目不限于现行有效的，标明已废止也算做到。没有标为废止、失效而仍列在只登载现行有效的栏目里的文本。
    Fails when:
        栏目中有已废止的文本，题注最近日期不晚于废止日：栏目只登载现行有效的，或页面仍标为有效；
        或栏目只登载现行有效的，而文本页面自己标着已废止、已失效。
    Inconclusive when:
        文本读不到题注日期；栏目不限于现行有效的而文本没有标注（标记可能是图片）；只有条目、没有打开或打不开；
        标注为部分废止；栏目没有查全。
    Not applicable when:
        确认网站没有所列栏目。
    """
    params = given.params
    columns = tuple(sought(given, column) for column in params.columns)
    looks = cited(*(column.evidence for column in columns))
    facts = [column.facts for column in columns if column.facts is not None]
    gap = next((column.gap for column in columns if column.gap is not None), None)
    places = "、".join(f"“{given.title_of(each)}”" for each in params.columns)
    expected = f"{places}栏目没有把已废止的法规规章当作现行登载。"
    gap = gap or next((each for one in facts if not one.found and (each := search_gap(one)) is not None), None)
    texts = texts_of(given, params.columns)
    if gap is None and not texts and not any(one.found for one in facts):
        observed = f"{given.site.name}没有{places}栏目，是否应当设置另行判定。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=looks)
    gap = gap or _lists_gap(facts) or _failed_gap(texts)
    judged = [_judge_repealed(given, each, facts, texts) for each in params.repealed]
    named = {plain_title(each.title) for each in params.repealed}
    judged += [part for each in texts if (part := _judge_marked(given, each, named)) is not None]
    if gap is not None and not any(each.part.verdict is Verdict.FAIL for each in judged):
        observed = f"{given.site.name}{places}栏目没有查到当作现行的已废止文本，但{gap.told}，不能断定没有。"
        return undecided(gap.reason, observed, expected=expected, evidence=looks)
    number = sum(1 for each in texts if each.facts is not None)
    lead = f"{given.site.name}{places}栏目核对文本{number}件"
    if not judged:
        observed = f"{lead}，没有标为废止、失效的。"
        return Finding(Verdict.PASS, observed, expected=expected, evidence=looks)
    return whole(judged, lead=lead, fine="没有把已废止的当作现行", expected=expected, evidence=looks)


def _lists_gap(columns: Sequence[ColumnFacts]) -> Gap | None:
    """Return why entries may stand unread in the columns; None when all that exist were read to their ends."""
    for facts in columns:
        gap = list_gap(facts, None) if facts.found else search_gap(facts)
        if gap is not None:
            return gap
    return (
        None if any(facts.found for facts in columns) else Gap(Reason.COVERAGE, "网站没有相应栏目，文本可能登载在别处")
    )


def _failed_gap(texts: Sequence[Evidence]) -> Gap | None:
    failed = next((each for each in texts if each.facts is None), None)
    return Gap(reason_of(failed.outcome), f"页面 {failed.subject} {told_outcome(failed.outcome)}") if failed else None


def _judge_listed(given: Given[ListedParams], title: str, columns: Sequence[ColumnFacts], gap: Gap | None) -> Judged:
    wanted, name = plain_title(title), f"《{title}》"
    for look in given.of(Kind.REGULATION):
        if isinstance(look.facts, RegulationFacts) and plain_title(look.facts.regulation.title) == wanted:
            return Judged(Part(Verdict.PASS, title, f"{name}已登载。", look.facts.url, (look.id,)))
    item = next((each for facts in columns for each in facts.items if wanted in plain_title(each.title)), None)
    if item is not None:
        return Judged(Part(Verdict.PASS, title, f"{name}已列出。", item.url))
    doubt = gap or _perhaps(given, wanted, columns)
    if doubt is not None:
        observed = f"未查到{name}，但{doubt.told}，不能断定没有列出。"
        return Judged(Part(Verdict.INCONCLUSIVE, title, observed), doubt.reason)
    url = next((each.url for each in columns if each.found and each.url), given.site.url)
    cites = tuple(each.id for each in given.of(Kind.COLUMN) if _of_columns(each, given.params.columns))
    part = Part(Verdict.FAIL, title, f"没有列出{name}。", url, cites)
    return Judged(part, remedy=f"请在 {url} 登载{name}。")


def _perhaps(given: Given[ListedParams], wanted: str, columns: Sequence[ColumnFacts]) -> Gap | None:
    """Return why an entry that was read may still be the one wanted: its title is cut, or unknown."""
    cut = next(
        (item for facts in columns for item in facts.items if cut_short(item.title) and may_be(item.title, wanted)),
        None,
    )
    if cut is not None:
        return Gap(Reason.AMBIGUOUS, f"条目“{cut.title}”的名称不完整")
    titles = titles_of(columns)
    for look in given.of(Kind.REGULATION):
        if look.facts is None and address(look.subject) not in titles:
            return Gap(reason_of(look.outcome), f"页面 {look.subject} {told_outcome(look.outcome)}")
    entries = (entry for facts in columns for entry in facts.coverage.unread)
    unknown = next((entry for entry in entries if unread_url(entry) not in titles), None)
    return Gap(Reason.NOT_REACHED, f"有地址没有打开（{unknown.partition(' ')[2]}）") if unknown is not None else None


def _judge_repealed(
    given: Given[RepealedParams], entry: Repealed, columns: Sequence[ColumnFacts], texts: Sequence[Evidence]
) -> Judged:
    wanted, name = plain_title(entry.title), f"《{entry.title}》"
    copies = [
        (each, each.facts)
        for each in texts
        if isinstance(each.facts, RegulationFacts) and plain_title(each.facts.regulation.title) == wanted
    ]
    if copies:
        return min((_judge_copy(given, entry, look, facts) for look, facts in copies), key=_severity)
    item = next((each for facts in columns for each in facts.items if wanted in plain_title(each.title)), None)
    if item is None:
        return Judged(Part(Verdict.PASS, entry.title, f"{name}没有登载。"))
    if _VOID.search(item.title) and not given.params.current_only:
        return Judged(Part(Verdict.PASS, entry.title, f"{name}的条目标明已废止。", item.url))
    observed = f"列表有“{item.title}”，没有读作法规文本，不能断定是不是{day(entry.since)}废止的{name}。"
    return Judged(Part(Verdict.INCONCLUSIVE, entry.title, observed, item.url), Reason.UNREADABLE)


def _severity(judged: Judged) -> int:
    return [Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS].index(judged.part.verdict)


def _judge_copy(given: Given[RepealedParams], entry: Repealed, look: Evidence, facts: RegulationFacts) -> Judged:
    text, status = facts.regulation, facts.status or ""
    newest = max(text.dates, default=None)
    lead = f"栏目登载的《{entry.title}》（{entry.by}{day(entry.since)}废止）"

    def judged(verdict: Verdict, told: str, reason: Reason | None = None) -> Judged:
        remedy = f"请将 {facts.url} 移出现行有效的栏目，或标明已废止。" if verdict is Verdict.FAIL else ""
        return Judged(Part(verdict, entry.title, f"{lead}{told}。", facts.url, (look.id,)), reason, remedy)

    if newest is not None and newest > entry.since:
        return judged(Verdict.PASS, f"题注最近日期{day(newest)}在废止之后，是重新制定的文本")
    marked = _VOID.search(f"{status}{text.title}") is not None
    if marked and not given.params.current_only:
        return judged(Verdict.PASS, "已标明废止")
    if newest is None:
        return judged(Verdict.INCONCLUSIVE, "读不到题注日期，可能是重新制定的文本", Reason.NO_DATE)
    dated = f"题注最近日期是{day(newest)}"
    if given.params.current_only:
        return judged(Verdict.FAIL, f"{dated}，仍在只登载现行有效文本的栏目里")
    if not status:
        return judged(Verdict.INCONCLUSIVE, f"{dated}，没有读到有效性标注（可能是图片）", Reason.UNREADABLE)
    return judged(Verdict.FAIL, f"{dated}，而页面标注的有效性是“{status[:20]}”")


def _judge_marked(given: Given[RepealedParams], look: Evidence, named: set[str]) -> Judged | None:
    """Return the part of a text that its own page marks as void though the column is for those in force."""
    facts = look.facts
    if not isinstance(facts, RegulationFacts) or not given.params.current_only:
        return None
    title, status = facts.regulation.title, facts.status or ""
    if plain_title(title) in named or not _VOID.search(status):
        return None
    observed = f"栏目登载的《{title}》标注为“{status[:20]}”。"
    if _PARTLY.search(status) or not re.fullmatch(
        r"[\s【\[(（]*(?:本?(?:文件|规章|文)?)?已?(?:经)?(?:废止|失效)[\s】\])）]*", status
    ):
        return Judged(Part(Verdict.INCONCLUSIVE, title, observed, facts.url, (look.id,)), Reason.AMBIGUOUS)
    remedy = f"请将 {facts.url} 移出现行有效的栏目。"
    return Judged(Part(Verdict.FAIL, title, observed, facts.url, (look.id,)), remedy=remedy)


def _of_columns(each: Evidence, columns: Sequence[str]) -> bool:
    return isinstance(each.facts, ColumnFacts) and each.facts.column in columns
