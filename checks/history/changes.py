"""What only the nights can prove: dates set back, content taken down, documents changed after publication."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from checks.coverage import address
from checks.documents.search import document_wants, of_unit
from checks.history.watching import Watched, beijing_day, since_told, summed, watching
from checks.model import Finding, Given, Norm, Params, Reason, Verdict
from checks.parts import Judged
from checks.registry import check
from checks.timing import day, readings, solid, told_date
from crawler.model import ColumnWant, DocumentFacts, Edition, Kind, Outcome, WatchFacts

_LONG_AGO = 365
"""Days after which an item is more likely put up again, or made up for, than set back."""
_BULK = 3
_MANY = 5
_RESTLESS = 3
"""Changes of one page beyond which its text is more likely rotating content than a document that is edited."""
_MISSING = frozenset({Outcome.NOT_FOUND, Outcome.SOFT_NOT_FOUND})


class BackdatedParams(Params):
    """The columns; the first claimed day that counts; how many days, and how many looks, a claim must be off by."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)
    since: date
    tolerance: int = Field(ge=0, le=365)
    looks: int = Field(ge=1, le=40)


class WithdrawnParams(Params):
    """The columns whose items must stay; the first day; of the last `of` answers `missing` must say not found."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)
    since: date
    missing: int = Field(ge=1, le=14)
    of: int = Field(ge=1, le=14)


class ChangedParams(Params):
    """The columns; the first day; days after first sight within which a change is taken for a correction."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)
    since: date
    grace: int = Field(ge=0, le=365)


def _wants(params: BackdatedParams | ChangedParams, _as_of: date) -> Iterable[ColumnWant]:
    return document_wants(params.columns, params.since)


def _listed(params: WithdrawnParams, _as_of: date) -> Iterable[ColumnWant]:
    return tuple(ColumnWant(column, since=params.since) for column in params.columns)


@check(
    "publication-backdated",
    needs={Kind.COLUMN, Kind.DOCUMENT, Kind.HISTORY, Kind.WATCH},
    params=BackdatedParams,
    wants=_wants,
    title="发布日期与实际公开的日期相符",
    fail_title="发布日期早于实际公开的日期（倒签）",
    norm=Norm("《中华人民共和国政府信息公开条例》（国务院令第711号）", "第六条：及时、准确地公开；第二十六条：期限"),
)
def publication_backdated(given: Given[BackdatedParams]) -> Finding:
    """No item claims a day of publication on whose following nights its column did not show it.

    Why:
        发布日期是判断公开是否及时的依据；把日期写早，会掩盖逾期公开。
    Passes when:
        开始逐夜查看以来新增的条目，所写发布日期都没有早于查看列表而没有它的日子（方案给定的天数以内不计）。
    Fails when:
        至少一条信息：所写发布日期之后、首次出现之前，列表已读到它应在的位置而没有它，达到方案给定的次数；
        页面标注的发布日期与列表一致地早于最后一次查看，相差超过方案给定的天数。
    Inconclusive when:
        只有列表上的日期，页面没有打开或没有日期；页面日期的依据不足；所写日期在首次出现的一年以前，或同一次有三条以上这样的条目
        （可能是补录或迁移）；网站不久前改版；来源是其他机关（可能是转载）；查看的次数不够；栏目没有查到或没有逐夜记录。
    Not applicable when:
        只查看过一次，或开始查看以来没有新增条目，或栏目不存在。
    """
    params = given.params
    seen = watching(given, params.columns)
    judged = [part for each in seen.items if (part := _judge_date(given, each)) is not None]
    appeared = sum(each.appeared for each in seen.watches)
    return summed(
        given,
        seen,
        judged,
        expected="信息公开之日与所写的发布日期相符。",
        fine=lambda: f"{since_told(seen)}，新增{appeared}条，没有发现发布日期写早的" if appeared else None,
    )


