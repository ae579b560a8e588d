"""Aids for readers who need them, and what axe-core finds in the home page (N02-A1)."""

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import Field

from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from checks.sites.home_page import fronts, home_page, looks_at, of_section, script_gap, unseen
from crawler.model import AccessibilityFacts, AidKind, Impact, Kind, Probe, ProbeWant, Violation

_GUIDE = Norm("《政府网站发展指引》（国办发〔2017〕47号）", "无障碍浏览；适老化改造（要求由方案规定）")
_AIDS = {AidKind.ELDERLY: "长者（适老化）模式", AidKind.BARRIER_FREE: "无障碍浏览"}
_IMPACTS = {Impact.MINOR: "轻微", Impact.MODERATE: "中等", Impact.SERIOUS: "严重", Impact.CRITICAL: "致命"}
_ORDER = tuple(Impact)
_SHOWN = 4


class AidsParams(Params):
    """Which aids the home page must offer."""

    aids: tuple[AidKind, ...] = Field(min_length=1)


class ViolationsParams(Params):
    """From which impact on a broken rule counts, and how many such rules the home page may break."""

    impact: Impact
    at_most: int = Field(ge=0)


def _browser(_params: Params, _as_of: date) -> Iterable[ProbeWant]:
    return (ProbeWant(Probe.ACCESSIBILITY),)


@check(
    "accessibility-aid-missing",
    needs={Kind.SITE, Kind.ACCESSIBILITY},
    params=AidsParams,
    wants=_browser,
    title="提供无障碍、适老化入口",
    fail_title="没有无障碍、适老化入口",
    norm=_GUIDE,
)
def accessibility_aid_missing(given: Given[AidsParams]) -> Finding:
    """The home page has an entry to each aid that the plan names.

    Why:
        老年人和视力障碍者要靠大字、读屏等辅助功能使用网站。
    Passes when:
        首页有名称相符的链接、按钮或图片（长者模式、关怀版、无障碍浏览、读屏等），或载入了常用的无障碍工具脚本。
    Fails when:
        首页由浏览器打开或没有脚本，没有这样的入口。
    Inconclusive when:
        首页有脚本而没有用浏览器打开（入口多由脚本写入）；首页打不开。
    Not applicable when:
        判定对象是门户网站上的一个栏目，使用门户网站的辅助功能。
    """
    aids = tuple(dict.fromkeys(given.params.aids))
    expected = f"首页有{'、'.join(_AIDS[each] for each in aids)}的入口。"
    if given.site.section:
        return of_section(given, "统一提供辅助功能", expected)
    facts, evidence = home_page(given)
    if facts is None:
        return unseen(given, Kind.SITE, "首页", expected)
    evidence = cited(evidence, (each.id for each in given.of(Kind.ACCESSIBILITY)))
    found = {aid.kind: aid.words for front in fronts(given, facts) for aid in front.aids}
    missing = [each for each in aids if each not in found]
    if not missing:
        shown = "、".join(f"{_AIDS[each]}（“{found[each][:40]}”）" for each in aids)
        return Finding(Verdict.PASS, f"{given.site.name}首页有{shown}入口。", expected=expected, evidence=evidence)
    told = f"{given.site.name}首页没有见到{'、'.join(_AIDS[each] for each in missing)}的入口"
    gap = script_gap(given, facts)
    if gap is not None:
        return undecided(Reason.UNREADABLE, f"{told}，但{gap}，不能断定没有。", expected=expected, evidence=evidence)
    remedy = f"请在 {facts.home_url} 的显著位置提供{'、'.join(_AIDS[each] for each in missing)}的入口。"
    return Finding(Verdict.FAIL, f"{told}。", expected=expected, remedy=remedy, evidence=evidence)


@check(
    "accessibility-violations",
    needs={Kind.ACCESSIBILITY},
    params=ViolationsParams,
    wants=_browser,
    title="首页无障碍检测合格",
    fail_title="首页无障碍检测不合格",
    norm=_GUIDE,
)
def accessibility_violations(given: Given[ViolationsParams]) -> Finding:
    """The home page, opened in a browser, breaks at most so many rules of axe-core of the given impact or worse.

    Why:
        图片没有文字说明、表单没有标签，读屏软件就读不出来；自动检测能发现其中确定的问题。
    Passes when:
        axe-core 确定违反的、达到规定影响程度的规则不超过方案规定的条数（只看确定的，待人工判断的不计）。
    Fails when:
        达到规定影响程度的违反规则多于方案规定的条数。
    Inconclusive when:
        没有浏览器或没有安装 axe-core；首页打不开。
    Not applicable when:
        判定对象是门户网站上的一个栏目，没有自己的首页。
    """
    params = given.params
    expected = f"首页违反{_IMPACTS[params.impact]}以上无障碍规则不超过{params.at_most}条。"
    if given.site.section:
        return of_section(given, "统一提供首页", expected)
    looks = looks_at(given, Kind.ACCESSIBILITY)
    good = [(each, each.facts) for each in looks if isinstance(each.facts, AccessibilityFacts)]
    if not good or len(good) != len(looks):
        return unseen(given, Kind.ACCESSIBILITY, "首页的无障碍检测结果", expected)
    newest, facts = good[-1]
    if facts.engine is None:
        observed = f"{given.site.name}首页已由浏览器打开，但没有安装检测引擎 axe-core，没有检测。"
        return undecided(Reason.NOT_GATHERED, observed, expected=expected, evidence=(newest.id,))
    least = _ORDER.index(params.impact)
    broken = [each for each in facts.violations if _ORDER.index(each.impact) >= least]
    told = (
        f"{given.site.name}首页经 axe-core {facts.engine} 检测，符合{facts.kept}条规则，"
        f"违反{_IMPACTS[params.impact]}以上规则{len(broken)}条，待人工判断{facts.unclear}条"
    )
    parts = tuple(_part(each, facts, newest.id) for each in broken)
    if len(broken) <= params.at_most:
        return Finding(Verdict.PASS, f"{told}。", expected=expected, evidence=(newest.id,))
    remedy = f"请按检测结果修改 {facts.url} 的页面模板，先改影响严重、处数最多的。"
    observed = f"{told}：{_told(broken)}。"
    return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=(newest.id,), parts=parts)


def _told(broken: Sequence[Violation]) -> str:
    ranked = sorted(broken, key=lambda each: (-_ORDER.index(each.impact), -each.elements, each.rule))
    shown = "、".join(f"{each.told}（{each.rule}，{each.elements}处）" for each in ranked[:_SHOWN])
    return f"{shown}{'等' if len(broken) > _SHOWN else ''}"


def _part(each: Violation, facts: AccessibilityFacts, evidence: str) -> Part:
    criteria = f"（{'、'.join(each.criteria)}）" if each.criteria else ""
    example = f"，例如 {each.examples[0]}" if each.examples else ""
    observed = f"{each.told}{criteria}：影响{_IMPACTS[each.impact]}，{each.elements}处{example}。"
    return Part(Verdict.FAIL, each.rule, observed, facts.url, (evidence,))
