"""One audit run: gather what the plans want, judge from the store, report (DESIGN 2.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from checks import Verdict
from crawler.gather import GatherError, GatherSettings, Progress, gather
from crawler.store import Store
from mingjian.errors import AuditError, UsageError
from mingjian.folder import Order, plan_folder
from reports import write_report
from rules.evaluate import evaluate
from rules.model import Plan
from rules.result import AuditResult, result_from_json, result_to_json
from rules.wanted import wanted

_RESULT = "audit.json"


@dataclass(frozen=True, slots=True)
class Audited:
    """One plan judged: the result, and where its report begins."""

    result: AuditResult
    report: Path

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many cells (requirement x unit) have each verdict."""
        counts = dict.fromkeys(Verdict, 0)
        for cell in self.result.cells:
            counts[cell.verdict] += 1
        return counts


def crawl(order: Order, folder: Path, settings: GatherSettings, progress: Callable[[Progress], None] | None) -> None:
    """Gather what the plans want into the store of `folder`. Raises AuditError when the crawl itself broke."""
    try:
        gather(wanted(order.plans, order.roster, order.as_of), folder, settings, progress)
    except GatherError as error:
        raise AuditError(f"the crawl could not be completed: {error}") from error


def judge(order: Order, folder: Path) -> tuple[AuditResult, ...]:
    """Judge from the store alone and write one `audit.json` per plan. Raises UsageError when nothing was gathered."""
    if not (folder / "evidence.db").exists():
        raise UsageError(f"{folder} holds no evidence; gather some with `mingjian crawl`")
    with Store(folder) as store:
        evidence = tuple(store.evidence())
    results = []
    for plan in order.plans:
        result = evaluate(
            plan, order.roster, evidence, as_of=order.as_of, references=order.references, reviews=order.reviews
        )
        target = plan_folder(folder, plan)
        target.mkdir(parents=True, exist_ok=True)
        (target / _RESULT).write_bytes(result_to_json(result))
        results.append(result)
    return tuple(results)


def report(order: Order, folder: Path) -> tuple[Audited, ...]:
    """Write the HTML of each plan from its `audit.json`, with the archived copies from the store."""
    with Store(folder) as store:
        return tuple(_report(plan, folder, store) for plan in order.plans)


def stored_result(plan: Plan, folder: Path) -> AuditResult:
    """Return the `audit.json` of one plan. Raises UsageError when there is none that can be read."""
    path = plan_folder(folder, plan) / _RESULT
    try:
        return result_from_json(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}); write it with `mingjian check {folder}`") from error


def _report(plan: Plan, folder: Path, store: Store) -> Audited:
    result = stored_result(plan, folder)
    return Audited(result, write_report(result, plan_folder(folder, plan), bodies=store.body_by_digest))
