"""What changed on a night, as values that a message and the log can tell; the states are those of `rules.history`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from mingjian.audit import stored_result
from mingjian.folder import load_order, plan_folder
from mingjian.nightly.runs import NightRun, State, kept_runs
from mingjian.nightly.workspace import Workspace
from reports import names
from rules.history import Damping, FindingState, Night, Past, night_from_json, night_of, past
from rules.history import State as Standing
from rules.model import Plan
from rules.result import AuditResult

TOLD = {Standing.NEW: "新出现", Standing.REGRESSED: "再次不符合", Standing.FIXED: "已整改"}
"""The states that are news, and how readers are told."""
_FILE = "night.json"
_MOST_NIGHTS = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One finding that stands otherwise than before. `page` is its page below the night's folder of reports."""

    plan: str
    unit: str
    unit_name: str
    requirement: str
    kind: Standing
    title: str
    observed: str
    page: str


def changes_of(workspace: Workspace, run: NightRun) -> tuple[Change, ...]:
    """Return what is news of a judged night, plan after plan."""
    limits = workspace.settings.changes
    plans = load_order(run.folder).plans
    known = pasts(kept_runs(workspace.runs), run, plans, Damping(limits.confirm, limits.of))
    return tuple(
        each for plan in plans if plan.id in known for each in changes(known[plan.id], stored_result(plan, run.folder))
    )


def pasts(runs: Sequence[NightRun], run: NightRun, plans: Sequence[Plan], damping: Damping) -> dict[str, Past]:
    """Return the past of each plan up to `run`, from the nights that were published before it and from itself.

    A night that was kept unpublished saw too little to say what changed.
    """
    before = [each for each in runs if each.record.state is State.PUBLISHED and each.record.began < run.record.began][
        -_MOST_NIGHTS:
    ]
    found: dict[str, Past] = {}
    for plan in plans:
        nights = [night for each in (*before, run) if (night := _night(plan, each.folder)) is not None]
        if nights:
            found[plan.id] = past(nights, damping)
    return found


def changes(known: Past, result: AuditResult) -> tuple[Change, ...]:
    """Return what is news on the last night of `known`, whose result is `result`; units in the result's order.

    The first night of a plan has no news: there is nothing that it could differ from.
    """
    if len(known.nights) < 2:  # noqa: PLR2004 - a night, and one before it
        return ()
    findings = {finding.id: finding for finding in result.findings}
    units = {unit.id: unit.name for unit in result.units}
    order = {unit: place for place, unit in enumerate(units)}
    told = [state for state in known.states if state.state in TOLD and state.id in findings]
    told.sort(key=lambda state: (order.get(state.unit, len(order)), list(TOLD).index(state.state)))
    return tuple(
        _change(result, state, findings[state.id].check_title, findings[state.id].observed, units) for state in told
    )


def by_unit(found: Iterable[Change]) -> dict[str, tuple[Change, ...]]:
    """Return the changes of each unit, in their order."""
    grouped: dict[str, list[Change]] = {}
    for each in found:
        grouped.setdefault(each.unit, []).append(each)
    return {unit: tuple(each) for unit, each in grouped.items()}


def _night(plan: Plan, folder: Path) -> Night | None:
    """Return what a run keeps of a plan for later nights; None when it was not judged by this plan."""
    target = plan_folder(folder, plan)
    try:
        return night_from_json((target / _FILE).read_bytes())
    except (OSError, msgspec.DecodeError):
        return night_of(stored_result(plan, folder)) if (target / "audit.json").exists() else None


def _change(result: AuditResult, state: FindingState, title: str, observed: str, units: dict[str, str]) -> Change:
    return Change(
        plan=result.plan.id,
        unit=state.unit,
        unit_name=units.get(state.unit, state.unit),
        requirement=state.requirement,
        kind=state.state,
        title=title,
        observed=observed,
        page=f"{result.plan.id}/{names.finding_page(state.id)}",
    )
