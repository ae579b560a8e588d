"""IPv6 addresses of the hosts that a site's links lead to (NORMS 8: second- and third-level links)."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, whole
from checks.registry import check
from checks.sites.home_page import looks_at, of_section, unseen
from crawler.model import Ipv6LinksFacts, Kind, LinkHost, LinkLevel, Probe, ProbeWant

_SHOWN = 5
_LEVELS = {2: "二级链接", 3: "三级链接"}


class Ipv6LinksParams(Params):
    """Which levels of links count, the least share of their hosts with IPv6 (0-1), and what is done with less.

    `own_only` counts only hosts of the site's own domain. Without `decisive` too small a share is told and left to
    people: no national rule states a threshold.
    """

    levels: tuple[Literal[2, 3], ...] = Field(min_length=1)
    share: float = Field(gt=0, le=1)
    own_only: bool
    decisive: bool


def _wants(_params: Ipv6LinksParams, _as_of: date) -> Iterable[ProbeWant]:
    return (ProbeWant(Probe.IPV6_LINKS),)


@check(
    "ipv6-links-missing",
    needs={Kind.IPV6_LINKS},
    params=Ipv6LinksParams,
    wants=_wants,
    title="二级、三级链接的域名支持 IPv6",
    fail_title="二级、三级链接的域名支持 IPv6 的比例偏低",
    norm=Norm(
        "《2021年政务公开工作要点》（国办发〔2021〕12号）", "全面支持 IPv6（链接的比例由方案规定，国家规定未见数值）"
    ),
)
def ipv6_links_missing(given: Given[Ipv6LinksParams]) -> Finding:
    """Of the hosts that the links of a site lead to, the share that the plan asks for has an IPv6 address.

    Why:
        首页能用 IPv6 打开而栏目、文章的域名没有 IPv6 地址，只有 IPv6 网络的公众点进去仍然打不开。
    Passes when:
        方案列出的每一级链接中，有 AAAA 记录（别名指向的也算）的域名占全部域名的比例达到规定值；
        没有测到的域名一律按没有计算。
    Fails when:
        方案把这一项定为可以直接判定，首页链接（二级链接）的域名中，即使把没有测到的一律按有计算，比例仍低于规定值。
    Inconclusive when:
        没有测量结果；域名解析出错或超时，以致比例可高可低；比例偏低而方案没有定为可以直接判定；
        三级链接比例偏低（只读了采集到的页面，不能代表全部）；没有读到下级页面。
    Not applicable when:
        判定对象是门户网站上的一个栏目。
    """
    levels = tuple(dict.fromkeys(given.params.levels))
    whose = "本单位域名下" if given.params.own_only else ""
    expected = (
        f"{'、'.join(_LEVELS[each] for each in levels)}{whose}的域名支持 IPv6 的比例不低于{given.params.share:.0%}。"
    )
    if given.site.section:
        return of_section(given, "统一支持 IPv6", expected)
    looks = looks_at(given, Kind.IPV6_LINKS)
    measured = [(each, each.facts) for each in looks if isinstance(each.facts, Ipv6LinksFacts)]
    if not measured or len(measured) != len(looks):
        return unseen(given, Kind.IPV6_LINKS, "链接域名的 IPv6 解析结果", expected)
    each, facts = measured[-1]
    judged = [_judge(given.params, facts, level, each.id) for level in levels]
    return whole(
        judged,
        lead=f"{given.site.name}（{facts.host}）",
        fine="、".join(each.part.observed.rstrip("。") for each in judged),
        expected=expected,
        evidence=cited(look.id for look in looks),
    )


def _judge(params: Ipv6LinksParams, facts: Ipv6LinksFacts, number: int, evidence: str) -> Judged:
    title = _LEVELS[number]
    level = next((each for each in facts.levels if each.level == number), LinkLevel(number, 0, 0))
    hosts = [each for each in level.hosts if each.own or not params.own_only]
    good = sum(each.aaaa is True for each in hosts)
    unknown = sum(each.aaaa is None for each in hosts) + max(0, level.known - len(level.hosts))
    total = good + unknown + sum(each.aaaa is False for each in hosts)
    if not level.pages or not total:
        observed = f"{title}没有可以测量的域名。"
        return Judged(Part(Verdict.INCONCLUSIVE, title, observed, evidence=(evidence,)), Reason.NOT_GATHERED)
    told = f"{title}的{total}个域名中{good}个有 AAAA 记录"
    if good / total >= params.share:
        return Judged(Part(Verdict.PASS, title, f"{told}。", evidence=(evidence,)))
    without = _named(hosts)
    if (good + unknown) / total >= params.share:
        observed = f"{told}，{unknown}个没有测到结果。"
        return Judged(Part(Verdict.INCONCLUSIVE, title, observed, evidence=(evidence,)), Reason.NOT_REACHED)
    if not params.decisive or number != min(_LEVELS):
        why = "只读了采集到的页面" if params.decisive else "方案没有规定据此直接判定"
        observed = f"{told}，没有的有{without}；{why}，请人工核定。"
        return Judged(Part(Verdict.INCONCLUSIVE, title, observed, evidence=(evidence,)), Reason.AMBIGUOUS)
    remedy = f"请为{without}增加 AAAA 解析记录，并使其服务器支持 IPv6。"
    return Judged(Part(Verdict.FAIL, title, f"{told}，没有的有{without}。", evidence=(evidence,)), remedy=remedy)


def _named(hosts: list[LinkHost]) -> str:
    """The first hosts without, the most linked ones first."""
    without = [each.host for each in sorted(hosts, key=lambda each: -each.links) if each.aaaa is False]
    more = f"等{len(without)}个域名" if len(without) > _SHOWN else ""
    return f"{'、'.join(without[:_SHOWN])}{more}"
