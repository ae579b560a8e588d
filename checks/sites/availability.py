"""Whether a site can be opened, by a series of visits over days (N01-V2)."""

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import Field

from checks.model import Finding, Given, Norm, Params, Reason, Verdict
from checks.parts import undecided
from checks.registry import check
from checks.sites.home_page import looks_at, unseen
from checks.timing import day
from crawler.model import AvailabilityDay, AvailabilityFacts, Kind, Outcome, Want

_SPACED = 2
"""So many visits may share an hour for the day's visits to count as spaced."""
_ENDS = {
    "slow": "打开过慢",
    Outcome.TIMEOUT.value: "超时",
    Outcome.REFUSED.value: "连接被拒绝",
    Outcome.DROPPED.value: "连接中断",
    Outcome.DNS_FAILED.value: "域名解析失败",
    Outcome.HTTP_ERROR.value: "服务器返回错误",
    Outcome.NOT_FOUND.value: "首页不存在",
    Outcome.REDIRECT_LOOP.value: "循环跳转",
}


class UnreachableParams(Params):
    """The series that the norm asks for: consecutive days, visits on each, seconds to open, and the share of failures.

    `failed_share` (0 to 1) is the share of failed visits from which on the site counts as unreachable.
    """

    days: int = Field(ge=1, le=31)
    visits_per_day: int = Field(ge=1, le=1440)
    seconds: float = Field(gt=0, le=120)
    failed_share: float = Field(gt=0, le=1)


def _no_wants(_params: UnreachableParams, _as_of: date) -> Iterable[Want]:
    """The series is gathered by the availability probe, not by the visit to the site."""
    return ()


@check(
    "site-unreachable",
    needs={Kind.AVAILABILITY},
    params=UnreachableParams,
    wants=_no_wants,
    title="网站能够正常访问",
    fail_title="网站经常无法访问",
    norm=Norm(
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
        "单项否决指标“站点无法访问”：一周内每天间隔性访问20次以上，超过15秒打不开，次数占比达到5%",
    ),
)
def site_unreachable(given: Given[UnreachableParams]) -> Finding:
    """In a week of spaced visits the site fails to open less often than the norm's share.

    Why:
        网站打不开，公开和服务都无从谈起；这一项是单项否决指标。
    Passes when:
        连续规定天数、每天不少于规定次数的访问中，即使把原因不明的失败都算上，失败占比也低于规定。
    Fails when:
        同样的访问记录中，只算对照主机正常而本站失败的次数，占比也达到规定，并且其间本站有打开过的时候（说明不是限制了本机）。
    Inconclusive when:
        记录不足规定天数或次数，或集中在少数时段；对照主机同时失败等原因不明的次数使两种算法结论不一；
        从未打开过（可能是限制了本机所在的网络）；访问的等待时间与规定不同而结论取决于它；记录早于判断日一周以上。
    Not applicable when:
        判定对象是门户网站上的一个栏目，随门户网站一并判定。
    """
    params = given.params
    share = f"{params.failed_share:.0%}"
    expected = (
        f"连续{params.days}天每天间隔访问{params.visits_per_day}次以上，{params.seconds:g}秒内打不开的不到{share}。"
    )
    if given.site.section:
        observed = f"{given.site.name}是门户网站上的栏目，能否访问随门户网站判定。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected)
    looks = looks_at(given, Kind.AVAILABILITY)
    good = [(each, each.facts) for each in looks if isinstance(each.facts, AvailabilityFacts)]
    if not good or len(good) != len(looks):
        return unseen(given, Kind.AVAILABILITY, "的连续访问记录", expected)
    newest, facts = good[-1]
    evidence = (newest.id,)
    week = _week(facts.days, params, given.as_of)
    if week is None:
        kept = [each for each in facts.days if each.day <= given.as_of]
        visits = sum(each.visits for each in kept)
        observed = (
            f"{given.site.name}只有{len(kept)}天共{visits}次访问记录，不足连续{params.days}天、"
            f"每天间隔访问{params.visits_per_day}次。"
        )
        return undecided(Reason.COVERAGE, observed, expected=expected, evidence=evidence)
    return _judge(given, facts, week, expected, evidence)


def _judge(
    given: Given[UnreachableParams],
    facts: AvailabilityFacts,
    week: Sequence[AvailabilityDay],
    expected: str,
    evidence: tuple[str, ...],
) -> Finding:
    """Return the finding on a complete week."""
    params, share = given.params, f"{given.params.failed_share:.0%}"
    visits, failed, unclear = (sum(getattr(each, name) for each in week) for name in ("visits", "failed", "unclear"))
    period = f"{day(week[0].day)}至{day(week[-1].day)}"
    told = f"{given.site.name}{period}访问{visits}次，失败{failed}次（{failed / visits:.1%}）"
    told += f"，另有{unclear}次原因不明" if unclear else ""
    passes = (failed + unclear) / visits < params.failed_share and facts.patience <= params.seconds
    if passes:
        return Finding(Verdict.PASS, f"{told}，低于{share}。", expected=expected, evidence=evidence)
    if failed / visits >= params.failed_share and facts.patience >= params.seconds:
        if failed + unclear == visits:
            observed = f"{told}；从未打开过，可能是限制了本机所在的网络，请从其他网络核对。"
            return undecided(Reason.NOT_REACHED, observed, expected=expected, evidence=evidence)
        ends = "、".join(f"{_ENDS.get(name, name)}{count}次" for name, count in facts.ended[:3])
        remedy = f"请检查 {facts.url} 的服务器、线路和域名解析，保证随时可以访问。"
        observed = f"{told}，达到{share}{f'（全部记录中：{ends}）' if ends else ''}。"
        return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence)
    waited = f"，每次等待{facts.patience:g}秒" if facts.patience != params.seconds else ""
    observed = f"{told}{waited}；去除原因不明的次数后结论不一，不能断定。"
    return undecided(Reason.NOT_REACHED, observed, expected=expected, evidence=evidence)


def _week(
    days: Sequence[AvailabilityDay], params: UnreachableParams, as_of: date
) -> tuple[AvailabilityDay, ...] | None:
    """The newest run of consecutive days with enough spaced visits that ends within a week before the judgement."""
    known = {each.day.toordinal(): each for each in days if _enough(each, params)}
    for back in range(8):
        last = as_of.toordinal() - back
        run = [known.get(last - number) for number in range(params.days)]
        week = tuple(each for each in reversed(run) if each is not None)
        if len(week) == params.days:
            return week
    return None


def _enough(each: AvailabilityDay, params: UnreachableParams) -> bool:
    spaced = each.hours * _SPACED >= min(params.visits_per_day, 24)
    return each.visits >= params.visits_per_day and spaced
