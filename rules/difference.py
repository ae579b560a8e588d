"""What differs between two results of one plan, and why: their site, the plan, the roster, our rules, or the day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from checks import Reason, Verdict
from rules.history import UNDECIDED
from rules.result import AuditResult, EvidenceCited, FindingResult, RequirementResult

_REACH = frozenset({Reason.NOT_REACHED, Reason.BLOCKED, Reason.NO_ROUTE, Reason.NOT_GATHERED, Reason.COVERAGE})
_MOST_NAMES = 12
_GOOD = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE, Verdict.PENDING})


class Cause(StrEnum):
    """Why a judgement differs. NOISE is what nothing else explains."""

    SITE = "site"
    PLAN = "plan"
    ROSTER = "roster"
    RULES = "rules"
    REVIEW = "review"
    REACH = "reach"
    DAY = "day"
    NOISE = "noise"


class Turn(StrEnum):
    """Which way a judgement went."""

    WORSE = "worse"
    BETTER = "better"
    UNDECIDED = "undecided"
    DECIDED = "decided"
    OTHERWISE = "otherwise"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One judgement that differs; `id` is the later finding's, or the earlier one's when it was dropped.

    `before` and `after` are None where that result does not have it. `causes` are all that may explain it, the surest
    first.
    """

    id: str
    requirement: str
    unit: str
    site: str | None
    check: str
    title: str
    turn: Turn
    causes: tuple[Cause, ...]
    before: Verdict | None
    after: Verdict | None
    observed_before: str = ""
    observed_after: str = ""


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A site that was redesigned in between, or could be read in one result only."""

    site: str
    name: str
    redesigned: datetime | None = None
    moved: int = 0
    reached_before: bool | None = None
    reached_after: bool | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two results side by side. `comparable` is False for different plans; then nothing else is filled.

    `same` counts findings with the same verdict; of these `moved` rest on facts that changed. `plan`, `roster` and
    `rules` tell in Chinese sentences what changed there.
    """

    plan_id: str
    before: date
    after: date
    comparable: bool
    changes: tuple[FindingChange, ...] = ()
    same: int = 0
    moved: int = 0
    plan: tuple[str, ...] = ()
    roster: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sites: tuple[SiteChange, ...] = ()

    @property
    def counts(self) -> dict[Turn, int]:
        """How many judgements went which way."""
        return dict(Counter(each.turn for each in self.changes))


def difference(before: AuditResult, after: AuditResult) -> Difference:
    """Return what differs between two results of one plan, ordered as in the later one, what was dropped last."""
    if before.plan.id != after.plan.id:
        return Difference(after.plan.id, before.as_of, after.as_of, comparable=False)
    two = _Two(before, after)
    changes: list[FindingChange] = []
    same = moved = 0
    for old, new in two.pairs():
        if old is not None and new is not None and old.verdict is new.verdict:
            same += 1
            moved += two.facts_differ(old, new)
        else:
            changes.append(two.change(old, new))
    return Difference(
        after.plan.id,
        before.as_of,
        after.as_of,
        comparable=True,
        changes=tuple(changes),
        same=same,
        moved=moved,
        plan=tuple(two.plan_told()),
        roster=tuple(two.roster_told()),
        rules=tuple(two.rules_told()),
        sites=tuple(two.sites_changed()),
    )