@check(
    "content-withdrawn",
    needs={Kind.COLUMN, Kind.HISTORY, Kind.WATCH},
    params=WithdrawnParams,
    wants=_listed,
    title="已公开的信息没有被撤下",
    fail_title="已公开的信息被撤下",
    norm=Norm(
        "《中华人民共和国政府信息公开条例》（国务院令第711号）",
        "第二十四条：公开平台应当具备查阅、下载功能（应长期公开的栏目由方案规定）",
    ),
)
def content_withdrawn(given: Given[WithdrawnParams]) -> Finding:
    """No item that was listed on earlier nights is gone from its list and from its own address.

    Why:
        已公开的信息无故撤下，公众无从查阅；事后核查也失去依据。
    Passes when:
        开始逐夜查看以来，列表中的条目都还在，或移到了别处、仍可打开。
    Fails when:
        至少一条信息曾列在栏目中，后来列表已读过它的位置而没有它，前后的条目都在；它自己的网址在方案给定的次数中都答复不存在，
        没有一次能打开，别处也没有同名同日的条目。
    Inconclusive when:
        网址答复不存在的次数还不够；同一次有五条以上不见（可能是清理或调整栏目）；网站不久前改版；栏目没有查到或没有逐夜记录。
    Not applicable when:
        只查看过一次，或栏目不存在。列表只保留最新若干条而移出末尾的，不算撤下。
    """
    params = given.params
    seen = watching(given, params.columns)
    judged = [part for each in seen.items if (part := _judge_gone(given, each)) is not None]
    items = sum(each.items for each in seen.watches)
    return summed(
        given,
        seen,
        judged,
        expected="列入栏目的信息持续可以查阅。",
        fine=lambda: f"{since_told(seen)}，现有{items}条，没有发现被撤下的" if seen.looks > 1 else None,
    )


@check(
    "document-changed",
    needs={Kind.COLUMN, Kind.DOCUMENT, Kind.HISTORY, Kind.WATCH},
    params=ChangedParams,
    wants=_wants,
    title="文件公开后内容没有变动",
    fail_title="文件公开后内容有变动",
    norm=Norm("《中华人民共和国政府信息公开条例》（国务院令第711号）", "第六条：及时、准确地公开政府信息"),
)
def document_changed(given: Given[ChangedParams]) -> Finding:
    """No document reads otherwise than when it was first seen; a change is a question for people, never a failure.

    Why:
        文件公开后正文或日期有变动而不注明，公众依据的可能是旧文本；更正本身并不违反规定，须人工核对。
    Passes when:
        重新打开过的文件，正文、附件名称和发布日期都与首次所见相同，或只在方案给定的天数以内更正过。
    Fails when:
        从不判为不符合：变动只作线索，由人员核对是否注明。
    Inconclusive when:
        至少一件文件的正文、标题或发布日期在公开后有变动；栏目没有查到或没有逐夜记录。
    Not applicable when:
        没有重新打开过的文件，或栏目不存在。浏览次数、当日日期不算变动，全站页面同时变动（换模板）也不算。
    """
    params = given.params
    seen = watching(given, params.columns)
    judged = [part for each in seen.items if (part := _judge_change(given, each)) is not None]
    documents = sum(each.documents for each in seen.watches)
    return summed(
        given,
        seen,
        judged,
        expected="文件公开后如有更正，应当注明。",
        fine=lambda: _unchanged(seen.watches, documents) if seen.looks > 1 and documents else None,
    )


def _unchanged(watches: Iterable[WatchFacts], documents: int) -> str:
    first = min(each.first_look for each in watches)
    return f"自{day(beijing_day(first))}起打开过的{documents}件文件，没有发现公开后变动的"


def _judge_date(given: Given[BackdatedParams], item: Watched) -> Judged | None:
    facts, params = item.facts, given.params
    spans = readings(facts.published, facts.listed)
    if facts.absent is None or not spans:
        return None
    claimed = max(last for _, last in spans)
    last = beijing_day(facts.absent.last)
    if claimed < params.since:
        return None
    shown = beijing_day(facts.first_seen)
    lead = (
        f"{item.name}写明{told_date(facts.published, facts.listed)}发布，"
        f"{day(beijing_day(facts.absent.first))}至{day(last)}查看列表{facts.absent.looks}次都没有它，{day(shown)}才出现"
    )
    if (last - claimed).days <= params.tolerance:
        return item.judged(Verdict.PASS, f"{lead}，相差在{params.tolerance}日以内。")
    if facts.absent.looks < params.looks:
        return item.open(Reason.COVERAGE, f"{lead}，查看不足{params.looks}次。")
    return _judge_claim(given, item, lead, (shown - claimed).days)


