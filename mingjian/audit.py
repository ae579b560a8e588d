"""One audit run: gather what the plans want, judge from the store, report (DESIGN 2.2)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from checks import Verdict
from crawler.gather import GatherError, GatherSettings, GatherSummary, Progress, gather
from crawler.model import Evidence
from crawler.store import Store
from crawler.store.nights import evidence_of
from mingjian.errors import AuditError, UsageError
from mingjian.folder import Order, plan_folder
from reports import write_report
from rules.evaluate import evaluate
from rules.history import Past, night_of, night_to_json
from rules.model import Plan
from rules.result import AuditResult, result_from_json, result_in_pieces
from rules.wanted import wanted

_RESULT = "audit.json"
_NIGHT = "night.json"
"""What later nights compare with this one, so that they need not read all of its result."""


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


def crawl(
    order: Order,
    folder: Path,
    settings: GatherSettings,
    progress: Callable[[Progress], None] | None,
    idle: Callable[[], None] | None = None,
) -> GatherSummary:
    """Gather what the plans want into the store of `folder`. Raises AuditError when the crawl itself broke.

    `idle` is called when nothing was heard for some seconds; what it or `progress` raises ends the crawl.
    """
    try:
        return gather(wanted(order.plans, order.roster, order.as_of), folder, settings, progress, idle)
    except GatherError as error:
        raise AuditError(f"the crawl could not be completed: {error}") from error


def judge(order: Order, folder: Path) -> tuple[AuditResult, ...]:
    """Judge from the store alone and write one `audit.json` per plan. Raises UsageError when nothing was gathered."""
    results = []
    for plan in order.plans:
        with _evidence(order, folder) as evidence:
            result = evaluate(
                plan,
                order.roster,
                evidence,
                as_of=order.as_of,
                references=order.references,
                reviews=order.reviews,
                by_site=True,
            )
        target = plan_folder(folder, plan)
        target.mkdir(parents=True, exist_ok=True)
        with (target / _RESULT).open("wb") as file:
            file.writelines(result_in_pieces(result))
        (target / _NIGHT).write_bytes(night_to_json(night_of(result)))
        results.append(result)
    return tuple(results)


def report(
    order: Order, folder: Path, *, into: Path | None = None, pasts: Mapping[str, Past] | None = None
) -> tuple[Audited, ...]:
    """Write the HTML of each plan from its `audit.json`, with the archived copies from the store.

    The pages stand beside the `audit.json`, or in a folder of the same name under `into`. `pasts` are the nights of a
    plan (by its id) up to this one; with them pages show their course.
    """
    with Store(store_folder(order, folder)) as store:
        known = pasts or {}
        return tuple(_report(plan, folder, into or folder, store, known.get(plan.id)) for plan in order.plans)


def store_folder(order: Order, folder: Path) -> Path:
    """Return where the evidence of the audit in `folder` is. Raises UsageError when there is none."""
    found = folder if order.evidence is None else folder / order.evidence.folder
    if not (found / "evidence.db").exists():
        raise UsageError(f"{found} holds no evidence; gather some with `mingjian crawl`")
    return found


def stored_result(plan: Plan, folder: Path) -> AuditResult:
    """Return the `audit.json` of one plan. Raises UsageError when there is none that can be read."""
    path = plan_folder(folder, plan) / _RESULT
    try:
        return result_from_json(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}); write it with `mingjian check {folder}`") from error


@contextmanager
def _evidence(order: Order, folder: Path) -> Iterator[Iterator[Evidence]]:
    """Give the evidence of an audit, that of each site together, read as it is asked for."""
    found = store_folder(order, folder)
    if order.evidence is not None and order.evidence.run is not None:
        yield evidence_of(found, order.evidence.run)
        return
    with Store(found) as store:
        yield store.evidence()


def _report(plan: Plan, folder: Path, into: Path, store: Store, past: Past | None) -> Audited:
    result = stored_result(plan, folder)
    index = write_report(
        result, plan_folder(into, plan), bodies=store.body_by_digest, pictures=store.picture_by_digest, past=past
    )
    return Audited(result, index)
