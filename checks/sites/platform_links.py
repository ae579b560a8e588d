"""Links to the platforms where information is published or services are offered, from the site's front."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from checks.coverage import reason_of, told_outcome
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, first_reason, worst
from checks.registry import check
from checks.sites.home_page import fronts, home_page, script_gap, unseen
from crawler.model import FrontPage, Kind, Outcome, Probe, ProbeWant, SiteFacts
from crawler.model.typography import normalise


class Platform(BaseModel):
    """One platform: its name in findings, phrases of which a link's wording has one, and host names it lives under."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=2)
    titles: tuple[str, ...] = Field(max_length=20)
    hosts: tuple[str, ...] = Field(max_length=20)

    @model_validator(mode="after")
    def _is_known_by_something(self) -> "Platform":
        if not self.titles and not self.hosts:
            raise ValueError("a platform is known by wordings or by host names; give at least one")
        return self


class PlatformsParams(Params):
    """The platforms that the front of the site must link to."""

    platforms: tuple[Platform, ...] = Field(min_length=1, max_length=20)


def _browser(_params: PlatformsParams, _as_of: date) -> Iterable[ProbeWant]:
    """Links that only scripts write are seen in a browser."""
    return (ProbeWant(Probe.ACCESSIBILITY),)


@check(
    "platform-link-missing",
    needs={Kind.SITE, Kind.ACCESSIBILITY},
    params=PlatformsParams,
    wants=_browser,
    title="设有通向有关平台的链接",
    fail_title="没有通向有关平台的链接",
    norm=Norm(
        "《中华人民共和国政府信息公开条例》（国务院令第711号）", "第二十三条、第二十四条；应链接的平台由方案规定"
    ),
)
def platform_link_missing(given: Given[PlatformsParams]) -> Finding:
    """The home page or the site map links to every platform that the plan names.

    Why:
        集中公示、办事、信用、数据开放等平台在别处；网站上没有入口，公众就不知道到哪里看、到哪里办。
    Passes when:
        首页或网站地图上，有一个链接的文字包含方案列出的说法，或链接（包括下拉框和脚本里的网址）通向方案列出的主机，每个平台都是这样。
    Fails when:
        首页由浏览器打开或没有脚本，网站地图（如有）也已打开，都没有这样的链接。
    Inconclusive when:
        首页有脚本而没有用浏览器打开；网站地图打不开；首页打不开，或没有读取链接。
    Not applicable when:
        无。
    """
    names = "、".join(each.name for each in given.params.platforms)
    expected = f"首页或网站地图有通向{names}的链接。"
    facts, evidence = home_page(given)
    if facts is None:
        return unseen(given, Kind.SITE, "首页", expected)
    evidence = cited(evidence, (each.id for each in given.of(Kind.ACCESSIBILITY)))
    shown = fronts(given, facts)
    judged = [_judge(given, facts, shown, each, evidence) for each in given.params.platforms]
    verdict = worst(judged)
    decisive = [each for each in judged if each.part.verdict is verdict]
    told = "；".join(each.part.observed.rstrip("。") for each in decisive)
    remedies = {
        Verdict.FAIL: f"请在 {facts.home_url} 设置通向{'、'.join(each.part.subject for each in decisive)}的链接。",
        Verdict.INCONCLUSIVE: "请人工核查，或在条件具备后重新采集再判。",
    }
    return Finding(
        verdict,
        f"{given.site.name}：{told}。",
        expected=expected,
        remedy=remedies.get(verdict, ""),
        reason=first_reason(decisive) if verdict is Verdict.INCONCLUSIVE else None,
        evidence=evidence,
        parts=tuple(each.part for each in judged),
    )


def _judge(
    given: Given[Any], facts: SiteFacts, shown: Sequence[FrontPage], platform: Platform, evidence: tuple[str, ...]
) -> Judged:
    found = _link_to(platform, shown)
    if found is not None:
        return Judged(Part(Verdict.PASS, platform.name, f"有通向{platform.name}的链接（{found}）。", None, evidence))
    gap = _gap(given, facts)
    told = f"首页{'和网站地图' if _has_map(facts) else ''}没有见到通向{platform.name}的链接"
    if gap is not None:
        part = Part(Verdict.INCONCLUSIVE, platform.name, f"{told}，但{gap[1]}，不能断定没有。", None, evidence)
        return Judged(part, gap[0])
    count = max(len(front.links) for front in shown)
    part = Part(Verdict.FAIL, platform.name, f"{told}（共看了{count}个链接）。", facts.home_url, evidence)
    return Judged(part)


def _link_to(platform: Platform, shown: Sequence[FrontPage]) -> str | None:
    """What leads to the platform: a link's wording, or the host that the page names."""
    titles = [normalise(each) for each in platform.titles]
    for front in shown:
        for link in front.links:
            wording = normalise(link.title)
            if any(title in wording for title in titles) or _lives(_host(link.url), platform.hosts):
                return f"“{link.title[:40]}” {link.url[:120]}" if link.title else link.url[:120]
    hosts = (host for front in shown for host in front.hosts)
    return next((host for host in hosts if _lives(host, platform.hosts)), None)


def _lives(host: str, under: Sequence[str]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in (name.lower().strip(".") for name in under))


def _gap(given: Given[Any], facts: SiteFacts) -> tuple[Reason, str] | None:
    looks = facts.front.looks if facts.front is not None else ()
    failed = next((look for look in looks if look.outcome is not Outcome.OK), None)
    if failed is not None:
        return reason_of(failed.outcome), f"{failed.url} {told_outcome(failed.outcome)}"
    gap = script_gap(given, facts)
    return None if gap is None else (Reason.UNREADABLE, gap)


def _has_map(facts: SiteFacts) -> bool:
    return facts.front is not None and len(facts.front.looks) > 1


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