class _Two:
    """Two results with their members by id."""

    def __init__(self, before: AuditResult, after: AuditResult) -> None:
        self._a, self._b = before, after
        self._demands = [{each.id: each for each in result.requirements} for result in (before, after)]
        self._evidence = [{each.id: each for each in result.evidence} for result in (before, after)]
        self._urls = [{each.id: each.url for each in result.sites} for result in (before, after)]
        self._units = [{each.id: each for each in result.units} for result in (before, after)]

    def pairs(self) -> Iterable[tuple[FindingResult | None, FindingResult | None]]:
        """Yield the findings of both results side by side: by id, else by what they are about."""
        old = {each.id: each for each in self._a.findings}
        ids = {each.id for each in self._b.findings}
        left: dict[tuple[str, ...], list[FindingResult]] = {}
        for each in self._a.findings:
            if each.id not in ids:
                left.setdefault(_about(each), []).append(each)
        for new in self._b.findings:
            if new.id in old:
                yield old[new.id], new
            elif alike := left.get(_about(new)):
                yield alike.pop(0), new
            else:
                yield None, new
        for group in left.values():
            for each in group:
                yield each, None

    def change(self, old: FindingResult | None, new: FindingResult | None) -> FindingChange:
        """Return one judgement that differs, with its causes."""
        told = new or old
        if told is None:
            raise AssertionError("a pair has at least one finding")
        return FindingChange(
            id=told.id,
            requirement=told.requirement,
            unit=told.unit,
            site=told.site,
            check=told.check,
            title=told.check_title,
            turn=_turn(old, new),
            causes=self._causes(old, new),
            before=None if old is None else old.verdict,
            after=None if new is None else new.verdict,
            observed_before="" if old is None else old.observed,
            observed_after="" if new is None else new.observed,
        )

    def facts_differ(self, old: FindingResult, new: FindingResult) -> bool:
        """Whether what was read off the pages that a finding rests on differs."""
        return self._facts(0, old) != self._facts(1, new)

    def _causes(self, old: FindingResult | None, new: FindingResult | None) -> tuple[Cause, ...]:
        if old is None or new is None:
            return self._causes_of_one(new or old)
        found: list[Cause] = []
        if self._demand(0, old) != self._demand(1, new) or old.params != new.params:
            found.append(Cause.PLAN)
        if old.site != new.site or self._urls[0].get(old.site or "") != self._urls[1].get(new.site or ""):
            found.append(Cause.ROSTER)
        if old.review != new.review:
            found.append(Cause.REVIEW)
        if any(each.verdict in UNDECIDED and each.reason in _REACH for each in (old, new)):
            found.append(Cause.REACH)
        elif self.facts_differ(old, new):
            reread = self._bytes(0, old) == self._bytes(1, new) and self._readers_differ()
            found.append(Cause.RULES if reread else Cause.SITE)
        if self._check_differs(new.check) and Cause.RULES not in found:
            found.append(Cause.RULES)
        if not found and self._a.as_of != self._b.as_of:
            found.append(Cause.DAY)
        return tuple(found) or (Cause.NOISE,)

    def _causes_of_one(self, only: FindingResult | None) -> tuple[Cause, ...]:
        """Return why a finding is in one result only: the plan has another requirement, or the roster another unit."""
        if only is None:
            return ()
        demands = [side.get(only.requirement) for side in self._demands]
        if demands[0] is None or demands[1] is None or _terms(demands[0]) != _terms(demands[1]):
            return (Cause.PLAN,)
        return (Cause.ROSTER,)

    def _demand(self, side: int, finding: FindingResult) -> tuple[object, ...] | None:
        demand = self._demands[side].get(finding.requirement)
        return None if demand is None else _terms(demand)

    def _cited(self, side: int, finding: FindingResult) -> list[EvidenceCited]:
        ids = dict.fromkeys([*finding.evidence, *(each for part in finding.parts for each in part.evidence)])
        return [self._evidence[side][each] for each in ids if each in self._evidence[side]]

    def _facts(self, side: int, finding: FindingResult) -> set[tuple[str, str, str, str | None]]:
        cited = self._cited(side, finding)
        return {(each.kind.value, each.subject, each.outcome.value, each.facts) for each in cited}

    def _bytes(self, side: int, finding: FindingResult) -> set[tuple[str, str | None]]:
        return {(look.url, look.digest) for each in self._cited(side, finding) for look in each.sources}

    def _readers_differ(self) -> bool:
        a, b = self._a.rules, self._b.rules
        return a is not None and b is not None and a.extractors != b.extractors

    def _check_differs(self, check: str) -> bool:
        a, b = self._a.rules, self._b.rules
        return a is not None and b is not None and check in a.checks and a.checks[check] != b.checks.get(check)

    def plan_told(self) -> Iterable[str]:
        """Tell what changed in the plan."""
        old, new = self._demands
        if added := [each for each in new if each not in old]:
            yield f"方案新增要求 {_listed(added)}。"
        if dropped := [each for each in old if each not in new]:
            yield f"方案删去要求 {_listed(dropped)}。"
        if changed := [each for each in new if each in old and _terms(old[each]) != _terms(new[each])]:
            yield f"方案修改了要求 {_listed(changed)}。"
        params = {new.requirement for old, new in self.pairs() if old and new and old.params != new.params}
        if other := sorted(params - set(changed)):
            yield f"要求 {_listed(other)} 的检查参数有变。"

    def roster_told(self) -> Iterable[str]:
        """Tell what changed in the roster."""
        old, new = self._units
        if added := [each.name for each in new.values() if each.id not in old]:
            yield f"名册新增单位：{_listed(added)}。"
        if dropped := [each.name for each in old.values() if each.id not in new]:
            yield f"名册删去单位：{_listed(dropped)}。"
        moved = [each.name for each in new.values() if each.id in old and old[each.id].site != each.site]
        if moved:
            yield f"名册中网站有变的单位：{_listed(moved)}。"
        urls = [each.name for each in self._b.sites if self._urls[0].get(each.id, each.url) != each.url]
        if urls:
            yield f"名册中网址有变的网站：{_listed(urls)}。"

    def rules_told(self) -> Iterable[str]:
        """Tell what changed in our own rules."""
        a, b = self._a.rules, self._b.rules
        if a is None or b is None:
            return
        if a.extractors != b.extractors:
            yield f"识读程序的版本由 {'、'.join(a.extractors) or '无'} 变为 {'、'.join(b.extractors) or '无'}。"
        if changed := [each for each in b.checks if each in a.checks and a.checks[each] != b.checks[each]]:
            yield f"检查项的程序有变：{_listed(changed)}。"

    def sites_changed(self) -> Iterable[SiteChange]:
        """Yield the sites that were redesigned in between, or were reached in one result only."""
        old = {each.id: each for each in self._a.sites}
        for each in self._b.sites:
            before = old.get(each.id)
            redesigned = each.redesigned
            if before is not None and before.redesigned == redesigned:
                redesigned = None
            reached = None if before is None else before.reached
            if redesigned is not None or (before is not None and before.reached != each.reached):
                moved = each.moved if redesigned is not None else 0
                yield SiteChange(each.id, each.name, redesigned, moved, reached, each.reached)


def _about(finding: FindingResult) -> tuple[str, ...]:
    """What a finding is about whatever its parameters and its site: the same question asked otherwise."""
    column = finding.params.get("column", finding.params.get("columns", ""))
    return (finding.requirement, finding.unit, finding.check, str(column))


def _terms(demand: RequirementResult) -> tuple[object, ...]:
    return (demand.text, demand.reading, demand.due, demand.points, demand.veto, demand.observability, demand.checks)


def _turn(old: FindingResult | None, new: FindingResult | None) -> Turn:
    if old is None:
        return Turn.ADDED
    if new is None:
        return Turn.DROPPED
    if new.verdict in UNDECIDED:
        return Turn.UNDECIDED if old.verdict not in UNDECIDED else Turn.OTHERWISE
    if new.verdict is Verdict.FAIL:
        return Turn.WORSE
    if old.verdict is Verdict.FAIL and new.verdict in _GOOD:
        return Turn.BETTER
    return Turn.DECIDED if old.verdict in UNDECIDED else Turn.OTHERWISE


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else f"{shown} 等 {len(names)} 项"
