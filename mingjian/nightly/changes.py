"""What changed between two published nights, as values that a message and the log can tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checks import Verdict
from reports import names
from rules.result import AuditResult, FindingResult


class ChangeKind(StrEnum):
    """What happened to a finding."""

    NEW = "new"
    REGRESSED = "regressed"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Change:
    """One finding that stands otherwise than before. `page` is the finding's page within the plan's report."""

    plan: str
    unit: str
    unit_name: str
    requirement: str
    kind: ChangeKind
    title: str
    observed: str
    remedy: str
    page: str


def changes(old: AuditResult, new: AuditResult) -> tuple[Change, ...]:
    """Return what changed from one night to another of the same plan, units in the order of the new one.

    Only what both nights decided counts: what was not judged on one of them is no change, in neither direction.
    """
    before = {finding.id: finding for finding in old.findings}
    units = {unit.id: unit.name for unit in new.units}
    order = {unit: place for place, unit in enumerate(units)}
    found = [
        _change(new.plan.id, finding, kind, units.get(finding.unit, finding.unit))
        for finding in new.findings
        if (kind := _kind(before.get(finding.id), finding)) is not None
    ]
    return tuple(sorted(found, key=lambda each: (order.get(each.unit, len(order)), each.kind.value)))


def by_unit(found: Iterable[Change]) -> dict[str, tuple[Change, ...]]:
    """Return the changes of each unit, in their order."""
    grouped: dict[str, list[Change]] = {}
    for each in found:
        grouped.setdefault(each.unit, []).append(each)
    return {unit: tuple(each) for unit, each in grouped.items()}


def _kind(before: FindingResult | None, after: FindingResult) -> ChangeKind | None:
    if before is None or before.verdict is after.verdict:
        return None
    if after.verdict is Verdict.FAIL:
        return ChangeKind.REGRESSED if before.verdict is Verdict.PASS else ChangeKind.NEW
    return ChangeKind.FIXED if before.verdict is Verdict.FAIL and after.verdict is Verdict.PASS else None


def _change(plan: str, finding: FindingResult, kind: ChangeKind, unit_name: str) -> Change:
    return Change(
        plan=plan,
        unit=finding.unit,
        unit_name=unit_name,
        requirement=finding.requirement,
        kind=kind,
        title=finding.check_title,
        observed=finding.observed,
        remedy=finding.remedy,
        page=names.finding_page(finding.id),
    )
