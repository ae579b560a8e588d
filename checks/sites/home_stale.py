"""Whether the home page gets new items (N01-V3)."""

from collections.abc import Iterable
from datetime import date

from checks.durations import Duration
from checks.model import Finding, Given, Norm, Params, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from checks.sites.home_page import fronts, home_page, of_section, script_gap, unseen
from checks.timing import day
from crawler.model import FrontPage, Kind, Probe, ProbeWant


class HomeStaleParams(Params):
    """How old the newest item of the home page may be."""

    within: Duration


def _browser(_params: HomeStaleParams, _as_of: date) -> Iterable[ProbeWant]:
    """Items that only scripts write are seen in a browser."""
    return (ProbeWant(Probe.ACCESSIBILITY),)


@check(
    "home-stale",
    needs={Kind.SITE, Kind.ACCESSIBILITY},
    params=HomeStaleParams,
    wants=_browser,
    title="首页按期更新",
    fail_title="首页超期未更新",
    norm=Norm("《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）", "单项否决指标“信息不更新”：首页更新"),
)
def home_stale(given: Given[HomeStaleParams]) -> Finding:
    """The newest dated item on the home page lies within the limit.

    Why:
        首页是公众进入网站的第一页；长期没有新内容，说明网站无人维护。
    Passes when:
        首页各区块中至少有一条信息的日期在期限之内（发布日的次日起算）。
    Fails when:
        首页由浏览器打开或没有脚本，至少有一条带日期的信息，指向文章的链接都带有日期（列表旁或网址中），而最新的一个也早于期限。
    Inconclusive when:
        首页有读不到日期的文章链接；有日期晚于核查日；最新日期只见于网址；首页有脚本而没有用浏览器打开；首页打不开；
        该年度工作日历未公布。首页没有任何带日期的信息（可能是导航页，应看各二级页面）。
    Not applicable when:
        判定对象是门户网站上的一个栏目，没有自己的首页。
    """
    within = given.params.within
    expected = f"首页最近{within.words}内有新的信息。"
    if given.site.section:
        return of_section(given, "首页统一发布", expected)
    facts, evidence = home_page(given)
    if facts is None:
        return unseen(given, Kind.SITE, "首页", expected)
    shown = fronts(given, facts)
    evidence = cited(evidence, (each.id for each in given.of(Kind.ACCESSIBILITY)))
    days = sorted({item.date for front in shown for item in front.items if item.date is not None})
    past = [each for each in days if each <= given.as_of]
    told = (
        f"{given.site.name}首页最新一条信息的日期是{day(past[-1])}"
        if past
        else f"{given.site.name}首页没有读到带日期的信息"
    )
    if past:
        deadline = within.end(past[-1], given.calendar)
        if deadline is None:
            observed = f"{told}，但计算{within.words}所需的工作日历尚未公布。"
            return undecided(Reason.NO_CALENDAR, observed, expected=expected, evidence=evidence)
        if deadline >= given.as_of:
            observed = f"{told}，在{within.words}的期限之内（核查日{day(given.as_of)}）。"
            return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence)
    gap = _doubt(given, shown, days, bool(past)) or _scripts(script_gap(given, facts))
    if gap is not None:
        return undecided(gap[0], f"{told}；{gap[1]}，不能断定首页超期未更新。", expected=expected, evidence=evidence)
    since = (given.as_of - past[-1]).days
    observed = f"{told}，至核查日{day(given.as_of)}已有{since}天没有新的信息，超过{within.words}的期限。"
    remedy = f"请在 {facts.home_url} 及时发布新的信息，并检查首页各区块是否自动更新。"
    return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence)


def _doubt(
    given: Given[HomeStaleParams], shown: tuple[FrontPage, ...], days: list[date], past: bool
) -> tuple[Reason, str] | None:
    if days and days[-1] > given.as_of:
        return Reason.DISPUTED_DATE, f"有日期{day(days[-1])}晚于核查日{day(given.as_of)}，日期可疑"
    if not past:
        return Reason.NO_DATE, "可能是导航页，更新情况要看各二级页面"
    undated = max((front.undated for front in shown), default=0)
    if undated:
        return Reason.NO_DATE, f"另有{undated}条文章链接读不到日期"
    newer = max((front.newest_by_address for front in shown if front.newest_by_address is not None), default=None)
    if newer is not None and newer > days[-1]:
        return Reason.DISPUTED_DATE, f"有文章的网址中的日期是{day(newer)}"
    return None


def _scripts(gap: str | None) -> tuple[Reason, str] | None:
    return None if gap is None else (Reason.UNREADABLE, gap)
