"""IPv6 support of a site: addresses of the site and its name servers, reach, and same content (NORMS 8)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import Field

from checks.coverage import reason_of, told_outcome
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, first_reason, worst
from checks.registry import check
from crawler.model import DnsFacts, Evidence, HostRecords, Ipv6Facts, Kind, Probe, ProbeWant


class Ipv6Part(StrEnum):
    """One sub-test of IPv6 support."""

    SITE_ADDRESS = "site-address"
    NAME_SERVER_ADDRESS = "name-server-address"
    REACH = "reach"
    SAME_CONTENT = "same-content"


class Ipv6Params(Params):
    """Which sub-tests are required, how many name servers need IPv6, and how alike both home pages must be (0-1)."""

    parts: tuple[Ipv6Part, ...] = Field(min_length=1)
    name_servers: int = Field(ge=1, le=13)
    similarity: float = Field(gt=0, le=1)


_OVER_IPV6 = frozenset({Ipv6Part.REACH, Ipv6Part.SAME_CONTENT})
_NO_RECORDS = frozenset({None, "", "no-answer", "noanswer", "nodata"})
"""What a resolver says when a name exists and has no record of the type asked: a plain answer, not a failure."""


def _wants(params: Ipv6Params, _as_of: date) -> Iterable[ProbeWant]:
    if _OVER_IPV6 & set(params.parts):
        return (ProbeWant(Probe.DNS), ProbeWant(Probe.IPV6))
    return (ProbeWant(Probe.DNS),)


@check(
    "ipv6-missing",
    needs={Kind.DNS, Kind.IPV6},
    params=Ipv6Params,
    wants=_wants,
    title="网站支持 IPv6 访问",
    fail_title="网站不支持 IPv6 访问",
    norm=Norm("《2021年政务公开工作要点》（国办发〔2021〕12号）", "2021年底前县级以上政府门户网站全面支持 IPv6"),
)
def ipv6_missing(given: Given[Ipv6Params]) -> Finding:
    """The site answers to IPv6 in every respect that the plan requires.

    Why:
        要点要求县级以上政府门户网站支持互联网协议第六版，使用 IPv6 网络的公众也能访问。
    Passes when:
        方案列出的各项都成立：网站域名（或其上级主域名）有 AAAA 记录，别名（CNAME）指向的 AAAA 也算；
        至少规定台数的域名服务器有 AAAA 记录；本机能经 IPv6 打开首页；IPv6 与 IPv4 首页内容相似度达到规定值。
    Fails when:
        解析正常、域名有 A 记录而没有 AAAA 记录；有 AAAA 记录的域名服务器少于规定台数；
        没有 AAAA 记录因而不可能经 IPv6 访问；或两种方式都打开了首页而内容相似度低于规定值。
    Inconclusive when:
        域名解析出错或超时；本机没有 IPv6 通路；没有测量结果；
        有 AAAA 记录而单次访问未成功（一处一次不能断定是谁的问题）。
    Not applicable when:
        网站以 IP 地址访问，没有域名。
    """
    host = _host(given.site.url)
    expected = (
        f"{host} 支持 IPv6：{'；'.join(_expected(part, given.params) for part in dict.fromkeys(given.params.parts))}。"
    )
    if _is_address(host):
        return Finding(
            Verdict.NOT_APPLICABLE, f"{given.site.name}以 IP 地址 {host} 访问，没有域名。", expected=expected
        )
    judged = [_judge(part, given) for part in dict.fromkeys(given.params.parts)]
    verdict = worst(judged)
    decisive = [each for each in judged if each.part.verdict is verdict]
    told = dict.fromkeys(each.part.observed.rstrip("。") for each in decisive)
    observed = f"{given.site.name}（{host}）：{'；'.join(told)}。"
    if verdict is Verdict.INCONCLUSIVE:
        reason, remedy = first_reason(decisive), "请在具备条件的网络环境重新测量，或人工核查。"
    else:
        reason, remedy = None, "".join(dict.fromkeys(each.remedy for each in decisive))
    return Finding(
        verdict,
        observed,
        expected=expected,
        remedy=remedy,
        reason=reason,
        evidence=cited(*(each.part.evidence for each in judged)),
        parts=tuple(each.part for each in judged),
    )


def _judge(part: Ipv6Part, given: Given[Ipv6Params]) -> Judged:
    match part:
        case Ipv6Part.SITE_ADDRESS:
            return _judge_site(given)
        case Ipv6Part.NAME_SERVER_ADDRESS:
            return _judge_name_servers(given)
        case Ipv6Part.REACH:
            return _judge_reach(given)
        case Ipv6Part.SAME_CONTENT:
            return _judge_content(given)


def _judge_site(given: Given[Ipv6Params]) -> Judged:
    dns, failed = _dns(given)
    if dns is None:
        return failed
    each, facts = dns
    verdict, observed, reason = _site_address(facts)
    if verdict is Verdict.FAIL and _others_failed(given, Kind.DNS):
        verdict, reason = Verdict.INCONCLUSIVE, Reason.NOT_REACHED
    remedy = f"请为 {facts.host.host} 增加 AAAA 解析记录，并使网站服务器支持 IPv6。" if verdict is Verdict.FAIL else ""
    return Judged(Part(verdict, "网站 AAAA 记录", observed, evidence=(each.id,)), reason, remedy)


def _site_address(facts: DnsFacts) -> tuple[Verdict, str, Reason | None]:
    asked = [facts.host, *([facts.apex] if facts.apex is not None else [])]
    for records in asked:
        if records.aaaa:
            return Verdict.PASS, f"{records.host} 有 AAAA 记录 {records.aaaa[0]}。", None
    wrong = next((records for records in asked if not _plain(records)), None)
    if wrong is not None:
        return Verdict.INCONCLUSIVE, f"查询 {wrong.host} 的 AAAA 记录时解析出错（{wrong.error}）。", Reason.NOT_REACHED
    if not facts.host.a:
        return Verdict.INCONCLUSIVE, f"{facts.host.host} 连 A 记录也没有查到，解析结果不可靠。", Reason.NOT_REACHED
    names = "、".join(dict.fromkeys(records.host for records in asked))
    return Verdict.FAIL, f"{names} 有 A 记录 {facts.host.a[0]}，没有 AAAA 记录。", None


def _judge_name_servers(given: Given[Ipv6Params]) -> Judged:
    dns, failed = _dns(given)
    if dns is None:
        return failed
    each, facts = dns
    need = given.params.name_servers
    servers = facts.name_servers
    good = [server for server in servers if server.aaaa]
    unknown = [server for server in servers if not server.aaaa and not _plain(server)]
    told = f"域名 {facts.zone or facts.host.host} 的{len(servers)}台域名服务器中{len(good)}台有 AAAA 记录"
    reason: Reason | None = None
    if len(good) >= need:
        verdict, observed = Verdict.PASS, f"{told}。"
    elif not servers:
        verdict, reason = Verdict.INCONCLUSIVE, Reason.NOT_REACHED
        observed = f"没有查到 {facts.zone or facts.host.host} 的域名服务器。"
    elif len(good) + len(unknown) >= need or _others_failed(given, Kind.DNS):
        verdict, reason = Verdict.INCONCLUSIVE, Reason.NOT_REACHED
        observed = f"{told}，{len(unknown)}台解析出错，不能断定是否够{need}台。"
    else:
        verdict, observed = Verdict.FAIL, f"{told}，少于{need}台。"
    lacking = "、".join(server.host for server in servers if not server.aaaa)
    remedy = f"请为域名服务器 {lacking} 配置 AAAA 记录，使至少{need}台支持 IPv6。" if verdict is Verdict.FAIL else ""
    return Judged(Part(verdict, "域名服务器 AAAA 记录", observed, evidence=(each.id,)), reason, remedy)


def _judge_reach(given: Given[Ipv6Params]) -> Judged:
    blocked = _unreachable(given, "经 IPv6 打开首页")
    if blocked is not None:
        return blocked
    measured, failed = _ipv6(given, "经 IPv6 打开首页")
    if measured is None:
        return failed
    each, facts = measured
    if facts.reached:
        status = f"（状态码 {facts.status}）" if facts.status is not None else ""
        observed = f"经 IPv6 能打开首页{status}。"
        return Judged(Part(Verdict.PASS, "经 IPv6 打开首页", observed, evidence=(each.id,)))
    why = f"（{facts.error[:60]}）" if facts.error else ""
    observed = f"有 AAAA 记录，但本次经 IPv6 未能打开首页{why}，一次测量不能断定原因。"
    return Judged(
        Part(Verdict.INCONCLUSIVE, "经 IPv6 打开首页", observed, evidence=(each.id,)),
        Reason.NOT_REACHED if facts.route else Reason.NO_ROUTE,
    )


def _judge_content(given: Given[Ipv6Params]) -> Judged:
    subject = "IPv6 与 IPv4 内容一致"
    blocked = _unreachable(given, subject)
    if blocked is not None:
        return blocked
    measured, failed = _ipv6(given, subject)
    if measured is None:
        return failed
    each, facts = measured
    if not facts.reached or facts.similarity is None:
        observed = "未能同时经 IPv6 和 IPv4 取得首页，无法比较内容。"
        return Judged(Part(Verdict.INCONCLUSIVE, subject, observed, evidence=(each.id,)), Reason.NOT_REACHED)
    told = f"两种方式打开的首页相似度为{facts.similarity:.2f}"
    if facts.similarity >= given.params.similarity:
        return Judged(Part(Verdict.PASS, subject, f"{told}。", evidence=(each.id,)))
    if _others_failed(given, Kind.IPV6):
        return Judged(
            Part(Verdict.INCONCLUSIVE, subject, f"{told}，各次测量不一。", evidence=(each.id,)), Reason.AMBIGUOUS
        )
    return Judged(
        Part(Verdict.FAIL, subject, f"{told}，低于{given.params.similarity:g}。", evidence=(each.id,)),
        remedy=f"请检查 {facts.host} 的 IPv6 服务，使其与 IPv4 提供相同的首页内容。",
    )


def _unreachable(given: Given[Ipv6Params], subject: str) -> Judged | None:
    """Return the failure of whatever needs IPv6 on a site that surely has no IPv6 address; else None."""
    site = _judge_site(given)
    if site.part.verdict is not Verdict.FAIL:
        return None
    observed = "没有 AAAA 记录，不可能经 IPv6 访问。"
    return Judged(Part(Verdict.FAIL, subject, observed, evidence=site.part.evidence), remedy=site.remedy)


def _dns(given: Given[Ipv6Params]) -> tuple[tuple[Evidence, DnsFacts] | None, Judged]:
    """Return the newest DNS answer, or None and the part that says why there is none."""
    good = [(each, each.facts) for each in given.of(Kind.DNS) if isinstance(each.facts, DnsFacts)]
    newest = max(good, key=lambda pair: (pair[0].seen_at, pair[0].id)) if good else None
    return newest, _unmeasured(given.of(Kind.DNS), "域名解析")


def _ipv6(given: Given[Ipv6Params], subject: str) -> tuple[tuple[Evidence, Ipv6Facts] | None, Judged]:
    """Return the newest measurement made over an IPv6 route, or None and the part that says why there is none."""
    good = [(each, each.facts) for each in given.of(Kind.IPV6) if isinstance(each.facts, Ipv6Facts)]
    routed = [pair for pair in good if pair[1].route]
    if good and not routed:
        observed = "本机没有 IPv6 通路，未能测量。"
        part = Part(Verdict.INCONCLUSIVE, subject, observed, evidence=(good[0][0].id,))
        return None, Judged(part, Reason.NO_ROUTE)
    newest = max(routed, key=lambda pair: (pair[0].seen_at, pair[0].id)) if routed else None
    return newest, _unmeasured(given.of(Kind.IPV6), subject)


def _unmeasured(looks: tuple[Evidence, ...], subject: str) -> Judged:
    if not looks:
        return Judged(Part(Verdict.INCONCLUSIVE, subject, f"没有{subject}的测量结果。"), Reason.NOT_GATHERED)
    observed = f"{subject}：{told_outcome(looks[0].outcome)}。"
    part = Part(Verdict.INCONCLUSIVE, subject, observed, evidence=(looks[0].id,))
    return Judged(part, reason_of(looks[0].outcome))


def _others_failed(given: Given[Ipv6Params], kind: Kind) -> bool:
    return any(each.facts is None for each in given.of(kind))


def _plain(records: HostRecords) -> bool:
    return records.error is None or records.error.lower() in _NO_RECORDS


def _expected(part: Ipv6Part, params: Ipv6Params) -> str:
    return {
        Ipv6Part.SITE_ADDRESS: "网站域名有 AAAA 记录",
        Ipv6Part.NAME_SERVER_ADDRESS: f"至少{params.name_servers}台域名服务器有 AAAA 记录",
        Ipv6Part.REACH: "能经 IPv6 打开首页",
        Ipv6Part.SAME_CONTENT: f"与 IPv4 内容相似度不低于{params.similarity:g}",
    }[part]


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