def _judge_claim(given: Given[BackdatedParams], item: Watched, lead: str, days: int) -> Judged:
    """Return the part for an item whose claim the looks contradict: what else may explain it accuses nobody."""
    facts = item.facts
    whose = _of_others(given, facts.url)
    doubts = (
        (item.watch is None, Reason.NOT_GATHERED, "没有该栏目的查看记录"),
        (whose is None, Reason.NOT_GATHERED, "这次没有打开页面核对来源"),
        (facts.published is None, Reason.NO_DATE, "页面上没有读到发布日期"),
        (not solid(facts.published), Reason.DISPUTED_DATE, "页面日期的依据不足"),
        (days > _LONG_AGO, Reason.AMBIGUOUS, "相隔一年以上，可能是补录"),
        (facts.together >= _BULK, Reason.AMBIGUOUS, f"同一次有{facts.together}条，可能是补录或迁移"),
        (item.near_redesign(facts.first_seen), Reason.AMBIGUOUS, "网站不久前改版，可能是重新录入"),
        (whose is True, Reason.AMBIGUOUS, "来源是其他机关，可能是转载"),
    )
    for holds, reason, why in doubts:
        if holds:
            return item.open(reason, f"{lead}，{why}。")
    remedy = f"请核对 {facts.url} 的实际公开日期并更正所写的发布日期。"
    return item.judged(Verdict.FAIL, f"{lead}。", remedy=remedy)


def _of_others(given: Given[BackdatedParams], url: str) -> bool | None:
    """Return whether the page names a source that is not the unit; None when the page was not opened."""
    place = address(url)
    pages = [
        each.facts
        for each in given.seen(Kind.DOCUMENT)
        if isinstance(each.facts, DocumentFacts) and place in {address(each.subject), address(each.facts.url)}
    ]
    if not pages:
        return None
    return any((each.source or each.publisher) and not of_unit(given, each) for each in pages)


def _judge_gone(given: Given[WithdrawnParams], item: Watched) -> Judged | None:
    facts, params, gone = item.facts, given.params, item.facts.gone
    if gone is None or facts.listed is None or facts.listed < params.since:
        return None
    lead = (
        f"{item.name}（{day(facts.listed)}）{day(beijing_day(gone.last_seen))}还在列表中，"
        f"{day(beijing_day(gone.since))}起查看列表{gone.looks}次都没有它"
    )
    recent = gone.answers[-params.of :]
    missing = sum(each.outcome in _MISSING for each in recent)
    if any(each.outcome is Outcome.OK for each in gone.answers):
        return item.judged(Verdict.PASS, f"{lead}，但网址仍可打开。")
    if gone.moved_to is not None:
        return item.judged(Verdict.PASS, f"{lead}，已移到 {gone.moved_to}。")
    every = sum(each.outcome in _MISSING for each in gone.answers)
    lead = f"{lead}，其网址{every}次答复不存在" if every else f"{lead}，其网址尚未核对"
    doubts = (
        (item.watch is None, Reason.NOT_GATHERED, "没有该栏目的查看记录"),
        (gone.together >= _MANY, Reason.AMBIGUOUS, f"同一次有{gone.together}条不见，可能是清理或调整栏目"),
        (item.near_redesign(gone.since), Reason.AMBIGUOUS, "网站不久前改版"),
        (missing < params.missing, Reason.COVERAGE, f"不足{params.missing}次，待继续核对"),
    )
    for holds, reason, why in doubts:
        if holds:
            return item.open(reason, f"{lead}；{why}。")
    remedy = f"请恢复 {facts.url}；如系依法撤下（如公示期满、涉及个人信息），请说明依据。"
    return item.judged(Verdict.FAIL, f"{lead}。", remedy=remedy)


def _judge_change(given: Given[ChangedParams], item: Watched) -> Judged | None:
    facts, params = item.facts, given.params
    if facts.published is not None and facts.published.value < params.since:
        return None
    changes = [
        (before, now) for before, now in zip(facts.editions, facts.editions[1:], strict=False) if not now.baseline
    ]
    if not changes:
        return None
    first = beijing_day(facts.first_seen)
    told = [_told_change(before, now) for before, now in changes]
    lead = f"{item.name}首次所见于{day(first)}，{'；'.join(told[-2:])}"
    late = [now for _, now in changes if (beijing_day(now.seen_at) - first).days > params.grace]
    if not late:
        return item.judged(Verdict.PASS, f"{lead}，均在{params.grace}日以内。")
    if len(changes) > _RESTLESS:
        return item.open(Reason.AMBIGUOUS, f"{lead}，变动频繁，可能是页面中的动态内容。")
    return item.open(Reason.AMBIGUOUS, f"{lead}，是否注明更正须人工核对。")


def _told_change(before: Edition, now: Edition) -> str:
    what = []
    if before.digest != now.digest:
        what.append("正文或附件")
    if before.title != now.title:
        what.append("标题")
    if before.published != now.published:
        dates = [told_date(each.published) for each in (before, now)]
        what.append(f"发布日期（{dates[0]}改为{dates[1]}）")
    return f"{day(beijing_day(now.seen_at))}查看时{'、'.join(what) or '内容'}已不同"
