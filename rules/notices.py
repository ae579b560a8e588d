"""What a reader must know beside the verdicts: who was not found, what was not reached, what was overridden."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from checks import Reason, Verdict
from rules.assignment import Assignment
from rules.model import Plan
from rules.result import FindingResult, SiteResult
from rules.roster import Roster

_MOST_IDS = 12
_RECENT = timedelta(days=7)
"""How long a redesign is told."""
_BEIJING = timedelta(hours=8)


def notices(
    plan: Plan,
    assigned: Mapping[str, Assignment],
    roster: Roster,
    sites: Sequence[SiteResult],
    findings: Sequence[FindingResult],
) -> tuple[str, ...]:
    """Return Chinese sentences, one for each unresolved name, place that is missing, site not reached, and override."""
    return (
        *_names(plan, assigned),
        *_places(roster, findings),
        *(site.error for site in sites if site.error is not None),
        *(
            f"对{site.name}（{site.url}）未按 robots.txt 采集，理由：{site.robots_override}"
            for site in sites
            if site.robots_override is not None
        ),
        *(
            f"{site.name}在{_day(site.redesigned)}改版：{site.moved} 条信息换了网址，不作撤下处理。"
            for site in sites
            if _just_redesigned(site)
        ),
        *_broken(findings),
    )


def _just_redesigned(site: SiteResult) -> bool:
    return site.redesigned is not None and site.last_seen is not None and site.last_seen - site.redesigned < _RECENT


def _day(moment: datetime | None) -> str:
    day = None if moment is None else moment + _BEIJING
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _names(plan: Plan, assigned: Mapping[str, Assignment]) -> Iterator[str]:
    unresolved: dict[str, list[str]] = {}
    ambiguous: dict[str, list[str]] = {}
    for requirement in plan.requirements:
        units = assigned[requirement.id]
        for word in units.unresolved:
            unresolved.setdefault(word, []).append(requirement.id)
        for word in units.ambiguous:
            ambiguous.setdefault(word, []).append(requirement.id)
    for word, ids in unresolved.items():
        yield f"名册中没有「{word}」，要求{_ids(ids)}未计入该单位。"
    for word, ids in ambiguous.items():
        yield f"名册中有多个单位都叫「{word}」，无法确定是哪一个，要求{_ids(ids)}未计入；请在名册中写明别名。"
    if nobody := [each.id for each in plan.requirements if not assigned[each.id].units]:
        yield f"要求{_ids(nobody)}在名册中没有对应的责任单位，只列入台账。"


def _places(roster: Roster, findings: Iterable[FindingResult]) -> Iterator[str]:
    without: dict[str, int] = {}
    for found in findings:
        if found.reason is Reason.NO_PLACE:
            without[found.unit] = without.get(found.unit, 0) + 1
    for unit in roster.units:
        if unit.id in without:
            yield f"{unit.name}在名册中没有可供判断的网址，涉及 {without[unit.id]} 项判断，均不下结论。"


def _broken(findings: Iterable[FindingResult]) -> Iterator[str]:
    broken: dict[str, int] = {}
    for found in findings:
        if found.verdict is Verdict.ERROR:
            broken[found.check] = broken.get(found.check, 0) + 1
    for check, count in sorted(broken.items()):
        yield f"检查项 {check} 有 {count} 次运行出错，没有得出结论；请向本工具的维护者报告。"


def _ids(ids: Sequence[str]) -> str:
    shown = "、".join(ids[:_MOST_IDS])
    return f" {shown} " if len(ids) <= _MOST_IDS else f" {shown} 等 {len(ids)} 项"
