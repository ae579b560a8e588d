"""Whether a site's secure connection is sound."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pydantic import Field

from checks.coverage import reason_of, told_outcome
from checks.model import Finding, Given, Norm, Params, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from checks.sites.home_page import looks_at, unseen
from checks.timing import day
from crawler.model import Evidence, Kind, Probe, ProbeWant, SiteFacts, TlsFacts


class TlsFault(StrEnum):
    """What may be wrong with a secure connection."""

    EXPIRED = "expired"
    WRONG_NAME = "wrong-name"
    UNTRUSTED = "untrusted"
    HTTP_ONLY = "http-only"


_FAULTS = {
    TlsFault.EXPIRED: "证书在有效期内",
    TlsFault.WRONG_NAME: "证书与域名相符",
    TlsFault.UNTRUSTED: "证书由受信任的机构签发",
    TlsFault.HTTP_ONLY: "提供 https 访问",
}


class TlsParams(Params):
    """Which faults the plan counts."""

    faults: tuple[TlsFault, ...] = Field(min_length=1)


def _wants(_params: TlsParams, _as_of: date) -> Iterable[ProbeWant]:
    return (ProbeWant(Probe.TLS),)


@check(
    "tls-broken",
    needs={Kind.TLS, Kind.SITE},
    params=TlsParams,
    wants=_wants,
    title="网站安全连接正常",
    fail_title="网站安全连接有问题",
    norm=Norm("《政府网站发展指引》（国办发〔2017〕47号）", "安全防护（要求的项目由方案规定）"),
)
def tls_broken(given: Given[TlsParams]) -> Finding:
    """A site that is reached by https has a certificate that is valid, of its name and trusted.

    Why:
        证书过期、域名不符时浏览器会拦住公众，也分不清真假网站。
    Passes when:
        方案列出的各项都成立。
    Fails when:
        网站以 https 访问，测得的证书在测量当日已过期、不含该域名，或证书链不受本机信任（且不是因为过期）；
        方案列出 http-only 时，443 端口明确拒绝连接而网站只有 http。
    Inconclusive when:
        没有测量结果；测量超时或中断；https 网站的端口拒绝连接或握手失败（可能只支持国密算法）；证书读不出。
    Not applicable when:
        网站以 http 访问而方案没有列出 http-only；判定对象是门户网站上的一个栏目。
    """
    faults = tuple(dict.fromkeys(given.params.faults))
    expected = f"网站{'、'.join(_FAULTS[each] for each in faults)}。"
    if given.site.section:
        observed = f"{given.site.name}是门户网站上的栏目，安全连接随门户网站判定。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected)
    looks = looks_at(given, Kind.TLS)
    measured = [(each, each.facts) for each in looks if isinstance(each.facts, TlsFacts)]
    if not measured or len(measured) != len(looks):
        return unseen(given, Kind.TLS, "安全连接（TLS）的测量结果", expected)
    each, facts = measured[-1]
    evidence = cited((each.id,), (look.id for look in given.of(Kind.SITE)))
    where = f"{given.site.name}（{facts.host}:{facts.port}）"
    secure = _is_https(given)
    if secure is None:
        failed = looks_at(given, Kind.SITE)[-1].outcome
        observed = f"{where}：首页{told_outcome(failed)}，不知道网站以 http 还是 https 访问。"
        return undecided(reason_of(failed), observed, expected=expected, evidence=evidence)
    if not secure:
        return _http(given, where, facts, expected, evidence)
    return _https(given, where, (each, facts), expected, evidence)


def _https(
    given: Given[TlsParams], where: str, measured: tuple[Evidence, TlsFacts], expected: str, evidence: tuple[str, ...]
) -> Finding:
    """Return the finding on a site that readers reach by https."""
    each, facts = measured
    faults = tuple(dict.fromkeys(given.params.faults))
    if not facts.offered:
        observed = f"{where}：没有完成安全握手（{facts.error or '原因不明'}），可能只支持国密算法，不能断定。"
        return undecided(Reason.NOT_REACHED, observed, expected=expected, evidence=evidence)
    found = [told for fault in faults if (told := _fault(fault, facts, each)) is not None]
    if found:
        remedy = f"请为 {given.site.url} 换用有效的证书（补全证书链），并在到期前更换。"
        return Finding(
            Verdict.FAIL, f"{where}：{'；'.join(found)}。", expected=expected, remedy=remedy, evidence=evidence
        )
    open_ = [fault for fault in faults if _is_open(fault, facts)]
    if open_:
        observed = f"{where}：{'、'.join(_FAULTS[fault] for fault in open_)}没有测出（{facts.error or '原因不明'}）。"
        return undecided(Reason.UNREADABLE, observed, expected=expected, evidence=evidence)
    until = f"，证书有效期至{day(facts.not_after)}" if facts.not_after else ""
    return Finding(Verdict.PASS, f"{where}：安全连接正常{until}。", expected=expected, evidence=evidence)


def _is_https(given: Given[Any]) -> bool | None:
    """Whether readers come by https: by the roster's address, or by where the home page leads; None: not known."""
    if given.site.url.lower().startswith("https:"):
        return True
    looks = looks_at(given, Kind.SITE)
    homes = [each.facts for each in looks if isinstance(each.facts, SiteFacts)]
    if looks and not homes:
        return None
    return any((home.final_url or "").lower().startswith("https:") for home in homes)


def _http(given: Given[TlsParams], where: str, facts: TlsFacts, expected: str, evidence: tuple[str, ...]) -> Finding:
    if TlsFault.HTTP_ONLY not in given.params.faults:
        observed = f"{where}以 http 访问，方案没有要求 https。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=evidence)
    if facts.offered:
        observed = f"{where}提供安全连接，但名册所列网址以 http 打开，没有转到 https，需要人工核对。"
        return undecided(Reason.AMBIGUOUS, observed, expected=expected, evidence=evidence)
    if "ConnectionRefused" not in (facts.error or ""):
        observed = f"{where}没有完成安全握手（{facts.error or '原因不明'}），不能断定不提供 https。"
        return undecided(Reason.NOT_REACHED, observed, expected=expected, evidence=evidence)
    remedy = f"请为 {given.site.url} 部署证书，提供 https 访问。"
    observed = f"{where}只以 http 提供，https 端口拒绝连接。"
    return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence)


def _fault(fault: TlsFault, facts: TlsFacts, each: Evidence) -> str | None:
    seen = (each.seen_at + timedelta(hours=8)).date()
    expired = facts.not_after is not None and facts.not_after < seen - timedelta(days=1)
    if fault is TlsFault.EXPIRED and expired and facts.not_after is not None:
        return f"证书已于{day(facts.not_after)}过期（测量日{day(seen)}）"
    if fault is TlsFault.WRONG_NAME and facts.name_matches is False:
        return f"证书（{facts.subject or '没有名称'}）不含域名 {facts.host}"
    if fault is TlsFault.UNTRUSTED and facts.trusted is False and not expired:
        return f"证书（签发者{facts.issuer or '不明'}）不受信任"
    return None


def _is_open(fault: TlsFault, facts: TlsFacts) -> bool:
    values = {
        TlsFault.EXPIRED: facts.not_after,
        TlsFault.WRONG_NAME: facts.name_matches,
        TlsFault.UNTRUSTED: facts.trusted,
        TlsFault.HTTP_ONLY: True,
    }
    return values[fault] is None
